from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given

from meishi.domain.content_lines import clean, escape
from meishi.domain.task import FollowUp
from meishi.exchange.merge_todo import merged_todo, read_todo
from meishi.exchange.write_calendar import calendar_tasks
from people import nasty_texts, one, texts

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
(TASK,) = calendar_tasks(one(follow_ups=(FollowUp(due_on=date(2027, 1, 5)),)))


@given(text=texts() | nasty_texts())
def test_what_a_telephone_wrote_beside_stays_to_the_letter(text):
    there = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//telephone//EN\r\nBEGIN:VTODO\r\n"
        f"UID:{TASK.uid}\r\nSUMMARY:an old one\r\nLOCATION:{escape(text)}\r\nCATEGORIES:{escape(text)},B\r\n"
        f"COMMENT:{escape(text)}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    merged = merged_todo(there.encode(), TASK, NOW)
    (todo,) = icalendar.Calendar.from_ical(merged).walk("VTODO")
    assert todo["summary"] == TASK.summary
    kept = clean(text).replace("\ufeff", "")
    assert todo["location"] == todo["comment"] == kept
    assert [str(tag) for tag in todo["categories"].cats] == [kept, "B"]
    assert merged_todo(merged, TASK, NOW) == merged


def test_a_task_without_text_or_identity_is_none():
    assert read_todo(b"") is None
    assert read_todo(b"nonsense") is None
    assert read_todo(b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n") is None
