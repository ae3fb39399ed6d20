"""Contacts: who is in the library, and all about one of them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from meishi.domain.contact import Address, Contact
from meishi.domain.relation import Closeness, Note
from meishi.errors import UsageError
from meishi.services.coverage import recent_places
from meishi.services.merge import numbered_cards
from meishi.store import ContactFilter
from meishi.web.guard import only_reads
from meishi.web.pages import Room, noted, page, web_address
from meishi.web.parts import AtDesk, Desk
from meishi.web.pictures import Size, picture_of
from meishi.web.turns import in_turn
from meishi.wording import marked

_A_PAGE = 50
_MOST = 1000
_MOST_CHANGES = 20
_MOST_TAGS = 50

_router = APIRouter()
ROOM = Room(marked("Contacts"), "/contacts", _router)


@_router.get("/contacts")
@in_turn
def everybody(request: Request, desk: AtDesk) -> Response:
    """Show the first contacts, by their reading."""
    return _list(request, desk, "", ContactFilter(), _A_PAGE)


@_router.post("/contacts")
@only_reads
@in_turn
def search(
    request: Request,
    desk: AtDesk,
    *,
    query: Annotated[str, Form(max_length=200)] = "",
    met_at: Annotated[str, Form(max_length=200)] = "",
    company: Annotated[str, Form(max_length=200)] = "",
    tag: Annotated[str, Form(max_length=200)] = "",
    needs_review: Annotated[bool, Form()] = False,
    limit: Annotated[int, Form(ge=1, le=_MOST)] = _A_PAGE,
) -> Response:
    """Show the contacts looked for. By POST: what is searched for is about people and belongs in no address."""
    only = ContactFilter(
        met_at=met_at.strip() or None,
        company=company.strip() or None,
        tag=tag.strip() or None,
        needs_review=needs_review,
    )
    return _list(request, desk, query, only, limit)


@_router.get("/contacts/{contact_id}")
@in_turn
def one(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Show a contact with its cards, meetings, tasks and history, without what is private."""
    record = desk.store.contact(contact_id)
    met = {one.id: one.encounter for one in record.encounters}
    # The newest first; each keeps the number by which it is taken out of the contact.
    cards = list(enumerate(numbered_cards(desk.store.cards(contact_id)), start=1))[::-1]
    return page(
        request,
        "contact.html",
        record=record,
        person=desk.store.care.person(contact_id),
        facts=_facts(desk, record.contact),
        cards=[(number, sides, met.get(sides[0].encounter_id or 0)) for number, sides in cards],
        changes=desk.store.history(contact_id)[:_MOST_CHANGES],
    )


@_router.get("/contacts/{contact_id}/log")
@in_turn
def log(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Show what is private about a person: only here, where it is asked for by name."""
    return page(request, "log.html", person=desk.store.care.person(contact_id), closenesses=tuple(Closeness))


@_router.post("/contacts/{contact_id}/log")
def write_note(
    desk: AtDesk,
    contact_id: int,
    said: Annotated[str, Form(max_length=10_000)],
    taken: Annotated[str, Form(max_length=10_000)] = "",
    *,
    in_touch: Annotated[bool, Form()] = False,
) -> Response:
    """Write a page of the private log."""
    if not said.strip():
        raise UsageError(marked("There is nothing to note down."), hint=marked("Write what was really said."))
    note = Note(noted_on=desk.today, said=said.strip(), taken=taken.strip() or None, in_touch=in_touch)
    desk.planner.write_note(contact_id, note)
    return noted(desk, desk.say("Noted, for you alone."), contact_id, back=f"/contacts/{contact_id}/log")


@_router.post("/contacts/{contact_id}/closeness")
def set_closeness(desk: AtDesk, contact_id: int, closeness: Annotated[Closeness, Form()]) -> Response:
    """Note how close somebody is."""
    desk.planner.set_closeness(contact_id, closeness)
    return noted(desk, desk.say("Noted, for you alone."), contact_id, back=f"/contacts/{contact_id}/log")


@_router.get("/contacts/{contact_id}/cards/{card_id}/{size}.jpg")
def picture(request: Request, desk: AtDesk, contact_id: int, card_id: int, size: Literal["small", "large"]) -> Response:
    """Show the picture of a card."""
    return picture_of(request, desk.library, contact_id, card_id, Size[size.upper()])


def _list(request: Request, desk: Desk, query: str, only: ContactFilter, limit: int) -> Response:
    recall = desk.store.recall
    found = (
        # What is searched for is seldom searched for twice; the lists are what all readers look at.
        desk.store.lines(query, only=only, limit=limit + 1)
        if query.strip()
        else recall(desk.store.lines, only=only, limit=limit + 1)
    )
    return page(
        request,
        "contacts.html",
        found=found[:limit],
        next_limit=min(2 * limit, _MOST) if len(found) > limit and limit < _MOST else None,
        is_cut=len(found) > limit,
        query=query,
        only=only,
        is_search=bool(query.strip()) or only != ContactFilter(),
        events=recent_places(desk.store, desk.today),
        tags=recall(desk.store.care.tags, _MOST_TAGS),
    )


def _facts(desk: Desk, contact: Contact) -> list[tuple[str, str, str | None]]:
    """List what a card says for a page: what it is, the text, and what a click on it does."""
    say = desk.say
    kinds = {
        "work": say("telephone"),
        "mobile": say("mobile"),
        "fax": say("fax"),
        "other": say("telephone"),
    }
    facts: list[tuple[str, str, str | None]] = []
    facts += [(say("department"), text, None) for text in contact.departments]
    facts += [(say("title"), text, None) for text in contact.titles]
    facts += [(say("address"), _with_postal_code(address), None) for address in contact.addresses]
    for phone in contact.phones:
        extension = f" {say('ext.')} {phone.extension}" if phone.extension else ""
        link = f"tel:{phone.e164}" if phone.e164 and phone.kind != "fax" else None
        facts.append((kinds[phone.kind.value], phone.number + extension, link))
    facts += [(say("e-mail"), email, f"mailto:{email}") for email in contact.emails]
    facts += [(say("web"), url, web_address(url)) for url in contact.urls]
    return facts


def _with_postal_code(address: Address) -> str:
    """Write an address as a letter bears it; abroad, most cards have the code within the address."""
    code = address.postal_code
    if not code or code in address.full:
        return address.full
    return f"〒{code} {address.full}" if address.country in {"JP", None} else f"{code} {address.full}"
