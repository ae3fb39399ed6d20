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
from meishi.exchange.forms import TasksAs
from meishi.exchange.person import Person
from meishi.wording import Wording

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


def calendar_tasks(person: Person, say: Wording | None = None) -> tuple[CalendarTask, ...]:
    """List the tasks of a person: the postcard of each meeting, then the follow-ups.

    What was never planned is no task; what was planned and dropped is one, so that calendars hear of it.

    Args:
        person: Who.
        say: The words of the user's language; English ones when not given.
    """
    if all(meeting.postcard is None or not _is_planned(meeting.postcard) for meeting in person.meetings) and all(
        follow_up.state is FollowUpState.STOPPED for follow_up in person.follow_ups
    ):
        return ()
    say = say or Wording()
    return (*_postcards(person, say), *_follow_ups(person, say))


def write_calendar(
    people: Sequence[Person],
    now: datetime,
    *,
    postcards_as: TasksAs = TasksAs.TODO,
    follow_ups_as: TasksAs = TasksAs.TODO,
    alarm_at: time | None = time(9),
    say: Wording | None = None,
) -> bytes:
    """Write all tasks as one calendar.

    Args:
        people: Whose tasks.
        now: The time of writing, for tasks whose person has no time of change.
        postcards_as: Tasks or all-day events.
        follow_ups_as: The same for follow-ups.
        alarm_at: When to remind on the day, in the time of wherever the user is; None for no reminder.
        say: The words of the user's language; English ones when not given.

    Returns:
        UTF-8. Tasks keep their identity, so that a calendar that takes the file again changes them.
    """
    from meishi.exchange.calendar_text import calendar_bytes  # noqa: PLC0415

    calendar = new_calendar()
    form = {TaskKind.POSTCARD: postcards_as, TaskKind.FOLLOW_UP: follow_ups_as}
    for task, changed_at in _tasks(people, now, say):
        calendar.add_component(_component(task, changed_at, alarm_at, form[task.kind]))
    return calendar_bytes(calendar)


def write_feed(
    people: Sequence[Person], now: datetime, *, tasks_as: TasksAs = TasksAs.EVENT, say: Wording | None = None
) -> bytes:
    """Write the open tasks as a calendar that programs subscribe to and take again by themselves.

    Most programs show only events of such a calendar, and it is theirs to remind. What is done or dropped is gone the
    next time.

    Args:
        people: Whose tasks.
        now: The time of writing, for tasks whose person has no time of change.
        tasks_as: Tasks or all-day events.
        say: The words of the user's language; English ones when not given.
    """
    from meishi.exchange.calendar_text import calendar_bytes  # noqa: PLC0415

    calendar = new_calendar()
    # The name and how often to come again, as RFC 7986 has it and as programs had it before.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, "meishi")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for task, changed_at in _tasks(people, now, say):
        if task.is_open:
            calendar.add_component(_component(task, changed_at, None, tasks_as))
    return calendar_bytes(calendar)


def _tasks(people: Sequence[Person], now: datetime, say: Wording | None) -> Iterator[tuple[CalendarTask, datetime]]:
    """Give everybody's tasks, each with the time of its last change."""
    for person in people:
        changed_at = (person.updated_at or now).astimezone(UTC)
        yield from ((task, changed_at) for task in calendar_tasks(person, say))


def _component(task: CalendarTask, changed_at: datetime, alarm_at: time | None, form: TasksAs) -> Todo | Event:
    return (_event if form is TasksAs.EVENT else todo_of)(task, changed_at, alarm_at)


def new_calendar() -> Calendar:
    """Give an empty calendar."""
    from icalendar import Calendar  # noqa: PLC0415 - only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//meishi//EN")
    calendar.add("version", "2.0")
    return calendar


def _postcards(person: Person, say: Wording) -> Iterator[CalendarTask]:
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
            summary=_listed(say("Postcard to {name}", name=_whom(person, say)), person),
            description=_met(person, position, say),
            due_on=postcard.due_on,
            is_done=postcard.state in {PostcardState.POSTED, PostcardState.ANSWERED},
            is_dropped=not postcard.state.is_open
            and postcard.state not in {PostcardState.POSTED, PostcardState.ANSWERED},
            tags=encounter.tags,
        )


def _whom(person: Person, say: Wording) -> str:
    return say.person(person.contact.display_name, is_organisation=person.contact.is_organisation)


def _is_planned(postcard: Postcard) -> bool:
    return postcard.state is not PostcardState.NOT_PLANNED


def _follow_ups(person: Person, say: Wording) -> Iterator[CalendarTask]:
    for position, follow_up in enumerate(person.follow_ups):
        yield CalendarTask(
            uid=_task_uid(person, f"follow-up/{position}"),
            kind=TaskKind.FOLLOW_UP,
            position=position,
            summary=_listed(say("One line to {name}", name=_whom(person, say)), person),
            description=_met(person, len(person.meetings) - 1, say),
            due_on=follow_up.due_on,
            is_done=follow_up.state is FollowUpState.DONE,
            is_dropped=not follow_up.state.is_open and follow_up.state is not FollowUpState.DONE,
            tags=person.tags,
        )


def _task_uid(person: Person, name: str) -> str:
    return str(uuid.uuid5(_TASK_NAMESPACE, f"{person.uid}/{name}"))


def _listed(task: str, person: Person) -> str:
    name, company = person.contact.display_name, person.contact.company
    return task + (f" ({company})" if company and company != name else "")


def _met(person: Person, position: int, say: Wording) -> str:
    if not 0 <= position < len(person.meetings):
        return ""
    encounter = person.meetings[position].encounter
    if encounter.met_at is None:
        return say("Met on {day}", day=encounter.met_on)
    return say("Met on {day}, {place}", day=encounter.met_on, place=encounter.met_at)


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
