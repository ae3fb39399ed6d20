"""Spaces in a line: kept where the print has a wide gap, dropped where only the engine saw one.

Engines set spaces between Japanese words that no card prints (東京 都 千代田 区) and miss the one between a family
and a given name. The strip itself tells: a printed space is a blank much wider than the blanks between the glyphs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.glyphs import glyph_count, is_kana, is_wide
from meishi.recognize.strips import ink_threshold

_SPACE_BESIDE_KANJI = 0.28
"""A gap between kanji, or between a kanji and a number, may be a space from this width on, in thicknesses."""

_SPACE_BESIDE_KANA = 0.50
"""Kana leave more blank in their squares."""

_SPACE_BETWEEN_KANA = 0.75
"""Two beside one another leave up to 0.65 (スマイル), a space between the kana of two words 0.9 and more."""

_SPACE_BESIDE_SIGN = 0.75
"""Signs such as ・ and ー leave most of their squares blank."""

_SIGNS = frozenset("・、。，．：；「」『』（）()〔〕【】ー―-－~〜～／/|｜<>＜＞!?！？")
_NEVER_FIRST = frozenset("ンっゃゅょッャュョァィゥェォ々")
"""What no word begins with, however wide the gap before it."""

_FLAT_KANJI = frozenset("一二三ニ")
"""In a column these leave as much blank as a sign."""

_SPACE_BETWEEN_FLAT_KANJI = 1.2


class _Gap(NamedTuple):
    """A blank across the line, in shares of the strip's length; `width` in thicknesses of the ink."""

    start: float
    end: float
    width: float


def respace(reading: LineReading, strip: LineStrip) -> LineReading:
    """Set the spaces of a reading by the gaps of its strip.

    Between two Latin words or numbers the engine's space stands. Beside a kana or kanji a space stands only where
    the strip shows a gap clearly wider than the line's usual one; the equal gaps of a letter-spaced name are none.

    Args:
        reading: What an engine read.
        strip: What it read that from.

    Returns:
        The same reading with `text` and `words` regrouped.
    """
    if not reading.words:
        return reading
    gaps = _gaps(strip)
    usual_width = _letter_spacing(gaps, glyph_count(reading.text))
    gap_widths = _gap_widths(reading.words, gaps)
    groups: list[list[Word]] = [[reading.words[0]]]
    for (before, after), is_spaced, width in zip(pairwise(reading.words), _spaces_of(reading), gap_widths, strict=True):
        is_wide_pair = is_wide(before.text[-1]) or is_wide(after.text[0])
        space = _narrowest_space(before.text[-1], after.text[0], usual_width, strip.direction)
        if width >= space if is_wide_pair else is_spaced:
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


def _gap_widths(words: Sequence[Word], gaps: Sequence[_Gap]) -> list[float]:
    """The width of the widest gap before each word but the first.

    A gap belongs to the word that starts nearest to its end: engines know better where a word starts than where the
    one before it ends.
    """
    widths = [0.0] * (len(words) - 1)
    starts = np.array([word.span[0] for word in words[1:]])
    for gap in gaps if starts.size else ():
        nearest = int(np.argmin(np.abs(starts - gap.end)))
        if _middle(words[nearest]) < gap.end and gap.start < _middle(words[nearest + 1]):
            widths[nearest] = max(widths[nearest], gap.width)
    return widths


def _narrowest_space(before: str, after: str, usual_width: float, direction: Direction) -> float:
    """How wide a gap between two characters has to be to be a space, in thicknesses of the line's ink."""
    return max(1.1 * usual_width + 0.2, _space_between(before, after, direction))


def _space_between(before: str, after: str, direction: Direction) -> float:
    if after in _NEVER_FIRST:
        return math.inf
    if direction is Direction.VERTICAL and before in _FLAT_KANJI and after in _FLAT_KANJI:
        return _SPACE_BETWEEN_FLAT_KANJI
    if is_kana(before) and is_kana(after):
        return _SPACE_BETWEEN_KANA
    return max(_space_beside(before, direction), _space_beside(after, direction))


def _space_beside(character: str, direction: Direction) -> float:
    if character in _SIGNS or (direction is Direction.VERTICAL and character in _FLAT_KANJI):
        return _SPACE_BESIDE_SIGN
    return _SPACE_BESIDE_KANA if is_kana(character) else _SPACE_BESIDE_KANJI


def _middle(word: Word) -> float:
    return (word.span[0] + word.span[1]) / 2


def _join(group: Sequence[Word]) -> Word:
    if len(group) == 1:
        return group[0]
    lengths = [len(word.text) for word in group]
    confidence = sum(word.confidence * length for word, length in zip(group, lengths, strict=True)) / sum(lengths)
    return Word(
        text="".join(word.text for word in group),
        confidence=confidence,
        span=(group[0].span[0], max(word.span[1] for word in group)),
    )
