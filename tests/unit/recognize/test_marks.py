"""The mark before a company's name is no letter of it, a pictogram no digit of a number."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.marks import without_mark

HEIGHT, MARK = 60, 50


def strip(mark: str, text: str) -> LineStrip:
    """A line that starts with the shape `mark` around a letter."""
    pixels = np.full((HEIGHT, 500), 255, np.uint8)
    if mark == "frame":
        cv2.rectangle(pixels, (5, 5), (5 + MARK, 5 + MARK), (60,), 2)
    if mark == "cut frame":
        cv2.rectangle(pixels, (-2, -2), (5 + MARK, 5 + MARK), (60,), 2)
    if mark == "disc":
        cv2.circle(pixels, (30, 30), 24, (60,), -1)
    letter = 255 if mark == "disc" else 60
    cv2.putText(pixels, text[0], (19, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (letter,), 3)
    cv2.putText(pixels, text[1:].strip(), (75, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (60,), 3)
    return LineStrip(pixels=np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1)), direction=Direction.HORIZONTAL, key="")


def reading(text: str) -> LineReading:
    first, rest = text[0], text[1:].strip()
    return LineReading(text, 0.99, words=(Word(first, 0.99, (0.02, 0.12)), Word(rest, 0.99, (0.15, 1.0))))


@pytest.mark.parametrize("mark", ["frame", "cut frame", "disc"])
@pytest.mark.parametrize("text", ["N Novaware", "T Bluebird"])
def test_the_letter_of_a_mark_is_left_out(mark, text):
    left = without_mark(reading(text), strip(mark, text))

    assert left.text == text[2:]
    assert [word.text for word in left.words] == [text[2:]]


def test_a_pictogram_is_no_digit_of_the_number_behind_it():
    assert without_mark(reading("0 0433 132"), strip("disc", "0 0433 132")).text == "0433 132"


@pytest.mark.parametrize("text", ["A greener way", "O Brother", "D Day"])
def test_a_letter_that_stands_free_is_text(text):
    assert without_mark(reading(text), strip("none", text)).text == text


@pytest.mark.parametrize("text", ["T 03-1234-5678", "M info@example.jp", "W www.example.jp"])
def test_a_letter_in_a_disc_that_labels_what_follows_stays(text):
    assert without_mark(reading(text), strip("disc", text)).text == text
