"""Where the lines of a card belong: pieces of one printed line joined, lines put into reading order."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from meishi.domain.text import Box, Direction, TextRegion
from meishi.recognize.strips import upright_corners


class _Span(NamedTuple):
    """A region seen along its own line: where it starts and ends, and where its thickness starts and ends."""

    start: float
    end: float
    near: float
    far: float

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def thickness(self) -> float:
        return self.far - self.near


def join_pieces(regions: Sequence[TextRegion]) -> tuple[TextRegion, ...]:
    """Join the pieces of one printed line that a detector split at wide gaps.

    Pieces join when they stand in one row (or column), are of like thickness, and the gap between them is narrow
    for what they are: single glyphs are set apart by up to three thicknesses (名　刺　太　郎), two short pieces of
    large print by two (山田　　太郎), of the largest print by three, a short label and its value by one and a half,
    anything else by less than one.
    So `TEL 03-…` and `FAX 03-…` stay two lines when they are set clearly apart.

    Args:
        regions: The regions of one upright card, in any order.

    Returns:
        The regions with joined ones replaced by the quad around them.
    """
    joined = list(regions)
    usual = _usual_thickness(joined)
    pair = _closest_pair(joined, usual)
    while pair is not None:
        first, second = pair
        merged = _merge(joined[first], joined[second])
        joined = [region for index, region in enumerate(joined) if index not in pair] + [merged]
        pair = _closest_pair(joined, usual)
    return tuple(joined)


def part_label_columns(regions: Sequence[TextRegion]) -> tuple[TextRegion, ...]:
    """Part columns that are short labels one below the other: T, M, F, E, each with its value at its right.

    Labels that stand close together look like a column of vertical text to a detector. Such a column reaches from the
    first to the last of the rows beside it, and is not much thicker than they are.

    Args:
        regions: The regions of one upright card, in any order.

    Returns:
        The regions with each such column replaced by one horizontal region for each of its rows.
    """
    rows = [region for region in regions if region.direction is Direction.HORIZONTAL]
    parted: list[TextRegion] = []
    for region in regions:
        beside = _rows_beside(region, rows) if region.direction is Direction.VERTICAL else []
        parted += [_piece_in_row(region, row) for row in beside] or [region]
    return tuple(parted)


def _rows_beside(column: TextRegion, rows: Sequence[TextRegion]) -> list[_Span]:
    """The rows that a column of labels announces, from above; none where it is no such column."""
    here = _span(column)
    near: list[_Span] = []
    for row in sorted((_span(row) for row in rows), key=lambda row: row.start):
        middle = (row.near + row.far) / 2
        gap = row.start - here.far
        is_beside = here.start < middle < here.end and -0.3 * row.thickness < gap < _LABEL_REACH * row.thickness
        if is_beside and all(row.near >= other.far or row.far <= other.near or _apart(row, other) for other in near):
            near.append(row)
    near.sort(key=lambda row: row.near)
    if len(near) < 2:
        return []
    thickness = median(row.thickness for row in near)
    ends = (here.start - near[0].near, near[-1].far - here.end)
    is_as_high = all(abs(end) < 0.6 * thickness for end in ends)
    return near if is_as_high and here.thickness < _LABEL_THICKNESS * thickness else []


_LABEL_REACH = 14.0
"""How far from its value a label in a column of its own may stand, in thicknesses of the value's line."""
_LABEL_THICKNESS = 2.4
"""How much wider than a line is high a column of labels may be: Tel. and Fax are wider than T and F."""


def _apart(one: _Span, other: _Span) -> bool:
    """Whether two spans of rows are of different rows though they overlap a little."""
    return abs((one.near + one.far) - (other.near + other.far)) > min(one.thickness, other.thickness)


def _piece_in_row(column: TextRegion, row: _Span) -> TextRegion:
    here = _span(column)
    corners = ((here.near, row.near), (here.far, row.near), (here.far, row.far), (here.near, row.far))
    return TextRegion(corners, Direction.HORIZONTAL, column.score)


def reading_order(boxes: Sequence[Box], directions: Sequence[Direction]) -> tuple[int, ...]:
    """Put lines into reading order.

    The card is cut again and again at its widest white gutter (recursive X-Y cut: Nagy and Seth, 1984), so that a
    column is read to its end before the next one begins. Columns of vertical text go from right to left.

    Args:
        boxes: Where each line stands.
        directions: How each line runs.

    Returns:
        Indices into `boxes`.
    """
    return tuple(_cut_and_order(list(range(len(boxes))), boxes, directions))


def _span(region: TextRegion) -> _Span:
    corners = np.asarray(region.corners)
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    if region.direction is Direction.VERTICAL:
        return _Span(float(top), float(bottom), float(left), float(right))
    # A line that leans has a bounding box thicker than itself: its own sides say how thick it is.
    straight = np.asarray(upright_corners(region))
    thickness = float(np.hypot(*(straight[3] - straight[0])) + np.hypot(*(straight[2] - straight[1]))) / 2
    middle = float(top + bottom) / 2
    return _Span(float(left), float(right), middle - thickness / 2, middle + thickness / 2)


def _usual_thickness(regions: Sequence[TextRegion]) -> float:
    return median(_span(region).thickness for region in regions) if regions else 0.0


def _closest_pair(regions: Sequence[TextRegion], usual_thickness: float) -> tuple[int, int] | None:
    """The two regions of one line with the narrowest gap between them, if any two belong to one line."""
    spans = [_span(region) for region in regions]
    candidates = [
        (spans[second].start - spans[first].end, first, second)
        for first in range(len(regions))
        for second in range(len(regions))
        if first != second
        and regions[first].direction is regions[second].direction
        and spans[first].start < spans[second].start
        and _belong_together(spans[first], spans[second], usual_thickness)
        and not _something_between(spans, first, second)
    ]
    if not candidates:
        return None
    _, first, second = min(candidates)
    return first, second


def _belong_together(first: _Span, second: _Span, usual_thickness: float) -> bool:
    thin, thick = sorted((first.thickness, second.thickness))
    overlap = min(first.far, second.far) - max(first.near, second.near)
    if thick > 1.5 * thin or overlap < 0.6 * thin:
        return False
    gap = second.start - first.end
    return -0.5 * thin < gap < _widest_gap(first, second, usual_thickness) * thin


def _widest_gap(first: _Span, second: _Span, usual_thickness: float) -> float:
    """How wide a gap within one line may be, in thicknesses of the line."""
    longest = max(first.length / first.thickness, second.length / second.thickness)
    if longest <= 1.4:
        return 3.0
    size = min(first.thickness, second.thickness) / usual_thickness
    if size > 1.6 and longest <= 3:
        return 3.2
    if size > 1.2 and longest <= 5:
        return 2.2
    if first.length <= 4.5 * first.thickness:
        return 1.5
    return 0.9


def _something_between(spans: Sequence[_Span], first: int, second: int) -> bool:
    """Whether a third region stands in the gap between two."""
    near, far = max(spans[first].near, spans[second].near), min(spans[first].far, spans[second].far)
    return any(
        other.near < far and other.far > near and other.start >= spans[first].end and other.end <= spans[second].start
        for index, other in enumerate(spans)
        if index not in (first, second)
    )


def _merge(first: TextRegion, second: TextRegion) -> TextRegion:
    """The quad around two pieces of one line, from the first one's start to the second one's end."""
    start, end = upright_corners(first), upright_corners(second)
    if first.direction is Direction.VERTICAL:
        corners = (start[0], start[1], end[2], end[3])
    else:
        corners = (start[0], end[1], end[2], start[3])
    return TextRegion(corners, first.direction, min(first.score, second.score))


def _cut_and_order(lines: list[int], boxes: Sequence[Box], directions: Sequence[Direction]) -> list[int]:
    if len(lines) < 2:
        return lines
    is_vertical = _is_mainly_vertical(lines, boxes, directions)
    thickness = _median_thickness(lines, boxes, directions)
    gutter, left, right = _widest_cut(lines, boxes, axis=0)
    furrow, upper, lower = _widest_cut(lines, boxes, axis=1)
    cut_columns = gutter > 0 if is_vertical else gutter > 1.2 * thickness and not _are_labels(left, right, boxes)
    if cut_columns:
        parts = (right, left) if is_vertical else (left, right)
    elif furrow > -0.5 * thickness and upper and lower:
        parts = (upper, lower)
    else:
        return _by_rows(lines, boxes, thickness, is_vertical=is_vertical)
    return [line for part in parts for line in _cut_and_order(part, boxes, directions)]


def _is_mainly_vertical(lines: Sequence[int], boxes: Sequence[Box], directions: Sequence[Direction]) -> bool:
    lengths = {Direction.VERTICAL: 0, Direction.HORIZONTAL: 0}
    for line in lines:
        lengths[directions[line]] += max(boxes[line][2:])
    return lengths[Direction.VERTICAL] > lengths[Direction.HORIZONTAL]


def _median_thickness(lines: Sequence[int], boxes: Sequence[Box], directions: Sequence[Direction]) -> float:
    return float(median(boxes[line][2 if directions[line] is Direction.VERTICAL else 3] for line in lines))


def _widest_cut(lines: Sequence[int], boxes: Sequence[Box], *, axis: int) -> tuple[float, list[int], list[int]]:
    """Cut lines in two at the widest white gap along an axis.

    Returns:
        The gap's width in pixels (negative where the parts overlap a little), the lines before, the lines after it.
    """
    ordered = sorted(lines, key=lambda line: _middle(boxes[line], axis))
    best: tuple[float, int] = (float("-inf"), 0)
    reach = float("-inf")
    for position, line in enumerate(ordered[:-1], start=1):
        reach = max(reach, boxes[line][axis] + boxes[line][axis + 2])
        gap = min(boxes[after][axis] for after in ordered[position:]) - reach
        best = max(best, (gap, position))
    return best[0], ordered[: best[1]], ordered[best[1] :]


def _are_labels(left: Sequence[int], right: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Whether the left column holds the labels of the right one: short pieces, each with a line at its right."""

    def has_value(label: int) -> bool:
        row = _middle(boxes[label], 1)
        return any(boxes[value][1] <= row <= boxes[value][1] + boxes[value][3] for value in right)

    return all(boxes[label][2] <= 5 * boxes[label][3] and has_value(label) for label in left)


def _by_rows(lines: Sequence[int], boxes: Sequence[Box], thickness: float, *, is_vertical: bool) -> list[int]:
    """Order lines that no straight cut separates: by rows, or by columns from the right for vertical text."""
    if is_vertical:
        return sorted(lines, key=lambda line: (-round(_middle(boxes[line], 0) / thickness), boxes[line][1]))
    rows: list[list[int]] = []
    for line in sorted(lines, key=lambda line: _middle(boxes[line], 1)):
        if rows and _middle(boxes[line], 1) - _middle(boxes[rows[-1][0]], 1) < 0.5 * thickness:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: boxes[line][0])]


def _middle(box: Box, axis: int) -> float:
    """The middle of a box along x (axis 0) or y (axis 1)."""
    return box[axis] + box[axis + 2] / 2
