"""A column shows its bars better than any engine reads them."""

from __future__ import annotations

import numpy as np
import pytest

from fakes import column_reading
from meishi.domain.text import Direction, LineStrip
from meishi.recognize.columns import restore_bars

EM = 40


def column(printed: str) -> LineStrip:
    """A column in which ー is an upright bar, 1 one with a flag, 一 a lying stroke, and anything else a box."""
    pixels = np.full((EM * len(printed) + 10, EM + 20), 255, np.uint8)
    for place, glyph in enumerate(printed):
        square = pixels[5 + place * EM : 5 + (place + 1) * EM, 10 : 10 + EM]
        if glyph == "ー":
            square[5:-5, 18:22] = 0
        elif glyph == "一":
            square[18:22, 3:-3] = 0
        elif glyph == "1":
            square[5:-5, 18:22] = square[5:12, 12:18] = 0
        else:
            square[3:-3, 3:7] = square[3:-3, -7:-3] = square[3:7, 3:-3] = square[-7:-3, 3:-3] = 0
    return LineStrip(pixels, Direction.VERTICAL)


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        pytest.param("大矢六ー六ー八", "大矢六一六1八", id="taken for 一 and 1"),
        pytest.param("六ー六ー八", "六ー六ー八", id="read well"),
        pytest.param("二一ー三", "二ーー三", id="一 taken for a bar"),
        pytest.param("デザイナー", "デザイナ|", id="long vowel"),
    ],
)
def test_bars_are_told_from_numerals_by_sight(printed, misread):
    restored = restore_bars(column_reading(misread, list(range(len(printed))), len(printed)), column(printed))

    assert restored.text == printed
    assert "".join(word.text for word in restored.words) == printed


def test_a_bar_that_was_passed_over_between_numerals_is_put_in():
    restored = restore_bars(column_reading("六六八", [0, 2, 4], 5), column("六ー六ー八"))

    assert restored.text == "六ー六ー八"


def test_a_bar_is_not_put_in_where_it_makes_no_sense():
    reading = column_reading("山川", [0, 2], 3)

    assert restore_bars(reading, column("山ー川")) == reading


def test_an_arabic_one_stands():
    reading = column_reading("7番1", [0, 1, 2], 3)

    assert restore_bars(reading, column("7番ー")) == reading


@pytest.mark.parametrize(
    ("printed", "misread", "right"),
    [
        pytest.param("大矢2ー1ー3番", "大矢21113番", "大矢2-1-3番", id="address"),
        pytest.param("092ー441ー8151", "092144118151", "092-441-8151", id="telephone"),
        pytest.param("ーー92ー1ー3", "11921113", "11921113", id="ones as plain as bars"),
        pytest.param("0ー24ー68ー51", "0124168151", "0124168151", id="a number that is whole"),
    ],
)
def test_bars_among_arabic_digits_are_told_from_ones(printed, misread, right):
    restored = restore_bars(column_reading(misread, list(range(len(printed))), len(printed)), column(printed))

    assert restored.text == right


@pytest.mark.parametrize("text", ["", "山田"])
def test_a_column_without_bars_stays(text):
    reading = column_reading(text, list(range(len(text))), max(1, len(text)))

    assert restore_bars(reading, column("山田")) == reading


def test_a_blank_column_does_no_harm():
    reading = column_reading("山", [0], 1)

    assert restore_bars(reading, LineStrip(np.full((50, 40), 255, np.uint8), Direction.VERTICAL)) == reading


def test_a_long_vowel_that_was_passed_over_at_the_end_of_a_word_is_put_in():
    restored = restore_bars(column_reading("リーダ士", [0, 1, 2, 5], 6), column("リーダー弁士"))

    assert restored.text == "リーダー士"
