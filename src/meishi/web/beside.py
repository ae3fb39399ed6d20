"""What contacts say, kind by kind, beside each other: whether two are one person is seen at a glance."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from meishi.domain.contact import Contact
from meishi.domain.entry import entries
from meishi.domain.field import FieldKind
from meishi.wording import marked

LABELS = {
    FieldKind.NAME: marked("name"),
    FieldKind.NAME_FAMILY: marked("family name"),
    FieldKind.NAME_GIVEN: marked("given name"),
    FieldKind.NAME_KANA: marked("reading"),
    FieldKind.NAME_ROMAN: marked("in Roman letters"),
    FieldKind.COMPANY: marked("company"),
    FieldKind.DEPARTMENT: marked("department"),
    FieldKind.TITLE: marked("title"),
    FieldKind.POSTAL_CODE: marked("postal code"),
    FieldKind.ADDRESS: marked("address"),
    FieldKind.TELEPHONE: marked("telephone"),
    FieldKind.MOBILE: marked("mobile"),
    FieldKind.FAX: marked("fax"),
    FieldKind.EXTENSION: marked("extension"),
    FieldKind.EMAIL: marked("e-mail"),
    FieldKind.URL: marked("web"),
}
"""What each kind of value is called."""

_DERIVED = {FieldKind.NAME_FAMILY, FieldKind.NAME_GIVEN}


class Row(NamedTuple):
    """One value of each contact.

    Attributes:
        label: What it is, `marked`.
        texts: What each of them says; empty for who does not.
        is_same: Whether the first two say the same.
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
        Row(LABELS[kind], texts, texts[0] == texts[1])
        for kind in FieldKind
        if kind not in _DERIVED
        for texts in zip_longest(*(kinds.get(kind, []) for kinds in said), fillvalue="")
    ]
