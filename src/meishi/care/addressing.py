"""Contact -> address side: who stands on a postcard, in which order, with which honorific."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from phonenumbers.geodata.locale import LOCALE_DATA
from pydantic import BaseModel, ConfigDict

from meishi.care.kanji_numerals import with_kanji_numerals
from meishi.domain.address_side import AddressSide, AddressStyle, Recipient, Sender
from meishi.domain.contact import Address, Contact, PersonName
from meishi.errors import CardError
from meishi.wording import marked

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff]")
# Whom everybody calls 先生: doctors, lawyers, teachers, members of parliament.
_TEACHERS = re.compile(
    r"医師|医長|院長|弁護士|弁理士|税理士|会計士|司法書士|行政書士|社会保険労務士|教授|准教授|講師|教諭|校長|議員|獣医"
)
_MINUS = re.compile(r"\s*[‐‑‒–—―−－]\s*")


class Numerals(StrEnum):
    """How the numbers of a vertical address are written."""

    KANJI = "kanji"
    ARABIC = "arabic"


class AddressingOptions(BaseModel):
    """How address sides are written.

    Attributes:
        style: None: vertical where address and name are Japanese, else horizontal; Western for other countries always.
        numerals: How numbers are written in a vertical address.
        honorific: What follows the name; None: 先生 for those whom everybody calls so, else 様.
        home_country: Where the cards are posted; ISO 3166-1 alpha-2.
        sender: Who writes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: AddressStyle | None = None
    numerals: Numerals = Numerals.KANJI
    honorific: str | None = None
    home_country: str = "JP"
    sender: Sender = Sender()


class NoAddressError(CardError):
    """The contact has no address that a card could be sent to."""


def write_address_side(contacts: Sequence[Contact], options: AddressingOptions | None = None) -> AddressSide:
    """Decide what stands on the address side of a card.

    Args:
        contacts: One; or several who share the first one's address and get one card together.
        options: The habits.

    Raises:
        NoAddressError: The first contact has no address, or nothing to call it by.
    """
    options = options or AddressingOptions()
    contacts = [_tidy(contact) for contact in contacts]
    first = contacts[0]
    if not first.addresses:
        raise NoAddressError(
            f"{first.display_name} has no address", hint=marked("Ask for it; until then the postcard waits for it.")
        )
    address = first.addresses[0]
    style = _style_of(address, first, options)
    recipients, company, departments = _recipients(contacts, style, options)
    if not recipients:
        raise NoAddressError(
            marked("the contact has neither a name nor a company"), hint=marked("Correct the contact first.")
        )
    digits = _postal_digits(address) if style is not AddressStyle.WESTERN else ""
    sender = Sender(**{name: _one_line(value) for name, value in options.sender})
    if style is AddressStyle.VERTICAL and sender.address:
        sender = sender.model_copy(update={"address": " ".join(_numbered((sender.address,), options))})
    return AddressSide(
        style=style,
        postal_digits=digits,
        address_lines=_address_lines(address, style, options),
        company=company,
        departments=departments,
        titles=() if first.is_organisation else first.titles,
        recipients=recipients,
        country=_country_name(address.country) if style is AddressStyle.WESTERN and address.country else None,
        sender=sender,
        remarks=_remarks(address, style, digits),
    )


def is_western(lines: Sequence[str]) -> bool:
    """Tell whether a text has no Japanese letter in it; such text is written across."""
    return not any(_JAPANESE.search(line) for line in lines)


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _tidy(contact: Contact) -> Contact:
    """Leave out what is empty, and make one blank of several and of line breaks: a card is set line by line."""

    def filled(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(line for text in texts if (line := _one_line(text)))

    name = contact.name
    addresses = tuple(
        address.model_copy(update={"full": full, "building": _one_line(address.building)})
        for address in contact.addresses
        if (full := _one_line(address.full))
    )
    return contact.model_copy(
        update={
            "name": name.model_copy(update={"full": _one_line(name.full), "roman": _one_line(name.roman)}),
            "company": _one_line(contact.company),
            "departments": filled(contact.departments),
            "titles": filled(contact.titles),
            "addresses": addresses,
        }
    )


def _style_of(address: Address, contact: Contact, options: AddressingOptions) -> AddressStyle:
    is_japanese = bool(_JAPANESE.search(address.full))
    country = address.country or ("JP" if is_japanese or len(_postal_digits(address)) == 7 else None)
    if country != options.home_country and not is_japanese:
        return AddressStyle.WESTERN
    if options.style:
        return options.style
    greeted = contact.name.full or contact.name.roman or contact.company or ""
    return AddressStyle.VERTICAL if is_japanese and _JAPANESE.search(greeted) else AddressStyle.HORIZONTAL


def _recipients(
    contacts: Sequence[Contact], style: AddressStyle, options: AddressingOptions
) -> tuple[tuple[Recipient, ...], str | None, tuple[str, ...]]:
    """Give whom the card greets, and what is left of company and departments to stand above them."""
    first = contacts[0]
    people = tuple(
        Recipient(name=parts, honorific=_honorific(contact, style, options))
        for contact in contacts
        if (parts := _name_parts(contact.name, style))
    )
    if people:
        return people, first.company, first.departments
    # Nobody is named: the innermost part of the organisation is greeted, with 御中.
    units = [unit for unit in (first.company, *first.departments) if unit]
    if not units:
        return (), None, ()
    honorific = "" if style is AddressStyle.WESTERN else "御中"
    company = first.company if len(units) > 1 else None
    return (Recipient(name=(units[-1],), honorific=honorific),), company, first.departments[:-1]


def _name_parts(name: PersonName, style: AddressStyle) -> tuple[str, ...]:
    if style is AddressStyle.WESTERN and name.roman:
        return (name.roman,)
    if not name.full:
        return (name.roman,) if name.roman else ()
    if name.family and name.given and _JAPANESE.search(name.full) and name.full == f"{name.family} {name.given}":
        return (name.family, name.given)
    return (name.full,)


def _honorific(contact: Contact, style: AddressStyle, options: AddressingOptions) -> str:
    if style is AddressStyle.WESTERN:
        return ""
    if options.honorific is not None:
        return options.honorific
    return "先生" if any(_TEACHERS.search(title) for title in contact.titles) else "様"


def _address_lines(address: Address, style: AddressStyle, options: AddressingOptions) -> tuple[str, ...]:
    if style is AddressStyle.WESTERN:
        return _western_lines(address)
    full, building = address.full.strip(), (address.building or "").strip()
    if building and full.endswith(building) and full != building:
        lines: tuple[str, ...] = (full[: -len(building)].strip(" 　,、"), building)
    else:
        lines = (full,)
    return _numbered(lines, options) if style is AddressStyle.VERTICAL else lines


def _numbered(lines: tuple[str, ...], options: AddressingOptions) -> tuple[str, ...]:
    if options.numerals is Numerals.KANJI:
        return tuple(with_kanji_numerals(line) for line in lines)
    return tuple(_MINUS.sub("－", re.sub(r"(?<=\d)-(?=\d)", "－", line)) for line in lines)


def _western_lines(address: Address) -> tuple[str, ...]:
    """Break an address where its commas are, code and region beside the city; the country gets its own line later."""
    country = _country_name(address.country) if address.country else ""
    pieces = [piece.strip() for piece in address.full.split(",") if piece.strip()]
    while len(pieces) > 1 and _names_country(pieces[-1], address.country, country):
        pieces.pop()
    lines: list[str] = []
    for piece in pieces:
        # `Springfield, IL 62701` belongs together, and so does `Building 4, 2nd floor`.
        joins = lines and (re.fullmatch(r"[A-Z]{2,3}\.?(?:\s+[\w -]+)?", piece) or len(lines[-1]) + len(piece) <= 12)
        if joins:
            lines[-1] += f", {piece}"
        else:
            lines.append(piece)
    code = address.postal_code
    if code and not any(code in line for line in lines):
        lines[-1] = f"{lines[-1]} {code}"
    return tuple(lines)


def _names_country(piece: str, code: str | None, name: str) -> bool:
    folded = piece.casefold().replace(".", "")
    others = {"US": {"usa", "united states of america"}, "GB": {"uk", "england", "scotland", "wales"}}
    return folded in {name.casefold(), *others.get(code or "", set())}


def _country_name(code: str) -> str:
    """Give a country's English name in capitals, as the post asks for; the code itself where it is no country's."""
    names = LOCALE_DATA.get(code, {})
    name = names.get("en", "")
    if name.startswith("*"):  # the same as in another language
        name = names.get(name[1:], "")
    return (name or code).upper()


def _postal_digits(address: Address) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", address.postal_code or ""))
    return digits if len(digits) == 7 else ""


def _remarks(address: Address, style: AddressStyle, digits: str) -> tuple[str, ...]:
    if style is AddressStyle.WESTERN:
        return () if address.country else (marked("the country is not known: write it below the address"),)
    return () if digits else (marked("the postal code is missing: the boxes stay empty"),)
