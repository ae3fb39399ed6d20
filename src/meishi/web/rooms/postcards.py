"""Postcards: who waits for one, writing them one person after the other, and what goes to the printer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from meishi.care import MAX_LINES, PEN_COLUMNS, PostcardStep
from meishi.domain.contact import Contact
from meishi.domain.task import PostcardState
from meishi.errors import MessageTooLongError, UsageError
from meishi.services.correct import set_values
from meishi.services.coverage import recent_events
from meishi.services.merge import numbered_cards
from meishi.services.postcards import Choice, choose_postcards, keep_good, postcard_for, take_postcard_step
from meishi.services.print_postcards import CardSide, choose_contacts, print_postcards, written_messages
from meishi.web.guard import only_reads
from meishi.web.pages import Room, go_to, noted, page
from meishi.web.parts import AtDesk, Desk, parts_of
from meishi.wording import marked

_MOST_SHOWN = 50
_LAST_NOTES = 3
_TO_WRITE = (PostcardState.TO_WRITE, PostcardState.WAITING_FOR_ADDRESS)

_router = APIRouter()
ROOM = Room(marked("Postcards"), "/postcards", _router)

Left = Annotated[int, Query(ge=0)]
"""How many people of the list were left for later in this round."""


@_router.get("/postcards")
def waiting(request: Request, desk: AtDesk) -> Response:
    """Show the postcards that are still to do."""
    tasks = choose_postcards(desk.store, Choice())
    states = (PostcardState.TO_WRITE, PostcardState.WRITTEN, PostcardState.WAITING_FOR_ADDRESS)
    groups = [(state, [task for task in tasks if task.state is state]) for state in states]
    return page(
        request,
        "postcards.html",
        groups=[(state, found[:_MOST_SHOWN], len(found)) for state, found in groups if found],
        to_write=len(_whom_to_write_to(desk)),
        events=[event.met_at for event in recent_events(desk.store, desk.today) if event.met_at],
    )


@_router.get("/postcards/write")
def write_next(request: Request, desk: AtDesk, left: Left = 0) -> Response:
    """Show the next person to write to; when there is nobody any more, the list."""
    whom = _whom_to_write_to(desk)
    return _desk_for_one(request, desk, whom[left], left, len(whom)) if left < len(whom) else go_to("/postcards")


@_router.post("/postcards/write/{contact_id}")
def write(
    request: Request,
    desk: AtDesk,
    contact_id: int,
    *,
    good: Annotated[str, Form(max_length=2000)] = "",
    message: Annotated[str, Form(max_length=2000)] = "",
    address: Annotated[str, Form(max_length=500)] = "",
    left: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Keep what was written, and go on to the next person; without a message, this one waits for another time."""
    good, lines = good.strip(), tuple(line.strip() for line in message.splitlines() if line.strip())
    if address.strip():
        set_values(contact_id, {"addresses.+": address.strip()}, desk.store, by=desk.by, now=desk.now)
    if lines:
        try:
            person = take_postcard_step(desk.planner, contact_id, PostcardStep.WRITE, good=good or None, message=lines)
        except MessageTooLongError as error:
            whom = _whom_to_write_to(desk)
            return _desk_for_one(request, desk, contact_id, left, len(whom), refused=error, typed=(good, message))
        said = (
            desk.say("Saved. Now by hand, with the thick pen, thinking of {name}.", name=_name_of(desk, person.contact))
            if person.contact.addresses
            else desk.say("Saved. It waits for the address of {name}.", name=_name_of(desk, person.contact))
        )
    else:
        person = desk.store.care.person(contact_id)
        if good:
            keep_good(desk.planner, person, postcard_for(person, PostcardStep.WRITE), good)
        said = desk.say("Left for later. {name} stays in the list.", name=_name_of(desk, person.contact))
    stays = contact_id in _whom_to_write_to(desk)
    return noted(desk, said, contact_id, back=f"/postcards/write?left={left + stays}")


@_router.post("/postcards/print")
@only_reads
def print_(
    request: Request,
    desk: AtDesk,
    side: Annotated[CardSide, Form()] = CardSide.ADDRESS,
    event: Annotated[str, Form(max_length=200)] = "",
    *,
    preprinted: Annotated[bool, Form()] = False,
    typed: Annotated[bool, Form()] = False,
) -> Response:
    """Give the cards that are still to be posted as a PDF, one a page.

    Raises:
        UsageError: There is none that can be printed.
    """
    states = (PostcardState.TO_WRITE, PostcardState.WRITTEN)
    records = choose_contacts(desk.store, (), Choice(states=states, event=event.strip() or None))
    job = parts_of(request).print_job.model_copy(update={"side": side, "preprinted": preprinted})
    with TemporaryDirectory() as folder:
        file = Path(folder) / "postcards.pdf"
        print_postcards(records, job, file, written_messages(desk.store, records) if typed else {})
        if not file.exists():
            raise UsageError(marked("No postcard is waiting to be printed."), hint=marked("Write some first."))
        content = file.read_bytes()
    heads = {"Content-Disposition": 'attachment; filename="postcards.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=heads)


def _name_of(desk: Desk, contact: Contact) -> str:
    return desk.say.person(contact.display_name, is_organisation=contact.is_organisation)


def _whom_to_write_to(desk: Desk) -> list[int]:
    """Give the people whose card is to be written, the one that is due first first."""
    tasks = choose_postcards(desk.store, Choice(states=_TO_WRITE))
    return list(dict.fromkeys(task.contact_id for task in tasks))


def _desk_for_one(
    request: Request,
    desk: Desk,
    contact_id: int,
    left: int,
    count: int,
    *,
    refused: MessageTooLongError | None = None,
    typed: tuple[str, str] | None = None,
) -> Response:
    """Show what helps to write to somebody: where you met, what was said, the card; and the question that starts it."""
    person = desk.store.care.person(contact_id)
    postcard = postcard_for(person, PostcardStep.WRITE)
    good, message = typed or (postcard.good or "", "\n".join(postcard.message))
    return page(
        request,
        "postcard_write.html",
        status=422 if refused else 200,
        person=person,
        name=_name_of(desk, person.contact),
        postcard=postcard,
        notes=person.notes[-_LAST_NOTES:],
        cards=numbered_cards(desk.store.cards(contact_id))[:1],
        good=good,
        message=message,
        refused=refused,
        left=left,
        number=left + 1,
        count=count,
        max_lines=MAX_LINES,
        columns=PEN_COLUMNS,
    )
