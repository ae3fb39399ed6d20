"""The look of a card: two photographs of one card share it, cards of two houses do not."""

import pytest

from drawn_cards import FixedJudge, InkDetector, as_photo, desk, draw_card, lay, turned_quad
from meishi.domain.look import look_alike
from meishi.rectify import RectifyOptions, find_cards, look_of

OTHER_ROWS = (("OTHER HOUSE", 480, 2.6), ("J. Doe", 90, 1.0), ("j@other.example", 160, 1.0))


def look(face, **turned):
    (card,) = find_cards(
        as_photo(lay(desk(), face, turned_quad(**turned))), InkDetector(), FixedJudge(), RectifyOptions()
    )
    return look_of(card.even)


@pytest.mark.parametrize("turned", [{"angle_degrees": 12.0}, {"width": 620.0}, {"centre": (700, 500), "width": 1100.0}])
def test_two_photographs_of_one_card_look_alike(turned):
    assert look_alike(look(draw_card()), look(draw_card(), **turned))


def test_cards_of_two_houses_do_not_look_alike():
    assert not look_alike(look(draw_card()), look(draw_card(rows=OTHER_ROWS)))


def test_light_on_dark_is_as_alike_as_dark_on_light():
    assert look_alike(look(draw_card()), look(draw_card(ground=(60, 40, 30), ink=(240, 240, 240))))
