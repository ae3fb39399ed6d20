"""Stand-ins for parts of meishi, written by hand: engines that fail, and one that reads what it was told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from meishi.domain.text import LineReading, LineStrip, Word
from meishi.errors import EngineFailedError


def reading(text: str, confidence: float = 0.95, model: str = "fake") -> LineReading:
    """A reading whose words are spread evenly over the line."""
    parts = text.split()
    length = max(1, len(text))
    words, start = [], 0
    for part in parts:
        start = text.index(part, start)
        words.append(Word(part, confidence, (start / length, (start + len(part)) / length)))
        start += len(part)
    return LineReading(text, confidence if parts else 0.0, tuple(words), model)


def column_reading(text: str, places: Sequence[float], length: int) -> LineReading:
    """A reading of single glyphs that stand in the given squares of a column of some length."""
    words = tuple(
        Word(glyph, 0.9, (place / length, (place + 1) / length)) for glyph, place in zip(text, places, strict=True)
    )
    return LineReading(text, 0.9, words)


@dataclass
class TellingEngine:
    """Reads on each strip what the given function says, and remembers what it was asked."""

    tell: Callable[[LineStrip], LineReading]
    name: str = "telling 1"
    asked: list[tuple[LineStrip, ...]] = field(default_factory=list)

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        self.asked.append(tuple(strips))
        return tuple(self.tell(strip) for strip in strips)


@dataclass
class CrashingEngine:
    """Fails on every batch that holds a strip whose key contains a piece of text; reads the others."""

    on_key: str = ""
    name: str = "crashing 1"

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        if any(self.on_key in strip.key for strip in strips):
            raise EngineFailedError("the engine crashed", hint="Try another engine.")
        return tuple(reading("Taro Yamada") for _ in strips)


class SilentEngine:
    """Reads nothing on any strip."""

    name = "silent 1"

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        return tuple(LineReading("", 0.0) for _ in strips)


class GarbageEngine:
    """Answers with one reading too few, and with signs instead of words."""

    name = "garbage 1"

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        return tuple(reading("~|'", 0.2) for _ in strips[1:])


@dataclass
class HangingEngine:
    """Takes its time, then gives up: what an engine with a time limit looks like from outside."""

    seconds: float = 0.05
    name: str = "hanging 1"

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        time.sleep(self.seconds)
        raise EngineFailedError("the engine took too long", hint="Try the picture by itself.")
