"""Who is where one is travelling to."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.contact import Address
from meishi.domain.folding import fold
from meishi.domain.kana import kana_to_romaji, romaji_key

# 市, 区, 町, 村, 県, 府, 都, 郡, 道: what people leave out when they say where they are.
_KINDS = ("shi", "ku", "cho", "machi", "mura", "son", "ken", "fu", "to", "gun", "do")


def is_at(address: Address, place: str, *, readings: Sequence[str] = ()) -> bool:
    """Tell whether an address lies in a place.

    Args:
        address: The address.
        place: A prefecture, city, ward or town as one says it: 札幌, 札幌市, Sapporo, さっぽろ, Munich.
        readings: How the address's prefecture and city are read, in kana, where that is known.
    """
    wanted = fold(place)
    if not wanted:
        return False
    if any(wanted in fold(part) for part in (address.region, address.locality, address.full) if part):
        return True
    key = romaji_key(kana_to_romaji(place))
    if not key:
        return False
    return any(_reads_like(reading, key) for reading in readings)


def _reads_like(reading: str, key: str) -> bool:
    """Compare a reading in Latin letters, with or without what kind of place it is (sapporoshichuoku, sapporo)."""
    whole = romaji_key(kana_to_romaji(reading))
    rest = whole[len(key) :]
    return whole.startswith(key) and (not rest or rest.startswith(_KINDS))
