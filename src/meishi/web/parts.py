"""What the web page is made of: handed in once by whoever starts it, found again by every request."""

from __future__ import annotations

import threading
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
from meishi.services.reread import PartReader
from meishi.store import Store
from meishi.web.doorkeeper import Doorkeeper, Session
from meishi.web.feed_key import FeedKey
from meishi.web.languages import language_of
from meishi.web.tokens import Token, Tokens
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


@dataclass
class LastSettled:
    """The day on which this server has brought order into the tasks."""

    day: date | None = None
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)


@dataclass(frozen=True)
class Parts:
    """What the web page works with.

    Attributes:
        library: The contacts and their pictures.
        care: The habits of aftercare.
        clock: Tells the time at the user's place, with its zone.
        user: Who the user is, for the journal.
        doorkeeper: Says who may come in.
        tokens: Knows the programs that may call the API.
        feed_key: Knows the calendar programs that may read the open tasks.
        importer: Takes pictures in.
        part_reader: Reads parts of cards again.
        post_office: How lines go out.
        print_job: How postcards are printed.
        press: Draws them.
        language: What the user has set; None leaves it to each browser.
        read_only: Whether nothing may be changed.
        closing: Set when the server is about to end: answers that go on and on end then.
        last_settled: When order was brought into the tasks.
    """

    library: Library
    care: CareOptions
    clock: Callable[[], datetime]
    user: str
    doorkeeper: Doorkeeper
    tokens: Tokens
    feed_key: FeedKey
    importer: InboxImporter
    part_reader: PartReader
    post_office: PostOffice
    print_job: PrintJob = field(default_factory=PrintJob)
    press: Press = field(default_factory=Press)
    language: Language | None = None
    read_only: bool = False
    closing: threading.Event = field(default_factory=threading.Event)
    last_settled: LastSettled = field(default_factory=LastSettled)


@dataclass(frozen=True)
class Tools:
    """What one request is answered with.

    Attributes:
        planner: Plans and notes, with the library and the day.
        library: The contacts and their pictures.
        read_only: Whether nothing may be changed.
    """

    planner: Planner
    library: Library
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


@dataclass(frozen=True)
class Desk(Tools):
    """What a room works with while it answers one request.

    Attributes:
        say: The words of the reader's language.
        session: Who reads.
    """

    say: Wording
    session: Session

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


def token_of(request: Request) -> Token | None:
    """Give the token that a program brings along (RFC 6750, 2.1); None when it brings none that is known."""
    if not hasattr(request.state, "token"):
        # Everything that a call passes asks for it; the file is read once a call.
        scheme, _, word = request.headers.get("authorization", "").partition(" ")
        request.state.token = parts_of(request).tokens.known(word.strip()) if scheme.lower() == "bearer" else None
    token: Token | None = request.state.token
    return token


def wording_of(request: Request) -> Wording:
    """Give the words of the reader's language."""
    return Wording(language_of(request, parts_of(request).language))


def _gather(request: Request) -> Tools:
    parts = parts_of(request)
    now = parts.clock()
    planner = Planner(parts.library.store, now.date(), now, parts.care, parts.user)
    token = token_of(request)
    return Tools(planner, parts.library, parts.read_only or (token is not None and token.read_only))


# Not plain `def`: what is gathered here takes no time, and a thread of its own for it would.
async def _tools_of(request: Request) -> Tools:
    return _gather(request)


async def _desk_of(request: Request) -> Desk:
    tools, session = _gather(request), session_of(request)
    # Rooms are behind the door: `meishi.web.guard.come_in` has let this request in.
    assert session is not None
    return Desk(tools.planner, tools.library, tools.read_only, wording_of(request), session)


def settle_once_a_day(request: Request, tools: Tools) -> int:
    """Bring what was missed into order, once a day, as every command of the aftercare does.

    Returns:
        How many missed follow-ups have got new days just now.
    """
    last = parts_of(request).last_settled
    if tools.read_only:
        return 0
    with last.lock:
        if last.day == tools.today:
            return 0
        last.day = tools.today
        return tools.planner.settle()


WithTools = Annotated[Tools, Depends(_tools_of)]
"""The argument by which a function of the API gets its tools."""

AtDesk = Annotated[Desk, Depends(_desk_of)]
"""The argument by which a room's function gets its desk."""
