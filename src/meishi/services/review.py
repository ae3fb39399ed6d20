"""Review: who should be looked at, and the form of a contact with where each value comes from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from meishi.domain.entry import Entry, entries
from meishi.domain.field import SURE_FROM, FieldKind
from meishi.domain.text import Box
from meishi.services.correct import fields_of
from meishi.store import CardRecord, ContactFilter, ContactRecord, Store


class FormLine(BaseModel):
    """One value of a contact, with where it comes from.

    Attributes:
        path: Names the value for `set_values` and `confirm_value`.
        kind: What it is.
        value: As the contact has it.
        raw: What the engine read; empty for a value that was entered.
        confidence: How likely the value is right, 0..1; 1 for what the user entered or confirmed.
        is_checked: Whether the user entered or confirmed it.
        is_doubtful: Whether the user should look at it: it is unsure or was mended, and nobody has confirmed it.
        card: Index into the cards of the form; None for a value that stands on none of them.
        box: Where it stands, in pixels of that card's image; None when unknown.
        line: Index into the lines of that card's reading; None when unknown.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    kind: FieldKind
    value: str
    raw: str = ""
    confidence: float = 1.0
    is_checked: bool = False
    is_doubtful: bool = False
    card: int | None = None
    box: Box | None = None
    line: int | None = None


class Form(BaseModel):
    """A contact as a review screen shows it.

    Attributes:
        record: The contact, with the reasons for review that are left.
        lines: Its values, in the order of a form.
        cards: Its cards, the newest first; `meishi.services.card_pictures.card_image` draws them.
    """

    model_config = ConfigDict(frozen=True)

    record: ContactRecord
    lines: tuple[FormLine, ...]
    cards: tuple[CardRecord, ...]


def look_at(contact_id: int, store: Store) -> Form:
    """Give the form of a contact.

    Raises:
        ContactNotFoundError: No contact has this id.
    """
    record = store.contact(contact_id)
    cards = tuple(reversed(store.cards(contact_id)))
    checked = set(record.checked.values)
    lines = (_line(entry, cards, is_checked=(entry.kind, entry.value) in checked) for entry in entries(record.contact))
    return Form(record=record, lines=tuple(lines), cards=cards)


def waiting_for_review(store: Store) -> tuple[ContactRecord, ...]:
    """List the contacts that a person should look at, those with the most reasons first."""
    waiting = store.contacts(only=ContactFilter(needs_review=True))
    return tuple(sorted(waiting, key=lambda record: (-len(record.review_reasons), record.id)))


def _line(entry: Entry, cards: tuple[CardRecord, ...], *, is_checked: bool) -> FormLine:
    from meishi.resolve.checking import field_of  # noqa: PLC0415 - loads place names

    line = FormLine(path=entry.path, kind=entry.kind, value=entry.value, is_checked=is_checked)
    field = field_of(entry, fields_of(tuple(reversed(cards))))
    if field is None:
        return line
    return line.model_copy(
        update={
            "raw": field.raw,
            "confidence": 1.0 if is_checked else field.confidence,
            "is_doubtful": not is_checked and (field.repaired or field.confidence < SURE_FROM),
            "card": next(index for index, card in enumerate(cards) if field in card.reading.fields),
            "box": field.box,
            "line": field.line,
        }
    )
