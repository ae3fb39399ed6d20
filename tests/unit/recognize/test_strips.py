"""Strips are cut straight, padded, and dark on light."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meishi.domain.text import Direction, TextRegion
from meishi.recognize.strips import bounding_box, cut_strip, grey_levels, upright_corners

LEVEL = TextRegion(((100.0, 50.0), (300.0, 50.0), (300.0, 80.0), (100.0, 80.0)))


def bar_card(angle_degrees: float) -> tuple[np.ndarray, TextRegion]:
    """A black bar on white, turned about its middle, and the region around it with a white rim of five pixels."""
    even = np.full((300, 500), 255, np.uint8)
    around = cv2.boxPoints(((250, 150), (200, 30), angle_degrees))
    bar = cv2.boxPoints(((250, 150), (190, 20), angle_degrees))
    cv2.fillPoly(even, [np.round(bar).astype(np.int32)], 0)
    order = (1, 2, 3, 0)
    return even, TextRegion(tuple((float(around[i][0]), float(around[i][1])) for i in order))


@pytest.mark.parametrize("angle_degrees", [0, 3, -7, 12])
def test_a_leaning_line_is_set_straight(angle_degrees):
    even, region = bar_card(angle_degrees)

    strip = cut_strip(even, region, padding=0.2, key="")

    assert strip.pixels.shape == pytest.approx((42, 212), abs=1)
    middle_rows = strip.pixels[16:26, 20:190]
    rim = np.concatenate([strip.pixels[:7], strip.pixels[-7:]])
    assert middle_rows.max() < 60
    assert rim.min() > 200


@pytest.mark.parametrize("share", [0.03, 0.5, 0.9])
def test_the_grey_value_below_which_a_share_of_the_pixels_is(share):
    pixels = np.random.default_rng(3).integers(40, 200, (37, 91)).astype(np.uint8)
    assert grey_levels(pixels, (share,)) == pytest.approx([np.percentile(pixels, 100 * share)], abs=1)


@pytest.mark.parametrize("start", range(4))
def test_corners_that_start_anywhere_give_the_same_strip(start):
    _, region = bar_card(4)
    turned = TextRegion(tuple(region.corners[(i + start) % 4] for i in range(4)))

    assert upright_corners(turned) == upright_corners(region)


def test_beyond_the_card_it_is_white():
    even = np.full((60, 100), 200, np.uint8)
    region = TextRegion(((-10.0, 10.0), (50.0, 10.0), (50.0, 30.0), (-10.0, 30.0)))

    strip = cut_strip(even, region, padding=0.0, key="")

    assert strip.pixels.shape == (20, 60)
    assert (strip.pixels[:, :10] == 255).all()
    assert (strip.pixels[:, 10:] == 200).all()


def test_light_text_on_a_dark_ground_is_turned_over():
    even = np.full((120, 400), 20, np.uint8)
    even[60:70, 150:250] = 240

    strip = cut_strip(even, LEVEL, padding=0.0, key="")

    assert np.median(strip.pixels) > 200
    assert strip.pixels.min() < 30


def test_a_region_off_the_card_is_an_empty_strip():
    far_off = TextRegion(((900.0, 900.0), (950.0, 900.0), (950.0, 920.0), (900.0, 920.0)), Direction.HORIZONTAL)

    assert (cut_strip(np.zeros((60, 100), np.uint8), far_off, padding=0.1, key="").pixels == 255).all()


def test_boxes_stay_within_the_card():
    leaning = TextRegion(((-3.0, 5.2), (90.4, -2.0), (91.0, 20.0), (-2.0, 25.7)))

    assert bounding_box(leaning, (80, 60)) == (0, 0, 80, 26)
