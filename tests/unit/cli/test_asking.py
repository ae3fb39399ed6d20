from __future__ import annotations

import re

import pytest
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_group

from meishi.cli.app import app
from meishi.cli.asking import print_usage_error
from meishi.wording import Wording

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")


def commands(command, name="meishi"):
    yield name, command
    for member in command.commands.values() if isinstance(command, TyperGroup) else ():
        yield from commands(member, f"{name} {member.name}")


def test_help_is_there_in_japanese_for_every_command_and_option():
    say = Wording("ja")

    for name, command in commands(get_group(app)):
        assert JAPANESE.search(say(command.help)), name
        for parameter in command.params:
            assert JAPANESE.search(say(parameter.help)), f"{name} {parameter.name}"


@pytest.mark.parametrize(
    "call",
    [
        "nonsense",
        "shw 1",
        "show",
        "show nobody",
        "show 1 2",
        "year --jso",
        "year --json=1",
        "year --nonsense",
        "edit 1 --set",
        "split 1",
        "find match --limit 0",
        "serve --port 99999",
        "trip Sapporo --from tomorrow",
        "postcards print --side inside",
        "closeness 1 enemy",
        "watch . --settle soon",
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_the_users_language(call, monkeypatch, capsys):
    monkeypatch.setenv("MEISHI_LANGUAGE", "ja")

    with pytest.raises(TyperException) as caught:
        get_group(app)(call.split(), prog_name="meishi", standalone_mode=False)
    print_usage_error(caught.value)

    said = capsys.readouterr().err.splitlines()
    # Every part of it, whatever of the call is quoted.
    unquoted = re.sub(r"'[^']*'|--?[a-z-]+|[（(][^）)]*[）)]", "", said[0].removeprefix("meishi: "))
    assert JAPANESE.search(unquoted)
    assert not re.search(r"[A-Za-z]{3}", unquoted)


def test_a_group_without_a_command_shows_its_help_alone(capsys):
    with pytest.raises(TyperException) as caught:
        get_group(app)(["find"], prog_name="meishi", standalone_mode=False)
    capsys.readouterr()
    print_usage_error(caught.value)

    assert capsys.readouterr().err == ""
