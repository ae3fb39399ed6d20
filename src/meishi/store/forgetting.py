"""A person is removed for good: every row, whatever table it is in, and the journal too."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, Table, delete, or_, select, text
from sqlalchemy.orm import Session

from meishi.domain.change import ChangeKind
from meishi.store.journal import RowName, row_name, touched_by
from meishi.store.loading import card_records, contact_row
from meishi.store.records import Forgotten
from meishi.store.searching import has_index
from meishi.store.tables import Base, CardRow, ChangeRow, ContactRow, EncounterRow, PictureRow


def forget(session: Session, contact_id: int) -> Forgotten:
    """Remove a contact and all that hangs on it; see `Store.forget`."""
    row = contact_row(session, contact_id)
    name, created_at = row.display_name, row.created_at
    cards = {card.sha256: card for card in card_records(session, contact_id)}
    hanging = [
        (table, rows)
        for table in reversed(Base.metadata.sorted_tables)
        if (rows := _hanging(table, contact_id)) is not None
    ]
    connection = session.connection()
    going = {
        row_name(table, key)
        for table, rows in hanging
        for key in connection.execute(select(*table.primary_key).where(rows))
    }
    removed = Counter({"changes": _forget_changes(session, contact_id, going)})
    for table, rows in hanging:
        removed[table.name] += connection.execute(delete(table).where(rows)).rowcount
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


def _forget_changes(session: Session, contact_id: int, removed: set[RowName]) -> int:
    """Remove what the journal says about a contact, about those that were merged into it, and about rows that go.

    Of contacts that stay, what came before goes with it: it could not be taken back any more.
    """
    forgotten, held, gone = {contact_id}, set(removed), list[int]()
    about = _concerning(_named_together(session, contact_id))
    for change in session.scalars(select(ChangeRow).where(about).order_by(ChangeRow.id.desc())):
        touched = touched_by(change)
        if forgotten.isdisjoint((change.contact_id, change.other_contact_id)) and held.isdisjoint(touched):
            continue
        gone.append(change.id)
        if change.undone_at is None:
            held |= touched
            if change.kind == ChangeKind.MERGED and change.contact_id in forgotten and change.other_contact_id:
                forgotten.add(change.other_contact_id)
    return session.connection().execute(delete(ChangeRow).where(ChangeRow.id.in_(gone))).rowcount


def _named_together(session: Session, contact_id: int) -> set[int]:
    """Give a contact, and all that the journal has ever named together with it."""
    ids, more = set[int](), {contact_id}
    while not more <= ids:
        ids |= more
        pairs = select(ChangeRow.contact_id, ChangeRow.other_contact_id).where(
            _concerning(ids), ChangeRow.other_contact_id.is_not(None)
        )
        more = {number for pair in session.execute(pairs) for number in pair}
    return ids


def _concerning(ids: set[int]) -> ColumnElement[bool]:
    return or_(ChangeRow.contact_id.in_(ids), ChangeRow.other_contact_id.in_(ids))


def _hanging(table: Table, contact_id: int) -> ColumnElement[bool] | None:
    """Tell the rows of a table that belong to a contact, or to a meeting with it; `None` where no row can."""
    if table is ContactRow.__table__:
        return table.c.id == contact_id
    meetings = select(EncounterRow.id).where(EncounterRow.contact_id == contact_id)
    belongs = [
        column == contact_id if key.column.table is ContactRow.__table__ else column.in_(meetings)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table in {ContactRow.__table__, EncounterRow.__table__}
    ]
    return or_(*belongs) if belongs else None
