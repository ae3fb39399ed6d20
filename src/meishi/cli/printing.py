"""What the commands print alike: stdout is data, stderr is talk."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from meishi.errors import MeishiError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from rich.console import Console

    from meishi.exchange.person import Loss


def print_error(error: MeishiError) -> None:
    """Say on stderr what happened and what to do next."""
    say = _words()
    hint = f"\n  {say(error.hint)}" if error.hint else ""
    sys.stderr.write(f"meishi: {say(str(error))}{hint}\n")


def say_aloud(message: str) -> None:
    """Say something on stderr at once: a service's log shows it when it happens."""
    sys.stderr.write(f"meishi: {message}\n")
    sys.stderr.flush()


def _words() -> Callable[[str], str]:
    """The user's language, unless it is the settings that are wrong."""
    from meishi.wiring import build_wording, read_settings  # noqa: PLC0415

    with suppress(MeishiError):
        return build_wording(read_settings())
    return str


def print_losses(losses: Sequence[Loss]) -> None:
    """Say on stderr what a file cannot hold."""
    for loss in losses:
        sys.stderr.write(f"not in the file: {loss.display_name}: {loss.what}\n")


def print_json_line(model: BaseModel) -> None:
    """Print one JSON object on a line of its own, and let a program that waits for it have it at once."""
    sys.stdout.write(model.model_dump_json() + "\n")
    sys.stdout.flush()


def console() -> Console:
    """The terminal on stdout; piped, it neither colours nor breaks lines."""
    from rich.console import Console  # noqa: PLC0415

    return Console() if sys.stdout.isatty() else Console(width=200, soft_wrap=True)
