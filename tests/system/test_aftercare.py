"""The commands of the aftercare as a user types them, in a terminal of 80 columns and in scripts."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import sys
import unicodedata
from datetime import date, timedelta

import pytest

from command import meishi
from meishi.errors import ExitCode
from meishi.store import Store
from met_people import meet

TODAY = date.today()  # noqa: DTZ011 - what the commands take for today


@pytest.fixture
def ids(meishi_home):
    with Store.open_file(meishi_home / "meishi.db") as store:
        return [
            *meet(store, TODAY - timedelta(days=12), 5, met_at="Osaka Expo"),
            *meet(store, TODAY - timedelta(days=60), 2, met_at="昨年の展示会", first=20),
            *meet(store, TODAY, 1, met_at=None, first=40, with_address=False),
        ]


def in_terminal(*commands, **environment):
    """Run commands in a terminal of 80 by 24 and give the lines that it shows."""
    script = (
        f"from meishi.cli import app\nfor command in {commands!r}:\n    app(command.split(), standalone_mode=False)"
    )
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"COLUMNS": "80", "LINES": "24", "TERM": "dumb", **environment})
        os.execv(sys.executable, [sys.executable, "-c", script])
    shown = b""
    # The end of a terminal is an error on Linux and an empty chunk elsewhere.
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal, 65536):
            shown += chunk
    _, status = os.waitpid(pid, 0)
    assert status == 0, shown.decode()
    return shown.decode().splitlines()


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def states():
    """Tells where everybody's postcard stands."""
    return lambda: {task["contact_id"]: task["state"] for task in records(meishi("postcards", "--all", "--json"))}


def width(line):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def test_today_says_whom_the_day_belongs_to(ids):
    english, japanese = meishi("today").stdout, meishi("today", MEISHI_LANGUAGE="ja").stdout

    assert "Today belongs to" in english
    assert "さん" in japanese
    assert "の日です" in japanese
    (agenda,) = records(meishi("today", "--json"))
    assert agenda["coverage"]["met"] == len(ids)


def test_an_empty_library_says_how_to_begin():
    for command in ("today", "bonds", "year"):
        assert meishi(command).returncode == ExitCode.OK
    assert "meishi import" in meishi("today").stdout
    assert meishi("postcards", "write").returncode == ExitCode.OK


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_list_is_wider_than_the_terminal(ids, language):
    lines = in_terminal(
        "today",
        "postcards",
        "postcards coverage",
        "postcards coverage --by month",
        "followups --week",
        "bonds",
        "year",
        MEISHI_LANGUAGE=language,
    )

    assert len(lines) > 40
    assert [line for line in lines if width(line) > 80] == []


def test_a_whole_conference_is_written_one_by_one_and_can_be_stopped(states, ids):
    first = "kept the room laughing\nThank you for the evening.\n\n\n"
    second = "asked the best question\nI still think of your question.\nThank you.\nSato\n"
    stopped = meishi("postcards", "write", "--event", "osaka", typed=first + second + "four\n\n")

    assert "What was good about" in stopped.stdout
    assert "three lines are enough" in stopped.stdout
    assert "2 postcards are written" in stopped.stdout
    assert "3 people are still waiting" in stopped.stdout
    assert [states()[number] for number in ids[:5]] == ["written", "written", "to-write", "to-write", "to-write"]
    assert "3 people are still waiting" in meishi("postcards", "write", "--event", "osaka", typed="").stdout

    assert meishi("postcards", "posted").returncode == ExitCode.USAGE
    assert "No postcard is waiting" in meishi("postcards", "posted", "--written", "--event", "nowhere").stdout
    assert meishi("postcards", "posted", "--written").returncode == ExitCode.OK
    assert [states()[number] for number in ids[:3]] == ["posted", "posted", "to-write"]


def test_whose_address_is_missing_is_asked_for_it(states, ids):
    written = meishi(
        "postcards", "write", ids[-1], typed="yes\n〒530-0001 大阪府大阪市北区梅田1-1-3\nfrank\nThank you.\n\n\n"
    )

    assert "no address on the card" in written.stdout
    assert "no letter would find its way there" in written.stdout
    assert "Noted: 530-0001" in written.stdout
    assert states()[ids[-1]] == "written"


def test_what_came_back_is_not_printed_again_and_asks_for_the_right_address(states, ids, tmp_path):
    meishi("postcards", "posted", ids[0], "--on", TODAY - timedelta(days=2))
    assert f"posted {TODAY - timedelta(days=2):%a}" in meishi("show", ids[0], "--private").stdout
    assert meishi("postcards", "returned", ids[0], "--on", TODAY - timedelta(days=1)).returncode == ExitCode.OK
    assert f"{TODAY - timedelta(days=1):postcard came back (%a}" in meishi("history", ids[0]).stdout
    printed = meishi("postcards", "print", ids[0], "-o", tmp_path / "card.pdf")
    assert printed.returncode == ExitCode.CARD_REJECTED
    assert "it came back" in printed.stderr
    asked = meishi("postcards", "write", ids[0], typed="〒530-0001 大阪府大阪市北区梅田1-1-3\n\n\n")
    assert "It came back" in asked.stdout
    assert states()[ids[0]] == "to-write"


def test_who_has_their_postcard_already_does_not_stop_the_round(states, ids):
    meishi("postcards", "posted", ids[0])
    written = meishi("postcards", "write", ids[0], 999, ids[1], typed="frank\nThank you.\n\n\n")

    assert "posted already" in written.stderr
    assert "no contact 999" in written.stderr
    assert states()[ids[1]] == "written"
    assert meishi("postcards", "write", ids[0]).returncode == ExitCode.USAGE


def test_an_unknown_address_leaves_the_words_and_the_card_waiting(states, ids):
    written = meishi("postcards", "write", ids[-1], typed="\nfrank\nThank you.\n\n\n")

    assert "It waits for the address" in written.stdout
    assert states()[ids[-1]] == "waiting-for-address"


def test_a_message_by_option_is_held_to_three_lines(states, ids):
    refused = meishi("postcards", "write", ids[0], *(part for n in range(4) for part in ("--line", str(n))))
    assert refused.returncode == ExitCode.USAGE
    assert "three lines are enough" in refused.stderr
    assert states()[ids[0]] == "to-write"
    assert meishi("postcards", "write", ids[0], "--line", "Thank you").returncode == ExitCode.OK
    assert states()[ids[0]] == "written"


def test_steps_are_taken_for_several_and_undone_and_refusals_do_not_stop_the_others(states, ids):
    result = meishi("postcards", "posted", ids[0], 999, ids[1])
    assert result.returncode == ExitCode.BATCH_INCOMPLETE
    assert "no contact 999" in result.stderr
    assert states()[ids[0]] == states()[ids[1]] == "posted"
    assert meishi("undo").returncode == ExitCode.OK
    assert states()[ids[1]] == "to-write"
    refused = meishi("postcards", "posted", ids[0], MEISHI_LANGUAGE="ja")
    assert refused.returncode == ExitCode.USAGE
    assert "もう投函しました" in refused.stderr


def test_follow_ups_are_done_put_off_stopped_and_taken_up_again(ids):
    for command in ("done", "answered", "snooze", "skip", "stop", "resume"):
        result = meishi("followups", command, ids[0])
        assert result.returncode == ExitCode.OK, result.stderr
    assert "Next line" in result.stdout
    listed = records(meishi("followups", "--week", "--json"))
    assert all(entry["due_on"] >= (TODAY - timedelta(days=3)).isoformat() for entry in listed)


def test_the_log_is_shown_only_when_it_is_asked_for_by_name(ids):
    assert meishi("note", ids[0], "was frank", "--taken", "laughed", "--met").returncode == ExitCode.OK
    assert "trusted" in meishi("closeness", ids[0], "trusted").stdout
    meishi("postcards", "write", ids[0], "--good", "listens", "--line", "Thank you")
    for options in ((), ("--json",)):
        public = meishi("show", ids[0], *options).stdout
        assert not any(word in public for word in ("frank", "laughed", "trusted", "listens"))
        private = meishi("show", ids[0], "--private", *options).stdout
        assert all(word in private for word in ("frank", "laughed", "trusted", "listens", "Thank you"))


def test_a_note_is_asked_for_and_no_day_may_lie_ahead(ids):
    assert "alone" in meishi("note", ids[0], typed="was frank\nlaughed\ny\n").stdout
    assert "Nothing noted" in meishi("note", ids[0], typed="").stdout
    ahead = (TODAY + timedelta(days=2)).isoformat()
    for command in (("note", ids[0], "x"), ("postcards", "posted", ids[0])):
        refused = meishi(*command, "--on", ahead)
        assert refused.returncode == ExitCode.USAGE
        assert "still to come" in refused.stderr


def test_coverage_is_counted_and_drawn(ids, tmp_path):
    meishi("postcards", "posted", *ids[:5])
    file = tmp_path / "weeks.png"
    groups = records(meishi("postcards", "coverage", "--json", "--plot", file))

    assert {group["met_at"]: (group["met"], group["sent"]) for group in groups} == {
        "Osaka Expo": (5, 5),
        "昨年の展示会": (2, 0),
        None: (1, 0),
    }
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_reminder_that_cannot_be_shown_is_said_at_the_next_start(ids, tmp_path):
    failed = meishi("today", "--notify", PATH=str(tmp_path))
    assert failed.returncode == ExitCode.SETUP
    assert failed.stdout == ""
    assert "did not reach you" in meishi("today").stderr
    assert meishi("today").stderr == ""


def test_habits_that_make_no_sense_are_refused_by_name(ids):
    refused = meishi("today", MEISHI_FOLLOW_UP_WEEKS="met=9-3")
    assert refused.returncode == ExitCode.SETUP
    assert "MEISHI_FOLLOW_UP_WEEKS" in refused.stderr
