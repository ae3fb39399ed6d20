"""Pieces become lines: what stands in one row without a column's gap is joined."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from meishi.detect.options import DetectOptions
from meishi.detect.pieces import Piece, enclose

# Two pieces of one line are of about the same height ...
_MAX_THICKNESS_RATIO = 1.5
# ... stand on one axis, within this share of their height ...
_MAX_OFFSET = 0.35
# ... and run the same way.
_MAX_TURN_DEGREES = 10.0
# A name of a few letter-spaced glyphs is at most this many heights long before the next glyph is joined to it ...
_MAX_NAME_LENGTH = 5.0
# ... and its glyphs are alike in size.
_MAX_GLYPH_RATIO = 1.25


def join_pieces(pieces: list[Piece], options: DetectOptions) -> list[Piece]:
    """Join the pieces of each line, nearest neighbours first.

    Pieces are joined only when the whole that they have grown into still makes one straight line, so that a lone
    glyph between two columns does not pull them together.

    Returns:
        One piece a line.
    """
    groups: list[Piece | None] = list(pieces)
    owner = list(range(len(pieces)))
    for _, first, second in _neighbours(pieces, options):
        a, b = _root(owner, first), _root(owner, second)
        piece_a, piece_b = groups[a], groups[b]
        if a == b or piece_a is None or piece_b is None:
            continue
        if gap_between(piece_a, piece_b, options) is None:
            continue
        groups[a], groups[b] = _union(piece_a, piece_b), None
        owner[b] = a
    return [piece for piece in groups if piece is not None]


def gap_between(a: Piece, b: Piece, options: DetectOptions) -> float | None:
    """Measure the gap between two pieces of one line, in line heights.

    Returns:
        The gap; None when the pieces do not make one line. Negative when they overlap.
    """
    longer, shorter = (a, b) if a.length >= b.length else (b, a)
    glyphs = longer.is_glyph and shorter.is_glyph
    dx, dy = shorter.centre[0] - longer.centre[0], shorter.centre[1] - longer.centre[1]
    axis_degrees = longer.angle_degrees
    if glyphs:
        # Two glyphs have no axis of their own: try the one of their four sides that points to the other glyph.
        towards = math.degrees(math.atan2(dy, dx))
        axis_degrees += 90.0 * round((towards - axis_degrees) / 90.0)
    along, across = _in_frame(dx, dy, axis_degrees)
    shorter_length, shorter_thickness = _extent_in_frame(shorter, axis_degrees)
    if not glyphs and not shorter.is_glyph and _turn_between(a, b) > _MAX_TURN_DEGREES:
        return None
    low, high = sorted((longer.thickness, shorter_thickness))
    if high > _MAX_THICKNESS_RATIO * low or abs(across) > _MAX_OFFSET * low:
        return None
    gap = (abs(along) - (longer.length + shorter_length) / 2) / low
    limit = options.max_glyph_gap if _may_be_spaced_name(longer, shorter, high / low) else options.max_gap
    # Boxes deep inside one another are two finds of the same ink or a line within a frame, not neighbours.
    return gap if -1.0 < gap <= limit else None


def _may_be_spaced_name(longer: Piece, shorter: Piece, thickness_ratio: float) -> bool:
    if thickness_ratio > _MAX_GLYPH_RATIO:
        return False
    both_of_glyphs = (longer.is_glyph or longer.spaced) and (shorter.is_glyph or shorter.spaced)
    return both_of_glyphs or (shorter.is_glyph and longer.length < _MAX_NAME_LENGTH * longer.thickness)


def _neighbours(pieces: list[Piece], options: DetectOptions) -> list[tuple[float, int, int]]:
    """List the pairs that may belong together, by their gap."""
    if len(pieces) < 2:
        return []
    centres = np.array([piece.centre for piece in pieces])
    lengths = np.array([piece.length for piece in pieces])
    reach = (lengths[:, None] + lengths[None, :]) / 2
    widest_gap = max(options.max_gap, options.max_glyph_gap)
    heights = np.array([piece.thickness for piece in pieces])
    reach += widest_gap * np.minimum(heights[:, None], heights[None, :])
    distances = np.hypot(*(centres[:, None] - centres[None, :]).transpose(2, 0, 1))
    pairs = []
    for first, second in zip(*np.nonzero(np.triu(distances <= reach * 1.1, k=1)), strict=True):
        gap = gap_between(pieces[first], pieces[second], options)
        if gap is not None:
            pairs.append((gap, int(first), int(second)))
    return sorted(pairs)


def _root(owner: list[int], index: int) -> int:
    while owner[index] != index:
        index = owner[index]
    return index


def _in_frame(dx: float, dy: float, axis_degrees: float) -> tuple[float, float]:
    cosine, sine = math.cos(math.radians(axis_degrees)), math.sin(math.radians(axis_degrees))
    return dx * cosine + dy * sine, -dx * sine + dy * cosine


def _extent_in_frame(piece: Piece, axis_degrees: float) -> tuple[float, float]:
    """Length and thickness of a piece as seen along another axis; a glyph fits either way round."""
    turn = abs(_fold(piece.angle_degrees - axis_degrees))
    return (piece.thickness, piece.length) if turn > 45 else (piece.length, piece.thickness)


def _turn_between(a: Piece, b: Piece) -> float:
    return abs(_fold(a.angle_degrees - b.angle_degrees))


def _fold(angle_degrees: float) -> float:
    """The angle between two axes, within (-90, 90]."""
    return 90.0 - (90.0 - angle_degrees) % 180.0


def _union(a: Piece, b: Piece) -> Piece:
    corners = np.concatenate([a.corners(), b.corners()]).astype(np.float32)
    score = (a.score * a.length + b.score * b.length) / (a.length + b.length)
    spaced = (a.is_glyph or a.spaced) and (b.is_glyph or b.spaced)
    return replace(enclose(corners, score), spaced=spaced)
