"""Turning a card image, and its text with it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.text import TextRegion


def turn_pixels(pixels: NDArray[np.uint8], turns: int) -> NDArray[np.uint8]:
    """Turn a picture clockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(pixels, -turns))


def move_regions(regions: Sequence[TextRegion], transform: NDArray[np.float64]) -> tuple[TextRegion, ...]:
    """Carry text regions into another picture.

    Args:
        regions: In pixels of the one picture.
        transform: 3 x 3, maps its pixels to those of the other.
    """
    if not regions:
        return ()
    corners = np.array([region.corners for region in regions], dtype=np.float64)
    moved = cv2.perspectiveTransform(corners, transform)
    return tuple(
        TextRegion(
            corners=(_point(four[0]), _point(four[1]), _point(four[2]), _point(four[3])),
            direction=region.direction,
            score=region.score,
        )
        for region, four in zip(regions, moved, strict=True)
    )


def _point(xy: NDArray[np.generic]) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])
