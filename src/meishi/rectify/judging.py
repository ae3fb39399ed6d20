"""Which of many quads are cards: one quality for each, and the best choice of quads that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, area, distances_inside, overlap_share, side_lengths
from meishi.rectify.text_mass import TextMass, inside_shares

# Where the sides are compared with their surroundings, in pixels of the reduced picture.
_STEP_PX = 3.0
_SHIFTS_PX = np.arange(-3.0, 3.5, 1.0)
_SIDE_SHARES = np.linspace(0.06, 0.94, 24)
# A colour step (in Lab levels) that counts as an edge even in a calm picture.
_MIN_STEP = 5.0
# What a side on the picture's rim is worth: it may be a card cut off as well as a card that fills the picture.
_RIM_SUPPORT = 0.45
_CARD_RATIO = 1.63
# Of quads that share more than this, one at most is a card.
_MAX_OVERLAP = 0.12
# Duplicates share this much with a better quad of nearly the same size.
_DUPLICATE_OVERLAP = 0.94
_MAX_CHOICES = 40


@dataclass(frozen=True, eq=False)
class JudgedQuad:
    """A quad with what speaks for it.

    Attributes:
        quad: 4 x 2, clockwise from the top left, in pixels of the reduced picture.
        quality: How much it looks like a card, 0..1.
        text_shares: N, how much of each text region lies inside.
        text_weight: The share of all text that lies inside.
    """

    quad: FloatArray
    quality: float
    text_shares: FloatArray
    text_weight: float


def judge_quads(quads: Sequence[FloatArray], lab: NDArray[np.uint8], text: TextMass) -> list[JudgedQuad]:
    """Give each quad its quality.

    Looked at are: a colour step along all four sides, of one kind along each side; a card's ratio; square corners;
    no text cut by a side.

    Args:
        quads: Convex, clockwise.
        lab: uint8, height x width x 3, CIE Lab, lightly blurred.
        text: The text of the same picture.

    Returns:
        The quads with some quality, best first.
    """
    if not quads:
        return []
    corners = np.stack(quads)
    supports = _side_supports(corners, lab)
    judged = []
    for quad, support in zip(quads, supports, strict=True):
        edge = 0.5 * float(support.mean()) + 0.5 * float(support.min())
        shares = inside_shares(quad, text)
        held = float((shares * text.weights).sum())
        cut = float((text.weights * np.minimum(shares, 1 - shares)).sum()) / max(held, 1e-9) if held else 0.0
        quality = edge * _form(quad) * max(0.0, 1 - 4 * cut)
        if quality > 0.05:
            judged.append(JudgedQuad(quad, quality, shares, held))
    return sorted(judged, key=lambda one: -one.quality)


def choose_cards(judged: Sequence[JudgedQuad], min_quality: float) -> list[JudgedQuad]:
    """Choose quads that do not overlap, so that as much text as possible lies in quads as good as possible.

    A quad brings its text weight times what its quality is above the floor. So a box printed around half of a
    card's text loses against the card around it, while eight cards win against the sheet that they lie on.

    Args:
        judged: Quads, best first.
        min_quality: The floor.

    Returns:
        The chosen quads; those without text are left out unless there is no text anywhere.
    """
    worth = [one for one in judged if one.quality > min_quality and one.text_weight > 0]
    distinct: list[JudgedQuad] = []
    for one in worth:
        if not any(_is_duplicate(one, other) for other in distinct):
            distinct.append(one)
    gains = [one.text_weight * (one.quality - min_quality) for one in distinct]
    order = sorted(range(len(distinct)), key=lambda index: -gains[index])[:_MAX_CHOICES]
    candidates = [distinct[index] for index in order]
    weights = [gains[index] for index in order]
    rivals = [
        {j for j, other in enumerate(candidates) if j != i and overlap_share(one.quad, other.quad) > _MAX_OVERLAP}
        for i, one in enumerate(candidates)
    ]
    return [candidates[index] for index in _heaviest_choice(weights, rivals)]


def _is_duplicate(one: JudgedQuad, other: JudgedQuad) -> bool:
    sizes = sorted((area(one.quad), area(other.quad)))
    return sizes[0] > 0.9 * sizes[1] and overlap_share(one.quad, other.quad) > _DUPLICATE_OVERLAP


def _heaviest_choice(weights: Sequence[float], rivals: Sequence[set[int]]) -> list[int]:
    """Choose the indices of greatest total weight among which none are rivals (exact, by branch and bound)."""
    best: tuple[float, list[int]] = (0.0, [])
    budget = 20_000

    def search(open_indices: list[int], chosen: list[int], total: float) -> None:
        nonlocal best, budget
        budget -= 1
        if total > best[0]:
            best = (total, chosen)
        if not open_indices or budget < 0 or total + sum(weights[i] for i in open_indices) <= best[0]:
            return
        first, rest = open_indices[0], open_indices[1:]
        search([i for i in rest if i not in rivals[first]], [*chosen, first], total + weights[first])
        if any(i in rivals[first] for i in rest):
            # Leaving it out can only pay where it stands in the way of something.
            search(rest, chosen, total)

    search(sorted(range(len(weights)), key=lambda i: -weights[i]), [], 0.0)
    return best[1]


def lost_text(one: JudgedQuad, chosen: Sequence[JudgedQuad], text: TextMass) -> float:
    """Weigh the text just outside a quad that no chosen quad holds, as a share of the text inside.

    Such text most likely belongs to the same card: then the quad is a box, a band or a logo on it.
    """
    if one.text_weight <= 0:
        return 0.0
    held = np.max([other.text_shares for other in chosen], axis=0)
    short_side = float(side_lengths(one.quad).min())
    distances = -distances_inside(one.quad, text.axis_points).max(axis=1)
    near = (distances < 0.5 * short_side) & (held < 0.5)
    return float(text.weights[near].sum()) / one.text_weight


def _form(quad: FloatArray) -> float:
    """How well a quad's outline fits a card seen in perspective, 0..1."""
    lengths = side_lengths(quad)
    if lengths.min() < 8:
        return 0.0
    ratio = (lengths[0] + lengths[2]) / (lengths[1] + lengths[3])
    ratio_fit = float(np.exp(-((np.log(max(ratio, 1 / ratio) / _CARD_RATIO) / 0.4) ** 2)))
    sides = np.roll(quad, -1, axis=0) - quad
    directions = sides / lengths[:, None]
    slants = np.abs((directions * np.roll(directions, -1, axis=0)).sum(axis=1))
    angle_fit = float(np.exp(-((slants.max() / 0.45) ** 2)))
    return float(np.sqrt(ratio_fit * angle_fit))


def _side_supports(corners: FloatArray, lab: NDArray[np.uint8]) -> FloatArray:
    """Tell how well each side of each quad (M x 4 x 2) stands on an edge; M x 4, 0..1."""
    height, width = lab.shape[:2]
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.0).astype(np.float32)
    sides = np.roll(corners, -1, axis=1) - corners
    lengths = np.linalg.norm(sides, axis=2, keepdims=True) + 1e-9
    # Clockwise in picture coordinates: the outer normal of a side points to its left-hand side.
    normals = np.concatenate([sides[..., 1:2], -sides[..., 0:1]], axis=2) / lengths
    points = corners[:, :, None] + sides[:, :, None] * _SIDE_SHARES[None, None, :, None]
    shifted = points[:, :, :, None] + normals[:, :, None, None] * _SHIFTS_PX[None, None, None, :, None]
    reach = normals[:, :, None, None] * _STEP_PX
    outer, inner = shifted + reach, shifted - reach
    steps = _sample(smooth, outer) - _sample(smooth, inner)
    strengths = np.linalg.norm(steps, axis=-1)
    best = strengths.argmax(axis=-1)
    strength = np.take_along_axis(strengths, best[..., None], axis=-1)[..., 0]
    step = np.take_along_axis(steps, best[..., None, None], axis=3)[..., 0, :]
    threshold = max(_MIN_STEP, 2.0 * _ordinary_step(smooth))
    clipped = step * np.minimum(1.0, 3 * threshold / (strength + 1e-6))[..., None]
    coherence = np.linalg.norm(clipped.sum(axis=2), axis=-1) / (np.linalg.norm(clipped, axis=-1).sum(axis=2) + 1e-6)
    support = np.clip(strength / threshold, 0, 1).mean(axis=2) * (0.4 + 0.6 * coherence)
    beyond = (points + reach[:, :, :, 0] < 0).any(axis=-1) | (
        points + reach[:, :, :, 0] > np.array([width - 1, height - 1])
    ).any(axis=-1)
    result: FloatArray = np.where(beyond.mean(axis=2) > 0.5, _RIM_SUPPORT, support)
    return result


def _sample(picture: NDArray[np.float32], points: FloatArray) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    x = np.clip(np.rint(points[..., 0]), 0, width - 1).astype(np.intp)
    y = np.clip(np.rint(points[..., 1]), 0, height - 1).astype(np.intp)
    return picture[y, x]


def _ordinary_step(smooth: NDArray[np.float32]) -> float:
    """The colour step that is found anywhere in the picture: that of its texture."""
    reach = int(2 * _STEP_PX)
    grid = smooth[::5, ::5]
    apart = max(1, round(reach / 5))
    return float(np.median(np.linalg.norm(grid[:, apart:] - grid[:, :-apart], axis=-1)))
