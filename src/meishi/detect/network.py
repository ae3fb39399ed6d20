"""The network that marks text in a picture: where it comes from and what it wants.

The only file that knows which network is used. It is PP-OCRv6 small (Apache-2.0), which the `rapidocr` distribution
carries as a file; OpenCV runs it, the distribution's own code is not imported.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.errors import EngineMissingError

_DISTRIBUTION = "rapidocr"
_MODEL_FILE = "PP-OCRv6_det_small.onnx"
# The network halves its input five times.
_SIDE_STEP_PX = 32
# Mean and spread of the pictures that the network was trained on, by channel, for values of 0..1.
_CHANNEL_MEANS = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_CHANNEL_SPREADS = np.array([0.229, 0.224, 0.225], dtype=np.float32)


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
    normal = (reduced.astype(np.float32) / 255.0 - _CHANNEL_MEANS) / _CHANNEL_SPREADS
    network = _load_network(_find_model())
    network.setInput(np.ascontiguousarray(normal.transpose(2, 0, 1)[None]))
    probability: NDArray[np.float32] = np.asarray(network.forward(), dtype=np.float32)[0, 0]
    return probability


def _round_to_step(side_px: float) -> int:
    return max(1, round(side_px / _SIDE_STEP_PX)) * _SIDE_STEP_PX


@cache
def _find_model() -> Path:
    try:
        files = importlib.metadata.files(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if file.name == _MODEL_FILE and path.is_file():
            return path
    raise EngineMissingError(
        f"the text-detection network {_MODEL_FILE} is not installed",
        hint='Install it with: pip install "meishi[second-opinion]"',
    )


@cache
def _load_network(path: Path) -> cv2.dnn.Net:
    # Loaded once a process, on first use: it takes 0.1 s, and a network cannot be sent to another process.
    try:
        return cv2.dnn.readNetFromONNX(str(path), engine=cv2.dnn.ENGINE_AUTO)
    except cv2.error as error:
        raise EngineMissingError(
            f"the text-detection network {path} cannot be loaded ({error})",
            hint='Install it again with: pip install --force-reinstall "meishi[second-opinion]"',
        ) from error
