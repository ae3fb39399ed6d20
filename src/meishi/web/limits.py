"""How often somebody may do something."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

_MOST_NAMES = 10_000


class RateLimit:
    """Counts what each of many does within a stretch of time; who does more is told to wait.

    Args:
        times: How often is fine.
        seconds: Within how long.
    """

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self._done: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, name: str, now: float) -> float:
        """Count one more for a name, unless that is too many.

        Args:
            name: Who; an address in the network.
            now: Seconds on a clock that never goes back.

        Returns:
            0, or how long to wait; what was refused does not count.
        """
        with self._lock:
            done = self._done.setdefault(name, deque())
            self._done.move_to_end(name)
            if len(self._done) > _MOST_NAMES:
                self._done.popitem(last=False)
            while done and done[0] <= now - self._seconds:
                done.popleft()
            if len(done) >= self._times:
                return done[0] + self._seconds - now
            done.append(now)
            return 0.0
