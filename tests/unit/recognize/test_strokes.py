"""一, 二, 三 and bars are counted in the column, however an engine merged them."""

from __future__ import annotations

import numpy as np
import pytest

from fakes import column_reading
from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.strokes import restore_strokes

EM, PITCH = 40, 44
STROKES = {"一": ((20, 36),), "二": ((9, 26), (33, 36)), "三": ((7, 32), (20, 28), (34, 36))}


def column(printed: str) -> LineStrip:
    """A column of numerals drawn as strokes, ー as an upright bar and anything else as a box."""
    pixels = np.full((PITCH * len(printed) + 10, EM + 20), 255, np.uint8)
    for place, glyph in enumerate(printed):
        square = pixels[5 + place * PITCH : 5 + place * PITCH + EM, 10 : 10 + EM]
        if glyph == "ー":
            square[4:-4, 18:22] = 0
        elif glyph in STROKES:
            for middle, width in STROKES[glyph]:
                square[middle - 2 : middle + 2, 20 - width // 2 : 20 + width // 2] = 0
        else:
            square[3:-3, 3:7] = square[3:-3, -7:-3] = square[3:7, 3:-3] = square[-7:-3, 3:-3] = 0
    return LineStrip(pixels, Direction.VERTICAL)


@pytest.mark.parametrize(
    ("printed", "misread", "places"),
    [
        pytest.param("栄一ー一二ー五", "栄一一ニー五", [0, 1, 3, 4, 5, 6], id="a bar lost"),
        pytest.param("七五二二六七", "七五二三六七", [0, 1, 2, 3, 4, 5], id="二 taken for 三"),
        pytest.param("四七〇一一ー七", "四七〇二ー七", [0, 1, 2, 3.5, 5, 6], id="two merged"),
        pytest.param("センタービル一三階", "センタービルー三階", [0, 1, 2, 3, 4, 5, 6, 7, 8], id="一 taken for a bar"),
        pytest.param("六七八ー二二", "六七八ー二三", [0, 1, 2, 3, 4, 5], id="at the end"),
        pytest.param("六八七ー三ー八", "六八七ー三ー八", [0, 1, 2, 3, 4, 5, 6], id="read well"),
    ],
)
def test_numerals_are_told_by_their_strokes(printed, misread, places):
    restored = restore_strokes(column_reading(misread, places, len(printed)), column(printed))

    assert restored.text == printed
    assert "".join(word.text for word in restored.words) == printed


def test_bars_that_an_engine_gave_as_one_word_are_looked_at_one_by_one():
    words = tuple(
        Word(text, 0.9, (first / 9, last / 9))
        for text, first, last in (("地", 0, 1), ("四", 1, 2), ("-——-", 2, 6), ("八", 6, 7), ("七", 7, 8), ("六", 8, 9))
    )
    restored = restore_strokes(LineReading("地四-——-八七六", 0.9, words), column("地四ー一一ー八七六"))
    assert restored.text == "地四ー一一ー八七六"


@pytest.mark.parametrize("text", ["ソニー本社", "丸一工務店", "山田太郎"])
def test_words_stay(text):
    reading = column_reading(text, list(range(len(text))), len(text))
    assert restore_strokes(reading, column(text)).text == text


def test_where_something_else_stands_between_the_strokes_the_engine_is_believed():
    reading = column_reading("四七二七", [0, 1, 3.5, 6], 7)
    assert restore_strokes(reading, column("四七一八一九七")).text == "四七二七"


def test_a_blank_column_does_no_harm():
    strip = LineStrip(np.full((300, 60), 255, np.uint8), Direction.VERTICAL)
    reading = column_reading("二一", [0, 1], 2)
    assert restore_strokes(reading, strip) == reading
