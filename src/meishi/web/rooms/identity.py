"""Who is who: two contacts are one person, one contact is two, and somebody is to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from meishi.errors import UsageError
from meishi.services.forget import forget_contact
from meishi.services.merge import (
    keep_apart,
    likely_the_same,
    merge_contacts,
    numbered_cards,
    preview_merger,
    split_contact,
)
from meishi.store import ContactLine, ContactRecord
from meishi.web.beside import put_beside
from meishi.web.guard import only_reads
from meishi.web.pages import Room, noted, page
from meishi.web.parts import AtDesk, Desk, parts_of
from meishi.web.turns import in_turn
from meishi.wording import marked

_MOST_SHOWN = 20

_router = APIRouter()
ROOM = Room("", "/contacts", _router)


@_router.get("/contacts/{contact_id}/merge")
def whom(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Ask who is the same person; those who may be stand there already."""
    return _choose(request, desk, contact_id, "", [one.line for one in likely_the_same(contact_id, desk.store)])


@_router.post("/contacts/{contact_id}/merge/search")
@only_reads
@in_turn
def search(
    request: Request, desk: AtDesk, contact_id: int, query: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Show who is looked for, to choose from."""
    if not query.strip():
        return whom(request, desk, contact_id)
    # One more than is shown: the person themselves may be among them.
    found = desk.store.lines(query, limit=_MOST_SHOWN + 1)
    others = [line for line in found if line.id != contact_id]
    return _choose(request, desk, contact_id, query, others[:_MOST_SHOWN])


@_router.get("/contacts/{contact_id}/merge/{other_id}")
def beside(request: Request, desk: AtDesk, contact_id: int, other_id: int) -> Response:
    """Show two contacts beside each other, and what the one contact would say."""
    one, other = desk.store.contact(contact_id), desk.store.contact(other_id)
    together = preview_merger(contact_id, other_id, desk.store)
    return page(
        request,
        "contact_beside.html",
        one=one,
        other=other,
        rows=put_beside(one.contact, other.contact, together),
        pictures=[next(iter(numbered_cards(desk.store.cards(number))), ()) for number in (contact_id, other_id)],
    )


@_router.post("/contacts/{contact_id}/merge")
def join(desk: AtDesk, contact_id: int, other_id: Annotated[int, Form()]) -> Response:
    """Join two contacts that are one person."""
    record = merge_contacts(contact_id, other_id, desk.store, by=desk.by, now=desk.now)
    return noted(desk, desk.say("{name}: one contact now.", name=_name_of(record)), contact_id, back=_page_of(record))


@_router.post("/contacts/{contact_id}/apart")
def tell_apart(desk: AtDesk, contact_id: int, other_id: Annotated[int, Form()]) -> Response:
    """Note that two contacts are two people, so that nobody is asked again."""
    keep_apart(contact_id, other_id, desk.store, by=desk.by, now=desk.now)
    record, other = desk.store.contact(contact_id), desk.store.contact(other_id)
    text = desk.say("{name} and {other} stay two.", name=_name_of(record), other=_name_of(other))
    return noted(desk, text, contact_id, back=_page_of(record))


@_router.post("/contacts/{contact_id}/split")
def split(request: Request, desk: AtDesk, contact_id: int, card: Annotated[int, Form(ge=1)]) -> Response:
    """Take a card out of a contact; it becomes a contact of its own."""
    care = parts_of(request).care
    _, new = split_contact(contact_id, card, desk.store, by=desk.by, now=desk.now, care=care)
    text = desk.say("{name} is a contact of their own now, with both tasks.", name=_name_of(new))
    return noted(desk, text, contact_id, back=_page_of(new))


@_router.get("/contacts/{contact_id}/forget")
@in_turn
def ask(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Say what forgetting somebody means, and ask."""
    return page(request, "contact_forget.html", record=desk.store.contact(contact_id))


@_router.post("/contacts/{contact_id}/forget")
def forget(
    request: Request, desk: AtDesk, contact_id: int, *, is_sure: Annotated[bool, Form(alias="sure")] = False
) -> Response:
    """Remove a person for good, and say what was removed and where they still are.

    Raises:
        UsageError: It was not confirmed.
    """
    if not is_sure:
        raise UsageError(marked("Nobody was forgotten."), hint=marked("Tick that you are sure: there is no way back."))
    outcome = forget_contact(contact_id, desk.store, desk.library.originals)
    return page(request, "contact_forgotten.html", outcome=outcome)


def _choose(request: Request, desk: Desk, contact_id: int, query: str, found: Sequence[ContactLine]) -> Response:
    record = desk.store.contact(contact_id)
    return page(request, "contact_merge.html", record=record, query=query, found=found)


def _name_of(record: ContactRecord) -> str:
    return record.contact.display_name


def _page_of(record: ContactRecord) -> str:
    return f"/contacts/{record.id}"
