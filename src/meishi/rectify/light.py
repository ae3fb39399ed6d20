"""The light on a card evened out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# The ground is looked at in a picture of this long side: coarse enough to be cheap, fine enough for a band.
_GROUND_SIDE_PX = 300
# The median must be wider than the thickest strokes of a name, in pixels of that small picture.
_GROUND_MEDIAN_PX = 31
# Grounds darker than this print light text on dark.
_DARK_GROUND = 110.0
# Full ink becomes this many grey levels darker than the ground.
_INK_DEPTH = 235.0
# Grounds with less room than this for ink are not stretched further: it would raise the noise only.
_MIN_ROOM = 60.0


def even_light(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Even out a card's light, so that text is dark on a light ground everywhere.

    The ground is the blurred local median. Ink is what differs from it, relative to the room that the ground leaves:
    down to black on a light ground, up to white on a dark one. Dark grounds are flipped where they are, so that a
    dark band on a white card comes out like the rest of it.

    Args:
        pixels: uint8, height x width x 3, BGR.

    Returns:
        uint8, height x width, grey.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    scale = min(1.0, _GROUND_SIDE_PX / max(height, width))
    small_size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(grey, small_size, interpolation=cv2.INTER_AREA)
    ground_small = cv2.GaussianBlur(cv2.medianBlur(small, _GROUND_MEDIAN_PX), (0, 0), 4).astype(np.float32)
    flip_small = np.where(ground_small < _DARK_GROUND, np.float32(-1), np.float32(1))
    # Ink at full strength, as grey levels for each level of difference; the sign turns light ink dark.
    room = np.maximum(np.where(flip_small > 0, ground_small, 255 - ground_small), _MIN_ROOM)
    ground = cv2.resize(ground_small, (width, height), interpolation=cv2.INTER_LINEAR)
    gain = cv2.resize(flip_small * (_INK_DEPTH / room), (width, height), interpolation=cv2.INTER_NEAREST)
    ink = (grey.astype(np.float32) - ground) * gain
    even: NDArray[np.uint8] = np.clip(ink + 255.0, 0, 255).astype(np.uint8)
    return even
