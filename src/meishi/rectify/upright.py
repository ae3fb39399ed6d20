"""Which of the four ways up a card stands."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.domain.text import TextRegion, UprightJudge
from meishi.rectify.options import RectifyOptions
from meishi.rectify.text_mass import measure_text, row_share

# With at least this share of rows (or columns), a turn that would make them columns (or rows) is not expected.
_CLEAR_SHARE = 0.8
# Against what the rows suggest, the judge has to be this many times surer.
_AGAINST_ROWS = 2.5


def quarter_turns_upright(
    regions: Sequence[TextRegion], even: NDArray[np.uint8], judge: UprightJudge, options: RectifyOptions
) -> int:
    """Tell how many quarter turns clockwise set a card upright.

    A detector that knows which end lines are read from decides alone. Otherwise the judge is asked; its word needs
    more weight where it goes against the lines: rows of text stay rows on nearly every card.

    Args:
        regions: The card's text, in pixels of the card image.
        even: uint8, height x width, the card image evened out.
        judge: Asked when the regions do not tell.
        options: How sure the judge has to be.

    Returns:
        0 to 3.
    """
    known = [region for region in regions if region.reading_known]
    if known:
        return _turns_by_reading(known)
    turns, confidence = judge.judge_upright(even)
    needed = options.min_judge_confidence
    if turns % 2 == 1 and row_share(measure_text(regions)) > _CLEAR_SHARE:
        needed *= _AGAINST_ROWS
    return turns % 4 if confidence >= needed else 0


def _turns_by_reading(regions: Sequence[TextRegion]) -> int:
    votes = np.zeros(4)
    for region in regions:
        corners = np.array(region.corners)
        # The first side runs along the glyphs' own upper edge, in rows and in columns alike.
        upper_edge = corners[1] - corners[0]
        degrees_clockwise = np.degrees(np.arctan2(upper_edge[1], upper_edge[0]))
        long_side = max(np.linalg.norm(upper_edge), np.linalg.norm(corners[3] - corners[0]))
        votes[round(-degrees_clockwise / 90) % 4] += long_side * region.score
    return int(votes.argmax())


def turn_pixels(pixels: NDArray[np.uint8], turns: int) -> NDArray[np.uint8]:
    """Turn a picture clockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(pixels, -turns))


def move_regions(regions: Sequence[TextRegion], transform: NDArray[np.float64]) -> tuple[TextRegion, ...]:
    """Carry text regions into another picture.

    Args:
        regions: In pixels of the one picture.
        transform: 3 x 3, maps its pixels to those of the other.
    """
    if not regions:
        return ()
    corners = np.array([region.corners for region in regions], dtype=np.float64)
    moved = cv2.perspectiveTransform(corners, transform)
    return tuple(
        TextRegion(
            corners=(_point(four[0]), _point(four[1]), _point(four[2]), _point(four[3])),
            direction=region.direction,
            score=region.score,
            reading_known=region.reading_known,
        )
        for region, four in zip(regions, moved, strict=True)
    )


def _point(xy: NDArray[np.generic]) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])
