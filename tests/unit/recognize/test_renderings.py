"""Columns are cut into glyphs and typed anew; every picture knows its way back to the strip."""

from __future__ import annotations

import numpy as np
import pytest

from meishi.recognize.renderings import cut_into_cells, level_rendering, retyped_rendering, turned_rendering


def column(*glyphs: tuple[int, int], width: int = 30, length: int = 200) -> np.ndarray:
    """A column with a black block in each of the given rows."""
    pixels = np.full((length, width + 10), 255, np.uint8)
    for top, bottom in glyphs:
        pixels[top:bottom, 5 : 5 + width] = 0
    return pixels


def test_a_level_picture_has_the_height_asked_for_and_a_white_rim():
    strip = np.zeros((20, 100), np.uint8)

    rendering = level_rendering(strip, height=44)

    assert rendering.pixels.shape == (64, 240)
    assert rendering.pixels[:10].min() == 255
    assert [rendering.share_of_column(x) for x in (0, 10, 120, 230, 240)] == [0, 0, 0.5, 1, 1]


def test_an_absurdly_long_strip_stays_within_what_tesseract_takes():
    assert level_rendering(np.zeros((2, 5000), np.uint8), height=44).pixels.shape[1] < 32767


def test_a_turned_column_starts_at_the_left():
    strip = np.full((200, 40), 255, np.uint8)
    strip[:30] = 0

    rendering = turned_rendering(strip, height=40)

    assert rendering.pixels[30, 15] == 0
    assert rendering.pixels[30, 150] == 255
    assert rendering.share_of_column(110) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "glyphs",
    [
        [(10, 40), (43, 73), (76, 106)],
        [(10, 40), (70, 100), (130, 160)],
        [(10, 40)],
    ],
    ids=["close", "letter-spaced", "one"],
)
def test_a_column_is_cut_between_its_glyphs(glyphs):
    cells = cut_into_cells(column(*glyphs) < 128)

    assert len(cells) == len(glyphs)
    for (top, bottom), (glyph_top, glyph_bottom) in zip(cells, glyphs, strict=True):
        assert top <= glyph_top
        assert bottom >= glyph_bottom


def test_a_glyph_of_two_parts_stays_one():
    assert len(cut_into_cells(column((10, 18), (32, 40), (46, 76)) < 128)) == 2


def test_a_blank_column_has_no_glyphs_and_nothing_to_type():
    assert cut_into_cells(np.zeros((50, 20), np.bool_)) == []
    assert retyped_rendering(np.full((50, 20), 255, np.uint8), cell=44) is None


def test_a_retyped_column_is_a_row_of_its_glyphs():
    rendering = retyped_rendering(column((10, 40), (43, 73), (160, 190)), cell=44)

    assert rendering is not None
    assert rendering.pixels.shape[0] == 64
    shares = [rendering.share_of_column(10 + 10 + 48 * place + 22) for place in range(3)]
    assert shares == pytest.approx([25 / 200, 58 / 200, 175 / 200], abs=0.03)


def test_an_upright_bar_of_a_column_is_laid_down():
    strip = column((10, 40), (80, 110))
    strip[44:72, 18:21] = 0

    rendering = retyped_rendering(strip, cell=44)

    assert rendering is not None
    ink = rendering.pixels[:, 20 + 48 : 20 + 48 + 44] < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert columns[-1] - columns[0] > 3 * (rows[-1] - rows[0])
