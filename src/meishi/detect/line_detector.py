"""The detector of text lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from meishi.detect.lines import join_pieces
from meishi.detect.options import DetectOptions
from meishi.detect.pieces import Piece, find_pieces
from meishi.detect.probability import text_probability
from meishi.domain.text import Direction, TextRegion

# Boxes less elongated than this may be a short word as well as a short column; rows are the commoner case.
_COLUMN_ELONGATION = 1.4


@dataclass(frozen=True)
class LineDetector:
    """Finds text lines with a network; a `TextDetector`.

    The network is loaded on first use and shared by all detectors of a process; the detector itself is a plain value
    that can be sent to another process. It does not know which end a line is read from.

    Attributes:
        options: How to look.
    """

    options: DetectOptions = field(default_factory=DetectOptions)

    def find_text(self, pixels: NDArray[np.uint8]) -> tuple[TextRegion, ...]:
        """Find the text lines of a picture, turned by any angle; columns are kept apart.

        Args:
            pixels: uint8, height x width x 3, BGR.

        Returns:
            One region a line, in pixels of the given picture, in no particular order; the direction is the one in
            the picture as it stands. Empty when there is no text.

        Raises:
            EngineMissingError: The network is not installed.
        """
        probability = text_probability(pixels, self.options.long_side_px)
        height, width = pixels.shape[:2]
        pieces = find_pieces(probability, (width, height), self.options)
        return tuple(_region(line) for line in join_pieces(pieces, self.options))


def _region(line: Piece) -> TextRegion:
    corners = line.corners()
    start = int(np.argmin(corners.sum(axis=1)))
    first, second, third, fourth = ((float(x), float(y)) for x, y in np.roll(corners, -start, axis=0))
    steep = abs(line.angle_degrees) > 45
    column = steep and line.length > _COLUMN_ELONGATION * line.thickness
    return TextRegion(
        corners=(first, second, third, fourth),
        direction=Direction.VERTICAL if column else Direction.HORIZONTAL,
        score=line.score,
    )
