"""Is the database sound, and how to mend what is not: tasks that lack, copies that are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session, selectinload

from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.identity import identity_keys
from meishi.domain.task import Aftercare
from meishi.store.loading import contact_row
from meishi.store.people import add_follow_up, add_meeting
from meishi.store.records import Lack
from meishi.store.revising import write_contact
from meishi.store.searching import has_index, search_text, sort_key
from meishi.store.tables import ContactRow, EncounterRow, FollowUpRow, PostcardRow
from meishi.wording import marked

_CONTACTS_A_STATEMENT = 1000


def damages(session: Session) -> tuple[str, ...]:
    """Say what the database itself finds wrong with its file; PostgreSQL looks after its own."""
    if session.connection().dialect.name != "sqlite":
        return ()
    pages = [row[0] for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    keys = [
        f"{row[0]} row {row[1]} points to no row of {row[2]}"
        for row in session.execute(text("PRAGMA foreign_key_check"))
    ]
    return (*pages, *keys)


def lacks(session: Session) -> tuple[Lack, ...]:
    """List the contacts without a meeting or a follow-up, and the meetings without a postcard."""
    unmet = select(ContactRow.id).where(~exists().where(EncounterRow.contact_id == ContactRow.id))
    idle = select(ContactRow.id).where(~exists().where(FollowUpRow.contact_id == ContactRow.id))
    unthanked = select(EncounterRow).where(~exists().where(PostcardRow.encounter_id == EncounterRow.id))
    return (
        *(Lack(contact_id=number, encounter_id=None, what=marked("meeting")) for number in session.scalars(unmet)),
        *(Lack(contact_id=number, encounter_id=None, what=marked("follow-up")) for number in session.scalars(idle)),
        *(
            Lack(contact_id=m.contact_id, encounter_id=m.id, what=marked("postcard"))
            for m in session.scalars(unthanked)
        ),
    )


def supply(session: Session, lack: Lack, encounter: Encounter, aftercare: Aftercare, now: datetime) -> None:
    """Give a contact what it lacks."""
    row = contact_row(session, lack.contact_id)
    if lack.what == "follow-up":
        add_follow_up(row, aftercare.follow_up, now)
    elif lack.what == "meeting":
        add_meeting(row, encounter, aftercare.postcard, now)
    else:
        postcard = aftercare.postcard
        row.postcards.append(
            PostcardRow(
                encounter_id=lack.encounter_id,
                state=postcard.state,
                due_on=postcard.due_on,
                created_at=now,
                changed_at=now,
            )
        )
    session.flush()


def stale(session: Session) -> tuple[int, ...]:
    """List the contacts whose copies, by which they are searched, sorted and known again, are out of date."""
    return tuple(row.id for row in _all_contacts(session) if not _is_fresh(row))


def refresh(session: Session) -> None:
    """Write all copies anew from what is known about the people, and the index with them."""
    for row in _all_contacts(session):
        if not _is_fresh(row):
            write_contact(row, Contact.model_validate(row.contact))
    session.flush()
    if has_index(session.connection()):
        session.execute(text("INSERT INTO contact_index(contact_index) VALUES ('rebuild')"))


def _all_contacts(session: Session) -> Iterator[ContactRow]:
    last = 0
    while rows := session.scalars(
        select(ContactRow)
        .where(ContactRow.id > last)
        .order_by(ContactRow.id)
        .limit(_CONTACTS_A_STATEMENT)
        .options(selectinload(ContactRow.keys))
    ).all():
        yield from rows
        last = rows[-1].id


def _is_fresh(row: ContactRow) -> bool:
    contact = Contact.model_validate(row.contact)
    return (
        row.search_text == search_text(contact)
        and row.sort_key == sort_key(contact)
        and row.display_name == contact.display_name
        and row.company == contact.company
        and {key.key for key in row.keys} == identity_keys(contact)
    )
