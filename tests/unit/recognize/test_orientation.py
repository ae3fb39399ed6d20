"""Cards are set upright by their lines, whatever script they are written in."""

import cv2
import numpy as np
import pylopdf_fonts_jp
import pytest
from PIL import Image, ImageDraw, ImageFont

from meishi.domain.text import TextRegion
from meishi.recognize.orientation import LineUprightJudge

LINES = (("Jonathan Meishi", 90, 1.8), ("Head of Purchasing", 170, 1.2), ("jonathan@meishi.example", 300, 1.1))


@pytest.fixture(scope="module")
def card():
    """A card of rows, 400 x 640, and its regions as corner arrays."""
    picture = np.full((400, 640), 255, np.uint8)
    regions = []
    for text, baseline, scale in LINES:
        cv2.putText(picture, text, (40, baseline), cv2.FONT_HERSHEY_DUPLEX, scale, 0, 2, cv2.LINE_AA)
        (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 2)
        top, bottom = baseline - height - 4, baseline + below
        regions.append(np.array([[40, top], [40 + width, top], [40 + width, bottom], [40, bottom]], float))
    return picture, regions


def turned(picture, regions, turns):
    """The card and its regions, turned clockwise by quarter turns."""
    for _ in range(turns):
        height = picture.shape[0]
        picture = np.ascontiguousarray(np.rot90(picture, -1))
        regions = [np.column_stack([height - corners[:, 1], corners[:, 0]]) for corners in regions]
    starts = [int(corners.sum(axis=1).argmin()) for corners in regions]
    return picture, [
        TextRegion(tuple((float(x), float(y)) for x, y in np.roll(corners, -start, axis=0)))
        for corners, start in zip(regions, starts, strict=True)
    ]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_rows_are_set_upright(card, turns):
    assert LineUprightJudge().judge_upright(*turned(*card, turns)) == -turns % 4


def test_a_card_without_lines_stays_as_it_is():
    blank = np.full((400, 640), 255, np.uint8)
    dot = TextRegion(((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)))
    assert LineUprightJudge().judge_upright(blank, []) == 0
    assert LineUprightJudge().judge_upright(blank, [dot]) == 0


COLUMNS = ("株式会社名刺製作所", "営業企画部　部長", "〒一〇〇ー八一一一", "東京都千代田区千代田一ー一")


@pytest.fixture(scope="module")
def column_card():
    """A card of columns, 480 x 400, and its regions."""
    font = ImageFont.truetype(str(pylopdf_fonts_jp.serif_path()), 30)
    picture = Image.new("L", (400, 480), 255)
    draw = ImageDraw.Draw(picture)
    regions = []
    for number, column in enumerate(COLUMNS):
        left = 320 - 70 * number
        for place, glyph in enumerate(column):
            draw.text((left, 30 + 32 * place), glyph, fill=0, font=font)
        right, bottom = left + 34, 34 + 32 * len(column)
        regions.append(np.array([[left - 4, 30], [right, 30], [right, bottom], [left - 4, bottom]], float))
    return np.array(picture), regions


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_columns_are_set_upright(column_card, turns):
    assert LineUprightJudge().judge_upright(*turned(*column_card, turns)) == -turns % 4


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_columns_are_set_upright_though_numbers_lie_on_their_side_in_them(column_card, turns):
    picture, regions = (column_card[0].copy(), list(column_card[1]))
    picture[:, :120] = 255
    for left, text in ((95, "TEL 03-5413-5055"), (55, "FAX 03-5413-5056"), (15, "Mobile 090-1234-5678")):
        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.8, 1)
        row = np.full((height + 10, width + 10), 255, np.uint8)
        cv2.putText(row, text, (5, height + 4), cv2.FONT_HERSHEY_DUPLEX, 0.8, 0, 1, cv2.LINE_AA)
        column = np.rot90(row, -1)
        bottom, right = 30 + column.shape[0], left + column.shape[1]
        picture[30:bottom, left:right] = column
        regions.append(np.array([[left, 30], [right, 30], [right, bottom], [left, bottom]], float))

    regions = [corners for corners in regions if picture[30:, int(corners[0][0]) : int(corners[1][0])].min() < 255]
    assert LineUprightJudge().judge_upright(*turned(picture, regions, turns)) == -turns % 4
