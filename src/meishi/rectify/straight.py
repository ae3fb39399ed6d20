"""Quads made of straight edges: any two pairs of opposite edges that cross as a card's sides do.

Finds cards whose ground is no area of its own: on a printed page, of two colours, against a neighbour, half in shadow.
There an edge is broken, but its pieces still lie on one line.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, are_convex, area, card_forms, distances_inside, order_corners, side_lengths
from meishi.rectify.text_mass import TextMass

# Shorter pieces of edges, in pixels of the reduced picture, are letters and texture.
_MIN_PIECE_PX = 10.0
_MAX_PIECES = 300
# Pieces lie on one line when they run the same way, within this angle ...
_SAME_WAY_DEGREES = 4.0
# ... and their ends are this near to it.
_ON_LINE_PX = 2.0
_MIN_COVERED_PX = 14.0
# Edges with a smaller step in lightness a pixel, in half grey levels, are noise.
_LIGHTNESS_STEP = 1.0
# Of lines that run about the same way (in so many directions) only the best are tried: ruled paper has too many.
_DIRECTIONS = 18
_MAX_LINES_EACH_WAY = 40
_MAX_PAIRS_EACH_WAY, _MAX_PAIRS = 120, 500
# Sides meet in a corner when both are edges for some pixels within this distance from it; two corners must show.
_CORNER_PX, _MIN_NEAR_CORNER_PX = 24, 8
_MIN_CORNERS = 2
# Opposite sides, seen in perspective, differ by up to this angle, neighbouring ones from a right angle by that one.
_MAX_CONVERGENCE_DEGREES = 18.0
_MAX_SLANT_DEGREES = 25.0
_MIN_SIDE_PX = 24.0
_MIN_FORM = 0.6
# A side must be an edge over this share of its length, the four together over that.
_MIN_SIDE_COVER, _MIN_COVER = 0.12, 0.6
_MAX_OUTSIDE_SHARE = 0.02
_MAX_QUADS = 60
_NEXT = np.array([1, 2, 3, 0])


@dataclass(frozen=True, eq=False)
class _Lines:
    """Straight lines and where along them edges are.

    Attributes:
        points: N x 2, the foot on each line of the picture's origin.
        directions: N x 2, unit vectors.
        covered: N x (length + 1), how many pixels of edge there are up to each place; places count from `-start`.
        start: The place along each line of its foot.
    """

    points: FloatArray
    directions: FloatArray
    covered: NDArray[np.int32]
    start: int

    def __len__(self) -> int:
        return len(self.points)


def quads_of_lines(lightness: NDArray[np.uint8], text: TextMass) -> FloatArray:
    """Propose quads whose sides lie on straight edges, at most 60.

    Args:
        lightness: uint8, height x width, the reduced picture, lightly blurred.
        text: Its text; where there is any, a quad holds some of it.

    Returns:
        Convex quads, M x 4 x 2, clockwise from the top left, in pixels.
    """
    height, width = lightness.shape
    lines = _lines(lightness)
    if len(lines) < 4:
        return np.empty((0, 4, 2))
    firsts, seconds = _opposite(lines)
    if len(firsts) < 2:
        return np.empty((0, 4, 2))
    ones, others = _crossing_pairs(lines, firsts, seconds)
    corners = _corners(lines, firsts, seconds, ones, others)
    plausible = _plausible(corners, width, height)
    ones, others, corners = ones[plausible], others[plausible], corners[plausible]
    # Sides in the order of the corners: first of one pair, first of the other, second, second.
    sides = np.stack([firsts[ones], firsts[others], seconds[ones], seconds[others]], axis=1)
    covers = _covers(lines, sides, corners)
    cover = covers.mean(axis=1)
    good = np.flatnonzero((covers.min(axis=1) > _MIN_SIDE_COVER) & (cover > _MIN_COVER))
    best = good[np.argsort(-(cover * card_forms(corners))[good])]
    middles = text.corners.mean(axis=1)
    taken = np.empty((0, 4, 2))
    for quad in order_corners(corners[best]):
        if len(text) and not (distances_inside(quad, middles) > 0).any():
            continue
        if len(taken) and (np.abs(taken - quad).max(axis=(1, 2)) < 0.04 * np.sqrt(area(quad))).any():
            continue
        taken = np.concatenate([taken, quad[None]])
        if len(taken) >= _MAX_QUADS:
            break
    return taken


def _lines(lightness: NDArray[np.uint8]) -> _Lines:
    """Join the pieces of edges that lie on one line, longest first."""
    pieces, lengths = _pieces(lightness)
    line_of_piece = _grouped(pieces, lengths)
    on_lines = line_of_piece >= 0
    pieces, lengths, line_of_piece = pieces[on_lines], lengths[on_lines], line_of_piece[on_lines]
    points, directions = _fitted(pieces, lengths, line_of_piece)
    reach = int(np.hypot(*lightness.shape)) + 2
    along = (pieces * directions[line_of_piece][:, None]).sum(axis=2)
    first, last = np.sort(np.rint(along).astype(int) + reach, axis=1).T
    # One up where a piece begins, one down behind its end: where the sum is above nought, there is an edge.
    changes = np.zeros((len(points), 2 * reach + 2), dtype=np.int32)
    np.add.at(changes, (line_of_piece, np.maximum(first, 0)), 1)
    np.add.at(changes, (line_of_piece, last + 1), -1)
    covered = np.zeros_like(changes)
    np.cumsum(np.cumsum(changes[:, :-1], axis=1) > 0, axis=1, out=covered[:, 1:])
    feet = points - directions * (points * directions).sum(axis=1, keepdims=True)
    kept = _first_each_way(directions)
    return _Lines(feet[kept], directions[kept], covered[kept], reach)


def _grouped(pieces: FloatArray, lengths: FloatArray) -> NDArray[np.intp]:
    """Which line each piece belongs to, -1 for those on none; lines are counted from the one with the longest piece."""
    line_of_piece = np.full(len(pieces), -1)
    aligned = _aligned(pieces, lengths)
    lone = aligned.sum(axis=1) == 1
    count = 0
    for seed in range(len(pieces)):
        if line_of_piece[seed] >= 0:
            continue
        members = np.array([seed])
        if not lone[seed]:
            free = line_of_piece < 0
            near = np.flatnonzero(free & aligned[seed])
            (point,), (direction,) = _fitted(pieces[near], lengths[near], np.zeros(len(near), dtype=np.intp))
            fitting = free & _on_line(pieces, lengths, point, direction)
            members = np.flatnonzero(fitting) if fitting[seed] else members
        if lengths[members].sum() >= _MIN_COVERED_PX:
            line_of_piece[members] = count
            count += 1
    return line_of_piece


def _first_each_way(directions: FloatArray) -> NDArray[np.bool_]:
    """Tell which lines are among the first that run their way."""
    same_way = _ways(directions)[:, None] == np.arange(_DIRECTIONS)
    first: NDArray[np.bool_] = (same_way & (np.cumsum(same_way, axis=0) <= _MAX_LINES_EACH_WAY)).any(axis=1)
    return first


def _pieces(lightness: NDArray[np.uint8]) -> tuple[FloatArray, FloatArray]:
    """The longest straight pieces of edges, N x 2 ends x 2, and their lengths."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, quant=_LIGHTNESS_STEP)
    found = detector.detect(lightness)[0]
    pieces = np.zeros((0, 2, 2)) if found is None else np.asarray(found, dtype=np.float64).reshape(-1, 2, 2)
    lengths = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1)
    order = np.argsort(-lengths)[:_MAX_PIECES]
    order = order[lengths[order] >= _MIN_PIECE_PX]
    return pieces[order], lengths[order]


def _aligned(pieces: FloatArray, lengths: FloatArray) -> NDArray[np.bool_]:
    """Tell for each piece (row) which pieces lie on its line."""
    along = (pieces[:, 1] - pieces[:, 0]) / lengths[:, None]
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1)
    own = (pieces[:, 0] * normals).sum(axis=1)
    offsets = np.abs(np.einsum("id,jed->ije", normals, pieces) - own[:, None, None]).max(axis=2)
    turns = np.abs(normals @ along.T)
    # A short piece points only roughly along its line: its ends are good to half a pixel.
    middles = pieces.mean(axis=1)
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    reach = _ON_LINE_PX + np.minimum(0.5 * apart / lengths[:, None], _ON_LINE_PX)
    result: NDArray[np.bool_] = (offsets < reach) & (turns < np.sin(np.radians(_SAME_WAY_DEGREES)))
    return result


def _on_line(pieces: FloatArray, lengths: FloatArray, point: FloatArray, direction: FloatArray) -> NDArray[np.bool_]:
    normal = np.array([-direction[1], direction[0]])
    offsets = np.abs((pieces - point) @ normal)
    turns = np.abs((pieces[:, 1] - pieces[:, 0]) @ normal) / lengths
    result: NDArray[np.bool_] = (offsets.max(axis=1) < _ON_LINE_PX) & (turns < np.sin(np.radians(_SAME_WAY_DEGREES)))
    return result


def _fitted(pieces: FloatArray, lengths: FloatArray, line_of_piece: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """The lines through groups of pieces: a point on each and its direction, both L x 2."""
    groups = np.repeat(line_of_piece, 2)
    weights = np.repeat(lengths**2, 2)
    ends = pieces.reshape(-1, 2)
    x, y = (np.bincount(groups, weights * ends[:, axis]) / np.bincount(groups, weights) for axis in (0, 1))
    points = np.stack([x, y], axis=1)
    across, down = (ends - points[groups]).T
    # The main axis of the spread of the ends.
    turn = np.bincount(groups, 2 * weights * across * down)
    angles = np.arctan2(turn, np.bincount(groups, weights * (across**2 - down**2))) / 2
    return points, np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _opposite(lines: _Lines) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of lines that may be opposite sides, those with most edge first."""
    firsts, seconds = np.triu_indices(len(lines), k=1)
    alike = np.abs((lines.directions[firsts] * lines.directions[seconds]).sum(axis=1))
    near = alike > np.cos(np.radians(_MAX_CONVERGENCE_DEGREES))
    firsts, seconds = firsts[near], seconds[near]
    amounts = lines.covered[:, -1]
    order = np.argsort(-np.minimum(amounts[firsts], amounts[seconds]), kind="stable")
    ways = _ways(lines.directions[firsts[order]])
    kept = np.concatenate([order[ways == way][:_MAX_PAIRS_EACH_WAY] for way in range(_DIRECTIONS)])
    kept = kept[np.argsort(-np.minimum(amounts[firsts[kept]], amounts[seconds[kept]]), kind="stable")][:_MAX_PAIRS]
    return firsts[kept], seconds[kept]


def _ways(directions: FloatArray) -> NDArray[np.intp]:
    """Which of the counted ways each direction belongs to."""
    degrees = np.degrees(np.arctan2(directions[..., 1], directions[..., 0])) % 180.0
    ways: NDArray[np.intp] = (degrees / 180.0 * _DIRECTIONS).astype(np.intp) % _DIRECTIONS
    return ways


def _crossing_pairs(
    lines: _Lines, firsts: NDArray[np.intp], seconds: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of pairs that cross about squarely and meet as edges in two corners at least."""
    directions = lines.directions[firsts]
    along = np.abs(directions @ directions.T)
    ones, others = np.nonzero(np.triu(along < np.sin(np.radians(_MAX_SLANT_DEGREES)), k=1))
    meeting = _meeting(lines).astype(np.int8)
    a, b, c, d = firsts[ones], firsts[others], seconds[ones], seconds[others]
    met = meeting[a, b] + meeting[b, c] + meeting[c, d] + meeting[d, a] >= _MIN_CORNERS
    return ones[met], others[met]


def _meeting(lines: _Lines) -> NDArray[np.bool_]:
    """Tell of every two lines whether both are edges near the place where they cross, N x N."""
    count = len(lines)
    one, other = (index.ravel() for index in np.indices((count, count)))
    places = _meet(lines, one, other)
    along = (places * lines.directions[one]).sum(axis=1)
    last = lines.covered.shape[1] - 1
    low = np.clip(along - _CORNER_PX + lines.start, 0, last).astype(np.intp)
    high = np.clip(along + _CORNER_PX + lines.start, 0, last).astype(np.intp)
    near = (lines.covered[one, high] - lines.covered[one, low] >= _MIN_NEAR_CORNER_PX).reshape(count, count)
    meeting: NDArray[np.bool_] = near & near.T
    return meeting


def _corners(
    lines: _Lines,
    firsts: NDArray[np.intp],
    seconds: NDArray[np.intp],
    ones: NDArray[np.intp],
    others: NDArray[np.intp],
) -> FloatArray:
    a, b, c, d = firsts[ones], firsts[others], seconds[ones], seconds[others]
    # Side a runs from corner 0 to 1, b from 1 to 2, c from 2 to 3, d from 3 to 0.
    return np.stack([_meet(lines, d, a), _meet(lines, a, b), _meet(lines, b, c), _meet(lines, c, d)], axis=1)


def _meet(lines: _Lines, one: NDArray[np.intp], other: NDArray[np.intp]) -> FloatArray:
    u, v = lines.directions[one], lines.directions[other]
    apart = lines.points[other] - lines.points[one]
    cross = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    along = (apart[:, 0] * v[:, 1] - apart[:, 1] * v[:, 0]) / np.where(np.abs(cross) < 1e-6, 1e-6, cross)
    return lines.points[one] + along[:, None] * u


def _plausible(corners: FloatArray, width: int, height: int) -> NDArray[np.bool_]:
    margin = _MAX_OUTSIDE_SHARE * max(width, height)
    inside = ((corners > -margin) & (corners < np.array([width, height]) + margin)).all(axis=(1, 2))
    large = side_lengths(corners).min(axis=1) >= _MIN_SIDE_PX
    plausible: NDArray[np.bool_] = are_convex(corners) & inside & large & (card_forms(corners) >= _MIN_FORM)
    return plausible


def _covers(lines: _Lines, sides: NDArray[np.intp], corners: FloatArray) -> FloatArray:
    """Which share of each side is an edge; M x 4."""
    directions = lines.directions[sides]
    last = lines.covered.shape[1] - 1
    begin = (corners * directions).sum(axis=2)
    end = (corners[:, _NEXT] * directions).sum(axis=2)
    low = np.clip(np.rint(np.minimum(begin, end)).astype(int) + lines.start, 0, last)
    high = np.clip(np.rint(np.maximum(begin, end)).astype(int) + lines.start, 0, last)
    covers: FloatArray = (lines.covered[sides, high] - lines.covered[sides, low]) / np.maximum(high - low, 1)
    return covers
