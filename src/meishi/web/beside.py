"""What contacts say, kind by kind, beside each other: whether two are one person is seen at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meishi.domain.contact import Contact
from meishi.domain.entry import entries
from meishi.domain.field import FieldKind
from meishi.wording.states import FIELD_WORDS

_DERIVED = {FieldKind.NAME_FAMILY, FieldKind.NAME_GIVEN}


class Row(NamedTuple):
    """One value of each contact.

    Attributes:
        label: What it is, to be said.
        texts: What each of them says; empty for who does not.
        is_same: Whether the first two say something, and the same.
    """

    label: str
    texts: tuple[str, ...]
    is_same: bool


def put_beside(one: Contact, other: Contact, *together: Contact) -> list[Row]:
    """Give the rows of a table with a column for each contact, the last one for what they would be together."""
    said: list[dict[FieldKind, list[str]]] = []
    for contact in (one, other, *together):
        kinds: dict[FieldKind, list[str]] = {}
        for entry in entries(contact):
            kinds.setdefault(entry.kind, []).append(entry.value)
        said.append(kinds)
    return [
        Row(FIELD_WORDS[kind], texts, texts[0] == texts[1] != "")
        for kind in FieldKind
        if kind not in _DERIVED
        for texts in _in_rows(*(kinds.get(kind, []) for kinds in said))
    ]


def _in_rows(first: list[str], second: list[str], *one_contact: list[str]) -> Iterator[tuple[str, ...]]:
    """Put values of one kind into rows: what both say into one, what differs beside each other, in its order.

    Where the one contact would keep both of two that differ, each has a row of its own.
    """
    only_second = iter([text for text in second if text not in first])
    pairs = [(text, text if text in second else next(only_second, "")) for text in first]
    pairs += [("", text) for text in only_second]
    if not one_contact:
        yield from pairs
        return
    (kept,) = one_contact
    for one, other in pairs:
        if one != other and one in kept and other in kept:
            yield one, "", one
            yield "", other, other
        else:
            yield one, other, next((text for text in (one, other) if text in kept), "")
    yield from (("", "", text) for text in kept if text not in {*first, *second})
