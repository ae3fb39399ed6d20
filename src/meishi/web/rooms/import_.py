"""Import: pictures of cards from this device, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from meishi.errors import UsageError
from meishi.services.coverage import recent_events
from meishi.services.inbox import meeting
from meishi.web.doorkeeper import Notice
from meishi.web.guard import MAX_UPLOAD_BYTES
from meishi.web.pages import Room, go_to, page, words_of
from meishi.web.parts import AtDesk, parts_of
from meishi.wording import marked

_router = APIRouter()
ROOM = Room(marked("Import"), "/import", _router)


@_router.get("/import")
def choose(request: Request, desk: AtDesk) -> Response:
    """Ask for pictures."""
    arrivals = parts_of(request).importer.inbox.arrivals()
    events = [event.met_at for event in recent_events(desk.store, desk.today) if event.met_at]
    return page(request, "import.html", events=events, count=len(arrivals))


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
def progress(request: Request) -> Response:
    """Show what became of the pictures."""
    importer = parts_of(request).importer
    arrivals = importer.inbox.arrivals()
    return page(
        request,
        "import_progress.html",
        arrivals=list(reversed(arrivals)),
        left=sum(arrival.outcome is None for arrival in arrivals),
        trouble=importer.trouble,
    )


@_router.post("/import/clear")
def clear(request: Request, desk: AtDesk) -> Response:
    """Clear the list; the contacts stay."""
    parts_of(request).importer.inbox.clear()
    desk.session.leave_notice(Notice(desk.say("The list is cleared; the contacts stay.")))
    return go_to("/import")
