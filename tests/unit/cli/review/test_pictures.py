import cv2
import numpy as np
import pytest
from rich.cells import cell_len

from meishi.cli.review.pictures import Canvas, cut_parts, draw, draws_sixths

SMALL = Canvas(78, 8, has_sixths=False)


def card_with(text, origin=(20, 60), scale=1.0):
    card = np.full((400, 900, 3), 240, np.uint8)
    cv2.putText(card, text, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, (30, 30, 30), 2)
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    return card, (origin[0], origin[1] - height, width, height + 8)


@pytest.mark.parametrize("has_sixths", [False, True])
@pytest.mark.parametrize("text", ["Li", "Taro Yamada", "1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005"])
def test_a_value_is_drawn_within_the_canvas_and_dark_on_light(text, has_sixths):
    canvas = SMALL._replace(has_sixths=has_sixths)
    card, box = card_with(text)
    for part in cut_parts(card, box, text, canvas):
        lines = draw(part, canvas).split("\n")
        assert len(lines) <= canvas.rows
        assert all(cell_len(line.plain) <= canvas.columns for line in lines)
        lights = [span.style.bgcolor.triplet.red for line in lines for span in line.spans]
        assert max(lights) > 200
        assert min(lights) < 128


def test_a_long_value_is_cut_into_parts_that_overlap_and_a_short_one_is_not():
    text = "1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005"
    card, box = card_with(text)
    parts = cut_parts(card, box, text, SMALL)
    assert len(parts) >= 2
    assert sum(part.shape[1] for part in parts) > box[2]
    assert len(cut_parts(*card_with("Taro"), "Taro", SMALL)) == 1


def test_finer_characters_make_do_with_fewer_parts():
    text = 2 * "1-2-3 Marunouchi, Chiyoda-ku, Tokyo "
    card, box = card_with(text, scale=0.7)
    halves, sixths = (cut_parts(card, box, text, SMALL._replace(has_sixths=fine)) for fine in (False, True))
    assert len(sixths) < len(halves)


def test_a_vertical_column_is_laid_down_to_be_read_from_the_left():
    card = np.full((500, 300, 3), 240, np.uint8)
    for number, letter in enumerate("ABCD"):
        cv2.putText(card, letter, (100, 80 + 60 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (30, 30, 30), 3)
    (part,) = cut_parts(card, (98, 40, 40, 225), "ABCD", SMALL)
    assert part.shape[1] > 2 * part.shape[0]


@pytest.mark.parametrize("box", [(850, 380, 200, 80), (2000, 2000, 10, 10), (0, 0, 1, 1)])
def test_a_box_at_or_beyond_the_rim_is_drawn_all_the_same(box):
    card, _ = card_with("Taro")
    assert draw(cut_parts(card, box, "Taro", SMALL)[0], SMALL).plain


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"KITTY_WINDOW_ID": "1"}, True),
    ],
)
def test_sixths_are_drawn_only_where_the_terminal_is_known_to_have_them(environment, expected):
    assert draws_sixths(environment) is expected


def test_the_characters_are_those_of_the_standard():
    tile = np.zeros((3, 2), np.uint8)
    tile[0, 0] = 255
    canvas = Canvas(1, 1, has_sixths=True)
    # All but the upper left sixth is ink: U+1FB3B, BLOCK SEXTANT-23456.
    assert draw(np.kron(tile, np.ones((4, 3), np.uint8)), canvas).plain == "\U0001fb3b"
