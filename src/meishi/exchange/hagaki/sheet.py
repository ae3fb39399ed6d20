"""A side of a card before it becomes a file: runs of text and strokes with their places.

Measures are millimetres from the upper left corner of the card, x to the right and y downwards, as the post's manuals
give them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from meishi.exchange.hagaki.typeface import Direction, FontName, Run, shape

CARD_WIDTH_MM, CARD_HEIGHT_MM = 100.0, 148.0

Cmyk = tuple[float, float, float, float]
BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
VERMILION: Cmyk = (0.0, 0.72, 0.78, 0.0)
"""The colour of the frame: without black and blue, so that the sorting machine does not see it."""
GUIDE_GREY: Cmyk = (0.0, 0.0, 0.0, 0.22)


class Area(NamedTuple):
    """A rectangle on the card, in mm from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is, in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is, in mm."""
        return self.bottom - self.top

    def overlaps(self, other: Area) -> bool:
        """Tell whether both have some ground in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class PlacedRun:
    """A run of text on the card.

    Attributes:
        run: The text.
        x_mm: The run's origin: the left end of its middle line, or the upper end of a column's.
        y_mm: The same.
        size_mm: One em.
        colour: CMYK, 0..1.
    """

    run: Run
    x_mm: float
    y_mm: float
    size_mm: float
    colour: Cmyk = BLACK

    @property
    def ink(self) -> Area:
        """What it covers."""
        left, bottom, right, top = (edge * self.size_mm for edge in self.run.ink)
        return Area(self.x_mm + left, self.y_mm - top, self.x_mm + right, self.y_mm - bottom)


@dataclass(frozen=True)
class Stroke:
    """A straight line, or a rectangle's outline when `is_box`.

    Attributes:
        start: Its one end or corner, in mm.
        end: The other one.
        width_mm: How thick it is; it lies to both sides of its middle.
        colour: CMYK, 0..1.
        dash_mm: Lengths of ink and gap; empty for a full line.
        is_box: Whether it goes all around.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    width_mm: float
    colour: Cmyk
    dash_mm: tuple[float, ...] = ()
    is_box: bool = False


@dataclass(frozen=True)
class Side:
    """One side of a card.

    Attributes:
        runs: The text.
        strokes: Frames and guide lines.
        title: Whose it is, for lists and outlines.
    """

    runs: tuple[PlacedRun, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    title: str = ""


def column(text: str, size_mm: float, *, centre_mm: float, top_mm: float, tracking: float = 0.0) -> PlacedRun:
    """Set a column with its upper end at a height."""
    return PlacedRun(shape(text, "down", tracking=tracking), centre_mm, top_mm, size_mm)


def line(
    text: str,
    size_mm: float,
    *,
    left_mm: float,
    middle_mm: float,
    font: FontName = "serif",
    tracking: float = 0.0,
    colour: Cmyk = BLACK,
) -> PlacedRun:
    """Set a line with its left end at a place."""
    return PlacedRun(shape(text, "across", font=font, tracking=tracking), left_mm, middle_mm, size_mm, colour)


def text_length(text: str, direction: Direction) -> float:
    """Measure a text, in em."""
    return shape(text, direction).length
