"""The underscore of a mail address is told by the stroke below the gap."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.underscores import restore_underscores

HEIGHT = 50


def strip(printed: str, *, direction: Direction = Direction.HORIZONTAL) -> LineStrip:
    pixels = np.full((HEIGHT, 560), 255, np.uint8)
    x = 10
    for letter in printed:
        if letter == "_":
            cv2.line(pixels, (x + 1, 42), (x + 14, 42), (60,), 2)
        elif letter != " ":
            cv2.putText(pixels, letter, (x, 34), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (60,), 2)
        x += 17
    pixels = np.asarray(cv2.GaussianBlur(pixels[:, : x + 10], (0, 0), 1), np.uint8)
    if direction is Direction.VERTICAL:
        pixels = np.asarray(cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE), np.uint8)
    return LineStrip(pixels, direction)


def reading(text: str) -> LineReading:
    """A reading whose words stand where letters of one width put them."""
    words, at = [], 0
    for word in text.split(" "):
        words.append(Word(word, 0.99, ((at + 0.6) / (len(text) + 1.2), (at + len(word) + 0.6) / (len(text) + 1.2))))
        at += len(word) + 1
    return LineReading(text, 0.99, tuple(words))


@pytest.mark.parametrize("direction", Direction)
def test_a_space_above_a_stroke_is_an_underscore(direction):
    restored = restore_underscores(reading("suga s@maru.jp"), strip("suga_s@maru.jp", direction=direction))

    assert restored.text == "suga_s@maru.jp"
    assert [word.text for word in restored.words] == ["suga_s@maru.jp"]


@pytest.mark.parametrize("text", ["suga s@maru.jp", "e. suga@maru.jp", "mail suga@maru.jp", "suga sato"])
def test_other_spaces_stay(text):
    assert restore_underscores(reading(text), strip(text)) == reading(text)
