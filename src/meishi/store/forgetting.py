"""A person is removed for good: every row, whatever table it is in, and the journal too."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Table, delete, or_, select, text
from sqlalchemy.orm import Session

from meishi.domain.change import ChangeKind
from meishi.store.loading import card_records, contact_row
from meishi.store.records import Forgotten
from meishi.store.searching import has_index
from meishi.store.tables import Base, CardRow, ChangeRow, ContactRow, EncounterRow, PictureRow


def forget(session: Session, contact_id: int) -> Forgotten:
    """Remove a contact and all that hangs on it; see `Store.forget`."""
    row = contact_row(session, contact_id)
    name, created_at = row.display_name, row.created_at
    cards = {card.sha256: card for card in card_records(session, contact_id)}
    removed = Counter({"changes": _forget_changes(session, contact_id)})
    for table in reversed(Base.metadata.sorted_tables):
        removed[table.name] += _delete_hanging(session, table, contact_id)
    pictures = session.scalars(select(PictureRow).where(PictureRow.sha256.in_(cards))).all()
    shared = set(session.scalars(select(CardRow.picture_id).where(CardRow.picture_id.in_([p.id for p in pictures]))))
    unneeded = [picture for picture in pictures if picture.id not in shared]
    for picture in unneeded:
        session.delete(picture)
    session.flush()
    if has_index(session.connection()):
        # What is deleted from the index stays legible in it until it is written anew.
        session.execute(text("INSERT INTO contact_index(contact_index) VALUES ('rebuild')"))
    return Forgotten(
        id=contact_id,
        display_name=name,
        created_at=created_at,
        removed={table: count for table, count in sorted(removed.items()) if count},
        originals=tuple(picture.kept_as for picture in unneeded),
        shared_originals=tuple(picture.kept_as for picture in pictures if picture.id in shared),
    )


def _forget_changes(session: Session, contact_id: int) -> int:
    """Remove what the journal says about a contact, and about those that were merged into it."""
    ids = {contact_id}
    while True:
        merged = select(ChangeRow.other_contact_id).where(
            ChangeRow.contact_id.in_(ids), ChangeRow.kind == ChangeKind.MERGED, ChangeRow.undone_at.is_(None)
        )
        more = {number for number in session.scalars(merged) if number is not None}
        if more <= ids:
            break
        ids |= more
    about = or_(ChangeRow.contact_id.in_(ids), ChangeRow.other_contact_id.in_(ids))
    return session.connection().execute(delete(ChangeRow).where(about)).rowcount


def _delete_hanging(session: Session, table: Table, contact_id: int) -> int:
    """Delete the rows of a table that belong to a contact, or to a meeting with it."""
    meetings = select(EncounterRow.id).where(EncounterRow.contact_id == contact_id)
    belongs = [
        column == contact_id if key.column.table is ContactRow.__table__ else column.in_(meetings)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table in {ContactRow.__table__, EncounterRow.__table__}
    ]
    if table is ContactRow.__table__:
        belongs = [table.c.id == contact_id]
    return session.connection().execute(delete(table).where(or_(*belongs))).rowcount if belongs else 0
