"""iCalendar (RFC 5545): postcards and follow-ups where the user's other tasks are."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from meishi.domain.content_lines import clean
from meishi.domain.task import FollowUpState, Postcard, PostcardState, TaskKind
from meishi.exchange.forms import FollowUpsAs
from meishi.exchange.person import Person

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event, Todo

_TASK_NAMESPACE = uuid.UUID("7d0f3a52-6a5e-4b0e-8d5c-6d6569736869")


class CalendarTask(BaseModel):
    """One task of one person, as a calendar shows it.

    Attributes:
        uid: Its lasting identity.
        kind: Which of the two tasks.
        position: Which of the person's meetings or follow-ups it belongs to, from 0.
        summary: The line that the calendar shows.
        description: When and where they met.
        due_on: The day.
        is_done: Whether it was done.
        is_dropped: Whether it will not be done.
        tags: The user's own words on the person.
    """

    model_config = ConfigDict(frozen=True)

    uid: str
    kind: TaskKind
    position: int
    summary: str
    description: str
    due_on: date
    is_done: bool
    is_dropped: bool
    tags: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return not self.is_done and not self.is_dropped


def calendar_tasks(person: Person) -> tuple[CalendarTask, ...]:
    """List the tasks of a person: the postcard of each meeting, then the follow-ups.

    What was never planned is no task; what was planned and dropped is one, so that calendars hear of it.
    """
    if all(meeting.postcard is None or not _is_planned(meeting.postcard) for meeting in person.meetings) and all(
        follow_up.state is FollowUpState.STOPPED for follow_up in person.follow_ups
    ):
        return ()
    return (*_postcards(person), *_follow_ups(person))


def write_calendar(
    people: Sequence[Person],
    now: datetime,
    *,
    follow_ups_as: FollowUpsAs = FollowUpsAs.TODO,
    alarm_at: time | None = time(9),
) -> bytes:
    """Write all tasks as one calendar.

    Args:
        people: Whose tasks.
        now: The time of writing, for tasks whose person has no time of change.
        follow_ups_as: Tasks or all-day events.
        alarm_at: When to remind on the day, in the time of wherever the user is; None for no reminder.

    Returns:
        UTF-8. Tasks keep their identity, so that a calendar that takes the file again changes them.
    """
    from meishi.exchange.calendar_text import calendar_bytes  # noqa: PLC0415

    calendar = new_calendar()
    for person in people:
        changed_at = (person.updated_at or now).astimezone(UTC)
        for task in calendar_tasks(person):
            if task.kind is TaskKind.FOLLOW_UP and follow_ups_as is FollowUpsAs.EVENT:
                calendar.add_component(_event(task, changed_at, alarm_at))
            else:
                calendar.add_component(todo_of(task, changed_at, alarm_at))
    return calendar_bytes(calendar)


def new_calendar() -> Calendar:
    """Give an empty calendar."""
    from icalendar import Calendar  # noqa: PLC0415 - only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//meishi//EN")
    calendar.add("version", "2.0")
    return calendar


def _postcards(person: Person) -> Iterator[CalendarTask]:
    seen: Counter[date] = Counter()
    for position, meeting in enumerate(person.meetings):
        encounter, postcard = meeting.encounter, meeting.postcard
        number = seen[encounter.met_on]
        seen[encounter.met_on] += 1
        if postcard is None or not _is_planned(postcard):
            continue
        yield CalendarTask(
            uid=_task_uid(person, f"postcard/{encounter.met_on}/{number}"),
            kind=TaskKind.POSTCARD,
            position=position,
            summary=f"Postcard to {_listed_name(person)}",
            description=_met(person, position),
            due_on=postcard.due_on,
            is_done=postcard.state in {PostcardState.POSTED, PostcardState.ANSWERED},
            is_dropped=not postcard.state.is_open
            and postcard.state not in {PostcardState.POSTED, PostcardState.ANSWERED},
            tags=encounter.tags,
        )


def _is_planned(postcard: Postcard) -> bool:
    return postcard.state is not PostcardState.NOT_PLANNED


def _follow_ups(person: Person) -> Iterator[CalendarTask]:
    for position, follow_up in enumerate(person.follow_ups):
        yield CalendarTask(
            uid=_task_uid(person, f"follow-up/{position}"),
            kind=TaskKind.FOLLOW_UP,
            position=position,
            summary=f"One line to {_listed_name(person)}",
            description=_met(person, len(person.meetings) - 1),
            due_on=follow_up.due_on,
            is_done=follow_up.state is FollowUpState.DONE,
            is_dropped=not follow_up.state.is_open and follow_up.state is not FollowUpState.DONE,
            tags=person.tags,
        )


def _task_uid(person: Person, name: str) -> str:
    return str(uuid.uuid5(_TASK_NAMESPACE, f"{person.uid}/{name}"))


def _listed_name(person: Person) -> str:
    name, company = person.contact.display_name, person.contact.company
    return name + (f" ({company})" if company and company != name else "")


def _met(person: Person, position: int) -> str:
    if not 0 <= position < len(person.meetings):
        return ""
    encounter = person.meetings[position].encounter
    return f"Met on {encounter.met_on}" + (f", {encounter.met_at}" if encounter.met_at else "")


def todo_of(task: CalendarTask, changed_at: datetime, alarm_at: time | None) -> Todo:
    """Give a task as a calendar holds it."""
    from icalendar import Todo  # noqa: PLC0415

    todo = Todo()
    _describe(todo, task, changed_at)
    todo.add("due", task.due_on)
    todo.add("status", "COMPLETED" if task.is_done else "CANCELLED" if task.is_dropped else "NEEDS-ACTION")
    if task.is_done:
        todo.add("completed", changed_at)
        todo.add("percent-complete", 100)
    elif alarm_at and task.is_open:
        # A task that is due on a day ends with its first moment; without RELATED=END the alarm would have no start.
        todo.add_component(_alarm(task, alarm_at, related="END"))
    return todo


def _event(task: CalendarTask, changed_at: datetime, alarm_at: time | None) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    _describe(event, task, changed_at)
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    # The day is not taken up by one line.
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if task.is_dropped else "CONFIRMED")
    if alarm_at and task.is_open:
        event.add_component(_alarm(task, alarm_at))
    return event


def _describe(component: Todo | Event, task: CalendarTask, changed_at: datetime) -> None:
    component.add("uid", task.uid)
    component.add("dtstamp", changed_at)
    component.add("last-modified", changed_at)
    component.add("summary", clean(task.summary).replace("\n", " "))
    if task.description:
        component.add("description", clean(task.description))
    component.add("categories", ["meishi", *(clean(tag) for tag in task.tags)])


def _alarm(task: CalendarTask, alarm_at: time, related: str = "START") -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean(task.summary).replace("\n", " "))
    parameters = {"related": related} if related != "START" else {}
    alarm.add("trigger", timedelta(hours=alarm_at.hour, minutes=alarm_at.minute), parameters=parameters)
    return alarm
