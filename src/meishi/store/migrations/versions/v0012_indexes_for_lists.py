"""Indexes for who should be looked at, and for postcards under way; both lists were found by reading everybody."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_postcards_state_posted_on", "postcards", ["state", "posted_on"])
    count = "json_array_length" if op.get_bind().dialect.name == "sqlite" else "jsonb_array_length"
    op.execute(f"CREATE INDEX ix_contacts_reasons ON contacts ({count}(review_reasons))")
