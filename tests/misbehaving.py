"""A reader whose process crashes, hangs or fails on files of certain names; workers import it by its name."""

import os
import signal
import time

from meishi.errors import EngineMissingError
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
