"""Two pictures in a row that show the sides of one card become one contact; two people never do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing import made_up_reading, meet, open_library
from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
from meishi.services.in_a_row import with_backs
from meishi.services.reading import FileReading

MAIN_NUMBER = (Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678"),)
FRONT = Contact(
    name=PersonName(full="石川 美加子", family="石川", given="美加子"), company="坂本物産株式会社", phones=MAIN_NUMBER
)
BACK = Contact(name=PersonName(full="Mikako Ishikawa"), company="Sakamoto Corp.", phones=MAIN_NUMBER)
MAP = Contact(company="坂本物産株式会社", phones=MAIN_NUMBER)
COLLEAGUE = Contact(name=PersonName(full="Kenji Sato"), company="Sakamoto Corp.", phones=MAIN_NUMBER)
SISTER = Contact(name=PersonName(full="Yuko Ishikawa"), company="Sakamoto Corp.", phones=MAIN_NUMBER)
STRANGER = Contact(name=PersonName(full="Mikako Ishikawa"), company="Another House Ltd.")
BOSS = Contact(
    name=PersonName(full="山田 太郎", family="山田", given="太郎"), company="坂本物産株式会社", phones=MAIN_NUMBER
)


def results(*cards):
    return [
        FileReading(
            Path(name),
            readings=[
                made_up_reading(name, **{key: getattr(card, key) for key in Contact.model_fields}) for card in on_it
            ],
        )
        for name, *on_it in cards
    ]


def pairs(read, files=None):
    files = files or [result.path for result in read]
    return [tuple(result.path.name for result in group) for group in with_backs(read, files)]


@pytest.mark.parametrize(("front", "back"), [(FRONT, BACK), (BACK, FRONT), (FRONT, MAP), (MAP, FRONT)])
def test_a_front_and_the_next_picture_of_its_back_belong_together(front, back):
    assert pairs(results(("IMG_0009.JPG", front), ("IMG_0010.JPG", back))) == [("IMG_0009.JPG", "IMG_0010.JPG")]


@pytest.mark.parametrize("other", [COLLEAGUE, SISTER, STRANGER, BOSS, FRONT])
def test_two_people_stay_two_and_one_side_photographed_twice_is_no_back(other):
    assert len(pairs(results(("IMG_0009.JPG", FRONT), ("IMG_0010.JPG", other)))) == 2


def test_a_mail_address_of_ones_own_says_who_somebody_is():
    own, another = "ishikawa@sakamoto.example", "yoshida@sakamoto.example"
    front, misread = (card.model_copy(update={"emails": (own,)}) for card in (FRONT, SISTER))
    colleague = BACK.model_copy(update={"emails": (another,)})
    assert len(pairs(results(("a1.jpg", front), ("a2.jpg", misread)))) == 1
    assert len(pairs(results(("a1.jpg", front), ("a2.jpg", colleague)))) == 2


@pytest.mark.parametrize(
    ("one", "other", "are_neighbours"),
    [
        ("scan 1.png", "scan 2.png", True),
        ("scan 1.png", "scan 3.png", False),
        ("front7.png", "back8.png", False),
        ("IMG_20261120_143059.jpg", "IMG_20261120_143121.jpg", True),
        ("IMG_20261120_143059.jpg", "IMG_20261120_144121.jpg", False),
        ("a/1.png", "b/2.png", False),
    ],
)
def test_next_is_what_was_taken_next(one, other, are_neighbours):
    assert len(pairs(results((one, FRONT), (other, BACK)))) == (1 if are_neighbours else 2)


def test_a_sheet_of_several_cards_has_no_back():
    assert len(pairs(results(("1.png", FRONT, BOSS), ("2.png", BACK)))) == 2


PILE = results(
    ("8.png", FRONT), ("9.png", BACK), ("10.png", BOSS), ("11.png", COLLEAGUE), ("12.png", FRONT), ("13.png", MAP)
)


@given(order=st.permutations(PILE), missing=st.sampled_from([*PILE, None]))
def test_in_whatever_order_pictures_are_read_each_comes_once_with_its_own_back(order, missing):
    read = [result for result in order if result is not missing]
    groups = pairs(read, [result.path for result in PILE])
    names = {result.path.name for result in read}
    assert sorted(name for group in groups for name in group) == sorted(names)
    assert {group for group in groups if len(group) > 1} == {
        pair for pair in (("8.png", "9.png"), ("12.png", "13.png")) if names.issuperset(pair)
    }


def test_the_two_sides_become_one_contact_in_two_scripts_with_both_pictures(meishi_home, tmp_path):
    meishi_home.mkdir(mode=0o700)
    library = open_library(meishi_home)
    (record,) = meet(library, tmp_path, FRONT, BACK)
    assert (record.contact.name.full, record.contact.name.roman) == ("石川 美加子", "Mikako Ishikawa")
    assert len(library.store.cards(record.id)) == 2
    assert len(record.postcards) == 1
    library.store.close()
