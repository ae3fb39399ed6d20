"""Text lines are found where they stand, however the picture is turned."""

import pickle

import cv2
import numpy as np
import pytest

from meishi.detect import DetectOptions, LineDetector
from meishi.domain.text import Direction

LINES = (("Taro Meishi", 70, 1.6), ("Sales Manager", 150, 0.9), ("+81 3 1234 5678", 200, 0.9))
WIDTH, HEIGHT, LEFT = 640, 400, 60


@pytest.fixture(scope="module")
def card():
    picture = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)
    for text, baseline, scale in LINES:
        cv2.putText(picture, text, (LEFT, baseline), cv2.FONT_HERSHEY_SIMPLEX, scale, (30, 30, 30), 2, cv2.LINE_AA)
    return picture


def text_extent(text, baseline, scale):
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    return LEFT, baseline - height, LEFT + width, baseline


def regions_by_height(regions):
    return sorted(regions, key=lambda region: np.mean([y for _, y in region.corners]))


def test_each_line_becomes_one_region(card):
    regions = regions_by_height(LineDetector().find_text(card))
    assert len(regions) == len(LINES)
    for region, line in zip(regions, LINES, strict=True):
        left, top, right, bottom = text_extent(*line)
        corners = np.array(region.corners)
        assert np.abs(corners.min(axis=0) - (left, top)).max() < 14
        assert np.abs(corners.max(axis=0) - (right, bottom)).max() < 14
        assert region.direction is Direction.HORIZONTAL
        assert 0.5 < region.score <= 1


def test_corners_run_clockwise_from_the_top_left(card):
    for region in LineDetector().find_text(card):
        first, second, third, fourth = region.corners
        assert first[0] < second[0]
        assert second[1] < third[1]
        assert third[0] > fourth[0]
        assert fourth[1] > first[1]


def test_no_text_gives_no_regions():
    assert LineDetector().find_text(np.full((200, 300, 3), 200, np.uint8)) == ()


@pytest.mark.parametrize("angle_degrees", [-35, 20, 75])
def test_turned_text_gets_turned_regions(card, angle_degrees):
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle_degrees, 0.8)
    turn[:, 2] += (0, 120)
    turned = cv2.warpAffine(card, turn, (WIDTH, HEIGHT + 240), borderValue=(250, 250, 250))
    regions = LineDetector().find_text(turned)
    assert len(regions) == len(LINES)
    for region in regions:
        corners = np.array(region.corners)
        sides = np.roll(corners, -1, axis=0) - corners
        longest = sides[np.linalg.norm(sides, axis=1).argmax()]
        angle = np.degrees(np.arctan2(-longest[1], longest[0]))
        assert abs((angle - angle_degrees + 90) % 180 - 90) < 4


def test_a_column_is_vertical():
    picture = np.full((640, 300, 3), 250, np.uint8)
    cv2.putText(picture, "A long line of text", (20, 80), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2, cv2.LINE_AA)
    upright = np.ascontiguousarray(np.rot90(picture[:300], 1))
    assert [region.direction for region in LineDetector().find_text(upright)] == [Direction.VERTICAL]


def test_two_columns_are_kept_apart():
    picture = np.full((300, 800, 3), 250, np.uint8)
    for x in (40, 470):
        cv2.putText(picture, "Central Office", (x, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 2, cv2.LINE_AA)
    assert len(LineDetector().find_text(picture)) == 2


def test_large_pictures_give_regions_in_their_own_pixels(card):
    large = cv2.resize(card, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    regions = regions_by_height(LineDetector(DetectOptions(long_side_px=640)).find_text(large))
    assert len(regions) == len(LINES)
    left, top, _, _ = text_extent(*LINES[0])
    assert np.abs(np.array(regions[0].corners[0]) - (3 * left, 3 * top)).max() < 42


def test_a_detector_can_be_sent_to_another_process(card):
    detector = LineDetector()
    detector.find_text(card)
    copy = pickle.loads(pickle.dumps(detector))
    assert len(copy.find_text(card)) == len(LINES)
