"""Paints what the network shall answer about a scene."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from training.text_finder.network import KERNEL_STRIDE, STRIDE
from training.text_finder.scenes import Points, Scene, SceneLine

KERNEL_SHARE = 0.5
"""A kernel is this share of its line's thickness, and shorter by as much at both ends together."""
THICKNESS_UNIT_PX = 16.0
# Thinner lines, in pixels of the picture, cannot be told from texture, so they count neither way.
_THINNEST_PX = 5.0
# Half the width of a border's band, in cells.
_BORDER_CELLS = 1.5
_CORNER_SPREAD_CELLS = 1.6


class Targets(NamedTuple):
    """float32 maps, rows x columns; names and scales as in `network.Answer`.

    Attributes:
        kernels: 1 inside a kernel.
        kernel_weights: 0 where nothing is asked; more on thin lines, which have few pixels.
        text: 1 on a visible line: where the next five are asked.
        furigana: 1 on furigana.
        reading_x: Reading direction.
        reading_y: Reading direction.
        column: 1 on a column.
        thickness: log2 of thickness / 16 px.
        card: 1 on a card.
        border: 1 on a card's border.
        corner: 0..1, near a corner.
    """

    kernels: NDArray[np.float32]
    kernel_weights: NDArray[np.float32]
    text: NDArray[np.float32]
    furigana: NDArray[np.float32]
    reading_x: NDArray[np.float32]
    reading_y: NDArray[np.float32]
    column: NDArray[np.float32]
    thickness: NDArray[np.float32]
    card: NDArray[np.float32]
    border: NDArray[np.float32]
    corner: NDArray[np.float32]


def paint_targets(scene: Scene) -> Targets:
    """Paint the maps of a scene."""
    height, width = scene.pixels.shape[:2]
    fine, coarse = (height // KERNEL_STRIDE, width // KERNEL_STRIDE), (height // STRIDE, width // STRIDE)
    kernels, weights = np.zeros(fine, np.float32), np.ones(fine, np.float32)
    text, furigana, reading_x, reading_y, column, thickness, card, border, corner = (
        np.zeros(coarse, np.float32) for _ in range(9)
    )
    for line in scene.lines:
        length, thick = _measures(line)
        legible = line.visible and thick >= _THINNEST_PX and length >= 0.5 * thick
        _fill(weights, line.corners, min(3.0, max(1.0, 20.0 / thick)) if legible else 0.0, KERNEL_STRIDE)
        if not legible:
            continue
        along = (line.corners[1] + line.corners[2] - line.corners[0] - line.corners[3]) / 2
        along /= np.linalg.norm(along)
        _fill(kernels, _kernel(line), 1.0, KERNEL_STRIDE)
        _fill(text, line.corners, 1.0, STRIDE)
        _fill(furigana, line.corners, float(line.furigana), STRIDE)
        _fill(reading_x, line.corners, float(along[0]), STRIDE)
        _fill(reading_y, line.corners, float(along[1]), STRIDE)
        _fill(column, line.corners, float(line.column), STRIDE)
        _fill(thickness, line.corners, math.log2(thick / THICKNESS_UNIT_PX), STRIDE)
    for outline in scene.cards:
        _fill(card, outline, 1.0, STRIDE)
        # A card hides the borders and corners of those below it.
        inside = np.zeros(coarse, np.uint8)
        cv2.fillPoly(inside, [_fixed(outline, STRIDE)], 1, cv2.LINE_8, 3)
        border[inside > 0] = 0
        corner[inside > 0] = 0
        thickness_cells = round(2 * _BORDER_CELLS)
        cv2.polylines(
            border,
            [_fixed(outline, STRIDE)],
            isClosed=True,
            color=1.0,
            thickness=thickness_cells,
            lineType=cv2.LINE_8,
            shift=3,
        )
        for place in outline:
            _mark(corner, place / STRIDE)
    return Targets(kernels, weights, text, furigana, reading_x, reading_y, column, thickness, card, border, corner)


def _measures(line: SceneLine) -> tuple[float, float]:
    """Length and thickness in pixels."""
    sides = np.linalg.norm(np.roll(line.corners, -1, axis=0) - line.corners, axis=1)
    return float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2


def _kernel(line: SceneLine) -> Points:
    """The line shrunk to its middle; the ends by as many pixels as the sides, but a short word keeps its half."""
    length, thick = _measures(line)
    across = (1 - KERNEL_SHARE) / 2
    ends = min(across, across * thick / length)
    top_left, top_right, bottom_right, bottom_left = line.corners

    def place(u: float, v: float) -> Points:
        upper = top_left + u * (top_right - top_left)
        lower = bottom_left + u * (bottom_right - bottom_left)
        return np.asarray(upper + v * (lower - upper))

    return np.array(
        [place(ends, across), place(1 - ends, across), place(1 - ends, 1 - across), place(ends, 1 - across)]
    )


def _fill(target: NDArray[np.float32], corners: Points, value: float, stride: int) -> None:
    cv2.fillPoly(target, [_fixed(corners, stride)], value, cv2.LINE_8, 3)


def _fixed(points: Points, stride: int) -> NDArray[np.int32]:
    """Points in eighths of a cell; a cell's centre has whole numbers in OpenCV."""
    return np.round(np.clip(points / stride - 0.5, -4000, 4000) * 8).astype(np.int32)


def _mark(target: NDArray[np.float32], place: Points) -> None:
    height, width = target.shape
    reach = 6
    x, y = int(place[0]), int(place[1])
    left, right, top, bottom = (
        max(0, x - reach),
        min(width, x + reach + 1),
        max(0, y - reach),
        min(height, y + reach + 1),
    )
    if left >= right or top >= bottom:
        return
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32) + 0.5
    distance = (columns - place[0]) ** 2 + (rows - place[1]) ** 2
    blot = np.exp(-distance / (2 * _CORNER_SPREAD_CELLS**2))
    target[top:bottom, left:right] = np.maximum(target[top:bottom, left:right], blot)
