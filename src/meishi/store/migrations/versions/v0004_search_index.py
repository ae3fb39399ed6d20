"""An index for searching by any three letters in a row, where the database has such a thing."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Kept up to date by the database itself, so that undoing and restoring need not think of it.
_SQLITE = (
    "CREATE VIRTUAL TABLE contact_index USING fts5(search_text, tokenize='trigram')",
    "INSERT INTO contact_index(rowid, search_text) SELECT id, search_text FROM contacts",
    """CREATE TRIGGER contact_index_insert AFTER INSERT ON contacts BEGIN
        INSERT INTO contact_index(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER contact_index_update AFTER UPDATE OF search_text ON contacts BEGIN
        UPDATE contact_index SET search_text = new.search_text WHERE rowid = new.id;
    END""",
    """CREATE TRIGGER contact_index_delete AFTER DELETE ON contacts BEGIN
        DELETE FROM contact_index WHERE rowid = old.id;
    END""",
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_contacts_search_text ON contacts USING gin (search_text gin_trgm_ops)",
)


def upgrade() -> None:
    """Make the index. Where the extension is missing or not allowed, searching reads all contacts instead."""
    connection = op.get_bind()
    savepoint = connection.begin_nested()
    try:
        for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
            connection.execute(text(statement))
    except DBAPIError:
        savepoint.rollback()
    else:
        savepoint.commit()
