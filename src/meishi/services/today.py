"""Today: what is due, what comes next, and how many of the people met have got their postcard."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from meishi.store import Coverage, Store, TaskRecord

DAYS_AHEAD = 7
"""How far ahead the user is shown what comes: a week can still be arranged."""


class Agenda(BaseModel):
    """A day's tasks.

    Attributes:
        today: The day.
        until: The last day that is looked at.
        due: What should be done by today, the most overdue first.
        coming: What falls due after today, up to `until`.
        next_follow_up_on: The day of the first follow-up after `until`; None when there is none.
        moved: How many missed follow-ups have got new days just now.
        coverage: How many of all encounters got their postcard.
    """

    model_config = ConfigDict(frozen=True)

    today: date
    until: date
    due: tuple[TaskRecord, ...]
    coming: tuple[TaskRecord, ...]
    next_follow_up_on: date | None
    moved: int = 0
    coverage: Coverage


def look_at(today: date, store: Store, *, moved: int = 0) -> Agenda:
    """Look at a day.

    Args:
        today: The day in the user's calendar.
        store: The library.
        moved: How many missed follow-ups have got new days just now.
    """
    until = today + timedelta(days=DAYS_AHEAD)
    tasks = store.open_tasks(until)
    return Agenda(
        today=today,
        until=until,
        due=tuple(task for task in tasks if task.due_on <= today),
        coming=tuple(task for task in tasks if task.due_on > today),
        next_follow_up_on=min((day for day in store.follow_ups_per_day() if day > until), default=None),
        moved=moved,
        coverage=store.coverage(),
    )
