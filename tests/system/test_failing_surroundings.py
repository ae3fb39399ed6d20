"""What an import does when the disk is full, the library is held or Tesseract dies: says it, and goes on later."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from importing import TODAY, open_library, run_import
from meishi.care import CareOptions
from meishi.errors import ExitCode, StoreError
from meishi.services.backup import write_backup
from meishi.services.check import check_library
from meishi.services.correct import set_values
from meishi.services.follow_ups import Planner
from meishi.services.forget import forget_contact
from meishi.services.watch import WatchedFolder
from meishi.store import database
from watching import build_watcher, picture

SCAN = Path(__file__).parents[2] / "samples" / "demo" / "09-scan.jpg"
CARDS = 60
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(CARDS):
        (folder / f"{number:02}.jpg").write_bytes(os.urandom(30_000))
    return sorted(folder.iterdir())


def mount(*arguments):
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A disk that holds some of the pictures but not all; and a way to mount it again with other options."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", "size=1300k", "tmpfs", disk):
        pytest.skip("mounting a disk is not allowed here")
    yield disk, lambda options: mount("-o", f"remount,{options}", disk)
    subprocess.run(["umount", disk], check=True)


def saved(library):
    """Everybody in the library, each with both tasks and a whole original."""
    records = library.store.contacts()
    for record in records:
        assert len(record.postcards) == len(record.follow_ups) == 1
        (card,) = library.store.cards(record.id)
        assert library.originals.path(card.kept_as).stat().st_size == 30_000
    return len(records)


@pytest.mark.parametrize(("trouble", "mended"), [("", "size=20m"), ("size=20m,ro", "rw")])
def test_a_full_or_read_only_disk_loses_nothing_and_the_next_run_goes_on(small_disk, pictures, trouble, mended):
    disk, remount = small_disk

    def on_disk(action):
        library = open_library(disk / "home")
        with library.store:
            return action(library)

    on_disk(lambda library: run_import(pictures[:2], library))
    if trouble:
        assert remount(trouble)
    with pytest.raises(StoreError) as caught:
        on_disk(lambda library: run_import(pictures, library))
    assert caught.value.hint
    assert remount(mended)
    assert 2 <= on_disk(saved) < CARDS
    on_disk(lambda library: run_import(pictures, library))
    assert on_disk(saved) == CARDS


def test_a_watched_folder_on_a_full_or_read_only_disk_keeps_its_files_until_there_is_room(small_disk, meishi_home):
    disk, remount = small_disk
    folder = disk / "dropped"
    folder.mkdir()
    assert remount("ro")
    with pytest.raises(StoreError) as caught, WatchedFolder.claim(folder, home=meishi_home):
        pass
    assert caught.value.hint
    assert remount("rw")
    library = open_library(meishi_home)
    told, seconds = [], count(step=1000)
    with WatchedFolder.claim(folder, home=meishi_home) as watched:
        watcher = build_watcher(watched, library, settle_seconds=0, clock=lambda: next(seconds), tell=told.append)
        list(watcher.look())
        for number in range(3):
            (folder / f"{number}.jpg").write_bytes(picture(f"picture {number}"))
        (folder / "cut off.jpg").write_bytes(b"half a picture")
        fill(disk)
        looks = [filed for _ in range(3) for filed in watcher.look()]
        assert {filed.filed_as for filed in looks if filed.outcome.set_aside} == {None}
        assert (folder / "cut off.jpg").read_bytes() == b"half a picture"
        assert any("cannot be filed away" in message for message in told)
        (disk / "filler").unlink()
        list(watcher.look())
    assert sorted(path.name for path in folder.rglob("*.jpg*") if path.parent != folder) == [
        "0.jpg", "1.jpg", "2.jpg", "cut off.jpg", "cut off.jpg.txt"
    ]  # fmt: skip
    assert len(library.store.contacts()) == 3
    assert check_library(library.store, library.originals, now=NOW).findings == ()
    library.store.close()


def fill(disk):
    """Write until a disk has no room left."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))


def test_a_library_that_another_program_holds_is_waited_for_then_said(pictures, meishi_home, monkeypatch):
    with monkeypatch.context() as hasty:
        hasty.setattr(database, "_BUSY_TIMEOUT_SECONDS", 0.3)
        library = open_library(meishi_home)
    other = sqlite3.connect(meishi_home / "meishi.db", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        run_import(pictures[:3], library)
    assert "wait" in caught.value.hint
    library.store.close()
    library = open_library(meishi_home)
    letting_go = threading.Timer(0.5, other.rollback)
    letting_go.start()
    run_import(pictures[:3], library)
    assert saved(library) == 3
    library.store.close()
    letting_go.join()
    other.close()


def test_a_clock_that_was_set_back_loses_nobody_and_no_way_back(pictures, meishi_home, tmp_path):
    library = open_library(meishi_home)
    early = TODAY - timedelta(days=40)
    first = run_import(pictures[:2], library, today=TODAY, now=lambda: NOW)
    # Between two commands the clock goes back by forty days, and stays there.
    then = NOW - timedelta(days=40)
    second = run_import(pictures[:3], library, met_on=early, today=early, now=lambda: then)
    assert [outcome.is_known for outcome in second] == [True, True, False]
    ids = [contact.id for outcome in (*first, *second) for contact in outcome.contacts]
    planner = Planner(library.store, early, then, CareOptions(), "somebody")
    planner.settle()
    for contact_id in ids:
        (follow_up,) = library.store.contact(contact_id).follow_ups
        assert follow_up.due_on > early
    # The journal goes by the order of changes, not by the clock.
    set_values(ids[0], {"company": "株式会社甲"}, library.store, by="somebody", now=NOW)
    set_values(ids[0], {"company": "株式会社乙"}, library.store, by="somebody", now=then)
    library.store.undo(contact_id=ids[0], now=then)
    assert library.store.contact(ids[0]).contact.company == "株式会社甲"
    write_backup(tmp_path / "a.backup", library.store, library.originals, now=then)
    assert check_library(library.store, library.originals, now=then).findings == ()
    assert forget_contact(ids[0], library.store, library.originals).backups == (str(tmp_path / "a.backup"),)
    library.store.close()


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize("trouble", ["kill -9 $$", "while :; do echo alive >>beats; sleep 0.2; done"])
def test_a_tesseract_that_dies_or_hangs_costs_the_picture_until_the_next_run(tmp_path, trouble):
    programs = tmp_path / "bin"
    programs.mkdir()
    wrapper = programs / "tesseract"
    wrapper.write_text(
        f"""#!/bin/sh
        cd {tmp_path}
        case "$*" in *--version*|*--list-langs*) ;; *) [ -e well ] || {trouble} ;; esac
        exec {shutil.which("tesseract")} "$@"
        """
    )
    wrapper.chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "MEISHI_ENGINE": "tesseract",
        "MEISHI_PHOTO_SECONDS": "4",
    }

    def run():
        script = "from meishi.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", script, "import", str(SCAN)],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    first = run()
    assert first.returncode == ExitCode.CARD_REJECTED
    assert "set aside" in first.stderr
    assert "Traceback" not in first.stderr
    beats = tmp_path / "beats"
    before = beats.exists() and beats.stat().st_size
    time.sleep(1)
    assert (beats.exists() and beats.stat().st_size) == before, "a Tesseract was left behind"
    (tmp_path / "well").touch()
    environment.pop("MEISHI_PHOTO_SECONDS")
    assert "new: 1" in run().stdout
