"""The sides of a found quad moved onto the strongest edge nearby."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, crossing, is_convex

# Sides are looked at between these shares of their length: corners are rounded, and held by fingers ...
_FIRST_SHARE, _LAST_SHARE = 0.05, 0.95
# ... at places this far apart, within limits on their number.
_SPACING_PX = 6.0
_MIN_SAMPLES, _MAX_SAMPLES = 16, 64
# One strong spot, such as text near the side, counts no more than this many times the typical step.
_STEP_LIMIT = 2.5


def refine_quad(quad: FloatArray, lab: NDArray[np.uint8], reach_px: float) -> FloatArray:
    """Place each side of a quad where the colour steps most along a straight line.

    Every line between two offsets at the side's ends is tried, so that a few strong spots beside the card's edge
    cannot bend the result.

    Args:
        quad: 4 x 2, clockwise, in pixels of `lab`.
        lab: uint8, height x width x 3, CIE Lab.
        reach_px: How far a side's ends may move.

    Returns:
        4 x 2 in the same order; the quad unchanged when the sides found do not make a quad.
    """
    lines = [_best_line(quad[i], quad[(i + 1) % 4], lab, reach_px) for i in range(4)]
    corners = [crossing(lines[i - 1], lines[i]) for i in range(4)]
    if any(corner is None for corner in corners):
        return quad
    refined = np.array(corners)
    if not is_convex(refined) or np.abs(refined - quad).max() > 4 * reach_px:
        return quad
    return refined


def _best_line(start: FloatArray, end: FloatArray, lab: NDArray[np.uint8], reach_px: float) -> FloatArray:
    """Find the strongest edge near a side; returns two points on it, 2 x 2."""
    side = end - start
    length = float(np.linalg.norm(side)) + 1e-9
    normal = np.array([side[1], -side[0]]) / length
    samples = int(np.clip(length / _SPACING_PX, _MIN_SAMPLES, _MAX_SAMPLES))
    shares = np.linspace(_FIRST_SHARE, _LAST_SHARE, samples)
    offsets = np.linspace(-reach_px, reach_px, 2 * int(np.ceil(reach_px)) + 1)
    points = (start + side * shares[:, None])[:, None] + normal * offsets[None, :, None]
    strip = cv2.remap(
        lab,
        points[..., 0].astype(np.float32),
        points[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    smooth = cv2.GaussianBlur(strip, (0, 0), sigmaX=1.2, sigmaY=0.8)
    steps = np.gradient(smooth, axis=1)
    strengths = np.linalg.norm(steps, axis=2)
    limit = _STEP_LIMIT * float(np.median(strengths.max(axis=1))) + 1e-6
    steps *= np.minimum(1.0, limit / (strengths + 1e-6))[..., None]
    totals = _line_totals(steps)
    # Near its guess a side is likelier than far away; the preference only decides between near-equals.
    doubt = 1 - 0.15 * (np.abs(offsets) / reach_px)
    totals *= doubt[:, None] * doubt[None, :]
    first, second = np.unravel_index(int(totals.argmax()), totals.shape)
    ends = np.array([offsets[first], offsets[second]])
    first_point = start + side * _FIRST_SHARE + normal * ends[0]
    second_point = start + side * _LAST_SHARE + normal * ends[1]
    return np.stack([first_point, second_point])


def _line_totals(steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add up the colour steps along the lines between all pairs of offsets.

    Args:
        steps: samples x offsets x 3.

    Returns:
        offsets x offsets: by the offset at the first and at the last sample. Steps of one kind all along count most,
        steps of mixed kinds (a card with a band, a desk with a grain) a third.
    """
    samples, count = steps.shape[:2]
    strengths = np.linalg.norm(steps, axis=2, keepdims=True)
    layers = np.concatenate([steps, strengths], axis=2)
    sums = layers[np.arange(samples)[:, None, None], _columns(samples, count)].sum(axis=0)
    totals: NDArray[np.float32] = np.linalg.norm(sums[..., :3], axis=2) + 0.33 * sums[..., 3]
    return totals


@lru_cache(maxsize=64)
def _columns(samples: int, count: int) -> NDArray[np.intp]:
    """The offset at each sample of the lines between all pairs of offsets, samples x offsets x offsets."""
    share = np.linspace(0, 1, samples)[:, None, None]
    offsets = np.arange(count)
    return np.rint(offsets[None, :, None] * (1 - share) + offsets[None, None, :] * share).astype(np.intp)
