from __future__ import annotations

import stat
from datetime import date, timedelta

import pytest

from meishi.errors import NotDeliveredError
from meishi.exchange.mail import MailUncertainError
from meishi.services.reminders import REMINDER_FILE, Way, notify, show_on_desktop, take_undelivered

TODAY = date(2026, 11, 25)
DESKTOP = {Way.DESKTOP: show_on_desktop}


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder that is the whole PATH; gives a function that puts a program there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, script):
        file = folder / name
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    return put


def test_a_notification_is_shown_as_it_is_whatever_is_in_the_names(programs, tmp_path):
    told = tmp_path / "told"
    programs("notify-send", f'for part in "$@"; do echo "$part"; done > {told}')
    notify("--urgency=x $(reboot)", "はがき2枚", ways=DESKTOP, on=TODAY, home=tmp_path)

    assert told.read_text(encoding="utf-8").splitlines()[-3:] == ["--", "--urgency=x $(reboot)", "はがき2枚"]
    assert take_undelivered(tmp_path) is None


@pytest.mark.parametrize("has_program", [False, True])
def test_what_cannot_be_shown_is_said_once_at_the_next_start(programs, tmp_path, has_program):
    if has_program:
        programs("notify-send", "echo no bus >&2; exit 1")
    home = tmp_path / "home"
    with pytest.raises(NotDeliveredError):
        notify("Today belongs to 山田 太郎さん", "a postcard", ways=DESKTOP, on=TODAY, home=home)

    assert stat.S_IMODE((home / REMINDER_FILE).stat().st_mode) == 0o600
    undelivered = take_undelivered(home)
    assert undelivered.on == TODAY
    assert "山田 太郎" in undelivered.text
    assert ("no bus" in undelivered.reason) == has_program
    assert take_undelivered(home) is None


def test_apples_script_gets_quoted_text(programs, tmp_path):
    told = tmp_path / "told"
    programs("osascript", f'echo "$2" > {told}')
    notify('say "hi"', "back\\slash", ways=DESKTOP, on=TODAY, home=tmp_path)

    assert told.read_text(encoding="utf-8").strip().endswith(r'with title "say \"hi\""')


class Post:
    """Delivers by hand, and refuses with what it is given."""

    def __init__(self, *refusals):
        self.refusals, self.delivered = list(refusals), []

    def __call__(self, title, text):
        if self.refusals:
            raise self.refusals.pop(0)
        self.delivered.append((title, text))


def remind(home, on=TODAY, **ways):
    notify("Today", "a line", ways={Way(name): post for name, post in ways.items()}, on=on, home=home)


def test_it_comes_once_a_day_on_each_way(tmp_path):
    desktop, mail = Post(), Post()
    for on in (TODAY, TODAY, TODAY + timedelta(days=1)):
        remind(tmp_path, on, desktop=desktop, mail=mail)
    assert len(desktop.delivered) == len(mail.delivered) == 2
    assert take_undelivered(tmp_path) is None


def test_the_way_that_failed_is_tried_again_and_the_other_is_not_taken_twice(tmp_path):
    desktop, mail = Post(NotDeliveredError("no desktop")), Post()
    with pytest.raises(NotDeliveredError):
        remind(tmp_path, desktop=desktop, mail=mail)
    assert len(mail.delivered) == 1
    assert take_undelivered(tmp_path) is None, "it did arrive by mail"
    remind(tmp_path, desktop=desktop, mail=mail)
    assert len(desktop.delivered) == len(mail.delivered) == 1


def test_a_mail_that_perhaps_went_is_not_sent_again_and_said_at_the_next_start(tmp_path):
    mail = Post(MailUncertainError("no answer"))
    with pytest.raises(MailUncertainError):
        remind(tmp_path, mail=mail)
    remind(tmp_path, mail=mail)
    assert mail.delivered == []
    assert take_undelivered(tmp_path).reason == "no answer"


def test_killed_on_its_way_it_is_not_sent_again_and_said_at_the_next_start(tmp_path):
    mail = Post(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        remind(tmp_path, mail=mail)
    remind(tmp_path, mail=mail)
    assert mail.delivered == []
    assert "interrupted" in take_undelivered(tmp_path).reason


def test_what_was_said_once_is_not_said_again_and_still_not_sent_twice(tmp_path):
    mail = Post(NotDeliveredError("no server"))
    with pytest.raises(NotDeliveredError):
        remind(tmp_path, mail=mail)
    assert take_undelivered(tmp_path).reason == "no server"
    for _ in range(2):
        remind(tmp_path, mail=mail)
    assert len(mail.delivered) == 1
    assert take_undelivered(tmp_path) is None
