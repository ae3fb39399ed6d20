"""Corners, ratios and the choice among overlapping quads."""

import cv2
import numpy as np
import pytest

from meishi.domain.text import Direction, TextRegion
from meishi.rectify.judging import JudgedQuad, are_beyond_doubt, choose_cards
from meishi.rectify.quads import area, crossings, distances_inside, flattening_transforms, order_corners, overlap_share
from meishi.rectify.text_mass import inside_shares, measure_text
from meishi.rectify.warp import true_ratio

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("clockwise", [True, False])
def test_corners_are_put_in_order_whatever_theirs_was(start, clockwise):
    shuffled = np.roll(SQUARE if clockwise else SQUARE[::-1], start, axis=0)
    assert (order_corners(shuffled) == SQUARE).all()


def test_the_corners_of_many_quads_are_put_in_order_at_once():
    quads = np.stack([np.roll(SQUARE + 3, 2, axis=0), SQUARE[::-1] * [2, 1]])
    assert (order_corners(quads) == [SQUARE + 3, SQUARE * [2, 1]]).all()


def test_sides_cross_in_the_corners_and_parallel_ones_nowhere():
    sides = np.stack([SQUARE, np.roll(SQUARE, -1, axis=0)], axis=1)
    assert crossings(np.roll(sides, 1, axis=0), sides) == pytest.approx(SQUARE)
    assert np.isnan(crossings(sides, np.roll(sides, 2, axis=0))).all()


def test_a_quad_seen_at_a_slant_is_mapped_to_a_rectangle():
    quads = np.array([[[520.0, 420], [1110, 410], [1300, 880], [330, 900]], SQUARE])
    sizes = np.array([[900.0, 500], [20, 10]])
    for quad, size, transform in zip(quads, sizes, flattening_transforms(quads, sizes), strict=True):
        flat = cv2.perspectiveTransform(quad[None], transform)[0]
        assert flat == pytest.approx(SQUARE / 10 * size, abs=1e-6)


def lines_of_text(*boxes):
    corners = [((x, y), (x + w, y), (x + w, y + h), (x, y + h)) for x, y, w, h in boxes]
    return measure_text([TextRegion(four, Direction.HORIZONTAL) for four in corners])


def test_what_lies_in_a_quad_is_told_for_each_quad_and_line():
    text = lines_of_text((10, 10, 60, 6), (10, 50, 60, 6))
    upper = np.array([[0.0, 0], [100, 0], [100, 30], [0, 30]])
    halves = upper + np.array([[[0, 0]], [[0, 30]], [[40, 0]]])
    assert inside_shares(halves, text) == pytest.approx(np.array([[1, 0], [0, 1], [4 / 7, 0]]))


def test_area_and_overlap():
    assert area(SQUARE) == 100
    assert overlap_share(SQUARE, SQUARE + np.array([5, 0])) == pytest.approx(0.5)
    assert overlap_share(SQUARE, SQUARE * 0.5) == pytest.approx(1.0)
    assert overlap_share(SQUARE, SQUARE + 20) == 0


def test_quads_that_share_a_side_overlap_like_any_others():
    one = np.array([[106.2, 234.4], [421.9, 52.3], [532.9, 244.7], [217.1, 426.8]])
    other = one + np.array([[0, 0], [0, 0], [30, -12], [0, 0]])
    assert overlap_share(one, other) > 0.95
    assert overlap_share(one, one) == pytest.approx(1)


def test_distance_inside_is_positive_within_and_negative_outside():
    points = np.array([[5.0, 2.0], [5.0, -3.0]])
    assert distances_inside(SQUARE, points) == pytest.approx([2, -3])


@pytest.mark.parametrize("tilt_degrees", [0, 25, 45])
@pytest.mark.parametrize("ratio", [91 / 55, 89 / 51])
def test_the_true_ratio_is_measured_through_the_perspective(tilt_degrees, ratio):
    camera = np.array([[1500.0, 0, 800], [0, 1500, 600], [0, 0, 1]])
    flat = np.array([[-ratio, -1, 0], [ratio, -1, 0], [ratio, 1, 0], [-ratio, 1, 0]]) * 0.5
    turn, _ = cv2.Rodrigues(np.radians([tilt_degrees, tilt_degrees / 2, 10.0]))
    seen = (flat @ turn.T + (0.05, -0.03, 3)) @ camera.T
    quad = seen[:, :2] / seen[:, 2:]
    assert true_ratio(quad, (1600, 1200)) == pytest.approx(ratio, rel=0.03)


def judged(box, quality, text):
    left, top, width, height = box
    quad = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], float)
    return JudgedQuad(quad, quality, area(quad), np.zeros(0), text)


def chosen(*quads):
    best_first = sorted(quads, key=lambda one: -one.quality)
    return {id(one) for one in choose_cards(best_first, 0.35)}


def test_the_card_wins_against_a_crisper_box_around_half_its_text():
    card, box = judged((0, 0, 165, 100), 0.75, 1.0), judged((10, 50, 140, 45), 0.95, 0.5)
    assert chosen(card, box) == {id(card)}


def test_eight_cards_win_against_their_sheet():
    cards = [judged((10 + 100 * (i % 2), 10 + 60 * (i // 2), 91, 55), 0.9, 1 / 8) for i in range(8)]
    sheet = judged((0, 0, 210, 297), 0.8, 1.0)
    assert chosen(*cards, sheet) == {id(card) for card in cards}


@pytest.mark.parametrize(
    ("quality", "beside", "certain"),
    [(0.95, (), True), (0.7, (), False), (0.95, ((20, 120, 100, 6),), False)],
    ids=["a card", "a weak one", "text beside it"],
)
def test_the_search_ends_where_all_text_lies_in_cards_beyond_doubt(quality, beside, certain):
    text = lines_of_text(*((20, 20 + 15 * row, 100, 6) for row in range(5)), *beside)
    card = np.array([[0.0, 0], [165, 0], [165, 100], [0, 100]])
    (shares,) = inside_shares(card[None], text)
    one = JudgedQuad(card, quality, area(card), shares, float(shares @ text.weights))
    assert are_beyond_doubt([one], text) == certain


def test_weak_quads_are_not_chosen():
    assert chosen(judged((0, 0, 165, 100), 0.3, 1.0)) == set()


def test_a_frame_printed_on_the_card_loses_against_the_card():
    card, frame = judged((0, 0, 165, 100), 0.92, 1.0), judged((8, 8, 149, 84), 0.95, 1.0)
    assert chosen(card, frame) == {id(card)}
