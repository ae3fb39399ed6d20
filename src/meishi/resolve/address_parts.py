"""The parts of a postal address: region, locality, street, building, country."""

from __future__ import annotations

import re

from meishi.domain.contact import Address
from meishi.resolve.places import municipalities, places_of

_PREFECTURE = re.compile(r"(?:北海道|東京都|(?:京都|大阪)府|(?:神奈川|和歌山|鹿児島|[一-龥]{2})県)")
_JAPANESE = re.compile(r"[぀-ヿ一-龥]")
_CITY = re.compile(
    r"^(?:[一-龥ヶケノツぁ-ん]{1,5}郡[一-龥ヶケノツぁ-んァ-ヴ]{1,6}?[町村]|[一-龥ヶケノツぁ-んァ-ヴ]{1,6}?市(?:[一-龥]{1,3}区)?|[一-龥]{1,4}区|[一-龥]{1,5}[町村])"
)
_KANJI = r"[〇一二三四五六七八九十百]+"
_UNIT = r"(?:丁目|番地の?|番(?!町)|号(?!室|館)|線)"
_NUMBER = rf"(?:\d+|{_KANJI}(?={_UNIT}|[-ー・の]|\s|$))"
# Up to the end of the block and house number: what follows is the building.
_BLOCK_END = re.compile(
    rf"^.*?{_NUMBER}(?:\s?(?:{_UNIT}|[-ー・の](?=\d|[〇一二三四五六七八九十百])|{_NUMBER}))*(?=\D|$)"
)
_COUNTRIES = {
    "japan": "JP", "usa": "US", "u.s.a": "US", "united states": "US", "united kingdom": "GB", "uk": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "germany": "DE", "deutschland": "DE", "france": "FR", "portugal": "PT", "brasil": "BR",
    "brazil": "BR", "india": "IN", "vietnam": "VN", "viet nam": "VN", "việt nam": "VN", "korea": "KR", "singapore": "SG",
    "china": "CN", "hong kong": "HK", "taiwan": "TW", "australia": "AU", "canada": "CA", "switzerland": "CH", "schweiz": "CH",
    "austria": "AT", "österreich": "AT", "spain": "ES", "españa": "ES", "italy": "IT", "italia": "IT", "netherlands": "NL",
    "belgium": "BE", "malaysia": "MY", "thailand": "TH", "indonesia": "ID", "philippines": "PH", "ireland": "IE",
    "mexico": "MX", "new zealand": "NZ", "denmark": "DK", "sweden": "SE", "norway": "NO", "finland": "FI", "poland": "PL",
}  # fmt: skip
_UK_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
_US_TAIL = re.compile(
    r"^(?P<street>.*?)[,\s]+(?P<city>[A-Z][A-Za-z .'-]+?),\s*(?P<state>[A-Z]{2})\.?\s+(?P<code>\d{5}(?:-\d{4})?)"
)
_CODE_CITY = re.compile(
    r"^(?P<street>.*?)[,\s–-]+(?:[A-Z]{1,2}-)?(?P<code>\d{4,5}|\d{4}-\d{3})\s+(?P<city>[A-ZÀ-Ý][\wÀ-ỹ .'-]+?)(?:,.*)?$"
)
_JAPANESE_CODE = re.compile(r"(?<!\d)\d{3}-\d{4}(?!\d)")


def split_address(full: str, postal_code: str | None) -> Address:
    """Split an address into its parts, as far as the card prints them.

    Args:
        full: The address as it goes into the contact.
        postal_code: Its postal code, without 〒.
    """
    if _JAPANESE.search(full):
        return _split_japanese(full, postal_code)
    return _split_latin(full, postal_code)


def _split_japanese(full: str, postal_code: str | None) -> Address:
    prefecture = _PREFECTURE.match(full)
    region = prefecture.group() if prefecture else None
    rest = full[len(region or "") :].lstrip()
    locality = _locality(rest, region, postal_code)
    rest = rest[len(locality or "") :].lstrip()
    street, building = _street_and_building(rest)
    return Address(
        full=full,
        postal_code=postal_code,
        country="JP",
        region=region,
        locality=locality,
        street=street,
        building=building,
    )


def _locality(rest: str, region: str | None, postal_code: str | None) -> str | None:
    for place in places_of(postal_code) if postal_code else ():
        if place.city and rest.startswith(place.city):
            return place.city
    listed = municipalities()
    groups = [listed.get(region, ())] if region else list(listed.values())
    known = max((city for cities in groups for city in cities if rest.startswith(city)), key=len, default=None)
    if known:
        return known
    guess = _CITY.match(rest)
    return guess.group() if guess else None


def _street_and_building(rest: str) -> tuple[str | None, str | None]:
    block = _BLOCK_END.match(rest)
    if not block:
        return (rest or None), None
    street, building = rest[: block.end()].strip(), rest[block.end() :].strip(" ,、")
    return street or None, building or None


def _split_latin(full: str, postal_code: str | None) -> Address:
    country = _country(full, postal_code)
    american = _US_TAIL.match(full)
    if american:
        return Address(
            full=full,
            postal_code=postal_code,
            country=country or "US",
            region=american["state"],
            locality=american["city"].strip(),
            street=american["street"].strip(" ,") or None,
        )
    continental = _CODE_CITY.match(full)
    if continental and country != "JP":
        return Address(
            full=full,
            postal_code=postal_code,
            country=country,
            locality=continental["city"].strip(" ,"),
            street=continental["street"].strip(" ,") or None,
        )
    return Address(full=full, postal_code=postal_code, country=country)


def _country(full: str, postal_code: str | None) -> str | None:
    folded = full.casefold()
    named = [
        (folded.rfind(name), code) for name, code in _COUNTRIES.items() if re.search(rf"\b{re.escape(name)}\b", folded)
    ]
    if named:
        return max(named)[1]
    if _UK_CODE.search(full):
        return "GB"
    if postal_code and _JAPANESE_CODE.fullmatch(postal_code):
        return "JP"
    return None
