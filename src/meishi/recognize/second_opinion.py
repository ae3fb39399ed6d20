"""Two engines as one: the second is asked where the first is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from meishi.domain.text import Direction, LineReading, LineStrip, OcrEngine
from meishi.recognize.glyphs import has_japanese, lacks_glyphs


class SecondOpinionOptions(BaseModel):
    """When a second engine is asked, and when it is believed.

    The defaults suit Tesseract as the first and PP-OCR as the second engine, measured on synthetic photographs and
    scans: Tesseract is rarely wrong on Japanese lines that it is sure of, PP-OCR nearly always better on Latin ones.

    Attributes:
        below: A line that the first engine is less sure of than this goes to the second engine too.
        below_japanese: The same for a line in which the first engine read Japanese.
        ask_for_columns: Whether vertical columns always go to the second engine.
        head_start: What the first engine's confidence on a level line is raised by when readings are compared.
        column_head_start: The same for a column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    below: float = Field(default=0.95, ge=0, le=1)
    below_japanese: float = Field(default=0.88, ge=0, le=1)
    ask_for_columns: bool = True
    head_start: float = Field(default=0.0, ge=-1, le=1)
    column_head_start: float = Field(default=-0.1, ge=-1, le=1)


PADDLE_FIRST = SecondOpinionOptions(
    below=0.95, below_japanese=0.95, ask_for_columns=False, head_start=-0.05, column_head_start=0.0
)
"""For PP-OCR as the first engine and Tesseract as the second: better than the other order, and half its cost."""


class SecondOpinionEngine:
    """Asks a second engine for the lines that the first is unsure of.

    Args:
        first: Reads every strip.
        second: Reads the doubtful strips again.
        options: When the second is asked and believed.

    Attributes:
        lines_read: How many strips were read so far.
        lines_asked: How many of them the second engine was asked for.
    """

    def __init__(self, first: OcrEngine, second: OcrEngine, options: SecondOpinionOptions | None = None) -> None:
        self._first = first
        self._second = second
        self._options = options or SecondOpinionOptions()
        self.lines_read = 0
        self.lines_asked = 0

    @property
    def name(self) -> str:
        """The names of both engines."""
        return f"{self._first.name}, in doubt {self._second.name}"

    @property
    def asked_share(self) -> float:
        """The share (0..1) of the lines so far that the second engine was asked for."""
        return self.lines_asked / self.lines_read if self.lines_read else 0.0

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips, one reading for each, in the order given.

        Raises:
            EngineFailedError: One of the engines failed.
            EngineMissingError: One of the engines is not installed.
        """
        readings = list(self._first.read_lines(strips))
        doubtful = [index for index, strip in enumerate(strips) if self._is_doubtful(strip, readings[index])]
        opinions = self._second.read_lines([strips[index] for index in doubtful]) if doubtful else ()
        for index, opinion in zip(doubtful, opinions, strict=True):
            is_column = strips[index].direction is Direction.VERTICAL
            head_start = self._options.column_head_start if is_column else self._options.head_start
            readings[index] = _settle(readings[index], opinion, head_start)
        self.lines_read += len(strips)
        self.lines_asked += len(doubtful)
        return tuple(readings)

    def _is_doubtful(self, strip: LineStrip, reading: LineReading) -> bool:
        if strip.direction is Direction.VERTICAL and self._options.ask_for_columns:
            return True
        below = self._options.below_japanese if has_japanese(reading.text) else self._options.below
        return reading.confidence < below


def _settle(first: LineReading, second: LineReading, head_start: float) -> LineReading:
    """The more convincing of two readings, with the other's text among its alternatives."""
    is_first_better = first.confidence + head_start >= second.confidence or lacks_glyphs(second.text, first.text)
    kept, other = (first, second) if first.text and (is_first_better or not second.text) else (second, first)
    texts = (other.text, *other.alternatives, *kept.alternatives)
    alternatives = dict.fromkeys(text for text in texts if text and text != kept.text)
    return replace(kept, alternatives=tuple(alternatives))
