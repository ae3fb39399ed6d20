"""From a Japanese postal code to its address and back, for who fills in a form."""

from __future__ import annotations

import re

from meishi.domain.folding import fold
from meishi.resolve.address_parts import split_address
from meishi.resolve.places import places_in, places_of

_JAPANESE_CODE = re.compile(r"\d{3}-?\d{4}")


def address_of_code(code: str) -> str | None:
    """Give the beginning of the addresses that a postal code stands for, for instance 東京都千代田区丸の内.

    Returns:
        None when there is no such code; of a code that several places share, what they have in common.
    """
    if not _JAPANESE_CODE.fullmatch(code):
        return None
    places = [place for place in places_of(code) if not place.is_office] or list(places_of(code))
    if not places:
        return None
    cities = {place.prefecture + place.city for place in places}
    towns = {re.sub(r"(?:大字|字)", "", place.town) for place in places}
    if len(cities) > 1:
        return places[0].prefecture if len({place.prefecture for place in places}) == 1 else None
    return cities.pop() + (towns.pop() if len(towns) == 1 else "")


def code_of_address(full: str) -> str | None:
    """Give the postal code of a Japanese address with its hyphen; None when it is not certain."""
    parts = split_address(full, None)
    if not parts.region or not parts.locality:
        return None
    rest = fold(re.sub(r"(?:大字|字)", "", full[full.index(parts.locality) + len(parts.locality) :]))
    fitting = [
        (len(town), place.code)
        for place in places_in(parts.region, parts.locality)
        if (town := fold(re.sub(r"(?:大字|字)", "", place.town))) and rest.startswith(town)
    ]
    longest = max((length for length, _ in fitting), default=0)
    codes = {code for length, code in fitting if length == longest}
    if len(codes) != 1:
        return None
    code = codes.pop()
    return f"{code[:3]}-{code[3:]}"
