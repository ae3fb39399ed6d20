"""The command as a user types it: in this process, or as a program of its own, which takes a second to start."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

from meishi.cli import main

PROGRAM = (sys.executable, "-c", "from meishi.cli import main; main()")


class Result(NamedTuple):
    returncode: int
    written: bytes
    stderr: str

    @property
    def stdout(self):
        return self.written.decode()


def meishi(*arguments, typed="", **environment):
    """Run a command in this process, with all that is said and done around it."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"MEISHI_LANGUAGE": "en", **environment}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["meishi", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO(typed))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    return Result(ended.value.code or 0, out.buffer.getvalue(), err.getvalue())


def meishi_program(*arguments, before=(), **environment):
    """Run a command as a program of its own: one that reads pictures, or whose surroundings are what is tested."""
    return subprocess.run(
        [*before, *PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
