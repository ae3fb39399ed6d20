"""What the search index knows, as a table: words of two letters are looked for by the runs of three that begin so."""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and end every text with a line break, so that its last two letters begin a run of three too."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite" and inspect(connection).has_table("contact_index"):
        op.execute("CREATE VIRTUAL TABLE contact_index_terms USING fts5vocab(contact_index, 'row')")
    op.execute("UPDATE contacts SET search_text = search_text || '\n'")
