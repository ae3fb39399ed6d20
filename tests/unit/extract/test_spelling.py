"""Known words of titles and departments are put right where one letter was misread."""

import pytest

from meishi.extract.spelling import (
    corrected_japanese_department,
    corrected_japanese_title,
    corrected_kana,
    corrected_latin,
    corrected_legal_form,
)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("地城連携室", "地域連携室"),
        ("品賀管理課", "品質管理課"),
        ("カスタマーサボート部", "カスタマーサポート部"),
        ("プロダクト開発グルーブ", "プロダクト開発グループ"),
    ],
)
def test_a_doubtful_department_of_known_words_is_put_right(read, meant):
    assert corrected_japanese_department(read, 0.9) == meant
    assert corrected_japanese_department(meant, 0.9) == meant


@pytest.mark.parametrize(
    ("read", "confidence"),
    [
        ("地城連携室", 0.99),  # the engine is sure: a word of its own
        ("国博部", 0.6),  # 国際部 or 国内部
        ("営業2課", 0.9),
        ("営業２課", 0.9),
        ("以推進部", 0.9),
        ("店舗間是部", 0.8),
    ],
)
def test_what_may_be_another_word_stays(read, confidence):
    assert corrected_japanese_department(read, confidence) == read


@pytest.mark.parametrize(
    ("read", "confidence", "meant"),
    [
        ("代表取榜役会長", 0.94, "代表取締役会長"),
        ("代表取榜役会長", 0.99, "代表取榜役会長"),
        ("保長", 0.8, "係長"),
        ("保長", 1.0, "保長"),
        ("クループ長", 0.93, "グループ長"),
    ],
)
def test_a_title_is_put_right_where_the_engine_doubts_it(read, confidence, meant):
    assert corrected_japanese_title(read, confidence) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("CREATIVE DIREČTOR", "CREATIVE DIRECTOR"),
        ("Business Developmént Manager", "Business Development Manager"),
        ("Técnico", "Técnico"),
        ("Gérant", "Gérant"),
    ],
)
def test_an_accent_that_no_language_writes_there_is_a_speck(read, meant):
    assert corrected_latin(read) == meant


def test_an_italian_legal_form_ends_in_a_small_l():
    assert corrected_legal_form("Officine Ruggieri S.r.I.") == "Officine Ruggieri S.r.l."


def test_nobody_works_for_al():
    assert corrected_latin("Cloud & Al Department") == "Cloud & AI Department"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("くリばやし くみこ", "くりばやし くみこ"),
        ("クりバヤシ クミコ", "クリバヤシ クミコ"),
        ("てしがわら ゅうこ", "てしがわら ゆうこ"),
        ("しょうじ りょうへい", "しょうじ りょうへい"),
    ],
)
def test_a_reading_is_written_in_one_kana_with_small_ones_where_they_can_be(read, printed):
    assert corrected_kana(read) == printed
