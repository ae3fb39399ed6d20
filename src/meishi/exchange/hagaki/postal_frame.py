"""The seven boxes for the postal code, after Japan Post's measures for private cards (p05 of its manual).

Measured inside the line: the upper edge 12.0 mm from the card's, the right edge 8.0 mm from the card's, boxes
5.7 x 8.0 mm, 47.7 mm over all.
"""

from __future__ import annotations

from meishi.exchange.hagaki.sheet import CARD_WIDTH_MM, VERMILION, Area, Cmyk, PlacedRun, Stroke
from meishi.exchange.hagaki.typeface import Run, shape

TOP_MM, RIGHT_MARGIN_MM = 12.0, 8.0
BOX_WIDTH_MM, BOX_HEIGHT_MM, TOTAL_WIDTH_MM = 5.7, 8.0, 47.7
_GAPS_MM = (1.3, 1.3, 1.9, 1.1, 1.1, 1.1)
_HEAVY_MM, _LIGHT_MM = 0.5, 0.3
_DIGIT_SIZE_MM = 6.4


def boxes() -> tuple[Area, ...]:
    """Give the inside of the seven boxes, from the left."""
    left = CARD_WIDTH_MM - RIGHT_MARGIN_MM - TOTAL_WIDTH_MM
    areas = []
    for gap in (*_GAPS_MM, 0.0):
        areas.append(Area(left, TOP_MM, left + BOX_WIDTH_MM, TOP_MM + BOX_HEIGHT_MM))
        left += BOX_WIDTH_MM + gap
    return tuple(areas)


def frame(colour: Cmyk = VERMILION) -> tuple[Stroke, ...]:
    """Draw the boxes, the first three heavier, and the hyphen between them and the last four."""
    areas = boxes()
    strokes = [_outline(area, _HEAVY_MM if index < 3 else _LIGHT_MM, colour) for index, area in enumerate(areas)]
    middle = TOP_MM + BOX_HEIGHT_MM / 2
    hyphen = Stroke((areas[2].right + _HEAVY_MM, middle), (areas[3].left - _LIGHT_MM, middle), _HEAVY_MM, colour)
    return (*strokes, hyphen)


def digits(code: str) -> tuple[PlacedRun, ...]:
    """Set the seven digits of a code as one text, each digit in the middle of its box; nothing for an empty code."""
    if not code:
        return ()
    areas = boxes()
    left, middle = areas[0].left, TOP_MM + BOX_HEIGHT_MM / 2
    glyphs = []
    for digit, area in zip(code, areas, strict=True):
        run = shape(digit, "across", font="sans")
        right_by = (area.left + area.right) / 2 - left - (run.ink.left + run.ink.right) / 2 * _DIGIT_SIZE_MM
        up_by = -(run.ink.top + run.ink.bottom) / 2
        (glyph,) = run.glyphs
        xx, yx, xy, yy, dx, dy = glyph.matrix
        glyphs.append(glyph._replace(matrix=(xx, yx, xy, yy, dx + right_by / _DIGIT_SIZE_MM, dy + up_by)))
    run = Run(f"{code[:3]}-{code[3:]}", "across", tuple(glyphs), TOTAL_WIDTH_MM / _DIGIT_SIZE_MM)
    return (PlacedRun(run, left, middle, _DIGIT_SIZE_MM),)


def _outline(area: Area, width_mm: float, colour: Cmyk) -> Stroke:
    # The measures are the inside ones: the line lies around them.
    half = width_mm / 2
    return Stroke(
        (area.left - half, area.top - half), (area.right + half, area.bottom + half), width_mm, colour, is_box=True
    )
