from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.errors import UnreadableFileError, UsageError
from meishi.exchange.csv_cells import defuse, restore
from meishi.exchange.csv_headers import GOOGLE_HEADER, OUTLOOK_HEADER
from meishi.exchange.encoding import encodable
from meishi.exchange.forms import CsvFormat, TextEncoding
from meishi.exchange.read_csv import open_table, read_table
from meishi.exchange.write_csv import write_csv
from people import all_letters, letters, nasty_texts, one, people


def rows(written, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(written.content.decode(encoding), newline="")))


def read(written):
    return read_table(open_table(written.content)).people


def in_one_cell_apart(person):
    """Whether no value looks like several of them in one cell, and no tag like one of Google's own."""
    contact = person.contact
    values = (*contact.departments, *contact.titles, *contact.emails, *contact.urls, *person.tags)
    return not any(sign in f" {value} " for value in values for sign in (" / ", " ::: ")) and not any(
        tag.startswith("*") for tag in person.tags
    )


@given(everybody=st.lists(people(), min_size=1, max_size=3))
def test_the_generic_form_comes_back_with_the_last_meeting_and_its_tasks(everybody):
    assume(all(in_one_cell_apart(person) and person.contact != Contact() for person in everybody))
    for before, after in zip(everybody, read(write_csv(everybody, CsvFormat.GENERIC)), strict=True):
        assert after.contact == before.contact
        assert (after.uid, after.note, after.tags) == (before.uid, before.note, before.tags)
        assert after.follow_ups == before.follow_ups[-1:]
        for meeting, expected in zip(after.meetings, before.meetings[-1:], strict=True):
            assert meeting.postcard == expected.postcard
            assert meeting.encounter.met_on == expected.encounter.met_on
            assert meeting.encounter.met_at == expected.encounter.met_at


@given(everybody=st.lists(people(), min_size=1, max_size=3))
def test_the_google_form_brings_every_contact_back(everybody):
    assume(all(in_one_cell_apart(person) and person.contact != Contact() for person in everybody))
    written = write_csv(everybody, CsvFormat.GOOGLE)
    assert written.losses == ()
    assert [person.contact for person in read(written)] == [person.contact for person in everybody]


def held_by_outlook(contact):
    """What an Outlook file holds of a contact: numbers by kind, and addresses in parts."""
    return (
        contact.name,
        contact.company,
        contact.departments,
        contact.titles,
        contact.emails,
        contact.urls,
        [[phone for phone in contact.phones if phone.kind is kind] for kind in PhoneKind],
        [
            (a.region, a.locality, letters(f"{a.street or ''}{a.building or ''}"), a.postal_code)
            for a in contact.addresses
        ],
    )


@given(person=people())
def test_the_outlook_form_comes_back_in_all_that_it_can_hold(person):
    assume(in_one_cell_apart(person) and person.contact != Contact())
    written = write_csv([person], CsvFormat.OUTLOOK)
    if written.losses:
        return
    (back,) = read(written)
    assert held_by_outlook(back.contact) == held_by_outlook(person.contact)
    assert back.note == person.note


@given(person=people(), encoding=st.sampled_from(TextEncoding))
def test_a_postcard_program_reads_what_stands_on_the_card(person, encoding):
    written = write_csv([person], CsvFormat.HAGAKI, encoding)
    (row,) = rows(written, encoding.value)

    def cell(text):
        return encodable(text or "", encoding, lambda _: None)

    contact = person.contact
    assert restore(row["氏名"]) == cell(contact.name.full)
    assert restore(row["会社名"]) == cell(contact.company)
    assert restore(row["部署名"]) == cell(" ".join(contact.departments))
    assert restore(row["役職"]) == cell(" ".join(contact.titles))
    address = next(iter(contact.addresses), None)
    printed = f"{restore(row['住所1'])} {restore(row['住所2'])}"
    assert letters(printed) == letters(cell(address.full) if address else "")
    assert restore(row["郵便番号"]) == cell(address.postal_code if address else "")


@given(person=people(nasty_texts), form=st.sampled_from([CsvFormat.GENERIC, CsvFormat.GOOGLE, CsvFormat.OUTLOOK]))
def test_what_came_back_once_stays(person, form):
    assume(in_one_cell_apart(person))
    back = read(write_csv([person], form))
    assert len(back) == (person.contact != Contact())
    assert [again.contact for again in read(write_csv(back, form))] == [one.contact for one in back]
    if back and form is CsvFormat.GENERIC:
        assert all_letters(back[0]) == all_letters(person)


@given(person=people() | people(nasty_texts), form=st.sampled_from(CsvFormat), encoding=st.sampled_from(TextEncoding))
def test_every_file_has_one_row_a_person_and_no_formula(person, form, encoding):
    written = write_csv([person], form, encoding)
    (row,) = rows(written, encoding.value)
    for cell in row.values():
        assert cell is not None
        assert not cell.startswith(("=", "-", "@", "\t", "\r"))
        # A number of an address book calls nothing.
        assert not cell.startswith("+") or re.fullmatch(r"\+[\d\s().-]+(ext\. \d+)?", cell)


@given(cell=st.text())
def test_defusing_can_be_undone(cell):
    assert restore(defuse(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(1)", "\t=1", "＝1+1", "'=1"])
def test_a_formula_becomes_text(cell):
    assert defuse(cell) == f"'{cell}"
    assert defuse(cell, numbers_as_they_are=True) == f"'{cell}"


def test_a_number_with_its_country_is_left_to_an_address_book_and_defused_for_a_spreadsheet():
    contact = Contact(
        name=PersonName(full="A"), phones=(Phone(kind=PhoneKind.WORK, number="+81-3-1234-5678", e164="+81312345678"),)
    )
    assert rows(write_csv([one(contact)], CsvFormat.GOOGLE))[0]["Phone 1 - Value"] == "+81-3-1234-5678"
    assert rows(write_csv([one(contact)], CsvFormat.GENERIC))[0]["phone_1"] == "'+81-3-1234-5678"


def test_google_and_outlook_get_the_columns_they_write_themselves():
    everybody = [one(), one(Contact(emails=("a@example.com", "b@example.com")))]
    google = list(rows(write_csv(everybody, CsvFormat.GOOGLE))[0])
    assert google[: len(GOOGLE_HEADER)] == GOOGLE_HEADER
    assert google[len(GOOGLE_HEADER) :][:6] == [
        "E-mail 1 - Label",
        "E-mail 1 - Value",
        "E-mail 2 - Label",
        "E-mail 2 - Value",
        "Phone 1 - Label",
        "Phone 1 - Value",
    ]
    assert list(rows(write_csv(everybody, CsvFormat.OUTLOOK))[0]) == OUTLOOK_HEADER


def test_what_outlook_has_no_column_for_is_named():
    contact = Contact(name=PersonName(full="山田 太郎"), emails=tuple(f"{n}@example.com" for n in range(5)))
    losses = write_csv([one(contact)], CsvFormat.OUTLOOK).losses
    assert [(loss.display_name, loss.what) for loss in losses] == [
        ("山田 太郎", "outlook has no more room: 3@example.com"),
        ("山田 太郎", "outlook has no more room: 4@example.com"),
    ]


def test_what_cp932_cannot_hold_is_named_and_marked():
    contact = Contact(name=PersonName(full="𠮷田 髙﨑"), company="〜−")
    written = write_csv([one(contact)], CsvFormat.HAGAKI)
    (row,) = rows(written, "cp932")
    assert row["氏名"] == "〓田 髙﨑"
    assert row["会社名"] == "～－"
    assert [loss.what for loss in written.losses] == ["cp932 has no 𠮷; 〓 stands for it"]
    assert write_csv([one(contact)], CsvFormat.HAGAKI, TextEncoding.UTF_8).losses == ()


def test_a_postcard_program_gets_address_and_building_apart():
    address = Address(full="東京都千代田区丸の内1-1-1 丸の内ビル3F", postal_code="100-0001", building="丸の内ビル3F")
    (row,) = rows(write_csv([one(Contact(company="山田商店", addresses=(address,)))], CsvFormat.HAGAKI), "cp932")
    assert (row["住所1"], row["住所2"], row["郵便番号"]) == ("東京都千代田区丸の内1-1-1", "丸の内ビル3F", "100-0001")
    assert row["敬称"] == "御中"


EIGHT = (
    "会社名,部署名,役職,氏名,e-mail,郵便番号,住所,TEL会社,TEL部門,TEL直通,Fax,携帯電話,URL,名刺交換日\r\n"
    "株式会社山田,営業部,部長,山田 太郎,taro@example.com,100-0001,東京都千代田区丸の内1-1-1,03-1234-5678,,03-1234-5679,"
    "03-1234-5670,090-1234-5678,https://example.com,2026/11/24\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-8"])
def test_an_export_of_eight_is_read_with_the_day_of_the_meeting(encoding):
    (person,) = read_table(open_table(EIGHT.encode(encoding))).people
    contact = person.contact
    assert contact.name.full == "山田 太郎"
    assert (contact.company, contact.departments, contact.titles) == ("株式会社山田", ("営業部",), ("部長",))
    assert [(phone.kind, phone.number) for phone in contact.phones] == [
        (PhoneKind.WORK, "03-1234-5678"),
        (PhoneKind.WORK, "03-1234-5679"),
        (PhoneKind.FAX, "03-1234-5670"),
        (PhoneKind.MOBILE, "090-1234-5678"),
    ]
    assert contact.addresses[0].region == "東京都"
    assert person.meetings[0].encounter == Encounter(met_on=date(2026, 11, 24))


def test_what_eight_writes_above_beside_and_between_its_rows_is_understood():
    header, row, _ = EIGHT.split("\r\n")
    flags = ",Eightでつながっている人,再データ化中の名刺,'?'を含んだデータ,展示会2026,メモ欄"
    text = "\r\n".join(
        [
            "11月24日23時00分 JST にEightで生成された名刺リストです。",
            "合計 2 件",
            "*対象データが含まれる名刺は、Q列にて特定できます。",
            "",
            header + flags,
            row.replace("100-0001", "1000001") + ",1,,,1,",
            header + flags,
            "株式会社山田,,,?田 花子,,,,,,,,,,2026/11/24,,,1,,話した",
        ]
    )
    result = read_table(open_table(text.encode("cp932")))
    taro, hanako = result.people
    assert taro.contact.addresses[0].postal_code == "100-0001"
    assert (taro.tags, taro.meetings[0].encounter.tags, taro.review_reasons) == (("展示会2026",), ("展示会2026",), ())
    assert (hanako.tags, hanako.review_reasons) == ((), ("the file it comes from doubts it: '?'を含んだデータ",))
    assert result.passed_over == {"Eightでつながっている人": 1, "メモ欄": 1}


def test_an_export_of_sansan_is_read():
    text = (
        "会社名;部署;役職;姓;名;姓カナ;名カナ;郵便番号;都道府県;市区町村;番地;建物名;TEL;FAX;E-mail;メモ;未知\n"
        "山田商店;総務;課長;髙橋;花子;タカハシ;ハナコ;〒100-0001;東京都;千代田区;丸の内1-1;3F;03-1234-5678;;h@example.com;覚書;何か\n"
    )
    result = read_table(open_table(text.encode()))
    (person,) = result.people
    assert person.contact.name == PersonName(full="髙橋 花子", family="髙橋", given="花子", kana="タカハシ ハナコ")
    assert person.contact.addresses == (
        Address(
            full="東京都千代田区丸の内1-1 3F",
            postal_code="100-0001",
            country="JP",
            region="東京都",
            locality="千代田区",
            street="丸の内1-1",
            building="3F",
        ),
    )
    assert person.note == "覚書"
    assert result.passed_over == {"未知": 1}


def test_an_export_of_outlook_is_read():
    contact = Contact(
        name=PersonName(full="石川 美加子", family="石川", given="美加子", kana="イシカワ ミカコ"),
        company="坂本物産",
        titles=("工場長",),
        emails=("m@example.com",),
        phones=(Phone(kind=PhoneKind.MOBILE, number="090-1234-5678", e164="+819012345678"),),
    )
    (person,) = read(write_csv([one(contact)], CsvFormat.OUTLOOK))
    assert person.contact == contact


def test_unknown_columns_can_be_named_and_known_ones_passed_over():
    content = b"Wer,company\nTaro,ACME\n"
    with pytest.raises(UnreadableFileError):
        open_table(b"Wer,Was\nTaro,x\n")
    (person,) = read_table(open_table(content, {"Wer": "name", "company": ""})).people
    assert (person.contact.name.full, person.contact.company) == ("Taro", None)
    with pytest.raises(UsageError):
        open_table(content, {"Wer": "nonsense"})


def test_a_column_cannot_speak_to_the_terminal():
    assert open_table(b"name,\x1b[2Jevil\nTaro,x\n").columns == ("name", "[2Jevil")


def test_empty_rows_are_counted_and_nobody_comes_of_them():
    assert read_table(open_table("氏名,会社名\n , \n".encode())).passed_over == {"row without a contact": 1}


@given(content=st.binary(max_size=200))
def test_anything_at_all_is_read_or_refused(content):
    for garbage in (content, "氏名,会社名\n".encode() + content):
        with suppress(UnreadableFileError):
            read_table(open_table(garbage))


def test_an_address_does_not_grow_with_its_building():
    row = {"Address 1 - Formatted": "Suite 5, 1 Main Street, Boston", "Address 1 - Extended Address": "Suite\xa05"}
    row |= {"Address 1 - Street": "1 Main Street", "Address 1 - City": "Boston", "Address 1 - Country": "US"}
    table = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (row, row.values()))
    (person,) = read_table(open_table(table.encode())).people
    (address,) = person.contact.addresses
    assert (address.full, address.building) == ("Suite 5, 1 Main Street, Boston", "Suite 5")
