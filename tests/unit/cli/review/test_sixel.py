"""Pictures in pixels: what is written is what a terminal draws, and terminals are asked before."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.cli.review.pictures import Canvas, cut_parts, enlarge
from meishi.cli.review.sixel import CellSize, as_sixels, understand

NO_PIXELS = (24, 80, 0, 0)


def decoded(written):
    """A picture as a terminal draws it that knows the standard and nothing else."""
    head, body = re.fullmatch(r'\x1bPq"1;1;(\d+;\d+)(.*)\x1b\\', written, re.DOTALL).groups()
    width, height = map(int, head.split(";"))
    colours = {int(number): int(share) for number, share in re.findall(r"#(\d+);2;(\d+);\2;\2", body)}
    picture = np.full((-(-height // 6) * 6, width), -1, int)
    top = left = colour = 0
    for token in re.finditer(r"#(\d+)(;2;[\d;]+)?|!(\d+)([?-~])|([?-~])|([$-])", body):
        number, defines, times, repeated, single, move = token.groups()
        if number and not defines:
            colour = int(number)
        elif move:
            top, left = (top, 0) if move == "$" else (top + 6, 0)
        elif repeated or single:
            bits = ord(repeated or single) - 63
            for _ in range(int(times or 1)):
                for row in range(6):
                    if bits >> row & 1:
                        picture[top + row, left] = colours[colour]
                left += 1
    return picture[:height]


@given(st.integers(1, 20), st.integers(1, 20), st.randoms(use_true_random=False))
def test_every_pixel_is_drawn_in_its_grey(height, width, chance):
    pixels = np.array([[chance.choice((0, 60, 128, 255)) for _ in range(width)] for _ in range(height)], np.uint8)
    assert np.abs(decoded(as_sixels(pixels)) - pixels / 2.55).max() <= 4


@pytest.mark.parametrize(
    ("answer", "window", "expected"),
    [
        (b"\x1b[6;20;10t\x1b[?63;1;2;4;6c", NO_PIXELS, CellSize(10, 20)),
        (b"\x1b[?63;1;2;4;6c", (28, 90, 904, 564), CellSize(10, 20)),
        (b"\x1b[?63;1;2;4;6c", NO_PIXELS, None),  # in cells of no size nothing can be drawn
        (b"\x1b[6;20;10t\x1b[?62;22c", NO_PIXELS, None),
        (b"\x1b[6;20;10t\x1b[?4c", NO_PIXELS, None),  # a VT132, which draws none
        (b"", (28, 90, 904, 564), None),
        (b"jjq\x1b[6;0;0t\x1b[?64;4c", NO_PIXELS, None),
    ],
)
def test_pixels_are_drawn_only_where_the_terminal_says_that_it_can(answer, window, expected):
    assert understand(answer, window) == expected


def test_pixels_need_fewer_parts_than_characters_and_fit_into_their_cells():
    card = np.full((400, 1800, 3), 240, np.uint8)
    card[60:90, 30:1700:3] = 20
    box, value = (30, 60, 1670, 30), "東京都千代田区丸の内1-1-1 丸の内ビルディング35F 日本支社 営業本部 国内営業部"
    cell = CellSize(10, 20)
    characters = cut_parts(card, box, value, Canvas(78, 7, has_sixths=False))
    parts = cut_parts(card, box, value, Canvas(78, 7, has_sixths=False, cell=cell))
    assert len(parts) < len(characters)
    for part in parts:
        height, width = enlarge(part, 78, 7, cell).shape
        assert width <= 780
        assert height <= 140
