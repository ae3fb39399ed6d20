"""The key of the calendar feed: a secret word in its address, by which a calendar program needs no other way in."""

from __future__ import annotations

import hmac
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.exchange.files import write_private
from meishi.web.secret_words import digest_of, new_word

PATH = "/feed/{word}.ics"
"""Where the feed is."""

_FILE = "web-feed.json"


class Feed(BaseModel):
    """What is known about the feed.

    Attributes:
        made_at: When its address was made; None when there is none.
        address: The address, which is shown once: when it is made.
    """

    model_config = ConfigDict(frozen=True)

    made_at: datetime | None = None
    address: str | None = None


class _Kept(BaseModel):
    made_at: datetime
    sha256: str


class FeedKey:
    """The one key of a library's feed, of which it keeps a digest alone; what is made or revoked counts at once.

    Args:
        folder: The library's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE

    def renew(self, site: str, *, now: datetime) -> Feed:
        """Make an address; the one before, if any, is of no use any more.

        Args:
            site: Where the page is, without a path.
            now: The time that is noted, with a zone.
        """
        word = new_word()
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._file, _Kept(made_at=now, sha256=digest_of(word)).model_dump_json().encode())
        return Feed(made_at=now, address=site.rstrip("/") + PATH.format(word=word))

    def revoke(self) -> None:
        """Let the address be of no use any more."""
        self._file.unlink(missing_ok=True)

    @property
    def feed(self) -> Feed:
        """What is known, without the address."""
        kept = self._read()
        return Feed(made_at=kept.made_at if kept else None)

    def opens(self, word: str) -> bool:
        """Tell whether a word is the key."""
        kept = self._read()
        return kept is not None and hmac.compare_digest(digest_of(word), kept.sha256)

    def _read(self) -> _Kept | None:
        # A damaged file opens to nobody.
        with suppress(FileNotFoundError, ValidationError):
            return _Kept.model_validate_json(self._file.read_bytes())
        return None
