"""A reader whose process crashes, hangs or fails on files of certain names, and others; workers import them by name."""

import hashlib
import os
import signal
import struct
import sys
import time
from pathlib import Path

from importing import made_up_reading
from meishi.errors import CardError, EngineMissingError
from meishi.services.reading import FileReading
from meishi.services.workers import time_limit


def read_or_misbehave(paths):
    """Reads nothing; what a file is called decides what happens to the process that reads it."""
    for path in paths:
        if path.stem.startswith("kills"):
            os.kill(os.getpid(), signal.SIGKILL)
        if path.stem.startswith("raises"):
            raise ZeroDivisionError(path.stem)
        if path.stem.startswith("not-installed"):
            raise EngineMissingError("no engine", hint="Install one.")
        if path.stem.startswith("hangs"):
            with time_limit(0.2):
                time.sleep(60)
    return [FileReading(path) for path in paths]


def read_sent_or_misbehave(files):
    """The same on a cluster; a picture that says `kills once` ends its process the first time alone."""
    for file in files:
        if file.content.startswith(b"kills once") and not Path(file.content[10:].decode()).exists():
            Path(file.content[10:].decode()).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return read_or_misbehave([file.path for file in files])


def read_sent_made_up(files):
    """Reads a made-up card on each file that was sent, and takes a moment for it."""
    results = []
    for file in files:
        if isinstance(file.content, CardError):
            results.append(FileReading(file.path, errors=[file.content]))
            continue
        time.sleep(0.1)
        sha256 = hashlib.sha256(file.content).hexdigest()
        results.append(FileReading(file.path, sha256=sha256, readings=[made_up_reading(file.path)]))
    return results


def answer_half(begun):
    """Begin to answer as a worker does with a large result, and be ended before the rest."""
    answers = sys._getframe(1).f_locals["result_queue"]
    os.write(answers._writer.fileno(), struct.pack("!i", 1000) + b"the first half")
    begun.touch()
    time.sleep(60)
