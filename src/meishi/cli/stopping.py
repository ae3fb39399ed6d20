"""How commands end that run until somebody stops them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def end_on_sigterm() -> list[bool]:
    """Let SIGTERM end the program like Ctrl-C does; the list it returns is filled when that has happened."""
    received: list[bool] = []

    def end(_signal: int, _frame: FrameType | None) -> None:
        # A second one must not disturb the end.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        received.append(True)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    return received
