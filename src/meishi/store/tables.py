"""The tables, as the newest migration leaves them.

The same definitions serve SQLite and PostgreSQL. Unique keys make a second run safe: a picture is in the library
once, a card on it once, an encounter has one postcard, a contact one open follow-up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from meishi.domain.change import ChangeKind
from meishi.domain.one_line import MailState
from meishi.domain.relation import Closeness
from meishi.domain.task import FollowUpState, PostcardState


class Moment(TypeDecorator[datetime]):
    """A datetime with a zone, kept in UTC; SQLite would otherwise lose the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Bring a datetime to UTC; one without a zone is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a zone cannot be saved: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JSON_TYPE = JSON().with_variant(JSONB(), "postgresql")
# Sorting and comparing by code point gives the same order on every server, whatever its locale.
SORTABLE_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
# A removed row's number is not given to a new one: people note it down, mails that went out bear it, and the journal
# finds rows by it. PostgreSQL never does so, SQLite has to be told.
_NUMBERED_ONCE = {"sqlite_autoincrement": True}


def _enum(states: type[PostcardState | FollowUpState | ChangeKind | Closeness | MailState]) -> Enum:
    # Stored as its value, without a constraint in the database: adding a state later needs no migration.
    return Enum(states, values_callable=lambda kind: [state.value for state in kind], native_enum=False, length=32)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PictureRow(Base):
    """An imported picture file."""

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    original_name: Mapped[str] = mapped_column(Text)
    kept_as: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    unread: Mapped[list[str]] = mapped_column(JSON_TYPE)
    imported_at: Mapped[datetime] = mapped_column(Moment)


class ContactRow(Base):
    """A contact; `contact` holds what its card says, the other columns are copies to search and sort by."""

    __tablename__ = "contacts"
    __table_args__ = (_NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    contact: Mapped[dict[str, Any]] = mapped_column(JSON_TYPE)
    display_name: Mapped[str] = mapped_column(Text)
    company: Mapped[str | None] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(SORTABLE_TEXT, index=True)
    search_text: Mapped[str] = mapped_column(Text)
    review_reasons: Mapped[list[str]] = mapped_column(JSON_TYPE)
    checked: Mapped[dict[str, Any]] = mapped_column(JSON_TYPE, server_default="{}", default=dict)
    closeness: Mapped[Closeness] = mapped_column(_enum(Closeness), default=Closeness.MET, server_default="met")
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)

    encounters: Mapped[list[EncounterRow]] = relationship(order_by="EncounterRow.met_on, EncounterRow.id")
    postcards: Mapped[list[PostcardRow]] = relationship(order_by="PostcardRow.id")
    follow_ups: Mapped[list[FollowUpRow]] = relationship(order_by="FollowUpRow.id")
    cards: Mapped[list[CardRow]] = relationship(order_by="CardRow.id")
    notes: Mapped[list[NoteRow]] = relationship(order_by="NoteRow.noted_on, NoteRow.id")
    keys: Mapped[list[ContactKeyRow]] = relationship(cascade="all, delete-orphan")
    questions: Mapped[list[QuestionRow]] = relationship(
        order_by="QuestionRow.other_id", foreign_keys="QuestionRow.contact_id", cascade="all, delete-orphan"
    )


class ContactKeyRow(Base):
    """A value by which a contact is looked up; see `meishi.domain.identity`."""

    __tablename__ = "contact_keys"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True, index=True)


class QuestionRow(Base):
    """Whether a contact is the same person as another one, for the user to say."""

    __tablename__ = "questions"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True, index=True)
    because: Mapped[list[str]] = mapped_column(JSON_TYPE)
    is_answered: Mapped[bool] = mapped_column(default=False)


class CardRow(Base):
    """One side of a card on a picture, with its reading."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("picture_id", "page", "number"), _NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("pictures.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    encounter_id: Mapped[int | None] = mapped_column(ForeignKey("encounters.id"), index=True)
    page: Mapped[int]
    number: Mapped[int]
    quad: Mapped[list[list[float]]] = mapped_column(JSON_TYPE)
    orientation_degrees: Mapped[int]
    engine: Mapped[str] = mapped_column(Text)
    reading: Mapped[dict[str, Any]] = mapped_column(JSON_TYPE)

    picture: Mapped[PictureRow] = relationship()
    encounter: Mapped[EncounterRow | None] = relationship()


class EncounterRow(Base):
    """A meeting with a contact."""

    __tablename__ = "encounters"
    __table_args__ = (_NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    met_on: Mapped[date] = mapped_column(index=True)
    met_at: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)

    tags: Mapped[list[EncounterTagRow]] = relationship(order_by="EncounterTagRow.position")


class EncounterTagRow(Base):
    """One of the user's own words on an encounter."""

    __tablename__ = "encounter_tags"

    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounters.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(SORTABLE_TEXT, primary_key=True, index=True)
    position: Mapped[int]


class PostcardRow(Base):
    """The thank-you postcard for an encounter; what was good about the person, and the message, are private."""

    __tablename__ = "postcards"
    __table_args__ = (
        Index("ix_postcards_state_due_on", "state", "due_on"),
        Index("ix_postcards_state_posted_on", "state", "posted_on"),
        _NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounters.id"), unique=True)
    state: Mapped[PostcardState] = mapped_column(_enum(PostcardState))
    due_on: Mapped[date]
    good: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str | None] = mapped_column(Text)
    written_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    contact: Mapped[ContactRow] = relationship(back_populates="postcards")
    encounter: Mapped[EncounterRow] = relationship()


class FollowUpRow(Base):
    """A reminder to be in touch with a contact."""

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    state: Mapped[FollowUpState] = mapped_column(_enum(FollowUpState))
    due_on: Mapped[date]
    # The day that chance chose, where the follow-up was put off or missed since.
    planned_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    contact: Mapped[ContactRow] = relationship(back_populates="follow_ups")

    __table_args__ = (
        Index("ix_follow_ups_state_due_on", "state", "due_on"),
        Index(
            "uq_follow_ups_one_open",
            "contact_id",
            unique=True,
            sqlite_where=state == FollowUpState.SCHEDULED,
            postgresql_where=state == FollowUpState.SCHEDULED,
        ),
        _NUMBERED_ONCE,
    )


class NoteRow(Base):
    """A page of the private log about a contact."""

    __tablename__ = "notes"
    __table_args__ = (_NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    noted_on: Mapped[date]
    said: Mapped[str] = mapped_column(Text)
    taken: Mapped[str | None] = mapped_column(Text)
    in_touch: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)


class FindRow(Base):
    """Something the user came across that somebody will enjoy."""

    __tablename__ = "finds"
    __table_args__ = (_NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(JSON_TYPE)
    found_at: Mapped[datetime] = mapped_column(Moment)

    mails: Mapped[list[MailRow]] = relationship(order_by="MailRow.id")


class MailRow(Base):
    """A one-line mail to a contact; written down as perhaps sent before it is."""

    __tablename__ = "mails"
    __table_args__ = (_NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    find_id: Mapped[int | None] = mapped_column(ForeignKey("finds.id"), index=True)
    line: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[date]
    state: Mapped[MailState] = mapped_column(_enum(MailState))
    address: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(Text, unique=True)
    written_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    contact: Mapped[ContactRow] = relationship()


class ChangeRow(Base):
    """A change to a contact, with what is needed to undo it; see `meishi.store.journal`."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign keys: a contact that was merged into another one is gone, and comes back when the merge is undone.
    contact_id: Mapped[int] = mapped_column(index=True)
    other_contact_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[ChangeKind] = mapped_column(_enum(ChangeKind))
    summary: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON_TYPE)
    by: Mapped[str] = mapped_column(Text)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON_TYPE)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class SyncedCollectionRow(Base):
    """An address book or a calendar on a server, as it was last seen."""

    __tablename__ = "synced_collections"

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    token: Mapped[str | None] = mapped_column(Text)


class SyncedItemRow(Base):
    """What a server has of a contact or a task; nothing in it says who that is."""

    __tablename__ = "synced_items"
    __table_args__ = (UniqueConstraint("collection", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(Text)
    # No foreign key: of somebody who was forgotten, the server still has to be told.
    uid: Mapped[str] = mapped_column(String(36))
    href: Mapped[str] = mapped_column(Text)
    etag: Mapped[str] = mapped_column(Text)
    marks: Mapped[dict[str, str]] = mapped_column(JSON_TYPE)
    is_removed_there: Mapped[bool]


class BackupRow(Base):
    """A backup that was written; the file may have been moved since."""

    __tablename__ = "backups"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
