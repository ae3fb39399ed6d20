"""Which of many quads are cards: one quality for each, and the best choice of quads that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import (
    FloatArray,
    area,
    areas,
    card_forms,
    distances_inside,
    flattening_transforms,
    overlap_share,
    overlap_shares,
    side_lengths,
)
from meishi.rectify.text_mass import TextMass, inside_shares

# How far the reduced picture is blurred before anything is looked for in it, and before sides are.
_BLUR_PX, _SMOOTHING_PX = 1.2, 1.0
# Where the sides are compared with their surroundings, in pixels of the reduced picture.
_STEP_PX, _MAX_SHIFT_PX, _WIDE_STEP_PX = 3, 3, 8
_OFFSETS_PX = np.array(
    [-_WIDE_STEP_PX, *range(-_STEP_PX - _MAX_SHIFT_PX, _STEP_PX + _MAX_SHIFT_PX + 1), _WIDE_STEP_PX], dtype=np.float64
)
_LINE_DISCOUNT = 0.15
# A side along which the colour step changes its kind is more likely texture; but bands reach the card's edge, too.
_INCOHERENCE_DISCOUNT = 0.4
_SIDE_SHARES = np.linspace(0.06, 0.94, 24)
ORDINARY_STEP, FAINT_STEP = 5.0, 1.5
"""Colour steps, in Lab levels, that count as an edge even in a calm picture: of most cards, of white ones on white."""
# What a side on the picture's rim is worth: it may be a card cut off as well as a card that fills the picture.
_RIM_SUPPORT = 0.45
# A side outside of the picture is a mere guess.
_OUTSIDE_SUPPORT = 0.2
_MAX_OUTSIDE_PX = 10.0
# Print this high, as a share of the long side, is about the finest on a card.
_FINE_PRINT = 0.027
_MIN_PRINT_FIT = 0.3
_MOST_LINES = 18
# No card is longer than this many print heights; 98 of 100 are within 33.
_FEWEST_PRINTS, _MOST_PRINTS = 13.0, 34.0
# Nor is it nearer to a square than this.
_LEAST_RATIO = 1.45
# A line so many times as long as thick tells which way it runs, to about a degree; lines this much askew on the flat
# card halve what a quad is worth, and a single one counts no more than that.
_TELLING_ELONGATION = 4.0
_FREE_DEGREES, _ASKEW_DEGREES, _MAX_ASKEW_DEGREES = 1.0, 5.0, 15.0
# A quad with as many lines and as good a form as this may be a whole card.
_FEW_LINES, _CARD_FORM = 4, 0.95
# Each further card has to bring this much more (in text weight times quality) than one card in its place.
_CARD_COST = 0.005
# Cards of one picture are of similar size; a much smaller quad is a key, a logo or a label, a much
# larger one is more than one card.
_MIN_RELATIVE_AREA, _MAX_RELATIVE_AREA = 0.4, 1.8
_MIN_RELATIVE_TEXT = 0.05
# Quads of a lower quality are not looked at any further.
_MIN_PROMISE = 0.15
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
_MIN_CUT_SHARE = 0.35
# A line of which less than this lies inside is lost: half a telephone number is none.
_MAX_CUT_HELD = 0.75
# Text right beside a quad, as a share of its own, that speaks against it: then it is a box printed on the card. More is
# granted to quads of the best quality, which may be cards on a printed page.
_MAX_LOST = 0.05
_MAX_LOST_SURE = 0.3
_CERTAIN_QUALITY = 0.85
# Nothing further is looked for where quads of this quality hold all text but for stray marks.
_SETTLED_QUALITY, _ALL_TEXT = 0.9, 0.97
# Parts of one card, taken together, fill this much of it.
_PARTS_AREA_SHARE = 0.8
_MAX_PARTS = 3
_MIN_PART_SHARE = 0.1
# They are joined where the whole is at least this share as good as each part.
_JOINT_QUALITY = 0.75
_ALIGNED_DEGREES = 6.0
_MAX_CHOICES = 60


@dataclass(frozen=True, eq=False)
class JudgedQuad:
    """A quad with what speaks for it.

    Attributes:
        quad: 4 x 2, clockwise from the top left, in pixels of the reduced picture.
        quality: How much it looks like a card, 0..1.
        area: In square pixels.
        text_shares: N, how much of each text region lies inside.
        text_weight: The share of all text that lies inside.
    """

    quad: FloatArray
    quality: float
    area: float
    text_shares: FloatArray
    text_weight: float


@dataclass(frozen=True, eq=False)
class SearchPicture:
    """The reduced picture in which quads are looked for.

    Attributes:
        blurred: uint8, height x width x 3, BGR, lightly blurred.
        lab: uint8, height x width x 3, the same in CIE Lab.
        smooth: The same, blurred a little more.
        ordinary_step: The colour step, in Lab levels, that is found anywhere in the picture: that of its texture.
    """

    blurred: NDArray[np.uint8]
    lab: NDArray[np.uint8]
    smooth: NDArray[np.uint8]
    ordinary_step: float

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> SearchPicture:
        """Prepare a reduced picture, uint8, height x width x 3, BGR."""
        blurred = np.asarray(cv2.GaussianBlur(pixels, (0, 0), _BLUR_PX), dtype=np.uint8)
        lab = np.asarray(cv2.cvtColor(blurred, cv2.COLOR_BGR2LAB), dtype=np.uint8)
        smooth = np.asarray(cv2.GaussianBlur(lab, (0, 0), _SMOOTHING_PX), dtype=np.uint8)
        return cls(blurred, lab, smooth, _ordinary_step(smooth))


def judge_quads(
    quads: FloatArray, picture: SearchPicture, text: TextMass, least_step: float = ORDINARY_STEP
) -> list[JudgedQuad]:
    """Give each quad its quality.

    Looked at are: a colour step along all four sides, of one kind along each side; a card's ratio; square corners;
    no text cut by a side.

    Args:
        quads: M x 4 x 2, convex, clockwise.
        picture: What they were found in.
        text: The text of the same picture.
        least_step: A colour step, in Lab levels, that counts as an edge even in a calm picture.

    Returns:
        The quads with some quality, best first.
    """
    # The questions go from the cheap to the dear; each is asked of those that could still be cards.
    quality = card_forms(quads)
    quads, quality = quads[quality > _MIN_PROMISE], quality[quality > _MIN_PROMISE]
    supports = _side_supports(quads, picture, least_step)
    quality = quality * (0.5 * supports.mean(axis=1) + 0.5 * supports.min(axis=1))
    quads, quality = quads[quality > _MIN_PROMISE], quality[quality > _MIN_PROMISE]
    shares = inside_shares(quads, text)
    held = shares @ text.weights
    # Print of the ground may reach under a card's edge a little; what lies mostly outside is not cut by the card.
    cuts = np.where(shares > _MIN_CUT_SHARE, np.minimum(shares, 1 - shares), 0.0)
    quality = quality * np.maximum(0.0, 1 - 4 * (cuts @ text.weights) / np.maximum(held, 1e-9))
    quality = quality * _print_fits(quads, shares, text) * _run_fits(quads, shares, text)
    sizes = areas(quads)
    return [
        JudgedQuad(quads[index], float(quality[index]), float(sizes[index]), shares[index], float(held[index]))
        for index in np.argsort(-quality, kind="stable")
        if quality[index] > _MIN_PROMISE
    ]


def judge_whole(quad: FloatArray, text: TextMass) -> JudgedQuad:
    """Judge the picture itself, which has no edges to show: a scan or screenshot may be the card.

    Args:
        quad: The picture's corners.
        text: Its text.
    """
    shares = np.ones(len(text))
    # Its lines run along its sides; those of a desk full of print or of a turned card do not.
    turns = (text.axis_angles_degrees + 45.0) % 90.0 - 45.0
    aligned = (np.abs(turns) < _ALIGNED_DEGREES) & (text.lengths > 2 * text.thicknesses)
    order = float(text.weights[aligned].sum())
    quality = (
        _RIM_SUPPORT * order * float(card_forms(quad[None])[0]) * float(_print_fits(quad[None], shares[None], text)[0])
    )
    return JudgedQuad(quad, quality, area(quad), shares, float(text.weights.sum()))


def _print_fits(quads: FloatArray, shares: FloatArray, text: TextMass) -> FloatArray:
    """How well the size of the print inside fits cards of the size of each quad; M, 0..1.

    On cards, at least half of the lines are in boxes of 3 % of the long side or higher: 6 points, the smallest print,
    comes to that. Much finer print, or more lines than a card has, means that the quad is the sheet that a card lies
    on, a printed page, or a block of several cards.
    """
    held = shares > 0.5
    counts = held.sum(axis=1)
    some = counts > 0
    fits = np.ones(len(quads))
    fineness = _medians(text.thicknesses, held[some]) / side_lengths(quads[some]).max(axis=1)
    density = np.minimum(1.0, (_MOST_LINES / counts[some]) ** 2)
    fits[some] = np.clip((fineness / _FINE_PRINT) ** 2, _MIN_PRINT_FIT, 1.0) * density
    return fits


def _medians(values: FloatArray, chosen: NDArray[np.bool_]) -> FloatArray:
    """The median of those of N values that each row (M x N) chooses, one at least; M."""
    ascending = np.sort(np.where(chosen, values, np.inf), axis=1)
    middles = (chosen.sum(axis=1)[:, None] - [1, 0]) // 2
    medians: FloatArray = np.take_along_axis(ascending, middles, axis=1).mean(axis=1)
    return medians


def _run_fits(quads: FloatArray, shares: FloatArray, text: TextMass) -> FloatArray:
    """How well the lines inside run along the sides of the card that each quad would be; M, 0..1.

    Seen in perspective, lines converge as the sides do. A side that follows a shadow, a neighbouring card or a stripe
    of the cloth leaves them askew once the quad is flat.
    """
    long = text.lengths > _TELLING_ELONGATION * text.thicknesses
    weights = np.where(shares[:, long] > 0.5, text.lengths[long], 0.0)
    lengths = side_lengths(quads)
    flat = flattening_transforms(quads, (lengths[:, :2] + lengths[:, 2:]) / 2)
    ends = text.axis_points[long][:, [0, -1]].reshape(-1, 2)
    moved = flat @ np.column_stack([ends, np.ones(len(ends))]).T
    # What lies far outside may come out at infinity; it counts for nothing.
    moved = (moved[:, :2] / np.where(moved[:, 2:] == 0, np.inf, moved[:, 2:])).reshape(len(quads), 2, len(ends) // 2, 2)
    runs = moved[..., 1] - moved[..., 0]
    turns = np.abs((np.degrees(np.arctan2(runs[:, 1], runs[:, 0])) + 45.0) % 90.0 - 45.0)
    askew = (np.minimum(turns, _MAX_ASKEW_DEGREES) * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    fits: FloatArray = 1 / (1 + (np.maximum(0.0, askew - _FREE_DEGREES) / _ASKEW_DEGREES) ** 2)
    return fits


def choose_cards(judged: Sequence[JudgedQuad], min_quality: float) -> list[JudgedQuad]:
    """Choose quads that do not overlap, so that as much text as possible lies in quads as good as possible.

    A quad brings its text weight times its quality times what that is above the floor. So a box printed around half of
    a card's text loses against the card around it, while eight cards win against the sheet that they lie on.

    Args:
        judged: Quads, best first.
        min_quality: The floor.

    Returns:
        The chosen quads; those without text are left out unless there is no text anywhere.
    """
    worth = [one for one in judged if one.quality > min_quality and one.text_weight > 0]
    distinct = distinct_quads(worth, len(worth), shift=_SAME_CARD_SHIFT)
    distinct = _without_inner_parts(distinct)
    gains = [one.text_weight * one.quality * (one.quality - min_quality) - _CARD_COST for one in distinct]
    by_quality = [index for index, gain in enumerate(gains) if gain > 0]
    by_gain = sorted(by_quality, key=lambda index: -gains[index])
    # Half of the places go by quality, so that a card with little text is not crowded out by variants of others.
    order = list(dict.fromkeys([*by_gain[: _MAX_CHOICES // 2], *by_quality[: _MAX_CHOICES // 2]]))
    candidates = [distinct[index] for index in order]
    weights = [gains[index] for index in order]
    overlaps = overlap_shares([one.quad for one in candidates]) > _MAX_OVERLAP
    rivals = [{j for j in np.flatnonzero(row).tolist() if j != i} for i, row in enumerate(overlaps)]
    chosen = [candidates[index] for index in _heaviest_choice(weights, rivals)]
    if not chosen:
        return []
    chosen = _parts_joined(chosen, candidates)
    largest = max(chosen, key=lambda one: one.text_weight * one.quality)
    return [
        one
        for one in chosen
        if one.area >= _MIN_RELATIVE_AREA * largest.area and one.text_weight >= _MIN_RELATIVE_TEXT * largest.text_weight
    ]


def _parts_joined(chosen: list[JudgedQuad], candidates: Sequence[JudgedQuad]) -> list[JudgedQuad]:
    """Put a card in the place of several quads that are its coloured parts side by side."""
    for whole in sorted(candidates, key=lambda one: -one.quality):
        parts = [
            one
            for one in chosen
            if _MIN_PART_SHARE * whole.area < one.area < whole.area
            and whole.quality > _JOINT_QUALITY * one.quality
            and overlap_share(one.quad, whole.quad) > _INNER_OVERLAP
        ]
        if not 1 < len(parts) <= _MAX_PARTS or sum(part.area for part in parts) < _PARTS_AREA_SHARE * whole.area:
            continue
        # Cards beside each other have each a card's form, the parts of one have not.
        form, *forms = card_forms(np.stack([whole.quad, *(part.quad for part in parts)])).tolist()
        if min(forms) < min(form, _CARD_FORM):
            chosen = [one for one in chosen if one not in parts] + [whole]
    return chosen


def distinct_quads(judged: Sequence[JudgedQuad], count: int, *, shift: float = _DUPLICATE_SHIFT) -> list[JudgedQuad]:
    """Pick the first `count` quads whose corners differ from all before by more than `shift`, a share of their size."""
    distinct: list[JudgedQuad] = []
    taken = np.empty((0, 4, 2))
    for one in judged:
        if len(distinct) >= count:
            break
        apart = np.abs(taken - one.quad).max(axis=(1, 2))
        if (apart > shift * np.sqrt(one.area)).all():
            distinct.append(one)
            taken = np.concatenate([taken, one.quad[None]])
    return distinct


def _without_inner_parts(quads: Sequence[JudgedQuad]) -> list[JudgedQuad]:
    """Drop what a printed frame or band leaves of a card, where the card around it is nearly as good."""
    if not quads:
        return []
    areas = np.array([one.area for one in quads])
    weights = np.array([one.text_weight for one in quads])
    qualities = np.array([one.quality for one in quads])
    # One row for each outer quad, one column for each that may be a part of it.
    is_part = (
        (areas > _INNER_AREA_SHARE * areas[:, None])
        & (areas < areas[:, None])
        & (weights[:, None] >= weights * 0.98)
        & (overlap_shares([one.quad for one in quads]) > _INNER_OVERLAP)
    )
    # Compared with the best of what it holds, so that no chain of slightly worse quads leads far outside.
    best_parts = np.where(is_part, qualities, 0.0).max(axis=1)
    dropped = is_part[qualities >= _INNER_QUALITY * best_parts].any(axis=0)
    return [one for one, is_dropped in zip(quads, dropped, strict=True) if not is_dropped]


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


def are_beyond_doubt(chosen: Sequence[JudgedQuad], text: TextMass) -> bool:
    """Tell whether chosen quads are cards for certain and hold all text, so that nothing further need be looked for."""
    held = sum(one.text_weight for one in chosen)
    return held >= _ALL_TEXT and all(
        one.quality >= _SETTLED_QUALITY and not is_no_card(one, chosen, text) for one in chosen
    )


def is_no_card(one: JudgedQuad, chosen: Sequence[JudgedQuad], text: TextMass) -> bool:
    """Tell by the text and the other cards whether a quad is a part of a card, or several, rather than one."""
    return _is_box_on_card(one, chosen, text) or _is_several_cards(one, chosen, text)


def _is_box_on_card(one: JudgedQuad, chosen: Sequence[JudgedQuad], text: TextMass) -> bool:
    """Tell by the text around a quad whether it is a box, a band or a logo on a card rather than the card.

    Text just outside of it that no chosen quad holds most likely belongs to the same card, if a card of that print can
    hold both. Where the two together are more than a card has, or the quad has all that makes a card, one of the best
    quality is a card among others.
    """
    if one.text_weight <= 0:
        return False
    near = _near_text(one, chosen, text)
    is_certain = one.quality >= _CERTAIN_QUALITY
    if is_certain and (int(near.sum()) + int((one.text_shares > 0.5).sum()) > _MOST_LINES or _is_complete(one, text)):
        return False
    lost = [index for index in np.flatnonzero(near) if _long_side_with(one, int(index), text) <= _MOST_PRINTS]
    return float(text.weights[lost].sum()) / one.text_weight > (_MAX_LOST_SURE if is_certain else _MAX_LOST)


def _is_several_cards(one: JudgedQuad, chosen: Sequence[JudgedQuad], text: TextMass) -> bool:
    """Tell by the cards that are beyond doubt whether a quad is too large for one: edges of several can form a quad."""
    certain = [other.area for other in chosen if other.quality >= _CERTAIN_QUALITY and _is_complete(other, text)]
    return bool(certain) and one.area > _MAX_RELATIVE_AREA * max(certain)


def _is_complete(one: JudgedQuad, text: TextMass) -> bool:
    """Whether a quad has all that makes a card: its form, some lines, and print of the size that cards have."""
    held = one.text_shares > 0.5
    if int(held.sum()) < _FEW_LINES or float(card_forms(one.quad[None])[0]) < _CARD_FORM:
        return False
    prints = float(side_lengths(one.quad).max()) / float(np.median(text.thicknesses[held]))
    return _FEWEST_PRINTS <= prints <= _MOST_PRINTS


def _near_text(one: JudgedQuad, chosen: Sequence[JudgedQuad], text: TextMass) -> NDArray[np.bool_]:
    """Which text lies just outside of a quad and in no chosen one."""
    held = np.max([other.text_shares for other in chosen], axis=0)
    short_side = float(side_lengths(one.quad).min())
    distances = -distances_inside(one.quad, text.axis_points).max(axis=1)
    # Only lines that run along the quad's sides: print beneath or beside a card lies as it likes.
    side = one.quad[1] - one.quad[0] + one.quad[2] - one.quad[3]
    turns = (text.axis_angles_degrees - np.degrees(np.arctan2(side[1], side[0])) + 45.0) % 90.0 - 45.0
    aligned = (np.abs(turns) < _ALIGNED_DEGREES) & (text.lengths > 2 * text.thicknesses)
    near: NDArray[np.bool_] = aligned & (distances < 0.5 * short_side) & (held < _MAX_CUT_HELD)
    return near


def _long_side_with(one: JudgedQuad, index: int, text: TextMass) -> float:
    """How long a card would be that holds a quad and one more line, in heights of the quad's print."""
    held = one.text_shares > 0.5
    if not held.any():
        return 0.0
    side = one.quad[1] - one.quad[0] + one.quad[2] - one.quad[3]
    along = side / (float(np.linalg.norm(side)) + 1e-9)
    points = np.concatenate([one.quad, text.corners[index]])
    width, height = float(np.ptp(points @ along)), float(np.ptp(points @ np.array([-along[1], along[0]])))
    return max(width, height, _LEAST_RATIO * min(width, height)) / float(np.median(text.thicknesses[held]))


def _side_supports(quads: FloatArray, picture: SearchPicture, least_step: float) -> FloatArray:
    """Tell how well each side of each quad (M x 4 x 2) stands on an edge; M x 4, 0..1."""
    height, width = picture.smooth.shape[:2]
    sides = np.roll(quads, -1, axis=1) - quads
    lengths = np.linalg.norm(sides, axis=2, keepdims=True) + 1e-9
    # Clockwise in picture coordinates: the outer normal of a side points to its left-hand side.
    normals = np.concatenate([sides[..., 1:2], -sides[..., 0:1]], axis=2) / lengths
    points = quads[:, :, None] + sides[:, :, None] * _SIDE_SHARES[:, None]
    colours = _sample(picture.smooth, points[:, :, :, None] + normals[:, :, None, None] * _OFFSETS_PX[:, None])
    # What lies a step farther out less what lies a step farther in, at each shift.
    steps = colours[..., 2 * _STEP_PX + 1 : -1, :] - colours[..., 1 : -2 * _STEP_PX - 1, :]
    strengths = np.linalg.norm(steps, axis=-1)
    best = strengths.argmax(axis=-1)[..., None]
    strength = np.take_along_axis(strengths, best, axis=-1)[..., 0]
    step = np.take_along_axis(steps, best[..., None], axis=3)[..., 0, :]
    threshold = max(least_step, 2.0 * picture.ordinary_step)
    clipped = step * np.minimum(1.0, 3 * threshold / (strength + 1e-6))[..., None]
    coherence = np.linalg.norm(clipped.sum(axis=2), axis=-1) / (np.linalg.norm(clipped, axis=-1).sum(axis=2) + 1e-6)
    support = np.clip(strength / threshold, 0, 1).mean(axis=2) * (1 - _INCOHERENCE_DISCOUNT * (1 - coherence))
    # A printed line has the same ground on both sides, a card's edge rarely has.
    grounds_apart = np.linalg.norm((colours[..., -1, :] - colours[..., 0, :]).mean(axis=2), axis=-1)
    support *= 1 - _LINE_DISCOUNT * (1 - np.clip(grounds_apart / threshold, 0, 1))
    outside = points + normals[:, :, None] * _STEP_PX
    beyond = ((outside < 0) | (outside > np.array([width - 1, height - 1]))).any(axis=-1)
    far_out = np.maximum(-quads, quads - np.array([width, height])).max(axis=(1, 2)) > _MAX_OUTSIDE_PX
    rim_support = np.where(far_out, _OUTSIDE_SUPPORT, _RIM_SUPPORT)[:, None]
    result: FloatArray = np.where(beyond.mean(axis=2) > 0.5, rim_support, support)
    return result


def _sample(picture: NDArray[np.uint8], points: FloatArray) -> NDArray[np.float32]:
    """The colours at the pixels nearest to points (... x 2), within the picture."""
    height, width = picture.shape[:2]
    x = np.clip(np.rint(points[..., 0]), 0, width - 1)
    y = np.clip(np.rint(points[..., 1]), 0, height - 1)
    colours: NDArray[np.float32] = picture.reshape(-1, 3)[(y * width + x).astype(np.intp)].astype(np.float32)
    return colours


def _ordinary_step(smooth: NDArray[np.uint8]) -> float:
    grid = smooth[::5, ::5].astype(np.float32)
    apart = max(1, round(2 * _STEP_PX / 5))
    return float(np.median(np.linalg.norm(grid[:, apart:] - grid[:, :-apart], axis=-1)))
