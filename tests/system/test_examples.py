"""The example at the end of every command's help does what it says: all of them in a row, on one library."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from command_tree import commands
from dav_server import PASSWORD, USER, Radicale
from importing import open_library
from meishi.cli import app
from meishi.cli.examples import EXAMPLES
from meishi.cli.schema import FORMS
from meishi.domain.one_line import MailState, SentLine
from meishi.errors import ExitCode, MeishiError
from meishi.exchange.passwords import FILE_NAME
from meishi.store import NewMail
from web_site import serving

DEMO = Path(__file__).parents[2] / "samples" / "demo"
SCAN = "09-scan.jpg"
ON_THEIR_OWN = {"review", "serve", "restore"}
"""Those that take a terminal, never end, or want an empty library."""
ONLY_LOOK = {
    *(
        "doctor",
        "contacts",
        "show",
        "history",
        "today",
        "postcards",
        "postcards coverage",
        "followups",
        "bonds",
        "year",
    ),
    *("find list", "find match", "mail", "mails list", "trip", "check", "token list", "feed", "learn", "sync"),
}
"""Those that can be asked again for the same as JSON."""


def words(name, *more):
    program, *rest = [*shlex.split(EXAMPLES[name]), *more]
    assert program == "meishi"
    return rest


def run(name, *more):
    """The exit code of an example, and what it printed."""
    done = CliRunner().invoke(app, words(name, *more))
    if isinstance(done.exception, MeishiError):
        return done.exception.exit_code, str(done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout


@pytest.fixture
def desk(tmp_path, monkeypatch, meishi_home):
    """A folder with the files that the examples name, and settings of somebody who uses everything."""
    folder = tmp_path / "desk"
    for name in ("cards", "scans", "links", "labelled"):
        (folder / name).mkdir(parents=True)
    (folder / "card.jpg").write_bytes((DEMO / SCAN).read_bytes())
    for name in (SCAN, "10-scan-both-sides.pdf"):
        (folder / "cards" / name).write_bytes((DEMO / name).read_bytes())
    (folder / "contacts.csv").write_text("氏名,会社名,e-mail\n佐藤 次郎,佐藤家具,jiro@example.com\n", encoding="utf-8")
    (folder / "links" / "page.url").write_text("[InternetShortcut]\nURL=https://example.com/chairs\n")
    truth = [
        line for line in (DEMO / "truth.jsonl").read_text("utf-8").splitlines() if json.loads(line)["file"] == SCAN
    ]
    (folder / "labelled" / "truth.jsonl").write_text("\n".join(truth), encoding="utf-8")
    shutil.copy(DEMO / SCAN, folder / "labelled")
    package = tmp_path / "site" / "mycrm-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: mycrm\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[meishi.exporters]\nmycrm = mycrm:write\n")
    (package.parent / "mycrm.py").write_text(
        "from meishi.exchange.person import Written\n"
        "def write(people):\n    return Written('\\n'.join(person.uid for person in people).encode())\n"
    )
    monkeypatch.syspath_prepend(str(package.parent))
    server = Radicale(tmp_path)
    meishi_home.mkdir(mode=0o700)
    (meishi_home / FILE_NAME).write_text(PASSWORD + "\n", encoding="utf-8")
    (meishi_home / FILE_NAME).chmod(0o600)
    for name, value in {
        "MEISHI_ENGINE": "tesseract",
        "MEISHI_CARDDAV_URL": server.address_book,
        "MEISHI_DAV_USER": USER,
        "MEISHI_LANGUAGE": "en",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "MEISHI_SENDER_NAME": "相原 陽子",
        "MEISHI_SENDER_ADDRESS": "東京都千代田区丸の内1-1-1",
        "MEISHI_SENDER_POSTAL_CODE": "100-0005",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    yield folder
    server.stop()


def test_every_command_has_an_example_of_itself_in_its_help():
    found = dict(commands())

    assert found.keys() == EXAMPLES.keys()
    for name, command in found.items():
        assert EXAMPLES[name].startswith(f"meishi {name}")
        assert command.epilog == f"Example: {EXAMPLES[name]}"


@pytest.mark.needs("tesseract")
def test_the_examples_run_one_after_the_other(desk, meishi_home):
    expected = {"learn": ExitCode.USAGE}  # nothing was corrected yet
    refused = []
    for name in EXAMPLES:
        if name in ON_THEIR_OWN:
            continue
        if name == "mails settle":
            leave_a_mail_unsettled(meishi_home)
        code, said = run(name)
        if code != expected.get(name, ExitCode.OK):
            refused.append((name, said))
        if name in ONLY_LOOK and name not in expected:
            _, lines = run(name, "--json")
            for line in lines.splitlines():
                FORMS[name].load().model_validate_json(line)

    assert refused == []
    assert {file.name for file in desk.iterdir() if file.is_file()} >= {
        *("postcards.pdf", "telephone.vcf", "google.csv", "tasks.ics", "everybody.json", "mycrm.txt", "library.zip")
    }


def leave_a_mail_unsettled(home):
    """A line of which nobody knows whether it went out: the power failed at that moment."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    line = SentLine(contact_id=3, find_id=None, line="Found this", day=now.date(), state=MailState.PERHAPS_SENT)
    mail = NewMail(line=line, address="jiro@example.com", subject="Found this", message_id="<1@example.jp>")
    with open_library(home).store as store:
        store.mail.write_down(mail, lambda _: None, now=now)


def test_the_example_of_restoring_fills_an_empty_library(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("backup")[0] == ExitCode.OK
    monkeypatch.setenv("MEISHI_HOME", str(tmp_path / "another"))
    assert run("restore")[0] == ExitCode.OK


def test_the_example_of_serving_serves():
    with serving(*words("serve")[1:]) as (process, said):
        assert said["link"].startswith(said["address"])
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == ExitCode.OK


def test_the_example_of_reviewing_opens_a_screen(desk, monkeypatch):
    assert run("import-contacts")[0] == ExitCode.OK
    monkeypatch.setenv("TERM", "xterm-256color")
    screen, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    command = [Path(sys.executable).with_name("meishi"), *words("review")]
    with subprocess.Popen(command, stdin=end, stdout=end, stderr=end) as process:
        os.close(end)
        seen, until = b"", time.monotonic() + 60
        try:
            while process.poll() is None and time.monotonic() < until:
                if select.select([screen], [], [], 0.5)[0]:
                    seen += os.read(screen, 65536)
                if "佐藤".encode() in seen:
                    os.write(screen, b"q")
        except OSError:
            pass  # the screen is closed at the other end
        finally:
            process.kill()
    os.close(screen)
    assert "佐藤".encode() in seen
    assert process.returncode == ExitCode.OK
