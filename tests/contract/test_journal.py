"""What the journal of changes promises: written with the change, and the way back."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update

from importing import TODAY, made_up_reading
from meishi.care import plan_aftercare
from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUpState, PostcardState
from meishi.errors import ChangedSinceError, ChangeNotFoundError
from meishi.store import NewContact, NewPicture, ScannedCard
from meishi.store.journal import Change, recorded
from meishi.store.revising import write_contact
from meishi.store.tables import ContactRow, FollowUpRow, PostcardRow

NOW = datetime(2026, 11, 24, 21, tzinfo=timezone(timedelta(hours=9)))
LATER = NOW + timedelta(days=1)


@pytest.fixture
def contact_id(store, tmp_path):
    reading = made_up_reading(tmp_path / "card.jpg")
    encounter = Encounter(met_on=TODAY)
    new = NewContact(
        uid="one",
        contact=reading.contact,
        encounter=encounter,
        aftercare=plan_aftercare(reading.contact, encounter, seed="one", today=TODAY),
        cards=(ScannedCard(sha256="a", reading=reading),),
    )
    picture = NewPicture(sha256="a", original_name="card.jpg", kept_as="originals/a", size_bytes=3)
    (contact_id,) = store.add([picture], [new], now=NOW)
    return contact_id


def record_change(store, contact_id, change, summary="changed", *, kind=ChangeKind.POSTCARD):
    """Make a change as a method of the store does it: one transaction, recorded."""
    with store._writing() as session, recorded(session, Change(kind, contact_id, summary, by="me"), now=NOW):
        change(session)


def post(session):
    row = session.scalars(select(PostcardRow)).one()
    row.state, row.changed_at = PostcardState.POSTED, LATER


def answer(session):
    session.scalars(select(PostcardRow)).one().state = PostcardState.ANSWERED


def follow_up_again(session):
    """Close the open follow-up and plan the next one: only one may be open, also on the way back."""
    row = session.scalars(select(FollowUpRow)).one()
    row.state = FollowUpState.DONE
    session.flush()
    session.add(
        FollowUpRow(
            contact_id=row.contact_id,
            state=FollowUpState.SCHEDULED,
            due_on=date(2027, 6, 1),
            created_at=NOW,
            changed_at=NOW,
        )
    )


def test_a_change_is_listed_with_who_when_and_what(store, contact_id):
    record_change(store, contact_id, post, "postcard posted")
    (change,) = store.history(contact_id)
    assert (change.kind, change.summary, change.by) == (ChangeKind.POSTCARD, "postcard posted", "me")
    assert change.changed_at == NOW
    assert change.undone_at is None


@pytest.mark.parametrize("change", [post, follow_up_again])
def test_undone_everything_is_as_before_but_the_time_of_the_last_change(store, contact_id, change):
    before = store.contact(contact_id)
    record_change(store, contact_id, change)
    assert store.contact(contact_id) != before
    undone = store.undo(now=LATER)
    assert undone.undone_at == LATER
    after = store.contact(contact_id)
    assert after.updated_at == LATER
    assert after.model_copy(update={"updated_at": before.updated_at}) == before
    assert store.history(contact_id) == (undone,)


def test_changes_are_undone_the_newest_first_and_each_once(store, contact_id):
    record_change(store, contact_id, post, "posted")
    record_change(store, contact_id, answer, "answered")
    assert [store.undo(now=LATER, contact_id=contact_id).summary for _ in range(2)] == ["answered", "posted"]
    with pytest.raises(ChangeNotFoundError):
        store.undo(now=LATER)


def test_a_change_whose_values_were_changed_again_is_not_undone(store, contact_id):
    record_change(store, contact_id, post)
    record_change(store, contact_id, answer)
    before = store.contact(contact_id)
    (_, first) = store.history(contact_id)
    with pytest.raises(ChangedSinceError):
        store.undo(now=LATER, change_id=first.id)
    assert store.contact(contact_id) == before


def test_changes_to_different_values_are_undone_in_any_order(store, contact_id):
    record_change(store, contact_id, post)
    record_change(store, contact_id, follow_up_again, kind=ChangeKind.FOLLOW_UP)
    (_, first) = store.history(contact_id)
    store.undo(now=LATER, change_id=first.id)
    record = store.contact(contact_id)
    assert record.postcards[0].state is PostcardState.TO_WRITE
    assert len(record.follow_ups) == 2


def test_rows_that_go_because_their_contact_lets_go_of_them_come_back(store, contact_id):
    def rename(session):
        write_contact(session.get(ContactRow, contact_id), Contact(company="another"))

    before = store.contact(contact_id)
    record_change(store, contact_id, rename)
    store.undo(now=LATER)
    assert store.contact(contact_id).contact == before.contact
    assert store.stale() == ()


def test_what_fails_is_neither_changed_nor_listed(store, contact_id):
    def fail(session):
        post(session)
        session.flush()
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        record_change(store, contact_id, fail)
    assert store.contact(contact_id).postcards[0].state is PostcardState.TO_WRITE
    assert store.history(contact_id) == ()


def test_a_change_that_changes_nothing_is_not_listed(store, contact_id):
    record_change(store, contact_id, lambda session: session.scalars(select(PostcardRow)).all())
    assert store.history(contact_id) == ()


def test_a_statement_that_the_journal_cannot_see_is_refused(store, contact_id):
    with pytest.raises(RuntimeError, match="undone"):
        record_change(
            store,
            contact_id,
            lambda session: session.execute(update(PostcardRow).values(state=PostcardState.POSTED)),
        )
    assert store.contact(contact_id).postcards[0].state is PostcardState.TO_WRITE


def test_times_keep_their_zone(store, contact_id):
    record_change(store, contact_id, post)
    store.undo(now=datetime(2026, 11, 25, tzinfo=UTC))
    assert store.contact(contact_id).postcards[0].changed_at == NOW


def test_what_the_user_looked_at_is_listed_in_its_order_without_what_was_undone(store, contact_id):
    def rename(number):
        def change(session):
            session.scalars(select(ContactRow)).one().display_name = str(number)

        return change

    for number, kind in enumerate((ChangeKind.CORRECTED, ChangeKind.POSTCARD, ChangeKind.CONFIRMED)):
        record_change(store, contact_id, rename(number), str(number), kind=kind)
    assert [change.summary for change in store.looked_at()] == ["0", "2"]
    store.undo(now=LATER, contact_id=contact_id)
    assert [change.summary for change in store.looked_at()] == ["0"]
