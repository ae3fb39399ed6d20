from __future__ import annotations

import base64
from contextlib import suppress

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.content_lines import MAX_OCTETS, fold
from meishi.domain.entry import Checked
from meishi.errors import UnreadableFileError
from meishi.exchange.forms import VcardVersion
from meishi.exchange.merge_vcard import merged_vcard
from meishi.exchange.read_vcard import read_vcards
from meishi.exchange.write_vcard import write_vcards
from meishi.resolve.address_parts import split_address
from people import all_letters, nasty_texts, one, people

versions = st.sampled_from(VcardVersion)


def as_vcard_knows(person):
    """A person without what no vCard holds: meetings and tasks."""
    return person.model_copy(update={"meetings": (), "follow_ups": (), "created_at": None, "checked": Checked()})


@given(everybody=st.lists(people(), max_size=3), version=versions)
def test_what_was_written_is_read_back(everybody, version):
    written = write_vcards(everybody, version)
    if not everybody:
        assert written == b""
        return
    read = read_vcards(written)
    assert list(read.people) == [as_vcard_knows(person) for person in everybody]
    assert read.passed_over == {}


@given(person=people(nasty_texts), version=versions)
def test_of_what_no_vcard_can_hold_every_letter_comes_back_and_then_stays(person, version):
    (back,) = read_vcards(write_vcards([person], version)).people
    assert all_letters(back) == all_letters(person)
    assert list(read_vcards(write_vcards([back], version)).people) == [back]


@given(everybody=st.lists(people() | people(nasty_texts), max_size=2), version=versions)
def test_no_line_is_longer_than_the_standard_allows_or_breaks_a_character(everybody, version):
    for line in write_vcards(everybody, version).split(b"\r\n"):
        assert len(line) <= MAX_OCTETS
        line.decode("utf-8")


@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_folding_changes_nothing_else(text):
    assert fold(text).replace("\r\n ", "").removesuffix("\r\n") == text


@given(person=people(), version=versions)
def test_another_reader_sees_the_same(person, version):
    (card,) = vobject.readComponents(write_vcards([person], version).decode("utf-8"))
    contact = person.contact
    assert card.fn.value == contact.display_name
    assert [line.value for line in getattr(card, "title_list", [])] == list(contact.titles)
    assert [line.value for line in getattr(card, "email_list", [])] == list(contact.emails)
    assert len(getattr(card, "tel_list", [])) == len(contact.phones)
    assert len(getattr(card, "adr_list", [])) == len(contact.addresses)
    if contact.company:
        assert card.org.value == [contact.company, *contact.departments]
    if person.tags:
        assert card.categories.value == list(person.tags)
    if person.note:
        assert card.note.value == person.note


@pytest.mark.parametrize("version", VcardVersion)
def test_a_line_break_in_a_name_starts_no_line_of_its_own(version):
    hostile = "山田\r\nTEL:000\nEND:VCARD\r\nBEGIN:VCARD\x00\x07"
    contact = Contact(name=PersonName(full=hostile), company=hostile, urls=(hostile,), titles=(hostile,))
    written = write_vcards([one(contact, tags=(hostile,), note=hostile)], version)
    (person,) = read_vcards(written).people
    assert person.contact.phones == ()
    lines = written.split(b"\r\n")
    assert lines.count(b"BEGIN:VCARD") == lines.count(b"END:VCARD") == 1
    assert not any(line.startswith(b"TEL") for line in lines)


def test_the_reading_is_where_telephones_and_sorting_look_for_it():
    person = one(Contact(name=PersonName(full="石川 美加子", family="石川", given="美加子", kana="イシカワ ミカコ")))
    written = write_vcards([person]).decode()
    assert "X-PHONETIC-LAST-NAME:イシカワ\r\nX-PHONETIC-FIRST-NAME:ミカコ" in written
    assert "SORT-STRING:イシカワ ミカコ" in written
    assert 'N;SORT-AS="イシカワ,ミカコ":石川;美加子;;;' in write_vcards([person], VcardVersion.V4).decode()


def test_a_semicolon_is_escaped_where_it_could_part_something():
    person = one(Contact(name=PersonName(full="A;B"), company="C;D", titles=("E;F",)))
    written = write_vcards([person], VcardVersion.V4).decode()
    for line in ("FN:A;B", "ORG:C\\;D", "TITLE:E;F"):
        assert f"\r\n{line}\r\n" in written
    assert "\r\nTITLE:E\\;F\r\n" in write_vcards([person], VcardVersion.V3).decode()


def test_the_picture_is_put_in():
    picture = b"\xff\xd8jpeg" * 50
    (card,) = vobject.readComponents(write_vcards([one()], VcardVersion.V3, lambda _: picture).decode())
    assert card.photo.value == picture
    unfolded = write_vcards([one()], VcardVersion.V4, lambda _: picture).decode().replace("\r\n ", "")
    assert f"PHOTO:data:image/jpeg;base64,{base64.b64encode(picture).decode()}\r\n" in unfolded


# What Japanese telephones and Windows write.
OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52=93=63;=91=BE=\r\n=98=59;;;\r\n"
    "FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=91=BE=98=59=20=8E=52=93=63\r\n"
    "SOUND;X-IRMC-N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=D4=CF=C0=DE;=C0=DB=B3;;;\r\n"
    "TEL;CELL:09012345678\r\nTEL;WORK;FAX:03-1234-5679\r\nEMAIL;INTERNET:taro@example.com\r\n"
    "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\nBDAY:1980-01-01\r\nEND:VCARD\r\n"
)


def test_an_old_telephones_vcard_is_read():
    read = read_vcards(OLD.encode("ascii"))
    (person,) = read.people
    assert person.contact.name == PersonName(full="山田 太郎", family="山田", given="太郎", kana="ヤマダ タロウ")
    assert [(phone.kind, phone.e164) for phone in person.contact.phones] == [
        (PhoneKind.MOBILE, "+819012345678"),
        (PhoneKind.FAX, "+81312345679"),
    ]
    assert read.passed_over == {"PHOTO": 1, "BDAY": 1}


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_found_out(encoding):
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:能見;表子;;;\r\nFN:能見 表子\r\nORG:ソ十構;噂\r\nEND:VCARD\r\n"
    (person,) = read_vcards(text.encode(encoding)).people
    assert person.contact.name.full == "能見 表子"
    assert (person.contact.company, person.contact.departments) == ("ソ十構", ("噂",))


def test_telephones_that_write_japanese_names_the_western_way_are_understood():
    (person,) = read_vcards("BEGIN:VCARD\nVERSION:3.0\nN:山田;太郎;;;\nFN:太郎 山田\nEND:VCARD".encode()).people
    assert person.contact.name.full == "山田 太郎"


def test_a_company_without_a_person_is_no_person():
    card = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:株式会社山田\nORG:株式会社山田\nX-ABSHOWAS:COMPANY\nEND:VCARD"
    (person,) = read_vcards(card.encode()).people
    assert person.contact == Contact(company="株式会社山田")


def test_lines_that_make_no_sense_are_pointed_out_and_the_rest_is_read():
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:山田\nno property at all\nTEL:03-1234-5678\nEND:VCARD"
    (person,) = read_vcards(card.encode()).people
    assert "no property at all" in person.review_reasons[0]
    assert len(person.contact.phones) == 1


def test_what_would_speak_to_a_terminal_or_stop_a_database_is_left_out():
    card = b"BEGIN:VCARD\nFN:Ta\x1b[2Jro\x00\nNOTE;X-A=\x07:a\xe2\x80\xa8b\nADR;LABEL=\x1bTokyo:;;;;;;\nEND:VCARD"
    (person,) = read_vcards(card).people
    assert person.contact.name.full == "Ta[2Jro"
    assert person.note == "a\nb"
    assert person.contact.addresses[0].full == "Tokyo"


def test_a_card_that_is_cut_off_is_counted():
    whole, half = "BEGIN:VCARD\nFN:山田\nEND:VCARD\n", "BEGIN:VCARD\nFN:鈴木\n"
    read = read_vcards((whole + half).encode())
    assert [person.contact.name.full for person in read.people] == ["山田"]
    assert read.passed_over == {"cut-off vCard": 1}


@given(content=st.binary(max_size=300))
def test_anything_at_all_is_read_or_refused(content):
    for garbage in (content, b"BEGIN:VCARD\n" + content + b"\nEND:VCARD"):
        with suppress(UnreadableFileError):
            read_vcards(garbage)


def test_people_without_an_identity_get_the_same_one_every_time():
    card = b"BEGIN:VCARD\nFN:Taro\nEND:VCARD\n"
    assert read_vcards(card).people[0].uid == read_vcards(card).people[0].uid
    foreign = b"BEGIN:VCARD\nUID:" + b"x" * 200 + b"\nFN:Taro\nEND:VCARD\n"
    assert len(read_vcards(foreign).people[0].uid) == 36


def test_an_address_in_parts_is_put_together():
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:A\nADR;TYPE=WORK:;3F;丸の内1-1-1;千代田区;東京都;100-0001;日本\n"
        "ADR:;;1 Main Street;Boston;MA;02110;United States\nEND:VCARD"
    )
    (person,) = read_vcards(card.encode()).people
    assert person.contact.addresses == (
        Address(
            full="東京都千代田区丸の内1-1-1 3F",
            postal_code="100-0001",
            country="JP",
            region="東京都",
            locality="千代田区",
            street="丸の内1-1-1",
            building="3F",
        ),
        Address(
            full="1 Main Street, Boston, MA",
            postal_code="02110",
            country="US",
            region="MA",
            locality="Boston",
            street="1 Main Street",
        ),
    )


@pytest.mark.parametrize("version", VcardVersion)
def test_the_building_stands_where_telephones_show_it(version):
    address = split_address("東京都千代田区丸の内1-1-1 丸の内ビル3F", "100-0001")
    written = write_vcards([one(Contact(addresses=(address,)))], version).decode().replace("\r\n ", "")
    assert ":;;丸の内1-1-1\\n丸の内ビル3F;千代田区;東京都;100-0001;JP\r\n" in written
    (person,) = read_vcards(written.encode()).people
    assert person.contact.addresses == (address,)


@pytest.mark.parametrize(("semicolon", "comma"), [(";", ","), ("\\;", "\\,")])
def test_a_picture_that_a_program_put_into_a_newer_card_stays_one_in_ours(semicolon, comma):
    picture = f"PHOTO;VALUE=uri:data:image/jpeg{semicolon}base64{comma}/9j/4A=="
    there = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Taro\r\n{picture}\r\nEND:VCARD\r\n"
    merged = merged_vcard(there.encode(), one(Contact(name=PersonName(full="Taro")))).decode()
    assert "\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4A==\r\n" in merged
    assert "VERSION:4.0" not in merged


def test_a_number_of_rfc_3966_and_an_extension_are_understood():
    card = (
        'BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL;VALUE=uri;TYPE="work,voice":tel:+81-6-6633-4110;ext=12\n'
        "TEL;TYPE=work:06-6633-4110 内線34\nEND:VCARD"
    )
    (person,) = read_vcards(card.encode()).people
    assert person.contact.phones == (
        Phone(kind=PhoneKind.WORK, number="+81-6-6633-4110", e164="+81666334110", extension="12"),
        Phone(kind=PhoneKind.WORK, number="06-6633-4110", e164="+81666334110", extension="34"),
    )
