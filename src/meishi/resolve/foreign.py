"""What other programs say about a person, in the form of meishi's contacts."""

from __future__ import annotations

import re
import unicodedata

from meishi.domain.contact import Address, PersonName, Phone, PhoneKind
from meishi.resolve.address_parts import split_address
from meishi.resolve.normalise import half_width
from meishi.resolve.phones import international

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿々\U00020000-\U0003ffff]")
_EXTENSION = re.compile(
    r"^(?P<number>.*\d\D*?)\s*(?:ext\.?|extension|内線|;ext=)\s*[:：]?\s*(?P<extension>\S+)$", re.IGNORECASE
)
_HOME_REGION = "JP"


def person_name(*, full: str = "", family: str = "", given: str = "", kana: str = "", roman: str = "") -> PersonName:
    """Put a name together from what a file says of it; what is empty it does not say.

    Programs that know only the western order write Japanese names as given name and family name: these are turned.
    """
    # Japanese mobile telephones keep readings in half-width kana.
    kana = unicodedata.normalize("NFKC", kana)
    full, family, given, kana, roman = (" ".join(text.split()) for text in (full, family, given, kana, roman))
    is_japanese = bool(_JAPANESE.search(family + given))
    in_order = [family, given] if is_japanese else [given, family]
    run_together = full.replace(" ", "")
    if not full or (is_japanese and run_together in {(family + given).replace(" ", ""), given + family}):
        full = " ".join(filter(None, in_order)) or full
    if family == full and not given:
        # A program without a place for whole names: no split is known.
        family = ""
    return PersonName(
        full=full or None, family=family or None, given=given or None, kana=kana or None, roman=roman or None
    )


def phone(kind: PhoneKind, text: str) -> Phone:
    """Take a number apart from its extension, and give it its international form where it is valid."""
    text = " ".join(text.split())
    found = _EXTENSION.match(text)
    number, extension = (found["number"], found["extension"]) if found else (text, None)
    return Phone(kind=kind, number=number, e164=international(half_width(number), _HOME_REGION), extension=extension)


def address_from_parts(
    *,
    full: str = "",
    postal_code: str = "",
    country: str = "",
    region: str = "",
    locality: str = "",
    street: str = "",
    building: str = "",
) -> Address | None:
    """Put an address together from what a file says of it; None when it says no more than a postal code.

    Args:
        full: The address on one line; made of the parts where it is empty.
        postal_code: With or without 〒.
        country: A name or a code of ISO 3166-1.
        region: Prefecture, state.
        locality: City.
        street: Street and house number; perhaps the whole address.
        building: Building, floor.
    """
    full, postal_code, country, region, locality, street, building = (
        " ".join(text.split()) for text in (full, postal_code, country, region, locality, street, building)
    )
    postal_code = postal_code.removeprefix("〒").strip()
    if re.fullmatch(r"\d{7}", postal_code) and _JAPANESE.search(full + region + locality + street):
        # Programs write Japanese codes without their hyphen, printed cards with it.
        postal_code = f"{postal_code[:3]}-{postal_code[3:]}"
    if not full and not any((region, locality, street, building)):
        # A postal code alone is nowhere to write to.
        return None
    if not full:
        if _JAPANESE.search(region + locality + street):
            full = " ".join(filter(None, (f"{region}{locality}{street}", building)))
        else:
            full = ", ".join(filter(None, (street, building, locality, region)))
    told = split_address(full, postal_code or None)
    code = country if re.fullmatch(r"[A-Z]{2}", country) else None
    if country and not code:
        code = "JP" if country == "日本" else split_address(f"-, {country}", None).country
    if not (region or locality or building) and street in {"", full}:
        # Only the whole is known: take it apart.
        return told.model_copy(update={"country": code or told.country})
    return Address(
        full=full,
        postal_code=postal_code or None,
        country=code or told.country,
        region=region or None,
        locality=locality or None,
        street=street or None,
        building=building or None,
    )
