"""Pieces of one line are joined; columns, rows and labels of another size are not."""

import math

import numpy as np
import pytest

from meishi.detect.lines import join_pieces
from meishi.detect.options import DetectOptions
from meishi.detect.pieces import Piece


def piece(x, y, length, thickness=20.0, angle_degrees=0.0):
    return Piece((x, y), length, thickness, angle_degrees, 0.9)


def turned(pieces, angle_degrees):
    angle = math.radians(angle_degrees)
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return [
        Piece(tuple(rotation @ p.centre), p.length, p.thickness, (p.angle_degrees + angle_degrees + 90) % 180 - 90, 0.9)
        for p in pieces
    ]


def count_lines(pieces):
    return len(join_pieces(pieces, DetectOptions()))


@pytest.mark.parametrize("angle_degrees", [0, 33, 90, -70])
class TestAtAnyAngle:
    def test_neighbours_in_a_row_are_joined(self, angle_degrees):
        (line,) = join_pieces(turned([piece(50, 50, 100), piece(165, 52, 100)], angle_degrees), DetectOptions())
        assert line.length == pytest.approx(215, abs=3)
        assert line.thickness == pytest.approx(22, abs=2)

    def test_a_columns_gap_parts_them(self, angle_degrees):
        assert count_lines(turned([piece(50, 50, 100), piece(190, 50, 100)], angle_degrees)) == 2

    def test_rows_stay_apart(self, angle_degrees):
        assert count_lines(turned([piece(50, 50, 100), piece(50, 74, 100)], angle_degrees)) == 2

    def test_letter_spaced_glyphs_make_one_name(self, angle_degrees):
        glyphs = [piece(50 + 62 * i, 50, 24, 22) for i in range(4)]
        assert count_lines(turned(glyphs, angle_degrees)) == 1


def test_a_large_name_does_not_swallow_its_small_label():
    assert count_lines([piece(100, 50, 160, 50), piece(210, 50, 40, 16)]) == 2


def test_a_lone_glyph_does_not_join_two_columns():
    columns = [piece(60, 50, 100), piece(170, 50, 22), piece(280, 50, 100)]
    assert count_lines(columns) >= 2


def test_glyphs_of_a_column_are_not_joined_across_columns():
    columns = [piece(x, 50 + 26 * i, 22, 22) for x in (50, 120) for i in range(5)]
    lines = join_pieces(columns, DetectOptions())
    assert len(lines) == 2
    assert all(abs(abs(line.angle_degrees) - 90) < 3 for line in lines)


def test_nothing_gives_nothing():
    assert join_pieces([], DetectOptions()) == []
