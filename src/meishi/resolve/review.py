"""Reasons for a person to look at a contact: plain sentences that name the field and say why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from meishi.domain.contact import Contact
from meishi.domain.field import Field, FieldKind
from meishi.resolve.domain_names import host_of, known_ending, registered
from meishi.resolve.options import ResolveOptions
from meishi.resolve.pairing import pair_codes_with_addresses
from meishi.resolve.places import places_of
from meishi.wording import marked
from meishi.wording.states import FIELD_WORDS

# What no line of a card says by itself: values taken apart from others.
_NO_PRINT = {FieldKind.NAME_FAMILY, FieldKind.NAME_GIVEN}
_PUBLIC_MAIL = re.compile(
    r"^(?:gmail|googlemail|yahoo|outlook|hotmail|icloud|live|me|mac|docomo|ezweb|au|softbank|i\.softbank|nifty|biglobe|ocn|"
    r"so-net|plala|gmx|web|t-online|orange|free|uol|proton|qq|163|naver)\."
)


def review_reasons(contact: Contact, fields: Sequence[Field], options: ResolveOptions) -> tuple[str, ...]:
    """Say what a person should look at.

    Args:
        contact: The contact as resolved.
        fields: The fields behind it.
        options: What counts as doubtful, and what as hardly right.

    Returns:
        One sentence a reason, the most basic ones first; empty when nothing is doubtful.
    """
    return tuple(
        dict.fromkeys([*_missing(contact), *_doubtful(fields, options), *_repaired(fields), *_at_odds(fields)])
    )


def _missing(contact: Contact) -> Iterator[str]:
    if not contact.name.full:
        yield marked("No name was found.")
    if not contact.company:
        yield marked("No company was found.")
    if not (contact.phones or contact.emails or contact.addresses):
        yield marked("No way to get in touch was found: no telephone, mail or postal address.")


def _doubtful(fields: Sequence[Field], options: ResolveOptions) -> Iterator[str]:
    for field in fields:
        if field.kind in _NO_PRINT or field.confidence >= options.doubtful_below or field.inferred:
            continue
        word = FIELD_WORDS[field.kind]
        if options.calibrated and field.confidence < options.unlikely_below:
            yield marked(
                f"The {word} “{field.value}” was read with low confidence ({field.confidence:.2f}) and is left out."
            )
        else:
            yield marked(f"The {word} “{field.value}” was read with low confidence ({field.confidence:.2f}).")


def _repaired(fields: Sequence[Field]) -> Iterator[str]:
    for field in fields:
        if field.repaired and field.kind not in _NO_PRINT:
            word = FIELD_WORDS[field.kind]
            yield marked(f"The {word} was mended from “{field.raw}” to “{field.value}”.")


def _at_odds(fields: Sequence[Field]) -> Iterator[str]:
    yield from _domains_at_odds(fields)
    for code_index, address_index in pair_codes_with_addresses(fields):
        code = fields[code_index].value if code_index is not None else None
        address = fields[address_index].value if address_index is not None else None
        if code and address is None:
            yield marked(f"The postal code {code} has no address.")
        elif code and address and re.search(r"[一-龥]", address):
            yield from _code_at_odds(code, address)
    for field in fields:
        if field.kind is FieldKind.EMAIL and not _is_mail_address(field.value):
            yield marked(f"The mail address “{field.value}” is not a valid one.")
        if field.kind is FieldKind.URL and not known_ending(host_of(field.value)):
            yield marked(f"The URL “{field.value}” has an ending that does not exist.")


def _domains_at_odds(fields: Sequence[Field]) -> Iterator[str]:
    hosts = {registered(host_of(field.value)).casefold() for field in fields if field.kind is FieldKind.URL} - {""}
    if not hosts:
        return
    for field in fields:
        domain = field.value.partition("@")[2] if field.kind is FieldKind.EMAIL else ""
        if domain and not _PUBLIC_MAIL.match(domain) and registered(domain).casefold() not in hosts:
            yield marked(f"The mail address {field.value} has another domain than the URL.")


def _code_at_odds(code: str, address: str) -> Iterator[str]:
    places = places_of(code)
    if not places:
        yield marked(f"The postal code {code} does not exist.")
        return
    packed = re.sub(r"\s", "", address)
    if not any(place.city[-3:] in packed or place.city in packed for place in places):
        place = places[0]
        yield marked(f"The postal code {code} is for {place.prefecture}{place.city}, which is not in the address.")


def _is_mail_address(text: str) -> bool:
    local, _, domain = text.partition("@")
    # Japanese mobile carriers handed out addresses with dots in a row, which RFC 5321 forbids: they are let pass.
    local = re.sub(r"\.{2,}|\.$", ".x", local).lstrip(".")
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - only cards with a mail need it

    try:
        validate_email(f"{local}@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return known_ending(domain)
