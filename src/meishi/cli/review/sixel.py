"""Pictures in sixels (DEC STD 070), which xterm, foot, WezTerm, Konsole, iTerm2 and others draw."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

_GREYS = 32


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
