"""What contacts say, kind by kind, beside each other: whether two are one person is seen at a glance."""

from __future__ import annotations

from itertools import zip_longest
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


def put_beside(*contacts: Contact) -> list[Row]:
    """Give the rows of a table with a column for each contact."""
    said: list[dict[FieldKind, list[str]]] = []
    for contact in contacts:
        kinds: dict[FieldKind, list[str]] = {}
        for entry in entries(contact):
            kinds.setdefault(entry.kind, []).append(entry.value)
        said.append(kinds)
    return [
        Row(FIELD_WORDS[kind], texts, texts[0] == texts[1] != "")
        for kind in FieldKind
        if kind not in _DERIVED
        for texts in zip_longest(*(kinds.get(kind, []) for kinds in said), fillvalue="")
    ]
