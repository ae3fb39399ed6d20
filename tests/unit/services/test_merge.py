from datetime import UTC, date, datetime, timedelta

import pytest

from importing import TODAY, reader_of, run_import
from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.task import PostcardState
from meishi.errors import UsageError
from meishi.services.correct import set_values
from meishi.services.merge import (
    keep_apart,
    likely_the_same,
    merge_contacts,
    numbered_cards,
    preview_merger,
    split_contact,
)
from meishi.store.tables import PostcardRow

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
MOBILE = Phone(kind=PhoneKind.MOBILE, number="090-1234-5678", e164="+819012345678")
YAMADA = Contact(
    name=PersonName(full="山田 太郎", family="山田", given="太郎"),
    company="山田商店",
    titles=("課長",),
    addresses=(Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0005", country="JP"),),
    phones=(MOBILE,),
)
SUZUKI = Contact(name=PersonName(full="鈴木 花子"), company="鈴木電機", emails=("hanako@suzuki.example.jp",))


@pytest.fixture
def meet(library, tmp_path):
    """Import one card of somebody, met on some day."""

    def meet(contact, days_later=0):
        picture = tmp_path / f"{len(list(tmp_path.glob('*.jpg')))}.jpg"
        picture.write_bytes(picture.name.encode())
        (outcome,) = run_import([picture], library, reader_of(contact), met_on=TODAY + timedelta(days=days_later))
        return outcome.contacts[0]

    return meet


def all_records(library):
    return library.store.contacts()


def test_the_same_card_photographed_twice_is_one_contact_one_meeting_and_one_postcard(library, meet):
    first = meet(YAMADA)
    second = meet(YAMADA)
    assert second.is_known
    assert second.id == first.id
    (record,) = all_records(library)
    assert len(record.encounters) == len(record.postcards) == len(record.follow_ups) == 1
    assert len(library.store.cards(first.id)) == 2


def test_met_again_with_a_new_card_somebody_has_a_history_and_a_second_postcard(library, meet):
    first = meet(YAMADA)
    again = meet(YAMADA.model_copy(update={"titles": ("部長",)}), days_later=90)
    assert again.id == first.id
    assert again.news == ("title: 課長 → 部長",)
    (record,) = all_records(library)
    assert record.contact.titles == ("部長",)
    assert [met.encounter.met_on for met in record.encounters] == [TODAY, TODAY + timedelta(days=90)]
    assert [postcard.state for postcard in record.postcards] == [PostcardState.TO_WRITE] * 2
    assert len([follow_up for follow_up in record.follow_ups if follow_up.state.is_open]) == 1
    assert len(numbered_cards(library.store.cards(first.id))) == 2


def test_a_wrong_join_is_undone_and_both_are_there_with_their_tasks(library, meet):
    meet(YAMADA)
    before = all_records(library)
    meet(YAMADA.model_copy(update={"titles": ("部長",)}), days_later=90)
    undone = library.store.undo(now=NOW)
    assert undone.by == "meishi"
    records = all_records(library)
    assert len(records) == 2
    for record in records:
        assert len(record.encounters) == len(record.postcards) == len(record.follow_ups) == 1
        assert len(library.store.cards(record.id)) == 1
    assert records[0].model_copy(update={"updated_at": before[0].updated_at}) == before[0]


def test_namesakes_stay_two_and_are_asked_about_until_it_is_said(library, meet):
    first = meet(YAMADA)
    namesake = meet(Contact(name=YAMADA.name, company="別会社", titles=("部長",)))
    assert not namesake.is_known
    assert f"`meishi merge {first.id} {namesake.id}`" in namesake.review_reasons[-1]
    assert library.store.contact(namesake.id).questions[0].other_id == first.id
    keep_apart(first.id, namesake.id, library.store, by="me", now=NOW)
    assert library.store.contact(namesake.id).questions == ()
    library.store.undo(now=NOW)
    assert library.store.contact(namesake.id).questions


def test_a_corrected_value_survives_another_photograph_of_the_same_card(library, meet):
    misread = YAMADA.model_copy(update={"company": "山囲商店"})
    first = meet(misread)
    set_values(first.id, {"company": "山田商店"}, library.store, by="me", now=NOW)
    assert meet(misread, days_later=3).news == ()
    (record,) = all_records(library)
    assert record.id == first.id
    assert record.contact.company == "山田商店"


def test_merged_by_hand_nothing_is_lost_and_undone_everything_is_as_before(library, meet):
    one, other = meet(YAMADA), meet(SUZUKI, days_later=1)
    set_values(other.id, {"titles.+": "部長"}, library.store, by="me", now=NOW)
    before = all_records(library)
    record = merge_contacts(one.id, other.id, library.store, by="me", now=NOW)
    assert record.contact.emails == SUZUKI.emails
    assert len(record.encounters) == len(record.postcards) == 2
    assert len(library.store.cards(one.id)) == 2
    assert record.follow_ups[0].due_on == min(b.follow_ups[0].due_on for b in before)
    assert len(all_records(library)) == 1
    assert len(library.store.history(other.id)) == 2
    library.store.undo(now=NOW, contact_id=one.id)
    after = all_records(library)
    assert [r.model_copy(update={"updated_at": NOW}) for r in after] == [
        r.model_copy(update={"updated_at": NOW}) for r in before
    ]
    assert [found.id for found in library.store.contacts("鈴木電機")] == [other.id]


def test_what_a_merger_would_give_is_known_before_and_changes_nothing(library, meet):
    one, other = meet(YAMADA), meet(SUZUKI, days_later=1)
    before = all_records(library)
    together = preview_merger(one.id, other.id, library.store)
    assert all_records(library) == before
    assert merge_contacts(one.id, other.id, library.store, by="me", now=NOW).contact == together


def test_who_may_be_the_same_person_is_found_among_all_but_themselves(library, meet):
    one = meet(YAMADA)
    misread = meet(YAMADA.model_copy(update={"company": "坂本物産", "phones": (), "addresses": ()}), days_later=1)
    meet(SUZUKI)
    assert [record.id for record in likely_the_same(one.id, library.store)] == [misread.id]


def test_of_one_meeting_that_both_noted_the_postcard_that_came_further_is_kept(library, meet):
    one, other = meet(YAMADA), meet(SUZUKI)
    with library.store._writing() as session:
        row = session.query(PostcardRow).filter_by(contact_id=other.id).one()
        row.state = PostcardState.POSTED
    record = merge_contacts(one.id, other.id, library.store, by="me", now=NOW)
    assert [postcard.state for postcard in record.postcards] == [PostcardState.POSTED]


def test_split_gives_the_card_its_own_contact_meeting_and_tasks_and_undone_it_is_one_again(library, meet):
    one, other = meet(YAMADA), meet(SUZUKI, days_later=1)
    merge_contacts(one.id, other.id, library.store, by="me", now=NOW)
    set_values(one.id, {"name.kana": "ヤマダ タロウ", "phones.0.kind": "other"}, library.store, by="me", now=NOW)
    (before,) = all_records(library)
    staying, new = split_contact(one.id, 2, library.store, by="me", now=NOW)
    assert staying.contact.company == "山田商店"
    assert staying.contact.name.kana == "ヤマダ タロウ"
    assert [phone.kind for phone in staying.contact.phones] == [PhoneKind.OTHER]
    assert new.contact == SUZUKI
    assert [met.encounter.met_on for met in new.encounters] == [TODAY + timedelta(days=1)]
    assert new.postcards[0].state is PostcardState.WAITING_FOR_ADDRESS
    assert len(new.follow_ups) == 1
    library.store.undo(now=NOW)
    (after,) = all_records(library)
    assert after.model_copy(update={"updated_at": before.updated_at}) == before


def test_split_of_a_shared_meeting_leaves_a_meeting_and_a_postcard_to_each(library, meet):
    one, other = meet(YAMADA), meet(SUZUKI)
    merge_contacts(one.id, other.id, library.store, by="me", now=NOW)
    both = split_contact(one.id, 2, library.store, by="me", now=NOW)
    for record in both:
        assert len(record.encounters) == len(record.postcards) == 1
        assert record.encounters[0].encounter.met_on == date(2026, 11, 24)
    library.store.undo(now=NOW)
    assert len(all_records(library)) == 1


def test_what_cannot_be_merged_or_split_is_refused(library, meet):
    one = meet(YAMADA)
    with pytest.raises(UsageError):
        merge_contacts(one.id, one.id, library.store, by="me", now=NOW)
    for number in (1, 2):
        with pytest.raises(UsageError):
            split_contact(one.id, number, library.store, by="me", now=NOW)
