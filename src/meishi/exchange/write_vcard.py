"""vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): what every telephone and address book reads."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC

from meishi.domain.contact import Address, Contact, Phone, PhoneKind
from meishi.domain.content_lines import clean, escape, fold, parameter
from meishi.exchange.forms import VcardVersion
from meishi.exchange.person import Person
from meishi.resolve.vcard import ROMAN_NAME

_PHONE_TYPES = {
    PhoneKind.WORK: ("work", "voice"),
    PhoneKind.MOBILE: ("cell",),
    PhoneKind.FAX: ("work", "fax"),
    PhoneKind.OTHER: ("voice",),
}


def write_vcards(
    people: Sequence[Person],
    version: VcardVersion = VcardVersion.V3,
    picture_of: Callable[[Person], bytes | None] = lambda _: None,
) -> bytes:
    """Write people as one vCard after another.

    Args:
        people: Who.
        version: Which vCard.
        picture_of: Gives a JPEG for a person, or None.

    Returns:
        UTF-8, lines of at most 75 octets ended by CRLF; a value with line breaks stays one value.
    """
    write = version_3 if version is VcardVersion.V3 else _version_4
    lines = (line for person in people for line in write(person, picture_of(person)))
    return "".join(map(fold, lines)).encode("utf-8")


def version_3(person: Person, picture: bytes | None = None) -> Iterator[str]:
    """Give the lines of a vCard 3.0, not folded yet."""
    contact, name = person.contact, person.contact.name
    yield from ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//meishi//EN", f"UID:{person.uid}")
    yield "N:" + _structured(*_name_parts(contact))
    yield f"FN:{escape(contact.display_name)}"
    if name.kana:
        yield f"SORT-STRING:{escape(name.kana)}"
    yield from _common(person, escape)
    for number, address in enumerate(contact.addresses, start=1):
        yield f"meishi{number}.ADR;TYPE=WORK:{_structured(*_address_parts(address))}"
        yield f"meishi{number}.LABEL;TYPE=WORK:{escape(address.full)}"
    if not name.full and contact.company:
        yield "X-ABSHOWAS:COMPANY"
    if person.updated_at:
        yield f"REV:{person.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if picture:
        yield f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(picture).decode('ascii')}"
    yield "END:VCARD"


def _version_4(person: Person, picture: bytes | None) -> Iterator[str]:
    contact, name = person.contact, person.contact.name
    yield from ("BEGIN:VCARD", "VERSION:4.0", "PRODID:-//meishi//EN", f"UID:urn:uuid:{person.uid}")
    yield f"KIND:{'org' if contact.company and not name.full else 'individual'}"
    # The parts of SORT-AS stand between commas, so a comma within one has to go.
    sort_as = ",".join(part.replace(",", " ") for part in _kana_parts(name.kana))
    yield "N" + (f";{parameter('SORT-AS', sort_as)}" if sort_as else "") + ":" + _structured(*_name_parts(contact))
    yield f"FN:{_text_4(contact.display_name)}"
    yield from _common(person, _text_4)
    for address in contact.addresses:
        yield f"ADR;TYPE=work;{parameter('LABEL', address.full)}:{_structured(*_address_parts(address))}"
    if person.updated_at:
        yield f"REV:{person.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if picture:
        yield f"PHOTO:data:image/jpeg;base64,{base64.b64encode(picture).decode('ascii')}"
    yield "END:VCARD"


def _common(person: Person, text: Callable[[str], str]) -> Iterator[str]:
    """What both versions write alike; types are in capitals for readers of 3.0 that expect them so."""
    contact, name = person.contact, person.contact.name
    kana = _kana_parts(name.kana)
    labels = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME")
    yield from (f"{label}:{text(part)}" for label, part in zip(labels, kana, strict=False))
    if name.roman:
        yield f"{ROMAN_NAME}:{text(name.roman)}"
    if contact.company or contact.departments:
        yield "ORG:" + _structured(contact.company, *contact.departments)
    yield from (f"TITLE:{text(title)}" for title in contact.titles)
    for phone in contact.phones:
        yield f"TEL;TYPE={','.join(_PHONE_TYPES[phone.kind]).upper()}:{text(spoken_number(phone))}"
    yield from (f"EMAIL;TYPE=WORK:{text(email)}" for email in contact.emails)
    # A comma in an address of the web is no list of two (RFC 6350, section 6.7.8).
    yield from (f"URL:{clean(url).replace(chr(10), '')}" for url in contact.urls)
    if person.note:
        yield f"NOTE:{text(person.note)}"
    if person.tags:
        yield "CATEGORIES:" + ",".join(text(tag) for tag in person.tags)


def _text_4(text: str) -> str:
    return escape(text, signs=",")


def spoken_number(phone: Phone) -> str:
    """Write a number with its extension, as people do and telephones understand."""
    return phone.number + (f" ext. {phone.extension}" if phone.extension else "")


def _structured(*parts: str | None) -> str:
    return ";".join(escape(part or "") for part in parts)


def _name_parts(contact: Contact) -> tuple[str | None, ...]:
    name = contact.name
    if name.family or name.given:
        return name.family, name.given, None, None, None
    return name.full, None, None, None, None


def _kana_parts(kana: str | None) -> list[str]:
    return re.split(" ", kana, maxsplit=1) if kana else []


def _address_parts(address: Address) -> tuple[str | None, ...]:
    has_parts = any((address.region, address.locality, address.street, address.building))
    street, building = address.street if has_parts else address.full, address.building
    if street and building:
        # The building has a part of its own, which telephones do not show and then lose (RFC 6350, section 6.3.1).
        street, building = f"{street}\n{building}", None
    return (
        None,
        building,
        street,
        address.locality,
        address.region,
        address.postal_code,
        address.country,
    )
