"""Coverage: of all the people met, how many have their postcard, who waits for it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from meishi.domain.task import PostcardState
from meishi.store import OccasionCount, PostcardTask, Store

_S = PostcardState
_YEAR = timedelta(days=365)


class Group(BaseModel):
    """The postcards of one occasion or one month.

    Attributes:
        met_at: The occasion; None when the user did not say.
        first_day: The first meeting, or the first day of the month.
        met: How many meetings; each has one postcard.
        sent: How many are posted, answered ones among them.
        answered: How many were answered.
        written: How many are written and not posted yet.
        to_write: How many are to be written.
        waiting: How many wait for an address.
        declined: How many were declined by them.
        overdue: How many of the open ones should have been in the letter box before today.
    """

    model_config = ConfigDict(frozen=True)

    met_at: str | None
    first_day: date
    met: int
    sent: int
    answered: int
    written: int
    to_write: int
    waiting: int
    declined: int
    overdue: int


class Week(BaseModel):
    """What happened in one week.

    Attributes:
        monday: Its first day.
        met: Meetings.
        posted: Postcards that went into the letter box.
        answered: Postcards that were answered.
    """

    model_config = ConfigDict(frozen=True)

    monday: date
    met: int = 0
    posted: int = 0
    answered: int = 0


def by_event(tasks: Sequence[PostcardTask], today: date) -> tuple[Group, ...]:
    """Count by occasion, the latest one first."""
    return _grouped(tasks, today, lambda task: (task.encounter.met_at, None))


def recent_events(store: Store, today: date) -> tuple[Group, ...]:
    """Count the past year by occasion, the latest one first, however large the library is."""
    counts: dict[str | None, list[OccasionCount]] = {}
    for count in store.care.occasions(today - _YEAR, today):
        if count.state is not _S.NOT_PLANNED:
            counts.setdefault(count.met_at, []).append(count)
    groups = [
        _counted(
            met_at,
            min(part.first_day for part in parts),
            Counter({part.state: part.count for part in parts}),
            sum(part.overdue for part in parts if part.state.is_open),
        )
        for met_at, parts in counts.items()
    ]
    return tuple(sorted(groups, key=lambda group: group.first_day, reverse=True))


def recent_places(store: Store, today: date) -> list[str]:
    """Name the occasions of the past year, the latest one first, to choose from."""
    return [event.met_at for event in store.recall(recent_events, store, today) if event.met_at]


def by_month(tasks: Sequence[PostcardTask], today: date) -> tuple[Group, ...]:
    """Count by the month of the meeting, the latest one first."""
    return _grouped(tasks, today, lambda task: (None, task.encounter.met_on.replace(day=1)))


def per_week(tasks: Sequence[PostcardTask]) -> tuple[Week, ...]:
    """Count week by week, from the first meeting to whatever happened last; no week is left out."""
    met = Counter(_monday(task.encounter.met_on) for task in tasks if task.state is not _S.NOT_PLANNED)
    posted = Counter(_monday(task.posted_on) for task in tasks if task.posted_on)
    answered = Counter(_monday(task.answered_on) for task in tasks if task.answered_on)
    mondays = {*met, *posted, *answered}
    if not mondays:
        return ()
    count = (max(mondays) - min(mondays)).days // 7 + 1
    return tuple(
        Week(monday=monday, met=met[monday], posted=posted[monday], answered=answered[monday])
        for number in range(count)
        for monday in [min(mondays) + timedelta(weeks=number)]
    )


def _grouped(
    tasks: Sequence[PostcardTask], today: date, key: Callable[[PostcardTask], tuple[str | None, date | None]]
) -> tuple[Group, ...]:
    groups: dict[tuple[str | None, date | None], list[PostcardTask]] = {}
    for task in tasks:
        # Somebody taken over from an address book, without a meeting to give thanks for.
        if task.state is not _S.NOT_PLANNED:
            groups.setdefault(key(task), []).append(task)
    counted = [_group(met_at, month, members, today) for (met_at, month), members in groups.items()]
    return tuple(sorted(counted, key=lambda group: group.first_day, reverse=True))


def _group(met_at: str | None, month: date | None, tasks: Sequence[PostcardTask], today: date) -> Group:
    return _counted(
        met_at,
        month or min(task.encounter.met_on for task in tasks),
        Counter(task.state for task in tasks),
        sum(task.state.is_open and task.due_on < today for task in tasks),
    )


def _counted(met_at: str | None, first_day: date, states: Counter[PostcardState], overdue: int) -> Group:
    return Group(
        met_at=met_at,
        first_day=first_day,
        met=states.total(),
        sent=states[_S.POSTED] + states[_S.ANSWERED],
        answered=states[_S.ANSWERED],
        written=states[_S.WRITTEN],
        to_write=states[_S.TO_WRITE],
        waiting=states[_S.WAITING_FOR_ADDRESS],
        declined=states[_S.DECLINED],
        overdue=overdue,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
