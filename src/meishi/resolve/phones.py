"""Telephone numbers of the contact: kind, extension and international form (ITU-T E.164)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.contact import Phone, PhoneKind
from meishi.domain.field import Field, FieldKind
from meishi.resolve.normalise import as_printed

_KINDS = {
    FieldKind.TELEPHONE: PhoneKind.WORK,
    FieldKind.MOBILE: PhoneKind.MOBILE,
    FieldKind.FAX: PhoneKind.FAX,
}


def contact_phones(fields: Sequence[Field], region: str | None) -> tuple[Phone, ...]:
    """Give the telephone numbers in the printed order.

    Args:
        fields: All fields; an extension belongs to the number before it.
        region: ISO 3166-1 alpha-2 of the country whose domestic numbers the card prints; None when it is unknown:
            then only numbers with a country code get an international form.
    """
    phones: list[Phone] = []
    for field in fields:
        if field.kind is FieldKind.EXTENSION and phones:
            if phones[-1].extension is None:
                phones[-1] = phones[-1].model_copy(update={"extension": field.value})
        elif field.kind in _KINDS:
            phone = Phone(kind=_KINDS[field.kind], number=as_printed(field), e164=international(field.value, region))
            if phone not in phones:
                phones.append(phone)
    return tuple(phones)


def international(number: str, region: str | None) -> str | None:
    """Give a number in E.164 form, for instance `+81666334110`; None when it is no valid number."""
    import phonenumbers  # noqa: PLC0415 - only cards with a number need it

    text = re.sub(r"\(0\)", "", number) if number.startswith(("+", "(+")) else number
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


_REGION_OF_ENDING = {
    "jp": "JP", "de": "DE", "fr": "FR", "uk": "GB", "pt": "PT", "br": "BR", "in": "IN", "vn": "VN", "kr": "KR", "sg": "SG",
    "cn": "CN", "hk": "HK", "tw": "TW", "au": "AU", "ca": "CA", "ch": "CH", "at": "AT", "es": "ES", "it": "IT", "nl": "NL",
    "be": "BE", "my": "MY", "th": "TH", "id": "ID", "ph": "PH", "mx": "MX", "nz": "NZ", "us": "US", "ie": "IE",
    "dk": "DK", "no": "NO", "se": "SE", "fi": "FI", "pl": "PL",
}  # fmt: skip


def card_region(fields: Sequence[Field], countries: Sequence[str | None]) -> str | None:
    """Guess the country whose domestic numbers a card prints: by its addresses, its script, its domains.

    Returns:
        ISO 3166-1 alpha-2, or None when nothing on the card tells.
    """
    named = next((country for country in countries if country), None)
    if named:
        return named
    if any(re.search(r"[぀-ヿ一-龥]", field.value) for field in fields):
        return "JP"
    for field in fields:
        if field.kind in {FieldKind.EMAIL, FieldKind.URL}:
            ending = field.value.rstrip("/").split("/")[-1 if "//" not in field.value else 2].rsplit(".", 1)[-1]
            if ending.casefold() in _REGION_OF_ENDING:
                return _REGION_OF_ENDING[ending.casefold()]
    if any(re.match(r"0\d{1,4}[-(\s]", field.value) for field in fields if field.kind in _KINDS):
        return "JP"
    return None
