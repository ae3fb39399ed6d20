"""Marks before a line's text: an initial in a box or a disc, a pictogram that was read as a digit."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np

from meishi.domain.text import Direction, LineReading, LineStrip
from meishi.recognize.strips import Pixels

_LETTER = re.compile(r"[A-Za-z&]")
_DIGIT = re.compile(r"[0-9]")
_IS_LABELLED = re.compile(r"[\W\d_]*\d|\S+@|(?:https?:|www\.)")
"""What a letter before it may be the label of: T 03-1234-5678."""

_FAINT = 0.4
"""How far from its ground towards its darkest a pixel counts as ink: frames are drawn thin."""
_LEAST_GLYPH = 0.25
"""A glyph is at least this share of its strip's height; specks are less."""
_LEAST_HEIGHT = 0.5
"""A disc is at least this share of its strip's height."""
_SQUARENESS = (0.75, 1.35)
"""Width by height of a disc."""
_DISC_INK, _DISC_OUTLINE = 0.5, 0.72
"""A disc's ink, and what its outline holds, as shares of the box around it: bold letters leave more of it free."""


def without_mark(reading: LineReading, strip: LineStrip) -> LineReading:
    """A reading of a line without the mark that it starts with.

    Args:
        reading: What an engine read, with its words.
        strip: What it read that from.

    Returns:
        The reading without its first character where that stands by itself within a drawn shape: a letter before
        words is then the initial of a company's mark, a digit before a number a pictogram.
    """
    if len(reading.words) < 2:
        return reading
    first, *rest = reading.words
    if len(first.text) != 1 or not reading.text.startswith(first.text):
        return reading
    text = reading.text.removeprefix(first.text).lstrip()
    is_labelled = _IS_LABELLED.match(text) is not None
    if not (_DIGIT if is_labelled else _LETTER).match(first.text):
        return reading
    is_column = strip.direction is Direction.VERTICAL
    turned = cv2.rotate(strip.pixels, cv2.ROTATE_90_COUNTERCLOCKWISE) if is_column else strip.pixels
    pixels = np.asarray(turned, np.uint8)
    width = pixels.shape[1]
    if not _is_in_a_shape(pixels, round(first.span[0] * width), round(rest[0].span[0] * width)):
        return reading
    return replace(reading, text=text, words=tuple(rest))


def _is_in_a_shape(pixels: Pixels, left: int, right: int) -> bool:
    """Whether the glyph between two columns of a strip stands in a frame, or is cut out of a disc."""
    dark, light = np.percentile(pixels[:, left:right], (3, 90))
    ink = np.asarray(pixels < light - _FAINT * (light - dark), np.uint8)
    count, pieces, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height = pixels.shape[0]
    near = [
        piece
        for piece in range(1, count)
        if left <= middles[piece][0] < right and stats[piece][3] >= _LEAST_GLYPH * height
    ]
    if not near:
        return False
    if any(_is_disc(pieces == piece, stats[piece], height) for piece in near):
        return True
    glyph = min(near, key=lambda piece: stats[piece][2] * stats[piece][3])
    _, grounds = cv2.connectedComponents(np.asarray(1 - ink, np.uint8), connectivity=4)
    around = cv2.dilate(np.asarray(pieces == glyph, np.uint8), np.ones((5, 5), np.uint8)).astype(bool) & (ink == 0)
    ground_of_the_rest = grounds[:, right:][ink[:, right:] == 0]
    if not around.any() or not ground_of_the_rest.size:
        return False
    return bool(np.bincount(ground_of_the_rest).argmax() not in grounds[around])


def _is_disc(piece: np.ndarray[tuple[int, int], np.dtype[np.bool_]], stats: np.ndarray, strip_height: int) -> bool:
    _, _, width, height, area = stats
    if height < _LEAST_HEIGHT * strip_height or not _SQUARENESS[0] <= width / height <= _SQUARENESS[1]:
        return False
    outlines, _ = cv2.findContours(np.asarray(piece, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    box = width * height
    return bool(_DISC_INK * box <= area < 0.97 * box and cv2.contourArea(outlines[0]) >= _DISC_OUTLINE * box)
