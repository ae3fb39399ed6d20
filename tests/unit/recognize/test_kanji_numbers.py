"""Numbers in kanji are read by what a number can be, from the probabilities of a network."""

import numpy as np
import pytest

from meishi.recognize.kanji_numbers import Glyph, NumberReader

CHARACTERS = ["", *"〇一二三四五六七八九十ー電話京都重"]


def spoken(text: str, doubts: dict[int, dict[str, float]] | None = None):
    """What a network says that sees each glyph for two steps and nothing for one; `doubts` are its other thoughts."""
    probabilities = np.full((3 * len(text), len(CHARACTERS)), 1e-4, np.float32)
    probabilities[:, 0] = 0.99
    for place, character in enumerate(text):
        thoughts = {character: 0.95} | (doubts or {}).get(place, {})
        for step in (3 * place, 3 * place + 1):
            probabilities[step, 0] = 0.02
            for thought, share in thoughts.items():
                probabilities[step, CHARACTERS.index(thought)] = share
    likeliest = probabilities.argmax(axis=1)
    glyphs = [
        Glyph(CHARACTERS[character], step)
        for step, character in enumerate(likeliest)
        if character and (step == 0 or likeliest[step - 1] != character)
    ]
    return probabilities, glyphs


def read(text: str, doubts: dict[int, dict[str, float]] | None = None):
    numbers = NumberReader(CHARACTERS).find(*spoken(text, doubts))
    return ["".join(glyph.text for glyph in number.glyphs) for number in numbers]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇八四八ー八四ー一二五九", "〇八四八-八四-一二五九"),
        ("〇三ー三二六二ー四八一一", "〇三-三二六二-四八一一"),
        ("〇八〇ー四八七六ー〇五八八", "〇八〇-四八七六-〇五八八"),
        ("〇一二〇ー二三三ー二一〇", "〇一二〇-二三三-二一〇"),
    ],
)
def test_a_number_read_well_stays_as_it_is(text, number):
    assert read(text) == [number]


def test_bars_read_as_the_numeral_one_are_bars_where_a_number_has_them():
    assert read("〇八〇一四八七六一〇五八八") == ["〇八〇-四八七六-〇五八八"]


def test_a_bar_that_was_hardly_seen_is_put_in():
    assert read("〇九九五二三三ー二八四八", {4: {"二": 0.5, "ー": 0.3}}) == ["〇九九五-三三-二八四八"]


def test_a_postal_code_ends_where_the_address_begins():
    numbers = NumberReader(CHARACTERS).find(*spoken("五一五ー二六〇二三重"))
    assert ["".join(glyph.text for glyph in number.glyphs) for number in numbers] == ["五一五-二六〇二"]
    assert numbers[0].is_postal_code


def test_a_sign_read_as_a_numeral_before_a_number_is_none_of_it():
    assert read("四〇三ー八二七二ー九二〇六") == ["〇三-八二七二-九二〇六"]


def test_a_block_number_within_an_address_is_no_telephone_number():
    assert read("京都三ー一二ー二三") == []


def test_numbers_know_which_glyphs_they_stand_for():
    probabilities, glyphs = spoken("電話〇七二ー二五六ー七七九九")
    (number,) = NumberReader(CHARACTERS).find(probabilities, glyphs)
    assert (number.first, number.last) == (2, len(glyphs))
    assert not number.is_postal_code
    assert number.certainty > 0.9
