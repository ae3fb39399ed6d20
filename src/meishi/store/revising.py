"""What is known about a contact is changed, together with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.entry import Checked
from meishi.domain.identity import identity_keys
from meishi.domain.task import PostcardState
from meishi.store.journal import Change, recorded
from meishi.store.loading import card_records, contact_record, contact_row
from meishi.store.records import CardRecord, ContactRecord
from meishi.store.searching import search_text, sort_key
from meishi.store.tables import ContactKeyRow, ContactRow


@dataclass(frozen=True)
class Revision:
    """What becomes of a contact.

    Attributes:
        kind: What is done.
        summary: The same in words.
        contact: What is known about the person from now on.
        checked: What the user found right so far.
        review_reasons: Why a person should still look at it.
        answers_questions: Whether the user says that this contact is none of those that it was likened to.
        postcards: The new states of postcards, by their numbers.
        details: For the journal, as JSON can hold it.
    """

    kind: ChangeKind
    summary: str
    contact: Contact
    checked: Checked
    review_reasons: tuple[str, ...]
    answers_questions: bool = False
    postcards: Mapping[int, PostcardState] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


Decide = Callable[[ContactRecord, tuple[CardRecord, ...]], Revision]
"""Decides what becomes of a contact; knows nothing of the database."""


def write_contact(row: ContactRow, contact: Contact) -> None:
    """Write what is known about a person, with the copies by which the contact is searched and sorted."""
    row.contact = contact.model_dump(mode="json")
    row.display_name = contact.display_name
    row.company = contact.company
    row.sort_key = sort_key(contact)
    row.search_text = search_text(contact)
    keys = identity_keys(contact)
    for known in [known for known in row.keys if known.key not in keys]:
        row.keys.remove(known)
    for key in sorted(keys - {known.key for known in row.keys}):
        row.keys.append(ContactKeyRow(key=key))


def revise(session: Session, contact_id: int, decide: Decide, *, by: str, now: datetime) -> ContactRecord:
    """Change what is known about a contact; see `Store.revise`."""
    row = contact_row(session, contact_id, to_change=True)
    before = contact_record(row)
    revision = decide(before, card_records(session, contact_id))
    change = Change(revision.kind, contact_id, revision.summary, by, details=revision.details)
    with recorded(session, change, now=now):
        if revision.contact != before.contact:
            write_contact(row, revision.contact)
        row.checked = revision.checked.model_dump(mode="json")
        row.review_reasons = list(revision.review_reasons)
        if revision.answers_questions:
            for question in row.questions:
                question.is_answered = True
        for postcard in row.postcards:
            state = revision.postcards.get(postcard.id, postcard.state)
            if state is not postcard.state:
                postcard.state, postcard.changed_at = state, now
        if any(session.is_modified(changed) for changed in session.dirty):
            row.updated_at = now
    return contact_record(row)
