"""Rows become records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.entry import Checked
from meishi.domain.reading import CardReading
from meishi.domain.task import TaskKind
from meishi.errors import ContactNotFoundError
from meishi.store.records import (
    CardRecord,
    ContactLine,
    ContactRecord,
    EncounterRecord,
    FollowUpRecord,
    PostcardRecord,
    Question,
    TaskRecord,
)
from meishi.store.tables import CardRow, ContactRow, EncounterRow, FollowUpRow, PostcardRow
from meishi.wording import marked

ENCOUNTERS_AND_TASKS = (
    selectinload(ContactRow.questions),
    selectinload(ContactRow.encounters).joinedload(EncounterRow.tags),
    selectinload(ContactRow.postcards),
    selectinload(ContactRow.follow_ups),
)

# What a list of tasks shows of a contact; what the card says is long, and stays where it is.
NAME_AND_COMPANY = (ContactRow.display_name, ContactRow.company)


def contact_row(session: Session, contact_id: int, *, to_change: bool = False) -> ContactRow:
    """Give the row of a contact, with encounters and tasks.

    Args:
        session: A transaction.
        contact_id: Whose.
        to_change: Let nobody else change it before this transaction ends, so that what is decided from it holds.

    Raises:
        ContactNotFoundError: No contact has this id.
    """
    statement = select(ContactRow).where(ContactRow.id == contact_id).options(*ENCOUNTERS_AND_TASKS)
    row = session.scalar(statement.with_for_update() if to_change else statement)
    if row is None:
        raise ContactNotFoundError(f"there is no contact {contact_id}", hint="`meishi contacts` lists the numbers.")
    return row


def card_records(session: Session, contact_id: int) -> tuple[CardRecord, ...]:
    """Give the cards of a contact, the first one first."""
    statement = select(CardRow).where(CardRow.contact_id == contact_id).order_by(CardRow.id)
    return tuple(
        card_record(row) for row in session.scalars(statement.options(joinedload(CardRow.picture, innerjoin=True)))
    )


def contact_record(row: ContactRow) -> ContactRecord:
    """Give a contact with encounters and tasks."""
    questions = tuple(
        Question(other_id=question.other_id, because=tuple(question.because))
        for question in row.questions
        if not question.is_answered
    )
    return ContactRecord(
        id=row.id,
        uid=row.uid,
        contact=Contact.model_validate(row.contact),
        review_reasons=(*row.review_reasons, *(_ask(row.id, question) for question in questions)),
        questions=questions,
        checked=Checked.model_validate(row.checked),
        encounters=tuple(
            EncounterRecord(id=encounter.id, encounter=encounter_of(encounter)) for encounter in row.encounters
        ),
        postcards=tuple(PostcardRecord.model_validate(postcard, from_attributes=True) for postcard in row.postcards),
        follow_ups=tuple(FollowUpRecord.model_validate(one, from_attributes=True) for one in row.follow_ups),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def contact_lines(session: Session, rows: Sequence[Row[Any]]) -> tuple[ContactLine, ...]:
    """Give contacts as a list shows them, from rows that `select_lines` found."""
    ids = [row.id for row in rows]
    meetings = (
        select(EncounterRow.contact_id, EncounterRow.met_on, EncounterRow.met_at)
        .where(EncounterRow.contact_id.in_(ids))
        .order_by(EncounterRow.met_on, EncounterRow.id)
    )
    # The last one stays.
    met = {one.contact_id: Encounter(met_on=one.met_on, met_at=one.met_at) for one in session.execute(meetings)}
    return tuple(
        ContactLine(
            id=row.id,
            display_name=row.display_name,
            kana=row.kana,
            company=row.company,
            met=met[row.id],
            needs_review=row.needs_review,
        )
        for row in rows
    )


def _ask(contact_id: int, question: Question) -> str:
    other_id, reasons = question.other_id, ", ".join(question.because)
    return marked(
        f"This may be the same person as {other_id} ({reasons}): "
        f"`meishi merge {other_id} {contact_id}` joins them, with `--apart` they stay two."
    )


def encounter_of(row: EncounterRow) -> Encounter:
    """Give a meeting."""
    return Encounter(met_on=row.met_on, met_at=row.met_at, tags=tuple(tag.tag for tag in row.tags))


def card_record(row: CardRow) -> CardRecord:
    """Give one side of a card with its reading."""
    return CardRecord(
        id=row.id,
        encounter_id=row.encounter_id,
        sha256=row.picture.sha256,
        original_name=row.picture.original_name,
        kept_as=row.picture.kept_as,
        page=row.page,
        number=row.number,
        reading=CardReading.model_validate(row.reading),
        imported_at=row.picture.imported_at,
    )


def task_record(
    kind: TaskKind, row: PostcardRow | FollowUpRow, contact: ContactRow, encounter: EncounterRow
) -> TaskRecord:
    """Give a task with as much of its contact as a list shows."""
    return TaskRecord(
        kind=kind,
        id=row.id,
        due_on=row.due_on,
        state=row.state,
        contact_id=contact.id,
        display_name=contact.display_name,
        company=contact.company,
        met_on=encounter.met_on,
        met_at=encounter.met_at,
    )
