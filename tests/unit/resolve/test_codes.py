"""What a card's QR code says is checked against the print: it confirms, corrects and completes, and invents nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.field import Field, FieldKind
from meishi.domain.text import Code
from meishi.resolve import resolve_contact
from meishi.resolve.codes.content import told_by

PLACE = (700, 300, 180, 180)


def field(kind, value, confidence=0.85, **more):
    return Field(kind=FieldKind(kind), value=value, raw=more.pop("raw", value), confidence=confidence, **more)


def vcard(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def resolved(text, *fields):
    return resolve_contact(fields, codes=[Code(text, PLACE)])


def one(resolution, kind):
    (found,) = [field for field in resolution.fields if field.kind is FieldKind(kind)]
    return found


NAME = field("name", "石川 美加子")
IN_CODE = vcard("N:石川;美加子;;;", "FN:石川 美加子", "EMAIL:mikako@example.com", "TEL;TYPE=WORK:06-6633-4110")


@pytest.mark.parametrize(
    ("kind", "read", "line", "right"),
    [
        ("email", "mikako@exarnple.com", "EMAIL:mikako@example.com", "mikako@example.com"),
        ("telephone", "06-6633-4119", "TEL;TYPE=WORK:06-6633-4110", "06-6633-4110"),
        ("telephone", "+81-6-6633-4119", "TEL:0666334110", "+81-6-6633-4110"),
        ("telephone", "6-6633-4110", "TEL:06-6633-4110", "06-6633-4110"),
        ("telephone", "06 6633 4119", "TEL:+81666334110", "06 6633 4110"),
        ("mobile", "090-1234-567", "TEL;TYPE=CELL:090-1234-5678", "090-1234-5678"),
        ("url", "http://www.exampIe.co.jp", "URL:https://example.co.jp/", "http://www.example.co.jp"),
        ("company", "坂本物意株式会社", "ORG:坂本物産株式会社", "坂本物産株式会社"),
        ("company", "Harbour Lighl Ltd.", "ORG:Harbour Light Ltd.", "Harbour Light Ltd."),
        ("title", "代表取締投", "TITLE:代表取締役", "代表取締役"),
        ("postal_code", "542-0078", "ADR:;;難波5-1-60;大阪市中央区;大阪府;542-0076;日本", "542-0076"),
    ],
)
def test_misread_print_is_corrected_in_its_own_way_of_writing(kind, read, line, right):
    resolution = resolved(vcard("N:石川;美加子;;;", line), NAME, field(kind, read))
    mended = one(resolution, kind)
    assert (mended.value, mended.raw, mended.repaired) == (right, read, True)
    assert mended.confidence > 0.95


@pytest.mark.parametrize(
    ("kind", "printed", "line"),
    [
        ("email", "Mikako@Example.com", "EMAIL:mikako@example.com"),
        ("telephone", "06(6633)4110", "TEL:+81-6-6633-4110"),
        ("url", "www.example.com", "URL:http://example.com/"),
        ("company", "坂本物産（株）", "ORG:坂本物産㈱"),
        ("name", "髙﨑 美加子", "N:高崎;美加子"),
    ],
)
def test_print_that_a_code_confirms_stays_as_it_is(kind, printed, line):
    confirmed = one(resolved(vcard(line), field(kind, printed, 0.5)), kind)
    assert (confirmed.value, confirmed.repaired) == (printed, False)
    assert confirmed.confidence > 0.95


def test_other_rules_do_not_overrule_the_code():
    mail, url = field("email", "info@harbor.com"), field("url", "www.harbour.com", 0.99)
    assert one(resolved(vcard("EMAIL:info@harbor.com"), mail, url), "email").value == "info@harbor.com"


def test_other_reading_of_the_line_that_the_code_has_is_right_however_far_off():
    read = field("email", "rnikako@exarnpie.corn", alternatives=("mikako@example.com",))
    assert one(resolved(IN_CODE, NAME, read), "email").value == "mikako@example.com"


@pytest.mark.parametrize(
    ("kind", "printed", "line"),
    [
        ("telephone", "06-6633-5000", "TEL;TYPE=WORK:06-6633-4110"),
        ("fax", "06-6633-4111", "TEL;TYPE=WORK:06-6633-4110"),
        ("email", "info@example.com", "EMAIL:mikako@example.com"),
        ("url", "https://example.com", "URL:https://example.org/mikako?from=card"),
        ("name", "石川 一郎", "N:石川;美加子"),
    ],
)
def test_what_is_too_far_off_to_be_a_misreading_stays(kind, printed, line):
    resolution = resolved(vcard(line), field(kind, printed), field("company", "坂本物産"))
    assert one(resolution, kind).value == printed
    assert not one(resolution, kind).repaired


def test_two_numbers_of_which_the_code_has_one_both_stay():
    fields = field("telephone", "06-6633-4110"), field("telephone", "06-6633-4111")
    assert [phone.number for phone in resolved(IN_CODE, *fields).contact.phones] == ["06-6633-4110", "06-6633-4111"]


def test_number_that_was_read_surely_does_not_hold_two_wrong_digits():
    resolution = resolved(IN_CODE, NAME, field("telephone", "06-6633-4000", 0.95))
    assert one(resolution, "telephone").value == "06-6633-4000"


def test_split_of_the_name_is_the_codes():
    name = resolved(vcard("N:長谷川三;木;;;", "FN:長谷川三 木"), field("name", "長谷川三木")).contact.name
    assert (name.full, name.family, name.given) == ("長谷川三 木", "長谷川三", "木")


def test_what_the_print_has_nothing_of_is_added_with_the_code_as_its_source():
    resolution = resolved(IN_CODE, NAME)
    assert resolution.contact.emails == ("mikako@example.com",)
    assert [phone.number for phone in resolution.contact.phones] == ["06-6633-4110"]
    mail = one(resolution, "email")
    assert (mail.raw, mail.box, mail.line, mail.repaired, mail.inferred) == (IN_CODE, PLACE, None, False, False)


def test_code_that_agrees_with_nothing_printed_adds_nothing():
    other = vcard("N:山本;太郎;;;", "FN:山本 太郎", "EMAIL:yamamoto@other.example.com")
    contact = resolved(other, NAME, field("telephone", "06-6633-4110")).contact
    assert contact.emails == ()
    assert contact.name.full == "石川 美加子"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://www.example.co.jp/", ("https://www.example.co.jp/",)),
        ("https://lin.ee/AbC123", ()),
        ("https://www.linkedin.com/in/mikako", ()),
        ("https://example.co.jp/c?utm_source=card", ()),
        ("https://example.co.jp/p/8f3a", ()),
        ("WIFI:S:guest;T:WPA;P:secret;;", ()),
        ("いらっしゃいませ", ()),
    ],
)
def test_address_alone_is_added_when_it_is_a_homepage(text, urls):
    assert resolved(text, NAME).contact.urls == urls


def test_address_alone_does_not_stand_beside_a_printed_one():
    assert resolved("https://other.example.com", NAME, field("url", "www.example.co.jp")).contact.urls == (
        "www.example.co.jp",
    )


@pytest.mark.parametrize(
    "text",
    [
        (
            "MECARD:N:石川,美加子;SOUND:イシカワ,ミカコ;TEL:06-6633-4110;TEL:09012345678;EMAIL:mikako@example.com;"
            "URL:http\\://example.com;ORG:坂本\\;物産;ADR:大阪府大阪市中央区難波5-1-60;;"
        ),
        vcard(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=9F=B3=E5=B7=9D;=E7=BE=8E=E5=8A=A0=E5=AD=90",
            "SOUND;X-IRMC-N:イシカワ;ミカコ",
            "TEL;WORK:06-6633-4110",
            "TEL;CELL:09012345678",
            "EMAIL;INTERNET:mikako@example.com",
            "URL:http://example.com",
            "ORG:坂本\\;物産",
            "ADR;WORK:;;難波5-1-60;大阪市中央区;大阪府;;",
            version="2.1",
        ),
        vcard(
            "N:石川;美加子;;;",
            "FN:石川 美加子",
            "X-PHONETIC-LAST-NAME:イシカワ",
            "X-PHONETIC-FIRST-NAME:ミカコ",
            "TEL;VALUE=uri;TYPE=work:tel:06-6633-4110",
            "TEL;TYPE=cell:09012345678",
            "EMAIL:mikako@example.com",
            "URL:http://example.com",
            "ORG:坂本\\;物産",
            "ADR:;;難波5-1-60;大阪市中央区;大阪府;;",
            version="4.0",
        ),
    ],
)
def test_every_form_says_the_same(text):
    told = told_by(text)
    name = told.name
    assert (name.full, name.family, name.given, name.kana) == ("石川 美加子", "石川", "美加子", "イシカワ ミカコ")
    assert [(phone.kind, phone.number) for phone in told.phones] == [
        ("other" if text.startswith("MECARD") else "work", "06-6633-4110"),
        ("mobile", "09012345678"),
    ]
    assert told.emails == ("mikako@example.com",)
    assert told.urls == ("http://example.com",)
    assert told.company == "坂本;物産"
    assert told.addresses[0].full == "大阪府大阪市中央区難波5-1-60"


@pytest.mark.parametrize(
    ("text", "emails", "phones"),
    [
        ("mailto:mikako@example.com?subject=hello", ("mikako@example.com",), ()),
        ("mikako@example.com", ("mikako@example.com",), ()),
        ("tel:+81666334110", (), ("+81666334110",)),
        ("", (), ()),
        ("BEGIN:VCARD", (), ()),
        ("MECARD:", (), ()),
        ("4901234567894", (), ()),
    ],
)
def test_short_texts_say_what_they_are(text, emails, phones):
    told = told_by(text)
    assert (told.emails, tuple(phone.number for phone in told.phones)) == (emails, phones)


@given(
    st.sampled_from(["", "MECARD:", "BEGIN:VCARD\r\nN:", "mailto:", "tel:", "https://"]),
    st.text() | st.text(";:,\\=\r\n\x1bNORGTELADR;石川0 "),
)
def test_whatever_a_code_says_the_card_is_resolved_and_its_values_are_one_line_each(start, text):
    contact = resolved(start + text, NAME).contact
    values = [contact.name.full or "", contact.company or "", *contact.titles, *contact.emails, *contact.urls]
    values += [phone.number for phone in contact.phones] + [address.full for address in contact.addresses]
    assert not any(unicodedata.category(character) == "Cc" for value in values for character in value)
