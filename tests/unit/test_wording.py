"""The catalogues are whole: every text of the code has its words in every language, with the same values in them."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import meishi
from meishi.wording import CATALOGUES, Wording, language_of_system, language_of_user

SOURCE = Path(meishi.__file__).parent
MAPPING = Path(__file__).resolve().parents[2] / ".ci" / "wording.cfg"
KEYWORDS = {"say": None, "plural": (1, 2)}
LANGUAGES = ["ja"]


def texts_of_the_code():
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    texts = extract_from_dir(SOURCE, methods, options, keywords=KEYWORDS)
    return {message for _, _, message, *_ in texts}


def catalogue(language):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def values_in(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_in_the_catalogue_and_nothing_else(language):
    # `make wording` brings the two together.
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
    ("text", "said"),
    [
        ("card.jpg: the file is empty", "card.jpg：ファイルが空です"),
        # A value is somebody's own word and stays as it is, whatever it says.
        ("the file is empty: the file is empty", "the file is empty：ファイルが空です"),
        # The text's own word for a kind of value is said too, and so is what another error said.
        (
            "The company “posted” was read with low confidence (0.41).",
            "会社「posted」は読み取りに自信がありません（確かさ 0.41）。",
        ),
        ("the mail was not sent: it answers 554", "メールは送られませんでした：応答は 554 です"),
        ("the file is empty", "the file is empty"),
        ("", ""),
    ],
)
def test_a_text_with_its_values_in_it_is_known_by_its_template(text, said):
    assert Wording("ja")(text) == said
    assert Wording("en")(text) == text


def test_reasons_in_a_text_are_said_one_by_one():
    asked = (
        "This may be the same person as 3 (same name, same company): "
        "`meishi merge 3 7` joins them, with `--apart` they stay two."
    )

    assert Wording("ja")(asked).startswith("3 と同じ人かもしれません（同じ名前、同じ会社）：`meishi merge 3 7`")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_a_value_holds_it_comes_out_unchanged(path):
    said = Wording("ja")(f"the server answers {path} with something else than WebDAV")

    assert said == f"サーバーの {path} は WebDAV で答えません"


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


@pytest.mark.parametrize(("wanted", "language"), [("ja", "ja"), ("en", "en"), ("auto", "ja"), ("klingon", "ja")])
def test_the_users_word_goes_before_the_systems(wanted, language):
    assert language_of_user({"MEISHI_LANGUAGE": wanted, "LANG": "ja_JP.UTF-8"}) == language
