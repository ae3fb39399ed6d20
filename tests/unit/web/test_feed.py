"""The calendar feed: who reads it, what it says, and what it never says."""

from __future__ import annotations

import re
import stat
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from importing import meet
from meishi.domain.contact import Contact, PersonName
from meishi.services.forget import forget_contact
from meishi.web.feed_key import FeedKey
from meishi.web.pages import is_near
from node_reader import NodeReader
from web_site import csrf_of, running, submit

ADDRESS = re.compile(r"<code>(http://\S+/feed/\S+\.ics)</code>")


@pytest.fixture
def address(site):
    return site.feed_key.renew(site.address, now=site.now).address


@pytest.fixture
def program(site):
    """A calendar program: no cookie, no origin, nothing but the address."""
    with site.stranger() as client:
        del client.headers["origin"]
        yield client


def events(answer):
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_program_reads_the_open_tasks_on_their_days(site, program, address):
    answer = program.get(address)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    records = site.library.store.contacts()
    due = {task.due_on for record in records for task in (*record.postcards, *record.follow_ups)}
    assert {event["dtstart"].dt for event in events(answer)} == due
    assert {str(event["summary"]) for event in events(answer)} == {
        "Postcard to 山田 花子 (山田商店)",
        "One line to 山田 花子 (山田商店)",
        "Postcard to 鈴木 一郎 (鈴木工業)",
        "One line to 鈴木 一郎 (鈴木工業)",
    }
    assert b"VALARM" not in answer.content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.content


@pytest.mark.needs("node")
def test_a_reader_from_another_ecosystem_sees_the_same(program, address):
    reader = NodeReader()
    found = reader.tasks(program.get(address, params={"as": "todo"}).content)
    reader.close()

    assert {item["summary"][0] for item, _ in found} == {
        str(event["summary"]) for event in events(program.get(address))
    }


def test_programs_that_tick_tasks_get_tasks(program, address):
    calendar = icalendar.Calendar.from_ical(program.get(address, params={"as": "todo"}).content)

    assert {todo["status"] for todo in calendar.walk("VTODO")} == {"NEEDS-ACTION"}
    assert calendar.walk("VEVENT") == []
    assert program.get(address, params={"as": "nonsense"}).status_code == 422


def test_what_is_done_is_gone_the_next_time_and_nothing_new_is_not_sent_again(site, reader, program, address):
    first = program.get(address)
    known = {"If-None-Match": first.headers["etag"]}
    dated = {"If-Modified-Since": first.headers["last-modified"]}
    assert [program.get(address, headers=headers).status_code for headers in (known, dated)] == [304, 304]
    assert program.get(address, headers=known).content == b""
    head = program.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])

    submit(reader, "/contacts/1/postcard", step="post")
    for headers in (known, dated):
        again = program.get(address, headers=headers)
        assert "Postcard to 山田 花子 (山田商店)" not in {str(event["summary"]) for event in events(again)}


def test_who_is_forgotten_leaves_the_calendar_too(site, program, address):
    first = program.get(address)
    forget_contact(1, site.library.store, site.library.originals)

    again = program.get(address, headers={"If-Modified-Since": first.headers["last-modified"]})

    assert {str(event["summary"]).partition("to ")[2] for event in events(again)} == {"鈴木 一郎 (鈴木工業)"}


def test_nothing_private_is_in_it(reader, program, address):
    submit(reader, "/contacts/1/log", said="SECRET")
    submit(reader, "/contacts/1/closeness", closeness="trusted")
    submit(reader, "/postcards/write/1", good="SECRET")
    assert "SECRET" in reader.get("/contacts/1/log").text

    for form in ("event", "todo"):
        said = program.get(address, params={"as": form}).text
        assert "SECRET" not in said
        assert "trusted" not in said


def test_it_speaks_the_users_language(tmp_path):
    with running(tmp_path / "library", language="ja") as site, site.stranger() as program:
        meet(site.library, tmp_path, Contact(name=PersonName(full="山田 花子"), company="山田商店"))
        said = events(program.get(site.feed_key.renew(site.address, now=site.now).address))

    assert {str(event["summary"]) for event in said} == {
        "山田 花子さんへのはがき (山田商店)",
        "山田 花子さんへのひとこと (山田商店)",
    }


def test_another_address_opens_to_nobody_and_says_no_more_than_any_page_that_is_not_there(site, program, address):
    missing = program.get("/nothing")
    site.feed_key.renew(site.address, now=site.now)

    for wrong in (address, address[:-5] + ".ics", f"{site.address}/feed/.ics", f"{site.address}/feed/x.ics"):
        answer = program.get(wrong)
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert "山田" not in answer.text
    site.feed_key.revoke()
    assert program.get(address).status_code == 404


def test_it_lets_nobody_further_in_and_takes_nothing(site, program, address):
    program.get(address)

    assert program.get("/").status_code == 401
    assert program.post(address).status_code == 403
    assert program.post(address, headers={"Origin": site.address}).status_code == 401
    assert program.get(address, headers={"Host": "evil.example"}).status_code == 421


def test_the_page_makes_an_address_once_and_the_key_is_kept_as_a_digest(site, reader, tmp_path, capfd):
    assert "There is no address yet." in reader.get("/calendar").text
    made = ADDRESS.search(submit(reader, "/calendar/renew").text)[1]
    page = reader.get("/calendar").text

    assert made not in page
    assert "There is an address since" in page
    with site.stranger() as program:
        assert len(events(program.get(made))) == 4
        word = made.rpartition("/")[2].removesuffix(".ics")
        kept = tmp_path / "library" / "web-feed.json"
        assert word not in kept.read_text()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        another = ADDRESS.search(submit(reader, "/calendar/renew").text)[1]
        assert (program.get(made).status_code, program.get(another).status_code) == (404, 200)
        assert "There is no address yet." in submit(reader, "/calendar/revoke").text
        assert program.get(another).status_code == 404
    said = capfd.readouterr()
    assert said.err + said.out == ""


@pytest.mark.parametrize(
    ("address", "is_it"),
    [
        ("http://127.0.0.1:8765/feed/x.ics", True),
        ("https://localhost/feed/x.ics", True),
        ("http://[::1]:8765/feed/x.ics", True),
        ("http://192.168.1.5:8765/feed/localhost.ics", False),
    ],
)
def test_an_address_that_no_telephone_reaches_is_known(address, is_it):
    assert is_near(address) is is_it


def test_a_library_that_is_read_only_gives_the_feed_and_keeps_its_key(tmp_path):
    with running(tmp_path / "library", read_only=True) as site, site.reader() as reader, site.stranger() as program:
        address = site.feed_key.renew(site.address, now=site.now).address
        assert events(program.get(address)) == []
        page = reader.get("/calendar").text
        assert "reading only" in page
        assert "/calendar/re" not in page
        for path in ("/calendar/renew", "/calendar/revoke"):
            assert reader.post(path, data={"csrf": csrf_of(reader)}).status_code == 403
        assert program.get(address).status_code == 200


def test_a_damaged_file_opens_to_nobody_and_stops_nothing(tmp_path):
    (tmp_path / "web-feed.json").write_text('{"made_at": "nonsense"}')
    key = FeedKey(tmp_path)

    assert key.feed.made_at is None
    assert not key.opens("")
    assert key.renew("http://a", now=datetime.now(UTC)).address.startswith("http://a/feed/")


def test_a_state_that_comes_back_is_another_one_for_programs_that_go_by_time(site, reader, program, address):
    first = program.get(address).headers
    submit(reader, "/contacts/1/postcard", step="post")
    site.now += timedelta(minutes=1)
    second = program.get(address).headers
    change = site.library.store.history(1)[0]
    submit(reader, f"/changes/{change.id}/undo")

    third = program.get(address, headers={"If-Modified-Since": second["last-modified"]})

    assert third.status_code == 200
    assert {str(event["summary"]) for event in events(third)} >= {"Postcard to 山田 花子 (山田商店)"}
    assert first["last-modified"] != third.headers["last-modified"]
