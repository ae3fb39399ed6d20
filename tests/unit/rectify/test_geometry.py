"""Corners, ratios and the choice among overlapping quads."""

import cv2
import numpy as np
import pytest

from meishi.rectify.judging import JudgedQuad, choose_cards
from meishi.rectify.quads import area, distances_inside, order_corners, overlap_share
from meishi.rectify.warp import true_ratio

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("clockwise", [True, False])
def test_corners_are_put_in_order_whatever_theirs_was(start, clockwise):
    shuffled = np.roll(SQUARE if clockwise else SQUARE[::-1], start, axis=0)
    assert (order_corners(shuffled) == SQUARE).all()


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


def test_weak_quads_are_not_chosen():
    assert chosen(judged((0, 0, 165, 100), 0.3, 1.0)) == set()


def test_a_frame_printed_on_the_card_loses_against_the_card():
    card, frame = judged((0, 0, 165, 100), 0.92, 1.0), judged((8, 8, 149, 84), 0.95, 1.0)
    assert chosen(card, frame) == {id(card)}
