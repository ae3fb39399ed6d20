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
# Lines that cross at a smaller angle (as its sine) are nearly parallel.
_LEAST_CROSSING = 0.2


def order_corners(points: NDArray[np.generic]) -> FloatArray:
    """Order the corners of quads clockwise, starting so that the first side runs as nearly as can be to the right.

    Args:
        points: ... x 4 x 2, corners of convex quads in any order.

    Returns:
        float64, ... x 4 x 2: top left, top right, bottom right, bottom left as each quad lies in the picture.
    """
    corners = np.asarray(points, dtype=np.float64)
    centred = corners - corners.mean(axis=-2, keepdims=True)
    # In picture coordinates y points down, so growing angles run clockwise.
    order = np.argsort(np.arctan2(centred[..., 1], centred[..., 0]), axis=-1)
    corners = np.take_along_axis(corners, order[..., None], axis=-2)
    sides = corners[..., _NEXT, :] - corners
    # The direction across a quad, taken from two opposite sides, is steadier than one side's.
    across = sides - sides[..., _OPPOSITE, :]
    rightward = across[..., 0] / (np.linalg.norm(across, axis=-1) + 1e-9)
    starts = rightward.argmax(axis=-1)[..., None]
    return np.take_along_axis(corners, ((np.arange(4) + starts) % 4)[..., None], axis=-2)


def side_lengths(quads: FloatArray) -> FloatArray:
    """The lengths of the four sides of quads (... x 4 x 2), starting with the top one; ... x 4."""
    lengths: FloatArray = np.linalg.norm(quads[..., _NEXT, :] - quads, axis=-1)
    return lengths


def area(quad: FloatArray) -> float:
    """The area of a quad in square pixels."""
    return float(areas(quad))


def areas(quads: FloatArray) -> FloatArray:
    """The areas of quads (... x 4 x 2) in square pixels."""
    one, two = quads[..., 2, :] - quads[..., 0, :], quads[..., 3, :] - quads[..., 1, :]
    result: FloatArray = np.abs(one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]) / 2
    return result


def are_convex(quads: FloatArray) -> NDArray[np.bool_]:
    """Whether the corners of each quad (... x 4 x 2) turn the same way all round."""
    sides = quads[..., _NEXT, :] - quads
    following = sides[..., _NEXT, :]
    turns = sides[..., 0] * following[..., 1] - sides[..., 1] * following[..., 0]
    return np.asarray((turns > 0).all(axis=-1) | (turns < 0).all(axis=-1), dtype=np.bool_)


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


def crossings(ones: FloatArray, others: FloatArray) -> FloatArray:
    """Where lines, each given by two points (... x 2 x 2), cross others; ... x 2, NaN where they nearly run alike."""
    u, v = ones[..., 1, :] - ones[..., 0, :], others[..., 1, :] - others[..., 0, :]
    apart = others[..., 0, :] - ones[..., 0, :]
    turn = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    scale = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1) + 1e-9
    turn = np.where(np.abs(turn) < _LEAST_CROSSING * scale, np.nan, turn)
    along = (apart[..., 0] * v[..., 1] - apart[..., 1] * v[..., 0]) / turn
    points: FloatArray = ones[..., 0, :] + along[..., None] * u
    return points


def flattening_transforms(quads: FloatArray, sizes: FloatArray) -> FloatArray:
    """What maps each quad (M x 4 x 2, clockwise from the top left) to a rectangle of its size (M x 2); M x 3 x 3.

    Heckbert, "Fundamentals of texture mapping and image warping", 1989, section 2.2.3.
    """
    origin, right, far, down = (quads[:, corner] for corner in range(4))
    one, two, slant = right - far, down - far, origin - right + far - down
    whole = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    tilt_x = (slant[:, 0] * two[:, 1] - slant[:, 1] * two[:, 0]) / whole
    tilt_y = (one[:, 0] * slant[:, 1] - one[:, 1] * slant[:, 0]) / whole
    from_square = np.ones((len(quads), 3, 3))
    from_square[:, :2, 0] = right - origin + tilt_x[:, None] * right
    from_square[:, :2, 1] = down - origin + tilt_y[:, None] * down
    from_square[:, :2, 2] = origin
    from_square[:, 2, 0], from_square[:, 2, 1] = tilt_x, tilt_y
    to_rectangle: FloatArray = np.asarray(np.linalg.inv(from_square), dtype=np.float64)
    to_rectangle[:, :2] *= sizes[:, :, None]
    return to_rectangle
