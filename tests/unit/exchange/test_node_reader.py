"""What meishi writes, read by a program from another ecosystem (ical.js on Node)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from meishi.exchange.forms import TasksAs, VcardVersion
from meishi.exchange.write_calendar import calendar_tasks, write_calendar
from meishi.exchange.write_vcard import spoken_number, write_vcards
from node_reader import NodeReader
from people import people

pytestmark = pytest.mark.needs("node")

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader():
    reader = NodeReader()
    yield reader
    reader.close()


def listed(value):
    return value if isinstance(value, list) else [value]


def is_cut_rightly(values):
    """Whether ical.js cuts a list of them where it should: it takes every backslash before a sign for an escape."""
    return not any("\\" in (value or "") for value in values)


def without_escapes(value):
    """What ical.js leaves of 3.0: escaped semicolons."""
    if isinstance(value, list):
        return [without_escapes(item) for item in value]
    return value.replace("\\;", ";") if isinstance(value, str) else value


@settings(max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    everybody=st.lists(people(), min_size=1, max_size=3, unique_by=lambda person: person.uid),
    version=st.sampled_from(VcardVersion),
)
def test_vcards_say_what_was_exported(reader, everybody, version):
    cards = reader.cards(write_vcards(everybody, version))
    for card, person in zip(cards, everybody, strict=True):
        if version is VcardVersion.V3:
            card = {key: without_escapes(values) for key, values in card.items()}  # noqa: PLW2901
        contact, name = person.contact, person.contact.name
        assert card["version"] == [version.value]
        assert card["uid"][0].removeprefix("urn:uuid:") == person.uid
        assert card["fn"] == [contact.display_name]
        if name.family and is_cut_rightly((name.family, name.given)):
            assert card["n"][0][:2] == [name.family, name.given]
        if contact.company and is_cut_rightly((contact.company, *contact.departments)):
            assert listed(card["org"][0]) == [contact.company, *contact.departments]
        assert card.get("title", []) == list(contact.titles)
        assert card.get("email", []) == list(contact.emails)
        assert card.get("url", []) == list(contact.urls)
        assert card.get("tel", []) == [spoken_number(phone) for phone in contact.phones]
        if all(is_cut_rightly(address.model_dump().values()) for address in contact.addresses):
            assert [address[5] for address in card.get("adr", [])] == [a.postal_code or "" for a in contact.addresses]
        assert card.get("note", [None]) == [person.note]
        if is_cut_rightly(person.tags):
            assert listed(card.get("categories", [[]])[0]) == list(person.tags)


@settings(max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(everybody=st.lists(people(), max_size=3, unique_by=lambda person: person.uid), as_what=st.sampled_from(TasksAs))
def test_calendars_say_what_was_exported(reader, everybody, as_what):
    found = {
        item["uid"][0]: (item, alarms)
        for item, alarms in reader.tasks(write_calendar(everybody, NOW, follow_ups_as=as_what))
    }
    tasks = {task.uid: task for person in everybody for task in calendar_tasks(person)}
    assert found.keys() == tasks.keys()
    for uid, task in tasks.items():
        item, alarms = found[uid]
        assert item["summary"] == [task.summary]
        assert item.get("due", item.get("dtstart")) == [str(task.due_on)]
        assert item.get("description", [""]) == [task.description]
        if is_cut_rightly(task.tags):
            assert item["categories"] == [["meishi", *task.tags] if task.tags else "meishi"]
        assert (item["status"] == ["CANCELLED"]) == task.is_dropped
        assert alarms == task.is_open
