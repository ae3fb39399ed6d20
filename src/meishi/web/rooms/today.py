"""Today: whom the day belongs to, how many of the people met have their postcard, and what should be looked at."""

from __future__ import annotations

import threading
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from meishi.services.coverage import recent_events
from meishi.services.today import look_at
from meishi.store import ContactFilter
from meishi.web.pages import Room, page
from meishi.web.parts import AtDesk, Desk
from meishi.wording import marked

_MOST_SHOWN = 30
_MOST_EVENTS = 8
_MOST_DOUBTFUL = 5

_router = APIRouter()
ROOM = Room(marked("Today"), "/", _router)


@_router.get("/")
def today(request: Request, desk: AtDesk) -> Response:
    """Show the day."""
    agenda = look_at(desk.today, desk.store, moved=_settle(request, desk))
    # One more than is shown tells whether there are more.
    doubtful = desk.store.contacts(only=ContactFilter(needs_review=True), limit=_MOST_DOUBTFUL + 1)
    groups = [
        (states, [task for task in agenda.due if task.state in states])
        for states in (("to-write",), ("written",), ("waiting-for-address",), ("scheduled",))
    ]
    return page(
        request,
        "today.html",
        agenda=agenda,
        groups=[(states[0], tasks[:_MOST_SHOWN], len(tasks)) for states, tasks in groups if tasks],
        events=recent_events(desk.store, desk.today)[:_MOST_EVENTS],
        doubtful=doubtful[:_MOST_DOUBTFUL],
        has_more_doubtful=len(doubtful) > _MOST_DOUBTFUL,
    )


class _LastSettled:
    """The day on which this server has brought order into the tasks."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.day: date | None = None


def _settle(request: Request, desk: Desk) -> int:
    """Bring what was missed into order, once a day, as every command of the aftercare does."""
    if desk.read_only:
        return 0
    if not hasattr(request.app.state, "last_settled"):
        request.app.state.last_settled = _LastSettled()
    last: _LastSettled = request.app.state.last_settled
    with last.lock:
        if last.day == desk.today:
            return 0
        last.day = desk.today
        return desk.planner.settle()
