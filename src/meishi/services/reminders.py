"""Reminders: a word about whom the day belongs to, on the desktop or by mail to oneself, once a day.

What does not arrive is said at the next start.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.errors import MeishiError, NotDeliveredError
from meishi.exchange.files import write_private
from meishi.exchange.mail import MailUncertainError
from meishi.wording import marked

REMINDER_FILE = "reminder.json"
"""Lies in the home folder: what one machine could not deliver concerns that machine."""

_SECONDS = 20


class Way(StrEnum):
    """How a reminder reaches the user."""

    DESKTOP = "desktop"
    MAIL = "mail"


Deliver = Callable[[str, str], None]
"""Delivers a title and a text, or raises why it cannot."""


class Reminder(BaseModel):
    """The last reminder, and what became of it.

    Attributes:
        on: The day it was about.
        text: What it said.
        gone: The ways on which it went out, or may have: on that day it takes none of them again.
        reason: Why it did not arrive on any way; empty when it did, or when that was said.
    """

    model_config = ConfigDict(frozen=True)

    on: date
    text: str
    gone: tuple[Way, ...] = ()
    reason: str = ""


def notify(title: str, text: str, *, ways: Mapping[Way, Deliver], on: date, home: Path) -> None:
    """Deliver a reminder on every way that it has not taken on this day; what does not arrive is kept.

    Args:
        title: The first line.
        text: The others.
        ways: What delivers it.
        on: The day it is about.
        home: The folder of the library.

    Raises:
        MeishiError: It could not be delivered on one of the ways; the others were tried all the same.
    """
    last = _last(home)
    gone = set(last.gone) if last and last.on == on else set()
    arrived, errors = bool(gone), list[MeishiError]()
    for way, deliver in ways.items():
        if way in gone:
            continue
        # Written down before: killed while it is on its way, it is not sent twice, and asked about at the next start.
        reminder = Reminder(on=on, text=f"{title}\n{text}", gone=tuple(sorted(gone | {way})))
        _keep(reminder.model_copy(update={"reason": "" if arrived else marked("it was interrupted on its way")}), home)
        try:
            deliver(title, text)
        except MailUncertainError as error:
            gone.add(way)
            errors.append(error)
        except MeishiError as error:
            errors.append(error)
        else:
            gone.add(way)
            arrived = True
        reason = str(errors[0]) if errors and not arrived else ""
        _keep(reminder.model_copy(update={"gone": tuple(sorted(gone)), "reason": reason}), home)
    if errors:
        raise errors[0]


def take_undelivered(home: Path) -> Reminder | None:
    """Give the reminder that did not arrive, once."""
    last = _last(home)
    if last is None or not last.reason:
        return None
    _keep(last.model_copy(update={"reason": ""}), home)
    return last


def show_on_desktop(title: str, text: str) -> None:
    """Show a notification.

    Raises:
        NotDeliveredError: There is no desktop, or it refused.
    """
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
            hint=marked("Install notify-send (Debian: libnotify-bin), or set MEISHI_REMIND_BY to mail."),
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


def _last(home: Path) -> Reminder | None:
    try:
        return Reminder.model_validate_json((home / REMINDER_FILE).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _keep(reminder: Reminder, home: Path) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(home / REMINDER_FILE, reminder.model_dump_json().encode())
