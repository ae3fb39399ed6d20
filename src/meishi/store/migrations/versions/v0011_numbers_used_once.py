"""Numbers of removed rows that the journal tells of are not given to new ones; their removal could not be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# For the one foreign key whose name SQLAlchemy does not find, because it came with its column.
_NAMES = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
_TABLES = ("encounters", "postcards", "follow_ups", "cards", "notes", "mails")


def upgrade() -> None:
    """Copy the tables, which SQLite takes to number them otherwise; PostgreSQL never gave a number twice."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for table in _TABLES:
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": True}, naming_convention=_NAMES
        ):
            pass
    # A copied table knows the rows that it has; those that are gone, the journal knows.
    last = dict.fromkeys(_TABLES, 0)
    changes = sa.table("changes", sa.column("rows", _JSON))
    for rows in connection.execute(sa.select(changes.c.rows)).scalars():
        for row in rows:
            if row["table"] in last:
                last[row["table"]] = max(last[row["table"]], row["key"]["id"])
    for table, number in last.items():
        present = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table})
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"),
            {"name": table, "number": max(number, present or 0)},
        )
