"""The journal: every change to a contact, written in the change's own transaction, and the way back.

Whoever changes rows does it inside `recorded`; what the journal needs to undo it is taken from the session:

    with recorded(session, Change(ChangeKind.POSTCARD, contact_id, "postcard posted", by="you"), now=now):
        row.state = PostcardState.POSTED

A change keeps, for each row that it touched, the values before and after: of a changed row the columns that differ, of
a new or removed one all of them. Undoing writes the values before, provided that the row still has those after, so that
a later change is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Enum,
    Table,
    and_,
    delete,
    event,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from meishi.domain.change import ChangeKind
from meishi.errors import ChangedSinceError, ChangeNotFoundError
from meishi.store.records import ChangeRecord
from meishi.store.tables import Base, ChangeRow, ContactRow, Moment

Image = dict[str, Any]
"""Columns of one row by name, as JSON can hold them."""

RowName = tuple[str, str]
"""A row by its table and its key."""

# They only say when something was written, so a later time in them is no later change.
_CLOCKS = frozenset({"updated_at", "changed_at"})


@dataclass
class Change:
    """A change that is about to be made; what is not known before may be filled in while it is recorded.

    Attributes:
        kind: What is done.
        contact_id: To whom.
        summary: What is done, in words that a list can show.
        by: Who does it.
        other_contact_id: The second contact of a merge or a split.
        details: What programs want to know about it later, as JSON can hold it.
    """

    kind: ChangeKind
    contact_id: int
    summary: str
    by: str
    other_contact_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def recorded(session: Session, change: Change, *, now: datetime) -> Iterator[None]:
    """Write into the journal what the block changes; nothing when it changes nothing.

    The block adds, changes and deletes mapped objects; statements that change rows behind the session's back cannot be
    undone and are refused. What was changed before the block is flushed first and does not count.

    Args:
        session: A transaction that writes.
        change: What the block does.
        now: The time that is noted, with a zone.
    """
    session.flush()
    images: dict[RowName, Image] = {}

    def note_flushed(flushed: Session, flush: UOWTransaction) -> None:
        # Not the session's own lists: rows that go because their parent let go of them are missing there.
        for state, (is_deleted, is_only_looked_at) in flush.states.items():
            row = state.obj()
            if row is not None and not is_only_looked_at:
                _merge_image(images, _image_of(row, is_new=row in flushed.new, is_deleted=is_deleted))

    def refuse_statement(state: ORMExecuteState) -> None:
        if state.is_update or state.is_delete or state.is_insert:
            raise RuntimeError("a recorded change works on mapped objects, so that it can be undone")

    listeners = (("after_flush", note_flushed), ("do_orm_execute", refuse_statement))
    for name, listener in listeners:
        event.listen(session, name, listener)
    try:
        yield
        session.flush()
    finally:
        for name, listener in listeners:
            event.remove(session, name, listener)
    rows = [image for image in images.values() if image["before"] != image["after"]]
    if rows:
        session.add(
            ChangeRow(
                contact_id=change.contact_id,
                other_contact_id=change.other_contact_id,
                kind=change.kind,
                summary=change.summary,
                details=dict(change.details),
                by=change.by,
                rows=rows,
                changed_at=now,
            )
        )
        session.flush()


def history(session: Session, contact_id: int) -> tuple[ChangeRecord, ...]:
    """Give the changes to a contact, the newest first, undone ones included."""
    rows = session.scalars(select(ChangeRow).where(_concerns(contact_id)).order_by(ChangeRow.id.desc()))
    return tuple(change_record(row) for row in rows)


def looked_at(session: Session) -> tuple[ChangeRecord, ...]:
    """Give all corrections and confirmations that were not undone, the first one first."""
    kinds = (ChangeKind.CORRECTED, ChangeKind.CONFIRMED)
    statement = select(ChangeRow).where(ChangeRow.kind.in_(kinds), ChangeRow.undone_at.is_(None))
    return tuple(change_record(row) for row in session.scalars(statement.order_by(ChangeRow.id)))


def undo(
    session: Session, *, now: datetime, contact_id: int | None = None, change_id: int | None = None
) -> ChangeRecord:
    """Take back a change: the one with the id, else the last one to the contact, else the last one of all.

    Returns:
        The change, marked as undone.

    Raises:
        ChangeNotFoundError: There is no such change, or it was undone before.
        ChangedSinceError: A later change touched the same values; undo that one first.
    """
    statement = (
        select(ChangeRow).where(ChangeRow.undone_at.is_(None)).order_by(ChangeRow.id.desc()).limit(1).with_for_update()
    )
    if change_id is not None:
        statement = statement.where(ChangeRow.id == change_id)
    if contact_id is not None:
        statement = statement.where(_concerns(contact_id))
    row = session.scalar(statement)
    if row is None:
        raise ChangeNotFoundError("there is no change to undo", hint="`meishi history ID` lists what was changed.")
    _restore(session, row)
    row.undone_at = now
    session.flush()
    session.expire_all()
    for contact in session.scalars(select(ContactRow).where(ContactRow.id.in_(_contact_ids(row)))):
        contact.updated_at = now
    return change_record(row)


def touched_by(change: ChangeRow) -> set[RowName]:
    """Give the rows that a change wrote."""
    return {_name_of(image) for image in change.rows}


def row_name(table: Table, key: Iterable[Any]) -> RowName:
    """Name a row by the values of its primary key."""
    return table.name, str({column.name: _to_json(value) for column, value in zip(table.primary_key, key, strict=True)})


def change_record(row: ChangeRow) -> ChangeRecord:
    """Give a row of the journal as a record."""
    return ChangeRecord.model_validate(row, from_attributes=True)


def _concerns(contact_id: int) -> ColumnElement[bool]:
    return or_(ChangeRow.contact_id == contact_id, ChangeRow.other_contact_id == contact_id)


def _contact_ids(row: ChangeRow) -> list[int]:
    return [number for number in (row.contact_id, row.other_contact_id) if number is not None]


def _image_of(row: object, *, is_new: bool, is_deleted: bool) -> Image:
    state = inspect(row)
    assert state is not None
    table = state.mapper.local_table
    before: Image = {}
    after: Image = {}
    for attribute in state.mapper.column_attrs:
        past = state.attrs[attribute.key].history
        if past.added and not past.deleted and not is_new:
            raise RuntimeError(f"{table.name}.{attribute.key} was changed without having been read")
        old, new = (next(iter(values or past.unchanged or ()), None) for values in (past.deleted, past.added))
        name = attribute.columns[0].name
        before[name], after[name] = _to_json(old), _to_json(new)
    key = {column.name: (before if is_deleted else after)[column.name] for column in table.primary_key}
    if not (is_new or is_deleted):
        differing = [name for name in after if before[name] != after[name]]
        before, after = ({name: image[name] for name in differing} for image in (before, after))
    return {
        "table": table.name,
        "key": key,
        "before": None if is_new else before,
        "after": None if is_deleted else after,
    }


def _name_of(image: Image) -> RowName:
    return image["table"], str(image["key"])


def _merge_image(images: dict[RowName, Image], image: Image) -> None:
    """Put what several flushes did to one row together: the first values before, the last ones after."""
    name = _name_of(image)
    if earlier := images.get(name):
        before = None if earlier["before"] is None else (image["before"] or {}) | earlier["before"]
        after = None if image["after"] is None else (earlier["after"] or {}) | image["after"]
        image = image | {"before": before, "after": after}
    images[name] = image


def _restore(session: Session, change: ChangeRow) -> None:
    """Write the values before a change, in whatever order the tables' rules allow."""
    waiting = list(reversed(change.rows))
    while waiting:
        refused = []
        for image in waiting:
            try:
                with session.begin_nested():
                    _restore_row(session, Base.metadata.tables[image["table"]], image)
            except IntegrityError:
                # Another row stands in its way or is still to come back; its turn comes again after that one's.
                refused.append(image)
        if len(refused) == len(waiting):
            raise _changed_since()
        waiting = refused


def _restore_row(session: Session, table: Table, image: Image) -> None:
    key = and_(*(table.c[name] == _from_json(table.c[name], value) for name, value in image["key"].items()))
    connection = session.connection()
    current = connection.execute(select(table).where(key)).mappings().first()
    if image["after"] is None:
        if current is not None:
            raise _changed_since()
        connection.execute(insert(table).values(_values(table, image["before"])))
        return
    if current is None or any(
        _to_json(current[name]) != value for name, value in image["after"].items() if name not in _CLOCKS
    ):
        raise _changed_since()
    if image["before"] is None:
        connection.execute(delete(table).where(key))
    else:
        connection.execute(update(table).where(key).values(_values(table, image["before"])))


def _changed_since() -> ChangedSinceError:
    return ChangedSinceError(
        "what this change wrote was changed again later",
        hint="Undo the later change first; `meishi history ID` lists them.",
    )


def _values(table: Table, image: Image) -> dict[str, Any]:
    return {name: _from_json(table.c[name], value) for name, value in image.items()}


def _to_json(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, PythonEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def _from_json(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if value is None:
        return None
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
