"""The tables of the code are those that the migrations make."""

import json

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from meishi.store import Store
from meishi.store.database import NEWEST_REVISION, connect, sqlite_url
from meishi.store.tables import Base
from old_library import make_old_library


def test_the_newest_revision_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", "meishi:store/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST_REVISION]


def test_the_migrations_make_the_tables_of_the_code(tmp_path):
    engine = connect(sqlite_url(tmp_path / "meishi.db"))
    with engine.connect() as connection:
        options = {"include_name": lambda name, *_: not (name or "").startswith("contact_index")}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    engine.dispose()
    assert differences == []


def test_the_contacts_of_the_first_version_are_there_after_every_migration(tmp_path):
    url = sqlite_url(tmp_path / "meishi.db")
    make_old_library(url, "0001", FIRST_CONTACT, contact=json.dumps({"company": "山田商店"}), empty="[]")
    with Store.open(url) as store:
        (record,) = store.contacts("山田商店")
        assert record.contact.company == "山田商店"
        assert len(record.encounters) == len(record.postcards) == len(record.follow_ups) == 1


_NOW = "'2026-11-24 12:00:00'"
FIRST_CONTACT = (
    f"INSERT INTO contacts VALUES (1, 'uid', :contact, 'name', '山田商店', 'name', '山田商店', :empty, {_NOW}, {_NOW})",
    f"INSERT INTO encounters VALUES (1, 1, '2026-11-24', NULL, {_NOW})",
    f"INSERT INTO postcards VALUES (1, 1, 1, 'to-write', '2026-11-27', {_NOW}, {_NOW})",
    f"INSERT INTO follow_ups VALUES (1, 1, 'scheduled', '2027-01-05', {_NOW}, {_NOW})",
)
