"""Turns: pages are made two at a time, in the order in which they were asked for."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")

# Python computes in one thread at a time, so that twenty pages that are made at once are all done late: with two, half
# of the readers wait as long as before, and the last ones half as long. The second one goes on while the first one
# waits for the database.
_AT_ONCE = 2
_LIMIT = CapacityLimiter(_AT_ONCE)


def in_turn(endpoint: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Let a room's function have its turn; for pages that many ask for, and that wait for nothing but the database.

    What waits for a printer, a mail server or another process must not keep others from their pages.
    """

    @functools.wraps(endpoint)
    async def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        return await to_thread.run_sync(functools.partial(endpoint, *args, **kwargs), limiter=_LIMIT)

    return answer
