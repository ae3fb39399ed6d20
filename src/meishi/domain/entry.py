"""The values of a contact one by one, each with a path that names it, and what the user said about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from meishi.domain.contact import Contact, PhoneKind
from meishi.domain.field import FieldKind

PHONE_FIELDS = {
    PhoneKind.WORK: FieldKind.TELEPHONE,
    PhoneKind.MOBILE: FieldKind.MOBILE,
    PhoneKind.FAX: FieldKind.FAX,
    PhoneKind.OTHER: FieldKind.TELEPHONE,
}
"""The kind of field that a telephone number is read from."""

NEXT = "+"
"""In a path, the place after the last member of a list."""

_MAIN_VALUES = {"phones": "number", "addresses": "full"}


class Entry(NamedTuple):
    """One value of a contact.

    Attributes:
        path: Where it stands in the contact, for instance `name.full` or `phones.0.number`.
        kind: What it is.
        value: As the contact has it.
    """

    path: str
    kind: FieldKind
    value: str


class Checked(BaseModel):
    """What the user looked at and found right.

    Attributes:
        values: Values by kind; a value that the user entered is among them.
        reasons: Reasons for review that the user saw and let pass.
    """

    model_config = ConfigDict(frozen=True)

    values: tuple[tuple[FieldKind, str], ...] = ()
    reasons: tuple[str, ...] = ()

    def more(self, values: Iterable[Entry] = (), reasons: Iterable[str] = ()) -> Checked:
        """Give the same with more values and reasons."""
        return Checked(
            values=tuple(sorted({*self.values, *((entry.kind, entry.value) for entry in values)})),
            reasons=tuple(sorted({*self.reasons, *reasons})),
        )

    def together(self, other: Checked) -> Checked:
        """Give what was found right about two contacts that are one."""
        return Checked(
            values=tuple(sorted({*self.values, *other.values})), reasons=tuple(sorted({*self.reasons, *other.reasons}))
        )


def entries(contact: Contact) -> tuple[Entry, ...]:
    """List the values of a contact, in the order of a form; a postal code comes before its address."""
    return tuple(_entries(contact))


def full_path(contact: Contact, path: str) -> str:
    """Give a path that may be short in full: `phones.0` names its number, `emails.+` the mail address to come."""
    part, *rest = path.split(".")
    if rest and rest[0] == NEXT:
        rest[0] = str(len(getattr(contact, part)))
    if len(rest) == 1 and part in _MAIN_VALUES:
        rest.append(_MAIN_VALUES[part])
    return ".".join((part, *rest))


def value_at(contact: Contact, path: str) -> str:
    """Give the value that a full path names; empty when there is none."""
    found: Any = contact
    for part in path.split("."):
        if part.isdecimal():
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = getattr(found, part, None)
        if found is None:
            return ""
    return str(found)


def _entries(contact: Contact) -> Iterator[Entry]:
    name = contact.name
    single = (
        Entry("name.full", FieldKind.NAME, name.full or ""),
        Entry("name.family", FieldKind.NAME_FAMILY, name.family or ""),
        Entry("name.given", FieldKind.NAME_GIVEN, name.given or ""),
        Entry("name.kana", FieldKind.NAME_KANA, name.kana or ""),
        Entry("name.roman", FieldKind.NAME_ROMAN, name.roman or ""),
        Entry("company", FieldKind.COMPANY, contact.company or ""),
    )
    yield from (entry for entry in single if entry.value)
    for index, department in enumerate(contact.departments):
        yield Entry(f"departments.{index}", FieldKind.DEPARTMENT, department)
    for index, title in enumerate(contact.titles):
        yield Entry(f"titles.{index}", FieldKind.TITLE, title)
    for index, address in enumerate(contact.addresses):
        if address.postal_code:
            yield Entry(f"addresses.{index}.postal_code", FieldKind.POSTAL_CODE, address.postal_code)
        yield Entry(f"addresses.{index}.full", FieldKind.ADDRESS, address.full)
    for index, phone in enumerate(contact.phones):
        yield Entry(f"phones.{index}.number", PHONE_FIELDS[phone.kind], phone.number)
        if phone.extension:
            yield Entry(f"phones.{index}.extension", FieldKind.EXTENSION, phone.extension)
    for index, email in enumerate(contact.emails):
        yield Entry(f"emails.{index}", FieldKind.EMAIL, email)
    for index, url in enumerate(contact.urls):
        yield Entry(f"urls.{index}", FieldKind.URL, url)
