"""Text on pictures: where it stands, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Only who has pictures loads it: most commands have none.
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the upright card image."""


class Direction(StrEnum):
    """How the glyphs of a line follow one another when the card is upright."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True)
class TextRegion:
    """A place where one line of text stands.

    Attributes:
        corners: Four (x, y) corners in picture pixels, clockwise from the one nearest to the picture's top left.
        direction: Horizontal line or vertical column, in the line's own upright position.
        score: How sure the detector is, 0..1.
    """

    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    direction: Direction = Direction.HORIZONTAL
    score: float = 1.0


class TextDetector(Protocol):
    """Finds lines of text in a picture; stateless, so one detector serves all pictures."""

    def find_text(self, pixels: NDArray[np.uint8]) -> tuple[TextRegion, ...]:
        """Find the text lines of a picture, in any order.

        Args:
            pixels: uint8, height x width x 3, BGR.

        Returns:
            One region a line, in pixels of the given picture; empty when there is no text.
        """
        ...


class UprightJudge(Protocol):
    """Tells by the glyphs which way up a card is; stateless, so one judge serves all cards."""

    def judge_upright(self, even: NDArray[np.uint8], regions: Sequence[TextRegion]) -> int:
        """Tell how far a card has to be turned to stand upright.

        Args:
            even: uint8, height x width, grey, evened light: dark text on a light ground.
            regions: The card's lines as they lie, in pixels of `even`.

        Returns:
            Quarter turns clockwise that set the card upright, 0 to 3; a judge that cannot tell answers 0.

        Raises:
            EngineMissingError: What the judge works with is not installed.
        """
        ...


@dataclass(frozen=True, eq=False)
class LineStrip:
    """The picture of one line, ready for an engine.

    Attributes:
        pixels: uint8, height x width, grey, dark text on a light ground. A vertical column stands upright: it is
            higher than wide, its first glyph at the top.
        direction: Whether the glyphs run to the right or downwards.
        key: Names the strip within a batch, for instance `IMG_1.jpg#1.1/3`; a replayed engine looks it up.
    """

    pixels: NDArray[np.uint8]
    direction: Direction = Direction.HORIZONTAL
    key: str = ""


@dataclass(frozen=True)
class Word:
    """A run of glyphs that the engine set apart.

    Attributes:
        text: What it says.
        confidence: 0..1.
        span: Start and end of the word along the line, as shares of the line's length (0..1).
    """

    text: str
    confidence: float
    span: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class LineReading:
    """What an engine read on one strip.

    Attributes:
        text: The line; empty when nothing was read.
        confidence: Mean over the words, 0..1; 0 when nothing was read.
        words: The words in reading order.
        model: Which engine and model read it, for instance `tesseract/jpn`.
        alternatives: Other readings of the same strip that were considered, best first.
    """

    text: str
    confidence: float
    words: tuple[Word, ...] = ()
    model: str = ""
    alternatives: tuple[str, ...] = ()


class OcrEngine(Protocol):
    """Reads line pictures; stateless, so one engine serves all cards of a process.

    An engine gets the strips of many cards at once, because a call's start costs more than a line.
    """

    @property
    def name(self) -> str:
        """Name and version, for instance `tesseract 5.3.0`."""
        ...

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips, one reading for each, in the order given.

        Raises:
            EngineFailedError: The engine crashed, hung beyond its limit or answered nonsense.
            EngineMissingError: The engine or a language it needs is not installed.
        """
        ...


@dataclass(frozen=True)
class TextLine:
    """One line of text on an upright card image.

    Attributes:
        text: What it says, as printed; never empty.
        confidence: 0..1.
        box: Where it stands.
        direction: Horizontal line or vertical column.
        words: The words in reading order.
        model: Which engine and model read it.
        alternatives: Other readings of the same line, best first.
    """

    text: str
    confidence: float
    box: Box
    direction: Direction = Direction.HORIZONTAL
    words: tuple[Word, ...] = ()
    model: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """A QR code on an upright card image.

    Attributes:
        text: What it says to machines; never empty.
        box: Where it stands.
    """

    text: str
    box: Box
