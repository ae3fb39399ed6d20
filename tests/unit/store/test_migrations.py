"""The tables of the code are those that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from meishi.store.database import NEWEST_REVISION, connect, sqlite_url
from meishi.store.tables import Base


def test_the_newest_revision_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", "meishi:store/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST_REVISION]


def test_the_migrations_make_the_tables_of_the_code(tmp_path):
    engine = connect(sqlite_url(tmp_path / "meishi.db"))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []
