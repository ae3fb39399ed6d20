"""Imports two pictures and is killed before each of its writes in turn; what is left must be sound each time.

`python power_cut.py FOLDER` prints before how many writes it was killed. A process of its own, for it forks.
"""

import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, event

from importing import open_library, run_import
from meishi.services.check import FindingKind, check_library

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_FILE_EVENTS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate", "shutil.move"})


def killed_before(write):
    """End this process without any warning before its so many-th write to the disk or the database."""
    done = 0

    def count_write(*_, **__):
        nonlocal done
        done += 1
        if done == write:
            os.kill(os.getpid(), signal.SIGKILL)

    def note(name, arguments):
        is_writing = name == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if name in _FILE_EVENTS or is_writing:
            count_write()

    sys.addaudithook(note)
    event.listen(Engine, "before_cursor_execute", count_write)
    event.listen(Engine, "commit", count_write)


def main(folder):
    pictures = folder / "pictures"
    pictures.mkdir()
    for number in range(2):
        (pictures / f"{number}.jpg").write_bytes(f"picture {number}".encode() * 1000)
    files = sorted(pictures.iterdir())
    empty = folder / "empty"
    open_library(empty).store.close()
    for write in count(1):
        home = folder / f"home-{write}"
        shutil.copytree(empty, home)
        child = os.fork()
        if child == 0:
            killed_before(write)
            run_import(files, open_library(home))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        library = open_library(home)
        with library.store as store:
            left = check_library(store, library.originals, now=NOW)
            # A copy that no contact has yet is what the next run goes on with.
            lost = [finding for finding in left.findings if finding.kind is not FindingKind.ORIGINAL_UNKNOWN]
            assert not lost, (write, lost)
            run_import(files, library)
            assert len(store.contacts()) == 2, write
            after = check_library(store, library.originals, now=NOW)
            assert not after.findings, (write, after.findings)
        shutil.rmtree(home)
        if status == 0:
            print(write - 1)
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
