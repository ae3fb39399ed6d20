from __future__ import annotations

import stat
from datetime import date

import pytest

from meishi.errors import NotDeliveredError
from meishi.services.reminders import UNDELIVERED_FILE, notify, take_undelivered

TODAY = date(2026, 11, 25)


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
    notify("--urgency=x $(reboot)", "はがき2枚", on=TODAY, home=tmp_path)

    assert told.read_text(encoding="utf-8").splitlines()[-3:] == ["--", "--urgency=x $(reboot)", "はがき2枚"]
    assert take_undelivered(tmp_path) is None


@pytest.mark.parametrize("has_program", [False, True])
def test_what_cannot_be_shown_is_said_once_at_the_next_start(programs, tmp_path, has_program):
    if has_program:
        programs("notify-send", "echo no bus >&2; exit 1")
    home = tmp_path / "home"
    with pytest.raises(NotDeliveredError):
        notify("Today belongs to 山田 太郎さん", "a postcard", on=TODAY, home=home)

    assert stat.S_IMODE((home / UNDELIVERED_FILE).stat().st_mode) == 0o600
    undelivered = take_undelivered(home)
    assert undelivered.on == TODAY
    assert "山田 太郎" in undelivered.text
    assert ("no bus" in undelivered.reason) == has_program
    assert take_undelivered(home) is None


def test_apples_script_gets_quoted_text(programs, tmp_path):
    told = tmp_path / "told"
    programs("osascript", f'echo "$2" > {told}')
    notify('say "hi"', "back\\slash", on=TODAY, home=tmp_path)

    assert told.read_text(encoding="utf-8").strip().endswith(r'with title "say \"hi\""')
