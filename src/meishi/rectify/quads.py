"""Geometry of quads: four corners, clockwise as seen in the picture, as a float array 4 x 2 of (x, y)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_NEXT = np.array([1, 2, 3, 0])
_OPPOSITE = np.array([2, 3, 0, 1])


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
    """The share of the smaller quad that lies within the other one, 0..1; both convex and clockwise."""
    smaller = min(area(a), area(b))
    if smaller <= 0 or (a.max(axis=0) <= b.min(axis=0)).any() or (b.max(axis=0) <= a.min(axis=0)).any():
        return 0.0
    # Sutherland-Hodgman clipping by plain floats: OpenCV's intersection finds nothing where sides nearly coincide.
    polygon = [(float(x), float(y)) for x, y in a]
    corners = [(float(x), float(y)) for x, y in b]
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        polygon = _clipped(polygon, start, end)
    return min(1.0, _polygon_area(polygon) / smaller)


_Point = tuple[float, float]


def _clipped(polygon: list[_Point], start: _Point, end: _Point) -> list[_Point]:
    """The part of a polygon on the inner side of a line."""
    side_x, side_y = end[0] - start[0], end[1] - start[1]
    depths = [side_x * (y - start[1]) - side_y * (x - start[0]) for x, y in polygon]
    kept: list[_Point] = []
    for index, (point, depth) in enumerate(zip(polygon, depths, strict=True)):
        before, depth_before = polygon[index - 1], depths[index - 1]
        if (depth >= 0) != (depth_before >= 0):
            share = depth_before / (depth_before - depth)
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if depth >= 0:
            kept.append(point)
    return kept


def _polygon_area(polygon: list[_Point]) -> float:
    doubled = sum(x * polygon[i - 1][1] - polygon[i - 1][0] * y for i, (x, y) in enumerate(polygon))
    return abs(doubled) / 2


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
