"""Spaces in a line: kept where the print has a wide gap, dropped where only the engine saw one.

Engines set spaces between Japanese words that no card prints (東京 都 千代田 区) and miss the one between a family
and a given name. The strip itself tells: a printed space is a blank much wider than the blanks between the glyphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.glyphs import glyph_count, is_wide
from meishi.recognize.strips import Pixels, ink_threshold

_SPACE_WIDTH = 0.42
"""A gap beside a full-width glyph is a space from this width on, in thicknesses of the line's ink."""

_LETTER_SPACING = 1.6
"""In a letter-spaced line a gap is a space when it is this much wider than the usual gap of the line."""


class _Gap(NamedTuple):
    """A blank across the line, in shares of the strip's length; `width` in thicknesses of the ink."""

    start: float
    end: float
    width: float


def respace(reading: LineReading, strip: LineStrip) -> LineReading:
    """Set the spaces of a reading by the gaps of its strip.

    Between two Latin words or numbers the engine's space stands. Beside a kana or kanji a space stands only where
    the strip shows a gap as wide as one; the equal gaps of a letter-spaced name are none.

    Args:
        reading: What an engine read.
        strip: What it read that from.

    Returns:
        The same reading with `text` and `words` regrouped.
    """
    if not reading.words:
        return reading
    gaps = _gaps(strip)
    widest_spacing = max(_SPACE_WIDTH, _LETTER_SPACING * _letter_spacing(gaps, glyph_count(reading.text)))
    spaces = [gap for gap in gaps if gap.width >= widest_spacing]
    engine_spaces = _spaces_of(reading)
    groups: list[list[Word]] = [[reading.words[0]]]
    for before, after, is_spaced in zip(reading.words, reading.words[1:], engine_spaces, strict=False):
        if _is_space(before, after, spaces, is_spaced=is_spaced):
            groups.append([after])
        else:
            groups[-1].append(after)
    words = tuple(_join(group) for group in groups)
    return LineReading(
        text=" ".join(word.text for word in words),
        confidence=reading.confidence,
        words=words,
        model=reading.model,
        alternatives=reading.alternatives,
    )


def _gaps(strip: LineStrip) -> list[_Gap]:
    """The blanks between the first and the last ink of a strip, along its line."""
    pixels = strip.pixels if strip.direction is Direction.HORIZONTAL else strip.pixels.T
    ink = pixels < ink_threshold(pixels)
    across = np.flatnonzero(ink.sum(axis=1) > 0.01 * ink.shape[1])
    thickness = max(1, int(across[-1] - across[0]) + 1) if across.size else ink.shape[0]
    inked = np.flatnonzero(ink.any(axis=0))
    return [
        _Gap((before + 1) / ink.shape[1], after / ink.shape[1], (after - before - 1) / thickness)
        for before, after in pairwise(inked)
        if after - before > 1
    ]


def _letter_spacing(gaps: Sequence[_Gap], glyphs: int) -> float:
    """The usual gap between two glyphs of a line; 0 when there are too few of them to tell.

    The widest gaps are those between glyphs; the blanks within glyphs (川, 八) are narrower.
    """
    between = sorted((gap.width for gap in gaps), reverse=True)[: glyphs - 1]
    between += [0.0] * (glyphs - 1 - len(between))
    return between[len(between) // 2] if len(between) >= 2 else 0.0


def _spaces_of(reading: LineReading) -> list[bool]:
    """Whether the engine's text has a space before each word but the first."""
    spaced, position = [], 0
    for word in reading.words:
        start = reading.text.find(word.text, position)
        if start < 0:
            return [True] * (len(reading.words) - 1)
        spaced.append(reading.text[position:start].isspace())
        position = start + len(word.text)
    return spaced[1:]


def _is_space(before: Word, after: Word, spaces: Sequence[_Gap], *, is_spaced: bool) -> bool:
    if not (is_wide(before.text[-1]) or is_wide(after.text[0])):
        return is_spaced
    # An engine knows where a word starts better than where it ends, so the gap is sought before that place.
    reach_before, reach_after = _middle(before), _middle(after)
    return any(reach_before < (gap.start + gap.end) / 2 < reach_after for gap in spaces)


def _middle(word: Word) -> float:
    return (word.span[0] + word.span[1]) / 2


def _join(group: Sequence[Word]) -> Word:
    lengths = [len(word.text) for word in group]
    confidence = sum(word.confidence * length for word, length in zip(group, lengths, strict=True)) / sum(lengths)
    return Word(
        text="".join(word.text for word in group),
        confidence=confidence,
        span=(group[0].span[0], max(word.span[1] for word in group)),
    )


def ink_height(pixels: Pixels) -> int:
    """How many rows of a strip the ink of its line spans, specks left aside."""
    ink = pixels < ink_threshold(pixels)
    rows = np.flatnonzero(ink.sum(axis=1) > 0.01 * ink.shape[1])
    return int(rows[-1] - rows[0]) + 1 if rows.size else 0
