"""Reminders: a word on the desktop about whom the day belongs to; what does not arrive is said at the next start."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.errors import NotDeliveredError
from meishi.exchange.files import write_private
from meishi.wording import marked

UNDELIVERED_FILE = "undelivered-reminder.json"
"""Lies in the home folder: what one machine could not show concerns that machine."""

_SECONDS = 20


class Undelivered(BaseModel):
    """A reminder that did not reach the user.

    Attributes:
        on: The day it was about.
        text: What it said.
        reason: Why it did not arrive.
    """

    model_config = ConfigDict(frozen=True)

    on: date
    text: str
    reason: str


def notify(title: str, text: str, *, on: date, home: Path) -> None:
    """Show a notification on the desktop; one that cannot be shown is kept for the next start.

    Args:
        title: The first line.
        text: The others.
        on: The day it is about.
        home: The folder of the library.

    Raises:
        NotDeliveredError: There is no desktop, or it refused.
    """
    try:
        _show(title, text)
    except NotDeliveredError as error:
        _keep(Undelivered(on=on, text=f"{title}\n{text}", reason=str(error)), home)
        raise


def take_undelivered(home: Path) -> Undelivered | None:
    """Give the reminder that did not arrive, once."""
    file = home / UNDELIVERED_FILE
    try:
        kept = file.read_text(encoding="utf-8")
        file.unlink()
        return Undelivered.model_validate_json(kept)
    except (OSError, ValidationError):
        return None


def _show(title: str, text: str) -> None:
    if program := shutil.which("notify-send"):
        # Names come from cards: after `--`, none of them is taken for an option.
        command = [program, "--app-name=meishi", "--", title, text]
    elif program := shutil.which("osascript"):
        # A string of AppleScript is written like one of JSON.
        quoted_title, quoted_text = (json.dumps(part, ensure_ascii=False) for part in (title, text))
        command = [program, "-e", f"display notification {quoted_text} with title {quoted_title}"]
    else:
        raise NotDeliveredError(
            marked("no program here can show notifications"),
            hint=marked("Install notify-send (Debian: libnotify-bin)."),
        )
    try:
        shown = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotDeliveredError(f"{Path(program).name} did not run: {error}") from error
    if shown.returncode:
        lines = shown.stderr.strip().splitlines() or [f"it ended with {shown.returncode}"]
        raise NotDeliveredError(
            f"{Path(program).name} refused: {lines[-1]}", hint=marked("Is there a desktop to show it on?")
        )


def _keep(undelivered: Undelivered, home: Path) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(home / UNDELIVERED_FILE, undelivered.model_dump_json().encode())
