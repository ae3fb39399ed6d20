"""Pictures for kitty and Ghostty (https://sw.kovidgoyal.net/kitty/graphics-protocol), which draw them over the text."""

from __future__ import annotations

from base64 import b64encode

import cv2
import numpy as np
from numpy.typing import NDArray

# One picture is on the screen at a time; drawn again under its number, it takes the place of the one before.
_NUMBER = 1
_CHARACTERS_A_PIECE = 4096

WIPE = f"\x1b_Ga=d,d=I,i={_NUMBER},q=2\x1b\\"
"""Takes the picture from the screen and from the terminal's memory."""


def as_kitty_graphics(pixels: NDArray[np.uint8]) -> str:
    """Write a picture as PNG in pieces, drawn where the cursor is, which stays there.

    Args:
        pixels: uint8, height x width, grey.
    """
    _, png = cv2.imencode(".png", pixels)
    content = b64encode(png.tobytes()).decode()
    starts = range(0, len(content), _CHARACTERS_A_PIECE)
    keys = (f"a=T,f=100,i={_NUMBER},q=2,C=1,", *("" for _ in starts[1:]))
    return "".join(
        f"\x1b_G{key}m={int(start != starts[-1])};{content[start : start + _CHARACTERS_A_PIECE]}\x1b\\"
        for key, start in zip(keys, starts, strict=True)
    )
