"""Watches a folder whose pictures hold made-up cards; run as a program, it can be killed at any moment.

Run as `python watching.py FOLDER HOME`. A picture that does not end in `END` is cut off, one that says `no card` holds
none.
"""

import hashlib
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from importing import TODAY, made_up_reading, open_library
from meishi.domain.encounter import Encounter
from meishi.errors import NoCardFoundError, UnreadableFileError
from meishi.services.import_ import import_pictures
from meishi.services.reading import FileReading
from meishi.services.watch import Settling, WatchedFolder, Watcher, keep_looking, wake_on_changes

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def picture(text="a card"):
    return f"{text} END".encode()


def read_dropped(paths):
    for path in paths:
        content = path.read_bytes()
        result = FileReading(path, sha256=hashlib.sha256(content).hexdigest())
        if not content.endswith(b"END"):
            result.errors.append(UnreadableFileError(f"{path}: the picture is truncated", hint="Copy it again."))
        elif b"no card" in content:
            result.errors.append(NoCardFoundError(f"{path}: nothing in the picture looks like a card"))
        else:
            result.readings.append(made_up_reading(path))
        yield result


def build_watcher(watched, library, *, settle_seconds, clock=time.monotonic, tell=print, read=read_dropped):
    def import_files(files):
        return import_pictures(
            files,
            library,
            read,
            encounter_of=lambda file: Encounter(met_on=TODAY, tags=watched.tags_of(file)),
            today=TODAY,
            now=lambda: NOW,
        )

    return Watcher(watched, import_files, settling=Settling(settle_seconds), clock=clock, now=lambda: NOW, tell=tell)


def main(folder, home):
    with WatchedFolder.claim(folder, home=home) as watched:
        watcher = build_watcher(watched, open_library(home), settle_seconds=0.4)
        wakes = wake_on_changes(watched.path, lambda: watcher.is_waiting, poll=False)
        for filed in keep_looking(watcher, wakes, clock=time.monotonic, tell=print):
            print(filed.outcome.file, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
