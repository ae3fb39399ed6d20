"""Upright bars in columns of vertical text: the ー of a number or of a long vowel.

Engines read such a bar as 一, 1, I or |, or pass over it, and so 六ー六ー八 comes out as 六一六一八 or as 六六八. But
the column shows it plainly: a narrow stroke, alone in the middle of its square.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import cv2

from meishi.domain.text import LineReading, LineStrip, Word
from meishi.recognize.glyphs import is_kana
from meishi.recognize.strips import column_ink

_BAR, _STROKE = "ー", "一"
_READ_FOR_A_BAR = frozenset("一|｜Il1１丨亅ノ/／")
_ARABIC = frozenset("0123456789０１２３４５６７８９")
_BARS = frozenset("ー-－—–‐")
_NUMERALS = frozenset("〇一二三四五六七八九十")


class _Glyph(NamedTuple):
    """A character of a reading: its word, its place in the word, its middle as a share of the column."""

    character: str
    word: int
    place: int
    middle: float


def restore_bars(reading: LineReading, strip: LineStrip) -> LineReading:
    """Write ー where a column shows an upright bar.

    A bar that the engine passed over is put in between two kanji numerals or two katakana. A ー between kanji
    numerals where the column shows no bar is the numeral 一.

    Args:
        reading: What an engine read on a column.
        strip: The column.

    Returns:
        The reading with the bars of its words and text set right.
    """
    glyphs = _glyphs(reading.words)
    bars, em = _upright_bars(strip)
    corrected: dict[tuple[int, int], str] = {}
    for bar in bars:
        near = [glyph for glyph in glyphs if abs(glyph.middle - bar) < 0.6 * em]
        like_a_bar = [glyph for glyph in near if glyph.character in _BARS | _READ_FOR_A_BAR]
        nearest = min(like_a_bar, key=lambda glyph: abs(glyph.middle - bar), default=None)
        if nearest is not None:
            stands = nearest.character in _BARS or (nearest.character in _ARABIC and _is_arabic(reading.text))
            corrected[nearest.word, nearest.place] = nearest.character if stands else _BAR
        elif (passed := _passed_over(glyphs, bar, em)) is not None:
            corrected[passed.word, passed.place] = passed.character + _BAR
    for before, glyph, after in zip(glyphs, glyphs[1:], glyphs[2:], strict=False):
        is_in_a_number = all(side.character in _NUMERALS | _BARS for side in (before, after))
        if glyph.character == _BAR and is_in_a_number and (glyph.word, glyph.place) not in corrected:
            corrected[glyph.word, glyph.place] = _STROKE
    return _with_characters(reading, corrected)


def _glyphs(words: tuple[Word, ...]) -> list[_Glyph]:
    """The characters of words, spread evenly over each word's span."""
    glyphs = []
    for index, word in enumerate(words):
        start, end = word.span
        pitch = (end - start) / len(word.text)
        for place, character in enumerate(word.text):
            glyphs.append(_Glyph(character, index, place, start + (place + 0.5) * pitch))
    return glyphs


def _upright_bars(strip: LineStrip) -> tuple[list[float], float]:
    """The middles of the upright bars of a column and the side of its squares, as shares of the column."""
    height = strip.pixels.shape[0]
    ink, left, em = column_ink(strip.pixels)
    if not em:
        return [], 0.0
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    bars = []
    for x, top, width, length, _ in boxes[1:count].tolist():
        off_centre = abs(x + width / 2 - (left + em / 2))
        if not (0.45 * em < length < 1.2 * em and width < 0.3 * em and off_centre < 0.25 * em):
            continue
        beside = ink[top : top + length].sum() - ink[top : top + length, x : x + width].sum()
        if beside < 0.03 * em * em:
            bars.append((top + length / 2) / height)
    return sorted(bars), em / height


def _passed_over(glyphs: list[_Glyph], bar: float, em: float) -> _Glyph | None:
    """The glyph after which the engine passed over a bar, if a bar makes sense there."""
    before = [glyph for glyph in glyphs if glyph.middle < bar]
    after = [glyph for glyph in glyphs if glyph.middle >= bar]
    if not before or not after or after[0].middle - before[-1].middle < 1.6 * em:
        return None
    if any(glyph.character in _BARS and abs(glyph.middle - bar) < 1.6 * em for glyph in glyphs):
        return None
    sides = (before[-1].character, after[0].character)
    makes_sense = all(side in _NUMERALS for side in sides) or all(is_kana(side) for side in sides)
    return before[-1] if makes_sense else None


def _is_arabic(text: str) -> bool:
    """Whether the numbers of a line are Arabic, so that an upright stroke may well be a 1."""
    return any(character in _ARABIC - {"1", "１"} for character in text)


def _with_characters(reading: LineReading, corrected: dict[tuple[int, int], str]) -> LineReading:
    """A reading with some characters of its words replaced."""
    if not corrected:
        return reading
    words = []
    text, rest = "", reading.text
    for index, word in enumerate(reading.words):
        new = "".join(corrected.get((index, place), character) for place, character in enumerate(word.text))
        before, _, rest = rest.partition(word.text)
        text += before + new
        words.append(replace(word, text=new))
    return replace(reading, text=text + rest, words=tuple(words))
