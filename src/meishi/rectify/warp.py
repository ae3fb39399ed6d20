"""A quad of the picture becomes a flat card image."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.card import Quad
from meishi.domain.photo import Photo
from meishi.rectify.options import RectifyOptions
from meishi.rectify.quads import FloatArray, side_lengths

# 85 x 55, 91 x 55 and 89 x 51 mm have ratios of 1.55 to 1.75; measured ones scatter around that.
_MIN_CARD_RATIO, _MAX_CARD_RATIO = 1.45, 1.85
# Focal lengths of phones and cameras, in picture diagonals; outside of this the perspective was not measurable.
_MIN_FOCAL, _MAX_FOCAL = 0.4, 4.0


def true_ratio(quad: FloatArray, picture_size: tuple[int, int]) -> float:
    """Width to height of the flat rectangle that a quad is the picture of.

    From the vanishing points of its sides, when the perspective is strong enough to measure it (Zhang & He,
    "Whiteboard scanning and image enhancement", 2007, section 3), else from the lengths of its sides. The camera's
    axis is taken to go through the middle of the picture.

    Args:
        quad: 4 x 2, clockwise from the top left.
        picture_size: Width and height of the picture that the quad lies in.
    """
    top, right, bottom, left = side_lengths(quad)
    plain = float((top + bottom) / max(left + right, 1e-9))
    middle = np.array(picture_size, dtype=np.float64) / 2
    diagonal = float(np.hypot(*picture_size))
    one, two, four, three = (np.append((corner - middle) / diagonal, 1.0) for corner in quad)
    k2 = np.dot(np.cross(one, four), three) / _away_from_zero(np.dot(np.cross(two, four), three))
    k3 = np.dot(np.cross(one, four), two) / _away_from_zero(np.dot(np.cross(three, four), two))
    n2, n3 = k2 * two - one, k3 * three - one
    if abs(n2[2] * n3[2]) < 1e-4:
        return plain
    focal_squared = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    if not _MIN_FOCAL**2 < focal_squared < _MAX_FOCAL**2:
        return plain
    scale = np.array([1.0, 1.0, focal_squared])
    return float(np.sqrt((n2 * n2 * scale).sum() / (n3 * n3 * scale).sum()))


def _away_from_zero(value: float) -> float:
    return value if abs(value) > 1e-9 else 1e-9


def clamp_to_card(ratio: float) -> float:
    """The nearest ratio that a business card can have, lying or standing."""
    if ratio >= 1:
        return min(max(ratio, _MIN_CARD_RATIO), _MAX_CARD_RATIO)
    return 1 / min(max(1 / ratio, _MIN_CARD_RATIO), _MAX_CARD_RATIO)


def card_size(quad: FloatArray, ratio: float, options: RectifyOptions) -> tuple[int, int]:
    """Width and height of the card image: at least as fine as the picture, within the limits on its long side."""
    top, right, bottom, left = side_lengths(quad)
    width, height = max(top, bottom), max(left, right)
    # Foreshortened sides are stretched to the true ratio, never the longer ones shortened.
    width, height = max(width, height * ratio), max(height, width / ratio)
    long_side = max(width, height)
    scale = min(max(long_side, options.min_long_side_px), options.max_long_side_px) / max(long_side, 1e-9)
    return max(1, round(width * scale)), max(1, round(height * scale))


def flatten_card(
    photo: Photo, quad: Quad, size: tuple[int, int] | None, options: RectifyOptions | None = None
) -> NDArray[np.uint8]:
    """Draw a card that was found before, flat and upright; much quicker than finding it again.

    Args:
        photo: The picture it was found in.
        quad: Where it was found.
        size: Width and height of the card image it gave; chosen by the form of the quad when not known.
        options: Limits on the size.

    Returns:
        uint8, height x width x 3, BGR.
    """
    corners = np.array(quad, dtype=np.float64)
    if size is None:
        height, width = photo.pixels.shape[:2]
        size = card_size(corners, clamp_to_card(true_ratio(corners, (width, height))), options or RectifyOptions())
    return flatten(photo.pixels, corners, size)


def flatten(pixels: NDArray[np.uint8], quad: FloatArray, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw the inside of a quad as a flat picture.

    Args:
        pixels: uint8, height x width x 3, BGR.
        quad: 4 x 2, clockwise from the corner that becomes the top left; may reach beyond the picture, whose rim is
            continued there.
        size: Width and height of the result.

    Returns:
        uint8, height x width x 3, BGR.
    """
    lengths = side_lengths(quad)
    width, height = size
    reduction = max(float(max(lengths[0], lengths[2])) / width, float(max(lengths[1], lengths[3])) / height)
    source, source_quad = _cut_out(pixels, quad)
    if reduction > 1.3:
        # A warp looks at few pixels of the picture for each of the result; averaging first keeps thin strokes.
        shrunk = cv2.resize(source, None, fx=1 / reduction, fy=1 / reduction, interpolation=cv2.INTER_AREA)
        source = np.asarray(shrunk, dtype=np.uint8)
        source_quad = source_quad / reduction
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    # Corners are at pixel corners, warping counts from pixel centres.
    transform = cv2.getPerspectiveTransform(source_quad.astype(np.float32) - 0.5, target - 0.5)
    flat = cv2.warpPerspective(source, transform, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8)


def _cut_out(pixels: NDArray[np.uint8], quad: FloatArray) -> tuple[NDArray[np.uint8], FloatArray]:
    height, width = pixels.shape[:2]
    left, top = np.clip(np.floor(quad.min(axis=0)).astype(int) - 4, 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(quad.max(axis=0)).astype(int) + 4, [left + 1, top + 1], [width, height])
    return pixels[top:bottom, left:right], quad - [left, top]
