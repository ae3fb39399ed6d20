"""Cutting the picture of one line out of a card image."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.text import Box, LineStrip, TextRegion

Pixels = NDArray[np.uint8]

_PAPER = 255
_LEAST_INKED, _EDGE = 0.01, 0.15
"""The share of a column's height that has ink where there is any, and how wide edges of neighbours at the rim are."""


def cut_strip(even: Pixels, region: TextRegion, *, padding: float, key: str) -> LineStrip:
    """Cut the picture of one line, set straight.

    Args:
        even: uint8, height x width, grey, dark text on a light ground.
        region: Where the line stands, in pixels of `even`.
        padding: What to add on every side, as a share of the line's thickness (the height of a horizontal line).
        key: The strip's name.

    Returns:
        A strip at the resolution of `even`; what lies beyond the picture is white.
    """
    top_left, top_right, bottom_right, bottom_left = np.asarray(upright_corners(region), np.float64)
    along = (top_right - top_left + bottom_right - bottom_left) / 2
    down = (bottom_left - top_left + bottom_right - top_right) / 2
    width, height = max(1.0, float(np.hypot(*along))), max(1.0, float(np.hypot(*down)))
    margin = padding * min(width, height)
    centre = (top_left + top_right + bottom_right + bottom_left) / 4
    size = (max(1, round(width + 2 * margin)), max(1, round(height + 2 * margin)))
    if _is_level(along, down):
        pixels = _cut_level(even, centre, size)
    else:
        pixels = _cut_turned(even, centre, along / width, down / height, size)
    return LineStrip(pixels=_dark_on_light(pixels), direction=region.direction, key=key)


def upright_corners(region: TextRegion) -> tuple[tuple[float, float], ...]:
    """The corners of a region of an upright card, starting at the one that is top left on the card.

    A detector that does not know the reading direction may start elsewhere; on an upright card the answer is plain.
    """
    corners = region.corners
    starts = range(4)

    def lies_upright(start: int) -> float:
        left, right = corners[start], corners[(start + 1) % 4]
        below = corners[(start + 3) % 4]
        return _cosine(left, right, (1.0, 0.0)) + _cosine(left, below, (0.0, 1.0))

    best = max(starts, key=lies_upright)
    return tuple(corners[(best + step) % 4] for step in starts)


def bounding_box(region: TextRegion, card_size: tuple[int, int]) -> Box:
    """The upright box around a region, within a card image of the given (width, height)."""
    xs = [x for x, _ in region.corners]
    ys = [y for _, y in region.corners]
    left, right = (min(max(edge, 0), card_size[0]) for edge in (math.floor(min(xs)), math.ceil(max(xs))))
    top, bottom = (min(max(edge, 0), card_size[1]) for edge in (math.floor(min(ys)), math.ceil(max(ys))))
    return left, top, max(1, right - left), max(1, bottom - top)


def has_ink(pixels: Pixels) -> bool:
    """Whether a strip shows anything but its ground: engines read words into blank paper."""
    dark, light = grey_levels(pixels, (0.01, 0.9))
    return light - dark > 20


def ink_threshold(pixels: Pixels) -> float:
    """The grey value below which a pixel of a strip is ink: halfway between its darkest text and its ground."""
    dark, light = grey_levels(pixels, (0.03, 0.9))
    return (dark + light) / 2


def grey_levels(pixels: Pixels, shares: Sequence[float]) -> list[int]:
    """The grey values below which these shares (0..1) of the pixels are; many times faster than sorting them."""
    passed = np.cumsum(cv2.calcHist([pixels], [0], None, [256], [0, 256]))
    return [int(level) for level in np.searchsorted(passed, np.array(shares) * passed[-1])]


def column_ink(pixels: Pixels) -> tuple[Pixels, int, int]:
    """The ink of a column without the edges of its neighbours that its strip shows.

    Returns:
        uint8, height x width, 1 where there is ink; the column's left edge, and its width; 0 when it is blank.
    """
    height, width = pixels.shape
    ink = np.asarray(pixels < ink_threshold(pixels), np.uint8)
    inked = np.flatnonzero(ink.sum(axis=0) > _LEAST_INKED * height)
    if not inked.size:
        return ink, 0, 0
    groups = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
    widest = max(len(group) for group in groups)
    own = np.concatenate(
        [
            group
            for group in groups
            if len(group) == widest or len(group) > _EDGE * width or (group[0] and group[-1] < width - 1)
        ]
    )
    left, right = int(own[0]), int(own[-1]) + 1
    ink[:, :left] = ink[:, right:] = 0
    return ink, left, right - left


def is_upright_bar(ink: Pixels, piece: Box, left: int, em: int) -> bool:
    """Whether a piece of a column's ink is an upright bar: a narrow stroke, alone in the middle of its square.

    Args:
        ink: What `column_ink` gave, with the column's left edge and width.
        piece: The box around the piece.
        left: The column's left edge.
        em: Its width.
    """
    x, top, width, length = piece
    if not (0.45 * em < length < 1.2 * em and width < 0.3 * em and abs(x + width / 2 - (left + em / 2)) < 0.25 * em):
        return False
    row = ink[top : top + length]
    return bool(row.sum() - row[:, x : x + width].sum() < 0.03 * em * em)


def _cosine(start: tuple[float, float], end: tuple[float, float], direction: tuple[float, float]) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (dx * direction[0] + dy * direction[1]) / max(1e-6, math.hypot(dx, dy))


def _is_level(along: NDArray[np.float64], down: NDArray[np.float64]) -> bool:
    """Whether a region lies so level that cutting it without turning moves no pixel by more than half a pixel."""
    return abs(float(along[1])) <= 0.5 and abs(float(down[0])) <= 0.5


def _cut_level(even: Pixels, centre: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    left, top = round(float(centre[0]) - size[0] / 2), round(float(centre[1]) - size[1] / 2)
    height, width = even.shape
    strip = np.full((size[1], size[0]), _PAPER, np.uint8)
    inner_left, inner_top = max(0, left), max(0, top)
    inner_right, inner_bottom = min(width, left + size[0]), min(height, top + size[1])
    if inner_left < inner_right and inner_top < inner_bottom:
        strip[inner_top - top : inner_bottom - top, inner_left - left : inner_right - left] = even[
            inner_top:inner_bottom, inner_left:inner_right
        ]
    return strip


def _cut_turned(
    even: Pixels,
    centre: NDArray[np.float64],
    along: NDArray[np.float64],
    down: NDArray[np.float64],
    size: tuple[int, int],
) -> Pixels:
    half_width, half_height = size[0] / 2 * along, size[1] / 2 * down
    top_left = centre - half_width - half_height
    source = np.array([top_left, top_left + 2 * half_width, top_left + 2 * half_height], np.float32)
    target = np.array([(0, 0), (size[0], 0), (0, size[1])], np.float32)
    turn = cv2.getAffineTransform(source, target)
    turned = cv2.warpAffine(
        even, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(_PAPER,)
    )
    return np.asarray(turned, np.uint8)


def _dark_on_light(pixels: Pixels) -> Pixels:
    """Turn a strip over where the evening of the light took its dark ground for the text."""
    return np.asarray(255 - pixels, np.uint8) if grey_levels(pixels, (0.5,))[0] < 100 else pixels
