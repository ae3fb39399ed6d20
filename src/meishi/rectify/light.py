"""The light on a card evened out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# The ground is looked at in a picture of this long side: coarse enough to be cheap, fine enough for a band.
_GROUND_SIDE_PX = 300
# The median must be wider than the thickest strokes of a name, in pixels of that small picture.
_GROUND_MEDIAN_PX = 31
# Around a place of the ground, what is lighter and what is darker than it is weighed within this many pixels.
_INK_REACH_PX = 10.0
# Where the median and its blurred form differ by more grey levels, one ground ends and another begins.
_EDGE = 12
# What differs from the ground by so many grey levels and is thicker than so many pixels of the small picture is no ink.
_OFF_GROUND = 30.0
_THICK_PX = 6
# Where nothing is printed, grounds darker than this count as dark.
_DARK_GROUND = 110.0
# What stands on both sides of the scale where nothing is printed, in squared grey levels: less than any print.
_NO_INK = 5.0
# Full ink becomes this many grey levels darker than the ground.
_INK_DEPTH = 235.0
# Grounds with less room than this for ink are not stretched further: it would raise the noise only.
_MIN_ROOM = 60.0


def even_light(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Even out a card's light, so that text is dark on a light ground everywhere.

    The ground is the blurred local median. Ink is what differs from it, relative to the room that the ground leaves:
    down to black on a light ground, up to white on a dark one. Whether a ground carries light or dark ink is decided
    place by place, by which of the two outweighs the other there: so a dark band on a white card comes out like the
    rest of it, and a ground of middle tone as its print demands.

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
    median = cv2.medianBlur(small, _GROUND_MEDIAN_PX)
    blurred = cv2.GaussianBlur(median, (0, 0), 4)
    # Blurring would spread the edge of a band over the lines beside it.
    ground_small = np.where(cv2.absdiff(median, blurred) > _EDGE, median, blurred).astype(np.float32)
    ground = cv2.resize(ground_small, (width, height), interpolation=cv2.INTER_LINEAR)
    difference = grey.astype(np.float32) - ground
    flip_small = np.where(_carries_light_ink(difference, ground_small), np.float32(-1), np.float32(1))
    # Ink at full strength, as grey levels for each level of difference; the sign turns light ink dark.
    room = np.maximum(np.where(flip_small > 0, ground_small, 255 - ground_small), _MIN_ROOM)
    gain = cv2.resize(flip_small * (_INK_DEPTH / room), (width, height), interpolation=cv2.INTER_NEAREST)
    ink = difference * gain
    even: NDArray[np.uint8] = np.clip(ink + 255.0, 0, 255).astype(np.uint8)
    return even


def _carries_light_ink(difference: NDArray[np.float32], ground_small: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where the print is lighter than its ground.

    Args:
        difference: float32, height x width, picture minus ground.
        ground_small: float32, the ground in the small picture.

    Returns:
        bool, of the small picture's size.
    """
    small_size = (ground_small.shape[1], ground_small.shape[0])
    # Corners of bands, where the median is of the other side, are thicker than any stroke.
    off_ground = np.abs(cv2.resize(difference, small_size, interpolation=cv2.INTER_AREA)) > _OFF_GROUND
    areas = cv2.morphologyEx(off_ground.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_THICK_PX, _THICK_PX), np.uint8))
    is_area = cv2.dilate(areas, np.ones((9, 9), np.uint8)) > 0

    def weigh(ink: NDArray[np.float32]) -> NDArray[np.float32]:
        weight = cv2.resize(ink * ink, small_size, interpolation=cv2.INTER_AREA)
        weight[is_area] = 0
        return np.asarray(cv2.GaussianBlur(weight, (0, 0), _INK_REACH_PX), dtype=np.float32)

    light = weigh(np.maximum(difference, 0)) + _NO_INK
    dark = weigh(np.maximum(-difference, 0)) + _NO_INK
    # The darker a ground, the likelier its ink is light; where nothing is printed, that alone decides.
    likelier_light = (255 - ground_small) / (255 - _DARK_GROUND)
    likelier_dark = ground_small / _DARK_GROUND
    return np.asarray(light * likelier_light**2 > dark * likelier_dark**2, dtype=np.bool_)
