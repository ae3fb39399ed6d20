"""Spaces stand where the print has them."""

from __future__ import annotations

import numpy as np
import pytest

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.spacing import respace

EM = 40


def typed(text: str, *, spacing: float = 0.1, space: float = 0.6, direction=Direction.HORIZONTAL):
    """A strip with a black block for each glyph, and the reading of an engine that sets every glyph apart."""
    blocks, position = [], 10.0
    for glyph in text:
        if glyph == " ":
            position += space * EM
            continue
        blocks.append((glyph, position, position + EM))
        position += EM * (1 + spacing)
    length = int(position) + 10
    pixels = np.full((EM + 20, length), 255, np.uint8)
    for _, start, end in blocks:
        pixels[10 : 10 + EM, int(start) : int(end)] = 0
    words = tuple(Word(glyph, 0.9, (start / length, end / length)) for glyph, start, end in blocks)
    if direction is Direction.VERTICAL:
        pixels = np.ascontiguousarray(pixels.T)
    return LineReading(" ".join(word.text for word in words), 0.9, words), LineStrip(pixels, direction)


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize(
    ("text", "spacing", "expected"),
    [
        pytest.param("石川 美加子", 0.1, "石川 美加子", id="a printed gap is one space"),
        pytest.param("東京都千代田区", 0.1, "東京都千代田区", id="the engine's spaces go"),
        pytest.param("名刺太郎", 1.0, "名刺太郎", id="letter-spacing is no space"),
        pytest.param("名刺 太郎", 0.3, "名刺 太郎", id="a gap in a letter-spaced name is"),
        pytest.param("スマ イル株式会社", 0.05, "スマイル株式会社", id="kana leave much blank in their squares"),
        pytest.param("さとう たけし", 0.2, "さとう たけし", id="kana of two words"),
        pytest.param("デザイ ン", 0.1, "デザイン", id="no word begins with ン"),
        pytest.param("林 誠", 0.1, "林 誠", id="two glyphs"),
        pytest.param("林", 0.1, "林", id="one glyph"),
    ],
)
def test_spaces_follow_the_print(text, spacing, expected, direction):
    reading, strip = typed(text, spacing=spacing, direction=direction)

    assert respace(reading, strip).text == expected


def test_latin_words_keep_the_spaces_of_the_engine():
    words = (Word("Taro", 0.9, (0.0, 0.4)), Word("Yamada", 0.8, (0.45, 1.0)))
    strip = LineStrip(np.full((40, 300), 255, np.uint8))

    respaced = respace(LineReading("Taro Yamada", 0.85, words), strip)

    assert respaced.text == "Taro Yamada"
    assert respaced.words == words


def test_joined_glyphs_become_one_word_that_spans_them():
    reading, strip = typed("石川 美加子")

    family, given = respace(reading, strip).words

    assert (family.text, given.text) == ("石川", "美加子")
    assert family.span[1] < given.span[0]
    assert family.confidence == pytest.approx(0.9)


def test_a_blank_strip_leaves_the_text_readable():
    words = (Word("東京", 0.9, (0.0, 0.5)), Word("都", 0.9, (0.5, 1.0)))

    assert respace(LineReading("東京 都", 0.9, words), LineStrip(np.full((40, 120), 255, np.uint8))).text == "東京都"


def test_an_empty_reading_stays_empty():
    assert respace(LineReading("", 0.0), LineStrip(np.full((40, 120), 255, np.uint8))) == LineReading("", 0.0)
