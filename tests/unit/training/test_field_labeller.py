"""What the labeller learns from: however a card is varied and misread, its characters keep their meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.text import Direction
from meishi.extract.card_text import CardText
from meishi.extract.grammars import find_by_grammar
from meishi.extract.tokens import cut_into_tokens
from meishi.resolve.confidence import probability
from meishi.services.evaluate import LabelledCard, TrueFields
from training.field_confidence.fitting import fit
from training.field_labeller.faces import Meaning, MeantCard, MeantLine
from training.field_labeller.labelling import token_labels
from training.field_labeller.misreadings import ROUGH, misread
from training.field_labeller.pictures import with_meanings
from training.field_labeller.variations import vary


def line(text, top, size, *labels):
    """A line whose words have one label each."""
    meanings, at = [], 0
    for word, label in zip(text.split(" "), labels, strict=True):
        meanings.append(Meaning(at, at + len(word), label))
        at += len(word) + 1
    return MeantLine(text, (60, top, size * len(text), size), Direction.HORIZONTAL, tuple(meanings))


CARD = MeantCard(
    (
        line("株式会社青葉", 40, 40, "company"),
        line("営業部 部長", 120, 24, "department", "title"),
        line("山田 太郎", 160, 56, "name", "name"),
        line("Taro", 230, 20, "name_roman"),
        line("〒104-0061 東京都中央区銀座1-3-6", 400, 24, "postal_code", "address"),
        line("taro@aoba.co.jp", 440, 24, "email"),
    ),
    (910, 550),
    LabelledCard(file="a", fields=TrueFields(name="山田 太郎")),
)


@given(st.integers(0, 10_000).map(str))
def test_meanings_stay_inside_their_lines(seed):
    for card in (vary(CARD, seed), misread(CARD, ROUGH, seed), misread(vary(CARD, seed), ROUGH, seed)):
        for each in card.lines:
            ends = [0, *(edge for meaning in each.meanings for edge in (meaning.start, meaning.end)), len(each.text)]
            assert ends == sorted(ends)


def test_equal_seeds_vary_and_misread_alike():
    assert misread(vary(CARD, "7"), ROUGH, "7") == misread(vary(CARD, "7"), ROUGH, "7")


def test_every_token_gets_the_label_of_what_it_means():
    text = CardText.from_lines([each.as_text_line() for each in CARD.lines], CARD.size)
    tokens = cut_into_tokens(text, find_by_grammar(text))
    labels = dict(zip(((token.line, token.text) for token in tokens), token_labels(CARD, text, tokens), strict=True))
    assert (labels[0, "株"], labels[0, "葉"]) == ("B-company", "I-company")
    assert (labels[1, "営"], labels[1, "長"]) == ("B-department", "I-title")
    assert (labels[2, "山"], labels[2, "太"]) == ("B-name", "I-name")
    assert labels[4, "東"] == "B-address"
    assert labels[5, "taro@aoba.co.jp"] == "claimed"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("営業部 部長 山田太郎", {"営業部": "department", "部長": "title", "山田太郎": "name"}),
        ("宮業部部畏 山田 太郎", {"宮業部": "department", "部畏": "title", "山田 太郎": "name"}),
        ("||@;;", {"||@;;": "other"}),
    ],
)
def test_a_line_as_it_was_read_gets_the_meanings_of_what_was_drawn_there(read, meant):
    drawn = [
        line("営業部 部長", 100, 24, "department", "title"),
        MeantLine("山田太郎", (300, 100, 200, 24), Direction.HORIZONTAL, (Meaning(0, 4, "name"),)),
    ]
    found = with_meanings((read, 0.9, (60, 98, 450, 28), "horizontal", ()), drawn)
    assert {read[m.start : m.end]: m.label for m in found.meanings} == meant


def test_fitted_weights_give_back_the_shares_that_they_were_fitted_to():
    facts = [{"always": 1.0, "agreement": 1.0}] * 200 + [{"always": 1.0, "agreement": 0.0}] * 200
    right = [number < 190 for number in range(200)] + [number < 60 for number in range(200)]
    weights = fit(facts, right)
    assert probability(facts[0], weights) == pytest.approx(0.95, abs=0.02)
    assert probability(facts[-1], weights) == pytest.approx(0.3, abs=0.02)
