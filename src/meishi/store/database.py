"""The database under the library: opened, brought up to date, its errors translated."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from meishi.errors import DatabaseTooNewError, EngineMissingError, SettingError, StoreError, UsageError
from meishi.wording import marked

NEWEST_REVISION = "0012"
"""The last migration; a test holds it to what the folder of migrations says."""

BEFORE_UPGRADE = ".before-upgrade"
"""What is added to the name of a library's file for the copy that is kept of it before its tables are changed."""

_BUSY_TIMEOUT_SECONDS = 60
# Any number will do, as long as every meishi takes the same.
_MIGRATION_LOCK = 0x6D65_6973


def sqlite_url(file: Path) -> str:
    """Name a database file as an address for `connect`."""
    return make_url("sqlite://").set(database=str(file)).render_as_string()


def connect(url: str) -> Engine:
    """Open a database and bring its tables up to date; an empty one gets them all.

    Args:
        url: An SQLAlchemy address, `sqlite:///FILE` or `postgresql+psycopg://USER@HOST/NAME`.

    Returns:
        An engine whose transactions write when they were begun by `writing`, and read otherwise.

    Raises:
        SettingError: The address makes no sense.
        EngineMissingError: The driver for the address is not installed.
        DatabaseTooNewError: A newer meishi has written the database.
        StoreError: The database cannot be opened.
    """
    engine = _make_engine(url)
    try:
        with translated(engine):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


_at_once: ContextVar[tuple[Engine, Session] | None] = ContextVar("at_once", default=None)
"""The transaction that is under way where this is asked, with its database."""


@contextmanager
def at_once(engine: Engine) -> Iterator[None]:
    """Let everything that is read and written here be one transaction: all of it is done, or nothing."""
    with writing(engine) as session:
        under_way = _at_once.set((engine, session))
        try:
            yield
        finally:
            _at_once.reset(under_way)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Begin a transaction that reads, or read in the one that is under way."""
    if session := _under_way(engine):
        yield session
        return
    with translated(engine), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Begin a transaction that writes; it is committed at the end, or rolled back when something is raised.

    Where one is under way, only what is written here is rolled back.
    """
    if session := _under_way(engine):
        with translated(engine), session.begin_nested():
            yield session
        return
    with translated(engine), Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


def _under_way(engine: Engine) -> Session | None:
    under_way = _at_once.get()
    if under_way is None or under_way[0] is not engine:
        return None
    # What was written behind the back of what was read before is read again.
    under_way[1].flush()
    under_way[1].expire_all()
    return under_way[1]


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn what the database raises into this program's errors; `IntegrityError` is left to who can act on it."""
    try:
        yield
    except IntegrityError:
        raise
    except (DataError, OverflowError) as error:
        raise UsageError(
            "a number or text is nothing that the library can hold",
            hint="Numbers have up to nine digits, texts no control characters.",
        ) from error
    except DBAPIError as error:
        cause = str(error.orig).strip()
        where = engine.url.render_as_string(hide_password=True)
        first_line = cause.splitlines()[0] if cause else type(error.orig).__name__
        raise StoreError(f"the library {where} refused: {first_line}", hint=_hint(cause)) from error


def _hint(cause: str) -> str:
    hints = {
        "locked": marked("Another program holds it; wait until that is done, then run the same command again."),
        "full": marked("Make room on the disk, then run the same command again."),
        "readonly": marked("Give your user the right to write to the file and its folder."),
        "read-only": marked("Give your user the right to write to the file and its folder."),
        "unable to open": marked("Check that the folder is there and that your user may write to it."),
        "not a database": marked("The file is damaged or something else; put it aside or restore a backup."),
        "malformed": marked("The file is damaged; put it aside and restore a backup."),
        "connect": marked("Check that the server runs and that MEISHI_DATABASE_URL names it."),
    }
    return next(
        (hint for sign, hint in hints.items() if sign in cause.lower()), marked("`meishi doctor` looks for the cause.")
    )


def _make_engine(url: str) -> Engine:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
        if backend not in {"sqlite", "postgresql"}:
            raise SettingError(f"a library cannot lie on {backend}", hint="Use SQLite (the default) or PostgreSQL.")
        engine = create_engine(
            address, json_serializer=lambda value: json.dumps(value, ensure_ascii=False), pool_pre_ping=True
        )
    except ArgumentError as error:
        raise SettingError(
            "the database address cannot be understood",
            hint="MEISHI_DATABASE_URL looks like postgresql+psycopg://USER@HOST/NAME.",
        ) from error
    except ModuleNotFoundError as error:
        raise EngineMissingError(
            f"the database driver {error.name} is not installed", hint="pip install 'meishi[postgresql]'"
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, address.database)
    return engine


def _prepare_sqlite(engine: Engine, file: str | None) -> None:
    if file and file != ":memory:":
        _make_private(Path(file))

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: it would leave out tables and begin too late.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={_BUSY_TIMEOUT_SECONDS * 1000}",
            "journal_mode=WAL",
            # A contact that was reported as saved survives a power cut too.
            "synchronous=FULL",
            "foreign_keys=ON",
            # What is deleted is overwritten: forgetting a person means forgetting.
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its place in the queue at once. Taking it later, after having read, can fail without a wait.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_private(file: Path) -> None:
    """Make the database file readable by its owner alone; SQLite gives its companion files the same rights."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(
            f"the library {file} cannot be opened: {error.strerror or error}",
            hint="Check that the folder is there and that your user may write to it.",
        ) from error


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision == NEWEST_REVISION:
        return
    with (
        engine.connect().execution_options(writes=True) as connection,
        _foreign_keys_at_rest(connection),
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK})
        # Another meishi may have done it while this one waited for its turn.
        revision = _revision(connection)
        if revision != NEWEST_REVISION:
            pointed_nowhere = _pointing_nowhere(connection)
            _upgrade(connection, revision)
            if _pointing_nowhere(connection) - pointed_nowhere:
                raise StoreError(
                    f"the tables of the library could not be brought from {revision} to {NEWEST_REVISION}: "
                    "rows would point to others that are gone",
                    hint="Nothing was changed. Please report it.",
                )


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """Let SQLite copy a table that others point to: removing the old one would remove what they point to.

    After https://www.sqlite.org/lang_altertable.html#otheralter; inside a transaction the setting cannot be changed.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _pointing_nowhere(connection: Connection) -> set[tuple[object, ...]]:
    """Find the rows of SQLite tables that point to what is not there; nothing else looks while keys are at rest."""
    if connection.dialect.name != "sqlite":
        return set()
    # Table, row and the table pointed to; the number of the key may be another one in a copied table.
    return {tuple(row)[:3] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def copy_sqlite(connection: Connection, file: Path) -> None:
    """Write a SQLite database as it is at this moment into a new file that its owner alone can read."""
    _make_private(file)
    with closing(sqlite3.connect(file)) as copy:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.backup(copy)
        # One file by itself, without companions.
        copy.execute("PRAGMA journal_mode=DELETE")


def empty_log(engine: Engine) -> None:
    """Empty the file of the latest changes beside an SQLite database: what was deleted is still legible in it."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep_as_it_was(connection: Connection) -> None:
    """Keep a copy of the library beside it before its tables are changed; one from an earlier upgrade goes."""
    main_file = connection.exec_driver_sql("PRAGMA database_list").all()[0][2]
    if main_file:
        kept = Path(main_file + BEFORE_UPGRADE)
        kept.unlink(missing_ok=True)
        # By a connection of its own: this one is in the middle of a transaction.
        with connection.engine.connect() as reading:
            copy_sqlite(reading, kept)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _upgrade(connection: Connection, revision: str | None) -> None:
    # Imported here: the tables are up to date on nearly every start.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "meishi:store/migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseTooNewError(
            f"the library was written by a newer meishi (tables {revision}, this one knows {NEWEST_REVISION})",
            hint="Install the newest meishi; this one leaves the library as it is.",
        )
    if revision is not None and connection.dialect.name == "sqlite":
        _keep_as_it_was(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
