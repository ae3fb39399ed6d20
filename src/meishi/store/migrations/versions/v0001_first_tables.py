"""The first tables: pictures, contacts, cards, encounters, postcards, follow-ups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_SORTABLE_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "pictures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("original_name", sa.Text, nullable=False),
        sa.Column("kept_as", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("unread", _JSON, nullable=False),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("sha256", name="uq_pictures_sha256"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("contact", _JSON, nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("company", sa.Text),
        sa.Column("sort_key", _SORTABLE_TEXT, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("review_reasons", _JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("uid", name="uq_contacts_uid"),
        # Numbers of contacts that were removed are not given to others: people note them down.
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contacts_sort_key", "contacts", ["sort_key"])
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "picture_id", sa.Integer, sa.ForeignKey("pictures.id", name="fk_cards_picture_id_pictures"), nullable=False
        ),
        sa.Column(
            "contact_id", sa.Integer, sa.ForeignKey("contacts.id", name="fk_cards_contact_id_contacts"), nullable=False
        ),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("quad", _JSON, nullable=False),
        sa.Column("orientation_degrees", sa.Integer, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("reading", _JSON, nullable=False),
        sa.UniqueConstraint("picture_id", "page", "number", name="uq_cards_picture_id"),
    )
    op.create_index("ix_cards_contact_id", "cards", ["contact_id"])
    op.create_table(
        "encounters",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "contact_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_encounters_contact_id_contacts"),
            nullable=False,
        ),
        sa.Column("met_on", sa.Date, nullable=False),
        sa.Column("met_at", sa.Text),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_encounters_contact_id", "encounters", ["contact_id"])
    op.create_index("ix_encounters_met_on", "encounters", ["met_on"])
    op.create_table(
        "encounter_tags",
        sa.Column(
            "encounter_id",
            sa.Integer,
            sa.ForeignKey("encounters.id", name="fk_encounter_tags_encounter_id_encounters"),
            primary_key=True,
        ),
        sa.Column("tag", _SORTABLE_TEXT, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("ix_encounter_tags_tag", "encounter_tags", ["tag"])
    op.create_table(
        "postcards",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "contact_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_postcards_contact_id_contacts"),
            nullable=False,
        ),
        sa.Column(
            "encounter_id",
            sa.Integer,
            sa.ForeignKey("encounters.id", name="fk_postcards_encounter_id_encounters"),
            nullable=False,
        ),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("encounter_id", name="uq_postcards_encounter_id"),
    )
    op.create_index("ix_postcards_contact_id", "postcards", ["contact_id"])
    op.create_index("ix_postcards_state_due_on", "postcards", ["state", "due_on"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "contact_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_follow_ups_contact_id_contacts"),
            nullable=False,
        ),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_follow_ups_contact_id", "follow_ups", ["contact_id"])
    op.create_index("ix_follow_ups_state_due_on", "follow_ups", ["state", "due_on"])
    op.create_index(
        "uq_follow_ups_one_open",
        "follow_ups",
        ["contact_id"],
        unique=True,
        sqlite_where=sa.text("state = 'scheduled'"),
        postgresql_where=sa.text("state = 'scheduled'"),
    )
