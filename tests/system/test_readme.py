"""The README is held to its word: the record it shows, the commands, settings and targets that it names."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from command import meishi
from dav_server import PASSWORD, USER, Radicale
from importing import meet, open_library
from meishi.cli import app
from meishi.domain.contact import Contact, PersonName
from meishi.errors import ExitCode
from meishi.wiring import Settings
from web_site import serving

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_mentioned_and_every_mentioned_command_is_there():
    named = set(re.findall(r"`meishi ([a-z-]+)", README))

    commands = {command.name for command in app.registered_commands}
    groups = {group.typer_instance.info.name for group in app.registered_groups}
    assert named == commands | groups


def test_every_setting_is_mentioned_and_every_mentioned_setting_is_there():
    named = set(re.findall(r"\bMEISHI_[A-Z_]+", README))

    assert named == {f"MEISHI_{name.upper()}" for name in Settings.model_fields}


def test_every_exit_code_is_explained():
    sentence = README.partition("The exit code is")[2].partition(".\n")[0]

    assert [int(code) for code in re.findall(r"\b(\d+) (?:when|for)\b", sentence.replace("\n", " "))] == list(ExitCode)


def test_every_target_that_is_mentioned_is_there():
    targets = re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= set(targets)


def test_every_file_that_is_shown_or_linked_is_there():
    paths = [*re.findall(r'src="([^"]+)"', README), *re.findall(r"\]\(([^)#:]+)\)", README)]

    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


@pytest.mark.needs("tesseract")
def test_the_record_beside_the_picture_is_what_is_read_from_it():
    picture = CHECKOUT / str(re.findall(r'<img src="([^"]+)"', README)[0])
    shown = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])

    program = Path(sys.executable).with_name("meishi")

    read = subprocess.run([program, "read", "--json", picture], capture_output=True, text=True, check=True)

    assert json.loads(read.stdout)["contact"] == shown


def test_the_examples_of_coming_and_going_do_what_they_say(tmp_path, monkeypatch):
    section = README.partition("## From and to other address books")[2].partition("\n## ")[0]
    coming, going, _ = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    examples = [shlex.split(line, comments=True) for block in (coming, going) for line in block.splitlines()]
    (tmp_path / "contacts.csv").write_text(
        "First Name,Last Name,Custom,Birthday\nTaro,Yamada,ACME,1980\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    for name, *arguments in examples:
        assert name == "meishi"
        assert meishi(*arguments).returncode == ExitCode.OK

    written = {
        argument
        for arguments in examples
        for argument in arguments
        if argument.endswith((".csv", ".vcf", ".ics", ".json"))
    }
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == written


def test_the_example_of_staying_in_step_brings_people_both_ways(tmp_path, meishi_home):
    section = README.partition("## From and to other address books")[2].partition("\n## ")[0]
    *_, example = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    library = open_library(meishi_home)
    with library.store:
        meet(library, tmp_path, Contact(name=PersonName(full="山田 太郎")))
    server = Radicale(tmp_path)
    server.put(
        f"{server.address_book}mama.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:Mama\r\nN:Mama\r\nEND:VCARD\r\n"
    )
    script = example.replace("https://HOST/USER/contacts/", server.address_book)
    script = script.replace("https://HOST/USER/tasks/", server.calendar).replace("=USER\n", f"={USER}\n")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    # In a session of its own there is no terminal to ask for the password.
    subprocess.run(
        ["bash", "-euc", script], env=environment, input=PASSWORD, text=True, check=True, start_new_session=True
    )

    cards = "".join(server.texts(server.address_book).values())
    server.stop()
    assert "FN:山田 太郎" in cards
    with open_library(meishi_home).store as store:
        assert [record.contact.display_name for record in store.contacts()] == ["Mama", "山田 太郎"]


@pytest.mark.needs("curl")
def test_the_examples_for_other_programs_are_answered(tmp_path, meishi_home):
    section = README.partition("## For other programs")[2].partition("\n## ")[0]
    (example,) = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    (tmp_path / "card.jpg").write_bytes(b"no picture")
    programs = Path(sys.executable).parent

    with serving() as (_, said):
        script = example.replace("http://127.0.0.1:8765", said["address"]).replace(
            "curl", "curl -sS --noproxy '*' -w '\\n'"
        )
        environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
        run = subprocess.run(
            ["bash", "-euc", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )

    contacts, found, find, arrivals = map(json.loads, run.stdout.splitlines())
    assert contacts == found == []
    assert find["find"] == {"text": "", "url": "https://example.com/bees", "tags": ["garden"]}
    assert arrivals[0]["name"] == "card.jpg"
    assert (tmp_path / "token.txt").stat().st_mode & 0o777 == 0o600
