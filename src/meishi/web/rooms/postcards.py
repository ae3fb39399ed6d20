"""Postcards: who waits for one and why, writing them one person after the other, and what goes to the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, NamedTuple, NoReturn

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from meishi.care import MAX_LINES, PEN_COLUMNS, PostcardStep, check_message
from meishi.domain.contact import Contact
from meishi.domain.task import PostcardState
from meishi.errors import MessageTooLongError, UsageError
from meishi.services.coverage import recent_places
from meishi.services.merge import numbered_cards
from meishi.services.postcards import (
    Choice,
    choose_postcards,
    give_address,
    post_all,
    postcard_for,
    why_waiting,
    write_postcard,
)
from meishi.services.print_postcards import CardSide, PrintJob, choose_contacts, written_messages
from meishi.store import ContactRecord
from meishi.web.doorkeeper import Notice
from meishi.web.guard import only_reads
from meishi.web.pages import Room, go_to, noted, page, way_back
from meishi.web.parts import AtDesk, Desk, parts_of
from meishi.web.turns import in_turn
from meishi.wording import marked

_MOST_SHOWN = 50
_MOST_UNDER_WAY = 20
_LAST_NOTES = 3
_TO_PRINT = (PostcardState.TO_WRITE, PostcardState.WRITTEN)
_TO_WRITE = (PostcardState.TO_WRITE, PostcardState.WAITING_FOR_ADDRESS)

_router = APIRouter()
ROOM = Room(marked("Postcards"), "/postcards", _router)

Left = Annotated[int, Query(ge=0)]
"""How many people of the list were left for later in this round."""


class _Print(NamedTuple):
    """What the form for printing says.

    Attributes:
        side: Which sides.
        preprinted: Whether the cards bear the frame already.
        typed: Whether the written lines are printed.
        contact_ids: Whose cards; empty for all of the occasion.
        event: The occasion; empty for all of them.
    """

    side: CardSide
    preprinted: bool
    typed: bool
    contact_ids: Sequence[int] = ()
    event: str = ""

    def records(self, desk: Desk) -> tuple[ContactRecord, ...]:
        """Give those whose cards are asked for.

        Raises:
            UsageError: There is nobody.
        """
        choice = Choice() if self.contact_ids else Choice(states=_TO_PRINT, event=self.event.strip() or None)
        return choose_contacts(desk.store, self.contact_ids, choice) or _nothing_to_print()

    def job(self, request: Request) -> PrintJob:
        """Give what is printed, and how."""
        settings = parts_of(request).print_job
        return settings.model_copy(update={"side": self.side, "preprinted": self.preprinted})

    def messages(self, desk: Desk, records: Sequence[ContactRecord]) -> Mapping[int, tuple[str, ...]]:
        """Give the lines that are to be printed."""
        return written_messages(desk.store, records) if self.typed else {}


ContactIds = Annotated[list[int] | None, Form(alias="contact_id", max_length=2000)]


def _print_form(
    side: Annotated[CardSide, Form()] = CardSide.ADDRESS,
    contact_ids: ContactIds = None,
    event: Annotated[str, Form(max_length=200)] = "",
    *,
    preprinted: Annotated[bool, Form()] = False,
    typed: Annotated[bool, Form()] = False,
    only_ticked: Annotated[bool, Form()] = False,
) -> _Print:
    if only_ticked and not contact_ids:
        _nothing_chosen()
    return _Print(side, preprinted, typed, contact_ids or (), event)


AsPrinted = Annotated[_Print, Depends(_print_form)]


@_router.get("/postcards")
@in_turn
def waiting(request: Request, desk: AtDesk) -> Response:
    """Show the postcards that are still to do, and those that are under way."""
    recall = desk.store.recall
    tasks = recall(choose_postcards, desk.store, Choice())
    states = (PostcardState.TO_WRITE, PostcardState.WRITTEN, PostcardState.WAITING_FOR_ADDRESS)
    groups = [(state, [task for task in tasks if task.state is state]) for state in states]
    why = {
        task.contact_id: why_waiting(recall(desk.store.care.person, task.contact_id))
        for task in groups[-1][1][:_MOST_SHOWN]
    }
    return page(
        request,
        "postcards.html",
        groups=[(state, found[:_MOST_SHOWN], len(found)) for state, found in groups if found],
        why=why,
        to_write=len({task.contact_id for task in tasks if task.state in _TO_WRITE}),
        can_print=any(task.state in _TO_PRINT for task in tasks),
        under_way=recall(desk.store.care.under_way, _MOST_UNDER_WAY),
        events=recent_places(desk.store, desk.today),
    )


@_router.get("/postcards/write")
@in_turn
def write_next(request: Request, desk: AtDesk, left: Left = 0) -> Response:
    """Show the next person to write to; when there is nobody any more, the list."""
    whom = _whom_to_write_to(desk)
    return _desk_for_one(request, desk, whom[left], left, len(whom)) if left < len(whom) else go_to("/postcards")


@_router.get("/postcards/write/{contact_id}")
@in_turn
def write_one(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Show the desk for one person, whoever else waits."""
    return _desk_for_one(request, desk, contact_id, None, 1)


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
    came_from: Annotated[str, Form()] = "",
) -> Response:
    """Keep what was written, and go on to the next person; without a message, this one waits for another time.

    A form that came from the person's page is about this one alone, and leads back there.
    """
    good, address = good.strip(), address.strip()
    try:
        lines = check_message([message])
    except MessageTooLongError as error:
        place, count = (None, 1) if came_from else (left, len(_whom_to_write_to(desk)))
        return _desk_for_one(request, desk, contact_id, place, count, refused=error, typed=(good, message, address))
    person = write_postcard(desk.planner, contact_id, good=good, lines=lines, address=address)
    name = _name_of(desk, person.contact)
    said = (
        desk.say("Left for later. {name} stays in the list.", name=name)
        if not lines
        else desk.say("Saved. Now by hand, with the thick pen, thinking of {name}.", name=name)
        if person.contact.addresses
        else desk.say("Saved. It waits for the address of {name}.", name=name)
    )
    if came_from:
        return noted(desk, said, contact_id, back=way_back(came_from, contact_id))
    stays = contact_id in _whom_to_write_to(desk)
    return noted(desk, said, contact_id, back=f"/postcards/write?left={left + stays}")


@_router.post("/postcards/{contact_id}/address")
def note_address(desk: AtDesk, contact_id: int, address: Annotated[str, Form(max_length=500)]) -> Response:
    """Note the address that a postcard waits for.

    Raises:
        UsageError: There is none.
    """
    if not address.strip():
        raise UsageError(marked("There is no address."), hint=marked("Write it as on a letter, postal code first."))
    give_address(desk.planner, contact_id, address.strip())
    name = _name_of(desk, desk.store.contact(contact_id).contact)
    return noted(desk, desk.say("{name} can be written to now.", name=name), contact_id, back="/postcards")


@_router.post("/postcards/look")
@only_reads
def look(request: Request, desk: AtDesk, form: AsPrinted) -> Response:
    """Show the cards that would be printed, both sides as they will look, and why others cannot be.

    Raises:
        UsageError: There is none to be printed.
    """
    records = form.records(desk)
    cards = parts_of(request).press.try_out(records, form.job(request), form.messages(desk, records))
    sides = [CardSide.ADDRESS, CardSide.MESSAGE] if form.side is CardSide.BOTH else [form.side]
    return page(request, "postcards_look.html", cards=cards, form=form, sides=sides)


@_router.get("/postcards/{contact_id}/{side}.png")
def preview(
    request: Request,
    desk: AtDesk,
    contact_id: int,
    side: Literal[CardSide.ADDRESS, CardSide.MESSAGE],
    *,
    preprinted: bool = False,
    typed: bool = False,
) -> Response:
    """Draw one side of a card as it will look."""
    record, form = desk.store.contact(contact_id), _Print(side, preprinted, typed)
    picture = parts_of(request).press.preview(record, form.job(request), form.messages(desk, (record,)))
    return Response(picture, media_type="image/png", headers={"Cache-Control": "no-store"})


@_router.post("/postcards/print")
@only_reads
def print_(request: Request, desk: AtDesk, form: AsPrinted) -> Response:
    """Give cards that are still to be posted as a PDF, one a page.

    Raises:
        UsageError: There is none that can be printed.
    """
    records = form.records(desk)
    pdf = parts_of(request).press.draw(records, form.job(request), form.messages(desk, records))
    if not pdf:
        _nothing_to_print()
    heads = {"Content-Disposition": 'attachment; filename="postcards.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=heads)


@_router.post("/postcards/posted")
def post(desk: AtDesk, contact_ids: ContactIds = None) -> Response:
    """Note that cards are in the letter box; what was noted already, on the telephone perhaps, stays.

    Raises:
        UsageError: None was chosen.
    """
    changes = post_all(desk.planner, contact_ids or _nothing_chosen())
    count = len(changes)
    said = desk.say.plural("One postcard is in the letter box.", "{count} postcards are in the letter box.", count)
    desk.session.leave_notice(Notice(said, changes, "postcards"))
    return go_to("/postcards")


def _nothing_to_print() -> NoReturn:
    raise UsageError(marked("No postcard is waiting to be printed."), hint=marked("Write some first."))


def _nothing_chosen() -> NoReturn:
    raise UsageError(marked("No postcard was chosen."), hint=marked("Tick those that you mean."))


def _name_of(desk: Desk, contact: Contact) -> str:
    return desk.say.person(contact.display_name, is_organisation=contact.is_organisation)


def _whom_to_write_to(desk: Desk) -> list[int]:
    """Give the people whose card is to be written, the one that is due first first."""
    tasks = desk.store.recall(choose_postcards, desk.store, Choice(states=_TO_WRITE))
    return list(dict.fromkeys(task.contact_id for task in tasks))


def _desk_for_one(
    request: Request,
    desk: Desk,
    contact_id: int,
    left: int | None,
    count: int,
    *,
    refused: MessageTooLongError | None = None,
    typed: tuple[str, str, str] | None = None,
) -> Response:
    """Show what helps to write to somebody: where you met, what was said, the card; and the question that starts it."""
    person = desk.store.care.person(contact_id)
    postcard = postcard_for(person, PostcardStep.WRITE)
    waits = postcard.state is PostcardState.WAITING_FOR_ADDRESS or not person.contact.addresses
    good, message, address = typed or (postcard.good or "", "\n".join(postcard.message), "")
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
        address=address,
        refused=refused,
        why_waiting=why_waiting(person) if waits else "",
        left=left,
        count=count,
        max_lines=MAX_LINES,
        columns=PEN_COLUMNS,
    )
