"""A watched folder into which others write slowly, with a watcher that is killed now and then."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from command import PROGRAM
from importing import open_library
from meishi.errors import ExitCode
from meishi.services.check import check_library
from patience import wait_until
from watching import NOW, picture

DEMO = Path(__file__).parents[2] / "samples" / "demo"
FILES = 200
KILLS = 5


def content_of(number):
    """Cards, but for every tenth file that holds none and every tenth that is never finished."""
    text = f"picture {number} " * 500
    return {3: picture(f"{text} no card"), 7: text.encode()}.get(number % 10, picture(text))


def copy_slowly(folder, choose):
    """Write files in pieces, two thirds under another name until they are whole, in two folders at a time."""
    for start in range(0, FILES, 10):
        batch = []
        for number in range(start, start + 10):
            place = folder / ("fair" if number % 2 else ".")
            place.mkdir(exist_ok=True)
            target = place / f"{number:03}.jpg"
            written_as = target.with_name(f"{target.name}.part") if number % 3 else target
            batch.append((target, written_as, content_of(number)))
        for piece in range(3):
            for _, written_as, content in batch:
                with written_as.open("ab") as opened:
                    opened.write(content[piece * len(content) // 3 : (piece + 1) * len(content) // 3])
            time.sleep(choose.uniform(0.01, 0.1))
        for target, written_as, _ in batch:
            if written_as != target:
                written_as.rename(target)
    (folder / "never finished.jpg.part").write_bytes(b"half a picture")
    (folder / ".DS_Store").write_bytes(b"litter")


@contextmanager
def running_watcher(folder, home):
    program = Path(__file__).parent.parent / "watching.py"
    with subprocess.Popen([sys.executable, str(program), str(folder), str(home)], stdout=subprocess.PIPE) as watcher:
        try:
            yield watcher
        finally:
            watcher.kill()


def pictures_in(folder):
    return sorted(path.stem for path in folder.rglob("*.jpg"))


def waiting(folder):
    return [*folder.glob("*.jpg"), *folder.glob("fair/*.jpg")]


def test_slow_copies_and_a_watcher_killed_five_times_leave_every_card_once_in_the_library(tmp_path, meishi_home):
    folder = tmp_path / "dropped"
    folder.mkdir()
    choose = random.Random(7)
    copier = threading.Thread(target=copy_slowly, args=(folder, choose))
    copier.start()
    for _ in range(KILLS):
        with running_watcher(folder, meishi_home) as watcher:
            for _ in range(choose.randrange(5, 25)):
                watcher.stdout.readline()
    copier.join()
    with running_watcher(folder, meishi_home):
        wait_until(lambda: not waiting(folder), or_else="the watcher did not come round")

    by_kind = {kind: [f"{number:03}" for number in range(FILES) if number % 10 == kind] for kind in range(10)}
    unreadable = sorted(by_kind[3] + by_kind[7])
    readable = sorted(stem for kind in by_kind.keys() - {3, 7} for stem in by_kind[kind])
    assert pictures_in(folder / "set-aside") == unreadable
    assert pictures_in(folder / "archive") == readable
    for path in (folder / "set-aside").rglob("*.jpg"):
        note = path.with_name(f"{path.name}.txt").read_text(encoding="utf-8")
        assert ("looks like a card" if int(path.stem) % 10 == 3 else "truncated") in note
    assert (folder / "never finished.jpg.part").exists()

    library = open_library(meishi_home)
    records = library.store.contacts()
    assert sorted(record.contact.name.full for record in records) == [f"山田 {stem}" for stem in readable]
    assert all(len(record.postcards) == len(record.follow_ups) == 1 for record in records)
    tags = {record.contact.name.full[-3:]: record.encounters[0].encounter.tags for record in records}
    assert tags == {stem: ("fair",) if int(stem) % 2 else () for stem in readable}
    for record in records:
        (card,) = library.store.cards(record.id)
        kept = library.originals.path(card.kept_as).read_bytes()
        assert kept == content_of(int(record.contact.name.full[-3:]))
    assert check_library(library.store, library.originals, now=NOW).findings == ()
    library.store.close()


def start_meishi(*arguments):
    return subprocess.Popen(
        [*PROGRAM, "watch", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MEISHI_ENGINE": "tesseract"},
    )


def run_meishi(*arguments):
    with start_meishi(*arguments) as watcher:
        output, _ = watcher.communicate()
    return watcher.returncode, output


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize(
    ("stop", "code", "options"), [(signal.SIGTERM, ExitCode.OK, []), (signal.SIGINT, ExitCode.INTERRUPTED, ["--poll"])]
)
def test_the_command_reads_what_is_dropped_until_it_is_stopped(tmp_path, meishi_home, stop, code, options):
    folder = tmp_path / "名刺 受信"
    folder.mkdir()
    with start_meishi(folder, "--settle", 0.5, "--json", *options) as watcher:
        assert "watching" in watcher.stderr.readline()
        (folder / "not a card.jpg").write_bytes(b"text")
        (folder / "scan.jpg").write_bytes((DEMO / "09-scan.jpg").read_bytes())
        filed = [json.loads(watcher.stdout.readline()) for _ in range(2)]
        assert run_meishi(folder) == (ExitCode.USAGE, "")
        watcher.send_signal(stop)
        assert watcher.wait() == code
        assert "Traceback" not in watcher.stderr.read()
    places = {Path(one["filed_as"]).relative_to(folder).parts[0]: Path(one["filed_as"]) for one in filed}
    assert places["archive"].name == "scan.jpg"
    assert places["set-aside"].with_name("not a card.jpg.txt").exists()
    library = open_library(meishi_home)
    assert len(library.store.contacts()) == 1
    library.store.close()


@pytest.mark.needs("tesseract")
def test_once_reads_what_is_there_and_ends(tmp_path):
    folder = tmp_path / "dropped"
    (folder / "fair").mkdir(parents=True)
    (folder / "fair" / "scan.jpg").write_bytes((DEMO / "09-scan.jpg").read_bytes())
    code, output = run_meishi(folder, "--once", "--settle", 0.1)
    assert code == ExitCode.OK
    assert output.startswith("scan.jpg: contact 1")
    (folder / "text.jpg").write_bytes(b"text")
    assert run_meishi(folder, "--once", "--settle", 0.1) == (ExitCode.BATCH_INCOMPLETE, "text.jpg: set aside\n")


@pytest.mark.parametrize("manager", ["systemd", "launchd"])
def test_the_file_that_lets_the_system_start_it_has_the_command_with_whole_paths(tmp_path, monkeypatch, manager):
    folder = tmp_path / "dropped"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    code, output = run_meishi("dropped", "--settle", 5, "--print-service", manager)
    assert code == ExitCode.OK
    assert str(folder) in output
    assert "--settle" in output
    assert "--print-service" not in output


def test_links_and_mails_that_are_dropped_become_finds_and_go_to_the_archive(tmp_path):
    folder = tmp_path / "dropped"
    (folder / "茶").mkdir(parents=True)
    (folder / "茶" / "お茶の本.url").write_text("[InternetShortcut]\nURL=https://example.com/tea\n", encoding="utf-8")
    (folder / "nothing.eml").write_text("From: a@example.com\n\n", encoding="utf-8")
    code, output = run_meishi(folder, "--once", "--settle", 0.1)
    assert code == ExitCode.BATCH_INCOMPLETE
    assert sorted(output.splitlines()) == ["nothing.eml: set aside", "お茶の本.url: find 1"]
    assert len(list(folder.glob("archive/*/茶/お茶の本.url"))) == 1
    assert "neither a link nor a text" in (folder / "set-aside" / "nothing.eml.txt").read_text(encoding="utf-8")
