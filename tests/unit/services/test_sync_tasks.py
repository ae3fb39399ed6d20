"""Sync of tasks with a real Radicale, a process of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest

from dav_server import bad_network, collection_at, until_done
from meishi.care import CareOptions
from meishi.domain.contact import Address, Contact, PersonName
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, FollowUpState, Postcard, PostcardState
from meishi.exchange.dav import TASKS
from meishi.services.follow_ups import Planner
from meishi.services.sync_ledger import SyncOptions
from meishi.services.sync_tasks import sync_tasks
from meishi.store import NewMeeting, NewPerson

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
ADDRESS = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001")


@pytest.fixture
def planner(store):
    return Planner(store, TODAY, NOW, CareOptions(), by="calendar")


def add(planner, number):
    new = NewPerson(
        uid=f"00000000-0000-4000-8000-{number:012}",
        contact=Contact(name=PersonName(full=f"山田 {number}郎"), addresses=(ADDRESS,)),
        meetings=(NewMeeting(encounter=Encounter(met_on=TODAY), postcard=Postcard(due_on=date(2026, 11, 27))),),
        follow_ups=(FollowUp(due_on=date(2027, 1, 5)),),
    )
    (contact_id,) = planner.store.add_people([new], now=NOW)
    return contact_id


def sync(planner, server, *, url=None, **options):
    with collection_at(url or server.calendar, TASKS, is_bad=url is not None) as collection:
        return sync_tasks(planner, collection, options=SyncOptions(**options))


def there(server):
    """The tasks on the server: what they say to URL and state."""
    found = {}
    for url, text in server.texts(server.calendar).items():
        (todo,) = icalendar.Calendar.from_ical(text).walk("VTODO")
        found[str(todo["SUMMARY"]), todo["DUE"].dt] = url, str(todo["STATUS"])
    return found


def url_of(server, word):
    return next(url for (summary, _), (url, _) in there(server).items() if word in summary)


def tick(server, word):
    server.edit(url_of(server, word), "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")


def test_open_tasks_go_up_once_with_their_alarms(planner, server):
    add(planner, 1)
    assert sorted(sync(planner, server).created_there) == ["One line to 山田 1郎", "Postcard to 山田 1郎"]
    assert {state for _, state in there(server).values()} == {"NEEDS-ACTION"}
    assert "BEGIN:VALARM" in server.get(url_of(server, "Postcard"))
    again = sync(planner, server)
    assert (again.created_there, again.changed_there, again.changed_here) == ([], [], [])


def test_a_postcard_that_is_ticked_there_is_posted_here(planner, server):
    contact_id = add(planner, 1)
    sync(planner, server)
    tick(server, "Postcard")
    assert sync(planner, server, dry_run=True).changed_here == ["Postcard to 山田 1郎"]
    assert planner.store.contact(contact_id).postcards[0].state is PostcardState.TO_WRITE
    assert sync(planner, server).changed_here == ["Postcard to 山田 1郎"]
    assert planner.store.contact(contact_id).postcards[0].state is PostcardState.POSTED
    assert sync(planner, server).changed_here == []


def test_a_follow_up_that_is_ticked_there_brings_up_the_next_one(planner, server):
    contact_id = add(planner, 1)
    sync(planner, server)
    tick(server, "One line")
    report = sync(planner, server)
    assert report.changed_here == report.created_there == ["One line to 山田 1郎"]
    done, scheduled = planner.store.contact(contact_id).follow_ups
    assert (done.state, scheduled.state) == (FollowUpState.DONE, FollowUpState.SCHEDULED)
    states = {due: state for (summary, due), (_, state) in there(server).items() if "One line" in summary}
    assert states == {done.due_on: "COMPLETED", scheduled.due_on: "NEEDS-ACTION"}


def test_what_is_done_here_is_ticked_there_and_what_the_telephone_added_stays(planner, server):
    contact_id = add(planner, 1)
    sync(planner, server)
    server.edit(url_of(server, "One line"), "END:VTODO", "PRIORITY:1\r\nX-MINE:yes\r\nEND:VTODO")
    sync(planner, server)
    planner.done(contact_id)
    assert sync(planner, server).changed_there == ["One line to 山田 1郎"]
    texts = server.texts(server.calendar).values()
    (done,) = [text for text in texts if "STATUS:COMPLETED" in text]
    assert "PRIORITY:1" in done
    assert "X-MINE:yes" in done


def test_a_task_removed_there_stays_here(planner, server):
    contact_id = add(planner, 1)
    sync(planner, server)
    server.delete(url_of(server, "Postcard"))
    assert sync(planner, server).removed_there == ["Postcard to 山田 1郎"]
    assert planner.store.contact(contact_id).postcards[0].state is PostcardState.TO_WRITE
    assert sync(planner, server).created_there == []


def test_other_things_in_the_calendar_are_left_alone(planner, server):
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:mine\r\nDTSTAMP:20260101T000000Z\r\n"
        "SUMMARY:milk\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    server.put(f"{server.calendar}mine.ics", event)
    add(planner, 1)
    sync(planner, server)
    sync(planner, server)
    assert "SUMMARY:milk" in server.get(f"{server.calendar}mine.ics")


def test_a_bad_network_comes_to_the_same_end(planner, server):
    ids = [add(planner, number) for number in range(8)]
    sync(planner, server)
    for number in range(0, 8, 2):
        tick(server, f"Postcard to 山田 {number}郎")
        tick(server, f"One line to 山田 {number}郎")
    with bad_network(server.port, seed=3, share=0.3) as port:
        # A way of its own is a calendar of its own: what is there already is found and not sent twice.
        until_done(lambda: sync(planner, server, url=server.url("calendar", port)))
    assert len(there(server)) == 16 + 4
    for number, contact_id in enumerate(ids):
        record = planner.store.contact(contact_id)
        assert record.postcards[0].state is (PostcardState.TO_WRITE if number % 2 else PostcardState.POSTED)
        assert len(record.follow_ups) == (1 if number % 2 else 2)
