"""The tables of the code are those that the migrations make."""

import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from meishi.errors import StoreError
from meishi.store import Store
from meishi.store.database import NEWEST_REVISION, connect, sqlite_url
from meishi.store.tables import Base
from old_library import make_old_library


@pytest.fixture
def tables_made_once():
    """Not here: every library goes through the migrations."""


def test_the_newest_revision_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", "meishi:store/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST_REVISION]


# The index of reasons for review is one of an expression, which is another one on each database.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index ix_contacts_reasons")
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


def test_numbers_are_used_once_where_the_code_says_so(tmp_path):
    engine = connect(sqlite_url(tmp_path / "meishi.db"))
    with engine.connect() as connection:
        made = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
    engine.dispose()
    numbered_once = {name for name, statement in made.items() if "AUTOINCREMENT" in statement}
    tables = Base.metadata.tables.values()
    assert numbered_once == {table.name for table in tables if table.dialect_options["sqlite"]["autoincrement"]}


def test_an_old_library_numbers_on_after_all_that_its_journal_tells_of(tmp_path):
    url = sqlite_url(tmp_path / "meishi.db")
    removed = [
        {"table": name, "key": {"id": 90}, "before": {"id": 90}, "after": None} for name in ("encounters", "postcards")
    ]
    make_old_library(
        url,
        "0010",
        LIBRARY_OF_0010,
        contact=json.dumps({"company": "山田商店"}),
        rows=json.dumps(removed),
        empty="[]",
    )
    engine = connect(url)
    with engine.begin() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        for table in ("cards", "encounters", "encounter_tags", "postcards", "follow_ups", "notes", "mails"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 1
        assert connection.scalar(text("SELECT encounter_id FROM cards")) == 4
        sequence = dict(connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all())
    engine.dispose()
    assert sequence == {
        "contacts": 3, "cards": 7, "encounters": 90, "postcards": 90, "follow_ups": 6, "notes": 8, "mails": 9
    }  # fmt: skip


def test_an_upgrade_that_would_lose_what_rows_point_to_changes_nothing(tmp_path, monkeypatch):
    url = sqlite_url(tmp_path / "meishi.db")
    make_old_library(url, "0001", FIRST_CONTACT, contact=json.dumps({"company": "山田商店"}), empty="[]")
    upgrade = command.upgrade

    def upgrade_badly(config, revision):
        upgrade(config, revision)
        config.attributes["connection"].execute(text("DELETE FROM encounters"))

    with monkeypatch.context() as careless:
        careless.setattr(command, "upgrade", upgrade_badly)
        with pytest.raises(StoreError):
            connect(url)
    with Store.open(url) as store:
        assert len(store.contacts("山田商店")[0].encounters) == 1


_NOW = "'2026-11-24 12:00:00'"
FIRST_CONTACT = (
    f"INSERT INTO contacts VALUES (1, 'uid', :contact, 'name', '山田商店', 'name', '山田商店', :empty, {_NOW}, {_NOW})",
    f"INSERT INTO encounters VALUES (1, 1, '2026-11-24', NULL, {_NOW})",
    f"INSERT INTO postcards VALUES (1, 1, 1, 'to-write', '2026-11-27', {_NOW}, {_NOW})",
    f"INSERT INTO follow_ups VALUES (1, 1, 'scheduled', '2027-01-05', {_NOW}, {_NOW})",
)
LIBRARY_OF_0010 = f"""
    INSERT INTO contacts (id, uid, contact, display_name, sort_key, search_text, review_reasons, created_at, updated_at)
    VALUES (3, 'uid', :contact, 'name', 'name', '山田商店', :empty, {_NOW}, {_NOW});
    INSERT INTO encounters VALUES (4, 3, '2026-11-24', NULL, {_NOW});
    INSERT INTO encounter_tags VALUES (4, 'fair', 0);
    INSERT INTO postcards (id, contact_id, encounter_id, state, due_on, created_at, changed_at)
    VALUES (5, 3, 4, 'to-write', '2026-11-27', {_NOW}, {_NOW});
    INSERT INTO follow_ups (id, contact_id, state, due_on, created_at, changed_at)
    VALUES (6, 3, 'scheduled', '2027-01-05', {_NOW}, {_NOW});
    INSERT INTO pictures VALUES (1, 'sha', 'x.jpg', 'x', 1, :empty, {_NOW});
    INSERT INTO cards
        (id, picture_id, contact_id, encounter_id, page, number, quad, orientation_degrees, engine, reading)
    VALUES (7, 1, 3, 4, 1, 1, :empty, 0, 'made up', :empty);
    INSERT INTO notes VALUES (8, 3, '2026-11-24', 'said', NULL, 1, {_NOW});
    INSERT INTO mails VALUES (9, 3, NULL, 'line', '2026-11-24', 'sent', 'a', 's', 'm', {_NOW}, {_NOW});
    INSERT INTO changes (id, contact_id, kind, summary, details, by, rows, changed_at)
    VALUES (1, 3, 'merged', 's', :empty, 'you', :rows, {_NOW})
""".split(";")
