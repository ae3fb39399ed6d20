"""Today: whom the day belongs to, how many of the people met have their postcard, and what should be looked at."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from meishi.services.coverage import recent_events
from meishi.services.one_line_mail import open_lines
from meishi.services.today import look_at
from meishi.store import ContactFilter
from meishi.web.pages import Room, page
from meishi.web.parts import AtDesk, settle_once_a_day
from meishi.web.turns import in_turn
from meishi.wording import marked

_MOST_SHOWN = 30
_MOST_EVENTS = 8
_MOST_DOUBTFUL = 5

_router = APIRouter()
ROOM = Room(marked("Today"), "/", _router)


@_router.get("/")
@in_turn
def today(request: Request, desk: AtDesk) -> Response:
    """Show the day."""
    moved, recall = settle_once_a_day(request, desk), desk.store.recall
    agenda = recall(look_at, desk.today, desk.store)
    # One more than is shown tells whether there are more.
    doubtful = recall(desk.store.contacts, only=ContactFilter(needs_review=True), limit=_MOST_DOUBTFUL + 1)
    groups = [
        (states, [task for task in agenda.due if task.state in states])
        for states in (("to-write",), ("written",), ("waiting-for-address",), ("scheduled",))
    ]
    return page(
        request,
        "today.html",
        agenda=agenda,
        moved=moved,
        groups=[(states[0], tasks[:_MOST_SHOWN], len(tasks)) for states, tasks in groups if tasks],
        events=recall(recent_events, desk.store, desk.today)[:_MOST_EVENTS],
        doubtful=doubtful[:_MOST_DOUBTFUL],
        open_lines=len(recall(open_lines, desk.store)),
        has_more_doubtful=len(doubtful) > _MOST_DOUBTFUL,
    )
