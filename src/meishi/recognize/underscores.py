"""The underscore of a mail address, which engines read as a space: taro_yamada@ becomes taro yamada@."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.recognize.strips import Pixels

_LEFT, _RIGHT = re.compile(r"(?!e?-?mail$)[a-z0-9._-]*[a-z0-9]"), re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*[@©®]\S+")
_REACH = 0.5
"""How far from where the engine parts two words the gap between them is looked for, in thicknesses of the line."""
_BODY, _BELOW = (0.15, 0.62), (0.62, 1.0)
"""Where small letters stand, and where an underscore does, as shares of the strip's height."""
_LEAST_GAP = 0.12
"""How wide a gap is at the least, in thicknesses of the line."""
_FREE = 0.4
"""How much of the ink's darkness a column of pixels shows at the most where no letter stands."""
_LEAST_INK = 0.22
"""How dark the darkest row below a gap is where an underscore stands, as a share of what the line's ink is."""


def restore_underscores(reading: LineReading, strip: LineStrip) -> LineReading:
    """Write an underscore for the space in a mail address below which the line shows one.

    Args:
        reading: What an engine read, with its words.
        strip: What it read that from.

    Returns:
        The reading with those words joined.
    """
    words = list(reading.words)
    text = reading.text
    for index in range(len(words) - 1, 0, -1):
        left, right = words[index - 1], words[index]
        if not (_LEFT.fullmatch(left.text) and _RIGHT.fullmatch(right.text)) or f"{left.text} {right.text}" not in text:
            continue
        pixels = strip.pixels
        if strip.direction is Direction.VERTICAL:
            pixels = np.asarray(cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
        if _has_underscore(pixels, (left.span[1] + right.span[0]) / 2):
            joined = f"{left.text}_{right.text}"
            text = text.replace(f"{left.text} {right.text}", joined, 1)
            sureness = min(left.confidence, right.confidence)
            words[index - 1 : index + 1] = [Word(joined, sureness, (left.span[0], right.span[1]))]
    return replace(reading, text=text, words=tuple(words)) if len(words) < len(reading.words) else reading


def _has_underscore(pixels: Pixels, place: float) -> bool:
    """Whether a line that lies level shows a low stroke in the gap near a place, a share of its width."""
    height, width = pixels.shape
    dark, ground = np.percentile(pixels, (3, 90))
    left, right = round(place * width - _REACH * height), round(place * width + _REACH * height)
    window = pixels[:, max(0, left) : right].astype(np.float32)
    body = window[round(_BODY[0] * height) : round(_BODY[1] * height)]
    if not body.size or ground - dark < 1:
        return False
    is_free = body.min(axis=0) > ground - _FREE * (ground - dark)
    low = window[round(_BELOW[0] * height) : round(_BELOW[1] * height)]
    runs = np.split(np.arange(len(is_free)), np.flatnonzero(np.diff(is_free.astype(int))) + 1)
    gaps = [columns for columns in runs if is_free[columns[0]] and len(columns) >= _LEAST_GAP * height]
    gaps = [columns[len(columns) // 5 : len(columns) - len(columns) // 5] for columns in gaps]
    return any(ground - low[:, gap].mean(axis=1).min() >= _LEAST_INK * (ground - dark) for gap in gaps)
