"""Sides -> PDF: outlines in exact measures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict, Field
from reportlab.lib.colors import CMYKColor  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas  # type: ignore[import-untyped]

from meishi.exchange.hagaki.hidden_text import HiddenText
from meishi.exchange.hagaki.sheet import CARD_HEIGHT_MM, CARD_WIDTH_MM, Cmyk, PlacedRun, Side, Stroke
from meishi.exchange.hagaki.typeface import Glyph, outline, units_per_em

_POINTS_PER_MM = 72 / 25.4
_PROOF_WIDTH_MM, _PROOF_HEIGHT_MM = 210.0, 297.0
_MARK_LENGTH_MM, _MARK_DISTANCE_MM, _MARK_WIDTH_MM = 8.0, 3.0, 0.1


class PrintOptions(BaseModel):
    """How sides get onto the paper.

    Attributes:
        offset_x_mm: How far everything moves to the right, to even out what the printer is off by.
        offset_y_mm: How far down.
        proof: Whether each side stands on an A4 sheet, with marks to cut it out by.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset_x_mm: float = Field(default=0.0, ge=-5.0, le=5.0)
    offset_y_mm: float = Field(default=0.0, ge=-5.0, le=5.0)
    proof: bool = False


def make_pdf(sides: Sequence[Side], options: PrintOptions | None = None) -> bytes:
    """Print sides to a PDF, one a page.

    Returns:
        A file whose pages are exactly 100 x 148 mm, or A4 for a proof; the same bytes for the same sides.
    """
    options = options or PrintOptions()
    width, height = (_PROOF_WIDTH_MM, _PROOF_HEIGHT_MM) if options.proof else (CARD_WIDTH_MM, CARD_HEIGHT_MM)
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(width * _POINTS_PER_MM, height * _POINTS_PER_MM),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 6),
    )
    canvas.setTitle("Postcards")
    canvas.setCreator("meishi")
    text_layer = HiddenText(canvas, (run for side in sides for run in side.runs))
    for number, side in enumerate(sides):
        canvas.bookmarkPage(f"side-{number}")
        canvas.addOutlineEntry(side.title or str(number + 1), f"side-{number}")
        left, top = (width - CARD_WIDTH_MM) / 2, (height - CARD_HEIGHT_MM) / 2
        if options.proof:
            _crop_marks(canvas, left, top, height)
        canvas.saveState()
        _card_space(canvas, left + options.offset_x_mm, top + options.offset_y_mm, height)
        for stroke in side.strokes:
            _draw_stroke(canvas, stroke)
        for run in side.runs:
            _draw_run(canvas, run)
            text_layer.add(run)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _card_space(canvas: Canvas, left_mm: float, top_mm: float, page_height_mm: float) -> None:
    """Measure in mm from the card's upper left corner, y still upwards: places below the corner are negative."""
    points = _POINTS_PER_MM
    canvas.transform(points, 0, 0, points, left_mm * points, (page_height_mm - top_mm) * points)


def _colour(cmyk: Cmyk) -> CMYKColor:
    return CMYKColor(*cmyk)


def _draw_stroke(canvas: Canvas, stroke: Stroke) -> None:
    canvas.setStrokeColor(_colour(stroke.colour))
    canvas.setLineWidth(stroke.width_mm)
    canvas.setDash(*stroke.dash_mm) if stroke.dash_mm else canvas.setDash()
    (x0, y0), (x1, y1) = stroke.start, stroke.end
    if stroke.is_box:
        canvas.rect(x0, -y1, x1 - x0, y1 - y0)
    else:
        canvas.line(x0, -y0, x1, -y1)


def _draw_run(canvas: Canvas, run: PlacedRun) -> None:
    path = canvas.beginPath()
    for glyph in run.run.glyphs:
        to_card = _placing(run, glyph)
        for kind, numbers in outline(glyph.font, glyph.number):
            points = [to_card(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            flat = [value for point in points for value in point]
            if kind == "M":
                path.moveTo(*flat)
            elif kind == "L":
                path.lineTo(*flat)
            elif kind == "C":
                path.curveTo(*flat)
            else:
                path.close()
    canvas.setFillColor(_colour(run.colour))
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)


def _placing(run: PlacedRun, glyph: Glyph) -> Callable[[float, float], tuple[float, float]]:
    """Give what takes a point of a glyph's outline to the card."""
    em, size = units_per_em(glyph.font), run.size_mm
    xx, yx, xy, yy, dx, dy = glyph.matrix

    def to_card(x: float, y: float) -> tuple[float, float]:
        x, y = x / em, y / em
        return run.x_mm + (xx * x + xy * y + dx) * size, -run.y_mm + (yx * x + yy * y + dy) * size

    return to_card


def _crop_marks(canvas: Canvas, left_mm: float, top_mm: float, page_height_mm: float) -> None:
    canvas.saveState()
    _card_space(canvas, left_mm, top_mm, page_height_mm)
    near, far = _MARK_DISTANCE_MM, _MARK_DISTANCE_MM + _MARK_LENGTH_MM
    for x, outwards_x in ((0.0, -1), (CARD_WIDTH_MM, 1)):
        for y, outwards_y in ((0.0, -1), (CARD_HEIGHT_MM, 1)):
            for start, end in (
                ((x + outwards_x * near, y), (x + outwards_x * far, y)),
                ((x, y + outwards_y * near), (x, y + outwards_y * far)),
            ):
                _draw_stroke(canvas, Stroke(start, end, _MARK_WIDTH_MM, (0.0, 0.0, 0.0, 1.0)))
    canvas.restoreState()
