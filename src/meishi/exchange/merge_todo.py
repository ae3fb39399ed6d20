"""A task on a calendar server (VTODO, RFC 5545): what meishi says of it put in, and everything else left as it is."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from meishi.exchange.merge_contacts import digest
from meishi.exchange.write_calendar import CalendarTask, new_calendar, todo_of

if TYPE_CHECKING:
    from icalendar import Calendar, Todo

_OURS = ("SUMMARY", "DESCRIPTION", "DUE", "STATUS", "COMPLETED", "PERCENT-COMPLETE", "DTSTAMP", "LAST-MODIFIED")


class TodoThere(NamedTuple):
    """A task as the server has it.

    Attributes:
        uid: Its identity.
        is_done: Whether somebody ticked it.
    """

    uid: str
    is_done: bool


def mark_of(task: CalendarTask) -> str:
    """Give a mark of all that a task says on a calendar."""
    return digest(task.model_dump(mode="json", exclude={"position", "tags"}))


def read_todo(content: bytes) -> TodoThere | None:
    """Read a task; None when there is none in it, or nothing can be read."""
    todo = _todo_in(_parsed(content))
    if todo is None:
        return None
    status = str(todo.get("STATUS", "")).upper()
    # Some programs tick a task by its time alone.
    is_done = status == "COMPLETED" or (not status and "COMPLETED" in todo)
    return TodoThere(str(todo.get("UID", "")), is_done)


def merged_todo(there: bytes, task: CalendarTask, now: datetime, alarm_at: time | None = time(9)) -> bytes:
    """Write a task into what the server has of it.

    Args:
        there: What the server has; empty where it has nothing.
        task: The task.
        now: The time that is noted.
        alarm_at: When a task that is new there reminds on its day.

    Returns:
        One calendar with one task, as servers want it.
    """
    from meishi.exchange.calendar_text import calendar_bytes  # noqa: PLC0415

    ours = todo_of(task, now.astimezone(UTC), alarm_at)
    calendar = _parsed(there)
    todo = _todo_in(calendar)
    if calendar is None or todo is None:
        calendar = new_calendar()
        calendar.add_component(ours)
    else:
        for name in _OURS:
            todo.pop(name, None)
            if name in ours:
                todo[name] = ours[name]
    return calendar_bytes(calendar)


def _parsed(content: bytes) -> Calendar | None:
    from icalendar import Calendar  # noqa: PLC0415 - only calendars need it

    # Marks of byte order say nothing inside a text, and the reader takes one away each time.
    content = content.replace(b"\xef\xbb\xbf", b"")
    try:
        return Calendar.from_ical(content) if content else None
    except (ValueError, IndexError, KeyError):
        return None


def _todo_in(calendar: Calendar | None) -> Todo | None:
    from icalendar import Todo  # noqa: PLC0415

    components = calendar.walk("VTODO") if calendar is not None else []
    return next((todo for todo in components if isinstance(todo, Todo) and "UID" in todo), None)
