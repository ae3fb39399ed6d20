"""Two contacts become one, and one becomes two; nothing that hangs on them is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.entry import Checked
from meishi.domain.identity import identity_keys
from meishi.domain.relation import Closeness
from meishi.domain.task import Aftercare, PostcardState
from meishi.store.journal import Change, recorded
from meishi.store.loading import card_records, contact_record, contact_row, encounter_of
from meishi.store.people import add_follow_up, add_meeting, new_contact_row
from meishi.store.records import CardRecord, ContactRecord
from meishi.store.revising import write_contact
from meishi.store.tables import (
    Base,
    CardRow,
    ContactKeyRow,
    ContactRow,
    EncounterRow,
    EncounterTagRow,
    PostcardRow,
    QuestionRow,
)
from meishi.wording import marked

_MOST_CANDIDATES = 50
_MOST_QUESTIONS = 3


class WithCards(NamedTuple):
    """A contact and its cards, the first one first."""

    record: ContactRecord
    cards: tuple[CardRecord, ...]


@dataclass(frozen=True)
class Merger:
    """What two contacts become.

    Attributes:
        summary: What is done, in words.
        contact: What is known about the person from now on.
        checked: What the user found right so far.
        review_reasons: Why a person should look at it.
        same_meetings: Meetings that both contacts noted: of each pair the one to drop, and the one to keep.
        postcards: The new states of postcards, by their numbers.
        details: For the journal, as JSON can hold it.
    """

    summary: str
    contact: Contact
    checked: Checked
    review_reasons: tuple[str, ...]
    same_meetings: Mapping[int, int] = field(default_factory=dict)
    postcards: Mapping[int, PostcardState] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


DecideMerger = Callable[[WithCards, WithCards], Merger]
"""Decides what the contact that stays and the one that goes become; knows nothing of the database."""


@dataclass(frozen=True)
class Splitting:
    """What one contact becomes when some of its cards are taken out.

    Attributes:
        summary: What is done, in words.
        contact: What is known about the person who stays.
        checked: What the user found right about that one.
        review_reasons: Why a person should look at that one.
        uid: The lasting identity of the one who goes.
        new_contact: What is known about that one.
        new_reasons: Why a person should look at that one.
        aftercare: Tasks of that one; the postcard serves where the meeting stays with the other.
    """

    summary: str
    contact: Contact
    checked: Checked
    review_reasons: tuple[str, ...]
    uid: str
    new_contact: Contact
    new_reasons: tuple[str, ...]
    aftercare: Aftercare


DecideSplitting = Callable[[WithCards, tuple[CardRecord, ...]], Splitting]
"""Decides what a contact and the cards that are taken out of it become; knows nothing of the database."""


class Likely(NamedTuple):
    """A contact that may be the same person as a new one.

    Attributes:
        contact_id: Who.
        is_certain: Whether the two are to be joined without asking.
        because: What speaks for it.
    """

    contact_id: int
    is_certain: bool
    because: tuple[str, ...]


class Candidate(NamedTuple):
    """A known contact that has something in common with a new one.

    Attributes:
        contact_id: Who.
        contact: What is known about them.
        looks: What their cards look like (`meishi.domain.look`).
    """

    contact_id: int
    contact: Contact
    looks: tuple[str, ...]


@dataclass(frozen=True)
class Recognition:
    """How new contacts are known again.

    Attributes:
        find: Tells who of some known contacts may be a new one, of which the looks of its cards are given too; the most
            likely first.
        decide: What two contacts that are one become.
    """

    find: Callable[[Contact, Sequence[str], Sequence[Candidate]], Sequence[Likely]]
    decide: DecideMerger


def recognise(session: Session, contact_id: int, by: Recognition, now: datetime) -> int:
    """Join a contact that was just added with the one that it is, or ask whether it is one.

    Returns:
        The id under which the person is known from now on.
    """
    row = contact_row(session, contact_id)
    likely = find_likely(
        session, Contact.model_validate(row.contact), _looks(session, [contact_id])[contact_id], by, but=contact_id
    )
    if likely and likely[0].is_certain:
        merge(session, likely[0].contact_id, contact_id, by.decide, by="meishi", now=now)
        return likely[0].contact_id
    row.questions.extend(
        QuestionRow(other_id=other.contact_id, because=list(other.because)) for other in likely[:_MOST_QUESTIONS]
    )
    session.flush()
    return contact_id


def find_likely(
    session: Session, contact: Contact, looks: Sequence[str], by: Recognition, *, but: int | None = None
) -> tuple[Likely, ...]:
    """Tell who in the library may be somebody; see `Store.likely`.

    Args:
        session: A transaction.
        contact: Who.
        looks: What their cards look like.
        by: How people are known again.
        but: Whose number the one that is asked about has already.
    """
    return tuple(by.find(contact, looks, _candidates(session, but, contact)))


def merge(
    session: Session, kept_id: int, other_id: int, decide: DecideMerger, *, by: str, now: datetime
) -> ContactRecord:
    """Join two contacts; see `Store.merge`."""
    kept, other = (contact_row(session, number, to_change=True) for number in (kept_id, other_id))
    merger = decide(_with_cards(session, kept), _with_cards(session, other))
    change = Change(ChangeKind.MERGED, kept_id, merger.summary, by, other_contact_id=other_id, details=merger.details)
    with recorded(session, change, now=now):
        _drop_questions(session, other_id)
        _drop_meetings(session, merger.same_meetings)
        _join_follow_ups(session, kept, other, now)
        kept.closeness = max(kept.closeness, other.closeness, key=list(Closeness).index)
        _move(session, ContactRow, other_id, kept_id)
        write_contact(kept, merger.contact)
        kept.checked = merger.checked.model_dump(mode="json")
        kept.review_reasons = list(merger.review_reasons)
        kept.updated_at = now
        session.flush()
        session.expire(other)
        session.delete(other)
        session.flush()
        for postcard in session.scalars(select(PostcardRow).where(PostcardRow.contact_id == kept_id)):
            state = merger.postcards.get(postcard.id, postcard.state)
            if state is not postcard.state:
                postcard.state, postcard.changed_at = state, now
    session.expire_all()
    return contact_record(contact_row(session, kept_id))


def split(
    session: Session, contact_id: int, card_ids: Sequence[int], decide: DecideSplitting, *, by: str, now: datetime
) -> tuple[ContactRecord, ContactRecord]:
    """Take cards out of a contact; see `Store.split`."""
    row = contact_row(session, contact_id, to_change=True)
    before = _with_cards(session, row)
    splitting = decide(before, tuple(card for card in before.cards if card.id in card_ids))
    new = new_contact_row(splitting.uid, splitting.new_contact, splitting.new_reasons, now)
    change = Change(ChangeKind.SPLIT, contact_id, splitting.summary, by)
    with recorded(session, change, now=now):
        session.add(new)
        session.flush()
        change.other_contact_id = new.id
        cards = session.scalars(select(CardRow).where(CardRow.contact_id == contact_id)).all()
        staying = {card.encounter_id for card in cards if card.id not in card_ids}
        for card in (card for card in cards if card.id in card_ids):
            if card.encounter_id in staying:
                _meet_too(session, card, new, splitting.aftercare, now)
            _give_card(session, card, new.id)
        add_follow_up(new, splitting.aftercare.follow_up, now)
        write_contact(row, splitting.contact)
        row.checked = splitting.checked.model_dump(mode="json")
        row.review_reasons = list(splitting.review_reasons)
        row.updated_at = now
    session.expire_all()
    return contact_record(contact_row(session, contact_id)), contact_record(contact_row(session, new.id))


def answer_questions(session: Session, one_id: int, other_id: int, *, by: str, now: datetime) -> None:
    """Note that two contacts are two people; see `Store.keep_apart`."""
    for contact_id in (one_id, other_id):
        contact_row(session, contact_id)
    summary = marked(f"{one_id} and {other_id} are two people")
    change = Change(ChangeKind.KEPT_APART, one_id, summary, by, other_contact_id=other_id)
    with recorded(session, change, now=now):
        question = session.get(QuestionRow, (one_id, other_id)) or session.get(QuestionRow, (other_id, one_id))
        if question is None:
            question = QuestionRow(contact_id=one_id, other_id=other_id, because=[])
            session.add(question)
        question.is_answered = True


def _candidates(session: Session, but: int | None, contact: Contact) -> list[Candidate]:
    """Find the contacts that have something in common with one, those with the most in common first."""
    shared = (
        select(ContactKeyRow.contact_id)
        .where(ContactKeyRow.key.in_(identity_keys(contact)), ContactKeyRow.contact_id.is_distinct_from(but))
        .group_by(ContactKeyRow.contact_id)
        .order_by(func.count().desc(), ContactKeyRow.contact_id)
        .limit(_MOST_CANDIDATES)
    )
    ids = session.scalars(shared).all()
    rows = session.execute(select(ContactRow.id, ContactRow.contact).where(ContactRow.id.in_(ids)))
    looks = _looks(session, ids)
    return [Candidate(number, Contact.model_validate(found), tuple(looks[number])) for number, found in rows]


def _looks(session: Session, contact_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Give what the cards of contacts look like."""
    look = CardRow.reading["look"].as_string()
    looks: dict[int, list[str]] = {number: [] for number in contact_ids}
    for number, found in session.execute(select(CardRow.contact_id, look).where(CardRow.contact_id.in_(contact_ids))):
        if found:
            looks[number].append(found)
    return looks


def _with_cards(session: Session, row: ContactRow) -> WithCards:
    return WithCards(contact_record(row), card_records(session, row.id))


def _drop_questions(session: Session, contact_id: int) -> None:
    asked = or_(QuestionRow.contact_id == contact_id, QuestionRow.other_id == contact_id)
    _delete(session, session.scalars(select(QuestionRow).where(asked)))


def _drop_meetings(session: Session, same_meetings: Mapping[int, int]) -> None:
    """Make one meeting of two, with the tags of both; the postcard of the one that is kept is kept.

    What the user wrote for the other one is kept where there is nothing yet.
    """
    for dropped_id, kept_id in same_meetings.items():
        dropped, kept = (session.get_one(EncounterRow, number) for number in (dropped_id, kept_id))
        tags = [tag.tag for tag in kept.tags]
        for tag in [tag.tag for tag in dropped.tags if tag.tag not in tags]:
            kept.tags.append(EncounterTagRow(tag=tag, position=len(kept.tags)))
        _delete(session, list(dropped.tags))
        given, kept_card = (
            session.scalars(select(PostcardRow).where(PostcardRow.encounter_id == number)).one()
            for number in (dropped_id, kept_id)
        )
        kept_card.good, kept_card.message = kept_card.good or given.good, kept_card.message or given.message
        _delete(session, [given])
        _move(session, EncounterRow, dropped_id, kept_id)
        session.expire(dropped)
        _delete(session, [dropped])


def _join_follow_ups(session: Session, kept: ContactRow, other: ContactRow, now: datetime) -> None:
    """Leave one follow-up open, the earlier one; closed ones are history and stay."""
    opened = [next((f for f in row.follow_ups if f.state.is_open), None) for row in (kept, other)]
    if opened[0] and opened[1]:
        if opened[1].due_on < opened[0].due_on:
            opened[0].due_on, opened[0].changed_at = opened[1].due_on, now
        _delete(session, [opened[1]])


def _delete(session: Session, rows: Iterable[object]) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def _move(session: Session, parent: type[ContactRow | EncounterRow], from_id: int, to_id: int) -> None:
    """Let everything that hangs on one row hang on another one, whatever tables there are."""
    for mapper in Base.registry.mappers:
        if mapper.class_ is ContactKeyRow:
            continue  # follows from what is known about the person
        for attribute in mapper.column_attrs:
            if any(key.column.table is parent.__table__ for key in attribute.columns[0].foreign_keys):
                hanging = getattr(mapper.class_, attribute.key)
                for row in session.scalars(select(mapper.class_).where(hanging == from_id)):
                    setattr(row, attribute.key, to_id)
    session.flush()


def _meet_too(session: Session, card: CardRow, new: ContactRow, aftercare: Aftercare, now: datetime) -> None:
    """Give a contact a meeting like that of a card, which stays with the other contact, and a postcard for it."""
    met = session.get_one(EncounterRow, card.encounter_id)
    if not any((own.met_on, own.met_at) == (met.met_on, met.met_at) for own in new.encounters):
        add_meeting(new, encounter_of(met), aftercare.postcard, now)
        session.flush()
    card.encounter_id = new.encounters[-1].id


def _give_card(session: Session, card: CardRow, contact_id: int) -> None:
    """Give a card to a contact, with the meeting it came from and its postcard."""
    card.contact_id = contact_id
    for met in session.scalars(select(EncounterRow).where(EncounterRow.id == card.encounter_id)):
        met.contact_id = contact_id
    for postcard in session.scalars(select(PostcardRow).where(PostcardRow.encounter_id == card.encounter_id)):
        postcard.contact_id = contact_id
    session.flush()
