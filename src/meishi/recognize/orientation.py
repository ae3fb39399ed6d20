"""Which way up a card is, told by its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.text import TextRegion
from meishi.networks import TURN_TELLER, load_network
from meishi.recognize.renderings import retyped_rendering
from meishi.recognize.strips import Pixels, cut_strip, ink_threshold
from meishi.recognize.writing_direction import are_columns, look_at_lines

# Shorter regions, in multiples of their thickness, do not tell which way their line runs.
_MIN_ELONGATION = 2.0
# The longest lines tell most; more of them tell no better.
_MAX_LINES = 8
_PADDING = 0.15
# A row of pixels with less ink is blank.
_LEAST_INK_SHARE = 0.01
_WIDEST_GAP = 0.1
# What the network looks at, and the cells in which the glyphs of a column are set anew for it.
_HEIGHT_PX, _WIDTH_PX = 48, 192
# With more text in each piece it is surer: lines are made narrower.
_SQUEEZE = 2 / 3
_CELL_PX = 40
# It looks at so many pieces at once, and at no more once these differ so much in their votes, as logarithms of odds.
_PIECES_AT_ONCE, _SURE_VOTES = 8, 15.0


@dataclass(frozen=True)
class LineUprightJudge:
    """Looks at the longest lines; an `UprightJudge`.

    First it is told whether they are rows or columns. Then a network tells for each line whether it stands on its
    head; columns are set anew as rows for it, for rows are what it knows, and what lies on its side in a column is.
    """

    def judge_upright(self, even: NDArray[np.uint8], regions: Sequence[TextRegion]) -> int:
        """Tell how far a card has to be turned to stand upright.

        Args:
            even: uint8, height x width, grey, evened light.
            regions: Its lines, as they lie.

        Returns:
            Quarter turns clockwise, 0 to 3; 0 when no line tells.

        Raises:
            EngineMissingError: The network is not installed.
            SetupError: The model for the writing direction is missing or damaged.
        """
        turns, lines = lines_laid_down(even, regions)
        if not lines:
            return 0
        looks = look_at_lines(lines)
        if are_columns(looks):
            # One turn clockwise sets a column upright that lies on its left side.
            turns += 1
            lines = [_as_row(line) if look.column_odds > 0 else line for line, look in zip(lines, looks, strict=True)]
        return (turns + 2 * _stand_on_their_head(lines)) % 4


def lines_laid_down(even: Pixels, regions: Sequence[TextRegion]) -> tuple[int, list[Pixels]]:
    """Cut out the longest of the lines that run along the card's main axis, lying.

    Returns:
        The quarter turns clockwise that the card would have to make for them to lie (0, or 3 when they stand), and
        their pictures.
    """
    lying: list[tuple[float, TextRegion]] = []
    standing: list[tuple[float, TextRegion]] = []
    for region in regions:
        width, height = np.ptp(np.array(region.corners), axis=0)
        if max(width, height) >= _MIN_ELONGATION * min(width, height):
            (lying if width > height else standing).append((float(max(width, height)), region))
    lines = max(lying, standing, key=lambda some: sum(length for length, _ in some))
    longest = sorted(lines, key=lambda line: -line[0])[:_MAX_LINES]
    pictures = [cut_strip(even, region, padding=_PADDING, key="").pixels for _, region in longest]
    if lines is lying:
        return 0, [_tight(picture) for picture in pictures]
    laid = [np.asarray(cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8) for picture in pictures]
    return 3, [_tight(picture) for picture in laid]


def _tight(line: Pixels) -> Pixels:
    """A lying line without what is above and below it: how closely a detector draws its boxes says nothing."""
    height = line.shape[0]
    inked = np.flatnonzero(np.count_nonzero(line < ink_threshold(line), axis=1) > _LEAST_INK_SHARE * line.shape[1])
    if not inked.size:
        return line
    # Rows of pixels with gaps no wider than those over an i; the run with most of them is the line.
    runs = np.split(inked, np.flatnonzero(np.diff(inked) > _WIDEST_GAP * height) + 1)
    run = max(runs, key=len)
    margin = round(_PADDING * (run[-1] - run[0] + 1))
    return line[max(0, int(run[0]) - margin) : int(run[-1]) + 1 + margin]


def _as_row(column: Pixels) -> Pixels:
    """A column that lies on its left side, set anew as a row; as it lies when it has no ink."""
    rendering = retyped_rendering(np.asarray(cv2.rotate(column, cv2.ROTATE_90_CLOCKWISE), np.uint8), cell=_CELL_PX)
    return rendering.pixels if rendering else column


def _stand_on_their_head(lines: Sequence[Pixels]) -> bool:
    # The first piece of each line, then the second ones: lines differ more than pieces of one line do.
    rounds = zip_longest(*(_pieces(line) for line in lines))
    pieces = [piece for pieces in rounds for piece in pieces if piece is not None]
    votes = np.zeros(2)
    for some in (pieces[start : start + _PIECES_AT_ONCE] for start in range(0, len(pieces), _PIECES_AT_ONCE)):
        inputs = np.stack([np.broadcast_to(piece.astype(np.float32) / 127.5 - 1, (3, *piece.shape)) for piece in some])
        votes += np.log(load_network(TURN_TELLER).run(inputs) + 1e-2).sum(axis=0)
        if abs(votes[1] - votes[0]) > _SURE_VOTES:
            break
    return bool(votes[1] > votes[0])


def _pieces(line: Pixels) -> list[Pixels]:
    """A line in pieces as the network sees them, squeezed: uint8, 48 x 192; a short rest is left out."""
    width = max(1, round(line.shape[1] * _HEIGHT_PX / line.shape[0] * _SQUEEZE))
    way = cv2.INTER_AREA if line.shape[0] > _HEIGHT_PX else cv2.INTER_LINEAR
    level = np.asarray(cv2.resize(line, (width, _HEIGHT_PX), interpolation=way), np.uint8)
    short = max(0, _WIDTH_PX - width)
    padded = np.pad(level, ((0, 0), (0, short)), constant_values=255)
    return [padded[:, left : left + _WIDTH_PX] for left in range(0, padded.shape[1] - _WIDTH_PX + 1, _WIDTH_PX)]
