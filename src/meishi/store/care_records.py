"""What the library knows about the care for a person; much of it is private."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.relation import Closeness, Note
from meishi.domain.task import FollowUpState, PostcardState


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class PostcardCare(_Record):
    """A thank-you postcard.

    Attributes:
        id: Its number.
        encounter: The meeting that it gives thanks for.
        state: Where it stands.
        due_on: When it should be in the letter box.
        good: What was good about the person; private.
        message: At most three lines; private.
        written_on: When it was written.
        posted_on: When it was posted.
        answered_on: When they answered.
    """

    id: int
    encounter: Encounter
    state: PostcardState
    due_on: date
    good: str | None
    message: tuple[str, ...]
    written_on: date | None
    posted_on: date | None
    answered_on: date | None


class FollowUpCare(_Record):
    """A follow-up.

    Attributes:
        id: Its number.
        state: Where it stands.
        due_on: Its day.
        planned_on: The day that chance chose first, where it was put off or missed since.
        closed_on: When it was done, skipped or stopped.
        answered_on: When they answered.
    """

    id: int
    state: FollowUpState
    due_on: date
    planned_on: date | None
    closed_on: date | None
    answered_on: date | None


class CareRecord(_Record):
    """A person, and how the two of you are doing. Private: it is not for exports.

    Attributes:
        contact_id: Their number.
        uid: Their lasting identity.
        contact: Who they are.
        closeness: How close they are, as the user set it.
        encounters: The meetings, the first one first.
        postcards: One for each encounter, the oldest first.
        follow_ups: The oldest first; at most one is open.
        notes: The private log, the oldest page first.
    """

    contact_id: int
    uid: str
    contact: Contact
    closeness: Closeness
    encounters: tuple[Encounter, ...]
    postcards: tuple[PostcardCare, ...]
    follow_ups: tuple[FollowUpCare, ...]
    notes: tuple[Note, ...]

    @property
    def open_follow_up(self) -> FollowUpCare | None:
        """The next follow-up; None when the user wants none."""
        return next((follow_up for follow_up in self.follow_ups if follow_up.state.is_open), None)

    @property
    def unanswered(self) -> FollowUpCare | None:
        """The last line that they have not answered; None when there is none."""
        sent = (one for one in reversed(self.follow_ups) if one.state is FollowUpState.DONE)
        return next((one for one in sent if not one.answered_on), None)

    @property
    def is_stopped(self) -> bool:
        """Whether they get no follow-ups, because the user said so."""
        return self.open_follow_up is None and self.follow_ups[-1].state is FollowUpState.STOPPED

    @property
    def last_answer(self) -> date | None:
        """The last day they answered a postcard or a line."""
        of_postcards = (postcard.answered_on for postcard in self.postcards)
        of_lines = (follow_up.answered_on for follow_up in self.follow_ups)
        return max(filter(None, (*of_postcards, *of_lines)), default=None)

    @property
    def contact_days(self) -> tuple[date, ...]:
        """The days of anything between you: meetings, postcards, lines, answers, talks in the log."""
        days = (
            *(encounter.met_on for encounter in self.encounters),
            *(postcard.posted_on for postcard in self.postcards),
            *(postcard.answered_on for postcard in self.postcards),
            *(note.noted_on for note in self.notes if note.in_touch),
            *(one.closed_on for one in self.follow_ups if one.state is FollowUpState.DONE),
            *(one.answered_on for one in self.follow_ups),
        )
        return tuple(day for day in days if day is not None)

    @property
    def last_contact(self) -> date:
        """The last of these days."""
        return max(self.contact_days)


class KnownWords(NamedTuple):
    """What is known of a person in words; much of it is private.

    Attributes:
        contact_id: Their number.
        contact: What their card says.
        tags: The user's own words on the meetings with them.
        occasions: Where they were met.
        said: What the log says that they said.
        good: What was good about them.
    """

    contact_id: int
    contact: Contact
    tags: tuple[str, ...]
    occasions: tuple[str, ...]
    said: tuple[str, ...]
    good: tuple[str, ...]


class PostcardTask(_Record):
    """A postcard in a list, without what is private.

    Attributes:
        contact_id: Whose it is.
        display_name: What to call them.
        company: Where they work.
        encounter: When and where they met.
        state: Where it stands.
        due_on: When it should be in the letter box.
        written_on: When it was written.
        posted_on: When it was posted.
        answered_on: When they answered.
    """

    contact_id: int
    display_name: str
    company: str | None
    encounter: Encounter
    state: PostcardState
    due_on: date
    written_on: date | None
    posted_on: date | None
    answered_on: date | None


class OccasionCount(_Record):
    """How many postcards of one occasion stand in one state.

    Attributes:
        met_at: The occasion; None when the user did not say.
        first_day: The first of these meetings.
        state: Where the postcards stand.
        count: How many.
        overdue: How many of them should have been in the letter box before the day asked about.
    """

    met_at: str | None
    first_day: date
    state: PostcardState
    count: int
    overdue: int


class PostcardChange(_Record):
    """What becomes of a postcard.

    Attributes:
        id: Which one.
        before: Where it stood when this was decided.
        after: Where it stands from now on.
        good: What was good about the person; None leaves what is there.
        message: The lines; None leaves what is there.
    """

    id: int
    before: PostcardState
    after: PostcardState
    good: str | None = None
    message: tuple[str, ...] | None = None


class FollowUpChange(_Record):
    """What becomes of the open follow-up, and what comes next.

    Attributes:
        open_id: The follow-up that was open when this was decided; None when there was none.
        close_as: How it ends; None moves it to the next day instead.
        next_on: The day of the next one; None only when the user wants none.
        answered_id: The done follow-up that they answered.
    """

    open_id: int | None
    close_as: FollowUpState | None = None
    next_on: date | None = None
    answered_id: int | None = None


class CareStep(_Record):
    """One thing that happened between the user and a person, with all that follows from it.

    Attributes:
        kind: What it is, for the journal.
        summary: The same in words; nothing private.
        contact_id: The person.
        day: When it happened.
        postcard: What becomes of a postcard.
        follow_up: What becomes of the follow-up.
        note: A page for the private log.
        closeness: How close they are from now on.
    """

    kind: ChangeKind
    summary: str
    contact_id: int
    day: date
    postcard: PostcardChange | None = None
    follow_up: FollowUpChange | None = None
    note: Note | None = None
    closeness: Closeness | None = None
