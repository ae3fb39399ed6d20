"""A copy of the whole database as one SQLite file, and the way back into any database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, cast, delete, func, insert, select
from sqlalchemy.dialects.postgresql import REGCLASS

from meishi.errors import StoreError
from meishi.store.database import connect, copy_sqlite, sqlite_url
from meishi.store.tables import Base, ContactRow, PictureRow

_ROWS_A_STATEMENT = 1000
# Where SQLite notes the last number of each table whose numbers are used once.
_SEQUENCE = sa.table("sqlite_sequence", sa.column("name", sa.Text), sa.column("seq", sa.Integer))


def write_snapshot(engine: Engine, file: Path) -> None:
    """Write the database as it is at this moment into a new file, also while others write to it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            copy_sqlite(connection, file)
        return
    target = connect(sqlite_url(file))
    try:
        # Everything is read as it was when the first row was read.
        consistent = engine.connect().execution_options(isolation_level="REPEATABLE READ")
        with consistent as source, target.connect().execution_options(writes=True) as copy, copy.begin():
            _copy_rows(source, copy)
    finally:
        target.dispose()
    with closing(sqlite3.connect(file)) as finished:
        finished.execute("PRAGMA journal_mode=DELETE")


def read_snapshot(file: Path, engine: Engine) -> None:
    """Fill an empty database from a snapshot, which is brought up to date for it.

    Raises:
        StoreError: The database is not empty.
        DatabaseTooNewError: A newer meishi has written the snapshot.
    """
    source = connect(sqlite_url(file))
    try:
        with source.connect() as snapshot, engine.connect().execution_options(writes=True) as target, target.begin():
            if any(target.scalar(select(func.count()).select_from(row)) for row in (ContactRow, PictureRow)):
                raise StoreError(
                    "the library is not empty; nothing was restored",
                    hint="Set MEISHI_HOME (or MEISHI_DATABASE_URL) to a new place, or move the present library away.",
                )
            _copy_rows(snapshot, target)
    finally:
        source.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS_A_STATEMENT).execute(select(table))
        for some in rows.mappings().partitions(_ROWS_A_STATEMENT):
            target.execute(insert(table), [dict(row) for row in some])
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and (last := _last_number(source, column)):
            _number_after(target, column, last)


def _last_number(source: Connection, column: Column[Any]) -> int:
    """Give the last number that a row got, also where that row is gone; 0 for none."""
    if source.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(column.table.name, column.name)
        given = source.scalar(select(func.pg_sequence_last_value(cast(sequence, REGCLASS))))
    else:
        given = source.scalar(select(_SEQUENCE.c.seq).where(_SEQUENCE.c.name == column.table.name))
    return max(given or 0, source.scalar(select(func.max(column))) or 0)


def _number_after(target: Connection, column: Column[Any], last: int) -> None:
    """Let new rows be numbered after a number."""
    if target.dialect.name == "postgresql":
        target.execute(select(func.setval(func.pg_get_serial_sequence(column.table.name, column.name), last)))
    elif column.table.dialect_options["sqlite"]["autoincrement"]:
        target.execute(delete(_SEQUENCE).where(_SEQUENCE.c.name == column.table.name))
        target.execute(insert(_SEQUENCE).values(name=column.table.name, seq=last))
