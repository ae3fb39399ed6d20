"""Upright bars in columns of vertical text: the ー of a number or of a long vowel.

Engines read such a bar as 一, 1, I or |, or pass over it, and so 六ー六ー八 comes out as 六一六一八 or as 六六八, and
２－１－３ as 21113. But the column shows it plainly: a narrow stroke, alone in the middle of its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import cv2

from meishi.domain.text import LineReading, LineStrip, Word
from meishi.recognize.glyphs import is_kana
from meishi.recognize.strips import column_ink, is_upright_bar

_BAR, _STROKE = "ー", "一"
_READ_FOR_A_BAR = frozenset("一|｜Il1１丨亅ノ/／")
_ARABIC = frozenset("0123456789０１２３４５６７８９")
_BARS = frozenset("ー-－—–‐")
_NUMERALS = frozenset("〇一二三四五六七八九十")
_ONES = frozenset("1１")
_NARROWEST_ONE, _LEAST_FILLED = 0.25, 0.68
"""A 1 is wider than a bar for its flag, in squares, or fills less of the box around it."""
_NUMBER = re.compile(r"[0-9０-９ー－—–‐-]+")
_MOBILE = re.compile(r"0[5-9]0")


class _Glyph(NamedTuple):
    """A character of a reading: its word, its place in the word, its middle as a share of the column."""

    character: str
    word: int
    place: int
    middle: float


class _Bar(NamedTuple):
    """An upright bar: its middle as a share of the column, and whether it is too plain for a 1."""

    middle: float
    is_plain: bool


def restore_bars(reading: LineReading, strip: LineStrip) -> LineReading:
    """Write ー where a column shows an upright bar.

    A bar that the engine passed over is put in between two kanji numerals and behind kana. A ー between kanji
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
    too_plain: set[int] = set()
    for middle, is_plain in bars:
        near = [glyph for glyph in glyphs if abs(glyph.middle - middle) < 0.6 * em]
        like_a_bar = [glyph for glyph in near if glyph.character in _BARS | _READ_FOR_A_BAR]
        nearest = min(like_a_bar, key=lambda glyph: abs(glyph.middle - middle), default=None)
        if nearest is not None:
            is_one = nearest.character in _ARABIC and _is_arabic(reading.text)
            corrected[nearest.word, nearest.place] = nearest.character if nearest.character in _BARS or is_one else _BAR
            if is_one and is_plain:
                too_plain.add(glyphs.index(nearest))
        elif (passed := _passed_over(glyphs, middle, em)) is not None:
            corrected[passed.word, passed.place] = passed.character + _BAR
    for place in _bars_among_ones([glyph.character for glyph in glyphs], too_plain):
        corrected[glyphs[place].word, glyphs[place].place] = "-"
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


def _upright_bars(strip: LineStrip) -> tuple[list[_Bar], float]:
    """The upright bars of a column from above, and the side of its squares as a share of the column."""
    height = strip.pixels.shape[0]
    ink, left, em = column_ink(strip.pixels)
    if not em:
        return [], 0.0
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    bars = [
        _Bar((top + length / 2) / height, width < _NARROWEST_ONE * em and area >= _LEAST_FILLED * width * length)
        for x, top, width, length, area in boxes[1:count].tolist()
        if is_upright_bar(ink, (x, top, width, length), left, em)
    ]
    return sorted(bars), em / height


def _bars_among_ones(characters: Sequence[str], too_plain: set[int]) -> Iterator[int]:
    """Tell which of the places where a 1 was read, but the column shows a mere stroke, hold the bar of a number.

    Bars stand between digits, never side by side; and a telephone number has ten digits, or eleven when it is a
    mobile one: with so many there is no bar among them.
    """
    for number in _NUMBER.finditer("".join(characters)):
        start, end = number.span()
        places = [place for place in sorted(too_plain) if start <= place < end and characters[place] in _ONES]
        if not places or start in places or end - 1 in places:
            continue
        stand_by_bars = any(characters[place + side] in _BARS for place in places for side in (-1, 1))
        if stand_by_bars or any(after - before == 1 for before, after in pairwise(places)):
            continue
        text = unicodedata.normalize("NFKC", number.group())
        digits = sum(character in _ARABIC for character in text) - len(places)
        if text[0] != "0" or digits == (11 if _MOBILE.match(text) else 10):
            yield from places


def _passed_over(glyphs: list[_Glyph], bar: float, em: float) -> _Glyph | None:
    """The glyph after which the engine passed over a bar, if a bar makes sense there."""
    before = [glyph for glyph in glyphs if glyph.middle < bar]
    after = [glyph for glyph in glyphs if glyph.middle >= bar]
    if not before or (after and after[0].middle - before[-1].middle < 1.6 * em):
        return None
    if any(glyph.character in _BARS and abs(glyph.middle - bar) < 1.6 * em for glyph in glyphs):
        return None
    last = before[-1]
    is_long_vowel = is_kana(last.character) and 0.6 * em < bar - last.middle < 1.5 * em
    sides = [last.character, *(glyph.character for glyph in after[:1])]
    is_between = len(sides) == 2 and (all(side in _NUMERALS for side in sides) or all(map(is_kana, sides)))
    return last if is_long_vowel or is_between else None


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
