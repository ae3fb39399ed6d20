"""Import: pictures of cards from this device, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from meishi.domain.encounter import Encounter
from meishi.errors import UsageError
from meishi.services.coverage import recent_events
from meishi.web.doorkeeper import Notice
from meishi.web.pages import Room, go_to, page, words_of
from meishi.web.parts import AtDesk, parts_of
from meishi.wording import marked

_MAX_UPLOAD_BYTES = 512 * 1024 * 1024
"""Of one form; what a single picture may have is the decoder's business."""

_router = APIRouter()
ROOM = Room(marked("Import"), "/import", _router)


@_router.get("/import")
def choose(request: Request, desk: AtDesk) -> Response:
    """Ask for pictures."""
    arrivals = parts_of(request).importer.inbox.arrivals()
    events = [event.met_at for event in recent_events(desk.store, desk.today) if event.met_at]
    return page(request, "import.html", events=events, count=len(arrivals))


@_router.post("/import", max_body_size=_MAX_UPLOAD_BYTES)
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
        UsageError: No picture was chosen.
    """
    chosen = [picture for picture in pictures if picture.filename]
    if not chosen:
        raise UsageError(marked("No picture was chosen."), hint=marked("Choose some, or take one with the camera."))
    encounter = Encounter(
        met_on=met_on or desk.today,
        met_at=met_at.strip() or None,
        tags=tuple(dict.fromkeys(words_of(tags))),
    )
    importer = parts_of(request).importer
    for picture in chosen:
        importer.inbox.take(picture.filename or "", picture.file, encounter, now=desk.now)
    importer.wake()
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
