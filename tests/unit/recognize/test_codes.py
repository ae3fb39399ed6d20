"""QR codes of cards: found on the card image, on the photo's own pixels, and only on their own card."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drawn_cards import CARD_HEIGHT, CARD_WIDTH, as_photo, desk, draw_card, lay, put_code, turned_quad
from meishi.domain.card import CardImage
from meishi.domain.text import Code, TextRegion
from meishi.recognize import read_codes, without_codes

pytest.importorskip("segno", reason="the sample generator's packages are not installed")

VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:石川;美加子;;;\r\nFN:石川 美加子\r\nEMAIL:mikako@example.com\r\nEND:VCARD\r\n"


def card_image(face, quad, *regions, number=1):
    return CardImage(
        pixels=face,
        even=cv2.cvtColor(face, cv2.COLOR_BGR2GRAY),
        quad=tuple((float(x), float(y)) for x, y in quad),
        orientation_degrees=0,
        regions=regions,
        found_by="edges",
        file="desk.jpg",
        number=number,
    )


def whole(face):
    height, width = face.shape[:2]
    return ((0, 0), (width, 0), (width, height), (0, height))


@pytest.mark.parametrize("ground", [(250, 250, 250), (60, 40, 30)])
@pytest.mark.parametrize("text", [VCARD, "MECARD:N:石川,美加子;TEL:06-6633-4110;;", "https://example.com/"])
def test_code_of_a_card_is_read_with_its_place(text, ground):
    face = put_code(draw_card(ground, ink=(120, 120, 120)), text)
    (code,) = read_codes(card_image(face, whole(face)), as_photo(face))
    assert code.text == text
    x, y, width, height = code.box
    assert (x, y, x + width, y + height) == pytest.approx((690, 330, 870, 510), abs=25)


def test_code_too_fine_for_the_card_image_is_read_from_the_photo():
    face = put_code(draw_card(), VCARD, side=96)
    photo = cv2.resize(face, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    blurred = cv2.resize(
        cv2.resize(face, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), (CARD_WIDTH, CARD_HEIGHT)
    )
    assert read_codes(card_image(blurred, whole(face)), as_photo(blurred)) == ()
    (code,) = read_codes(card_image(blurred, whole(photo)), as_photo(photo))
    assert code.text == VCARD
    assert code.box[0] == pytest.approx(690, abs=15)


def test_code_of_the_neighbouring_card_is_not_this_cards():
    plain, coded = draw_card(), put_code(draw_card(), VCARD, side=300, left=10, top=240)
    quads = turned_quad((1000, 1000), 1820, 20), turned_quad((2500, 1700), 1820, 20)
    picture = as_photo(lay(lay(desk(3600, 2800), plain, quads[0]), coded, quads[1]))
    assert read_codes(card_image(plain, quads[0]), picture) == ()
    assert [code.text for code in read_codes(card_image(coded, quads[1], number=2), picture)] == [VCARD]


def test_card_without_a_code_has_none():
    face = draw_card()
    assert read_codes(card_image(face, whole(face)), as_photo(face)) == ()


def test_smallest_picture_has_none():
    face = np.full((1, 1, 3), 255, np.uint8)
    assert read_codes(card_image(face, whole(face)), as_photo(face)) == ()


def test_what_a_detector_takes_for_text_on_a_code_is_left_out():
    on_it = TextRegion(((700, 400), (860, 400), (860, 420), (700, 420)))
    beside = TextRegion(((70, 400), (500, 400), (500, 420), (70, 420)))
    face = draw_card()
    card = card_image(face, whole(face), on_it, beside)
    assert without_codes(card, (Code("https://example.com/", (690, 330, 180, 180)),)).regions == (beside,)
    assert without_codes(card, ()).regions == (on_it, beside)
