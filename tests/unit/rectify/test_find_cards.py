"""Cards are found, flat, upright and whole, or the picture says why not."""

import cv2
import numpy as np
import pytest

from drawn_cards import (
    CARD_HEIGHT,
    CARD_WIDTH,
    SMALL_ROWS,
    TEXT_ROWS,
    FixedJudge,
    InkDetector,
    as_photo,
    corner_error,
    desk,
    draw_card,
    lay,
    likeness,
    turned_quad,
)
from meishi.domain.contact import Contact
from meishi.domain.reading import CardReading
from meishi.domain.text import Direction
from meishi.errors import NoCardFoundError
from meishi.rectify import RectifyOptions, find_cards, flatten_card, part_of_card
from meishi.rectify.candidates import is_white_on_white, propose_faint_quads
from meishi.rectify.text_mass import measure_text


def find_one(picture, judge=None, detector=None):
    cards = find_cards(as_photo(picture), detector or InkDetector(), judge or FixedJudge())
    assert len(cards) == 1
    return cards[0]


@pytest.mark.parametrize("angle_degrees", [0, 8, -30, 40])
def test_a_card_on_a_desk_is_found_and_flattened(angle_degrees):
    face = draw_card()
    quad = turned_quad(angle_degrees=angle_degrees)
    card = find_one(lay(desk(), face, quad))
    assert card.found_by == "edges"
    assert corner_error(card.quad, quad) < 0.01
    assert card.orientation_degrees == 0
    assert likeness(card.pixels, face) > 0.9


def test_a_card_seen_at_a_slant_gets_its_true_ratio():
    face = draw_card()
    quad = np.array([[520, 420], [1110, 410], [1300, 880], [330, 900]], float)
    card = find_one(lay(desk(), face, quad))
    assert corner_error(card.quad, quad) < 0.015
    height, width = card.pixels.shape[:2]
    assert 1.45 <= width / height <= 1.85
    assert likeness(card.pixels, face) > 0.85


@pytest.mark.parametrize(("angle_degrees", "turns"), [(0, 0), (-30, 0), (8, 2)])
def test_a_card_that_was_found_is_drawn_again_as_it_was(angle_degrees, turns):
    picture = lay(desk(), draw_card(), turned_quad(angle_degrees=angle_degrees))
    card = find_one(picture, FixedJudge(turns))
    height, width = card.pixels.shape[:2]
    again = flatten_card(as_photo(picture), card.quad, (width, height))
    assert np.abs(again.astype(int) - card.pixels).mean() < 2
    assert abs(flatten_card(as_photo(picture), card.quad, None).shape[1] - width) < 0.02 * width


@pytest.mark.parametrize(
    ("ground", "ink", "table"),
    [
        ((250, 250, 250), (30, 30, 30), (90, 120, 150)),
        ((40, 25, 20), (240, 240, 240), (200, 205, 210)),
        ((40, 25, 20), (240, 240, 240), (70, 75, 80)),
        ((240, 240, 240), (40, 40, 40), (215, 218, 220)),
    ],
    ids=["white on wood", "dark on light", "dark on dark", "white on white"],
)
def test_grounds_and_tables(ground, ink, table):
    face = draw_card(ground, ink)
    quad = turned_quad(angle_degrees=12)
    card = find_one(lay(desk(colour=table, grain=2), face, quad))
    assert corner_error(card.quad, quad) < 0.015


def test_a_band_at_the_cards_edge_belongs_to_the_card():
    quad = turned_quad(angle_degrees=-15)
    card = find_one(lay(desk(), draw_card(band=(120, 60, 20)), quad))
    assert corner_error(card.quad, quad) < 0.015


def test_a_frame_printed_on_the_card_is_not_the_card():
    face = draw_card()
    cv2.rectangle(face, (20, 20), (CARD_WIDTH - 20, CARD_HEIGHT - 20), (60, 60, 60), 4)
    quad = turned_quad(angle_degrees=10)
    card = find_one(lay(desk(), face, quad))
    assert corner_error(card.quad, quad) < 0.015


def test_a_box_around_a_part_of_the_text_is_not_the_card():
    face = draw_card()
    panel = face[355:530, 30:880]
    np.minimum(panel, np.array([190, 225, 250], np.uint8), out=panel)
    quad = turned_quad()
    card = find_one(lay(desk(), face, quad))
    assert corner_error(card.quad, quad) < 0.015


def test_a_finger_over_an_edge_does_not_bend_the_card():
    quad = turned_quad(angle_degrees=5)
    picture = lay(desk(), draw_card(), quad)
    thumb = tuple(int(v) for v in (quad[1] * 0.4 + quad[2] * 0.6))
    cv2.ellipse(picture, thumb, (120, 55), 5, 0, 360, (130, 160, 215), cv2.FILLED)
    assert corner_error(find_one(picture).quad, quad) < 0.02


def test_a_portrait_card_stays_portrait():
    face = np.full((910, 550, 3), 250, np.uint8)
    for row, text in enumerate(("Taro Meishi", "Manager", "03-1234-5678")):
        cv2.putText(face, text, (50, 180 + 150 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (30, 30, 30), 3, cv2.LINE_AA)
    quad = turned_quad(width=500, ratio=550 / 910)
    card = find_one(lay(desk(), face, quad))
    assert corner_error(card.quad, quad) < 0.015
    assert card.pixels.shape[0] > 1.4 * card.pixels.shape[1]


@pytest.mark.parametrize("angle_degrees", [25, -40])
def test_a_card_on_a_printed_page_is_told_from_the_print(angle_degrees):
    page = np.full((1200, 1600, 3), (232, 238, 240), np.uint8)
    for row in range(40, 1200, 55):
        cv2.putText(page, "It was a bright cold day in April, and the clocks were striking thirteen " * 2, (10, row),
                    cv2.FONT_HERSHEY_SIMPLEX, 1.1, (40, 40, 40), 2, cv2.LINE_AA)  # fmt: skip
    quad = turned_quad(width=800, angle_degrees=angle_degrees)
    card = find_one(lay(page.astype(np.float32), draw_card(), quad))
    assert card.found_by == "edges"
    assert corner_error(card.quad, quad) < 0.02


@pytest.mark.parametrize("colour", [(120, 60, 20), (150, 175, 190)], ids=["dark", "like the desk"])
def test_a_card_of_two_parts_is_one_card(colour):
    face = draw_card()
    part = face[:, 590:]
    part[:] = colour
    cv2.circle(part, (160, 275), 60, (250, 250, 250), cv2.FILLED)
    rows = (("Taro Meishi", 240, 1.6), ("Sales Manager", 310, 1.0), ("03-1234-5678", 430, 1.0))
    face[:, :590] = draw_card(rows=rows)[:, :590]
    quad = turned_quad(angle_degrees=10)
    card = find_one(lay(desk(colour=(160, 185, 200), grain=2), face, quad))
    assert corner_error(card.quad, quad) < 0.02


def test_print_beside_a_card_does_not_speak_against_it():
    picture = desk(grain=2).astype(np.uint8)
    quad = turned_quad((700, 500), 700, 3)
    for text, place in (("REPORT 2026", (200, 900)), ("Notes", (1150, 800))):
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 4, (20, 20, 20), 9, cv2.LINE_AA)
    card = find_one(lay(picture, draw_card(), quad))
    assert corner_error(card.quad, quad) < 0.02


def test_a_card_that_is_small_in_its_picture_is_looked_at_more_closely():
    quad = turned_quad((2300, 700), 420, 20)
    card = find_one(lay(desk(3200, 2400), draw_card(), quad))
    assert card.found_by == "edges"
    assert corner_error(card.quad, quad) < 0.02
    assert len(card.regions) >= len(TEXT_ROWS)


class TestPagesOfCards:
    def test_white_cards_on_a_white_sheet_show_by_a_breath_of_shadow(self):
        sheet, quads = np.full((320, 452, 3), 250, np.float32), []
        for row in range(2):
            for column in range(2):
                quad = turned_quad((117 + 208 * column, 84 + 150 * row), 197, 0.5 * (row - column))
                shadow = np.zeros(sheet.shape[:2], np.float32)
                cv2.fillConvexPoly(shadow, np.round(quad + 2).astype(np.int32), 1.0)
                sheet -= 12 * cv2.GaussianBlur(shadow, (0, 0), 1.2)[..., None]
                sheet = lay(sheet, draw_card((250, 250, 250)), quad).astype(np.float32)
                quads.append(quad)
        lab = np.asarray(cv2.cvtColor(sheet.astype(np.uint8), cv2.COLOR_BGR2LAB), np.uint8)
        proposed = propose_faint_quads(lab, measure_text(InkDetector().find_text(sheet.astype(np.uint8))))
        assert is_white_on_white(lab)
        assert sum(min(np.abs(found - quad).max() for found in proposed) < 10 for quad in quads) == len(quads)

    def test_every_card_of_a_sheet_row_by_row(self):
        picture = desk(1240, 1754, colour=(205, 207, 208), grain=1)
        quads = [turned_quad((330 + 580 * column, 260 + 410 * row), 520) for row in range(4) for column in range(2)]
        for quad in quads:
            picture = lay(picture, draw_card(), quad)
        cards = find_cards(as_photo(picture, "sheet.png"), InkDetector(), FixedJudge())
        assert [card.number for card in cards] == list(range(1, 9))
        assert max(corner_error(card.quad, quad) for card, quad in zip(cards, quads, strict=True)) < 0.02

    def test_neighbours_that_touch_are_two_cards(self):
        left, right = turned_quad((500, 600), 600), turned_quad((1100, 600), 600)
        picture = lay(lay(desk(), draw_card(), left), draw_card((200, 225, 240)), right)
        cards = find_cards(as_photo(picture), InkDetector(), FixedJudge())
        assert len(cards) == 2
        assert corner_error(cards[0].quad, left) < 0.03
        assert corner_error(cards[1].quad, right) < 0.03

    def test_four_cards_of_one_colour_that_touch_are_four_cards(self):
        picture = desk(grain=2)
        quads = [turned_quad((500 + 600 * column, 400 + 364 * row), 600) for row in range(2) for column in range(2)]
        for quad in quads:
            shade = draw_card()
            cv2.rectangle(shade, (0, 0), (CARD_WIDTH - 1, CARD_HEIGHT - 1), (205, 205, 205), 4)
            picture = lay(picture, shade, quad)
        cards = find_cards(as_photo(picture), InkDetector(), FixedJudge())
        assert len(cards) == 4
        assert max(corner_error(card.quad, quad) for card, quad in zip(cards, quads, strict=True)) < 0.03


class TestWithoutConvincingEdges:
    def test_a_picture_that_is_the_card_is_taken_whole(self):
        card = find_one(draw_card())
        assert card.found_by == "whole"
        assert card.quad == ((0, 0), (CARD_WIDTH, 0), (CARD_WIDTH, CARD_HEIGHT), (0, CARD_HEIGHT))
        assert card.pixels.shape[1] == 1000

    def test_a_screenshot_with_a_thin_border_is_taken_whole(self):
        face = draw_card()
        cv2.rectangle(face, (0, 0), (CARD_WIDTH - 1, CARD_HEIGHT - 1), (100, 100, 100), 2)
        assert find_one(face).found_by == "whole"

    def test_text_on_an_empty_page_is_cut_out_and_set_level(self):
        page = np.full((1754, 1240, 3), 255, np.float32)
        picture = lay(page, draw_card((255, 255, 255)), turned_quad((520, 420), 620, 7))
        # Laying leaves a breath of an outline; this page is to have none.
        picture[picture > 240] = 255
        card = find_one(picture)
        assert card.found_by == "text"
        assert len(card.regions) >= len(TEXT_ROWS)
        slopes = np.array([np.subtract(region.corners[1], region.corners[0]) for region in card.regions])
        assert abs(np.median(np.degrees(np.arctan2(slopes[:, 1], slopes[:, 0])))) < 2

    def test_a_card_cut_by_the_pictures_rim_keeps_its_text(self):
        quad = turned_quad((900, 600), 1750, 4)
        rows = (("Taro Meishi", 260, 1.6), ("Sales Manager", 330, 1.0))
        card = find_one(lay(desk(), draw_card(rows=rows), quad))
        assert len(card.regions) >= len(rows)
        assert min(y for region in card.regions for _, y in region.corners) > 0

    def test_nothing_at_all_is_an_error(self):
        with pytest.raises(NoCardFoundError) as caught:
            find_cards(as_photo(desk(640, 480), "desk.jpg"), InkDetector(), FixedJudge())
        assert "desk.jpg" in str(caught.value)
        assert caught.value.hint


class TestUpright:
    @pytest.mark.parametrize("turns", [0, 1, 2, 3])
    def test_the_judge_sets_the_card_upright(self, turns):
        face = draw_card()
        quad = turned_quad((800, 800), angle_degrees=-90 * turns)
        card = find_one(lay(desk(1600, 1600), face, quad), FixedJudge(turns))
        assert card.orientation_degrees == 90 * turns
        assert corner_error(card.quad, quad) < 0.015
        assert likeness(card.pixels, face) > 0.9


class TestCardImage:
    def test_regions_lie_on_the_text_of_the_upright_card(self):
        card = find_one(lay(desk(1600, 1600), draw_card(), turned_quad((800, 800), 900, -90)), FixedJudge(1))
        assert len(card.regions) >= len(TEXT_ROWS + SMALL_ROWS)
        for region in card.regions:
            left, top = np.floor(np.min(region.corners, axis=0)).astype(int)
            right, bottom = np.ceil(np.max(region.corners, axis=0)).astype(int)
            assert right - left > bottom - top
            assert card.even[max(0, top) : bottom, max(0, left) : right].min() < 120

    def test_it_is_at_least_as_fine_as_the_photo(self):
        photo = lay(desk(2400, 1800), draw_card(), turned_quad((1200, 900), 1500))
        assert 1480 <= find_one(photo).pixels.shape[1] <= 1560

    def test_small_ones_are_enlarged_and_huge_ones_reduced(self):
        small = lay(desk(800, 600), draw_card(), turned_quad((400, 300), 450))
        assert find_one(small).pixels.shape[1] == 1000
        options = RectifyOptions(max_long_side_px=1200)
        large = as_photo(lay(desk(2400, 1800), draw_card(), turned_quad((1200, 900), 1500)))
        (card,) = find_cards(large, InkDetector(), FixedJudge(), options)
        assert card.pixels.shape[1] == 1200

    def test_it_remembers_where_it_came_from(self):
        photo = as_photo(draw_card(), "stack.pdf", page=3)
        (card,) = find_cards(photo, InkDetector(), FixedJudge())
        assert (card.file, card.page, card.number) == ("stack.pdf", 3, 1)
        assert card.even.shape == card.pixels.shape[:2]


class BlindDetector:
    """Sees no text."""

    def find_text(self, pixels):
        return ()


@pytest.mark.parametrize("detector", [InkDetector(), BlindDetector()], ids=["sees", "blind"])
def test_a_part_of_a_card_is_cut_out_with_the_line_in_it(detector):
    picture = lay(desk(), draw_card(), turned_quad(angle_degrees=8))
    card = find_one(picture)
    height, width = card.even.shape
    reading = CardReading(file="", quad=card.quad, size=(width, height), contact=Contact(), engine="none")
    left, top, right, bottom = _bounds(max(card.regions, key=lambda region: np.ptp(region.corners, axis=0)[0]))
    box = (left - 6, top - 6, right - left + 12, bottom - top + 12)

    first, *others = part_of_card(as_photo(picture), reading, box, detector)
    (whole,) = others or [first]

    assert first.even.shape == (box[3], box[2])
    assert np.abs(np.subtract(_bounds(first.regions[0]), (6, 6, 6 + right - left, 6 + bottom - top))).max() <= 7
    assert _bounds(whole.regions[0]) == (0, 0, box[2], box[3])
    assert whole.regions[0].direction is Direction.HORIZONTAL


def _bounds(region):
    """Left, top, right and bottom of a region."""
    corners = np.round(region.corners).astype(int)
    return (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
