"""The picture of a value, large enough that kanji can be told apart, part by part if need be: in pixels or characters.

A whole card drawn with characters is unreadable; a field of it is not.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.text import Text

from meishi.cli.review.pixel_terminal import CellSize
from meishi.domain.text import Box

Grey = NDArray[np.uint8]

# Kanji are told apart from so many half-blocks in height on; sixths of a cell are finer and make do with fewer.
_LEGIBLE_HALF_BLOCKS, _LEGIBLE_SIXTHS = 12.0, 8.0
_LEGIBLE_PX = 24.0
_MAX_ENLARGEMENT = 1.5
# Terminals that draw the characters of U+1FB00 themselves, whatever the font lacks.
_SIXTHS_TERMINALS = frozenset({"ghostty", "WezTerm", "iTerm.app", "contour"})
_SIXTHS_VARIABLES = ("KITTY_WINDOW_ID", "WT_SESSION", "VTE_VERSION", "FOOT_VERSION")


class Canvas(NamedTuple):
    """Where a picture is drawn.

    Attributes:
        columns: Its width in cells.
        rows: Its height in cells.
        has_sixths: Whether the terminal draws sixths of a cell (sextants), which are finer than half-blocks.
        cell: How many pixels a cell has, where the terminal draws pixels; None where it does not.
    """

    columns: int
    rows: int
    has_sixths: bool
    cell: CellSize | None = None

    @property
    def legible_from(self) -> float:
        """How large glyphs have to be drawn to be told apart, in the height of half-blocks."""
        if self.cell:
            return _LEGIBLE_PX / (self.cell.height / 2)
        return _LEGIBLE_SIXTHS if self.has_sixths else _LEGIBLE_HALF_BLOCKS


def draws_sixths(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is one that is known to draw sixths of a cell."""
    return environment.get("TERM_PROGRAM") in _SIXTHS_TERMINALS or any(map(environment.get, _SIXTHS_VARIABLES))


def cut_parts(card: NDArray[np.uint8], box: Box, value: str, canvas: Canvas) -> list[Grey]:
    """Cut the picture of a value out of a card, in as many parts as it takes to be legible on a canvas.

    Args:
        card: uint8, height x width x 3, BGR, upright.
        box: Where the value stands.
        value: What was read there, which tells how large its glyphs are.
        canvas: Where the parts will be drawn.

    Returns:
        uint8, height x width, grey, the full range of light; the parts in reading order, at least one.
    """
    strip = _laid_flat(_cut_out(card, box), len("".join(value.split())))
    height, width = strip.shape
    glyph_px = min(height, math.sqrt(height * width / max(1.0, cell_len(value) / 2)))
    # In half-blocks, which are square, a pixel of the strip measures so many.
    fitting = min(canvas.columns / width, 2 * canvas.rows / height, 2 * _MAX_ENLARGEMENT)
    scale = max(fitting, canvas.legible_from / glyph_px)
    overlap = round(glyph_px / 2)
    return [
        strip[top:bottom, left:right]
        for top, bottom in _spans(height, 2 * canvas.rows / scale, overlap)
        for left, right in _spans(width, canvas.columns / scale, overlap)
    ]


def draw(part: Grey, canvas: Canvas) -> Text:
    """Draw a part of a picture, as large as a canvas allows."""
    height, width = part.shape
    scale = min(canvas.columns / width, 2 * canvas.rows / height, 2 * _MAX_ENLARGEMENT)
    columns, rows = max(1, int(width * scale)), max(1, math.ceil(height * scale / 2))
    across, down = (2, 3) if canvas.has_sixths else (1, 2)
    size = (columns * across, rows * down)
    pixels = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    lines = []
    for row in range(rows):
        line = Text(no_wrap=True)
        for column in range(columns):
            cell = pixels[row * down : (row + 1) * down, column * across : (column + 1) * across]
            line.append_text(_sixths(cell) if canvas.has_sixths else _halves(cell))
        lines.append(line)
    return Text("\n").join(lines)


def enlarge(part: Grey, columns: int, rows: int, cell: CellSize) -> Grey:
    """Give a part of a picture as large as it may be drawn in pixels.

    Args:
        part: As `cut_parts` gives it.
        columns: How many cells there are across.
        rows: How many there are down.
        cell: The size of a cell in pixels.
    """
    height, width = part.shape
    scale = min(columns * cell.width / width, rows * cell.height / height, 2 * _MAX_ENLARGEMENT)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, size, interpolation=how), dtype=np.uint8)


def _cut_out(card: NDArray[np.uint8], box: Box) -> Grey:
    x, y, width, height = box
    # Boxes may end within a glyph, more often at the ends of a line than along its sides.
    thickness = min(width, height)
    across, along = max(2, thickness // 6), max(4, thickness // 2)
    margin_x, margin_y = (across, along) if height > width else (along, across)
    cut = card[max(0, y - margin_y) : y + height + margin_y, max(0, x - margin_x) : x + width + margin_x]
    if not cut.size:
        cut = card
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.normalize(grey, None, 0, 255, cv2.NORM_MINMAX), dtype=np.uint8)  # type: ignore[call-overload]


def _laid_flat(strip: Grey, glyphs: int) -> Grey:
    """Lay a vertical column down as a line that is read from the left: cut between its glyphs, piece beside piece."""
    height, width = strip.shape
    if height < 1.8 * width:
        return strip
    ink = np.abs(strip.astype(np.int16) - int(np.median(strip))).sum(axis=1)
    pitch = max(2.0, min(width, height / max(1, glyphs)))
    cuts = [0]
    while height - cuts[-1] > 1.5 * pitch:
        # The emptiest row near where the next glyph should end.
        first = cuts[-1] + math.ceil(0.7 * pitch)
        cuts.append(first + int(ink[first : first + math.ceil(0.6 * pitch)].argmin()))
    pieces = [strip[top:bottom] for top, bottom in pairwise([*cuts, height])]
    tallest = max(piece.shape[0] for piece in pieces)
    ground = int(np.median(strip))
    padded = [np.pad(piece, ((0, tallest - len(piece)), (0, 0)), constant_values=ground) for piece in pieces]
    return np.concatenate(padded, axis=1)


def _spans(length: int, window: float, overlap: int) -> Sequence[tuple[int, int]]:
    """Cover a length with windows that overlap."""
    if length <= window * 1.05:
        return [(0, length)]
    size = max(1, int(window))
    count = math.ceil((length - overlap) / max(1, size - overlap))
    step = (length - size) / (count - 1)
    return [(round(index * step), round(index * step) + size) for index in range(count)]


def _halves(cell: Grey) -> Text:
    upper, lower = (int(light) for light in cell[:, 0])
    return Text("▀", _style(upper, lower))


def _sixths(cell: Grey) -> Text:
    """One character for two by three pixels, in the two greys that they are nearest to."""
    middle = (int(cell.min()) + int(cell.max())) / 2
    light = cell > middle
    ink = int(cell[~light].mean())
    ground = int(cell[light].mean()) if light.any() else ink
    number = sum(1 << bit for bit, is_light in enumerate(light.ravel()) if not is_light)
    return Text(_SIXTHS[number], _style(ink, ground))


def _sixth_characters() -> Iterator[str]:
    """The characters by their filled sixths, row by row, the lowest bit first (Unicode 13, U+1FB00 to U+1FB3B)."""
    others = {0: " ", 0b010101: "▌", 0b101010: "▐", 0b111111: "█"}
    following = 0x1FB00
    for number in range(64):
        if number in others:
            yield others[number]
        else:
            yield chr(following)
            following += 1


_SIXTHS = tuple(_sixth_characters())


def _style(ink: int, ground: int) -> Style:
    return Style(color=Color.from_rgb(ink, ink, ink), bgcolor=Color.from_rgb(ground, ground, ground))
