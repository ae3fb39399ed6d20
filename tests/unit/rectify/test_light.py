"""After evening, text is dark on a light ground wherever it stands."""

import cv2
import numpy as np

from drawn_cards import draw_card
from meishi.rectify.light import even_light


def ink_and_ground(even, face_mask):
    return float(np.median(even[face_mask])), float(np.median(even[~face_mask]))


def strokes(ground, ink):
    """Where the drawn card has ink."""
    face = draw_card(ground, ink).astype(int)
    return np.abs(face - ink).sum(axis=2) < 30


def test_light_text_on_a_dark_ground_comes_out_dark_on_light():
    ground, ink = (50, 30, 20), (235, 235, 235)
    text, paper = ink_and_ground(even_light(draw_card(ground, ink)), strokes(ground, ink))
    assert text < 80
    assert paper > 240


def test_a_shadow_across_the_card_goes_away():
    face = draw_card()
    shade = np.linspace(0.35, 1.0, face.shape[1])[None, :, None]
    even = even_light((face * shade).astype(np.uint8))
    mask = strokes((250, 250, 250), (30, 30, 30))
    half = face.shape[1] // 2
    for part in (slice(0, half), slice(half, None)):
        text, paper = ink_and_ground(even[:, part], mask[:, part])
        assert text < 90
        assert paper > 240


def test_a_dark_band_with_light_text_is_flipped_where_it_is():
    face = draw_card(rows=(("Taro Meishi", 150, 2.0),))
    cv2.rectangle(face, (0, 350), (910, 550), (70, 30, 20), cv2.FILLED)
    cv2.putText(face, "Meishi Co.", (70, 480), cv2.FONT_HERSHEY_SIMPLEX, 2, (240, 240, 240), 4, cv2.LINE_AA)
    even = even_light(face)
    for rows in (slice(60, 200), slice(400, 520)):
        part = even[rows, 60:500]
        assert np.percentile(part, 1) < 90
        assert np.median(part) > 235


def test_light_text_close_to_a_dark_band_is_not_taken_for_ground():
    # A dark panel with a rounded-off corner of another colour, as designers like it, above light text on orange.
    face = np.full((660, 1030, 3), (58, 163, 242), np.uint8)
    face[:370, 36:] = (74, 42, 13)
    mask = np.zeros(face.shape[:2], np.uint8)
    cv2.putText(mask, "Tel 06-9589-7932", (50, 420), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2, cv2.LINE_8)
    face[mask > 0] = 255
    even = even_light(face)
    assert np.median(even[mask > 0]) < 80
    around = (cv2.dilate(mask, np.ones((15, 15))) > 0) & (cv2.dilate(mask, np.ones((5, 5))) == 0)
    assert np.median(even[around]) > 240


def test_even_is_grey_of_the_same_size():
    even = even_light(draw_card())
    assert even.shape == (550, 910)
    assert even.dtype == np.uint8


def test_tiny_pictures_do_not_fail():
    assert even_light(np.full((20, 35, 3), 128, np.uint8)).shape == (20, 35)
