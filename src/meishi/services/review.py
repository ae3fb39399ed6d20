"""Review: who should be looked at, and the form of a contact with where each value comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from pydantic import BaseModel, ConfigDict

from meishi.domain.contact import Contact
from meishi.domain.entry import Entry, entries, value_at
from meishi.domain.field import SURE_FROM, Field, FieldKind
from meishi.domain.reading import CardReading
from meishi.domain.text import Box
from meishi.errors import UsageError
from meishi.services.correct import fields_of
from meishi.store import CardRecord, ContactRecord, Store

# Less alike, another reading of a line is guesswork about a blurred one.
_ALIKE_FROM = 0.5
_MOST_ALTERNATIVES = 9  # each has a key of its own
_ORDER = list(FieldKind)


class FormLine(BaseModel):
    """One value of a contact, with where it comes from.

    Attributes:
        path: Names the value for `set_values` and `confirm_value`.
        kind: What it is.
        value: As the contact has it.
        raw: What the engine read; empty for a value that was entered.
        alternatives: What else it may be, the likeliest first: other readings, and what postal code and address say of
            each other.
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
    alternatives: tuple[str, ...] = ()
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
    lines = (
        _line(entry, record.contact, cards, is_checked=(entry.kind, entry.value) in checked)
        for entry in entries(record.contact)
    )
    return Form(record=record, lines=tuple(lines), cards=cards)


def with_empty_lines(form: Form) -> tuple[FormLine, ...]:
    """Give the lines of a form, and an empty one for each thing that a card should say and this one does not."""
    contact = form.record.contact
    expected = (
        ("name.full", FieldKind.NAME, contact.name.full),
        ("company", FieldKind.COMPANY, contact.company),
        (
            f"addresses.{0 if contact.addresses else '+'}.postal_code",
            FieldKind.POSTAL_CODE,
            any(address.postal_code for address in contact.addresses),
        ),
        ("addresses.+.full", FieldKind.ADDRESS, contact.addresses),
        ("phones.+.number", FieldKind.TELEPHONE, contact.phones),
        ("emails.+", FieldKind.EMAIL, contact.emails),
    )
    lines = list(form.lines)
    for path, kind, has_some in expected:
        if not has_some:
            after = (place for place, line in enumerate(lines) if _ORDER.index(line.kind) > _ORDER.index(kind))
            lines.insert(next(after, len(lines)), FormLine(path=path, kind=kind, value=""))
    return tuple(lines)


def waiting_for_review(store: Store) -> tuple[int, ...]:
    """List the contacts that a person should look at by their numbers, those with the most reasons first."""
    return tuple(store.doubtful())


def next_for_review(store: Store, before: ContactRecord) -> int | None:
    """Tell who comes after a contact that stood in this list as it was before; None at its end."""
    place = (-len(before.review_reasons), before.id)
    return next((one for one, reasons in store.doubtful().items() if (-reasons, one) > place), None)


def _line(entry: Entry, contact: Contact, cards: tuple[CardRecord, ...], *, is_checked: bool) -> FormLine:
    from meishi.resolve.checking import field_of  # noqa: PLC0415 - loads place names

    line = FormLine(path=entry.path, kind=entry.kind, value=entry.value, is_checked=is_checked)
    field = field_of(entry, fields_of(tuple(reversed(cards))))
    if field is None:
        return line.model_copy(update={"alternatives": _others(entry, contact, _by_post(entry, contact))})
    card = next(index for index, card in enumerate(cards) if field in card.reading.fields)
    others = (*_by_post(entry, contact), *_other_readings(field, cards[card].reading))
    return line.model_copy(
        update={
            "raw": field.raw,
            "alternatives": _others(entry, contact, others),
            "confidence": 1.0 if is_checked else field.confidence,
            # A split or a reading that was derived is no reason for review by itself.
            "is_doubtful": not (is_checked or field.inferred) and (field.repaired or field.confidence < SURE_FROM),
            "card": card,
            "box": field.box,
            "line": field.line,
        }
    )


def _other_readings(field: Field, reading: CardReading) -> Iterator[str]:
    """What the engine read where a value stands, before repair, and with other models."""
    yield field.value
    if field.inferred:
        return
    yield field.raw
    if field.line is None or field.line >= len(reading.alternatives):
        return
    line = reading.lines[field.line]
    start = line.find(field.raw)
    if start < 0:
        return
    for alternative in reading.alternatives[field.line]:
        compared = SequenceMatcher(None, line, alternative, autojunk=False)
        if compared.ratio() >= _ALIKE_FROM:
            changes = compared.get_opcodes()
            yield alternative[_moved(changes, start) : _moved(changes, start + len(field.raw))]


def _moved(changes: Sequence[tuple[str, int, int, int, int]], place: int) -> int:
    """Where a place in a text is in the other text; within what was replaced, where that begins or ends."""
    for _, start, end, other_start, other_end in changes:
        if place < end:
            return min(other_start + place - start, other_end)
    return changes[-1][4] if changes else place


def _by_post(entry: Entry, contact: Contact) -> Iterator[str]:
    """What a postal code says of its address, and the other way round."""
    from meishi.resolve.postal_codes import address_of_code, code_of_address  # noqa: PLC0415 - loads place names

    if entry.kind not in {FieldKind.POSTAL_CODE, FieldKind.ADDRESS}:
        return
    address = contact.addresses[int(entry.path.split(".")[1])]
    if entry.kind is FieldKind.POSTAL_CODE and (code := code_of_address(address.full)):
        yield code
    if entry.kind is FieldKind.ADDRESS and (place := address_of_code(address.postal_code or "")):
        number = re.search(r"\d.*", address.street or "")
        yield f"{place}{number[0] if number else ''} {address.building or ''}"


def settable(contact: Contact, path: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Give texts as a contact would have them at a path, each once, without those that it would refuse."""
    from meishi.resolve.editing import set_value  # noqa: PLC0415 - loads place names

    found: dict[str, None] = {}
    for text in filter(None, texts):
        try:
            found[value_at(set_value(contact, path, text), path)] = None
        except UsageError:
            continue
    return tuple(filter(None, found))


def _others(entry: Entry, contact: Contact, texts: Iterable[str]) -> tuple[str, ...]:
    """Give what a value may be instead of what it is."""
    values = settable(contact, entry.path, texts)
    return tuple(value for value in values if value != entry.value)[:_MOST_ALTERNATIVES]
