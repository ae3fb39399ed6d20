"""Characters that text engines take for one another, and the distance that they make."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

_GLYPHS = ("0OoQD〇○", "1lIi|!", "5Ss", "8B", "2Zz", "6b", "9gq", "uv", "ce", "nh", "ft", "ij", ".,", "-_")
_RUN_TOGETHER = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ri", "n"), ("fi", "f"))


def _pairs() -> Iterator[tuple[str, str]]:
    for group in (*_GLYPHS, *_RUN_TOGETHER):
        yield from permutations(group, 2)


Confusions = frozenset[tuple[str, str]]
"""Pairs (read, printed) of characters or pairs of characters."""

ROUND: Confusions = frozenset(permutations("ceoa", 2))
"""Small letters of one outline: with few pixels to a letter nothing else tells them apart."""

RUN_TOGETHER: Confusions = frozenset(pair for group in _RUN_TOGETHER for pair in permutations(group, 2))
"""Letters that look like another one where they stand close: nobody sees which of them is printed."""

CONFUSED: Confusions = frozenset(_pairs())
"""What all engines confuse."""

LONG_WORD = 8
"""From this many letters on, a word that differs from another one of the card by one look-alike is that word."""

CLEARLY_READ = 0.97
"""How sure the engine is of lines whose spelling stands, though the rest of the card has another one."""


def confusable(read: str, printed: str, learned: Confusions = frozenset()) -> bool:
    """Whether one text can be the misreading of the other: equal but for at most two look-alikes.

    Args:
        read: What was read.
        printed: What may be printed.
        learned: Look-alikes besides those that are always known.
    """
    return 0 < _cost(read, printed, 2, CONFUSED | learned) <= 2


def confusable_by(read: str, printed: str, alike: Confusions) -> bool:
    """Whether one text can be the misreading of the other by certain look-alikes alone."""
    return bool(alike) and 0 < _cost(read, printed, 2, alike) <= 2


def is_long_word_misread(read: str, printed: str) -> bool:
    """Whether a text is a long word of the card but for one look-alike letter: costendorp for Oostendorp."""
    is_long = min(len(read), len(printed)) >= LONG_WORD
    return is_long and _cost(read, printed, 1, CONFUSED | ROUND) == 1


def _cost(a: str, b: str, budget: int, confused: Confusions) -> int:
    if budget < 0:
        return 99
    if not a or not b:
        return 0 if a == b else 99
    best = _cost(a[1:], b[1:], budget, confused) if a[0] == b[0] else 99
    for read, printed in confused:
        if best <= 1:
            break
        if a.startswith(read) and b.startswith(printed):
            best = min(best, 1 + _cost(a[len(read) :], b[len(printed) :], budget - 1, confused))
    return best
