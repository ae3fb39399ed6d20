"""Codes on a card: QR codes, whose text machines read without a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.card import CardImage
from meishi.domain.photo import Photo
from meishi.domain.text import Box, Code

# The photo is looked at where it is finer than the card image by this factor.
_FINER = 1.15
# For a last look a card image is enlarged so much, up to this long side: more costs time and shows nothing new.
_ENLARGEMENT, _MAX_ENLARGED_PX = 3.0, 3200


def read_codes(card: CardImage, photo: Photo) -> tuple[Code, ...]:
    """Find and read the QR codes of a card.

    Looks at the card image first, then at the photo's own pixels where they are finer, and last at the card image
    enlarged, for codes whose squares are two or three pixels large. A card without a code costs about a hundredth of
    a second.

    Args:
        card: The card.
        photo: The picture it was found in.

    Returns:
        The codes with their places on the card image; empty when there is none, or none can be read.
    """
    return next((codes for codes in _looks(card, photo) if codes), ())


def without_codes(card: CardImage, codes: tuple[Code, ...]) -> CardImage:
    """Give a card image whose text regions leave out what lies on a code and is no text."""
    if not codes:
        return card
    regions = tuple(
        region
        for region in card.regions
        if not any(_holds(code.box, np.array(region.corners).mean(axis=0)) for code in codes)
    )
    return replace(card, regions=regions)


def _looks(card: CardImage, photo: Photo) -> Iterator[tuple[Code, ...]]:
    # Not the evened picture: evening the light takes the dark squares of a code for a dark ground.
    grey = np.asarray(cv2.cvtColor(card.pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    height, width = grey.shape
    yield _found(grey, np.eye(3), (width, height))
    quad = np.array(card.quad, dtype=np.float32)
    left, top = np.clip(np.floor(quad.min(axis=0)).astype(int), 0, np.array(photo.pixels.shape[1::-1]) - 1)
    right, bottom = np.maximum(np.ceil(quad.max(axis=0)).astype(int), (left + 1, top + 1))
    cut = photo.pixels[top:bottom, left:right]
    if max(cut.shape) > _FINER * max(height, width):
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        to_card = cv2.getPerspectiveTransform(quad - np.array([left, top], dtype=np.float32), flat)
        yield _found(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), np.asarray(to_card), (width, height))
    factor = min(_ENLARGEMENT, _MAX_ENLARGED_PX / max(height, width))
    if factor > 1:
        enlarged = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        # Ink spreads, and blur makes it spread further: the light between the squares is what is missing.
        thinned = cv2.dilate(enlarged, np.ones((3, 3), np.uint8))
        yield _found(thinned, np.diag([1 / factor, 1 / factor, 1.0]), (width, height))


def _found(grey: cv2.typing.MatLike, to_card: NDArray[np.float64], size: tuple[int, int]) -> tuple[Code, ...]:
    """Read the codes of a picture.

    Args:
        grey: uint8, height x width.
        to_card: 3 x 3, maps its pixels to those of the card image.
        size: Width and height of the card image; codes outside are another card's.
    """
    import zxingcpp  # noqa: PLC0415 - only reading needs it

    codes = []
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for barcode in zxingcpp.read_barcodes(grey, formats=kinds, text_mode=zxingcpp.TextMode.Plain):
        at = barcode.position
        corners = np.array([[[p.x, p.y] for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]])
        moved = cv2.perspectiveTransform(corners.astype(np.float64), to_card)[0]
        box = _box(np.asarray(moved))
        if barcode.text.strip() and _holds((0, 0, *size), moved.mean(axis=0)):
            codes.append(Code(text=barcode.text, box=box))
    return tuple(codes)


def _box(corners: NDArray[np.float64]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return int(left), int(top), int(right - left), int(bottom - top)


def _holds(box: Box, point: NDArray[np.float64]) -> bool:
    x, y, width, height = box
    return bool(x <= point[0] <= x + width and y <= point[1] <= y + height)
