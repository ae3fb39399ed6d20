"""Vietnamese cards get their marks, where Tesseract's model for them is installed."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from meishi.domain.text import LineReading, LineStrip
from meishi.recognize.vietnamese import VietnameseMarks, with_marks


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("Prof. Quang Nguyn", "Prof. Quang Nguyễn", "Prof. Quang Nguyễn"),
        ("Bo Phm", "Bảo Phạm", "Bảo Phạm"),
        ("Phó Giám đc,Phòng Ký thut", "Phó Giám đốc, Phòng Kỹ thuật", "Phó Giám đốc, Phòng Kỹ thuật"),
        ("Đà Nǎng", "Đà Nẵng.", "Đà Nẵng"),
        ("Dà Năng", "Đà Nẵng", "Đà Nẵng"),
    ],
)
def test_letters_and_marks_come_together(text, marked, expected):
    assert with_marks(text, marked) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [("Albatross Co., Ltd.", "Atbatross Cố., Ltd."), ("Arcadia", "Arcadia"), ("Hồ", "Ho"), ("Lan Tran", "Trần")],
)
def test_what_differs_in_more_than_marks_is_not_believed(text, marked):
    assert with_marks(text, marked) is None


class Told:
    """An engine that gives the readings it was told."""

    name = "told"

    def __init__(self, texts):
        self.texts = texts

    def read_lines(self, strips):
        return tuple(LineReading(self.texts[strip.key], 0.9) for strip in strips)


def strip(text: str, key: str) -> LineStrip:
    """A line of print; a dot below stands under each letter that an underscore follows."""
    font = ImageFont.load_default(48)
    printed = text.replace("_", "")
    picture = Image.new("L", (int(font.getlength(printed)) + 40, 90), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((20, 8), printed, font=font, fill=0)
    for letter in [place - 1 for place, character in enumerate(text) if character == "_"]:
        middle = 20 + (font.getlength(text[:letter]) + font.getlength(text[: letter + 1])) / 2
        draw.ellipse((middle - 3, 58, middle + 3, 64), fill=0)
    return LineStrip(np.asarray(picture, np.uint8), key=key)


def test_cards_without_a_sign_of_vietnamese_are_read_by_the_engine_alone():
    texts = {"a.jpg#1.1/0": "Lan Phm", "b.jpg#1.1/0": "+84 93 382 1554"}
    strips = [strip("Lan Pha_m", "a.jpg#1.1/0"), LineStrip(np.full((20, 80), 255, np.uint8), key="b.jpg#1.1/0")]

    readings = VietnameseMarks(Told(texts)).read_lines(strips)

    assert [reading.text for reading in readings] == list(texts.values())


@pytest.mark.needs("vietnamese")
def test_a_telephone_number_tells_of_the_whole_card_that_it_is_vietnamese():
    texts = {"a.jpg#1.1/0": "Lan Phm", "a.jpg#1.1/1": "+84 93 382 1554"}
    strips = [strip("Lan Pha_m", "a.jpg#1.1/0"), strip("+84 93 382 1554", "a.jpg#1.1/1")]

    readings = VietnameseMarks(Told(texts)).read_lines(strips)

    assert [reading.text for reading in readings] == ["Lan Phạm", "+84 93 382 1554"]
    assert [word.text for word in readings[0].words] == ["Lan", "Phạm"]
