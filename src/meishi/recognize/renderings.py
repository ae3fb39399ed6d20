"""Pictures of one line as Tesseract likes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.recognize.strips import Pixels

_BORDER = 10
"""White pixels around every picture; Tesseract drops letters that touch the edge."""

_MAX_WIDTH = 3000
"""A longer picture is squeezed: no line of print is that long, and Tesseract refuses pictures beyond 32767 pixels."""


class Rendering(NamedTuple):
    """A picture for Tesseract, and the way back from its columns to shares of the strip's length.

    Attributes:
        pixels: uint8, height x width, grey.
        share_of_column: The share (0..1) of the strip's length that a column of the picture shows.
    """

    pixels: Pixels
    share_of_column: Callable[[float], float]


_SHARP_FROM = 0.5
"""How steep the edges of sharp strokes are: the share of the way from ink to ground that one pixel makes."""


def sharpened(strip: Pixels) -> Pixels:
    """A strip with its strokes set off from their surroundings (unsharp masking), where they are blurred.

    On small, blurred photographs Tesseract alone reaches F1 0.756 with it and 0.728 without; sharp strips read better
    as they are.
    """
    dark, light = np.percentile(strip, (2, 95))
    rise = np.abs(np.diff(strip.astype(np.int16), axis=1))
    if rise.size and np.percentile(rise, 99) >= _SHARP_FROM * max(20.0, float(light - dark)):
        return strip
    blurred = cv2.GaussianBlur(strip, (0, 0), max(0.5, strip.shape[0] / 20))
    return np.asarray(cv2.addWeighted(strip, 1.7, blurred, -0.7, 0), np.uint8)


def level_rendering(strip: Pixels, *, height: int) -> Rendering:
    """A horizontal strip at the given height in pixels, with a white border."""
    scale = height / strip.shape[0]
    width = min(_MAX_WIDTH, max(1, round(strip.shape[1] * scale)))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    resized = np.asarray(cv2.resize(strip, (width, height), interpolation=way), np.uint8)
    return Rendering(_framed(resized), lambda column: min(1.0, max(0.0, (column - _BORDER) / width)))


def turned_rendering(strip: Pixels, *, height: int) -> Rendering:
    """A vertical strip turned 90 degrees to the left, as the vertical models want it."""
    return level_rendering(np.asarray(cv2.rotate(strip, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8), height=height)


def retyped_rendering(strip: Pixels, *, cell: int) -> Rendering | None:
    """A vertical strip set anew as a horizontal line, one square cell a glyph, as the horizontal models want it.

    A long thin upright bar is a ー or a hyphen of vertical print; it is laid down.

    Args:
        strip: uint8, height x width, grey, the column upright.
        cell: Side of a cell in pixels.

    Returns:
        None when the column has no ink.
    """
    ink = strip < _ink_level(strip)
    cells = cut_into_cells(ink)
    if not cells:
        return None
    columns = np.flatnonzero(ink.any(axis=0))
    left, right = max(0, int(columns[0]) - 2), min(strip.shape[1], int(columns[-1]) + 3)
    em = right - left
    typed = [np.full((cell, _BORDER), 255, np.uint8)]
    centres: list[float] = []
    for top, bottom in cells:
        glyph = _laid_down(strip[top:bottom, left:right], ink[top:bottom, left:right], em)
        typed += [_in_cell(glyph, cell), np.full((cell, 4), 255, np.uint8)]
        centres.append((top + bottom) / 2 / strip.shape[0])
    pitch = cell + 4

    def share_of_column(column: float) -> float:
        position = (column - 2 * _BORDER - cell / 2) / pitch
        return float(np.interp(position, range(len(centres)), centres))

    return Rendering(_framed(np.hstack(typed)), share_of_column)


def cut_into_cells(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Cut a column of vertical text into its glyphs by dynamic programming.

    Every cut costs the ink it passes through, every cell how far its height is from the width of the column, since
    Japanese glyphs stand in squares. Blank rows between cells cost next to nothing.

    Args:
        ink: bool, height x width, True where there is ink.

    Returns:
        Top (inclusive) and bottom (exclusive) row of each glyph, from the top.
    """
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return []
    first, last = int(rows[0]), int(rows[-1]) + 1
    width = int(columns[-1] - columns[0]) + 1
    em = width * 1.04
    density = np.append(ink[:last].sum(axis=1) / width, 0.0)
    shortest, longest = max(1, int(em * 0.72)), int(em * 1.25) + 1
    cost = np.full(last + 1, np.inf)
    came_from = np.full(last + 1, -1)
    cost[first] = 0.0
    # What a cell costs by its height, the highest first, as cells that end in one row begin from above.
    forms = 3 * (np.arange(longest - 1, shortest - 1, -1) / em - 1) ** 2 + 0.05
    rest = np.append(forms, np.full(shortest - 1, forms[-1]))
    for row in range(first + 1, last + 1):
        # The last cell may be cut short.
        heights = forms if row < last else rest
        highest, end = max(first, row - longest + 1), row - longest + 1 + len(heights)
        if highest < end:
            arrivals = cost[highest:end] + heights[highest - end :]
            cost[row] = arrivals.min() + 3 * density[row]
            came_from[row] = highest + int(arrivals.argmin())
        if density[row - 1] == 0 and cost[row - 1] + 0.002 < cost[row]:
            cost[row], came_from[row] = cost[row - 1] + 0.002, row - 1
    cells = []
    row = last
    while row > first:
        before = int(came_from[row])
        if ink[before:row].any():
            cells.append((before, row))
        row = before
    return cells[::-1]


def _framed(picture: Pixels) -> Pixels:
    framed = cv2.copyMakeBorder(picture, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, np.uint8)


def _ink_level(strip: Pixels) -> float:
    return min(150.0, float(np.percentile(strip, 90)) * 0.6)


def _laid_down(glyph: Pixels, ink: NDArray[np.bool_], em: int) -> Pixels:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    is_bar = rows.size and rows[-1] - rows[0] + 1 > 0.5 * em and columns[-1] - columns[0] + 1 < 0.28 * em
    return np.asarray(cv2.rotate(glyph, cv2.ROTATE_90_CLOCKWISE), np.uint8) if is_bar else glyph


def _in_cell(glyph: Pixels, cell: int) -> Pixels:
    """A glyph centred on a white square, brought to the cell's size."""
    height, width = glyph.shape
    side = max(height, width)
    square = np.full((side, side), 255, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = glyph
    way = cv2.INTER_AREA if side > cell else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(square, (cell, cell), interpolation=way), np.uint8)
