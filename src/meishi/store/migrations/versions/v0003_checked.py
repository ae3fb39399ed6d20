"""What the user found right about a contact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column; so far nobody could say so."""
    # SQLite adds a column that may not be empty only with a default; copying the table instead, as Alembic would to
    # take the default away, is refused because other tables point to it.
    op.add_column("contacts", sa.Column("checked", _JSON, nullable=False, server_default="{}"))
