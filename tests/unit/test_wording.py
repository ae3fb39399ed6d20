"""The catalogues are whole: every text of the code has its words in every language, with the same values in them."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import meishi
from meishi.wording import CATALOGUES, Wording, language_of_system

SOURCE = Path(meishi.__file__).parent
MAPPING = Path(__file__).resolve().parents[2] / ".ci" / "wording.cfg"
KEYWORDS = {"say": None, "marked": None, "plural": (1, 2)}
LANGUAGES = ["ja"]


def texts_of_the_code():
    found = set()
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for folder in ("cli", "web", "care", "services", "exchange", "wording"):
        texts = extract_from_dir(SOURCE / folder, methods, options, keywords=KEYWORDS)
        found |= {message for _, _, message, *_ in texts}
    return found


def catalogue(language):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def values_in(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_in_the_catalogue_and_nothing_else(language):
    assert {message.id for message in catalogue(language)} == texts_of_the_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_words_with_the_same_values(language):
    for message in catalogue(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(words), source
        assert not message.fuzzy
        for word in words:
            assert values_in(word) == values_in(source[-1]), source


def test_numbers_take_their_form():
    english, japanese = Wording("en"), Wording("ja")

    assert [english.plural("a day late", "{count} days late", n) for n in (1, 3)] == ["a day late", "3 days late"]
    assert [japanese.plural("a day late", "{count} days late", n) for n in (1, 3)] == ["1日遅れ", "3日遅れ"]


def test_days_and_names_take_the_form_of_the_language():
    day, today = date(2026, 11, 25), date(2026, 1, 1)
    english, japanese = Wording("en"), Wording("ja")

    assert english.day(day, today=today) == "Wed 25 Nov"
    assert japanese.day(day, today=today) == "11月25日(水)"
    assert japanese.day(day, today=date(2027, 1, 1)) == "2026年11月25日(水)"
    assert japanese.person("山田 太郎") == "山田 太郎さん"
    assert japanese.person("山田商店", is_organisation=True) == "山田商店"
    assert english.listing(["A", "B"]) == "A and B"
    assert japanese.listing(["甲", "乙"]) == "甲、乙"


def test_a_text_that_nobody_translated_is_said_in_english_and_braces_in_names_stay():
    assert Wording("ja")("no such text") == "no such text"
    assert Wording("en")("You met {where}", where="{x}") == "You met {x}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja_JP", "LANG": "de_DE"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_systems(environment, language):
    assert language_of_system(environment) == language
