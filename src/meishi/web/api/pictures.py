"""Pictures: sent in, imported by and by, and what became of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import BaseModel

from meishi.services.inbox import Arrival, meeting
from meishi.web.guard import MAX_UPLOAD_BYTES
from meishi.web.parts import WithTools, parts_of
from meishi.web.refusals import RefusedError

router = APIRouter(tags=["import"])


class ImportState(BaseModel):
    """How far the import of what came in is.

    Attributes:
        waiting: How many pictures are still to be read.
        trouble: Why nothing goes on for now; the pictures wait.
        arrivals: All that came in and was not cleared away, the oldest first.
    """

    waiting: int
    trouble: str | None
    arrivals: tuple[Arrival, ...]


@router.post("/import", status_code=202, max_body_size=MAX_UPLOAD_BYTES)
def send_pictures(
    request: Request,
    tools: WithTools,
    pictures: Annotated[list[UploadFile], File(min_length=1)],
    *,
    met_at: Annotated[str, Form(max_length=200)] = "",
    met_on: Annotated[date | None, Form()] = None,
    tags: Annotated[list[str], Form(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
) -> list[Arrival]:
    """Keep pictures of cards of people who were met there and then; they are imported by and by, one after the other.

    What came in is on the disk when this answers; `/import/{key}` tells what became of it.
    """
    met = meeting(met_on or tools.today, met_at, tags, today=tools.today)
    sent = ((picture.filename or "", picture.file) for picture in pictures)
    return parts_of(request).importer.receive(sent, met, now=tools.now)


@router.get("/import")
def show_progress(request: Request) -> ImportState:
    """Tell how far the import is."""
    importer = parts_of(request).importer
    progress = importer.progress()
    return ImportState(
        waiting=progress.left,
        trouble=str(importer.trouble) if importer.trouble else None,
        arrivals=progress.arrivals,
    )


@router.get("/import/{key}")
def show_arrival(request: Request, key: str) -> Arrival:
    """Tell what became of a picture."""
    arrivals = parts_of(request).importer.inbox.arrivals()
    arrival = next((arrival for arrival in arrivals if arrival.key == key), None)
    if arrival is None:
        raise RefusedError(404, "No picture of this key came in, or the list was cleared.")
    return arrival
