"""Finds and one-line mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "finds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("tags", _JSON, nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("digest", name="uq_finds_digest"),
        # A removed find's number is not given to another one: it is on the mails that went out.
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "contact_id", sa.Integer, sa.ForeignKey("contacts.id", name="fk_mails_contact_id_contacts"), nullable=False
        ),
        sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.id", name="fk_mails_find_id_finds")),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("message_id", name="uq_mails_message_id"),
    )
    op.create_index("ix_mails_contact_id", "mails", ["contact_id"])
    op.create_index("ix_mails_find_id", "mails", ["find_id"])
