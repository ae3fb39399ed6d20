"""Tokens: what other programs bring to the API instead of a cookie; each has a name, and can be taken away by it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from meishi.errors import UsageError
from meishi.exchange.files import write_private
from meishi.web.secret_words import digest_of, new_word

_FILE = "web-tokens.json"
_LONGEST_NAME = 60
# Who finds one in a log or a repository sees what it opens.
_PREFIX = "meishi-"


class Token(BaseModel):
    """What is known about a token.

    Attributes:
        name: What the user calls it: the program that has it.
        made_at: When it was made.
        read_only: Whether it changes nothing.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    made_at: datetime
    read_only: bool = False


class NewToken(Token):
    """A token that was just made, with the word itself; it is shown this once.

    Attributes:
        token: What the program brings along.
    """

    token: str


class _Kept(Token):
    sha256: str


_KEPT = TypeAdapter(list[_Kept])


class Tokens:
    """The tokens of a library, of which it keeps digests alone; what is made or taken away counts at once.

    Args:
        folder: The library's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE

    def add(self, name: str, *, now: datetime, read_only: bool = False) -> NewToken:
        """Make a token.

        Args:
            name: What to call it.
            now: The time that is noted, with a zone.
            read_only: Let it change nothing.

        Raises:
            UsageError: The name is none, or another token has it.
        """
        kept = self._read()
        if not (0 < len(name) <= _LONGEST_NAME and name.isprintable() and name == name.strip()):
            raise UsageError(f"{name!r} is no name for a token", hint="Take a few letters: the program that gets it.")
        if any(one.name == name for one in kept):
            raise UsageError(
                f"there is a token {name} already", hint="`meishi token remove` takes it away, or take another name."
            )
        word = _PREFIX + new_word()
        self._write([*kept, _Kept(name=name, made_at=now, read_only=read_only, sha256=digest_of(word))])
        return NewToken(name=name, made_at=now, read_only=read_only, token=word)

    def all(self) -> list[Token]:
        """List the tokens, the oldest first."""
        return [Token(**one.model_dump(exclude={"sha256"})) for one in self._read()]

    def remove(self, name: str) -> None:
        """Take a token away.

        Raises:
            UsageError: There is none of that name.
        """
        kept = self._read()
        left = [one for one in kept if one.name != name]
        if len(left) == len(kept):
            raise UsageError(f"there is no token {name}", hint="`meishi token list` lists them.")
        self._write(left)

    def known(self, word: str) -> Token | None:
        """Know a token by the word that a program brings; None for any other word."""
        digest = digest_of(word)
        return next((one for one in self._read() if one.sha256 == digest), None)

    def _read(self) -> list[_Kept]:
        # A damaged file lets nobody in.
        with suppress(FileNotFoundError, ValidationError):
            return _KEPT.validate_json(self._file.read_bytes())
        return []

    def _write(self, kept: list[_Kept]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._file, _KEPT.dump_json(kept))
