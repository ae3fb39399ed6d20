"""Where a card might be: quads from several cues, good and bad ones alike, for `judging` to choose from.

Cues fail in different ways: colour on white desks, edges on cloth, text frames on cards cut by the picture's rim. So
each cue only has to be right sometimes.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.quads import FloatArray, are_convex, area, areas, crossings, order_corners
from meishi.rectify.straight import quads_of_lines
from meishi.rectify.text_mass import TextMass

Mask = NDArray[np.uint8]

# Smaller cards, as a share of the picture, hold no text that could be read.
_MIN_AREA_SHARE = 0.012
_MAX_CONTOURS = 12
# Outlines are simplified ever more, by these shares of their length, until they have four corners.
_OUTLINE_TOLERANCES = np.linspace(0.01, 0.08, 15).tolist()
_BORDER_PX = 10
_CANNY_THRESHOLDS = ((20, 50), (50, 125))
_GROUND_TOLERANCES = (3, 6)
_MAX_GROUND_SEEDS = 8
_MAX_GROUNDS = 4
_MIN_GROUND_SHARE = 0.01
# With more lines than a card has, the ground may be printed.
_PRINTED_GROUND_LINES = 25
# Print is blurred over this reach, and compared with the light over that one.
_PRINT_PX, _LIGHT_PX = 5.0, 15.0
_WHITE, _WHITE_SHARE = 0.8, 0.92
# What is lighter or darker than the light around it is made so many times stronger where edges hardly show.
_FAINT_GAIN = 6.0


def propose_quads(lab: NDArray[np.uint8], text: TextMass) -> Iterator[FloatArray]:
    """List the quads that colours and edges suggest, cue by cue, those first that cost least.

    Args:
        lab: uint8, height x width x 3, the reduced picture in CIE Lab, lightly blurred.
        text: The text of the same picture.

    Yields:
        Convex quads, M x 4 x 2, clockwise from the top left, in pixels of the reduced picture; many are duplicates of
        one another or no cards at all.
    """
    height, width = lab.shape[:2]
    min_area = _MIN_AREA_SHARE * height * width
    for masks in (_ground_masks(lab), _drawn_masks(lab, text)):
        found = [quad for mask in masks for quad in _quads_of_mask(mask, min_area)]
        quads = order_corners(np.array(found).reshape(-1, 4, 2))
        yield quads[(areas(quads) >= min_area) & are_convex(quads)]
    quads = quads_of_lines(np.ascontiguousarray(lab[..., 0]), text)
    yield quads[areas(quads) >= min_area]


def is_white_on_white(lab: NDArray[np.uint8]) -> bool:
    """Whether nearly all of a picture is about as light as its lightest parts, as where white cards lie on white paper.

    Args:
        lab: uint8, height x width x 3, the reduced picture in CIE Lab.
    """
    lightness = lab[..., 0]
    return float((lightness > _WHITE * np.percentile(lightness, 98)).mean()) > _WHITE_SHARE


def propose_faint_quads(lab: NDArray[np.uint8], text: TextMass) -> FloatArray:
    """List the quads that edges suggest which hardly show, such as the shadow around a white card on white paper.

    Args:
        lab: uint8, height x width x 3, the reduced picture in CIE Lab, lightly blurred.
        text: The text of the same picture.

    Returns:
        As each of `propose_quads`.
    """
    lightness = lab[..., 0].astype(np.float32)
    above_light = lightness - cv2.GaussianBlur(lightness, (0, 0), _LIGHT_PX)
    loud = np.clip(above_light * _FAINT_GAIN + 128, 0, 255).astype(np.uint8)
    quads = quads_of_lines(loud, text)
    return quads[areas(quads) >= _MIN_AREA_SHARE * lightness.size]


def _ground_masks(lab: NDArray[np.uint8]) -> Iterator[Mask]:
    yield from _tone_masks(lab)
    yield from _unlike_border_masks(lab)


def _drawn_masks(lab: NDArray[np.uint8], text: TextMass) -> Iterator[Mask]:
    yield from _outline_masks(lab)
    yield from _text_ground_masks(lab, text)
    if len(text) > _PRINTED_GROUND_LINES:
        yield from _calm_masks(lab)


def _tone_masks(lab: NDArray[np.uint8]) -> Iterator[Mask]:
    """The light and the dark part by lightness and by either colour axis (Otsu)."""
    for channel in cv2.split(lab):
        _, light = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield _without_text_and_bridges(light)
        yield _without_text_and_bridges(cv2.bitwise_not(light))


def _unlike_border_masks(lab: NDArray[np.uint8]) -> Iterator[Mask]:
    """What differs from the colours along the picture's border, at three levels."""
    border = np.concatenate(
        [
            part.reshape(-1, 3)
            for part in (lab[:_BORDER_PX], lab[-_BORDER_PX:], lab[:, :_BORDER_PX], lab[:, -_BORDER_PX:])
        ]
    ).astype(np.float32)
    centre = np.median(border, axis=0)
    # A floor of 3 levels on each spread: a border of one colour would make noise look far away.
    covariance = np.cov((border - centre).T) + np.eye(3) * 9
    whitening = np.linalg.cholesky(np.linalg.inv(covariance)).T
    offsets = cv2.transform(lab.astype(np.float32), np.column_stack([whitening, -whitening @ centre]))
    squares = cv2.transform(cv2.multiply(offsets, offsets), np.ones((1, 3)))
    distance = np.clip(cv2.sqrt(squares) * 20, 0, 255).astype(np.uint8)
    threshold, _ = cv2.threshold(distance, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for factor in (0.6, 1.0, 1.5):
        yield _without_text_and_bridges((distance > threshold * factor).astype(np.uint8) * 255)


def _outline_masks(lab: NDArray[np.uint8]) -> Iterator[Mask]:
    """What closed edges enclose: whole outlines filled, and each area between edges by itself."""
    for low, high in _CANNY_THRESHOLDS:
        edges = np.zeros(lab.shape[:2], dtype=np.uint8)
        for channel in cv2.split(lab):
            edges = np.maximum(edges, np.asarray(cv2.Canny(channel, low, high), dtype=np.uint8))
        closed = cv2.dilate(edges, np.ones((3, 3), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        filled = np.zeros_like(closed)
        cv2.drawContours(filled, contours, -1, 255, cv2.FILLED)
        yield cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)).astype(np.uint8)
        yield cv2.bitwise_not(closed).astype(np.uint8)


def _text_ground_masks(lab: NDArray[np.uint8], text: TextMass) -> Iterator[Mask]:
    """The grounds that text stands on, as far as they change smoothly, each by itself."""
    height, width = lab.shape[:2]
    order = np.argsort(-text.weights)[:_MAX_GROUND_SEEDS]
    for tolerance in _GROUND_TOLERANCES:
        limits = (tolerance,) * 3
        seen = np.zeros((height, width), dtype=bool)
        found = 0
        for x, y in (seed for index in order for seed in _beside_text(text, int(index))):
            if found >= _MAX_GROUNDS or not (0 <= x < width and 0 <= y < height) or seen[y, x]:
                continue
            mask = np.zeros((height + 2, width + 2), dtype=np.uint8)
            cv2.floodFill(lab, mask, (x, y), 0, limits, limits, 4 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY)
            ground = mask[1:-1, 1:-1]
            seen |= ground > 0
            if cv2.countNonZero(ground) > _MIN_GROUND_SHARE * height * width:
                found += 1
                yield _without_text_and_bridges(ground)


def _calm_masks(lab: NDArray[np.uint8]) -> Iterator[Mask]:
    """Where little is printed: a card on a printed page has more blank than the page, at three levels."""
    lightness = lab[..., 0]
    strokes = cv2.morphologyEx(lightness, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8)).astype(np.float32)
    light = np.maximum(cv2.GaussianBlur(lightness, (0, 0), _LIGHT_PX).astype(np.float32), 20)
    print_density = cv2.GaussianBlur(strokes / light, (0, 0), _PRINT_PX)
    scaled = np.clip(print_density / np.percentile(print_density, 99) * 255, 0, 255).astype(np.uint8)
    threshold, _ = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for factor in (0.7, 1.0, 1.3):
        calm = cv2.morphologyEx(
            (scaled < threshold * factor).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)
        )
        yield np.asarray(cv2.morphologyEx(calm, cv2.MORPH_OPEN, np.ones((25, 25), np.uint8)), dtype=np.uint8)


def _beside_text(text: TextMass, index: int) -> Iterator[tuple[int, int]]:
    corners = text.corners[index]
    centre = corners.mean(axis=0)
    top, bottom = (corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2
    for middle in (top, bottom):
        x, y = middle + (middle - centre) * 0.35
        yield round(float(x)), round(float(y))


def _without_text_and_bridges(mask: NDArray[np.generic]) -> Mask:
    """Close the holes that text leaves, then cut thin bridges to the surroundings."""
    closed = cv2.morphologyEx(np.asarray(mask, dtype=np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((11, 11), np.uint8)), dtype=np.uint8)


def _quads_of_mask(mask: Mask, min_area: float) -> list[FloatArray]:
    """Quads around the largest areas of a mask, their corners in any order; some may be no quads in truth."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = sorted((c for c in contours if cv2.contourArea(c) >= min_area), key=cv2.contourArea, reverse=True)
    quads: list[FloatArray] = []
    for contour in large[:_MAX_CONTOURS]:
        hull = cv2.convexHull(contour)
        ways = (cv2.boxPoints(cv2.minAreaRect(hull)), _four_corners(hull), _four_longest_sides(hull))
        quads += [np.asarray(quad, dtype=np.float64).reshape(4, 2) for quad in ways if quad is not None]
    return quads


def _four_corners(hull: cv2.typing.MatLike) -> cv2.typing.MatLike | None:
    """Simplify a hull to four corners; None when it has no four-cornered form."""
    outline = cv2.arcLength(hull, closed=True)
    for tolerance in _OUTLINE_TOLERANCES:
        polygon = cv2.approxPolyDP(hull, tolerance * outline, closed=True)
        if len(polygon) <= 4:
            return polygon if len(polygon) == 4 else None
    return None


def _four_longest_sides(hull: cv2.typing.MatLike) -> FloatArray | None:
    """Extend the four longest sides of a hull until they meet; None when they do not enclose anything like it.

    A finger over an edge or a shadow beside it adds corners to a hull, but its long sides stay the card's own.
    """
    polygon = cv2.approxPolyDP(hull, 0.012 * cv2.arcLength(hull, closed=True), closed=True)
    points = np.asarray(polygon, dtype=np.float64).reshape(-1, 2)
    if len(points) < 4:
        return None
    sides = np.stack([points, np.roll(points, -1, axis=0)], axis=1)
    longest = np.sort(np.argsort(-np.linalg.norm(sides[:, 1] - sides[:, 0], axis=1))[:4])
    quad = crossings(np.roll(sides[longest], 1, axis=0), sides[longest])
    return quad if area(quad) < 1.6 * cv2.contourArea(hull) else None
