"""The journal of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("contact_id", sa.Integer, nullable=False),
        sa.Column("other_contact_id", sa.Integer),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("rows", _JSON, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("undone_at", _MOMENT),
    )
    op.create_index("ix_changes_contact_id", "changes", ["contact_id"])
    op.create_index("ix_changes_other_contact_id", "changes", ["other_contact_id"])
