from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from importing import TODAY, made_up_reading, open_library, read_made_up, run_import
from meishi.domain.contact import Contact, PersonName
from meishi.domain.field import Field, FieldKind
from meishi.domain.task import PostcardState
from meishi.errors import ContactNotFoundError, UsageError
from meishi.services.correct import confirm_contact, confirm_value, edit_contact, set_values
from meishi.services.review import look_at, waiting_for_review
from meishi.store.tables import PostcardRow
from meishi.wording import Wording

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
NAME = Field(kind=FieldKind.NAME, value="山囲 太郎", raw="山囲太郎", confidence=0.3, box=(10, 10, 40, 10), line=0)


@pytest.fixture
def store(meishi_home, tmp_path):
    """A library with one contact: a doubtful name, no company, no address."""

    def read(paths):
        for result in read_made_up(paths):
            reading = made_up_reading(result.path, name=PersonName(full="山囲 太郎"), emails=("taro@example.com",))
            doubts = ("No company was found.", "The name “山囲 太郎” was read with low confidence (0.30).")
            result.readings = [reading.model_copy(update={"fields": (NAME,), "review_reasons": doubts})]
            yield result

    picture = tmp_path / "card.jpg"
    picture.write_bytes(b"a card")
    library = open_library(meishi_home)
    run_import([picture], library, read)
    yield library.store
    library.store.close()


@pytest.fixture
def contact_id(store):
    return store.contacts()[0].id


def correct(store, contact_id, **values):
    return set_values(
        contact_id, {path.replace("__", "."): text for path, text in values.items()}, store, by="me", now=NOW
    )


def test_a_correction_changes_search_and_order_and_settles_its_reason(store, contact_id):
    record = correct(store, contact_id, name__full="山田 太郎", company="山田商店")
    assert record.contact.name.full == "山田 太郎"
    assert record.review_reasons == ()
    assert [found.id for found in store.contacts("山田商店")] == [contact_id]
    assert store.contacts("山囲") == ()
    assert record.updated_at == NOW


def test_a_correction_is_kept_with_what_was_read(store, contact_id):
    correct(store, contact_id, name__full="山田 太郎")
    (change,) = store.history(contact_id)
    assert change.by == "me"
    assert change.details["corrections"] == [
        {"path": "name.full", "raw": "山囲太郎", "read": "山囲 太郎", "was": "山囲 太郎", "corrected": "山田 太郎"}
    ]


def test_undone_the_reading_and_its_doubts_are_back(store, contact_id):
    before = store.contact(contact_id)
    correct(store, contact_id, name__full="山田 太郎", company="山田商店", addresses__0="東京都千代田区丸の内1-1-1")
    store.undo(now=NOW)
    assert store.contact(contact_id).model_copy(update={"updated_at": before.updated_at}) == before
    assert [found.id for found in store.contacts("山囲")] == [contact_id]


def test_a_postcard_that_waits_for_an_address_is_to_be_written_when_there_is_one_and_waits_again_without(
    store, contact_id
):
    assert store.contact(contact_id).postcards[0].state is PostcardState.WAITING_FOR_ADDRESS
    record = correct(store, contact_id, **{"addresses__+": "東京都千代田区丸の内1-1-1"})
    assert record.postcards[0].state is PostcardState.TO_WRITE
    assert record.contact.addresses[0].postal_code == "100-0005"
    record = correct(store, contact_id, addresses__0="")
    assert record.postcards[0].state is PostcardState.WAITING_FOR_ADDRESS
    assert {task.contact_id for task in store.open_tasks(TODAY.replace(year=2030))} == {contact_id}


def test_a_postcard_that_came_back_waits_for_another_address_and_not_for_any_correction(store, contact_id):
    correct(store, contact_id, **{"addresses__+": "東京都千代田区丸の内1-1-1"})
    with store._writing() as session:
        session.scalars(select(PostcardRow)).one().state = PostcardState.WAITING_FOR_ADDRESS
    assert correct(store, contact_id, company="山田商店").postcards[0].state is PostcardState.WAITING_FOR_ADDRESS
    moved = correct(store, contact_id, addresses__0="東京都渋谷区神宮前1-2-3")
    assert moved.postcards[0].state is PostcardState.TO_WRITE


def test_all_or_none_of_several_corrections_are_made(store, contact_id):
    before = store.contact(contact_id)
    with pytest.raises(UsageError):
        correct(store, contact_id, company="山田商店", phones__9="03-1234-5678")
    assert store.contact(contact_id) == before
    assert store.history(contact_id) == ()


def test_members_that_are_taken_away_do_not_move_the_others_while_paths_are_followed(store, contact_id):
    correct(store, contact_id, titles__0="課長", titles__1="部長", titles__2="弁理士")
    record = correct(store, contact_id, titles__0="", titles__1="", titles__2="弁護士")
    assert record.contact.titles == ("弁護士",)


def test_a_confirmed_value_is_not_asked_again_and_the_rest_still_is(store, contact_id):
    record = confirm_value(contact_id, "name.full", store, by="me", now=NOW)
    assert record.review_reasons == ("No company was found.",)
    record = confirm_contact(contact_id, store, by="me", now=NOW)
    assert record.review_reasons == ()
    assert waiting_for_review(store) == ()
    store.undo(now=NOW)
    assert store.contact(contact_id).review_reasons == ("No company was found.",)


def test_an_edit_in_several_parts_is_one_change_and_one_undo_takes_it_back(store, contact_id):
    before = store.contact(contact_id)
    values = [("emails.+", "one@example.com"), ("emails.+", "two@example.com"), ("name.full", "山田 太郎")]
    record = edit_contact(contact_id, store, values=values, confirm_all=True, by="me", now=NOW)
    assert record.contact.emails == ("taro@example.com", "one@example.com", "two@example.com")
    assert record.review_reasons == ()
    (change,) = store.history(contact_id)
    assert Wording("ja")(change.summary).endswith("山囲 太郎 → 山田 太郎；すべて正しい")
    store.undo(now=NOW)
    assert store.contact(contact_id).model_copy(update={"updated_at": before.updated_at}) == before
    with pytest.raises(UsageError):
        edit_contact(contact_id, store, values=values, confirmed=["company"], by="me", now=NOW)
    assert store.contact(contact_id).contact == before.contact


def test_the_form_says_where_a_value_comes_from(store, contact_id):
    form = look_at(contact_id, store)
    (name, *_) = form.lines
    assert (name.path, name.raw, name.box, name.line, name.card) == ("name.full", "山囲太郎", NAME.box, 0, 0)
    assert name.is_doubtful
    correct(store, contact_id, name__full="山田 太郎")
    (name, *_) = look_at(contact_id, store).lines
    assert name.value == "山田 太郎"
    assert name.is_checked
    assert not name.is_doubtful


def test_what_is_not_there_can_be_neither_confirmed_nor_corrected(store, contact_id):
    with pytest.raises(UsageError):
        confirm_value(contact_id, "company", store, by="me", now=NOW)
    with pytest.raises(ContactNotFoundError):
        set_values(99, {"company": "x"}, store, by="me", now=NOW)
    assert store.contact(contact_id).contact == Contact(name=PersonName(full="山囲 太郎"), emails=("taro@example.com",))
