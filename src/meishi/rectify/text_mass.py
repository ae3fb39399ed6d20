"""The text of a picture as a mass: where it lies, which way it runs, what a quad holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meishi.domain.text import TextRegion
from meishi.rectify.quads import FloatArray

# Points along a region's axis that stand for it ...
_AXIS_SHARES = np.linspace(0.0, 1.0, 7)
# ... and, when a quad is asked what it holds, as many beside it, at these shares of its thickness.
_BESIDE_SHARES = np.array([-0.6, 0.0, 0.6])
_ON_EDGE_PX = 1.5
# A card's short side as a share of its long one.
_SHORT_SIDE = 0.65
# Shorter regions, in multiples of their thickness, do not tell which way text runs.
_MIN_ELONGATION = 2.0


@dataclass(frozen=True, eq=False)
class TextMass:
    """The text regions of a picture as arrays.

    Attributes:
        corners: N x 4 x 2, clockwise, in picture pixels.
        axis_points: N x 7 x 2, points along each region's long axis.
        lengths: N, along the long axis, in pixels.
        thicknesses: N, across it, in pixels.
        axis_angles_degrees: N, direction of the long axis against the x axis, clockwise, within [0, 180).
        weights: N, each region's share of all text, by area; together 1.
    """

    corners: FloatArray
    axis_points: FloatArray
    lengths: FloatArray
    thicknesses: FloatArray
    axis_angles_degrees: FloatArray
    weights: FloatArray

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, chosen: NDArray[np.generic]) -> TextMass:
        """The regions that an index or mask array chooses; their weights stay shares of the whole."""
        return TextMass(
            self.corners[chosen],
            self.axis_points[chosen],
            self.lengths[chosen],
            self.thicknesses[chosen],
            self.axis_angles_degrees[chosen],
            self.weights[chosen],
        )


def measure_text(regions: Sequence[TextRegion]) -> TextMass:
    """Gather the regions of a picture."""
    corners = np.array([region.corners for region in regions], dtype=np.float64).reshape(-1, 4, 2)
    middles = (corners + np.roll(corners, -1, axis=1)) / 2
    # From the middle of the left side to that of the right one, and from top to bottom.
    across = middles[:, 1] - middles[:, 3]
    down = middles[:, 2] - middles[:, 0]
    across_lengths, down_lengths = np.linalg.norm(across, axis=1), np.linalg.norm(down, axis=1)
    wide = across_lengths >= down_lengths
    axes = np.where(wide[:, None], across, down)
    starts = np.where(wide[:, None], middles[:, 3], middles[:, 0])
    lengths, thicknesses = np.maximum(across_lengths, down_lengths), np.minimum(across_lengths, down_lengths)
    areas = lengths * thicknesses
    return TextMass(
        corners=corners,
        axis_points=starts[:, None] + axes[:, None] * _AXIS_SHARES[None, :, None],
        lengths=lengths,
        thicknesses=thicknesses,
        axis_angles_degrees=np.degrees(np.arctan2(axes[:, 1], axes[:, 0])) % 180.0,
        weights=areas / max(float(areas.sum()), 1e-9),
    )


def inside_shares(quads: FloatArray, text: TextMass) -> FloatArray:
    """Tell how much of each region's length lies inside each convex clockwise quad (M x 4 x 2); M x N shares, 0..1."""
    angles = np.radians(text.axis_angles_degrees)
    across = np.stack([-np.sin(angles), np.cos(angles)], axis=1) * text.thicknesses[:, None]
    points = (text.axis_points[:, :, None] + across[:, None, None] * _BESIDE_SHARES[:, None]).reshape(-1, 2)
    inside = np.ones((len(quads), len(points)), dtype=np.bool_)
    sides = np.roll(quads, -1, axis=1) - quads
    normals = np.stack([-sides[..., 1], sides[..., 0]], axis=-1) / (np.linalg.norm(sides, axis=2)[..., None] + 1e-9)
    for corner in range(4):
        distances = normals[:, corner] @ points.T - (normals[:, corner] * quads[:, corner]).sum(axis=1, keepdims=True)
        # A line that stands on the very edge counts as inside: boxes and sides are good to a pixel or two.
        inside &= distances > -_ON_EDGE_PX
    shares: FloatArray = inside.reshape(len(quads), len(text), len(_AXIS_SHARES) * len(_BESIDE_SHARES)).mean(axis=2)
    return shares


def skew_degrees(text: TextMass) -> float:
    """Tell how far text is turned clockwise from the picture's rows or columns, within [-45, 45).

    Rows and columns count alike (angles modulo 90 degrees), long lines more than short ones.
    """
    telling = text.lengths >= _MIN_ELONGATION * text.thicknesses
    if not telling.any():
        return 0.0
    quarter_free = np.radians(text.axis_angles_degrees[telling] * 4)
    weights = text.lengths[telling] ** 2
    mean = np.arctan2((weights * np.sin(quarter_free)).sum(), (weights * np.cos(quarter_free)).sum())
    rough = float(np.degrees(mean)) / 4
    # One median step towards the consensus keeps a stray diagonal line from turning the card.
    deviations = (text.axis_angles_degrees[telling] - rough + 45.0) % 90.0 - 45.0
    order = np.argsort(deviations)
    passed = np.cumsum(weights[order])
    return rough + float(deviations[order][np.searchsorted(passed, passed[-1] / 2)])


def text_rectangle(text: TextMass, angle_degrees: float) -> tuple[FloatArray, FloatArray, tuple[float, float]]:
    """The smallest rectangle at an angle that holds all text.

    Returns:
        Centre, unit vector of the top side, and (width, height).
    """
    angle = np.radians(angle_degrees)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    points = text.corners.reshape(-1, 2)
    u, v = points @ along, points @ across
    centre = along * (u.min() + u.max()) / 2 + across * (v.min() + v.max()) / 2
    return centre, along, (float(np.ptp(u)), float(np.ptp(v)))


def cluster_text(text: TextMass, reach: float) -> list[NDArray[np.intp]]:
    """Group text by nearness.

    Args:
        text: The regions.
        reach: Regions nearer than this many line heights (of the thicker one) belong together.

    Returns:
        Index arrays, heaviest group first.
    """
    count = len(text)
    if count == 0:
        return []
    gaps = _gaps(text, text)
    heights = np.maximum(text.thicknesses[:, None], text.thicknesses[None, :])
    linked = gaps <= reach * heights
    labels = np.arange(count)
    for _ in range(count):
        spread = np.where(linked, labels[None, :], count).min(axis=1)
        if (spread == labels).all():
            break
        labels = spread
    groups = [np.nonzero(labels == label)[0] for label in np.unique(labels)]
    return sorted(groups, key=lambda group: -float(text.weights[group].sum()))


def text_gap(one: TextMass, other: TextMass) -> float:
    """The smallest gap between two masses of text in pixels; infinite when one is empty."""
    if len(one) == 0 or len(other) == 0:
        return float("inf")
    return float(_gaps(one, other).min())


def _gaps(one: TextMass, other: TextMass) -> FloatArray:
    # Distances between axis points, reduced by both half thicknesses, stand in for distances between boxes.
    distances = np.linalg.norm(one.axis_points[:, None, :, None] - other.axis_points[None, :, None, :], axis=-1)
    gaps: FloatArray = distances.min(axis=(2, 3)) - (one.thicknesses[:, None] + other.thicknesses[None, :]) / 2
    return gaps


def group_within(text: TextMass, angle_degrees: float, card_side: float) -> list[NDArray[np.intp]]:
    """Group text by nearness into blocks that fit a card, lying or standing.

    Args:
        text: The regions.
        angle_degrees: How the cards are turned.
        card_side: A card's long side in pixels.

    Returns:
        Index arrays.
    """
    long_side, short_side = card_side * 1.05, card_side * _SHORT_SIDE * 1.05
    groups: dict[int, list[int]] = {i: [i] for i in range(len(text))}
    owner = list(range(len(text)))
    gaps = _gaps(text, text)
    firsts, seconds = np.triu_indices(len(text), k=1)
    for pair in np.argsort(gaps[firsts, seconds]):
        if gaps[firsts[pair], seconds[pair]] > short_side / 2:
            break
        a, b = owner[firsts[pair]], owner[seconds[pair]]
        if a == b:
            continue
        size = sorted(text_rectangle(text.part(np.array(groups[a] + groups[b])), angle_degrees)[2])
        if size[0] <= short_side and size[1] <= long_side:
            for index in groups[b]:
                owner[index] = a
            groups[a] += groups.pop(b)
    return [np.array(group) for group in groups.values()]
