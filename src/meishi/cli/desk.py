"""The user's desk: what every command of the aftercare begins with, and the words they share."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from meishi.cli.printing import console, print_error, talk
from meishi.errors import ExitCode, MeishiError, UsageError
from meishi.wording import marked, states

if TYPE_CHECKING:
    from datetime import date, datetime

    from rich.text import Text

    from meishi.domain.contact import Contact
    from meishi.domain.encounter import Encounter
    from meishi.services.follow_ups import Planner
    from meishi.store import CareRecord, Store
    from meishi.wiring import Settings
    from meishi.wording import Wording


@dataclass(frozen=True)
class Desk:
    """What a command works with.

    Attributes:
        planner: Plans and notes, with the library and the day.
        say: The words of the user's language.
        settings: What the user has set.
        moved: How many missed follow-ups have got new days just now.
    """

    planner: Planner
    say: Wording
    settings: Settings
    moved: int

    @property
    def today(self) -> date:
        """The day in the user's calendar."""
        return self.planner.today

    def tell(self, text: str | Text = "", *, style: str | None = None) -> None:
        """Print a line."""
        console().print(text, style=style, markup=False, highlight=False)

    def day(self, day: date) -> str:
        """Say a day."""
        return self.say.day(day, today=self.today)


@contextmanager
def open_desk(*, for_program: bool = False) -> Iterator[Desk]:
    """Open the library for a command of the aftercare, and bring what was missed into order first.

    Args:
        for_program: Nobody is there to read; a reminder that did not arrive is kept for the next start by hand.
    """
    from meishi.services.follow_ups import Planner  # noqa: PLC0415
    from meishi.services.reminders import take_undelivered  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        build_care_options,
        build_wording,
        local_now,
        open_store,
        read_settings,
        user_name,
    )

    settings = read_settings()
    say = build_wording(settings)
    now = local_now()
    with open_store(settings) as store:
        planner = Planner(store, now.date(), now, build_care_options(settings), user_name())
        moved = planner.settle()
        if not for_program and (undelivered := take_undelivered(settings.home)):
            day = say.day(undelivered.on, today=now.date())
            talk(say("A reminder of {day} did not reach you: {reason}", day=day, reason=say(undelivered.reason)))
            talk("  " + undelivered.text.replace("\n", "\n  "))
        if not for_program:
            _say_what_is_open(store, say)
        yield Desk(planner, say, settings, moved)


def day_that_was(desk: Desk, on: datetime | None) -> date:
    """Give the day that something happened on; today when the user did not say.

    Raises:
        UsageError: The day is still to come.
    """
    day = on.date() if on else desk.today
    if day > desk.today:
        raise UsageError(marked("that day is still to come"), hint=marked("Leave --on out for today."))
    return day


def _say_what_is_open(store: Store, say: Wording) -> None:
    """Say which mails were perhaps sent: the machine stopped, or the server did not answer."""
    from meishi.domain.one_line import MailState  # noqa: PLC0415

    for record in store.mail.mails((MailState.PERHAPS_SENT,)):
        question = say(
            "Your line to {name} of {day} was perhaps sent. Look into your sent mail, then:",
            name=record.display_name,
            day=say.day(record.line.day),
        )
        talk(f"{question}\n  meishi mails settle {record.id} --sent | --not-sent")


def for_each(desk: Desk, contact_ids: Sequence[int], take: Callable[[int], CareRecord], *, done: str) -> None:
    """Do something for several people, one by one; who refuses does not stop the others.

    Args:
        desk: The desk.
        contact_ids: The people.
        take: What is done for one of them.
        done: What to say of one for whom it was done, in the user's language.

    Raises:
        MeishiError: The only one refused.
        Exit: Some of several refused.
    """
    failed = 0
    for contact_id in contact_ids:
        try:
            person = take(contact_id)
        except MeishiError as error:
            if len(contact_ids) == 1:
                raise
            failed += 1
            sys.stderr.write(f"{contact_id}: ")
            print_error(error)
            continue
        desk.tell(f"{contact_id}  {what_follows(desk, person, done)}")
    if failed:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE)


def says_yes(answer: str) -> bool:
    """Whether an answer to a question is a yes, in either language and width."""
    return unicodedata.normalize("NFKC", answer).casefold() in {"y", "yes", "はい"}


def says_no(answer: str) -> bool:
    """Whether an answer to a question is a no."""
    return unicodedata.normalize("NFKC", answer).casefold() in {"n", "no", "いいえ"}


def next_step(desk: Desk, person: CareRecord) -> str:
    """Say when a person's next follow-up is."""
    if person.open_follow_up is None:
        return desk.say("No follow-ups, as you wished.")
    return desk.say("Next line: {day}.", day=desk.day(person.open_follow_up.due_on))


def what_follows(desk: Desk, person: CareRecord, done: str) -> str:
    """Say what was done for a person, and when their next follow-up is."""
    name, following = person.contact.display_name, next_step(desk, person)
    return desk.say("{name}: {what}. {following}", name=name, what=done, following=following)


def name_of(say: Wording, contact: Contact) -> str:
    """Name a person within a sentence."""
    return say.person(contact.display_name, is_organisation=contact.is_organisation)


def where_met(desk: Desk, encounter: Encounter) -> str:
    """Say when and where they met."""
    return states.when_and_where(desk.say, encounter.met_on, encounter.met_at, desk.today)


def lateness(desk: Desk, due_on: date) -> str:
    """Say when something is due, seen from today."""
    return states.lateness(desk.say, due_on, desk.today)
