"""What servers have of the library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "synced_collections",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("token", sa.Text),
    )
    op.create_table(
        "synced_items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("collection", sa.Text, nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("href", sa.Text, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("marks", _JSON, nullable=False),
        sa.Column("is_removed_there", sa.Boolean, nullable=False),
        sa.UniqueConstraint("collection", "uid", name="uq_synced_items_collection"),
    )
