"""Where the network sees text."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.networks import DETECTOR, load_network

# The network halves its input five times.
_SIDE_STEP_PX = 32
# Mean and spread of the pictures that the network was trained on, by channel, for values of 0..1.
_CHANNEL_MEANS = np.array([[0.485], [0.456], [0.406]], dtype=np.float32)
_CHANNEL_SPREADS = np.array([[0.229], [0.224], [0.225]], dtype=np.float32)
# What the network is given for each value, 0 to 255, of each channel; looking it up is many times faster than the sum.
_INPUTS = (np.arange(256, dtype=np.float32) / 255 - _CHANNEL_MEANS) / _CHANNEL_SPREADS


def text_probability(pixels: NDArray[np.uint8], long_side_px: int) -> NDArray[np.float32]:
    """Tell for each place of a picture how likely it belongs to the core of a text line.

    Args:
        pixels: uint8, height x width x 3, BGR.
        long_side_px: Larger pictures are reduced to this long side.

    Returns:
        float32, 0..1; the whole picture at a lower resolution, its sides multiples of 32 (so the scales of the two
        axes differ a little).

    Raises:
        EngineMissingError: The network is not installed.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, long_side_px / max(height, width))
    size = (_round_to_step(width * scale), _round_to_step(height * scale))
    enlarging = size[0] > width or size[1] > height
    reduced = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR if enlarging else cv2.INTER_AREA)
    layers = [cv2.LUT(channel, inputs) for channel, inputs in zip(cv2.split(reduced), _INPUTS, strict=True)]
    probability: NDArray[np.float32] = load_network(DETECTOR).run(np.array(layers, dtype=np.float32)[None])[0, 0]
    return probability


def _round_to_step(side_px: float) -> int:
    return max(1, round(side_px / _SIDE_STEP_PX)) * _SIDE_STEP_PX
