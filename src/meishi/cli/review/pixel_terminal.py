"""Whether the terminal draws pictures in pixels, and how: it is asked before the screen opens."""

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
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meishi.cli.review.kitty import WIPE, as_kitty_graphics
from meishi.cli.review.sixel import as_sixels

# The two answers come within milliseconds; over a slow line within a second.
_SECONDS_TO_ANSWER = 1.0
# What the terminal is, and how many pixels a cell has. Every terminal answers the first, so it is asked last.
_QUESTIONS = b"\x1b[16t\x1b[c"
_IS_TERMINAL = re.compile(rb"\x1b\[\?([\d;]+)c")
_CELL = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_DRAWS_SIXELS = b"4"
# Others would take kitty's own question for a title, or show it; these say by their name that they draw.
_DRAW_AS_KITTY = frozenset({"xterm-kitty", "xterm-ghostty"})


class CellSize(NamedTuple):
    """How many pixels a cell of the terminal has.

    Attributes:
        width: Across.
        height: Down.
    """

    width: int
    height: int


class PixelTerminal(NamedTuple):
    """How a terminal draws pictures in pixels.

    Attributes:
        cell: The size of its cells.
        draw: Writes a picture (uint8, height x width, grey) for it.
        wipe: Takes a picture away that is drawn over the text; empty where text wipes pictures out.
    """

    cell: CellSize
    draw: Callable[[NDArray[np.uint8]], str] = as_sixels
    wipe: str = ""


def ask_for_pixels() -> PixelTerminal | None:
    """Ask the terminal whether it draws pixels, and in cells of what size; None when it does not, or does not say.

    To be called before anything else reads what is typed.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        os.write(sys.stdout.fileno(), _QUESTIONS)
        return understand(_answer(descriptor), _window(descriptor), os.environ.get("TERM", ""))
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


def understand(answer: bytes, window: tuple[int, int, int, int], name: str) -> PixelTerminal | None:
    """Understand what a terminal says of itself: whether it draws pixels, and the size of its cells.

    Args:
        answer: To the questions.
        window: Its rows, columns, and pixels across and down, from which the size follows where it gives no answer.
        name: What TERM calls it.
    """
    terminal, cell = _IS_TERMINAL.search(answer), _CELL.search(answer)
    # The first number says what terminal it is, the others what it can do.
    draws_sixels = terminal is not None and _DRAWS_SIXELS in terminal[1].split(b";")[1:]
    if not draws_sixels and name not in _DRAW_AS_KITTY:
        return None
    rows, columns, across, down = window
    size = CellSize(across // max(1, columns), down // max(1, rows))
    if cell:
        size = CellSize(width=int(cell[2]), height=int(cell[1]))
    if min(size) <= 0:
        return None
    return PixelTerminal(size) if draws_sixels else PixelTerminal(size, as_kitty_graphics, WIPE)
