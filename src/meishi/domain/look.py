"""What a card looks like from afar: a number that two photographs of one card nearly share."""

from __future__ import annotations

LOOK_BITS = 256
"""How many bits a look has; it is written in hexadecimal digits."""

_ALIKE_UP_TO = 72
"""Of photographs drawn by the sample generator, 8 in 10 pairs of one card differ in no more bits, half of the pairs of
two cards of one house, and none of the pairs of cards of two houses."""


def look_alike(one: str, other: str) -> bool:
    """Tell whether two looks are of one card, or of two cards of one house, which print alike."""
    return (int(one, 16) ^ int(other, 16)).bit_count() <= _ALIKE_UP_TO
