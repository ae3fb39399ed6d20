"""How boxes on a card lie to one another, for horizontal lines and for columns alike."""

from __future__ import annotations

from meishi.domain.text import Box


def overlap_px(start_a: int, length_a: int, start_b: int, length_b: int) -> int:
    """Give the shared length of two intervals; negative when there is a gap between them."""
    return min(start_a + length_a, start_b + length_b) - max(start_a, start_b)


def in_one_row(a: Box, b: Box) -> bool:
    """Whether two boxes share at least half of the lower one's height."""
    return overlap_px(a[1], a[3], b[1], b[3]) >= 0.5 * min(a[3], b[3])


def in_one_column(a: Box, b: Box) -> bool:
    """Whether two boxes share at least half of the narrower one's width."""
    return overlap_px(a[0], a[2], b[0], b[2]) >= 0.5 * min(a[2], b[2])


def gap_below(upper: Box, lower: Box) -> int:
    """Give the distance from one box down to another, in pixels; negative when they overlap."""
    return lower[1] - (upper[1] + upper[3])


def gap_right(left: Box, right: Box) -> int:
    """Give the distance from one box to the right to another, in pixels; negative when they overlap."""
    return right[0] - (left[0] + left[2])


def is_next_line(before: Box, after: Box, *, glyph_px: float, vertical: bool, reach: float = 1.6) -> bool:
    """Whether one line directly follows another: below it, or to the left of it for columns.

    Args:
        before: The first line.
        after: The line that may follow.
        glyph_px: Size of the glyphs of the first line.
        vertical: Whether both are columns.
        reach: How large the gap may be, in glyph sizes.
    """
    if vertical:
        gap = gap_right(after, before)
        return -0.5 * glyph_px <= gap <= reach * glyph_px and overlap_px(before[1], before[3], after[1], after[3]) > 0
    gap = gap_below(before, after)
    return -0.5 * glyph_px <= gap <= reach * glyph_px and overlap_px(before[0], before[2], after[0], after[2]) > 0
