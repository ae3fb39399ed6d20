"""How people come into the tables: with meetings, postcards and follow-ups, never without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.private import Private
from meishi.domain.task import FollowUp, Postcard
from meishi.store.records import NewPerson
from meishi.store.revising import write_contact
from meishi.store.tables import ContactRow, EncounterRow, EncounterTagRow, FollowUpRow, NoteRow, PostcardRow


def new_contact_row(uid: str, contact: Contact, review_reasons: Sequence[str], now: datetime) -> ContactRow:
    """Make the row of a contact that has no meetings and tasks yet."""
    row = ContactRow(uid=uid, review_reasons=list(review_reasons), created_at=now, updated_at=now)
    write_contact(row, contact)
    return row


def add_meeting(row: ContactRow, encounter: Encounter, postcard: Postcard, now: datetime) -> None:
    """Give a contact a meeting and its postcard."""
    tags = [EncounterTagRow(tag=tag, position=position) for position, tag in enumerate(dict.fromkeys(encounter.tags))]
    met = EncounterRow(met_on=encounter.met_on, met_at=encounter.met_at, created_at=now, tags=tags)
    row.encounters.append(met)
    row.postcards.append(
        PostcardRow(encounter=met, state=postcard.state, due_on=postcard.due_on, created_at=now, changed_at=now)
    )


def add_follow_up(row: ContactRow, follow_up: FollowUp, now: datetime) -> None:
    """Give a contact a follow-up."""
    row.follow_ups.append(FollowUpRow(state=follow_up.state, due_on=follow_up.due_on, created_at=now, changed_at=now))


def add_person(session: Session, new: NewPerson, now: datetime) -> int | None:
    """Save a person from another program.

    Returns:
        The contact's id, or None where one of this identity is there already.
    """
    if session.scalar(select(ContactRow.id).where(ContactRow.uid == new.uid)) is not None:
        return None
    row = new_contact_row(new.uid, new.contact, new.review_reasons, now)
    row.checked = new.checked.model_dump(mode="json")
    for meeting in new.meetings:
        add_meeting(row, meeting.encounter, meeting.postcard, now)
    for follow_up in new.follow_ups:
        add_follow_up(row, follow_up, now)
    _add_private(row, new.private, now)
    session.add(row)
    session.flush()
    return row.id


def _add_private(row: ContactRow, private: Private, now: datetime) -> None:
    row.closeness = private.closeness
    row.notes.extend(NoteRow(created_at=now, **note.model_dump()) for note in private.notes)
    for postcard, past in zip(row.postcards, private.postcards, strict=False):
        postcard.good, postcard.message = past.good, "\n".join(past.message) or None
        postcard.written_on, postcard.posted_on = past.written_on, past.posted_on
        postcard.answered_on = past.answered_on
    for follow_up, gone in zip(row.follow_ups, private.follow_ups, strict=False):
        follow_up.planned_on, follow_up.closed_on, follow_up.answered_on = (
            gone.planned_on,
            gone.closed_on,
            gone.answered_on,
        )
