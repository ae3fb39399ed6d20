"""Three versions of a contact become one: what was agreed last, what is here now, what is there now.

What was agreed is kept as marks alone, a digest for each field: enough to tell which side changed it, and nothing of a
person stays when they are forgotten. Fields are compared by what they mean, so that a telephone that writes
`+81 3-1234-5678` for `03-1234-5678` has changed nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from meishi.domain.contact import Address, Contact, PersonName, Phone
from meishi.resolve.address_parts import split_address

Marks = Mapping[str, str]
"""A digest for each field; empty when nothing was agreed yet."""

# A change of job replaces these as a whole; of the others, each side may have added some.
_WHOLE = ("company", "departments", "titles")
_LISTS = ("addresses", "phones", "emails", "urls")
_NAME_PARTS = ("name", "kana", "roman")
# Many programs drop what they have no place for, and telephones have it for one title and one department. That is no
# word of the user's.
_OFTEN_DROPPED = frozenset({"kana", "roman"})
_OFTEN_SHORTENED = frozenset({"titles", "departments"})


@dataclass(frozen=True)
class Conflict:
    """A field that both sides changed.

    Attributes:
        field: Which.
        kept: What is kept: what is here.
        other: What is there, in words.
    """

    field: str
    kept: str
    other: str


@dataclass(frozen=True)
class Merged:
    """What both sides agree on from now on.

    Attributes:
        contact: The contact.
        conflicts: Where one side had to give way.
    """

    contact: Contact
    conflicts: tuple[Conflict, ...] = ()


def digest(meaning: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Give a mark: the same for the same meaning, and nothing that can be read."""
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:24]


def marks_of(contact: Contact) -> dict[str, str]:
    """Give the marks of a contact's fields."""
    return {field: digest(_meaning(field, value)) for field, value in _fields(contact).items()}


def merge_contacts(agreed: Marks, here: Contact, there: Contact) -> Merged:
    """Merge what is here with what is there.

    A field that one side changed is taken from that side. Where both changed it, an empty field gives way, lists are
    put together, a name that only one side parts is parted, and otherwise what is here stays, because a person
    corrected it with the card before them.

    Args:
        agreed: The marks at the last time both were equal; empty when they never were.
        here: The contact in the library.
        there: The contact on the server.
    """
    ours, theirs = _fields(here), _fields(there)
    our_marks, their_marks = marks_of(here), marks_of(there)
    chosen: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field, value in ours.items():
        other = theirs[field]
        changed_here = our_marks[field] != agreed.get(field)
        changed_there = their_marks[field] != agreed.get(field) and not _is_dropped(field, value, other)
        if not changed_there or our_marks[field] == their_marks[field] or (changed_here and not other):
            chosen[field] = value
        elif not changed_here or not value:
            chosen[field] = _in_our_words(field, other, value)
        elif field in _LISTS:
            chosen[field] = _in_our_words(field, (*value, *_not_among(value, other)), value)
        elif field == "name" and _folded(value.full) == _folded(other.full):
            # One side knows where the name is parted.
            chosen[field] = value if value.family or value.given else other
        else:
            chosen[field] = value
            conflicts.append(Conflict(field, _in_words(value), _in_words(other)))
    return Merged(_contact(chosen), tuple(conflicts))


def _is_dropped(field: str, ours: Any, theirs: Any) -> bool:  # noqa: ANN401 - fields are of many types
    if field in _OFTEN_SHORTENED:
        return bool(theirs) and len(theirs) < len(ours) and {*map(_folded, theirs)} <= {*map(_folded, ours)}
    return field in _OFTEN_DROPPED and not theirs


def _fields(contact: Contact) -> dict[str, Any]:
    name = contact.name
    person = PersonName(full=name.full, family=name.family, given=name.given) if name.full else None
    lists = {field: getattr(contact, field) for field in (*_WHOLE, *_LISTS)}
    return {"name": person, "kana": name.kana, "roman": name.roman, **lists}


def _contact(fields: Mapping[str, Any]) -> Contact:
    person: PersonName = fields["name"] or PersonName()
    name = person.model_copy(update={"kana": fields["kana"], "roman": fields["roman"]})
    return Contact(name=name, **{field: fields[field] for field in (*_WHOLE, *_LISTS)})


def _meaning(field: str, value: Any) -> Any:  # noqa: ANN401 - fields are of many types
    if not value:
        return None
    if field in _LISTS:
        return sorted(_KEYS[field](item) for item in value)
    if field == "name":
        return [_folded(part or "") for part in (value.full, value.family, value.given)]
    return [_folded(item) for item in value] if isinstance(value, tuple) else _folded(value)


def _not_among(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> list[Any]:
    """Leave out numbers that are known, although as numbers for something else."""
    known = {_number(item) for item in ours if isinstance(item, Phone)}
    return [item for item in theirs if not isinstance(item, Phone) or _number(item) not in known]


def _number(phone: Phone) -> str:
    number = phone.e164 or re.sub(r"\D", "", phone.number) or phone.number
    return f"{number} {phone.extension or ''}"


def _phone_key(phone: Phone) -> str:
    return f"{phone.kind.value} {_number(phone)}"


def _address_key(address: Address) -> str:
    """Tell addresses apart by their parts: telephones keep these, and not what is printed."""
    code = address.postal_code
    if not any((address.region, address.locality, address.street, address.building)):
        address = split_address(address.full, code)
    parts = (address.region, address.locality, address.street, address.building)
    return f"{_folded(''.join(filter(None, parts)) or address.full)} {_folded(code or '')}"


_KEYS: Mapping[str, Callable[[Any], str]] = {
    "addresses": _address_key,
    "phones": _phone_key,
    "emails": str.casefold,
    "urls": str.casefold,
}


def _in_our_words(field: str, value: Any, ours: Any) -> Any:  # noqa: ANN401 - fields are of many types
    """Keep the printed form of what means the same, and each thing once."""
    if field not in _LISTS:
        return value
    key = _KEYS[field]
    words = {key(item): item for item in reversed(ours or ())}
    return tuple({key(item): words.get(key(item), item) for item in value}.values())


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd")


def _in_words(value: Any) -> str:  # noqa: ANN401 - fields are of many types
    if isinstance(value, PersonName):
        return value.full or ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
