"""The care for people in the library: read with what is private, and changed step by step, each undoable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, case, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meishi.domain.contact import Contact
from meishi.domain.relation import Note
from meishi.domain.task import FollowUpState, PostcardState
from meishi.errors import ChangedSinceError, ContactNotFoundError
from meishi.store.care_records import (
    CareRecord,
    CareStep,
    FollowUpCare,
    FollowUpChange,
    KnownWords,
    OccasionCount,
    PostcardCare,
    PostcardChange,
    PostcardTask,
)
from meishi.store.database import reading, writing
from meishi.store.journal import Change, recorded
from meishi.store.loading import NAME_AND_COMPANY, contact_row, encounter_of
from meishi.store.tables import ContactRow, EncounterRow, EncounterTagRow, FollowUpRow, NoteRow, PostcardRow

_ALL_CARE = (
    selectinload(ContactRow.encounters).joinedload(EncounterRow.tags),
    # Their meetings are those above, which the session has by then.
    selectinload(ContactRow.postcards),
    selectinload(ContactRow.follow_ups),
    selectinload(ContactRow.notes),
)
_AT_A_TIME = 1000
_IS_OPEN = FollowUpRow.state == FollowUpState.SCHEDULED
_DAY_OF_STATE: Mapping[PostcardState, str] = {
    PostcardState.WRITTEN: "written_on",
    PostcardState.POSTED: "posted_on",
    PostcardState.ANSWERED: "answered_on",
}

_POSTCARDS = select(PostcardRow).options(
    joinedload(PostcardRow.contact, innerjoin=True).load_only(*NAME_AND_COMPANY),
    joinedload(PostcardRow.encounter, innerjoin=True).selectinload(EncounterRow.tags),
)


class CareBook:
    """The care for everybody in the library. Every method is one transaction: done as a whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def person(self, contact_id: int) -> CareRecord:
        """Give one person.

        Raises:
            ContactNotFoundError: No contact has this id.
        """
        found = self._people(ContactRow.id == contact_id)
        if not found:
            raise ContactNotFoundError(f"there is no contact {contact_id}", hint="`meishi contacts` lists the numbers.")
        return found[0]

    def everybody(self) -> tuple[CareRecord, ...]:
        """Give all people, in the order in which they were met first."""
        return self._people()

    def known_words(self) -> Iterator[KnownWords]:
        """Give what is known of everybody in words, one after the other, however many they are."""
        met = EncounterRow.contact_id, EncounterRow.met_at
        tags = select(EncounterRow.contact_id, EncounterTagRow.tag).join(EncounterRow.tags)
        with reading(self._engine) as session:
            lists = [
                _by_person(session.execute(statement))
                for statement in (
                    tags.order_by(EncounterRow.met_on, EncounterRow.id, EncounterTagRow.position),
                    select(*met).where(EncounterRow.met_at.is_not(None)).order_by(EncounterRow.met_on, EncounterRow.id),
                    select(NoteRow.contact_id, NoteRow.said).order_by(NoteRow.noted_on, NoteRow.id),
                    select(PostcardRow.contact_id, PostcardRow.good)
                    .where(PostcardRow.good.is_not(None))
                    .order_by(PostcardRow.id),
                )
            ]
            everybody = select(ContactRow.id, ContactRow.contact).order_by(ContactRow.id)
            for number, contact in session.execute(everybody.execution_options(yield_per=_AT_A_TIME)):
                words = (tuple(texts.get(number, ())) for texts in lists)
                yield KnownWords(number, Contact.model_validate(contact), *words)

    def due(self, until: date) -> tuple[CareRecord, ...]:
        """Give the people whose follow-up falls due up to a day, the most overdue first."""
        is_due = select(FollowUpRow.contact_id).where(_IS_OPEN, FollowUpRow.due_on <= until)
        return tuple(sorted(self._people(ContactRow.id.in_(is_due)), key=_day_of_follow_up))

    def without_follow_up(self) -> tuple[CareRecord, ...]:
        """Give the people who have no follow-up though the user never said so."""
        has_one = exists().where(FollowUpRow.contact_id == ContactRow.id, _IS_OPEN)
        # Address books bring thousands for whom none is planned: they are passed over without being read.
        last_state = (
            select(FollowUpRow.state)
            .where(FollowUpRow.contact_id == ContactRow.id)
            .order_by(FollowUpRow.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        lacks_one = select(ContactRow.id).where(~has_one, last_state.is_distinct_from(FollowUpState.STOPPED))
        return self._people(ContactRow.id.in_(lacks_one))

    def occasions(self, since: date, today: date) -> tuple[OccasionCount, ...]:
        """Count the postcards of meetings since a day, by occasion and state, without reading them one by one."""
        is_overdue = case((PostcardRow.due_on < today, 1), else_=0)
        first_day = func.min(EncounterRow.met_on)
        statement = (
            select(EncounterRow.met_at, first_day, PostcardRow.state, func.count(), func.sum(is_overdue))
            .join(PostcardRow, PostcardRow.encounter_id == EncounterRow.id)
            .where(EncounterRow.met_on >= since)
            .group_by(EncounterRow.met_at, PostcardRow.state)
        )
        with reading(self._engine) as session:
            return tuple(
                OccasionCount(met_at=met_at, first_day=day, state=state, count=count, overdue=overdue)
                for met_at, day, state, count, overdue in session.execute(statement)
            )

    def tags(self, limit: int) -> tuple[str, ...]:
        """List the user's own words for meetings, those of the most meetings first, at most `limit`."""
        used = func.count().desc()
        statement = select(EncounterTagRow.tag).group_by(EncounterTagRow.tag).order_by(used, EncounterTagRow.tag)
        with reading(self._engine) as session:
            return tuple(session.scalars(statement.limit(limit)))

    def postcards(self, states: Collection[PostcardState] = tuple(PostcardState)) -> tuple[PostcardTask, ...]:
        """List the postcards in some states, the one that is due first first."""
        in_states = _POSTCARDS.where(PostcardRow.state.in_(states))
        with reading(self._engine) as session:
            rows = session.scalars(in_states.order_by(PostcardRow.due_on, PostcardRow.id))
            return tuple(_postcard_task(row) for row in rows)

    def under_way(self, limit: int) -> tuple[PostcardTask, ...]:
        """List postcards that were posted and not answered yet, the last posted first, at most `limit`."""
        posted = _POSTCARDS.where(PostcardRow.state == PostcardState.POSTED)
        with reading(self._engine) as session:
            rows = session.scalars(posted.order_by(PostcardRow.posted_on.desc(), PostcardRow.id.desc()).limit(limit))
            return tuple(_postcard_task(row) for row in rows)

    def take_step(self, step: CareStep, *, by: str, now: datetime) -> None:
        """Save something that happened, with all that follows, and note it in the journal.

        Raises:
            ContactNotFoundError: The person is not in the library.
            ChangedSinceError: Postcard or follow-up were changed by another program since the step was decided.
        """
        details = {} if step.day == now.date() else {"day": step.day.isoformat()}
        change = Change(step.kind, step.contact_id, step.summary, by, details=details)
        with writing(self._engine) as session:
            row = contact_row(session, step.contact_id)
            with recorded(session, change, now=now):
                if step.closeness is not None:
                    row.closeness = step.closeness
                if step.note is not None:
                    session.add(NoteRow(contact_id=row.id, created_at=now, **step.note.model_dump()))
                if step.postcard is not None:
                    _change_postcard(session, row.id, step.postcard, step.day, now)
                if step.follow_up is not None:
                    _change_follow_up(session, row.id, step.follow_up, step.day, now)
                if step.postcard is not None or step.follow_up is not None:
                    row.updated_at = now

    def move_follow_ups(self, days: Mapping[int, date], *, now: datetime) -> None:
        """Give follow-ups that were missed new days.

        The journal does not note it: nobody did it, and undoing the user's last step should undo what they did.
        """
        with writing(self._engine) as session:
            for row in session.scalars(select(FollowUpRow).where(FollowUpRow.id.in_(days), _IS_OPEN)):
                _move(row, days[row.id], now)

    def add_follow_up(self, contact_id: int, due_on: date, *, now: datetime) -> None:
        """Give a person a follow-up who has none; when there is one by now, leave it."""
        with writing(self._engine) as session:
            if session.scalar(select(FollowUpRow.id).where(FollowUpRow.contact_id == contact_id, _IS_OPEN)) is None:
                session.add(_new_follow_up(contact_id, due_on, now))

    def _people(self, *conditions: ColumnElement[bool]) -> tuple[CareRecord, ...]:
        statement = select(ContactRow).where(*conditions).order_by(ContactRow.id).options(*_ALL_CARE)
        with reading(self._engine) as session:
            return tuple(_care_record(row) for row in session.scalars(statement))


def _by_person(rows: Iterable[Any]) -> Mapping[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for contact_id, text in rows:
        texts.setdefault(contact_id, []).append(text)
    return texts


def _day_of_follow_up(person: CareRecord) -> tuple[date, int]:
    follow_up = person.open_follow_up
    return (follow_up.due_on if follow_up else date.max, person.contact_id)


def _change_postcard(session: Session, contact_id: int, change: PostcardChange, day: date, now: datetime) -> None:
    row = session.get(PostcardRow, change.id)
    if row is None or row.contact_id != contact_id or row.state is not change.before:
        raise _changed_meanwhile()
    if change.good is not None:
        row.good = change.good
    if change.message is not None:
        row.message = "\n".join(change.message)
    row.state = change.after
    if change.after in _DAY_OF_STATE and change.after is not change.before:
        setattr(row, _DAY_OF_STATE[change.after], day)
    if change.after is PostcardState.ANSWERED:
        row.posted_on = row.posted_on or day
    elif change.after.is_open:
        # It came back, or was never sent.
        row.posted_on = None
    row.changed_at = now


def _change_follow_up(session: Session, contact_id: int, change: FollowUpChange, day: date, now: datetime) -> None:
    is_open = select(FollowUpRow).where(FollowUpRow.contact_id == contact_id, _IS_OPEN)
    open_row = session.scalar(is_open)
    if (open_row.id if open_row else None) != change.open_id:
        raise _changed_meanwhile()
    if change.answered_id is not None:
        answered = session.get(FollowUpRow, change.answered_id)
        if answered is None or answered.contact_id != contact_id:
            raise _changed_meanwhile()
        answered.answered_on = day
    if open_row is not None and change.close_as is not None:
        open_row.state, open_row.closed_on, open_row.changed_at = change.close_as, day, now
        # A contact has one open follow-up at a time, and new rows are written before changed ones.
        session.flush()
        open_row = None
    if change.next_on is None:
        return
    if open_row is None:
        session.add(_new_follow_up(contact_id, change.next_on, now))
    else:
        _move(open_row, change.next_on, now)


def _new_follow_up(contact_id: int, due_on: date, now: datetime) -> FollowUpRow:
    return FollowUpRow(
        contact_id=contact_id, state=FollowUpState.SCHEDULED, due_on=due_on, created_at=now, changed_at=now
    )


def _move(row: FollowUpRow, due_on: date, now: datetime) -> None:
    if row.due_on != due_on:
        row.planned_on = row.planned_on or row.due_on
        row.due_on, row.changed_at = due_on, now


def _changed_meanwhile() -> ChangedSinceError:
    return ChangedSinceError("another program changed this a moment ago", hint="Run the same command again.")


def _care_record(row: ContactRow) -> CareRecord:
    return CareRecord(
        contact_id=row.id,
        uid=row.uid,
        contact=Contact.model_validate(row.contact),
        closeness=row.closeness,
        encounters=tuple(encounter_of(encounter) for encounter in row.encounters),
        postcards=tuple(
            PostcardCare(
                id=postcard.id,
                encounter=encounter_of(postcard.encounter),
                state=postcard.state,
                due_on=postcard.due_on,
                good=postcard.good,
                message=tuple((postcard.message or "").splitlines()),
                written_on=postcard.written_on,
                posted_on=postcard.posted_on,
                answered_on=postcard.answered_on,
            )
            for postcard in row.postcards
        ),
        follow_ups=tuple(FollowUpCare.model_validate(one, from_attributes=True) for one in row.follow_ups),
        notes=tuple(Note.model_validate(note, from_attributes=True) for note in row.notes),
    )


def _postcard_task(row: PostcardRow) -> PostcardTask:
    return PostcardTask(
        contact_id=row.contact_id,
        display_name=row.contact.display_name,
        company=row.contact.company,
        encounter=encounter_of(row.encounter),
        state=row.state,
        due_on=row.due_on,
        written_on=row.written_on,
        posted_on=row.posted_on,
        answered_on=row.answered_on,
    )
