"""Where the cards of a picture lie: the chosen quads, else the text, else the whole picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meishi.rectify.candidates import is_white_on_white, propose_faint_quads, propose_quads
from meishi.rectify.framing import frame_text
from meishi.rectify.judging import (
    FAINT_STEP,
    JudgedQuad,
    SearchPicture,
    are_beyond_doubt,
    choose_cards,
    distinct_quads,
    is_no_card,
    judge_quads,
    judge_whole,
)
from meishi.rectify.options import RectifyOptions
from meishi.rectify.quads import FloatArray, area, overlap_share, rectangle, side_lengths
from meishi.rectify.refining import refine_quads
from meishi.rectify.text_mass import (
    TextMass,
    cluster_text,
    group_within,
    skew_degrees,
    text_gap,
    text_rectangle,
)

# A quad this good needs no further search.
_SURE_QUALITY = 0.8
# Where such quads hold less of the text of a white sheet of cards, edges that hardly show are looked for.
_SURE_TEXT = 0.8
_MAX_CHOICES = 4
# A quad within this share of the picture's size from its corners is the picture itself.
_WHOLE_RIM = 0.025
# A picture counts as a card by itself when it has about a card's ratio ...
_WHOLE_RATIOS = (1.25, 2.2)
# ... its text fills at least this share of its width or height ...
_WHOLE_TEXT_SHARE = 0.5
# ... and is not turned by more than this.
_WHOLE_SKEW_DEGREES = 1.0
# The most promising quads have their sides moved by up to this many pixels before they are compared.
_MAX_SHARPENED = 6
_SHARPEN_REACH_PX = 6.0
# Text is grouped at these reaches (in line heights) to guess what belongs to one card.
_GROUP_REACHES = (2.5, 5.0)
_MAX_GROUPS = 12
# With more lines than this the ground is printed, and blocks of card size are everywhere.
_MAX_GROUPED = 60
# No card has more lines.
_MAX_CARD_LINES = 25
# A card is about this many print heights long; text that reaches farther is that of several cards.
_PRINTS_PER_CARD = 24.0
_MAX_PRINTS_PER_CARD = 36.0
# A block of text counts as a card with this many lines or more, this many print heights from other text.
_MIN_LINES = 3
_MIN_SEPARATION = 2.0
# ... or this many on a sheet, where so many cards show by their edges,
_SHEET_CARDS, _SHEET_SEPARATION = 2, 0.8
# ... and lies on no card that was found by its edges.
_MAX_TEXT_OVERLAP = 0.05
# White left around text that is cut out by itself, as a share of its longer side: ends of faint lines get missed. Less
# is left where another card is near.
_TEXT_MARGINS = (0.14, 0.07, 0.03)


@dataclass(frozen=True, eq=False)
class Place:
    """Where a card lies in a picture.

    Attributes:
        quad: 4 x 2, clockwise from the top left as it lies, in pixels.
        found_by: `edges`, `text` or `whole`.
    """

    quad: FloatArray
    found_by: str


def place_cards(pixels: NDArray[np.uint8], text: TextMass, options: RectifyOptions) -> list[Place]:
    """Tell where the cards of a reduced picture lie.

    Args:
        pixels: uint8, height x width x 3, BGR, reduced to `options.search_side_px`.
        text: Its text.
        options: The quality that a quad needs.

    Returns:
        At least one place if there is text; cards by their edges where these convince, else one place.
    """
    height, width = pixels.shape[:2]
    picture = SearchPicture.of(pixels)
    whole = judge_whole(whole_quad(width, height), text)
    judged = [whole]
    for quads in propose_quads(picture.lab, text):
        proposed = quads[~_are_whole(quads, width, height)] if len(text) > 0 else quads
        judged = _best_first(judged, _sharpened(judge_quads(proposed, picture, text), picture, text))
        chosen = choose_cards(judged, options.min_quality)
        if are_beyond_doubt(chosen, text):
            return _places_of(chosen, text)
    if len(text) == 0:
        return [_place_of(one.quad, width, height) for one in judged[:1] if one.quality >= _SURE_QUALITY]
    sure_text = sum(one.text_weight for one in chosen if one.quality >= _SURE_QUALITY)
    if sure_text < _SURE_TEXT and _is_of_several_cards(text) and is_white_on_white(picture.lab):
        faint = judge_quads(propose_faint_quads(picture.lab, text), picture, text, FAINT_STEP)
        judged = _best_first(judged, faint)
        chosen = choose_cards(judged, options.min_quality)
    framed = _sharpened(_frames([one for one in chosen if one is not whole], picture, text), picture, text)
    judged = _best_first(judged, framed)
    chosen = _choose_without_boxes(judged, text, options)
    if any(one is whole for one in chosen):
        return [_place_without_quad(text, width, height)]
    places = _places_of(chosen, text)
    if not places and len(text) > _MAX_CARD_LINES:
        # On a printed page everything has text beside it, and all of it is no card.
        places = [Place(one.quad, "edges") for one in choose_cards(judged, options.min_quality)[:1]]
    return places or [_place_without_quad(text, width, height)]


def _places_of(chosen: list[JudgedQuad], text: TextMass) -> list[Place]:
    return [Place(one.quad, "edges") for one in chosen] + [
        Place(quad, "text") for quad in _cards_without_edges(chosen, text)
    ]


def _best_first(*lists: list[JudgedQuad]) -> list[JudgedQuad]:
    return sorted((one for quads in lists for one in quads), key=lambda one: -one.quality)


def _sharpened(judged: list[JudgedQuad], picture: SearchPicture, text: TextMass) -> list[JudgedQuad]:
    """Move the sides of the most promising quads onto the edges nearby and judge them again."""
    promising = distinct_quads(judged, _MAX_SHARPENED)
    if not promising:
        return judged
    refined = refine_quads(np.stack([one.quad for one in promising]), picture.blurred, _SHARPEN_REACH_PX)
    return _best_first(judged, judge_quads(refined, picture, text))


def _frames(chosen: list[JudgedQuad], picture: SearchPicture, text: TextMass) -> list[JudgedQuad]:
    """Look for frames around text that lies in no good quad yet."""
    settled = np.zeros(len(text), dtype=bool)
    for one in chosen:
        if one.quality >= _SURE_QUALITY:
            settled |= one.text_shares > 0.5
    rest = np.nonzero(~settled)[0]
    if len(rest) == 0:
        return []
    groups = {tuple(rest.tolist())}
    for reach in _GROUP_REACHES:
        groups |= {tuple(rest[group].tolist()) for group in cluster_text(text.part(rest), reach)[:_MAX_GROUPS]}
    if len(rest) <= _MAX_GROUPED:
        card_side = _PRINTS_PER_CARD * float(np.median(text.thicknesses))
        blocks = group_within(text.part(rest), skew_degrees(text), card_side)
        groups |= {tuple(sorted(rest[block].tolist())) for block in blocks if len(block) > 1}
    quads = [frame_text(picture.lab, text.part(np.array(group))) for group in sorted(groups)]
    return judge_quads(np.concatenate(quads), picture, text)


def _choose_without_boxes(judged: list[JudgedQuad], text: TextMass, options: RectifyOptions) -> list[JudgedQuad]:
    """Choose cards; where a choice turns out to be a part of one, or several, choose again without it."""
    for _ in range(_MAX_CHOICES):
        chosen = choose_cards(judged, options.min_quality)
        boxes = [one for one in chosen if is_no_card(one, chosen, text)]
        if not boxes:
            return chosen
        judged = [one for one in judged if not any(_is_same_box(one, box) for box in boxes)]
    return [one for one in chosen if not is_no_card(one, chosen, text)]


def _is_same_box(one: JudgedQuad, box: JudgedQuad) -> bool:
    could_be = one.area < 1.1 * box.area and one.text_weight <= box.text_weight
    return could_be and overlap_share(one.quad, box.quad) > 0.9


def _cards_without_edges(chosen: list[JudgedQuad], text: TextMass) -> list[FloatArray]:
    """Cut out the text of cards whose edges do not show, on a page of several cards.

    Only blocks that stand by themselves count; print that goes on beyond a card's size is the ground's own.
    """
    held = np.max([one.text_shares for one in chosen], axis=0) > 0.1 if chosen else np.zeros(len(text), dtype=bool)
    rest = text.part(np.nonzero(~held)[0])
    if len(rest) == 0:
        return []
    skew = skew_degrees(text)
    print_height = float(np.median(text.thicknesses))
    if chosen:
        card_side = float(np.median([side_lengths(one.quad).max() for one in chosen]))
    elif _is_of_several_cards(text):
        card_side = _PRINTS_PER_CARD * print_height
    else:
        return []
    separation = _MIN_SEPARATION if len(chosen) < _SHEET_CARDS else _SHEET_SEPARATION
    quads: list[FloatArray] = []
    for group in group_within(rest, skew, card_side):
        part = rest.part(group)
        telling = int((part.lengths >= 2 * part.thicknesses).sum())
        others = rest.part(np.setdiff1d(np.arange(len(rest)), group))
        if telling >= _MIN_LINES and text_gap(part, others) > separation * print_height:
            taken = [*(one.quad for one in chosen), *quads]
            around = (_around(part, skew, margin) for margin in _TEXT_MARGINS)
            quads += [quad for quad in around if all(overlap_share(quad, one) < _MAX_TEXT_OVERLAP for one in taken)][:1]
    return quads


def _is_of_several_cards(text: TextMass) -> bool:
    """Whether text is more than a card holds, or reaches farther."""
    reach = max(text_rectangle(text, skew_degrees(text))[2])
    return len(text) > _MAX_CARD_LINES or reach > _MAX_PRINTS_PER_CARD * float(np.median(text.thicknesses))


def _around(text: TextMass, skew: float, margin_share: float = _TEXT_MARGINS[0]) -> FloatArray:
    """The rectangle around some text, with white left on all sides."""
    centre, along, size = text_rectangle(text, skew)
    margin = 2 * margin_share * max(size)
    return rectangle(centre, along, (size[0] + margin, size[1] + margin))


def _place_of(quad: FloatArray, width: int, height: int) -> Place:
    if _are_whole(quad, width, height):
        return Place(whole_quad(width, height), "whole")
    return Place(quad, "edges")


def _are_whole(quads: FloatArray, width: int, height: int) -> NDArray[np.bool_]:
    """Whether quads (... x 4 x 2) are the picture itself."""
    apart = np.abs(quads - whole_quad(width, height)).max(axis=(-2, -1))
    whole: NDArray[np.bool_] = apart <= _WHOLE_RIM * max(width, height)
    return whole


def whole_quad(width: float, height: float) -> FloatArray:
    """The corners of the picture itself."""
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def _place_without_quad(text: TextMass, width: int, height: int) -> Place:
    skew = skew_degrees(text)
    size = text_rectangle(text, skew)[2]
    ratio = max(width, height) / min(width, height)
    fills = max(size[0] / width, size[1] / height) >= _WHOLE_TEXT_SHARE
    if _WHOLE_RATIOS[0] <= ratio <= _WHOLE_RATIOS[1] and fills and abs(skew) <= _WHOLE_SKEW_DEGREES:
        return Place(whole_quad(width, height), "whole")
    quad = _around(text, skew)
    if abs(skew) <= _WHOLE_SKEW_DEGREES:
        quad = np.clip(quad, 0, [width, height])
    if area(quad) >= 0.9 * width * height and abs(skew) <= _WHOLE_SKEW_DEGREES:
        return Place(whole_quad(width, height), "whole")
    return Place(quad, "text")
