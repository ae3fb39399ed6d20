"""Who may come in: a device that brought a link which works once, or the library's password, and keeps a cookie.

The library is readable by its owner alone, and so is its page: also on this machine, where other people may have
accounts. The server prints the link; whoever sees that terminal is the owner.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from meishi.exchange.files import write_private
from meishi.web.secret_words import digest_of, new_word

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=30)
_SESSIONS = "web-sessions.json"
_PASSWORD = "web-password"  # noqa: S105 - the name of a file


@dataclass(frozen=True)
class Notice:
    """What the next page says first.

    Attributes:
        text: In the reader's language.
        changes: What it tells about, as the journal numbers it; taken back together. None where that cannot be.
        came_from: Where taking it back leads, as a form says it: see `meishi.web.pages.way_back`.
        contact_id: Whose page that is; None for a page about nobody in particular.
    """

    text: str
    changes: tuple[int, ...] = ()
    came_from: str = ""
    contact_id: int | None = None


@dataclass
class _Kept:
    until: datetime
    notice: Notice | None = None


@dataclass(frozen=True)
class Session:
    """A device that has come in.

    Attributes:
        csrf: What every form of its pages brings along, so that no other site's form can be taken for one.
    """

    csrf: str
    _kept: _Kept = field(repr=False)

    def leave_notice(self, notice: Notice) -> None:
        """Leave a word for the next page. It stays here: names of people go into no address and no cookie."""
        self._kept.notice = notice

    def take_notice(self) -> Notice | None:
        """Give the word that was left, once."""
        notice, self._kept.notice = self._kept.notice, None
        return notice


class Doorkeeper:
    """Lets devices in and knows them again, also after the server was started anew.

    Args:
        folder: Where it keeps whom it let in (as digests) and the password's hash; readable by the owner alone.
        clock: Tells the time, with a zone.
        is_secure: Whether the page is served by TLS.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime], *, is_secure: bool = False) -> None:
        self._folder = folder
        self._clock = clock
        self.is_secure = is_secure
        # The prefix binds the cookie to this very host; browsers take it by TLS only (RFC 6265bis, 4.1.3.2).
        self.cookie = "__Host-meishi" if is_secure else "meishi"
        self._links: dict[str, datetime] = {}
        self._sessions = self._read_sessions()
        self._lock = threading.Lock()
        # Checking takes 64 MB: one at a time.
        self._checking = threading.Lock()

    def new_link(self) -> str:
        """Make a word that lets one device in, once, within a quarter of an hour."""
        word = new_word()
        with self._lock:
            self._links[digest_of(word)] = self._clock() + LINK_LASTS
        return word

    def knows_link(self, word: str) -> bool:
        """Tell whether a link would let somebody in, without using it up."""
        with self._lock:
            return self._links.get(digest_of(word), _LONG_AGO) > self._clock()

    def enter_by_link(self, word: str) -> str | None:
        """Let a device in by a link, which is used up; None when it is unknown, used or too old.

        Returns:
            What the device keeps as its cookie.
        """
        with self._lock:
            if self._links.pop(digest_of(word), _LONG_AGO) <= self._clock():
                return None
            return self._new_session()

    def enter_by_password(self, password: str) -> str | None:
        """Let a device in by the library's password; None when it is wrong, or none is set."""
        kept = self._password_hash()
        if kept is None:
            return None
        with self._checking, suppress(VerificationError, InvalidHashError):
            PasswordHasher().verify(kept, password)
            with self._lock:
                return self._new_session()
        return None

    def session(self, token: str) -> Session | None:
        """Know a device again by its cookie."""
        with self._lock:
            kept = self._sessions.get(digest_of(token))
        if kept is None or kept.until <= self._clock():
            return None
        return Session(hmac.digest(token.encode(), b"csrf", "sha256").hex(), kept)

    def leave(self, token: str) -> None:
        """Forget a device."""
        with self._lock:
            if self._sessions.pop(digest_of(token), None):
                self._write_sessions()

    @property
    def has_password(self) -> bool:
        """Whether the library has a password."""
        return self._password_hash() is not None

    def set_password(self, password: str | None) -> None:
        """Give the library another password, or none; whoever is in stays in."""
        file = self._folder / _PASSWORD
        if password is None:
            file.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(file, PasswordHasher().hash(password).encode())

    def _password_hash(self) -> str | None:
        with suppress(FileNotFoundError):
            return (self._folder / _PASSWORD).read_text(encoding="utf-8")
        return None

    def _new_session(self) -> str:
        token = new_word()
        self._sessions[digest_of(token)] = _Kept(self._clock() + SESSION_LASTS)
        self._write_sessions()
        return token

    def _read_sessions(self) -> dict[str, _Kept]:
        # A damaged file costs the devices their cookies, nothing else.
        with suppress(FileNotFoundError, ValueError, AttributeError):
            kept = json.loads((self._folder / _SESSIONS).read_text(encoding="utf-8"))
            return {digest: _Kept(datetime.fromisoformat(until)) for digest, until in kept.items()}
        return {}

    def _write_sessions(self) -> None:
        now = self._clock()
        self._sessions = {digest: kept for digest, kept in self._sessions.items() if kept.until > now}
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lasting = {digest: kept.until.isoformat() for digest, kept in self._sessions.items()}
        write_private(self._folder / _SESSIONS, json.dumps(lasting).encode())


_LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
