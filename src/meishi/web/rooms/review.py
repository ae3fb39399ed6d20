"""Review: doubtful cards one by one, the picture beside the form, by the same services as `meishi review`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from meishi.domain.contact import Contact, PhoneKind
from meishi.domain.entry import entries, full_path
from meishi.domain.field import FieldKind
from meishi.services.correct import edit_contact
from meishi.services.merge import keep_apart, merge_contacts
from meishi.services.review import Form as ReviewForm
from meishi.services.review import look_at, next_for_review, waiting_for_review, with_empty_lines
from meishi.store import ContactRecord
from meishi.web.beside import put_beside
from meishi.web.guard import only_reads
from meishi.web.pages import Room, go_to, leave_word, page
from meishi.web.parts import AtDesk, Desk, parts_of
from meishi.web.refusals import RefusedError
from meishi.web.turns import in_turn
from meishi.wording import marked
from meishi.wording.states import FIELD_WORDS

_MOST_SHOWN = 50
_LONGEST = 2000
_MOST_LINES = 200
_REGION = r"^\d{1,18}( \d{1,5}){4}$"

_PHONE_WORDS = {
    PhoneKind.WORK: marked("telephone"),
    PhoneKind.MOBILE: marked("mobile"),
    PhoneKind.FAX: marked("fax"),
    PhoneKind.OTHER: marked("other number"),
}

_ONE_MORE = {
    "departments.+": FieldKind.DEPARTMENT,
    "titles.+": FieldKind.TITLE,
    "phones.+.number": FieldKind.TELEPHONE,
    "emails.+": FieldKind.EMAIL,
    "urls.+": FieldKind.URL,
}

_router = APIRouter()
ROOM = Room(marked("Review"), "/review", _router)


@_router.get("/review")
@in_turn
def everybody(request: Request, desk: AtDesk) -> Response:
    """Show who should be looked at, the most doubtful first."""
    waiting = desk.store.recall(waiting_for_review, desk.store)
    shown = desk.store.recall(desk.store.some, waiting[:_MOST_SHOWN])
    return page(request, "review.html", waiting=shown, count=len(waiting))


@_router.get("/review/{contact_id}")
@in_turn
def one(request: Request, desk: AtDesk, contact_id: int) -> Response:
    """Show a contact's card beside its form."""
    return _show(request, desk, look_at(contact_id, desk.store))


@_router.post("/review/{contact_id}/read")
@only_reads
def read_again(
    request: Request,
    desk: AtDesk,
    contact_id: int,
    path: Annotated[str, Form(max_length=100)],
    region: Annotated[str, Form(pattern=_REGION)],
) -> Response:
    """Read a part of a card again for one value, and show the form with what it says there; nothing is saved yet.

    Args:
        request: The request.
        desk: The desk.
        contact_id: Whose form it is.
        path: The value.
        region: Card, left, top, width and height, in pixels of the card's image.

    Raises:
        RefusedError: There is no such card or value.
        CardError: Nothing could be read there.
    """
    form = look_at(contact_id, desk.store)
    card_id, x, y, width, height = map(int, region.split())
    card = next((card for card in form.cards if card.id == card_id), None)
    if card is None:
        raise RefusedError(404, marked("There is no such card."))
    contact = form.record.contact
    lines = {full_path(contact, line.path): line.kind for line in with_empty_lines(form)}
    kind = lines.get(path) or _ONE_MORE.get(path)
    if kind is None:
        raise RefusedError(422, marked("The form is not complete."), hint=marked("Go back and fill it in again."))
    texts = parts_of(request).part_reader.propose(contact, full_path(contact, path), kind, card, (x, y, width, height))
    return _show(request, desk, form, (path, texts))


def _show(request: Request, desk: Desk, form: ReviewForm, read: tuple[str, tuple[str, ...]] = ("", ())) -> Response:
    """Show a form; `read` has a path, and what was read for it just now, the likeliest first."""
    contact = form.record.contact
    # Numbers instead of `+`: a postal code and an address entered together belong to one address.
    lines = [line.model_copy(update={"path": full_path(contact, line.path)}) for line in with_empty_lines(form)]
    empty = {line.path.split(".")[0] for line in lines if not line.value}
    question = next(iter(form.record.questions), None)
    other = desk.store.contact(question.other_id) if question else None
    return page(
        request,
        "review_one.html",
        record=form.record,
        lines=lines,
        cards=form.cards,
        labels=FIELD_WORDS,
        phone_kinds={f"phones.{place}.number": phone.kind for place, phone in enumerate(contact.phones)},
        phone_words=_PHONE_WORDS,
        one_more={path: kind for path, kind in _ONE_MORE.items() if path.split(".")[0] not in empty},
        first_doubtful=next((place for place, line in enumerate(lines) if line.is_doubtful), 0),
        question=question,
        other=other,
        beside=put_beside(contact, other.contact) if other else [],
        other_card=next(iter(desk.store.cards(other.id)), None) if other else None,
        read_path=read[0],
        read_texts=read[1],
    )


@_router.post("/review/{contact_id}")
def save(
    desk: AtDesk,
    contact_id: int,
    path: Annotated[list[str], Form(max_length=_MOST_LINES)],
    was: Annotated[list[str], Form(max_length=_MOST_LINES)],
    value: Annotated[list[str], Form(max_length=_MOST_LINES)],
    *,
    confirm: Annotated[str, Form(max_length=100)] = "",
    take: Annotated[str, Form(max_length=_LONGEST)] = "",
    then: Annotated[Literal["", "all right", "skip"], Form()] = "",
    focus: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Save what was changed in the form, and what its button says: a value or everything is right, take another value.

    Args:
        desk: The desk.
        contact_id: Whose form it is.
        path: What each line of the form is.
        was: What it said when the form was shown.
        value: What it says now.
        confirm: The path of the value that is right.
        take: A path, `=` and another value for it.
        then: What is to happen to the contact as a whole.
        focus: The line that the reader has gone to.
    """
    before = desk.store.contact(contact_id)
    values = _changed(before.contact, path, was, value)
    if take:
        taken, _, text = take.partition("=")
        values[taken] = text
    # A value that was entered is right already.
    confirmed = [confirm] if confirm and confirm not in values else []
    is_right = then == "all right"
    is_changed = bool(values or confirm or is_right)
    record = (
        edit_contact(
            contact_id,
            desk.store,
            values=values.items(),
            confirmed=confirmed,
            confirm_all=is_right,
            by=desk.by,
            now=desk.now,
        )
        if is_changed
        else before
    )
    if then or (is_changed and not record.review_reasons and before.review_reasons):
        return _go_on(desk, before, record, is_changed=is_changed)
    if is_changed:
        _leave_notice(desk, desk.say(desk.store.history(contact_id)[0].summary), contact_id, contact_id)
    line = f"#{focus}" if re.fullmatch(r"line-\d+", focus) else ""
    return go_to(f"/review/{contact_id}{line}")


@_router.post("/review/{contact_id}/same")
def join(desk: AtDesk, contact_id: int, other_id: Annotated[int, Form()]) -> Response:
    """Say that the contact is the person that the library asks about."""
    before = desk.store.contact(contact_id)
    record = merge_contacts(other_id, contact_id, desk.store, by=desk.by, now=desk.now)
    text = desk.say("{name}: one contact now.", name=record.contact.display_name)
    _leave_notice(desk, text, record.id, contact_id)
    return go_to(_following(desk, before))


@_router.post("/review/{contact_id}/two")
def tell_apart(desk: AtDesk, contact_id: int, other_id: Annotated[int, Form()]) -> Response:
    """Say that the contact is somebody else than the person that the library asks about."""
    before = desk.store.contact(contact_id)
    keep_apart(contact_id, other_id, desk.store, by=desk.by, now=desk.now)
    record = desk.store.contact(contact_id)
    if record.review_reasons:
        _leave_notice(desk, desk.say(desk.store.history(contact_id)[0].summary), contact_id, contact_id)
        return go_to(f"/review/{contact_id}")
    return _go_on(desk, before, record, is_changed=True)


def _changed(contact: Contact, paths: list[str], were: list[str], values: list[str]) -> dict[str, str]:
    """Give what somebody changed in a form, unless the contact has changed under it."""
    if not len(paths) == len(were) == len(values):
        raise RefusedError(422, marked("The form is not complete."), hint=marked("Go back and fill it in again."))
    changed = {
        path: value
        for path, was, value in zip(paths, were, values, strict=True)
        if " ".join(value.split()) != " ".join(was.split())
    }
    now = {entry.path: entry.value for entry in entries(contact)}
    now |= {f"phones.{place}.kind": phone.kind.value for place, phone in enumerate(contact.phones)}
    for path, was in zip(paths, were, strict=True):
        if path in changed and now.get(path, "") != was:
            raise RefusedError(
                409,
                marked("This contact was changed somewhere else in the meantime."),
                hint=marked("Open it again; nothing of this form was saved."),
            )
    return changed


def _go_on(desk: Desk, before: ContactRecord, record: ContactRecord, *, is_changed: bool) -> Response:
    if is_changed:
        text = (
            desk.say("{name}: saved; there is still something to look at.", name=record.contact.display_name)
            if record.review_reasons
            else desk.say("{name}: nothing doubtful is left.", name=record.contact.display_name)
        )
        _leave_notice(desk, text, record.id, record.id)
    return go_to(_following(desk, before))


def _leave_notice(desk: Desk, text: str, changed_id: int, back_to_id: int) -> None:
    """Leave a word about the latest change of a contact; taking it back leads to a contact's review."""
    leave_word(desk, text, changed_id, came_from="review", back_to_id=back_to_id)


def _following(desk: Desk, before: ContactRecord) -> str:
    """Tell who comes after a contact that stood in the queue as it was before; at its end, the queue.

    Whose page the form was opened from stood in no queue: it leads back there.
    """
    if not before.review_reasons:
        return f"/contacts/{before.id}"
    following = next_for_review(desk.store, before)
    return "/review" if following is None else f"/review/{following}"
