"""Follow-ups: done, put off, skipped, answered, stopped; and each time the next one is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from pydantic import BaseModel, ConfigDict

from meishi.care import (
    CareOptions,
    Diary,
    Missed,
    Person,
    country_of,
    plan_follow_up,
    replan_missed,
    snooze_follow_up,
)
from meishi.domain.change import ChangeKind
from meishi.domain.relation import Closeness, Note
from meishi.domain.task import FollowUpState
from meishi.errors import StepNotPossibleError
from meishi.store import CareRecord, CareStep, FollowUpChange, Store
from meishi.wording import marked


class FollowUpTask(BaseModel):
    """A follow-up in a list, without what is private.

    Attributes:
        contact_id: Whose it is.
        display_name: What to call them.
        company: Where they work.
        due_on: Its day.
        last_contact: The last day of anything between the two.
        emails: Where a line can be sent to.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    display_name: str
    company: str | None
    due_on: date | None
    last_contact: date
    emails: tuple[str, ...]


def describe(person: CareRecord) -> FollowUpTask:
    """Tell programs about a person's next follow-up."""
    return FollowUpTask(
        contact_id=person.contact_id,
        display_name=person.contact.display_name,
        company=person.contact.company,
        due_on=person.open_follow_up.due_on if person.open_follow_up else None,
        last_contact=person.last_contact,
        emails=person.contact.emails,
    )


class FollowUpStep(StrEnum):
    """What happens to a follow-up."""

    DONE = "done"
    SNOOZE = "snooze"
    SKIP = "skip"
    ANSWERED = "answered"
    STOP = "stop"
    RESUME = "resume"


_CLOSED_BY_USER = frozenset({FollowUpState.DONE, FollowUpState.SKIPPED})


@dataclass(frozen=True)
class Planner:
    """Plans and notes what happens between the user and a person.

    Attributes:
        store: The library.
        today: The day in the user's calendar.
        now: The time that is noted.
        options: The habits.
        by: Who the user is, for the journal.
    """

    store: Store
    today: date
    now: datetime
    options: CareOptions
    by: str

    def settle(self) -> int:
        """Bring order into what time and other changes have left behind.

        Who has nothing next gets it; whom the user met again, for instance by another card, is left in peace for the
        quiet days; and what was missed gets new days.

        Returns:
            How many missed follow-ups got new days.
        """
        for person in self.store.care.without_follow_up():
            self.store.care.add_follow_up(person.contact_id, self.next_day(person, person.last_contact), now=self.now)
        for person in self.store.care.due(self.today + timedelta(days=self.options.quiet_days)):
            follow_up = person.open_follow_up
            if follow_up and (follow_up.due_on - person.last_contact).days < self.options.quiet_days:
                day = self.next_day(person, person.last_contact)
                self.store.care.move_follow_ups({follow_up.id: day}, now=self.now)
        overdue = self.store.care.due(self.today - timedelta(days=1))
        if not overdue:
            return 0
        missed = tuple(
            Missed(follow_up.id, follow_up.due_on, self._who(person, person.last_contact))
            for person in overdue
            if (follow_up := person.open_follow_up)
        )
        taken = self.store.follow_ups_per_day()
        new_days = replan_missed(missed, today=self.today, options=self.options, taken=taken)
        if new_days:
            self.store.care.move_follow_ups(new_days, now=self.now)
        return len(new_days)

    def take(self, contact_id: int, step: FollowUpStep, *, days: int = 7, note: str | None = None) -> CareRecord:
        """Note what happened to a person's follow-up.

        Args:
            contact_id: Whose.
            step: What happened.
            days: For how many days it is put off.
            note: What the user wrote, for the private log, when it is done.

        Raises:
            StepNotPossibleError: It cannot happen now.
        """
        steps: Mapping[FollowUpStep, Callable[[int], CareRecord]] = {
            FollowUpStep.DONE: partial(self.done, note=note),
            FollowUpStep.SNOOZE: partial(self.snooze, until=self.today + timedelta(days=days)),
            FollowUpStep.SKIP: self.skip,
            FollowUpStep.ANSWERED: self.answered,
            FollowUpStep.STOP: self.stop,
            FollowUpStep.RESUME: self.resume,
        }
        # From the look to the note: nobody else takes a step in between.
        with self.store.at_once():
            return steps[step](contact_id)

    def done(self, contact_id: int, *, note: str | None = None) -> CareRecord:
        """Note that the user was in touch; the next follow-up counts from today.

        Raises:
            StepNotPossibleError: The user wants no follow-ups for this person.
        """
        said = Note(noted_on=self.today, said=note, in_touch=True) if note else None
        return self._close(contact_id, FollowUpState.DONE, marked("follow-up done"), note=said)

    def skip(self, contact_id: int) -> CareRecord:
        """Leave this one out; the next window begins today.

        Raises:
            StepNotPossibleError: The user wants no follow-ups for this person.
        """
        return self._close(contact_id, FollowUpState.SKIPPED, marked("follow-up skipped"))

    def snooze(self, contact_id: int, until: date) -> CareRecord:
        """Put the follow-up off to a day with room in the week from `until` on.

        Raises:
            StepNotPossibleError: The user wants no follow-ups for this person.
        """
        person = self._with_open_follow_up(contact_id)
        earliest = max(until, self.today + timedelta(days=1))
        day = snooze_follow_up(
            self._who(person, person.last_contact), earliest, options=self.options, diary=self._diary(person)
        )
        return self._take(person, marked("follow-up put off"), FollowUpChange(open_id=_open_id(person), next_on=day))

    def answered(self, contact_id: int) -> CareRecord:
        """Note that they answered the last line; the next follow-up counts from today.

        Raises:
            StepNotPossibleError: No line of the user waits for an answer.
        """
        person = self.store.care.person(contact_id)
        if person.unanswered is None:
            raise StepNotPossibleError(
                marked("no line of yours waits for an answer"),
                hint=marked(
                    "`meishi postcards answered ID` is for postcards, `meishi note ID --met` for everything else."
                ),
            )
        change = self.restart(person, self.today) or FollowUpChange(open_id=None)
        change = change.model_copy(update={"answered_id": person.unanswered.id})
        return self._take(person, marked("follow-up answered"), change)

    def stop(self, contact_id: int) -> CareRecord:
        """Plan no more follow-ups for a person, until the user says otherwise."""
        person = self.store.care.person(contact_id)
        if person.is_stopped:
            return person
        change = FollowUpChange(open_id=_open_id(person), close_as=FollowUpState.STOPPED)
        return self._take(person, marked("no more follow-ups"), change)

    def resume(self, contact_id: int) -> CareRecord:
        """Plan follow-ups again."""
        person = self.store.care.person(contact_id)
        if not person.is_stopped:
            return person
        change = FollowUpChange(open_id=None, next_on=self.next_day(person, person.last_contact))
        return self._take(person, marked("follow-ups go on"), change)

    def set_closeness(self, contact_id: int, closeness: Closeness) -> CareRecord:
        """Note how close a person is; the next follow-up falls into the window that belongs to it."""
        person = self.store.care.person(contact_id)
        if closeness is person.closeness:
            return person
        closer = person.model_copy(update={"closeness": closeness})
        return self._take(
            person,
            marked("closeness set"),
            self.restart(closer, person.last_contact),
            kind=ChangeKind.NOTE,
            closeness=closeness,
        )

    def write_note(self, contact_id: int, note: Note) -> CareRecord:
        """Write a page of the private log; when the two were in touch, the next follow-up counts from that day."""
        person = self.store.care.person(contact_id)
        change = self.restart(person, note.noted_on) if note.in_touch and note.noted_on >= person.last_contact else None
        return self._take(person, marked("note written"), change, kind=ChangeKind.NOTE, note=note)

    def restart(self, person: CareRecord, last_contact: date) -> FollowUpChange | None:
        """Move the open follow-up into the window that a contact opens; None for somebody without follow-ups."""
        if person.open_follow_up is None:
            return None
        last = max(last_contact, person.last_contact)
        return FollowUpChange(open_id=_open_id(person), next_on=self.next_day(person, last))

    def next_day(self, person: CareRecord, last_contact: date) -> date:
        """Choose the day of a person's next follow-up."""
        who = self._who(person, last_contact)
        return plan_follow_up(who, today=self.today, options=self.options, diary=self._diary(person))

    def _close(self, contact_id: int, state: FollowUpState, summary: str, note: Note | None = None) -> CareRecord:
        person = self._with_open_follow_up(contact_id)
        # Whoever was written to or passed over has had their first follow-up.
        who = self._who(person, self.today)._replace(is_new=False)
        day = plan_follow_up(who, today=self.today, options=self.options, diary=self._diary(person))
        change = FollowUpChange(open_id=_open_id(person), close_as=state, next_on=day)
        return self._take(person, summary, change, note=note)

    def _with_open_follow_up(self, contact_id: int) -> CareRecord:
        person = self.store.care.person(contact_id)
        if person.is_stopped:
            raise StepNotPossibleError(
                marked("you wanted no follow-ups for them"),
                hint=marked("`meishi followups resume ID` plans them again."),
            )
        return person

    def _take(
        self,
        person: CareRecord,
        summary: str,
        follow_up: FollowUpChange | None,
        *,
        kind: ChangeKind = ChangeKind.FOLLOW_UP,
        note: Note | None = None,
        closeness: Closeness | None = None,
    ) -> CareRecord:
        step = CareStep(
            kind=kind,
            summary=summary,
            contact_id=person.contact_id,
            day=self.today,
            follow_up=follow_up,
            note=note,
            closeness=closeness,
        )
        self.store.care.take_step(step, by=self.by, now=self.now)
        return self.store.care.person(person.contact_id)

    def _who(self, person: CareRecord, last_contact: date) -> Person:
        return Person(
            last_contact,
            country_of(person.contact, self.options),
            seed=f"{person.uid}/{len(person.follow_ups)}/{last_contact.isoformat()}",
            closeness=person.closeness,
            is_new=not any(one.state in _CLOSED_BY_USER for one in person.follow_ups),
        )

    def _diary(self, person: CareRecord) -> Diary:
        """What the days carry, without this person's own follow-up."""
        taken = Counter(self.store.follow_ups_per_day())
        companions = Counter(self.store.follow_ups_per_day(met=person.encounters[-1]))
        if follow_up := person.open_follow_up:
            taken[follow_up.due_on] -= 1
            companions[follow_up.due_on] -= 1
        return Diary(taken, companions)


def _open_id(person: CareRecord) -> int | None:
    return person.open_follow_up.id if person.open_follow_up else None
