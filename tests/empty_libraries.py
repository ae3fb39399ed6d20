"""Empty libraries whose tables are copied: to run the migrations takes longer than most tests."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from meishi.store import Store, database

_migrate = database._migrate


def migrate_copy(engine):
    """Bring the tables of a database up to date; an empty SQLite database becomes a copy of one that is."""
    if engine.dialect.name == "sqlite":
        file = engine.url.database
        if file is None or file == ":memory:":
            with closing(engine.raw_connection()) as connection:
                connection.driver_connection.deserialize(_empty_library())
        elif not Path(file).stat().st_size:
            Path(file).write_bytes(_empty_library())
    _migrate(engine)


@cache
def _empty_library():
    engine = database._make_engine("sqlite://")
    _migrate(engine)
    with closing(engine.raw_connection()) as connection:
        made = connection.driver_connection.serialize()
    engine.dispose()
    return made


@contextmanager
def postgresql_copies(server_url):
    """Gives what makes an empty library on a server, one at a time, and gives its URL for as long as it is there."""
    # Tests run in several processes, each with databases of its own.
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    template, copy = f"meishi_empty_{process}", f"meishi_test_{process}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")

    def run(*statements):
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def url_of(name):
        return make_url(server_url).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def new_copy():
        run(f"CREATE DATABASE {copy} TEMPLATE {template}")
        yield url_of(copy)
        run(f"DROP DATABASE {copy} WITH (FORCE)")

    run(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (copy, template)), f"CREATE DATABASE {template}")
    Store.open(url_of(template)).close()
    yield new_copy
    run(f"DROP DATABASE {template}")
    engine.dispose()
