"""Pieces of one line join, columns stay apart, and reading goes the way a person reads."""

from __future__ import annotations

import pytest

from meishi.domain.text import Direction, TextRegion
from meishi.recognize.layout import join_pieces, part_label_columns, reading_order

HORIZONTAL, VERTICAL = Direction.HORIZONTAL, Direction.VERTICAL


def region(left: float, top: float, width: float, height: float, direction=HORIZONTAL) -> TextRegion:
    corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    return TextRegion(corners, direction)


def extents(regions) -> list[tuple[float, float]]:
    return sorted((min(x for x, _ in r.corners), max(x for x, _ in r.corners)) for r in regions)


def body_text(top: float) -> TextRegion:
    return region(100, top, 500, 20)


BODY = tuple(body_text(top) for top in (300, 340, 380))


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        pytest.param([(100, 60, 60), (240, 60, 60), (380, 60, 60), (520, 60, 60)], 1, id="letter-spaced name"),
        pytest.param([(100, 120, 60), (320, 180, 60)], 1, id="family and given name in large print"),
        pytest.param([(100, 240, 20), (380, 240, 20)], 2, id="TEL and FAX set apart"),
        pytest.param([(100, 240, 20), (352, 240, 20)], 1, id="one line split at a word"),
        pytest.param([(100, 60, 20), (185, 240, 20)], 1, id="label and value"),
        pytest.param([(100, 120, 60), (230, 120, 24)], 2, id="name and small print"),
    ],
)
def test_pieces_of_a_row_join_by_gap_and_kind(pieces, joined):
    row = [region(left, 100, width, height) for left, width, height in pieces]

    assert len(join_pieces([*row, *BODY])) == joined + len(BODY)


def test_a_joined_line_spans_all_its_pieces_and_leans_with_them():
    left = TextRegion(((100, 100), (200, 104), (200, 124), (100, 120)))
    right = TextRegion(((210, 105), (400, 112), (400, 132), (210, 125)))

    (joined,) = join_pieces([right, left])

    assert joined.corners == ((100, 100), (400, 112), (400, 132), (100, 120))


def test_pieces_of_a_column_join_downwards():
    pieces = [region(500, top, 30, 120, VERTICAL) for top in (50, 185)]

    (joined,) = join_pieces(pieces)

    assert (joined.corners[0], joined.corners[2]) == ((500, 50), (530, 305))


def test_pieces_with_a_third_one_between_them_stay_apart():
    row = [region(100, 100, 60, 60), region(165, 95, 60, 20), region(230, 100, 60, 60)]

    assert extents(join_pieces(row)) == [(100, 160), (165, 225), (230, 290)]


def test_lines_above_one_another_never_join():
    assert len(join_pieces([*BODY])) == len(BODY)


def order_of(**boxes) -> str:
    names = list(boxes)
    directions = [VERTICAL if box[3] > 1.5 * box[2] else HORIZONTAL for box in boxes.values()]
    return "".join(names[index] for index in reading_order(list(boxes.values()), directions))


def test_rows_are_read_from_the_top():
    assert order_of(c=(100, 300, 300, 20), a=(120, 50, 200, 40), b=(100, 260, 400, 20)) == "abc"


def test_two_offices_side_by_side_are_read_one_after_the_other():
    order = order_of(
        a=(50, 50, 600, 50),
        b=(50, 300, 250, 20), e=(400, 300, 250, 20),
        c=(50, 330, 260, 20), f=(400, 330, 240, 20),
        d=(50, 360, 200, 20), g=(400, 360, 230, 20),
    )  # fmt: skip

    assert order == "abcdefg"


def test_labels_are_read_with_their_values():
    order = order_of(
        a=(50, 300, 50, 20), b=(140, 300, 250, 20),
        c=(50, 330, 50, 20), d=(140, 330, 200, 20),
        e=(50, 360, 60, 20), f=(140, 360, 280, 20),
    )  # fmt: skip

    assert order == "abcdef"


def test_columns_are_read_from_the_right():
    assert order_of(b=(300, 50, 60, 300), c=(100, 80, 20, 250), a=(480, 40, 24, 280), d=(60, 80, 20, 200)) == "abcd"


def test_pieces_of_one_column_are_read_downwards():
    assert order_of(b=(300, 250, 30, 100), a=(300, 50, 30, 120), c=(200, 50, 30, 300)) == "abc"


def test_a_leaning_row_is_read_from_the_left():
    assert order_of(b=(320, 104, 200, 20), a=(100, 100, 200, 20)) == "ab"


def test_no_lines_have_no_order():
    assert reading_order([], []) == ()


def rows_at(left: float) -> tuple[TextRegion, ...]:
    return tuple(region(left, top, 300, 20) for top in (100, 130, 160))


@pytest.mark.parametrize("width", [18, 44], ids=["T F M", "Tel Fax Mob"])
def test_labels_one_below_the_other_are_no_column(width):
    parted = part_label_columns([region(100, 100, width, 80, VERTICAL), *rows_at(220)])

    labels = [piece for piece in parted if piece.corners[0][0] == 100]
    assert [piece.corners[0][1] for piece in labels] == [100, 130, 160]
    assert all(piece.direction is HORIZONTAL for piece in parted)


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(region(100, 40, 40, 200, VERTICAL), id="higher than the rows"),
        pytest.param(region(100, 100, 80, 80, VERTICAL), id="much wider than a row is high"),
        pytest.param(region(600, 100, 18, 80, VERTICAL), id="at the right of the rows"),
    ],
)
def test_a_column_of_text_beside_rows_stays_one(column):
    assert column in part_label_columns([column, *rows_at(220)])
