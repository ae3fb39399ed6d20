"""Quads around text: the sides of a card looked for outwards from its text, along and across the lines.

Finds what masks and outlines miss: sides that are faint but straight (white on white), broken by fingers or shared
with a neighbouring card.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, are_convex, area, areas, order_corners, rectangle
from meishi.rectify.text_mass import TextMass, skew_degrees, text_rectangle

_PATCH_PX = 320
# Along an edge, the patch is looked at in this many pieces.
_PIECES = 64
# How far around its text a card may reach, in multiples of the text's longer side.
_TEXT_REACH = 1.25
# Sides seen in perspective run at other angles than the text in the middle of the card.
_TILTS = np.linspace(-0.3, 0.3, 19)
# Neighbouring cards and the desk's rim are stronger than a faint side of the card itself, but farther away: some edges
# are taken from within this share of the patch around the text, some from anywhere.
_NEAR = 0.17
_NEAR_EDGES = 2
_FAR_EDGES = 1
# Edges nearer to one another than this share of the patch are the same edge.
_EDGE_SPACING = 0.03


def frame_text(lab: NDArray[np.uint8], text: TextMass) -> FloatArray:
    """Propose quads around text that belongs together.

    Args:
        lab: uint8, height x width x 3, CIE Lab.
        text: The text of one card, or what might be it.

    Returns:
        Convex quads, M x 4 x 2, clockwise, in pixels of `lab`; at most 81.
    """
    centre, along, size = text_rectangle(text, skew_degrees(text))
    if min(size) < 4:
        return np.empty((0, 4, 2))
    base = rectangle(centre, along, size)
    half_size = np.array(size) * _PATCH_PX / (max(size) * (1 + 2 * _TEXT_REACH)) / 2
    middle = _PATCH_PX / 2
    base_in_patch = middle + half_size * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    to_picture = cv2.getPerspectiveTransform(base_in_patch.astype(np.float32), base.astype(np.float32))
    patch = cv2.warpPerspective(
        lab,
        to_picture,
        (_PATCH_PX, _PATCH_PX),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    # The same search serves all sides: left and right are top and bottom of the patch seen on its side.
    rows = _edges(patch, half_size[0], half_size[1])
    columns = _edges(np.ascontiguousarray(patch.transpose(1, 0, 2)), half_size[1], half_size[0])
    in_patch = _all_quads(rows, columns)
    if len(in_patch) == 0:
        return in_patch
    quads = np.asarray(cv2.perspectiveTransform(in_patch, to_picture), dtype=np.float64)
    return order_corners(quads[are_convex(quads) & (areas(quads) > area(base) / 2)])


def _all_quads(rows: tuple[FloatArray, FloatArray], columns: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Cross each upper and lower edge with each left and right one; M x 4 x 2, clockwise."""
    sides = [rows[0], columns[1], rows[1], columns[0]]
    grids = np.meshgrid(*(np.arange(len(side)) for side in sides), indexing="ij")
    top, right, bottom, left = (side[grid.ravel()] for side, grid in zip(sides, grids, strict=True))
    return np.stack([_meet(top, left), _meet(top, right), _meet(bottom, right), _meet(bottom, left)], axis=1)


def _meet(row: FloatArray, column: FloatArray) -> FloatArray:
    """Where lines `y = row + slope x` meet lines `x = column + slope y`; M x 2."""
    x = (column[:, 0] + column[:, 1] * row[:, 0]) / (1 - column[:, 1] * row[:, 1])
    return np.stack([x, row[:, 0] + row[:, 1] * x], axis=1)


def _edges(patch: NDArray[np.float32], half_width: float, half_height: float) -> tuple[FloatArray, FloatArray]:
    """Find the straightest edges above and below the text of a patch.

    Args:
        patch: float32, square, three channels, text in the middle.
        half_width: Half the text's extent along the rows, in patch pixels.
        half_height: Half its extent across them.

    Returns:
        Lines above and lines below, strongest first, each N x 2: row at the left rim, and slope.
    """
    middle = _PATCH_PX / 2
    # Averaged over short pieces along the rows, the patch is small, and texture is calmed already.
    pieces = cv2.resize(patch, (_PIECES, _PATCH_PX), interpolation=cv2.INTER_AREA)
    steps = cv2.GaussianBlur(cv2.Sobel(pieces, cv2.CV_32F, 0, 1, ksize=3), (1, 5), sigmaX=0.1, sigmaY=0.8)
    centres = (np.arange(_PIECES) + 0.5) * _PATCH_PX / _PIECES
    reach = max(half_width * 1.1, 2 * _PATCH_PX / _PIECES)
    beside_text = np.nonzero(np.abs(centres - middle) <= reach)[0]
    tilted_rows = np.rint(
        np.arange(_PATCH_PX)[None, :, None] + _TILTS[:, None, None] * (centres[beside_text] - middle)[None, None, :]
    ).astype(np.intp)
    inside = (tilted_rows >= 0) & (tilted_rows < _PATCH_PX)
    picked = steps[np.clip(tilted_rows, 0, _PATCH_PX - 1), beside_text] * inside[..., None]
    # Colour steps of one kind add up along a line, those of texture cancel out.
    strengths = np.linalg.norm(picked.mean(axis=2), axis=-1)
    above, below = strengths.copy(), strengths.copy()
    upper_end, lower_end = round(middle - half_height), round(middle + half_height)
    above[:, upper_end + 2 :] = 0
    below[:, : lower_end - 1] = 0
    return _strongest_lines(above, upper_end), _strongest_lines(below, lower_end)


def _strongest_lines(strengths: NDArray[np.float32], nearest_row: int) -> FloatArray:
    """Pick the strongest edges near the text and farther away, each once.

    Args:
        strengths: tilts x rows, how strong an edge is along each line; used up.
        nearest_row: Where the text ends.

    Returns:
        N x 2: row at the left rim, and slope.
    """
    spacing = max(1, round(_EDGE_SPACING * _PATCH_PX))
    distances = np.abs(np.arange(strengths.shape[1]) - nearest_row)
    lines: list[tuple[float, float]] = []
    for limit, count in ((_NEAR * _PATCH_PX, _NEAR_EDGES), (_PATCH_PX, _FAR_EDGES)):
        for _ in range(count):
            zone = np.where(distances <= limit, strengths, 0)
            tilt_index, row = np.unravel_index(int(zone.argmax()), zone.shape)
            if zone[tilt_index, row] <= 0:
                break
            slope = float(_TILTS[tilt_index])
            lines.append((float(row) - slope * _PATCH_PX / 2, slope))
            strengths[:, max(0, row - spacing) : row + spacing + 1] = 0
    return np.array(lines, dtype=np.float64).reshape(-1, 2)
