"""Pieces of text lines: turned rectangles around what the network marked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.detect.options import DetectOptions

# Thinner marks, in pixels of the network's map, are rules and noise.
_MIN_THICKNESS_PX = 2.0
# A piece that is not longer than this many thicknesses may be a single glyph, so its angle says little.
_GLYPH_ELONGATION = 1.6


@dataclass(frozen=True)
class Piece:
    """A turned rectangle around a line of text or a part of one.

    Attributes:
        centre: x, y in picture pixels.
        length: Along the line, in pixels.
        thickness: Across the line, in pixels.
        angle_degrees: Of the line's long axis against the picture's x axis, clockwise, within (-90, 90].
        score: How sure the detector is, 0..1.
        spaced: Whether it was joined from single glyphs, so that its next glyph may be as far away as these were.
    """

    centre: tuple[float, float]
    length: float
    thickness: float
    angle_degrees: float
    score: float
    spaced: bool = False

    @property
    def is_glyph(self) -> bool:
        """Whether it may be a single glyph, which leaves open which way its line runs."""
        return self.length < _GLYPH_ELONGATION * self.thickness

    def corners(self) -> NDArray[np.float64]:
        """The corners, 4 x 2, clockwise, in picture pixels."""
        angle = math.radians(self.angle_degrees)
        along = np.array([math.cos(angle), math.sin(angle)]) * self.length / 2
        across = np.array([-math.sin(angle), math.cos(angle)]) * self.thickness / 2
        centre = np.array(self.centre)
        return np.array(
            [centre - along - across, centre + along - across, centre + along + across, centre - along + across]
        )


def find_pieces(probability: NDArray[np.float32], picture_size: tuple[int, int], options: DetectOptions) -> list[Piece]:
    """Draw a turned rectangle around each blot of the network's map.

    Args:
        probability: float32, the network's map of the whole picture.
        picture_size: Width and height of the picture in pixels.
        options: Thresholds and growth.

    Returns:
        The pieces in picture pixels, in no particular order.
    """
    scale_x, scale_y = picture_size[0] / probability.shape[1], picture_size[1] / probability.shape[0]
    ink = (probability > options.ink_threshold).astype(np.uint8)
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    pieces = []
    for contour in contours:
        _, (side_a, side_b), _ = cv2.minAreaRect(contour)
        # A contour runs through pixel centres, so a mark is one pixel thicker than its contour.
        if min(side_a, side_b) + 1 < _MIN_THICKNESS_PX:
            continue
        score = _mean_inside(probability, contour)
        if score < options.min_score:
            continue
        scaled = contour.reshape(-1, 2).astype(np.float32) + 0.5
        scaled *= (scale_x, scale_y)
        pieces.append(_grown(enclose(scaled, score), options.unclip_ratio))
    return pieces


def enclose(points: NDArray[np.float32], score: float) -> Piece:
    """Fit the smallest turned rectangle around points, N x 2, in picture pixels."""
    centre, (side_a, side_b), angle = cv2.minAreaRect(points)
    if side_b > side_a:
        side_a, side_b, angle = side_b, side_a, angle + 90.0
    elif side_a < 1.05 * side_b and abs(_normal_angle(angle)) > 45:
        # A square has two long axes; take the one nearer to the picture's rows.
        side_a, side_b, angle = side_b, side_a, angle + 90.0
    return Piece(
        centre=(float(centre[0]), float(centre[1])),
        length=float(side_a) + 1e-3,
        thickness=float(side_b) + 1e-3,
        angle_degrees=_normal_angle(angle),
        score=score,
    )


def _normal_angle(angle_degrees: float) -> float:
    """The same axis, with its angle within (-90, 90]."""
    return 90.0 - (90.0 - angle_degrees) % 180.0


def _grown(piece: Piece, unclip_ratio: float) -> Piece:
    growth = piece.length * piece.thickness * unclip_ratio / (2 * (piece.length + piece.thickness))
    return Piece(
        centre=piece.centre,
        length=piece.length + 2 * growth,
        thickness=piece.thickness + 2 * growth,
        angle_degrees=piece.angle_degrees,
        score=piece.score,
    )


def _mean_inside(probability: NDArray[np.float32], contour: cv2.typing.MatLike) -> float:
    x, y, width, height = cv2.boundingRect(contour)
    inside = np.zeros((height, width), dtype=np.uint8)
    cv2.drawContours(inside, [contour - (x, y)], -1, 255, cv2.FILLED)
    return float(cv2.mean(probability[y : y + height, x : x + width], mask=inside)[0])
