"""From a photo to its card images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.card import CardImage, Quad
from meishi.domain.photo import Photo
from meishi.domain.reading import CardReading
from meishi.domain.text import Box, Direction, TextDetector, TextRegion, UprightJudge
from meishi.errors import NoCardFoundError
from meishi.rectify.light import even_light
from meishi.rectify.options import RectifyOptions
from meishi.rectify.placing import Place, place_cards
from meishi.rectify.quads import FloatArray, distances_inside, side_lengths
from meishi.rectify.refining import refine_quads
from meishi.rectify.text_mass import measure_text
from meishi.rectify.turning import move_regions, turn_pixels
from meishi.rectify.warp import card_size, clamp_to_card, flatten, flatten_card, true_ratio

_MAX_REFINEMENTS = 3
# No line of text is thicker than this share of the picture's long side.
_MAX_THICKNESS_SHARE = 0.2
# Where all text is so few blots, within this share of the picture's long side, a small card may be hidden in them.
_MAX_BLOTS = 3
_MAX_BLOT_SHARE = 0.3
# What is longer, in multiples of its thickness, is a line.
_MAX_BLOT_ELONGATION = 3.0
# It is looked for as far around them, in multiples of their extent.
_BLOT_MARGIN = 0.5
# Pictures smaller than the search wants are enlarged at most this much: more only blurs.
_MAX_ENLARGEMENT = 2.0
# A part of a card that is so much longer than thick can be one line.
_LEAST_LINE_RATIO = 2.0


@dataclass(frozen=True, eq=False)
class _Flat:
    """A card image before it is set upright.

    Attributes:
        pixels: uint8, height x width x 3, BGR.
        quad: 4 x 2, its corners in the photo.
        from_photo: 3 x 3, maps pixels of the photo to those of the card image.
    """

    pixels: NDArray[np.uint8]
    quad: FloatArray
    from_photo: NDArray[np.float64]


def find_cards(
    photo: Photo, detector: TextDetector, judge: UprightJudge, options: RectifyOptions | None = None
) -> tuple[CardImage, ...]:
    """Find every card in a picture and make it flat, upright and evenly lit.

    Args:
        photo: The picture.
        detector: Finds text lines; called once for the picture and once for each card that had to be flattened.
        judge: Tells which way up a card is.
        options: How to look.

    Returns:
        The cards in reading order, row by row; at least one. A card image is at least as fine as the picture, its
        long side within `options.min_long_side_px` and `options.max_long_side_px`; its regions are in its own pixels.

    Raises:
        NoCardFoundError: There is neither text nor anything of a card's form.
    """
    options = options or RectifyOptions()
    places, regions = _search(photo.pixels, detector, options)
    if not places:
        raise NoCardFoundError(
            f"{photo.file}: nothing in the picture looks like a card",
            hint="Take the picture again with the whole card in it, sharp and in even light.",
        )
    maker = _CardMaker(photo, regions, detector, judge, options)
    return tuple(maker.make(place, number) for number, place in enumerate(_in_reading_order(places), start=1))


def _search(
    pixels: NDArray[np.uint8], detector: TextDetector, options: RectifyOptions
) -> tuple[list[Place], tuple[TextRegion, ...]]:
    """Find where the cards of a picture lie, and its text, both in its own pixels."""
    fine, fine_scale = _reduced(pixels, min(options.refine_side_px, max(pixels.shape[:2])))
    reduced, coarse_scale = _reduced(fine, options.search_side_px)
    scale = (fine_scale[0] * coarse_scale[0], fine_scale[1] * coarse_scale[1])
    to_picture = np.diag([1 / scale[0], 1 / scale[1], 1.0])
    found = detector.find_text(reduced)
    window = _window_of(move_regions(found, to_picture), pixels.shape[1], pixels.shape[0])
    if window is not None:
        left, top, right, bottom = window
        part = pixels[top:bottom, left:right]
        closer = detector.find_text(_reduced(part, options.search_side_px)[0])
        if len(closer) > _MAX_BLOTS:
            places, regions = _search(part, detector, options)
            back = np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
            corner = np.array([left, top])
            return [Place(place.quad + corner, place.found_by) for place in places], move_regions(regions, back)
    regions = tuple(region for region in found if _is_line(region, reduced))
    places = [
        Place(place.quad / np.array(scale), place.found_by)
        for place in place_cards(reduced, measure_text(regions), options)
    ]
    return _refine_edges(fine, fine_scale, places, options), move_regions(regions, to_picture)


def _window_of(regions: Sequence[TextRegion], width: int, height: int) -> tuple[int, int, int, int] | None:
    """The part of a picture, left, top, right, bottom, where a card may be too small for its lines to show as lines."""
    if not 0 < len(regions) <= _MAX_BLOTS:
        return None
    corners = np.array([region.corners for region in regions])
    lengths = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    if (lengths.max(axis=1) > _MAX_BLOT_ELONGATION * lengths.min(axis=1)).any():
        return None
    corners = corners.reshape(-1, 2)
    low, high = corners.min(axis=0), corners.max(axis=0)
    reach = float((high - low).max())
    if reach > _MAX_BLOT_SHARE * max(width, height):
        return None
    margin = _BLOT_MARGIN * reach
    left, top = np.maximum(np.floor(low - margin), 0).astype(int).tolist()
    right, bottom = np.minimum(np.ceil(high + margin), [width, height]).astype(int).tolist()
    return left, top, right, bottom


def part_of_card(
    photo: Photo, card: CardReading, box: Box, detector: TextDetector, options: RectifyOptions | None = None
) -> tuple[CardImage, ...]:
    """Cut a part out of a card that was found before, with the text in it.

    Args:
        photo: The picture.
        card: What was read when the card was found in it.
        box: The part, in pixels of the card image, and on it.
        detector: Finds text lines.
        options: Limits on the size.

    Returns:
        The part as card images with pixels of their own, one for each way to see its text, the likeliest first: the
        lines that the detector finds, and all of it as a single line, where it finds none, or one and the part is long.
    """
    options = options or RectifyOptions()
    flat = flatten_card(photo, card.quad, card.size, options)
    x, y, width, height = box
    # The light of the whole card tells ground from ink; a part may be little else than ink.
    pixels, even = flat[y : y + height, x : x + width], even_light(flat)[y : y + height, x : x + width]
    margin = max(8, min(width, height) // 4)
    framed = np.asarray(cv2.copyMakeBorder(pixels, *(margin,) * 4, cv2.BORDER_REPLICATE), dtype=np.uint8)
    moved = np.array([[1.0, 0.0, -margin], [0.0, 1.0, -margin], [0.0, 0.0, 1.0]])
    lines = move_regions(_find_regions(framed, detector, options), moved)
    is_column = height > width
    corners = ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)))
    whole = TextRegion(corners, Direction.VERTICAL if is_column else Direction.HORIZONTAL)
    is_one_line = len(lines) == 1 and max(width, height) >= _LEAST_LINE_RATIO * min(width, height)
    ways = [lines] * bool(lines) + [(whole,)] * (is_one_line or not lines)
    return tuple(
        CardImage(
            pixels=pixels,
            even=even,
            quad=card.quad,
            orientation_degrees=card.orientation_degrees,
            regions=regions,
            found_by="whole",
            file=photo.file,
            page=photo.page,
            number=number,
        )
        for number, regions in enumerate(ways, start=1)
    )


def _is_line(region: TextRegion, pixels: NDArray[np.uint8]) -> bool:
    """Whether a region can be a line; detectors sometimes take a whole small card for one huge glyph."""
    lengths = side_lengths(np.array(region.corners))
    return bool(lengths.min() <= _MAX_THICKNESS_SHARE * max(pixels.shape[:2]))


def _reduced(pixels: NDArray[np.uint8], long_side_px: int) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """The picture at a given long side, and its exact scale along x and y."""
    height, width = pixels.shape[:2]
    factor = min(long_side_px / max(height, width), _MAX_ENLARGEMENT)
    if factor == 1:
        return pixels, (1.0, 1.0)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    if factor > 1:
        enlarged = cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)
        return np.asarray(enlarged, dtype=np.uint8), (size[0] / width, size[1] / height)
    source: cv2.typing.MatLike = pixels
    whole = int(1 / factor)
    if whole > 1:
        # Averaging over whole blocks is many times faster; the rest of the way is short then.
        blocks = (max(size[0], width // whole), max(size[1], height // whole))
        source = cv2.resize(pixels[: blocks[1] * whole, : blocks[0] * whole], blocks, interpolation=cv2.INTER_AREA)
    reduced = np.asarray(cv2.resize(source, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return reduced, (size[0] / width, size[1] / height)


def _refine_edges(
    fine: NDArray[np.uint8], scale: tuple[float, float], places: Sequence[Place], options: RectifyOptions
) -> list[Place]:
    """Place the sides of quads exactly, in a picture as fine as `options.refine_side_px` allows."""
    search_pixel = max(fine.shape[:2]) / options.search_side_px
    refined = []
    for place in places:
        if place.found_by != "edges":
            refined.append(place)
            continue
        quad = _settled(place.quad * np.array(scale), fine, 5 * search_pixel)
        (quad,) = refine_quads(quad[None], fine, 2 * search_pixel)
        refined.append(Place(quad / np.array(scale), place.found_by))
    return refined


def _settled(quad: FloatArray, pixels: NDArray[np.uint8], reach_px: float) -> FloatArray:
    """Refine a quad until it stays about where it is: one step is not enough where the guess was far off."""
    for _ in range(_MAX_REFINEMENTS):
        before, (quad,) = quad, refine_quads(quad[None], pixels, reach_px)
        if np.abs(quad - before).max() < reach_px / 2:
            break
    return quad


def _in_reading_order(places: Sequence[Place]) -> list[Place]:
    """Rows from the top, each from the left; cards whose middles differ by less than half a card share a row."""
    heights = [float(np.ptp(place.quad[:, 1])) for place in places]
    row_height = float(np.median(heights)) / 2
    by_height = sorted(places, key=lambda place: float(place.quad[:, 1].mean()))
    rows: list[list[Place]] = []
    for place in by_height:
        middle = float(place.quad[:, 1].mean())
        if rows and middle - float(np.mean([other.quad[:, 1].mean() for other in rows[-1]])) < row_height:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row, key=lambda place: float(place.quad[:, 0].mean()))]


@dataclass(frozen=True, eq=False)
class _CardMaker:
    """Makes the card images of one photo.

    Attributes:
        photo: The picture.
        regions: Its text, in its own pixels.
        detector: Finds the text of each card image.
        judge: Tells which way up a card is.
        options: Sizes and limits.
    """

    photo: Photo
    regions: tuple[TextRegion, ...]
    detector: TextDetector
    judge: UprightJudge
    options: RectifyOptions

    def make(self, place: Place, number: int) -> CardImage:
        """Flatten the card at a place, set it upright and find its text."""
        flat = _flattened(self.photo.pixels, place, self.options)
        rough_regions = move_regions([r for r in self.regions if _lies_in(r, place.quad)], flat.from_photo)
        even = even_light(flat.pixels)
        turns = self.judge.judge_upright(even, rough_regions)
        pixels, even = turn_pixels(flat.pixels, turns), turn_pixels(even, turns)
        # A picture that is the card itself was searched as finely as its card image would be.
        known = place.found_by == "whole" and turns == 0
        quad = np.roll(flat.quad, turns, axis=0)
        return CardImage(
            pixels=pixels,
            even=even,
            quad=_as_quad(quad),
            orientation_degrees=_orientation_degrees(quad),
            regions=rough_regions if known else _find_regions(pixels, self.detector, self.options),
            found_by=place.found_by,
            file=self.photo.file,
            page=self.photo.page,
            number=number,
        )


def _flattened(pixels: NDArray[np.uint8], place: Place, options: RectifyOptions) -> _Flat:
    picture_height, picture_width = pixels.shape[:2]
    top, right, bottom, left = side_lengths(place.quad)
    ratio = (top + bottom) / (left + right)
    if place.found_by == "edges":
        ratio = clamp_to_card(true_ratio(place.quad, (picture_width, picture_height)))
    size = card_size(place.quad, ratio, options)
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    from_photo = cv2.getPerspectiveTransform(place.quad.astype(np.float32), target)
    return _Flat(flatten(pixels, place.quad, size), place.quad, np.asarray(from_photo, dtype=np.float64))


def _lies_in(region: TextRegion, quad: FloatArray) -> bool:
    centre = np.array(region.corners).mean(axis=0)
    return bool(distances_inside(quad, centre) > 0)


def _find_regions(pixels: NDArray[np.uint8], detector: TextDetector, options: RectifyOptions) -> tuple[TextRegion, ...]:
    reduced, scale = _reduced(pixels, min(options.card_side_px, max(pixels.shape[:2])))
    return move_regions(detector.find_text(reduced), np.diag([1 / scale[0], 1 / scale[1], 1.0]))


def _orientation_degrees(quad: FloatArray) -> int:
    top = quad[1] - quad[0] + quad[2] - quad[3]
    degrees_clockwise = float(np.degrees(np.arctan2(top[1], top[0])))
    return round(-degrees_clockwise / 90) % 4 * 90


def _as_quad(quad: FloatArray) -> Quad:
    first, second, third, fourth = ((round(float(x), 1), round(float(y), 1)) for x, y in quad)
    return first, second, third, fourth
