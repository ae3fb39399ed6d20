"""Any colour mode of Pillow becomes 8-bit BGR on white."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_ALPHA_MODES = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


def to_bgr(picture: Image.Image) -> NDArray[np.uint8]:
    """Convert a loaded picture to the colours that all later stages work in.

    Transparent parts become white, as they would on paper. Deep grey pictures (16 or 32 bit, float) are scaled to
    8 bit by their nominal range.

    Returns:
        uint8, height x width x 3, BGR.

    Raises:
        ValueError: The colour mode has no conversion to RGB.
    """
    if picture.mode.startswith("I") or picture.mode == "F":
        return cv2.cvtColor(_deep_grey_to_8_bit(picture), cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    if picture.mode in _ALPHA_MODES or "transparency" in picture.info:
        opaque = picture.convert("RGBA")
        ground = Image.new("RGBA", opaque.size, "white")
        picture = Image.alpha_composite(ground, opaque)
    rgb = np.asarray(picture.convert("RGB"))
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)


def _deep_grey_to_8_bit(picture: Image.Image) -> NDArray[np.uint8]:
    grey = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    if picture.mode.startswith("I;16"):
        full_scale = 65535.0
    elif picture.mode == "F":
        full_scale = max(1.0, float(grey.max()))
    else:
        # Mode I holds what a file gave it, usually 16 bit; brighter values than that set their own scale.
        peak = float(grey.max())
        full_scale = 255.0 if peak <= 255 else max(65535.0, peak)
    scaled: NDArray[np.uint8] = np.clip(grey * (255.0 / full_scale) + 0.5, 0, 255).astype(np.uint8)
    return scaled
