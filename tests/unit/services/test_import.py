import stat
from collections import Counter

import pytest

from importing import made_up_reading, read_made_up, run_import
from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
from meishi.domain.task import PostcardState
from meishi.errors import NoCardFoundError
from meishi.services.reading import FileReading
from meishi.services.sides import group_sides, join_contacts


@pytest.fixture
def pictures(tmp_path):
    files = [tmp_path / f"{number}.jpg" for number in range(12)]
    for file in files:
        file.write_bytes(file.name.encode())
    return files


def test_everybody_gets_a_postcard_and_a_follow_up_and_not_all_on_one_day(library, pictures):
    outcomes = run_import(pictures, library)
    contacts = [contact for outcome in outcomes for contact in outcome.contacts]
    assert len(contacts) == 12
    days = Counter(contact.follow_up_due_on for contact in contacts)
    assert max(days.values()) == 1
    for record in library.store.contacts():
        assert [postcard.state for postcard in record.postcards] == [PostcardState.TO_WRITE]
        assert len(record.follow_ups) == 1


def test_a_second_run_adds_nothing_and_says_so(library, pictures):
    run_import(pictures, library)
    outcomes = run_import(pictures, library)
    assert all(outcome.is_known for outcome in outcomes)
    assert len(library.store.contacts()) == 12


def test_two_files_with_the_same_bytes_are_one_picture(library, tmp_path):
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for file in files:
        file.write_bytes(b"the same")
    run_import(files, library)
    assert len(library.store.contacts()) == 1


def test_a_dry_run_saves_nothing(library, pictures, meishi_home):
    (outcome, *_) = run_import(pictures[:1], library, dry_run=True)
    assert outcome.contacts[0].id is None
    assert library.store.contacts() == ()
    assert not (meishi_home / "originals").exists()


def test_what_cannot_be_read_is_set_aside_with_its_reason_and_tried_again(library, pictures):
    def read(paths):
        for path in paths:
            yield FileReading(path, errors=[NoCardFoundError("no card here", hint="Try again.")])

    (outcome,) = run_import(pictures[:1], library, read)
    assert [(aside.reason, aside.hint) for aside in outcome.set_aside] == [("no card here", "Try again.")]
    (outcome,) = run_import(pictures[:1], library)
    assert len(outcome.contacts) == 1


def test_a_file_that_changed_while_it_was_read_is_set_aside_and_leaves_no_contact(library, pictures):
    def read(paths):
        for result in read_made_up(paths):
            result.path.write_bytes(b"something else")
            yield result

    (outcome,) = run_import(pictures[:1], library, read)
    assert outcome.contacts == ()
    assert "changed" in outcome.set_aside[0].reason
    assert library.store.contacts() == ()


def test_the_library_is_its_owners_alone(library, pictures, meishi_home):
    run_import(pictures, library)
    for path in [meishi_home, *meishi_home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_without_an_address_the_postcard_waits_for_one(library, pictures):
    def read(paths):
        for result in read_made_up(paths):
            result.readings = [made_up_reading(result.path, name=PersonName(full="無 住所"))]
            yield result

    run_import(pictures[:1], library, read)
    (record,) = library.store.contacts()
    assert record.postcards[0].state is PostcardState.WAITING_FOR_ADDRESS


FRONT = Contact(name=PersonName(full="石川 美加子"), company="坂本物産株式会社", emails=("ishikawa@example.com",))
BACK = Contact(name=PersonName(full="Mikako Ishikawa"), company="Sakamoto Corp.", emails=("ishikawa@example.com",))
OTHER = Contact(name=PersonName(full="山田 太郎"), emails=("yamada@example.com",))


def pages(tmp_path, *contacts):
    return [
        made_up_reading(tmp_path / "scan.pdf", page, **{name: getattr(contact, name) for name in Contact.model_fields})
        for page, contact in enumerate(contacts, start=1)
    ]


def test_two_pages_that_share_a_mail_address_are_the_sides_of_one_card_whichever_comes_first(tmp_path):
    for contacts in ((FRONT, BACK), (BACK, FRONT)):
        (sides,) = group_sides(pages(tmp_path, *contacts))
        assert [side.contact.name.full for side in sides] == ["石川 美加子", "Mikako Ishikawa"]


def test_pages_of_two_people_stay_two_cards(tmp_path):
    assert len(group_sides(pages(tmp_path, FRONT, OTHER))) == 2


def test_pages_of_two_colleagues_stay_two_cards_though_they_share_company_and_number(tmp_path):
    house = {
        "company": "坂本物産株式会社",
        "phones": (Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678"),),
    }
    colleagues = [Contact(name=PersonName(full=name), **house) for name in ("石川 美加子", "山田 太郎", "Kenji Sato")]
    colleagues[0] = colleagues[0].model_copy(
        update={"name": PersonName(full="石川 美加子", family="石川", given="美加子", kana="いしかわ みかこ")}
    )
    assert len(group_sides(pages(tmp_path, *colleagues[:2]))) == 2
    assert len(group_sides(pages(tmp_path, colleagues[0], colleagues[2]))) == 2


def test_of_an_address_that_both_sides_print_the_one_that_was_misread_goes():
    front, back = (
        FRONT.model_copy(update={"urls": ("ishikawaeexample.com", "www.exanple.com/tokyo/")}),
        BACK.model_copy(update={"urls": ("www.example.com/tokyo/",)}),
    )
    assert join_contacts(front, back).urls == ("www.example.com/tokyo/",)


def test_both_sides_make_one_contact_in_two_scripts():
    phone = Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678")
    joined = join_contacts(FRONT, BACK.model_copy(update={"phones": (phone,)}))
    assert joined.name.full == "石川 美加子"
    assert joined.name.roman == "Mikako Ishikawa"
    assert joined.company == "坂本物産株式会社"
    assert joined.emails == ("ishikawa@example.com",)
    assert joined.phones == (phone,)
