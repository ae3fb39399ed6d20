"""What a person enters goes into a contact in the promised form, with what follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.content_lines import clean
from meishi.domain.entry import NEXT, PHONE_FIELDS, full_path
from meishi.domain.field import Field, FieldKind
from meishi.errors import UsageError
from meishi.resolve.address_parts import split_address
from meishi.resolve.normalise import half_width, normalised
from meishi.resolve.person import person_name
from meishi.resolve.phones import card_region, international
from meishi.resolve.postal_codes import address_of_code, code_of_address

_LISTS = {
    "departments": FieldKind.DEPARTMENT,
    "titles": FieldKind.TITLE,
    "emails": FieldKind.EMAIL,
    "urls": FieldKind.URL,
}
_NAME_KINDS = {
    "family": FieldKind.NAME_FAMILY,
    "given": FieldKind.NAME_GIVEN,
    "kana": FieldKind.NAME_KANA,
    "roman": FieldKind.NAME_ROMAN,
}
_ADDRESS_PARTS = ("region", "locality", "street", "building")
_CODE_AND_ADDRESS = re.compile(r"〒?\s*(\d{3}-\d{4})\s*(?=\D)(.+)")
_MOBILE = re.compile(r"^(?:\+81[-\s]?|0)[789]0")

T = TypeVar("T")


def set_value(contact: Contact, path: str, value: str) -> Contact:
    """Give a contact with one value entered by hand.

    What follows from the value follows it: a full name is split, a telephone number gets its international form, an
    address its parts, and its postal code where it begins with one. A postal code without an address brings the address
    that it stands for, an address without a postal code the code that it has, when there is only one.

    Args:
        contact: As it is.
        path: Names the value, as in the JSON of a contact with dots between: `company`, `name.kana`, `titles.0`,
            `phones.1.kind`, `addresses.0.full`. In a list, the number after the last one, or `+`, adds one.
        value: The text; empty takes the value away, and from a list its member.

    Raises:
        UsageError: A contact has no such value, or the value is not of its kind.
    """
    value = " ".join(clean(value).split())
    part, *rest = path.split(".")
    if part in {"phones", "addresses"} and len(rest) == 1 and value:
        part, *rest = full_path(contact, path).split(".")
    if part == "company" and not rest:
        return contact.model_copy(update={"company": _text(FieldKind.COMPANY, value)})
    if part == "name" and len(rest) == 1:
        return contact.model_copy(update={"name": _with_name(contact.name, rest[0], value, path)})
    if part in _LISTS and len(rest) == 1:
        if part == "emails" and value and "@" not in value:
            raise UsageError(f"{path}: {value!r} is no mail address", hint="It looks like name@example.com.")
        text = _text(_LISTS[part], value)
        return contact.model_copy(update={part: _with_member(getattr(contact, part), rest[0], path, lambda _: text)})
    if part == "phones" and 1 <= len(rest) <= 2:
        phones = _with_member(contact.phones, rest[0], path, lambda old: _phone(contact, old, rest[1:], value, path))
        return contact.model_copy(update={"phones": phones})
    if part == "addresses" and 1 <= len(rest) <= 2:
        addresses = _with_member(contact.addresses, rest[0], path, lambda old: _address(old, rest[1:], value, path))
        return contact.model_copy(update={"addresses": addresses})
    raise _unknown(path)


def _unknown(path: str) -> UsageError:
    return UsageError(
        f"a contact has no value {path}",
        hint="Name it as `meishi show ID --json` does, with dots: company, name.full, phones.0.number, emails.0.",
    )


def _text(kind: FieldKind, value: str) -> str | None:
    return normalised(Field(kind=kind, value=value, confidence=1.0)).value or None if value else None


def _with_member(
    members: tuple[T, ...], index: str, path: str, change: Callable[[T | None], T | None]
) -> tuple[T, ...]:
    """Change, add or, when the change gives None, take away one member of a list."""
    number = len(members) if index == NEXT else int(index) if index.isdecimal() else -1
    if not 0 <= number <= len(members):
        raise _unknown(path)
    changed = change(members[number] if number < len(members) else None)
    return (*members[:number], *(() if changed is None else (changed,)), *members[number + 1 :])


def _with_name(name: PersonName, part: str, value: str, path: str) -> PersonName:
    if part == "full":
        if not value:
            return name.model_copy(update={"full": None, "family": None, "given": None})
        fields = [Field(kind=FieldKind.NAME, value=value, raw=value, confidence=1.0)]
        if name.kana:
            fields.append(Field(kind=FieldKind.NAME_KANA, value=name.kana, confidence=1.0))
        split, _ = person_name(fields)
        return split.model_copy(update={"kana": name.kana, "roman": name.roman})
    if part not in _NAME_KINDS:
        raise _unknown(path)
    return name.model_copy(update={part: _text(_NAME_KINDS[part], value)})


def _phone(contact: Contact, old: Phone | None, part: list[str], value: str, path: str) -> Phone | None:
    what = part[0] if part else "number"
    if not value and what == "number":
        return None
    if what == "number":
        kind = old.kind if old else PhoneKind.MOBILE if _MOBILE.match(half_width(value)) else PhoneKind.WORK
        number = _text(PHONE_FIELDS[kind], value) or value
        region = _region(contact, number)
        extension = old.extension if old else None
        return Phone(kind=kind, number=number, e164=international(number, region), extension=extension)
    if old is None:
        raise UsageError(f"{path}: there is no such telephone number yet", hint="Set its number first.")
    if what == "extension":
        return old.model_copy(update={"extension": _text(FieldKind.EXTENSION, value)})
    if what != "kind":
        raise _unknown(path)
    if value not in set(PhoneKind):
        raise UsageError(f"{path}: {value!r} is no kind of telephone", hint=f"One of {', '.join(PhoneKind)}.")
    return old.model_copy(update={"kind": PhoneKind(value)})


def _region(contact: Contact, number: str) -> str | None:
    known = [Field(kind=FieldKind.TELEPHONE, value=number, confidence=1.0)]
    texts = (contact.name.full, contact.company, *(address.full for address in contact.addresses))
    known += [Field(kind=FieldKind.ADDRESS, value=text, confidence=1.0) for text in texts if text]
    return card_region(known, [address.country for address in contact.addresses])


def _address(old: Address | None, part: list[str], value: str, path: str) -> Address | None:
    what = part[0] if part else "full"
    if what == "full":
        if not value:
            return None
        # As it is written on letters: the postal code first.
        with_code = _CODE_AND_ADDRESS.fullmatch(half_width(value))
        entered = _text(FieldKind.POSTAL_CODE, with_code[1]) if with_code else None
        full = _text(FieldKind.ADDRESS, with_code[2] if with_code else value) or value
        code = entered or (old.postal_code if old else None) or code_of_address(full)
        return split_address(full, code).model_copy(update={"postal_code": code})
    if what == "postal_code":
        code = _text(FieldKind.POSTAL_CODE, value)
        if old is not None:
            return old.model_copy(update={"postal_code": code})
        place = address_of_code(code) if code else None
        if place is None:
            raise UsageError(
                f"{path}: no place has the postal code {value!r}, and there is no address yet",
                hint="Set the address itself: addresses.+.full=...",
            )
        return split_address(place, code).model_copy(update={"postal_code": code})
    if old is None:
        raise UsageError(f"{path}: there is no such address yet", hint="Set its full text first.")
    if what == "country" and value and not re.fullmatch(r"[A-Z]{2}", value):
        raise UsageError(f"{path}: {value!r} is no country", hint="Two capital letters (ISO 3166-1), for instance JP.")
    if what not in {"country", *_ADDRESS_PARTS}:
        raise _unknown(path)
    return old.model_copy(update={what: value or None})
