"""Pictures as pixels in terminals that draw sixels (DEC STD 070): xterm, foot, WezTerm, Konsole, iTerm2 and others."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import sys
import termios
import time
import tty
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# The two answers come within milliseconds; over a slow line within a second.
_SECONDS_TO_ANSWER = 1.0
# What the terminal is, and how many pixels a cell has. Every terminal answers the first, so it is asked last.
_QUESTIONS = b"\x1b[16t\x1b[c"
_IS_TERMINAL = re.compile(rb"\x1b\[\?([\d;]+)c")
_CELL = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_DRAWS_SIXELS = b"4"
_GREYS = 32


class CellSize(NamedTuple):
    """How many pixels a cell of the terminal has.

    Attributes:
        width: Across.
        height: Down.
    """

    width: int
    height: int


def cell_size_for_pictures() -> CellSize | None:
    """Ask the terminal whether it draws sixels, and in cells of what size; None when it does not, or does not say.

    To be called before anything else reads what is typed.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        os.write(sys.stdout.fileno(), _QUESTIONS)
        return understand(_answer(descriptor), _window(descriptor))
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _answer(descriptor: int) -> bytes:
    """What the terminal answers, up to the end of the last answer or of its time."""
    said = b""
    until = time.monotonic() + _SECONDS_TO_ANSWER
    while not _IS_TERMINAL.search(said) and (left := until - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            said += os.read(descriptor, 1024)
    return said


def _window(descriptor: int) -> tuple[int, int, int, int]:
    """Rows and columns of the terminal, and its pixels across and down; zeros where it does not say."""
    rows, columns, across, down = struct.unpack("HHHH", fcntl.ioctl(descriptor, termios.TIOCGWINSZ, bytes(8)))
    return rows, columns, across, down


def understand(answer: bytes, window: tuple[int, int, int, int]) -> CellSize | None:
    """Understand what a terminal says of itself: whether it draws sixels, and the size of its cells.

    Args:
        answer: To the questions.
        window: Its rows, columns, and pixels across and down, from which the size follows where it gives no answer.
    """
    terminal, cell = _IS_TERMINAL.search(answer), _CELL.search(answer)
    # The first number says what terminal it is, the others what it can do.
    if not terminal or _DRAWS_SIXELS not in terminal[1].split(b";")[1:]:
        return None
    rows, columns, across, down = window
    size = CellSize(across // max(1, columns), down // max(1, rows))
    if cell:
        size = CellSize(width=int(cell[2]), height=int(cell[1]))
    return size if min(size) > 0 else None


def as_sixels(pixels: NDArray[np.uint8]) -> str:
    """Write a picture in sixels, in 32 greys.

    Args:
        pixels: uint8, height x width, grey.
    """
    height, width = pixels.shape
    levels = (pixels.astype(np.uint16) * _GREYS // 256).astype(np.uint8)
    palette = "".join(f"#{grey};2;{share};{share};{share}" for grey in range(_GREYS) for share in [_percent(grey)])
    padded = np.full((-(-height // 6) * 6, width), _GREYS, np.uint8)
    padded[:height] = levels
    bands = (_band(padded[top : top + 6]) for top in range(0, len(padded), 6))
    return f'\x1bPq"1;1;{width};{height}{palette}{"-".join(bands)}\x1b\\'


def _percent(grey: int) -> int:
    return round(100 * grey / (_GREYS - 1))


def _band(rows: NDArray[np.uint8]) -> str:
    """Six rows of pixels: for each grey the columns of six that have it, one grey over the other."""
    weights = 1 << np.arange(6)[:, None]
    drawn = []
    for grey in np.unique(rows[rows < _GREYS]):
        codes = ((rows == grey) * weights).sum(axis=0) + 63
        drawn.append(f"#{grey}" + "".join(_run(chr(code), len(list(run))) for code, run in groupby(codes.tolist())))
    return "$".join(drawn)


def _run(character: str, length: int) -> str:
    return f"!{length}{character}" if length > 3 else character * length
