"""An engine that plays recorded readings, and the recorder that makes such recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from meishi.domain.text import LineReading, LineStrip, OcrEngine
from meishi.errors import EngineFailedError, EngineMissingError


@checked_dataclass(frozen=True)
class _RecordedLine:
    """One line of a recording."""

    key: str
    reading: LineReading


_RECORDED_LINE = TypeAdapter(_RecordedLine)


class ReplayEngine:
    """Plays recorded readings by the key of the strip, so that no text engine is needed.

    Args:
        readings: What to answer for each strip key; a strip without a recording reads as empty.
        name: What the engine calls itself.
    """

    def __init__(self, readings: Mapping[str, LineReading], *, name: str = "replay") -> None:
        self._readings = dict(readings)
        self._name = name

    @classmethod
    def from_file(cls, path: Path) -> ReplayEngine:
        """Open a recording that `write_recording` wrote.

        Raises:
            EngineMissingError: There is no such file, or it is no recording.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            recorded = [_RECORDED_LINE.validate_json(line) for line in lines if line]
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise EngineMissingError(
                f"{path} is no recording of readings",
                hint="Name a file of JSON lines, each with a key and a reading.",
            ) from error
        return cls({line.key: line.reading for line in recorded}, name=f"replay {path.name}")

    @property
    def name(self) -> str:
        """What the engine calls itself."""
        return self._name

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Look up the recorded reading of each strip; empty for strips that were not recorded."""
        return tuple(self._readings.get(strip.key, LineReading("", 0.0)) for strip in strips)


class RecordingEngine:
    """Asks another engine and remembers what it said.

    Args:
        engine: The engine to ask.

    Attributes:
        readings: What was read so far, by strip key.
    """

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.readings: dict[str, LineReading] = {}

    @property
    def name(self) -> str:
        """The name of the engine that is asked."""
        return self._engine.name

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips with the other engine.

        Raises:
            EngineFailedError: The other engine failed, or two strips share a key.
            EngineMissingError: The other engine is not installed.
        """
        readings = self._engine.read_lines(strips)
        for strip, reading in zip(strips, readings, strict=True):
            if self.readings.setdefault(strip.key, reading) != reading:
                raise EngineFailedError(
                    f"two different strips are called {strip.key!r}; a recording needs names of their own"
                )
        return readings


def write_recording(readings: Mapping[str, LineReading], path: Path) -> None:
    """Write readings as JSON lines that `ReplayEngine.from_file` opens, sorted by key."""
    recorded = (_RecordedLine(key, readings[key]) for key in sorted(readings))
    text = "".join(_RECORDED_LINE.dump_json(line).decode() + "\n" for line in recorded)
    path.write_text(text, encoding="utf-8")
