"""Terminals are asked whether they draw pixels, before anything is drawn in pixels."""

import numpy as np
import pytest

from meishi.cli.review.kitty import WIPE, as_kitty_graphics
from meishi.cli.review.pictures import Canvas, cut_parts, enlarge
from meishi.cli.review.pixel_terminal import CellSize, PixelTerminal, understand
from meishi.cli.review.sixel import as_sixels

NO_PIXELS = (24, 80, 0, 0)


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
def test_sixels_are_drawn_only_where_the_terminal_says_that_it_can(answer, window, expected):
    assert understand(answer, window, "xterm-256color") == (expected and PixelTerminal(expected, as_sixels, ""))


@pytest.mark.parametrize(
    ("name", "is_drawn"), [("xterm-kitty", True), ("xterm-ghostty", True), ("tmux-256color", False)]
)
def test_kitty_and_ghostty_are_known_by_their_name(name, is_drawn):
    kitty = PixelTerminal(CellSize(10, 20), as_kitty_graphics, WIPE)
    assert understand(b"\x1b[6;20;10t\x1b[?62;c", NO_PIXELS, name) == (kitty if is_drawn else None)


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
