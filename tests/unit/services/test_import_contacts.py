from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meishi.care import CareOptions, PostcardStep
from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.domain.relation import Closeness, Note
from meishi.domain.task import FollowUp, FollowUpState, Postcard, PostcardState
from meishi.errors import UnreadableFileError
from meishi.exchange.json_library import write_json
from meishi.exchange.person import Meeting
from meishi.exchange.write_vcard import write_vcards
from meishi.services.export import collect_people
from meishi.services.follow_ups import Planner
from meishi.services.import_contacts import ContactsFile, import_contacts
from meishi.services.postcards import take_postcard_step
from meishi.store import Store
from people import one, people

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
BOOK = Encounter(met_on=TODAY, met_at="from a file", tags=("address book",))


def take_over(store, tmp_path, content, *, columns=None, encounter=BOOK, with_aftercare=False, **options):
    file = tmp_path / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_contacts(
        ContactsFile(file, columns), store, encounter=encounter, with_aftercare=with_aftercare, now=NOW, **options
    )


def named(full, **values):
    return Contact(name=PersonName(full=full), **values)


def vcards(*contacts):
    people = [one(contact, uid=f"00000000-0000-4000-8000-{number:012}") for number, contact in enumerate(contacts)]
    return write_vcards(people)


def test_without_aftercare_it_is_said_that_none_is_planned(store, tmp_path):
    take_over(store, tmp_path, vcards(named("Taro")))
    (record,) = store.contacts()
    assert [postcard.state for postcard in record.postcards] == [PostcardState.NOT_PLANNED]
    assert [follow_up.state for follow_up in record.follow_ups] == [FollowUpState.STOPPED]
    assert record.encounters[0].encounter == BOOK
    assert store.open_tasks(date(2099, 1, 1)) == ()
    assert store.coverage().by_state[PostcardState.NOT_PLANNED] == 1


def test_with_aftercare_everybody_gets_both_tasks_and_not_all_on_one_day(store, tmp_path):
    address = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001")
    everybody = [named(f"Nr {n}", addresses=(address,) if n else ()) for n in range(10)]
    take_over(store, tmp_path, vcards(*everybody), with_aftercare=True)
    records = store.contacts()
    states = Counter(record.postcards[0].state for record in records)
    assert states == {PostcardState.TO_WRITE: 9, PostcardState.WAITING_FOR_ADDRESS: 1}
    assert len({record.follow_ups[0].due_on for record in records}) == 10
    assert all(record.follow_ups[0].state is FollowUpState.SCHEDULED for record in records)


def test_a_meeting_long_ago_makes_a_postcard_that_is_due_soon(store, tmp_path):
    take_over(store, tmp_path, "氏名,名刺交換日\n山田 太郎,2019/04/01\n", with_aftercare=True)
    (record,) = store.contacts()
    assert record.encounters[0].encounter.met_on == date(2019, 4, 1)
    assert record.postcards[0].due_on > TODAY


def test_a_meeting_that_the_file_knows_gets_what_the_user_says_of_all_of_them(store, tmp_path):
    take_over(store, tmp_path, "氏名,名刺交換日,タグ\n山田 太郎,2019/04/01,golf\n")
    (record,) = store.contacts()
    assert [met.encounter for met in record.encounters] == [
        Encounter(met_on=date(2019, 4, 1), met_at="from a file", tags=("golf", "address book"))
    ]


def test_without_a_place_people_come_from_the_file(store, tmp_path):
    take_over(store, tmp_path, vcards(named("Taro")), encounter=Encounter(met_on=TODAY))
    (record,) = store.contacts()
    assert record.encounters[0].encounter.met_at == "from file"


def test_letters_that_no_encoding_gives_are_a_reason_for_review(store, tmp_path):
    take_over(store, tmp_path, b"BEGIN:VCARD\nFN:\xff\xfe Taro\nEND:VCARD\nBEGIN:VCARD\nFN:Jiro\nEND:VCARD\n")
    reasons = {record.contact.name.full: record.review_reasons for record in store.contacts()}
    assert reasons.pop("Jiro") == ()
    assert list(reasons.values()) == [("some letters of its file could not be read",)]


def test_a_second_run_adds_nobody_whatever_the_form(store, tmp_path):
    content = vcards(named("Taro"), named("Jiro", emails=("jiro@example.com",)))
    first, second = take_over(store, tmp_path, content), take_over(store, tmp_path, content)
    assert [person.is_known for person in first.people] == [False, False]
    assert [(person.is_known, person.id) for person in second.people] == [(True, 1), (True, 2)]
    csv_again = take_over(store, tmp_path, "name,email\nJiro,JIRO@example.com\n")
    assert [(person.is_known, person.id) for person in csv_again.people] == [(True, 2)]
    assert len(store.contacts()) == 2


WORK = Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678")


MOBILE = Phone(kind=PhoneKind.MOBILE, number="090-1234-5678", e164="+819012345678")


@pytest.mark.parametrize(
    ("there", "comes", "what"),
    [
        pytest.param(named("髙橋 花子", phones=(MOBILE,)), named("高橋花子", phones=(MOBILE,)), "known", id="a form"),
        pytest.param(named("山田 太郎", phones=(WORK,)), named("鈴木 一郎", phones=(WORK,)), "new", id="colleagues"),
        pytest.param(named("A", emails=("info@x.jp",)), named("B", emails=("info@x.jp",)), "new", id="an office"),
        pytest.param(
            named("山田 太郎", company="X"), named("山田 太郎", company="X", phones=(WORK,)), "asked", id="knows more"
        ),
        pytest.param(
            named("山田 太郎", company="山田商店"), named("山田 太郎", company="鈴木産業"), "asked", id="a new job"
        ),
        pytest.param(Contact(company="X", phones=(WORK,)), named("A", phones=(WORK,)), "new", id="a company's man"),
        pytest.param(
            Contact(company="X", phones=(WORK,)), Contact(company="X", phones=(WORK,)), "known", id="a company"
        ),
    ],
)
def test_nobody_is_taken_for_somebody_else(store, tmp_path, there, comes, what):
    take_over(store, tmp_path, write_vcards([one(there, uid="00000000-0000-4000-8000-000000000001")]))
    outcome = take_over(store, tmp_path, write_vcards([one(comes, uid="00000000-0000-4000-8000-000000000002")]))
    assert outcome.people[0].is_known == (what == "known")
    assert len(store.contacts()) == (1 if what == "known" else 2)
    assert any(record.questions for record in store.contacts()) == (what == "asked")


def test_one_person_on_two_cards_of_a_file_comes_as_one_with_what_both_say(store, tmp_path):
    mail = ("taro@example.com",)
    take_over(store, tmp_path, vcards(named("山田 太郎", emails=mail), named("山田 太郎", emails=mail, phones=(WORK,))))
    (record,) = store.contacts()
    assert record.contact.phones == (WORK,)


def test_somebody_who_stands_in_a_file_twice_comes_once(store, tmp_path):
    twin = named("Taro", emails=("taro@example.com",))
    outcome = take_over(store, tmp_path, vcards(twin, twin))
    assert [(person.is_known, person.id) for person in outcome.people] == [(False, 1), (True, None)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(everybody=st.lists(people(), max_size=4, unique_by=lambda person: person.uid))
def test_a_library_goes_through_json_into_another_one_with_its_tasks(tmp_path, everybody):
    with Store.open_in_memory() as one_store, Store.open_in_memory() as other_store:
        take_over(one_store, tmp_path, write_json(everybody, NOW), with_aftercare=True)
        written = write_json(collect_people(one_store), NOW)
        take_over(other_store, tmp_path, written, encounter=Encounter(met_on=TODAY))
        assert collect_people(other_store) == collect_people(one_store)


def test_a_second_open_follow_up_in_a_file_is_skipped(store, tmp_path):
    twice = one(
        meetings=(Meeting(encounter=BOOK, postcard=Postcard(due_on=TODAY)),),
        follow_ups=(FollowUp(due_on=TODAY), FollowUp(due_on=TODAY)),
    )
    take_over(store, tmp_path, write_json([twice], NOW))
    (record,) = store.contacts()
    assert [follow_up.state for follow_up in record.follow_ups] == [FollowUpState.SCHEDULED, FollowUpState.SKIPPED]


def test_a_dry_run_saves_nobody(store, tmp_path):
    outcome = take_over(store, tmp_path, vcards(named("Taro")), with_aftercare=True, dry_run=True)
    assert outcome.people[0].id is None
    assert outcome.people[0].follow_up_due_on
    assert store.contacts() == ()


def test_what_has_no_place_is_counted(store, tmp_path):
    card = "BEGIN:VCARD\nFN:Taro\nBDAY:1980-01-01\nEND:VCARD\n"
    assert take_over(store, tmp_path, card).passed_over == {"BDAY": 1}


def test_what_the_user_wrote_in_another_program_is_a_page_of_the_private_log(store, tmp_path):
    take_over(store, tmp_path, "BEGIN:VCARD\nFN:Taro\nNOTE:likes tea\\nand cats\nEND:VCARD\n")
    assert store.care.person(1).notes == (Note(noted_on=TODAY, said="likes tea\nand cats"),)


def test_what_is_private_leaves_the_library_only_when_asked_for_and_comes_back(store, tmp_path):
    take_over(store, tmp_path, vcards(named("Taro")), with_aftercare=True)
    planner = Planner(store, TODAY, NOW, CareOptions(), by="you")
    planner.set_closeness(1, Closeness.FRIEND)
    planner.done(1, note="we laughed")
    take_postcard_step(planner, 1, PostcardStep.POST, good="patient")
    assert b"laughed" not in write_json(collect_people(store), NOW)
    private = collect_people(store, with_private=True)
    with Store.open_in_memory() as other:
        take_over(other, tmp_path, write_json(private, NOW))
        assert collect_people(other, with_private=True) == private
        again = other.care.person(1)
        assert (again.closeness, again.notes[0].said) == (Closeness.FRIEND, "we laughed")
        assert (again.postcards[0].good, again.postcards[0].posted_on) == ("patient", TODAY)


@pytest.mark.parametrize("content", [b"\x00\x01\x02 nonsense", b"hello", b"{}"])
def test_what_is_no_address_book_is_refused_by_name(store, tmp_path, content):
    with pytest.raises(UnreadableFileError, match="file"):
        take_over(store, tmp_path, content)
