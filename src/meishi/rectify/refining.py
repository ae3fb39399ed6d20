"""The sides of a found quad moved onto the strongest edge nearby."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, are_convex, crossings

# Sides are looked at between these shares of their length: corners are rounded, and held by fingers ...
_ENDS = (0.05, 0.95)
# ... at places this far apart, within limits on their number.
_SPACING_PX = 6.0
_MIN_SAMPLES, _MAX_SAMPLES = 16, 64
# One strong spot, such as text near the side, counts no more than this many times the typical step.
_STEP_LIMIT = 2.5


def refine_quads(quads: FloatArray, pixels: NDArray[np.uint8], reach_px: float) -> FloatArray:
    """Place each side of quads where the colour steps most along a straight line.

    Every line between two offsets at the side's ends is tried, so that a few strong spots beside the card's edge
    cannot bend the result.

    Args:
        quads: M x 4 x 2, clockwise, in pixels of the picture.
        pixels: uint8, height x width x 3, BGR.
        reach_px: How far a side's ends may move.

    Returns:
        M x 4 x 2 in the same order; a quad is unchanged when the sides found do not make a quad.
    """
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2)
    lines = _best_lines(sides.reshape(-1, 2, 2), pixels, reach_px).reshape(-1, 4, 2, 2)
    refined = crossings(np.roll(lines, 1, axis=1), lines)
    # Corners that are not to be had are NaN, which is not near anything.
    near = np.abs(refined - quads).max(axis=(1, 2)) <= 4 * reach_px
    return np.where((near & are_convex(refined))[:, None, None], refined, quads)


def _best_lines(sides: FloatArray, pixels: NDArray[np.uint8], reach_px: float) -> FloatArray:
    """Find the strongest edge near each side (N x 2 ends x 2); returns two points on each, N x 2 x 2."""
    starts, along = sides[:, 0], sides[:, 1] - sides[:, 0]
    lengths = np.linalg.norm(along, axis=1) + 1e-9
    normals = np.stack([along[:, 1], -along[:, 0]], axis=1) / lengths[:, None]
    samples = int(np.clip(lengths.max() / _SPACING_PX, _MIN_SAMPLES, _MAX_SAMPLES))
    offsets = np.linspace(-reach_px, reach_px, 2 * int(np.ceil(reach_px)) + 1)
    shares = np.linspace(*_ENDS, samples)
    # samples x offsets x sides x 2
    points = (starts + along * shares[:, None, None])[:, None] + normals * offsets[:, None, None]
    steps = _colour_steps(pixels, points)
    strengths = np.linalg.norm(steps, axis=3)
    limits = _STEP_LIMIT * np.median(strengths.max(axis=1), axis=0) + 1e-6
    steps *= np.minimum(1.0, limits / (strengths + 1e-6))[..., None]
    # Near its guess a side is likelier than far away; the preference only decides between near-equals.
    doubt = 1 - 0.15 * (np.abs(offsets) / reach_px)
    totals = _line_totals(steps) * (doubt[:, None] * doubt)[..., None]
    best = np.unravel_index(totals.reshape(-1, len(sides)).argmax(axis=0), totals.shape[:2])
    ends = [starts + along * share + normals * offsets[end, None] for share, end in zip(_ENDS, best, strict=True)]
    return np.stack(ends, axis=1)


def _colour_steps(pixels: NDArray[np.uint8], points: FloatArray) -> NDArray[np.float32]:
    """How the colour changes from offset to offset, in Lab; samples x offsets x sides x 3, as are the points (x 2)."""
    samples, offsets, sides = points.shape[:3]
    x, y = np.moveaxis(points.reshape(samples, offsets * sides, 2), 2, 0).astype(np.float32)
    strips = cv2.cvtColor(cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), cv2.COLOR_BGR2LAB)
    # As channels of one picture, the strips are blurred together, each by itself.
    layers = strips.reshape(samples, offsets, sides * 3).astype(np.float32)
    smooth = cv2.GaussianBlur(layers, (0, 0), sigmaX=1.2, sigmaY=0.8)
    steps: NDArray[np.float32] = np.gradient(smooth.reshape(samples, offsets, sides, 3), axis=1)
    return steps


def _line_totals(steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add up the colour steps along the lines between all pairs of offsets.

    Args:
        steps: samples x offsets x sides x 3.

    Returns:
        offsets x offsets x sides: by the offset at the first and at the last sample. Steps of one kind all along count
        most, steps of mixed kinds (a card with a band, a desk with a grain) a third.
    """
    samples, count = steps.shape[:2]
    strengths = np.linalg.norm(steps, axis=3, keepdims=True)
    layers = np.concatenate([steps, strengths], axis=3)
    columns = _columns(samples, count)
    sums = np.zeros((count, count, *layers.shape[2:]), dtype=np.float32)
    for layer, column in zip(layers, columns, strict=True):
        sums += layer[column]
    totals: NDArray[np.float32] = np.linalg.norm(sums[..., :3], axis=3) + 0.33 * sums[..., 3]
    return totals


@lru_cache(maxsize=64)
def _columns(samples: int, count: int) -> NDArray[np.intp]:
    """The offset at each sample of the lines between all pairs of offsets, samples x offsets x offsets."""
    share = np.linspace(0, 1, samples)[:, None, None]
    offsets = np.arange(count)
    return np.rint(offsets[None, :, None] * (1 - share) + offsets[None, None, :] * share).astype(np.intp)
