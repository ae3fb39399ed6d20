"""Geometry of quads: four corners, clockwise as seen in the picture, as a float array 4 x 2 of (x, y)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Areas are summed up along so many lines across all quads together.
_SCAN_LINES = 256
_NEXT = np.array([1, 2, 3, 0])
_OPPOSITE = np.array([2, 3, 0, 1])
_CARD_RATIO = 1.63
# Quads with a shorter side are no cards.
_MIN_SIDE_PX = 8.0


def order_corners(points: NDArray[np.generic]) -> FloatArray:
    """Order four corners clockwise, starting so that the first side runs as nearly as can be to the right.

    Args:
        points: 4 x 2, corners of a convex quad in any order.

    Returns:
        float64, 4 x 2: top left, top right, bottom right, bottom left as the quad lies in the picture.
    """
    corners = np.asarray(points, dtype=np.float64).reshape(4, 2)
    centred = corners - corners.mean(axis=0)
    # In picture coordinates y points down, so growing angles run clockwise.
    corners = corners[np.argsort(np.arctan2(centred[:, 1], centred[:, 0]))]
    sides = corners[_NEXT] - corners
    # The direction across the quad, taken from two opposite sides, is steadier than one side's.
    across = sides - sides[_OPPOSITE]
    rightward = across[:, 0] / (np.linalg.norm(across, axis=1) + 1e-9)
    return corners[(np.arange(4) + int(rightward.argmax())) % 4]


def side_lengths(quad: FloatArray) -> FloatArray:
    """The lengths of the four sides, starting with the top one."""
    lengths: FloatArray = np.linalg.norm(quad[_NEXT] - quad, axis=1)
    return lengths


def area(quad: FloatArray) -> float:
    """The area of a quad in square pixels."""
    one, two = quad[2] - quad[0], quad[3] - quad[1]
    return float(abs(one[0] * two[1] - one[1] * two[0]) / 2)


def is_convex(quad: FloatArray) -> bool:
    """Whether the corners turn the same way all round."""
    sides = quad[_NEXT] - quad
    following = sides[_NEXT]
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    return bool((turns > 0).all() or (turns < 0).all())


def card_forms(corners: FloatArray) -> FloatArray:
    """How well the outlines of quads (M x 4 x 2) fit a card seen in perspective; M, 0..1."""
    sides = corners[:, _NEXT] - corners
    lengths = np.linalg.norm(sides, axis=2)
    ratios = (lengths[:, 0] + lengths[:, 2]) / (lengths[:, 1] + lengths[:, 3] + 1e-9)
    ratios = np.maximum(ratios, 1 / np.maximum(ratios, 1e-9))
    ratio_fits = np.exp(-((np.log(ratios / _CARD_RATIO) / 0.4) ** 2))
    directions = sides / (lengths[..., None] + 1e-9)
    slants = np.abs((directions * directions[:, _NEXT]).sum(axis=2)).max(axis=1)
    angle_fits = np.exp(-((slants / 0.45) ** 2))
    forms: FloatArray = np.where(lengths.min(axis=1) < _MIN_SIDE_PX, 0.0, np.sqrt(ratio_fits * angle_fits))
    return forms


def distances_inside(quad: FloatArray, points: FloatArray) -> FloatArray:
    """How far points lie inside a convex clockwise quad.

    Args:
        quad: 4 x 2.
        points: ... x 2.

    Returns:
        The distance to the nearest side's line in pixels, in the shape of the points; negative outside.
    """
    sides = quad[_NEXT] - quad
    lengths = np.linalg.norm(sides, axis=1) + 1e-9
    offsets = points[..., None, :] - quad
    distances = (sides[:, 0] * offsets[..., 1] - sides[:, 1] * offsets[..., 0]) / lengths
    inside: FloatArray = distances.min(axis=-1)
    return inside


def overlap_share(a: FloatArray, b: FloatArray) -> float:
    """The share of the smaller quad that lies within the other one, 0..1; both convex."""
    return float(overlap_shares([a, b])[0, 1])


def overlap_shares(quads: Sequence[FloatArray]) -> FloatArray:
    """Tell for every two quads which share of the smaller one lies within the other one.

    Areas are summed up along scan lines: a convex quad covers one stretch of each.

    Args:
        quads: N convex quads.

    Returns:
        N x N shares, 0..1, good to about half a percent.
    """
    if not quads:
        return np.zeros((0, 0))
    starts = np.stack(quads)
    ends = starts[:, _NEXT]
    lowest, highest = starts[..., 1].min(), starts[..., 1].max()
    heights = lowest + (np.arange(_SCAN_LINES) + 0.5) / _SCAN_LINES * (highest - lowest)
    # Where each side (N x 4) crosses each scan line.
    rise = ends[..., 1] - starts[..., 1]
    along = (heights - starts[..., 1, None]) / np.where(rise == 0, 1e-9, rise)[..., None]
    crossings = starts[..., 0, None] + along * (ends[..., 0] - starts[..., 0])[..., None]
    crossed = (along >= 0) & (along <= 1)
    left = np.where(crossed, crossings, np.inf).min(axis=1)
    right = np.where(crossed, crossings, -np.inf).max(axis=1)
    common = np.minimum(right[:, None], right[None]) - np.maximum(left[:, None], left[None])
    areas = np.where(np.isfinite(common), np.maximum(common, 0), 0).sum(axis=-1)
    own = np.diagonal(areas)
    shares: FloatArray = np.minimum(1.0, areas / np.maximum(np.minimum(own[:, None], own[None]), 1e-9))
    return shares


def rectangle(centre: FloatArray, along: FloatArray, size: tuple[float, float]) -> FloatArray:
    """A turned rectangle, clockwise from its top left.

    Args:
        centre: x, y.
        along: Unit vector of its top side.
        size: Length of the top side and of the right side.
    """
    across = np.array([-along[1], along[0]])
    half_along, half_across = along * size[0] / 2, across * size[1] / 2
    return np.array(
        [
            centre - half_along - half_across,
            centre + half_along - half_across,
            centre + half_along + half_across,
            centre - half_along + half_across,
        ]
    )


def crossing(one: FloatArray, other: FloatArray) -> FloatArray | None:
    """Where two lines, each given by two points (2 x 2), cross; None when they are nearly parallel."""
    direction, other_direction = one[1] - one[0], other[1] - other[0]
    matrix = np.stack([direction, -other_direction], axis=1)
    scale = float(np.linalg.norm(direction) * np.linalg.norm(other_direction)) + 1e-9
    if abs(float(np.linalg.det(matrix))) < 0.2 * scale:
        return None
    along = np.linalg.solve(matrix, other[0] - one[0])[0]
    point: FloatArray = one[0] + along * direction
    return point
