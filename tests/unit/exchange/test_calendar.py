from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.contact import Contact, PersonName
from meishi.domain.content_lines import clean
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, FollowUpState, Postcard, PostcardState
from meishi.exchange.forms import TasksAs
from meishi.exchange.person import Meeting
from meishi.exchange.write_calendar import calendar_tasks, write_calendar
from people import nasty_texts, one, people

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DUE = date(2026, 11, 27)


def met(state=PostcardState.TO_WRITE, **values):
    return one(
        meetings=(
            Meeting(
                encounter=Encounter(met_on=date(2026, 11, 24), met_at="展示会"),
                postcard=Postcard(due_on=DUE, state=state),
            ),
        ),
        follow_ups=(FollowUp(due_on=date(2027, 1, 5)),),
        **values,
    )


def read(written):
    return icalendar.Calendar.from_ical(written)


@given(
    everybody=st.lists(people() | people(nasty_texts), max_size=3, unique_by=lambda person: person.uid),
    as_what=st.sampled_from(TasksAs),
)
def test_every_task_is_there_once_with_its_day_and_state(everybody, as_what):
    calendar = read(write_calendar(everybody, NOW, follow_ups_as=as_what))
    tasks = [task for person in everybody for task in calendar_tasks(person)]
    assert len({task.uid for task in tasks}) == len(tasks)
    found = {str(item["uid"]): item for item in calendar.subcomponents}
    assert found.keys() == {task.uid for task in tasks}
    for task in tasks:
        item = found[task.uid]
        assert str(item["summary"]) == clean(task.summary).replace("\n", " ")
        assert str(item.get("description", "")) == clean(task.description)
        assert [str(tag) for tag in item["categories"].cats] == ["meishi", *map(clean, task.tags)]
        assert (item.get("due") or item["dtstart"]).dt == task.due_on
        assert (item["status"] == "CANCELLED") == task.is_dropped
        if item.name == "VTODO":
            assert (item["status"] == "COMPLETED") == task.is_done
        assert len(item.walk("VALARM")) == (not task.is_done and not task.is_dropped)


@given(person=people() | people(nasty_texts))
def test_lines_are_folded_and_keep_their_characters(person):
    for line in write_calendar([person], NOW).split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_the_alarm_rings_on_the_morning_of_the_day():
    (postcard, follow_up) = read(
        write_calendar([met()], NOW, follow_ups_as=TasksAs.EVENT, alarm_at=time(8, 30))
    ).subcomponents
    (alarm,) = postcard.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=8, minutes=30)
    assert alarm["trigger"].params["RELATED"] == "END"
    (alarm,) = follow_up.walk("VALARM")
    assert "RELATED" not in alarm["trigger"].params


def test_a_task_keeps_its_identity_when_it_is_done():
    open_one, done = (
        read(write_calendar([met(state)], NOW)).subcomponents[0]
        for state in (PostcardState.TO_WRITE, PostcardState.POSTED)
    )
    assert open_one["uid"] == done["uid"]
    assert (open_one["status"], done["status"]) == ("NEEDS-ACTION", "COMPLETED")
    assert open_one["summary"] == "Postcard to 山田 太郎"
    assert open_one["description"] == "Met on 2026-11-24, 展示会"


def test_what_will_not_be_done_is_cancelled():
    person = met(PostcardState.DECLINED).model_copy(
        update={"follow_ups": (FollowUp(due_on=DUE, state=FollowUpState.SKIPPED),)}
    )
    assert [item["status"] for item in read(write_calendar([person], NOW)).subcomponents] == ["CANCELLED", "CANCELLED"]


def test_what_was_never_planned_is_no_task():
    stopped = (FollowUp(due_on=DUE, state=FollowUpState.STOPPED),)
    never = met(PostcardState.NOT_PLANNED).model_copy(update={"follow_ups": stopped})
    assert calendar_tasks(never) == ()
    written_to = met(PostcardState.POSTED).model_copy(update={"follow_ups": stopped})
    assert [task.is_dropped for task in calendar_tasks(written_to)] == [False, True]


def test_a_line_break_in_a_name_starts_no_component_of_its_own():
    hostile = Contact(name=PersonName(full="A\r\nEND:VTODO\r\nBEGIN:VEVENT"))
    person = met().model_copy(update={"contact": hostile})
    calendar = read(write_calendar([person], NOW))
    assert [item.name for item in calendar.subcomponents] == ["VTODO", "VTODO"]


def test_a_backslash_before_a_capital_n_is_no_line_break():
    person = met().model_copy(update={"contact": Contact(company="C:\\New\\next")})
    written = write_calendar([person], NOW)
    assert b"SUMMARY:Postcard to C:\\\\New\\\\next\r\n" in written
    assert read(written).subcomponents[0]["summary"] == "Postcard to C:\\New\\next"


def test_no_alarm_when_none_is_wanted():
    assert b"VALARM" not in write_calendar([met()], NOW, alarm_at=None)
