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
_WIDE_STEP_PX = 8.0
_LINE_DISCOUNT = 0.15
_SHIFTS_PX = np.arange(-3.0, 3.5, 1.0)
_SIDE_SHARES = np.linspace(0.06, 0.94, 24)
# A colour step (in Lab levels) that counts as an edge even in a calm picture.
_MIN_STEP = 5.0
# What a side on the picture's rim is worth: it may be a card cut off as well as a card that fills the picture.
_RIM_SUPPORT = 0.45
_CARD_RATIO = 1.63
# Of quads that share more than this, one at most is a card.
_MAX_OVERLAP = 0.12
# Quads whose corners differ by less than this share of their size are the same find.
_DUPLICATE_SHIFT = 0.02
# Quads that differ by less than this are guesses at the same card, of which the best counts.
_SAME_CARD_SHIFT = 0.06
# A quad within another one that is at least this share of it and not much better is a frame or a band's rest on it.
_INNER_AREA_SHARE = 0.5
_INNER_OVERLAP = 0.94
_INNER_QUALITY = 0.95
_MAX_CHOICES = 60


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
    distinct = distinct_quads(worth, len(worth), shift=_SAME_CARD_SHIFT)
    distinct = _without_inner_parts(distinct)
    gains = [one.text_weight * (one.quality - min_quality) for one in distinct]
    by_gain = sorted(range(len(distinct)), key=lambda index: -gains[index])
    # Half of the places go by quality, so that a card with little text is not crowded out by variants of others.
    order = list(dict.fromkeys([*by_gain[: _MAX_CHOICES // 2], *range(min(len(distinct), _MAX_CHOICES // 2))]))
    candidates = [distinct[index] for index in order]
    weights = [gains[index] for index in order]
    rivals = [
        {j for j, other in enumerate(candidates) if j != i and overlap_share(one.quad, other.quad) > _MAX_OVERLAP}
        for i, one in enumerate(candidates)
    ]
    return [candidates[index] for index in _heaviest_choice(weights, rivals)]


def distinct_quads(judged: Sequence[JudgedQuad], count: int, *, shift: float = _DUPLICATE_SHIFT) -> list[JudgedQuad]:
    """Pick the first `count` quads whose corners differ from all before by more than `shift`, a share of their size."""
    distinct: list[JudgedQuad] = []
    taken = np.empty((0, 4, 2))
    for one in judged:
        if len(distinct) >= count:
            break
        apart = np.abs(taken - one.quad).max(axis=(1, 2))
        if (apart > shift * np.sqrt(area(one.quad))).all():
            distinct.append(one)
            taken = np.concatenate([taken, one.quad[None]])
    return distinct


def _without_inner_parts(quads: Sequence[JudgedQuad]) -> list[JudgedQuad]:
    """Drop what a printed frame or band leaves of a card, where the card around it is nearly as good."""
    dropped: set[int] = set()
    for outer in quads:
        inner = [i for i, one in enumerate(quads) if _is_inner_part(one, outer)]
        # Compared with the best of what it holds, so that no chain of slightly worse quads leads far outside.
        if inner and outer.quality >= _INNER_QUALITY * max(quads[i].quality for i in inner):
            dropped.update(inner)
    return [one for i, one in enumerate(quads) if i not in dropped]


def _is_inner_part(one: JudgedQuad, outer: JudgedQuad) -> bool:
    return (
        _INNER_AREA_SHARE * area(outer.quad) < area(one.quad) < area(outer.quad)
        and outer.text_weight >= one.text_weight * 0.98
        and overlap_share(one.quad, outer.quad) > _INNER_OVERLAP
    )


def _heaviest_choice(weights: Sequence[float], rivals: Sequence[set[int]]) -> list[int]:
    """Choose the indices of greatest total weight among which none are rivals, exactly.

    Cards that do not touch one another's candidates are independent choices, so a page of cards is no harder than
    its most disputed card.
    """
    chosen: list[int] = []
    unseen = set(range(len(weights)))
    while unseen:
        group, frontier = set[int](), {min(unseen)}
        while frontier:
            group |= frontier
            frontier = {j for i in frontier for j in rivals[i]} - group
        unseen -= group
        chosen += _heaviest_in_group(sorted(group, key=lambda i: -weights[i]), weights, rivals)
    return chosen


def _heaviest_in_group(ordered: list[int], weights: Sequence[float], rivals: Sequence[set[int]]) -> list[int]:
    """Branch and bound over one group of rivals, heaviest first; stops at a budget with the best choice so far."""
    best: tuple[float, list[int]] = (0.0, [])
    budget = 5_000

    def search(remaining: list[int], chosen: list[int], total: float) -> None:
        nonlocal best, budget
        budget -= 1
        if total > best[0]:
            best = (total, chosen)
        if not remaining or budget < 0 or total + sum(weights[i] for i in remaining) <= best[0]:
            return
        first, rest = remaining[0], remaining[1:]
        search([i for i in rest if i not in rivals[first]], [*chosen, first], total + weights[first])
        if any(i in rivals[first] for i in rest):
            # Leaving it out can only pay where it stands in the way of something.
            search(rest, chosen, total)

    search(ordered, [], 0.0)
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
    # A printed line has the same ground on both sides, a card's edge rarely has.
    wide = normals[:, :, None] * _WIDE_STEP_PX
    grounds_apart = np.linalg.norm(
        (_sample(smooth, points + wide) - _sample(smooth, points - wide)).mean(axis=2), axis=-1
    )
    support *= 1 - _LINE_DISCOUNT * (1 - np.clip(grounds_apart / threshold, 0, 1))
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
