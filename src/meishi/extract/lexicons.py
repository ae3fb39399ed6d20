"""Word lists: our own for titles, departments, company forms and places, packages for Japanese personal names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class NameLexicon:
    """Japanese personal names.

    Attributes:
        surnames: How many people bear each surname, by its kanji in folded form.
        surname_readings: Hiragana readings by surname.
        given_names: Hiragana readings by given name in kanji or kana.
        surname_kana: Hiragana readings that are some surname.
        given_kana: Hiragana readings that are some given name.
    """

    surnames: dict[str, int]
    surname_readings: dict[str, frozenset[str]]
    given_names: dict[str, frozenset[str]]
    surname_kana: frozenset[str]
    given_kana: frozenset[str]


@cache
def words(language: str, group: str) -> tuple[str, ...]:
    """Give one word list.

    Args:
        language: `japanese` or `latin`.
        group: Name of the list, for instance `titles`.
    """
    return tuple(_file(language)[group])


@cache
def word_set(language: str, group: str) -> frozenset[str]:
    """Give one word list for look-ups."""
    return frozenset(words(language, group))


@cache
def _file(language: str) -> dict[str, Any]:
    text = files("meishi.extract").joinpath("lexicon", f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def longest_first(language: str, group: str) -> re.Pattern[str]:
    """Give a pattern that matches any word of a list, the longest one at a place."""
    ordered = sorted(words(language, group), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in ordered))


_VARIANTS = str.maketrans(
    "髙﨑德邊邉濵澤齋齊嶋廣國眞櫻條藏萬圓濱瀨龍惠彌緖靜曻", "高崎徳辺辺浜沢斎斉島広国真桜条蔵万円浜瀬竜恵弥緒静昇"
)


def fold_name(name: str) -> str:
    """Fold variant characters (髙, 﨑, 邉, 齋) to the usual ones, for look-ups only: names are given as printed."""
    return name.translate(_VARIANTS)


@cache
def japanese_names() -> NameLexicon:
    """Load the name lexicon; some tens of milliseconds at the first call."""
    from japanese_personal_name_dataset import load_dataset  # noqa: PLC0415 - only reading a card needs it

    men, women, last = load_dataset(kind="org", include_last_names=True)
    surnames: dict[str, int] = {}
    readings: dict[str, set[str]] = {}
    for name, entry in last.items():
        folded = fold_name(name)
        surnames[folded] = surnames.get(folded, 0) + entry["count"]
        readings.setdefault(folded, set()).add(entry["reading"])
    given: dict[str, set[str]] = {}
    for names in (men, women):
        for reading, first in names.items():
            for kanji in first["kanji"]:
                given.setdefault(fold_name(kanji), set()).add(reading)
            given.setdefault(reading, set()).add(reading)
    return NameLexicon(
        surnames=surnames,
        surname_readings={name: frozenset(found) for name, found in readings.items()},
        given_names={name: frozenset(found) for name, found in given.items()},
        surname_kana=frozenset(reading for found in readings.values() for reading in found),
        given_kana=frozenset([*men, *women]),
    )
