"""Numerals that are nothing but strokes, counted in the column itself: 一, 二, 三 and the bar between groups.

A network that reads a turned column merges and splits them: 一一 becomes 二, 二二 becomes 二三, and the bar of 五－三
is one stroke more. In the picture they are plain: level strokes and upright bars in squares of one size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import NamedTuple

import cv2
import numpy as np

from meishi.domain.text import LineReading, LineStrip, Word
from meishi.recognize.glyphs import is_kana, is_wide
from meishi.recognize.strips import Pixels, column_ink, is_upright_bar

_BAR = "ー"
_READ_FOR_STROKES = frozenset("一二三ニミーｰ-－—–―−|｜丨=＝")
_NUMERALS = frozenset("〇一二三四五六七八九十")
_PLACES = {1: (0.5,), 2: (0.2, 0.84), 3: (0.15, 0.5, 0.87)}
"""At what shares of their squares the strokes of 一, 二 and 三 lie, from above, in the middle of many typefaces."""
_NUMERAL_OF = {1: "一", 2: "二", 3: "三"}
_SHIFTS = (-0.16, -0.12, -0.08, -0.04, 0.0, 0.04, 0.08, 0.12, 0.16)
"""By how much squares are shifted to find the best fit, in squares: where a neighbour stands is not exactly known."""
_CLOSEST, _WIDEST = 0.98, 1.6
"""From one square to the next it is that many sides at the least and at the most."""
_MOST_GLYPHS = 20
_PITCHES = (0.92, 0.96, 1.0, 1.04, 1.08, 1.12)
"""What the distance of squares is tried at where only one neighbour tells, as shares of that of other glyphs."""
_ODD_PITCH = 0.15
"""What it counts against a fit, in squares, when its squares are twice as far apart as those of other glyphs."""
_ODD_SHAPE = 0.06
"""What it counts against a fit when the upper stroke of a 二 or the middle one of a 三 is the longer one."""
_LEAST_WIDTH = 0.65
"""How wide a 一 is at the least; what is narrower is a bar that lies level, as some print it."""
_WORST_FIT, _WORST_FIT_AT_AN_END = 0.1, 0.08
"""How far a stroke may lie from its place, in squares, in the mean; else nothing is changed."""
_REACH = 0.4
"""How far from where the engine saw it a glyph may stand, in squares."""
_PIECES_APART = 0.06
"""How far apart the pieces of one stroke are at the most, in squares, in half."""
_HALF_GLYPH = 0.44
"""How far the ink of a glyph reaches from its middle, as a share of the side of its square."""


class _Stroke(NamedTuple):
    """A level stroke or an upright bar: its middle as a share of the column, its width as one of a square's side."""

    middle: float
    width: float
    is_bar: bool


class _Ink(NamedTuple):
    """What a column shows, in shares of it.

    Attributes:
        strokes: Its level strokes and upright bars, from above.
        others: Where all other pieces of ink begin and end.
        side: The side of its squares; 0 when it shows nothing.
    """

    strokes: tuple[_Stroke, ...]
    others: tuple[tuple[float, float], ...]
    side: float


class _Cell(NamedTuple):
    """A glyph, and the middle of its square as a share of the column."""

    text: str
    middle: float


class _Run(NamedTuple):
    """Words of a reading that are strokes: the first, and after the last."""

    first: int
    last: int


def restore_strokes(reading: LineReading, strip: LineStrip) -> LineReading:
    """Read runs of 一, 二, 三 and bars anew by the strokes that a column shows.

    Args:
        reading: What an engine read on a column, a word for each glyph.
        strip: The column.

    Returns:
        The reading with these runs put right; as it was where anything else lies between their neighbours.
    """
    unchanged, reading = reading, replace(reading, words=tuple(_apart(reading.words)))
    runs = [run for run in _runs(reading.words) if _is_in_a_number(reading.words, run)]
    if not runs:
        return unchanged
    ink = _ink(strip.pixels)
    if not ink.side:
        return unchanged
    pitch = _pitch(reading.words, ink.side)
    for run in reversed(runs):
        above = _middle(reading.words[run.first - 1]) if run.first else None
        below = _middle(reading.words[run.last]) if run.last < len(reading.words) else None
        seen = _between(ink, above, below)
        if not (_is_near(above, seen[0], pitch) and _is_near(below, seen[1], pitch)):
            continue
        glyphs = _laid_out(ink, *seen, pitch)
        # Engines merge strokes more often than they split them; where a run ends the column, less tells its squares.
        is_likely = None not in seen or len(glyphs) >= run.last - run.first
        if glyphs and is_likely:
            reading = _with_run(reading, run, glyphs, pitch)
    return reading


def _apart(words: Sequence[Word]) -> Iterator[Word]:
    """Words with each wide glyph and each bar by itself: engines give several as one word."""
    for word in words:
        if not any(is_wide(glyph) or glyph in _READ_FOR_STROKES for glyph in word.text):
            yield word
            continue
        start, end = word.span
        pitch = (end - start) / len(word.text)
        for place, glyph in enumerate(word.text):
            yield Word(glyph, word.confidence, (start + place * pitch, start + (place + 1) * pitch))


def _is_near(told: float | None, seen: float | None, pitch: float) -> bool:
    """Whether the ink of a neighbour is where the engine saw it; so is one that is not there."""
    if told is None or seen is None:
        return told is seen
    return abs(told - seen) <= _REACH * pitch


def _middle(word: Word) -> float:
    return (word.span[0] + word.span[1]) / 2


def _runs(words: Sequence[Word]) -> Iterator[_Run]:
    first = None
    for index, word in enumerate((*words, None)):
        is_stroke = word is not None and word.text in _READ_FOR_STROKES
        if is_stroke and first is None:
            first = index
        elif not is_stroke and first is not None:
            yield _Run(first, index)
            first = None


def _is_in_a_number(words: Sequence[Word], run: _Run) -> bool:
    """Whether a run is part of a number, rather than a 一 in a name or the ー of a word in katakana."""
    inside = [word.text for word in words[run.first : run.last]]
    if run.first and is_kana(words[run.first - 1].text) and inside == [_BAR]:
        return run.last < len(words) and words[run.last].text in _NUMERALS
    beside = [words[index].text for index in (run.first - 1, run.last) if 0 <= index < len(words)]
    return len(inside) > 1 or any(text in _NUMERALS for text in beside)


def _ink(pixels: Pixels) -> _Ink:
    height = pixels.shape[0]
    ink, left, em = column_ink(pixels)
    if not em:
        return _Ink((), (), 0.0)
    # Thin strokes come in pieces.
    joint = np.ones((1, max(1, round(_PIECES_APART * em)) * 2 + 1), np.uint8)
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, joint), np.uint8)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strokes, others = [], []
    for x, top, width, length, area in boxes[1:count].tolist():
        if area < 0.01 * em * em:
            continue
        is_alone = ink[top : top + length].sum() - area < 0.15 * area
        is_centred = abs(x + width / 2 - (left + em / 2)) < 0.25 * em
        middle = (top + length / 2) / height
        if is_alone and is_centred and width >= 0.35 * em and length <= 0.3 * em and width >= 2.2 * length:
            strokes.append(_Stroke(middle, width / em, is_bar=False))
        elif is_upright_bar(ink, (x, top, width, length), left, em):
            strokes.append(_Stroke(middle, width / em, is_bar=True))
        else:
            others.append((top / height, (top + length) / height))
    return _Ink(tuple(sorted(strokes)), tuple(sorted(others)), em / height)


def _pitch(words: Sequence[Word], em: float) -> float:
    """The distance from one glyph to the next, as a share of the column."""
    for glyphs, enough in ((_NUMERALS - _READ_FOR_STROKES, 2), (None, 3)):
        steps = [
            _middle(after) - _middle(before)
            for before, after in pairwise(words)
            if not {before.text, after.text} & _READ_FOR_STROKES
            and len(before.text) == len(after.text) == 1
            and (glyphs is None or {before.text, after.text} <= glyphs)
        ]
        usual = [step for step in steps if 0.8 * em < step < 1.5 * em]
        if len(usual) >= enough:
            return float(np.median(usual))
    return 1.05 * em


def _between(ink: _Ink, above: float | None, below: float | None) -> tuple[float | None, float | None]:
    """The middles of two neighbours by their own ink, where that is free of all but strokes between them."""
    top = above if above is not None else 0.0
    bottom = below if below is not None else 1.0
    half, centre = _HALF_GLYPH * ink.side, (top + bottom) / 2
    if above is None and ink.strokes:
        centre = min(centre, ink.strokes[0].middle)
    if below is None and ink.strokes:
        centre = max(centre, ink.strokes[-1].middle)
    before = [end for _, end in ink.others if end <= centre]
    behind = [start for start, _ in ink.others if start > centre]
    if any(start < centre < end for start, end in ink.others):
        return None, None
    if (above is None and before) or (below is None and behind):
        return None, None
    first = max(before) - half if before else None
    last = min(behind) + half if behind else None
    return first, last


def _laid_out(ink: _Ink, above: float | None, below: float | None, pitch: float) -> list[_Cell]:
    """The glyphs, with their middles, that explain the strokes between two neighbours; none when none do."""
    first = above + 0.5 * pitch if above is not None else 0.0
    last = below - 0.5 * pitch if below is not None else 1.0
    strokes = [stroke for stroke in ink.strokes if first < stroke.middle < last]
    if not strokes or (above is None and below is None):
        return []
    fits: list[tuple[float, list[_Cell]]] = []
    for count in range(1, _MOST_GLYPHS):
        if above is not None and below is not None:
            step = (below - above) / (count + 1)
            steps = [step] if _CLOSEST * ink.side <= step <= _WIDEST * ink.side else []
        else:
            steps = [share * pitch for share in _PITCHES]
        for step, shift in product(steps, _SHIFTS):
            start = above + 0.5 * step if above is not None else last + (0.5 * pitch) - (0.5 + count) * step
            fit = _fitted(strokes, start + shift * step, count, step)
            if fit:
                fits.append((fit[0] + _ODD_PITCH * abs(step / pitch - 1), fit[1]))
    cost, glyphs = min(fits, key=lambda fit: fit[0], default=(1.0, []))
    is_between = above is not None and below is not None
    return glyphs if cost <= (_WORST_FIT if is_between else _WORST_FIT_AT_AN_END) else []


def _fitted(strokes: Sequence[_Stroke], top: float, count: int, pitch: float) -> tuple[float, list[_Cell]] | None:
    """How far strokes lie from their places in so many squares, in the mean, and the glyphs in these."""
    glyphs: list[_Cell] = []
    off = 0.0
    for start in (top + cell * pitch for cell in range(count)):
        inside = [stroke for stroke in strokes if start <= stroke.middle < start + pitch]
        places = _PLACES.get(len(inside), ())
        is_bar = len(inside) == 1 and inside[0].is_bar
        if not places or (any(stroke.is_bar for stroke in inside) and not is_bar):
            return None
        widths = [stroke.width for stroke in inside]
        if len(inside) == 1 and not is_bar and widths[0] < _LEAST_WIDTH:
            return None
        if (len(widths) == 2 and widths[0] > 0.92 * widths[1]) or (len(widths) == 3 and widths[1] > 1.02 * min(widths)):
            off += _ODD_SHAPE * len(widths)
        off += sum(abs((stroke.middle - start) / pitch - place) for stroke, place in zip(inside, places, strict=True))
        glyphs.append(_Cell(_BAR if is_bar else _NUMERAL_OF[len(inside)], start + pitch / 2))
    is_all = top <= strokes[0].middle and strokes[-1].middle < top + count * pitch
    return (off / len(strokes), glyphs) if is_all else None


def _with_run(reading: LineReading, run: _Run, cells: Sequence[_Cell], pitch: float) -> LineReading:
    """A reading with other glyphs in place of a run."""
    old = reading.words[run.first : run.last]
    sureness = min(word.confidence for word in old)
    new = tuple(
        Word(text, sureness, (max(0.0, middle - 0.35 * pitch), min(1.0, middle + 0.35 * pitch)))
        for text, middle in cells
    )
    words = (*reading.words[: run.first], *new, *reading.words[run.last :])
    text = "".join(
        (" " if before and before.text.isascii() and word.text.isascii() else "") + word.text
        for before, word in zip((None, *words), words, strict=False)
    )
    return replace(reading, text=text, words=words)
