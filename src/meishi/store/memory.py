"""What was found out about the library, kept for as long as nothing in it has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Engine, PoolProxiedConnection

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 200
_NEVER = float("-inf")
_ASK = {
    # Another number when any connection but this one has committed something (https://www.sqlite.org/pragma.html).
    "sqlite": "PRAGMA data_version",
    # Another text when any transaction that writes has begun or ended.
    "postgresql": "SELECT pg_current_snapshot()::text",
}


class Memory:
    """Answers to questions that many ask, each found out once until the library changes, whoever changes it.

    Several threads may ask at once: those with the same question wait for one answer.

    Args:
        engine: The library's database. One in memory is asked each time: it has a single connection, which cannot
            tell what it has changed itself.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asking: PoolProxiedConnection | None = None
        self.holds_seconds = 0.0
        """For how long an answer holds, whatever happens to the library, unless `forget` is called."""
        self._lock = threading.Lock()
        self._version: object = None
        self._since = _NEVER
        self._answers: dict[Hashable, _Answer] = {}

    def recall(self, look: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Give what a function gives that looks into the library; what it gave before, where that still holds.

        Args:
            look: The function. What it gives is shared and must not be changed.
            *args: With what; hashable.
            **kwargs: With what, by name; hashable.
        """
        if self._engine.url.database in {None, "", ":memory:"}:
            return look(*args, **kwargs)
        question = (look, args, tuple(sorted(kwargs.items())))
        with self._lock:
            # Asked before anybody looks: an answer may be newer than its version, and is never older.
            if monotonic() - self._since >= self.holds_seconds or len(self._answers) >= _MOST:
                version = self._ask()
                if version != self._version or len(self._answers) >= _MOST:
                    self._version, self._answers, self._since = version, {}, monotonic()
            answer = self._answers.setdefault(question, _Answer())
        with answer.lock:
            if not answer.is_known:
                answer.value, answer.is_known = look(*args, **kwargs), True
            value: T = answer.value
            return value

    def forget(self) -> None:
        """Find everything out anew from now on."""
        with self._lock:
            self._version, self._answers, self._since = None, {}, _NEVER

    def close(self) -> None:
        """Forget everything, and let go of the database."""
        with self._lock:
            asking, self._asking = self._asking, None
            self._answers = {}
            if asking is not None:
                asking.close()

    def _ask(self) -> object:
        """Give another value than before when the library may have changed."""
        try:
            if self._asking is None:
                # A connection of its own, that never changes anything.
                self._asking = self._engine.raw_connection()
                if self._engine.dialect.name == "postgresql":
                    self._asking.driver_connection.autocommit = True  # type: ignore[union-attr]
            cursor = self._asking.cursor()
            cursor.execute(_ASK[self._engine.dialect.name])
            return cursor.fetchone()
        except Exception:  # noqa: BLE001 - whatever the driver raises: the database is away, and those who look say so
            if self._asking is not None:
                with suppress(Exception):
                    self._asking.invalidate()
                self._asking = None
            return object()


class _Answer:
    """An answer, or the place where it will be."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_known = False
        self.value: Any = None
