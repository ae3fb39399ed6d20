"""Aftercare: how postcards and follow-ups went, closeness, the private log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the table; everybody known so far was met and no more."""
    op.add_column("contacts", sa.Column("closeness", sa.String(32), nullable=False, server_default="met"))
    op.add_column("postcards", sa.Column("good", sa.Text))
    op.add_column("postcards", sa.Column("message", sa.Text))
    for day in ("written_on", "posted_on", "answered_on"):
        op.add_column("postcards", sa.Column(day, sa.Date))
    for day in ("planned_on", "closed_on", "answered_on"):
        op.add_column("follow_ups", sa.Column(day, sa.Date))
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "contact_id", sa.Integer, sa.ForeignKey("contacts.id", name="fk_notes_contact_id_contacts"), nullable=False
        ),
        sa.Column("noted_on", sa.Date, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("taken", sa.Text),
        sa.Column("in_touch", sa.Boolean, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_notes_contact_id", "notes", ["contact_id"])
