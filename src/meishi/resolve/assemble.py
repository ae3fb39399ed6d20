"""The contact, put together from normalised and mended fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from meishi.domain.contact import Address, Contact
from meishi.domain.field import Field, FieldKind
from meishi.domain.text import Code
from meishi.resolve.address_parts import split_address
from meishi.resolve.codes import check_codes
from meishi.resolve.confidence import with_calibrated_confidence
from meishi.resolve.normalise import as_printed, normalised
from meishi.resolve.options import Resolution, ResolveOptions
from meishi.resolve.pairing import pair_codes_with_addresses
from meishi.resolve.person import person_name
from meishi.resolve.phones import card_region, contact_phones
from meishi.resolve.repair import repair_fields
from meishi.resolve.review import review_reasons


def assemble(fields: Sequence[Field], codes: Sequence[Code], options: ResolveOptions) -> Resolution:
    """Make one contact out of the fields of a card; see `resolve_contact`."""
    ready, settled = check_codes([normalised(field) for field in fields], codes)
    if options.repair:
        ready = _except(settled, ready, repair_fields(ready, options.confusions))
    region = card_region(ready, [address.country for address in _addresses(ready)])
    likely = ready
    if options.calibrated:
        ready = _except(settled, ready, with_calibrated_confidence(ready, region))
        likely = _without_unlikely(ready, options.unlikely_below)
    name, inferred = person_name(likely)
    contact = Contact(
        name=name,
        company=_company(likely),
        departments=_values(likely, FieldKind.DEPARTMENT),
        titles=_values(likely, FieldKind.TITLE),
        addresses=_addresses(likely),
        phones=contact_phones(likely, region),
        emails=_values(likely, FieldKind.EMAIL),
        urls=_values(likely, FieldKind.URL),
    )
    reasons = review_reasons(contact, ready, options)
    return Resolution(contact=contact, fields=(*ready, *inferred), review_reasons=reasons)


def _without_unlikely(fields: Sequence[Field], below: float) -> tuple[Field, ...]:
    """Leave out values that are hardly right; an address stays where its postal code is likely, for it carries it."""
    carrying = {
        address
        for code, address in pair_codes_with_addresses(fields)
        if code is not None and fields[code].confidence >= below
    }
    return tuple(field for index, field in enumerate(fields) if field.confidence >= below or index in carrying)


def _except(settled: Collection[int], before: Sequence[Field], after: Sequence[Field]) -> tuple[Field, ...]:
    """Leave fields that a code settled as they were before a step."""
    return tuple(before[index] if index in settled else field for index, field in enumerate(after))


def _values(fields: Sequence[Field], kind: FieldKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.value for field in fields if field.kind is kind and field.value))


def _company(fields: Sequence[Field]) -> str | None:
    found = [field for field in fields if field.kind is FieldKind.COMPANY]
    return max(found, key=lambda field: field.confidence).value if found else None


def _addresses(fields: Sequence[Field]) -> tuple[Address, ...]:
    addresses = []
    for code, address in pair_codes_with_addresses(fields):
        if address is None:
            continue
        parts = split_address(fields[address].value, fields[code].value if code is not None else None)
        addresses.append(parts if code is None else parts.model_copy(update={"postal_code": as_printed(fields[code])}))
    return tuple(addresses)
