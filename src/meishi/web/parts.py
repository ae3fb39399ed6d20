"""What the web page is made of: handed in once by whoever starts it, found again by every request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from typing import Annotated

from fastapi import Depends, Request

from meishi.care import CareOptions
from meishi.care.one_line import MailOptions
from meishi.exchange.mail import Mailbox
from meishi.services.follow_ups import Planner
from meishi.services.import_ import Library
from meishi.services.inbox import InboxImporter
from meishi.services.press import Press
from meishi.services.print_postcards import PrintJob
from meishi.store import Store
from meishi.web.doorkeeper import Doorkeeper, Session
from meishi.web.languages import language_of
from meishi.wording import Language, Wording


@dataclass(frozen=True)
class PostOffice:
    """How lines go out.

    Attributes:
        options: What keeps them from becoming a newsletter.
        sender: Says who writes, or raises what to set.
        new_message_id: Makes an identification for a mail from an address.
        deliver: Sends a mail; None leaves that to the reader's mail program.
    """

    options: MailOptions
    sender: Callable[[], Mailbox]
    new_message_id: Callable[[str], str]
    deliver: Callable[[EmailMessage], None] | None = None


@dataclass(frozen=True)
class Parts:
    """What the web page works with.

    Attributes:
        library: The contacts and their pictures.
        care: The habits of aftercare.
        clock: Tells the time at the user's place, with its zone.
        user: Who the user is, for the journal.
        doorkeeper: Says who may come in.
        importer: Takes pictures in.
        post_office: How lines go out.
        print_job: How postcards are printed.
        press: Draws them.
        language: What the user has set; None leaves it to each browser.
        read_only: Whether nothing may be changed.
    """

    library: Library
    care: CareOptions
    clock: Callable[[], datetime]
    user: str
    doorkeeper: Doorkeeper
    importer: InboxImporter
    post_office: PostOffice
    print_job: PrintJob = field(default_factory=PrintJob)
    press: Press = field(default_factory=Press)
    language: Language | None = None
    read_only: bool = False


@dataclass(frozen=True)
class Desk:
    """What a room works with while it answers one request.

    Attributes:
        planner: Plans and notes, with the library and the day.
        library: The contacts and their pictures.
        say: The words of the reader's language.
        session: Who reads.
        read_only: Whether nothing may be changed.
    """

    planner: Planner
    library: Library
    say: Wording
    session: Session
    read_only: bool

    @property
    def store(self) -> Store:
        """The library's database."""
        return self.library.store

    @property
    def today(self) -> date:
        """The day in the user's calendar."""
        return self.planner.today

    @property
    def now(self) -> datetime:
        """The time that is noted."""
        return self.planner.now

    @property
    def by(self) -> str:
        """Who the user is, for the journal."""
        return self.planner.by

    def day(self, day: date) -> str:
        """Say a day."""
        return self.say.day(day, today=self.today)


def parts_of(request: Request) -> Parts:
    """Give what the app was made with."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


def session_of(request: Request) -> Session | None:
    """Give who asks; None for somebody who has not come in."""
    doorkeeper = parts_of(request).doorkeeper
    return doorkeeper.session(request.cookies.get(doorkeeper.cookie, ""))


def wording_of(request: Request) -> Wording:
    """Give the words of the reader's language."""
    return Wording(language_of(request, parts_of(request).language))


def _desk_of(request: Request) -> Desk:
    parts = parts_of(request)
    session = session_of(request)
    # Rooms are behind the door: `meishi.web.guard.come_in` has let this request in.
    assert session is not None
    now = parts.clock()
    planner = Planner(parts.library.store, now.date(), now, parts.care, parts.user)
    return Desk(planner, parts.library, wording_of(request), session, parts.read_only)


AtDesk = Annotated[Desk, Depends(_desk_of)]
"""The argument by which a room's function gets its desk."""
