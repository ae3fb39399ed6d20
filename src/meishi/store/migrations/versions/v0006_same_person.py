"""Known again: keys to look contacts up by, questions whether two are one, and which meeting a card came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from meishi.domain.contact import Contact
from meishi.domain.identity import identity_keys

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables and fill them for the contacts that are there, each of whom was met once so far."""
    keys = op.create_table(
        "contact_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column(
            "contact_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_contact_keys_contact_id_contacts"),
            primary_key=True,
        ),
    )
    op.create_index("ix_contact_keys_contact_id", "contact_keys", ["contact_id"])
    op.create_table(
        "questions",
        sa.Column(
            "contact_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_questions_contact_id_contacts"),
            primary_key=True,
        ),
        sa.Column(
            "other_id",
            sa.Integer,
            sa.ForeignKey("contacts.id", name="fk_questions_other_id_contacts"),
            primary_key=True,
        ),
        sa.Column("because", _JSON, nullable=False),
        sa.Column("is_answered", sa.Boolean, nullable=False),
    )
    op.create_index("ix_questions_other_id", "questions", ["other_id"])
    # As a statement of its own: Alembic would copy the table on SQLite.
    op.execute(
        "ALTER TABLE cards ADD COLUMN encounter_id INTEGER "
        "CONSTRAINT fk_cards_encounter_id_encounters REFERENCES encounters (id)"
    )
    op.create_index("ix_cards_encounter_id", "cards", ["encounter_id"])
    op.execute(
        "UPDATE cards SET encounter_id = "
        "(SELECT min(id) FROM encounters WHERE encounters.contact_id = cards.contact_id)"
    )
    connection = op.get_bind()
    contacts = sa.table("contacts", sa.column("id", sa.Integer), sa.column("contact", _JSON))
    rows = [
        {"key": key, "contact_id": contact_id}
        for contact_id, contact in connection.execute(sa.select(contacts.c.id, contacts.c.contact))
        for key in identity_keys(Contact.model_validate(contact))
    ]
    if rows:
        connection.execute(keys.insert(), rows)
