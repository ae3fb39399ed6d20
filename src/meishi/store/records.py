"""What goes into the library and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.entry import Checked
from meishi.domain.private import Private
from meishi.domain.reading import CardReading
from meishi.domain.task import Aftercare, FollowUp, FollowUpState, Postcard, PostcardState, TaskKind


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewPicture(_Record):
    """A picture that was read, to be saved.

    Attributes:
        sha256: Hex digest of the file's bytes; names the picture.
        original_name: The file's name, without its folder.
        kept_as: Where the copy of the original lies, relative to the library's folder.
        size_bytes: The file's size.
        unread: Why cards on it could not be read; a picture with such cards is read again next time.
    """

    sha256: str
    original_name: str
    kept_as: str
    size_bytes: int
    unread: tuple[str, ...] = ()


class ScannedCard(_Record):
    """One side of a card as a picture showed it, to be saved.

    Attributes:
        sha256: The picture.
        reading: What was read.
    """

    sha256: str
    reading: CardReading


class NewContact(_Record):
    """A person just met, with all that is saved in one go.

    Attributes:
        uid: The contact's lasting identity (a UUID), also in exports.
        contact: What the card says.
        review_reasons: Why a person should look at it.
        encounter: When and where they met.
        aftercare: The two tasks.
        cards: The card, side by side; at least one.
    """

    uid: str
    contact: Contact
    review_reasons: tuple[str, ...] = ()
    encounter: Encounter
    aftercare: Aftercare
    cards: tuple[ScannedCard, ...]


class NewMeeting(_Record):
    """A meeting of a person from another program, to be saved with its postcard."""

    encounter: Encounter
    postcard: Postcard


class NewPerson(_Record):
    """A person from another program, with all that is saved in one go.

    Attributes:
        uid: The contact's lasting identity (a UUID).
        contact: Who it is.
        review_reasons: Why a person should look at it.
        checked: What the user looked at and found right.
        private: What is between the user and the person; its lists fit the meetings and follow-ups, or are empty.
        meetings: The meetings, each with its postcard; at least one.
        follow_ups: At least one; at most one of them is open.
    """

    uid: str
    contact: Contact
    review_reasons: tuple[str, ...] = ()
    checked: Checked = Checked()
    private: Private = Private()
    meetings: tuple[NewMeeting, ...] = Field(min_length=1)
    follow_ups: tuple[FollowUp, ...] = Field(min_length=1)


class CardRecord(_Record):
    """One side of a card in the library.

    Attributes:
        sha256: The picture it is on.
        original_name: The picture's name when it was imported.
        kept_as: Where the copy of the picture lies, relative to the library's folder.
        page: Page within the picture file, from 1.
        number: Which card of the page, from 1.
        reading: What was read.
        imported_at: When.
        id: Its number.
        encounter_id: The meeting it came from.
    """

    id: int
    encounter_id: int | None
    sha256: str
    original_name: str
    kept_as: str
    page: int
    number: int
    reading: CardReading
    imported_at: datetime


class ContactFilter(_Record):
    """What must be true of contacts that are looked for.

    Attributes:
        tag: One of their encounters has this tag.
        company: All these words are in the name of their company.
        met_at: An encounter was at a place or occasion that contains this text.
        needs_review: A person should look at them.
    """

    tag: str | None = None
    company: str | None = None
    met_at: str | None = None
    needs_review: bool = False


class EncounterRecord(_Record):
    """A meeting in the library."""

    id: int
    encounter: Encounter


class PostcardRecord(_Record):
    """A postcard task in the library."""

    id: int
    encounter_id: int
    state: PostcardState
    due_on: date
    changed_at: datetime


class FollowUpRecord(_Record):
    """A follow-up in the library."""

    id: int
    state: FollowUpState
    due_on: date
    changed_at: datetime


class Question(_Record):
    """Whether a contact is the same person as another one.

    Attributes:
        other_id: The other contact.
        because: What speaks for it.
    """

    other_id: int
    because: tuple[str, ...]


class ContactLine(_Record):
    """As much of a contact as a list shows.

    Attributes:
        id: Its number.
        display_name: What to call them.
        kana: How their name is read.
        company: Where they work.
        met: The last meeting, without the user's words for it.
        needs_review: Whether a person should look at it.
    """

    id: int
    display_name: str
    kana: str | None
    company: str | None
    met: Encounter
    needs_review: bool


class ContactRecord(_Record):
    """A contact in the library, with encounters and tasks.

    Attributes:
        id: A number that is quick to type.
        uid: The lasting identity (a UUID).
        contact: Who it is.
        review_reasons: Why a person should look at it; empty when nothing is doubtful.
        questions: Whether it is the same person as others; what is open of them is among the reasons too.
        checked: What the user looked at and found right.
        encounters: The meetings, the first one first.
        postcards: One for each encounter.
        follow_ups: The oldest first; at most one of them is open.
        created_at: When it was saved first.
        updated_at: When it was changed last.
    """

    id: int
    uid: str
    contact: Contact
    review_reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    checked: Checked
    encounters: tuple[EncounterRecord, ...]
    postcards: tuple[PostcardRecord, ...]
    follow_ups: tuple[FollowUpRecord, ...]
    created_at: datetime
    updated_at: datetime

    @property
    def line(self) -> ContactLine:
        """As much of it as a list shows."""
        return ContactLine(
            id=self.id,
            display_name=self.contact.display_name,
            kana=self.contact.name.kana,
            company=self.contact.company,
            met=self.encounters[-1].encounter,
            needs_review=bool(self.review_reasons),
        )


class TaskRecord(_Record):
    """An open task, with as much of its contact as a list shows.

    Attributes:
        kind: Postcard or follow-up.
        id: The number of the task among its kind.
        due_on: When it should be done.
        state: Where it stands.
        contact_id: Whom it belongs to.
        display_name: What to call them.
        company: Where they work.
        met_on: When they met; for a follow-up, the last time.
        met_at: Where they met.
    """

    kind: TaskKind
    id: int
    due_on: date
    state: PostcardState | FollowUpState
    contact_id: int
    display_name: str
    company: str | None
    met_on: date
    met_at: str | None


class Coverage(_Record):
    """Of all the encounters, how many got their postcard.

    Attributes:
        met: Encounters in all; each has exactly one postcard task.
        by_state: How many postcards stand where; every state is listed.
    """

    met: int
    by_state: Mapping[PostcardState, int]

    @property
    def planned(self) -> int:
        """How many encounters have a postcard to come or to look back on."""
        return self.met - self.by_state[PostcardState.NOT_PLANNED]

    @property
    def sent(self) -> int:
        """How many postcards are posted, answered ones among them."""
        return self.by_state[PostcardState.POSTED] + self.by_state[PostcardState.ANSWERED]


class ChangeRecord(_Record):
    """A change in the journal.

    Attributes:
        id: Its number.
        kind: What was done.
        contact_id: To whom.
        other_contact_id: The second contact of a merge or a split.
        summary: What was done, in words.
        details: The same for programs; what is in it depends on the kind.
        by: Who did it.
        changed_at: When.
        undone_at: When it was taken back; None while it holds.
    """

    id: int
    kind: ChangeKind
    contact_id: int
    other_contact_id: int | None
    summary: str
    details: Mapping[str, Any]
    by: str
    changed_at: datetime
    undone_at: datetime | None

    @property
    def happened_on(self) -> date | None:
        """The day on which it happened, where that is another one than the day on which it was noted."""
        day = self.details.get("day")
        return date.fromisoformat(day) if isinstance(day, str) else None


class PictureRecord(_Record):
    """A picture in the library.

    Attributes:
        sha256: Hex digest of its bytes.
        original_name: Its name when it was imported.
        kept_as: Where the copy lies, relative to the library's folder.
    """

    sha256: str
    original_name: str
    kept_as: str


class Forgotten(_Record):
    """What was removed with a person.

    Attributes:
        id: The number they had.
        display_name: What they were called.
        created_at: Since when they were in the library.
        removed: How many rows of each table.
        originals: Pictures that nobody else needs; their files are still to be removed.
        shared_originals: Pictures that show somebody else, too, and stay.
    """

    id: int
    display_name: str
    created_at: datetime
    removed: Mapping[str, int]
    originals: tuple[str, ...]
    shared_originals: tuple[str, ...]


class Lack(_Record):
    """A contact or a meeting without what each of them has.

    Attributes:
        contact_id: Whose.
        encounter_id: The meeting without a postcard; None when it is the contact that lacks something.
        what: What is missing: meeting, postcard or follow-up.
    """

    contact_id: int
    encounter_id: int | None
    what: str
