"""Where the cards of a picture lie: the chosen quads, else the text, else the whole picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.rectify.candidates import propose_quads
from meishi.rectify.framing import frame_quad, frame_text
from meishi.rectify.judging import JudgedQuad, choose_cards, distinct_quads, judge_quads, lost_text
from meishi.rectify.options import RectifyOptions
from meishi.rectify.quads import FloatArray, area, rectangle
from meishi.rectify.refining import refine_quad
from meishi.rectify.text_mass import TextMass, cluster_text, skew_degrees, text_rectangle

# A quad this good keeps its place even when there is other text right beside it (a card on a printed page) ...
_SURE_QUALITY = 0.8
# ... any other loses it when the text beside it is more than this share of its own.
_MAX_LOST = 0.1
# A quad within this share of the picture's size from its corners is the picture itself.
_WHOLE_RIM = 0.025
# A picture counts as a card by itself when it has about a card's ratio ...
_WHOLE_RATIOS = (1.25, 2.2)
# ... its text fills at least this share of its width or height ...
_WHOLE_TEXT_SHARE = 0.5
# ... and is not turned by more than this.
_WHOLE_SKEW_DEGREES = 1.0
# The most promising quads have their sides moved by up to this many pixels before they are compared.
_MAX_SHARPENED = 8
_SHARPEN_REACH_PX = 6.0
# Text is grouped at these reaches (in line heights) to guess what belongs to one card.
_GROUP_REACHES = (2.5, 5.0)
_MAX_GROUPS = 12
# White left around text that is cut out by itself, as a share of its longer side.
_TEXT_MARGIN = 0.08


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
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(pixels, (0, 0), 1.2), cv2.COLOR_BGR2LAB), dtype=np.uint8)
    judged = _sharpened(judge_quads(propose_quads(lab, text), lab, text), lab, text)
    if len(text) == 0:
        return [_place_of(one.quad, width, height) for one in judged[:1] if one.quality >= _SURE_QUALITY]
    chosen = choose_cards(judged, options.min_quality)
    framed = _sharpened(_frames(chosen, lab, text), lab, text)
    chosen = choose_cards(sorted(judged + framed, key=lambda one: -one.quality), options.min_quality)
    chosen = _without_boxes_on_cards(chosen, text)
    if not chosen or any(_is_whole(one.quad, width, height) for one in chosen):
        return [_place_without_quad(text, width, height)]
    return [Place(one.quad, "edges") for one in chosen]


def _sharpened(judged: list[JudgedQuad], lab: NDArray[np.uint8], text: TextMass) -> list[JudgedQuad]:
    """Move the sides of the most promising quads onto the edges nearby and judge them again."""
    promising = distinct_quads(judged, _MAX_SHARPENED)
    refined = [refine_quad(one.quad, lab, _SHARPEN_REACH_PX) for one in promising]
    return sorted(judged + judge_quads(refined, lab, text), key=lambda one: -one.quality)


def _frames(chosen: list[JudgedQuad], lab: NDArray[np.uint8], text: TextMass) -> list[JudgedQuad]:
    """Look for frames around each chosen quad, and around text that lies in no good quad yet."""
    quads = [quad for one in chosen for quad in frame_quad(lab, one.quad)]
    settled = np.zeros(len(text), dtype=bool)
    for one in chosen:
        if one.quality >= _SURE_QUALITY:
            settled |= one.text_shares > 0.5
    rest = np.nonzero(~settled)[0]
    if len(rest) > 0:
        groups = {tuple(rest.tolist())}
        for reach in _GROUP_REACHES:
            groups |= {tuple(rest[group].tolist()) for group in cluster_text(text.part(rest), reach)[:_MAX_GROUPS]}
        quads += [quad for group in sorted(groups) for quad in frame_text(lab, text.part(np.array(group)))]
    return judge_quads(quads, lab, text)


def _without_boxes_on_cards(chosen: list[JudgedQuad], text: TextMass) -> list[JudgedQuad]:
    return [one for one in chosen if one.quality >= _SURE_QUALITY or lost_text(one, chosen, text) <= _MAX_LOST]


def _place_of(quad: FloatArray, width: int, height: int) -> Place:
    if _is_whole(quad, width, height):
        return Place(whole_quad(width, height), "whole")
    return Place(quad, "edges")


def _is_whole(quad: FloatArray, width: int, height: int) -> bool:
    picture = whole_quad(width, height)
    return bool((np.abs(quad - picture) <= _WHOLE_RIM * max(width, height)).all())


def whole_quad(width: float, height: float) -> FloatArray:
    """The corners of the picture itself."""
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def _place_without_quad(text: TextMass, width: int, height: int) -> Place:
    skew = skew_degrees(text)
    centre, along, size = text_rectangle(text, skew)
    ratio = max(width, height) / min(width, height)
    fills = max(size[0] / width, size[1] / height) >= _WHOLE_TEXT_SHARE
    if _WHOLE_RATIOS[0] <= ratio <= _WHOLE_RATIOS[1] and fills and abs(skew) <= _WHOLE_SKEW_DEGREES:
        return Place(whole_quad(width, height), "whole")
    margin = 2 * _TEXT_MARGIN * max(size)
    quad = rectangle(centre, along, (size[0] + margin, size[1] + margin))
    if abs(skew) <= _WHOLE_SKEW_DEGREES:
        quad = np.clip(quad, 0, [width, height])
    if area(quad) >= 0.9 * width * height and abs(skew) <= _WHOLE_SKEW_DEGREES:
        return Place(whole_quad(width, height), "whole")
    return Place(quad, "text")
