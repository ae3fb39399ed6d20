"""A copy of the whole database as one SQLite file, and the way back into any database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select

from meishi.errors import StoreError
from meishi.store.database import connect, copy_sqlite, sqlite_url
from meishi.store.tables import Base, ContactRow, PictureRow

_ROWS_A_STATEMENT = 1000


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
            if target.dialect.name == "postgresql":
                _continue_numbers(target)
    finally:
        source.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS_A_STATEMENT).execute(select(table))
        for some in rows.mappings().partitions(_ROWS_A_STATEMENT):
            target.execute(insert(table), [dict(row) for row in some])


def _continue_numbers(target: Connection) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            last = select(func.coalesce(func.max(column), 0)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            target.execute(select(func.setval(sequence, last + 1, False)))  # noqa: FBT003 - SQL knows no names here
