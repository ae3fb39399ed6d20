"""What stands on an address side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addressees import ABROAD, COMPANY_ALONE, LONG, TYPICAL, somebody
from meishi.care.addressing import AddressingOptions, NoAddressError, Numerals, write_address_side
from meishi.care.kanji_numerals import with_kanji_numerals
from meishi.domain.address_side import AddressStyle, Sender
from meishi.domain.contact import Contact, PersonName


def side_of(*contacts, **options):
    return write_address_side(contacts, AddressingOptions(**options))


@pytest.mark.parametrize(
    ("printed", "in_kanji"),
    [
        ("東京都千代田区丸の内1-12-30", "東京都千代田区丸の内一－一二－三〇"),
        ("札幌市中央区北12条西3丁目", "札幌市中央区北十二条西三丁目"),
        ("新宿２丁目１０番２５号", "新宿二丁目十番二十五号"),
        ("坂本センタービル13F", "坂本センタービル十三階"),
        ("メゾンA-203号室 B1F", "メゾンA－二〇三号室 地下一階"),
        ("六本木ヒルズ", "六本木ヒルズ"),
    ],
)
def test_numbers_are_written_as_the_custom_is(printed, in_kanji):
    assert with_kanji_numerals(printed) == in_kanji


@given(st.text(alphabet="東京丁目番号階-0123456789ー ビル"))
def test_writing_numbers_twice_changes_nothing(text):
    once = with_kanji_numerals(text)
    assert with_kanji_numerals(once) == once


def test_a_person_is_greeted_with_sama_and_their_company_is_not():
    side = side_of(TYPICAL)
    assert side.style is AddressStyle.VERTICAL
    assert side.postal_digits == "1000005"
    assert side.address_lines == ("東京都千代田区丸の内一－一二－三〇", "坂本センタービル十三階")
    assert side.company == "坂本物産株式会社"
    assert [(recipient.name, recipient.honorific) for recipient in side.recipients] == [(("山田", "太郎"), "様")]


def test_a_company_alone_is_greeted_with_onchu():
    side = side_of(COMPANY_ALONE)
    assert side.company is None
    assert [(recipient.name, recipient.honorific) for recipient in side.recipients] == [
        (("みちのく印刷株式会社",), "御中")
    ]


def test_a_department_alone_is_greeted_and_its_company_stands_above():
    side = side_of(somebody(None, "東京都港区芝1-1", "105-0014", company="芝商会", departments=["本社", "総務部"]))
    assert side.company == "芝商会"
    assert side.departments == ("本社",)
    assert side.recipients[0].name == ("総務部",)
    assert side.recipients[0].honorific == "御中"


@pytest.mark.parametrize(("title", "honorific"), [("弁護士", "先生"), ("院長", "先生"), ("部長", "様")])
def test_who_is_called_sensei_is_written_sensei(title, honorific):
    person = somebody("鈴木 花子", "名古屋市中区栄2-10", "460-0008", titles=[title])
    assert side_of(person).recipients[0].honorific == honorific
    assert side_of(person, honorific="様").recipients[0].honorific == "様"


def test_arabic_numerals_are_an_option():
    assert side_of(TYPICAL, numerals=Numerals.ARABIC).address_lines[0] == "東京都千代田区丸の内1－12－30"


def test_abroad_the_name_comes_first_and_the_country_last_in_english():
    side = side_of(ABROAD, style=AddressStyle.VERTICAL)
    assert side.style is AddressStyle.WESTERN
    assert side.address_lines == ("1 Infinite Loop", "Cupertino, CA 95014")
    assert side.country == "UNITED STATES"
    assert side.postal_digits == ""
    assert side.recipients[0].honorific == ""


@pytest.mark.parametrize(("code", "country"), [("DE", "GERMANY"), ("GB", "UNITED KINGDOM"), ("KR", "SOUTH KOREA")])
def test_countries_have_the_names_that_the_post_reads(code, country):
    assert side_of(somebody("Kim Lee", "1 High Street, Town", "12345", country=code)).country == country


def test_a_latin_name_is_written_across_even_in_japan():
    assert side_of(somebody("John Smith", "東京都港区芝1-1", "105-0014")).style is AddressStyle.HORIZONTAL


def test_a_missing_postal_code_is_said():
    side = side_of(somebody("王 芳", "神戸市中央区港島中町6-1"))
    assert side.postal_digits == ""
    assert "postal code" in side.remarks[0]


def test_without_an_address_there_is_no_card():
    with pytest.raises(NoAddressError, match="山田 太郎"):
        side_of(Contact(name=PersonName(full="山田 太郎")))


def test_line_breaks_and_empty_values_do_not_tear_a_card_apart():
    side = side_of(
        somebody(
            "山田 太郎",
            "東京都港区\n芝1-1",
            "105-0014",
            company=" ",
            departments=["", "営業部\u3000一課"],
            titles=["\n"],
        )
    )
    assert side.address_lines == ("東京都港区 芝一－一",)
    assert side.company is None
    assert side.departments == ("営業部 一課",)
    assert side.titles == ()
    assert side_of(TYPICAL, sender=Sender(name=" ", address="\n")).sender == Sender()
    with pytest.raises(NoAddressError):
        side_of(somebody("山田 太郎", " "))


def test_departments_and_titles_keep_their_order():
    side = side_of(LONG)
    assert side.departments == ("研究開発本部", "第二システム開発部", "基盤技術グループ")
    assert side.titles == ("執行役員", "シニアプロジェクトマネージャー")
