"""Postcards, measured on the paper: what the printer will do is what is checked."""

import io
from contextlib import suppress
from functools import cache

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from addressees import ABROAD, COMPANY_ALONE, COUPLE, FORTY, LONG, RARE, TYPICAL, somebody, written_sides
from meishi.care.addressing import AddressingOptions, write_address_side
from meishi.errors import CardError
from meishi.exchange.hagaki import (
    GlyphMissingError,
    PrintOptions,
    draw_address_side,
    draw_message_side,
    make_pdf,
    make_previews,
)
from meishi.exchange.hagaki.fitting import break_evenly
from meishi.exchange.hagaki.sheet import CARD_HEIGHT_MM, CARD_WIDTH_MM, Area

DPI = 600
PIXELS_PER_MM = DPI / 25.4
# Japan Post's measures, written down here once more, box by box from the left: inside of the line, in mm.
BOX_LEFTS_MM = [44.3, 51.3, 58.3, 65.9, 72.7, 79.5, 86.3]
NORM = [(left, 12.0, left + 5.7, 20.0) for left in BOX_LEFTS_MM]
CARD = Area(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM)


def raster(pdf, page=0, dpi=DPI):
    """A page as the printer sees it: height x width x 3, 0..255."""
    document = pypdfium2.PdfDocument(pdf)
    pixels = np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("RGB")).astype(int)
    document.close()
    return pixels


def text_of(pdf, page=0):
    document = pypdfium2.PdfDocument(pdf)
    text = document[page].get_textpage().get_text_range()
    document.close()
    return text


def page_mm(pdf):
    document = pypdfium2.PdfDocument(pdf)
    size = tuple(round(points / 72 * 25.4, 3) for points in document[0].get_size())
    document.close()
    return size


def is_black(pixels):
    return pixels.max(axis=2) < 110


def is_vermilion(pixels):
    return (pixels[:, :, 0] - pixels[:, :, 2] > 60) & (pixels[:, :, 0] > 150)


@cache
def forty():
    return tuple(draw_address_side(side) for side in written_sides())


def address_pdf(*contacts, preprinted=False, printing=None, **options):
    side = write_address_side(contacts, AddressingOptions(**options))
    return make_pdf([draw_address_side(side, preprinted=preprinted)], printing)


def test_a_page_is_exactly_a_card():
    assert page_mm(address_pdf(TYPICAL)) == (100.0, 148.0)
    assert page_mm(make_pdf([draw_message_side()])) == (100.0, 148.0)


def test_the_frame_is_where_the_post_wants_it():
    red = is_vermilion(raster(address_pdf(somebody("山田 太郎", "東京都千代田区丸の内1-1"))))
    for left, top, right, bottom in NORM:
        middle_row = red[round((top + bottom) / 2 * PIXELS_PER_MM) + 20]
        middle_column = red[:, round((left + right) / 2 * PIXELS_PER_MM)]
        centre = round((left + right) / 2 * PIXELS_PER_MM)
        found_left = np.flatnonzero(middle_row[:centre]).max() + 1
        found_right = centre + np.flatnonzero(middle_row[centre:]).min()
        height = round((top + bottom) / 2 * PIXELS_PER_MM)
        found_top = np.flatnonzero(middle_column[:height]).max() + 1
        found_bottom = height + np.flatnonzero(middle_column[height:]).min()
        measured = [edge / PIXELS_PER_MM for edge in (found_left, found_top, found_right, found_bottom)]
        assert measured == pytest.approx([left, top, right, bottom], abs=0.2)


def test_the_lines_of_the_first_three_boxes_are_heavier():
    red = is_vermilion(raster(address_pdf(TYPICAL)))
    row = red[round(13.0 * PIXELS_PER_MM)]
    for index, left in enumerate(BOX_LEFTS_MM):
        start = round((left - 0.7) * PIXELS_PER_MM)
        width = row[start : round((left + 0.1) * PIXELS_PER_MM)].sum() / PIXELS_PER_MM
        if index in {0, 6}:
            low, high = (0.4, 0.6) if index < 3 else (0.2, 0.4)
            assert low <= width <= high


@pytest.mark.parametrize("preprinted", [False, True])
def test_digits_stand_in_the_middle_of_their_boxes(preprinted):
    ink = is_black(raster(address_pdf(TYPICAL, preprinted=preprinted)))
    zone = ink[: round(22 * PIXELS_PER_MM)]
    inside = np.zeros_like(zone)
    for left, top, right, bottom in NORM:
        rows = slice(round(top * PIXELS_PER_MM), round(bottom * PIXELS_PER_MM))
        columns = slice(round(left * PIXELS_PER_MM), round(right * PIXELS_PER_MM))
        inside[rows, columns] = True
        ys, xs = np.nonzero(zone[rows, columns])
        assert len(xs), "a box without a digit"
        assert (xs.min() + xs.max()) / 2 / PIXELS_PER_MM == pytest.approx((right - left) / 2, abs=0.1)
        assert (ys.min() + ys.max()) / 2 / PIXELS_PER_MM == pytest.approx((bottom - top) / 2, abs=0.1)
        assert np.ptp(ys) / PIXELS_PER_MM > 3.5
    assert not (zone & ~inside).any()


def test_a_preprinted_card_gets_no_frame():
    assert not is_vermilion(raster(address_pdf(TYPICAL, preprinted=True))).any()


def test_a_card_of_ones_own_says_that_it_is_one():
    assert "郵便はがき" in text_of(address_pdf(TYPICAL))
    assert "POST CARD" in text_of(address_pdf(ABROAD))
    assert "郵便はがき" not in text_of(address_pdf(TYPICAL, preprinted=True))


@pytest.mark.parametrize("number", range(len(FORTY)))
def test_nothing_lies_outside_or_over_one_another(number):
    side = forty()[number]
    areas = [(run.run.text, run.ink) for run in side.runs]
    for text, area in areas:
        assert area.left >= 4.0, text
        assert area.top >= 4.0, text
        assert area.right <= CARD.right - 4.0, text
        assert area.bottom <= CARD.bottom - 4.0, text
    for index, (text, area) in enumerate(areas):
        for other_text, other in areas[index + 1 :]:
            assert not area.overlaps(other), (text, other_text)


@pytest.mark.parametrize("number", range(len(FORTY)))
def test_nothing_of_the_address_is_lost(number):
    side = written_sides()[number]
    printed = "".join(run.run.text for run in forty()[number].runs).replace(" ", "")
    names = "".join(part for recipient in side.recipients for part in (*recipient.name, recipient.honorific))
    wanted = [*side.address_lines, side.company, *side.departments, *side.titles, side.country]
    for text in (*wanted, side.postal_digits[:3]):
        assert not text or all(piece in printed for piece in text.replace(" ", "").split("\n")), text
    assert set(names.replace(" ", "")) <= set(printed)


def test_what_is_measured_in_mm_is_what_is_on_the_paper():
    sides = forty()[:12]
    pdf = make_pdf(sides)
    for page, side in enumerate(sides):
        ink = is_black(raster(pdf, page, dpi=300))
        claimed = np.zeros_like(ink)
        for run in side.runs:
            edges = [edge * 300 / 25.4 for edge in run.ink]
            claimed[int(edges[1]) - 2 : int(edges[3]) + 3, int(edges[0]) - 2 : int(edges[2]) + 3] = True
        assert ink.any()
        assert not (ink & ~claimed).any()


def test_text_is_found_and_read_in_order():
    pdf = address_pdf(RARE, honorific="様")
    text = text_of(pdf)
    assert "𠮷田 髙志 様" in text
    assert "株式会社﨑山製作所" in text
    assert "大阪府大阪市北区梅田三－一－三" in text
    assert "530-0001" in text


def test_a_character_that_no_font_has_is_named():
    with pytest.raises(GlyphMissingError, match=r"𪚥 \(U\+2A6A5\)") as caught:
        address_pdf(somebody("𪚥 太郎", "東京都港区芝1-1", "105-0014"))
    assert caught.value.hint


def test_a_joint_card_names_the_family_once_and_greets_both():
    text = text_of(address_pdf(*COUPLE))
    assert text.count("佐藤") == 1
    assert "健一" in text
    assert "美咲" in text
    assert text.count("様") == 2


def test_the_offset_moves_everything_by_so_much():
    plain = is_black(raster(address_pdf(TYPICAL)))
    moved = is_black(raster(address_pdf(TYPICAL, printing=PrintOptions(offset_x_mm=1.0, offset_y_mm=-2.0))))
    for axis, distance in ((0, 1.0), (1, -2.0)):
        shift = np.flatnonzero(moved.any(axis=axis)).min() - np.flatnonzero(plain.any(axis=axis)).min()
        assert shift / PIXELS_PER_MM == pytest.approx(distance, abs=0.1)


def test_a_proof_shows_the_same_card_on_a4_between_its_marks():
    pdf = address_pdf(TYPICAL, printing=PrintOptions(proof=True))
    assert page_mm(pdf) == (210.0, 297.0)
    dpi = 300
    sheet = is_black(raster(pdf, dpi=dpi))
    card = is_black(raster(address_pdf(TYPICAL), dpi=dpi))
    left, top = round(55 / 25.4 * dpi), round(74.5 / 25.4 * dpi)
    assert (sheet[top : top + card.shape[0], left : left + card.shape[1]] ^ card).mean() < 0.01
    # The marks end 3 mm before the card and stand on its edges.
    above = sheet[top - round(6 / 25.4 * dpi)]
    marks = np.flatnonzero(above) / dpi * 25.4
    assert marks.min() == pytest.approx(55.0, abs=0.2)
    assert marks.max() == pytest.approx(155.0, abs=0.2)


def test_guide_lines_leave_three_lanes_for_a_thick_pen():
    pixels = raster(make_pdf([draw_message_side()]), dpi=150)
    columns = np.flatnonzero((pixels.max(axis=2) < 245).any(axis=0)) / 150 * 25.4
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 5) + 1)
    assert len(groups) == 4
    assert all(np.diff([group.mean() for group in groups]) > 24)


@pytest.mark.parametrize("direction", ["down", "across"])
def test_a_typed_message_is_large_and_whole(direction):
    lines = ("笑顔で声をかけて", "くださったことが", "とても嬉しかったです")
    side = draw_message_side(lines, direction=direction)
    assert [run.run.text for run in side.runs] == list(lines)
    assert min(run.size_mm for run in side.runs) > 7
    assert all(run.ink.left > 8 and run.ink.right < 92 and run.ink.bottom < 140 for run in side.runs)


def test_a_fourth_line_is_refused():
    with pytest.raises(ValueError, match="at most 3"):
        draw_message_side(("a", "b", "c", "d"))


def test_the_same_cards_give_the_same_file():
    assert address_pdf(LONG) == address_pdf(LONG)


def test_a_preview_is_a_picture_of_the_card():
    (png,) = make_previews(address_pdf(COMPANY_ALONE), dpi=127)
    assert Image.open(io.BytesIO(png)).size == pytest.approx((500, 740), abs=1)


ANYTHING = st.text(max_size=30)
LETTERS = st.text(alphabet="東京都丸の内一二－三ビルタワーA12 （株）々", min_size=1, max_size=40).map(str.strip)


@given(LETTERS.filter(bool), st.integers(1, 3))
def test_breaking_keeps_every_letter_in_order(text, count):
    lines = break_evenly(text, count, "down")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) <= count


@given(LETTERS.filter(bool), LETTERS.filter(bool), LETTERS)
def test_whatever_the_text_it_stays_on_the_card(name, address, company):
    contact = somebody(name, address, "100-0005", company=company or None)
    side = draw_address_side(write_address_side([contact]))
    assert all(run.ink.left > 0 and run.ink.right < 100 and run.ink.bottom < 148 for run in side.runs)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_a_card_says_there_is_a_page_or_a_reason(name, address, company):
    contact = somebody(name, address, "100-0005", company=company)
    # A card that cannot be printed is one that is set aside with a word.
    with suppress(CardError):
        assert make_pdf([draw_address_side(write_address_side([contact]))]).startswith(b"%PDF")
