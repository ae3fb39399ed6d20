"""What the commands print alike: stdout is data, stderr is talk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from meishi.cli.line_breaks import break_japanese_lines
from meishi.errors import MeishiError
from meishi.wording import Wording, language_of_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn

    from meishi.exchange.person import Loss


def words() -> Wording:
    """Give the words of the user's language, whatever else is wrong with the settings."""
    return Wording(language_of_user())


def print_error(error: MeishiError) -> None:
    """Say on stderr what happened and what to do next."""
    say_with_hint(str(error), error.hint)


def say_with_hint(message: str, hint: str = "") -> None:
    """Say on stderr, in the user's language, what happened and what to do next."""
    say = words()
    talk(f"meishi: {say(message)}")
    if hint:
        talk(f"  {say(hint)}")


def say_aloud(message: str) -> None:
    """Say something on stderr in the user's language."""
    talk(f"meishi: {words()(message)}")


def talk(text: str) -> None:
    """Write a line on stderr at once, as a service's log wants it; a terminal breaks it between words."""
    if sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415

        break_japanese_lines()
        Console(stderr=True).print(text, markup=False, highlight=False)
    else:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def progress_bar(what: str, *columns: str | ProgressColumn) -> Progress:
    """Make a bar on stderr of how far something is, where somebody watches; `what` names what is counted."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    screen = Console(stderr=True)
    all_columns = (BarColumn(), MofNCompleteColumn(), what, *columns, TimeRemainingColumn(), words()("left"))
    return Progress(*all_columns, console=screen, transient=True, disable=not screen.is_terminal)


def print_losses(losses: Sequence[Loss]) -> None:
    """Say on stderr what a file cannot hold."""
    say = words()
    for loss in losses:
        what = say("not in the file: {name}: {what}", name=loss.display_name, what=say(loss.what))
        talk(what)


def print_json_line(model: BaseModel) -> None:
    """Print one JSON object on a line of its own, and let a program that waits for it have it at once."""
    sys.stdout.write(model.model_dump_json() + "\n")
    sys.stdout.flush()


def print_json(document: object) -> None:
    """Print a JSON document for people to read."""
    import json  # noqa: PLC0415

    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def console() -> Console:
    """The terminal on stdout; piped, it neither colours nor breaks lines."""
    from rich.console import Console  # noqa: PLC0415

    break_japanese_lines()
    return Console() if sys.stdout.isatty() else Console(width=200, soft_wrap=True)
