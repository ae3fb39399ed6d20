"""The look of a card image: its coarse distribution of dark and light (perceptual hash, Zauner 2010)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.look import LOOK_BITS

_SIDE_PX = 64
_WAVES = 16  # the lowest ones in both directions: lines and blocks of text, but no letters


def look_of(even: NDArray[np.uint8]) -> str:
    """Give what a card looks like from afar.

    Args:
        even: uint8, height x width, grey, evened light, upright.

    Returns:
        64 hexadecimal digits; see `meishi.domain.look.look_alike`.
    """
    small = cv2.resize(even, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:_WAVES, :_WAVES].ravel()
    # The first one is the overall lightness, which says nothing.
    bits = waves > np.median(waves[1:])
    bits[0] = False
    return f"{int.from_bytes(np.packbits(bits).tobytes(), 'big'):0{LOOK_BITS // 4}x}"
