"""Import: pictures of cards from this device, and what became of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from meishi.errors import UsageError
from meishi.services.coverage import recent_places
from meishi.services.inbox import Arrival, Progress, meeting
from meishi.web.doorkeeper import Notice
from meishi.web.guard import MAX_UPLOAD_BYTES
from meishi.web.pages import Room, fragment, go_to, page, words_of
from meishi.web.parts import AtDesk, parts_of, session_of
from meishi.web.turns import in_turn
from meishi.wording import marked

_LOOK_SECONDS = 0.3
_SILENCE_SECONDS = 15
_RETRY_SECONDS = 2

_router = APIRouter()
ROOM = Room(marked("Import"), "/import", _router)


@_router.get("/import")
@in_turn
def choose(request: Request, desk: AtDesk) -> Response:
    """Ask for pictures."""
    progress = parts_of(request).importer.progress()
    events = recent_places(desk.store, desk.today)
    return page(request, "import.html", events=events, progress=progress)


@_router.post("/import", max_body_size=MAX_UPLOAD_BYTES)
def take(
    request: Request,
    desk: AtDesk,
    pictures: Annotated[list[UploadFile], File()],
    *,
    met_at: Annotated[str, Form(max_length=200)] = "",
    met_on: Annotated[date | None, Form()] = None,
    tags: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Keep pictures; they are imported by and by, and the next page says how far that is.

    Raises:
        UsageError: No picture was chosen, or nobody was met on that day.
    """
    chosen = [picture for picture in pictures if picture.filename]
    if not chosen:
        raise UsageError(marked("No picture was chosen."), hint=marked("Choose some, or take one with the camera."))
    met = meeting(met_on or desk.today, met_at, words_of(tags), today=desk.today)
    sent = ((picture.filename or "", picture.file) for picture in chosen)
    parts_of(request).importer.receive(sent, met, now=desk.now)
    return go_to("/import/progress")


@_router.get("/import/progress")
@in_turn
def progress(request: Request) -> Response:
    """Show what became of the pictures."""
    importer = parts_of(request).importer
    # Asked first: what ends in between is shown as running, and the page hears of its end.
    is_running = importer.is_running
    return page(
        request,
        "import_progress.html",
        progress=importer.progress(),
        is_running=is_running,
        trouble=importer.trouble,
    )


@_router.get("/import/events")
async def follow(request: Request) -> Response:
    """Tell a page that stays open what becomes of the pictures (server-sent events: HTML, 9.2)."""
    return StreamingResponse(_news(request), media_type="text/event-stream")


async def _news(request: Request) -> AsyncIterator[str]:
    """Give what has changed as pieces of the page, until nothing waits any more, the reader or the server leaves."""
    parts, shown, told_at = parts_of(request), dict[str, Arrival](), monotonic()
    inbox = parts.importer.inbox
    version: tuple[int, int] | None = None
    yield f"retry: {1000 * _RETRY_SECONDS}\n\n"
    while not parts.closing.is_set() and session_of(request) is not None:
        if version != inbox.version:
            version, told_at = inbox.version, monotonic()
            now = await run_in_threadpool(parts.importer.progress)
            changed = [arrival for arrival in now.arrivals if shown.get(arrival.key) != arrival]
            gone = shown.keys() - {arrival.key for arrival in now.arrivals}
            shown = {arrival.key: arrival for arrival in now.arrivals}
            yield _event("news", await run_in_threadpool(_pieces, request, now, changed) | {"gone": sorted(gone)})
        elif not parts.importer.is_running:
            yield _event("end", {})
            return
        elif monotonic() - told_at > _SILENCE_SECONDS:
            # Whoever has gone away without a word is noticed by writing to them.
            told_at = monotonic()
            yield ":\n\n"
        await asyncio.sleep(_LOOK_SECONDS)


def _pieces(request: Request, now: Progress, changed: Sequence[Arrival]) -> dict[str, object]:
    rows = {arrival.key: fragment(request, "import_arrival.html", arrival=arrival) for arrival in changed}
    return {"status": fragment(request, "import_status.html", progress=now), "rows": rows}


def _event(name: str, told: Mapping[str, object]) -> str:
    # JSON has no line breaks of its own, which would end the event.
    return f"event: {name}\ndata: {json.dumps(told)}\n\n"


@_router.post("/import/clear")
def clear(request: Request, desk: AtDesk) -> Response:
    """Clear the list; the contacts stay."""
    parts_of(request).importer.inbox.clear()
    desk.session.leave_notice(Notice(desk.say("The list is cleared; the contacts stay.")))
    return go_to("/import")
