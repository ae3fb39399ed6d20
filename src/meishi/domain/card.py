"""A card as a flat, upright picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meishi.domain.text import TextRegion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners in picture pixels: top left, top right, bottom right, bottom left of the upright card."""


@dataclass(frozen=True, eq=False)
class CardImage:
    """One card, flat and upright.

    Attributes:
        pixels: uint8, height x width x 3, BGR, upright, at the true aspect ratio.
        even: uint8, height x width, grey with the light evened out: text dark on a light ground everywhere, also
            where the card prints light on dark.
        quad: The card's corners in the picture, in the order of the upright card.
        orientation_degrees: How far the picture has to be turned clockwise to set the card upright: 0, 90, 180 or
            270; the small remaining skew is in the quad.
        regions: The text regions in pixels of this card image.
        found_by: What found the card: `edges`, `text` or `whole`.
        file: The file that the picture came from.
        page: Page within that file, from 1.
        number: Which card of the page it is, from 1, in reading order.
    """

    pixels: NDArray[np.uint8]
    even: NDArray[np.uint8]
    quad: Quad
    orientation_degrees: int
    regions: tuple[TextRegion, ...]
    found_by: str
    file: str
    page: int = 1
    number: int = 1
