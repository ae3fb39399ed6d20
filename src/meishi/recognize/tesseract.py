"""Tesseract as an engine: which model reads which line.

Each model is good at something: the script model `Japanese` at telling scripts apart and at numbers, `jpn` at Japanese
lines, `Latin` at Latin ones, `jpn_vert` at columns. So every line is read by the script model first, and again by the
model that suits what was read; weak lines get further looks. The most convincing reading of a line stays, the others
become its alternatives. However many cards there are, it takes six calls at the most.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.errors import EngineMissingError
from meishi.recognize.glyphs import glyph_count, has_japanese, is_wide
from meishi.recognize.numerals import mend_kanji_numerals
from meishi.recognize.renderings import Rendering, level_rendering, retyped_rendering, sharpened, turned_rendering
from meishi.recognize.strips import has_ink
from meishi.recognize.tesseract_call import (
    INSTALL_HINT,
    Call,
    ReadWord,
    installed_models,
    program_version,
    read_pictures,
)

_RAW_LINE = 13
"""Tesseract's segmentation mode that takes the picture for one line as it is (`--psm 13`)."""


class TesseractOptions(BaseModel):
    """How Tesseract is used.

    Attributes:
        thorough: Whether lines get second looks: Latin ones by the Latin model, weak ones at other heights. Without,
            it takes two thirds of the time: for where another engine is asked about doubtful lines anyway.
        sure_confidence: A Latin line below this is read by the Latin model too.
        weak_confidence: A line below this is read at other heights too.
        limit_seconds: What one call may take at least.
        limit_seconds_per_line: What one call may take more for each line.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    thorough: bool = True
    sure_confidence: float = Field(default=0.94, ge=0, le=1)
    weak_confidence: float = Field(default=0.82, ge=0, le=1)
    limit_seconds: float = Field(default=30.0, gt=0)
    limit_seconds_per_line: float = Field(default=1.0, ge=0)


@dataclass(frozen=True)
class _Models:
    """The names under which the models are installed; Homebrew keeps script models in a folder `script/`.

    Attributes:
        script: Tells scripts apart, and is good at numbers.
        japanese: Horizontal Japanese.
        vertical: Vertical Japanese.
        latin: Latin letters: the script model `Latin`, which knows é and ß and is better at English too, or `eng`.
    """

    script: str
    japanese: str
    vertical: str
    latin: str

    @classmethod
    def among(cls, installed: frozenset[str]) -> _Models:
        def find(name: str) -> str | None:
            return next((known for known in (name, f"script/{name}") if known in installed), None)

        needed = ("Japanese", "jpn", "jpn_vert", "eng")
        found = [find(name) for name in needed]
        missing = [name for name, known in zip(needed, found, strict=True) if known is None]
        if missing:
            raise EngineMissingError(f"Tesseract lacks the models {', '.join(missing)}", hint=INSTALL_HINT)
        script, japanese, vertical, english = (known for known in found if known is not None)
        return cls(script, japanese, vertical, latin=find("Latin") or english)


@dataclass(frozen=True)
class _Look:
    """One way to look at a line.

    Attributes:
        call: Which model reads, and with which segmentation mode.
        render: Makes the picture that is read; None when there is nothing to read.
        bonus: What is added to the confidence when readings are compared: above 0 for the model that knows best,
            below 0 for a look that is surer of itself than it should be.
    """

    call: Call
    render: Callable[[LineStrip], Rendering | None]
    bonus: float = 0.0


@dataclass(frozen=True)
class _Candidate:
    """One reading of a line, and how convincing it is."""

    reading: LineReading
    merit: float


@dataclass
class _Line:
    """A strip and what was read on it so far."""

    strip: LineStrip
    candidates: list[_Candidate] = field(default_factory=list)

    @property
    def best(self) -> LineReading:
        ranked = self.ranked()
        return ranked[0] if ranked else LineReading("", 0.0)

    def ranked(self) -> list[LineReading]:
        by_merit = sorted(self.candidates, key=lambda candidate: candidate.merit, reverse=True)
        return [candidate.reading for candidate in by_merit]


class TesseractEngine:
    """Reads strips with Tesseract 5 through `pytesseract`.

    Args:
        options: How Tesseract is used.

    Raises:
        EngineMissingError: Tesseract or a model that every card needs is not installed.
    """

    def __init__(self, options: TesseractOptions | None = None) -> None:
        self._options = options or TesseractOptions()
        search_path = os.environ.get("PATH", "")
        self._models = _Models.among(installed_models(search_path))
        self._name = f"tesseract {program_version(search_path)}"

    @property
    def name(self) -> str:
        """Name and version, for instance `tesseract 5.3.0`."""
        return self._name

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips, one reading for each, in the order given.

        Raises:
            EngineFailedError: A call crashed, took longer than its limit, or answered nonsense.
            EngineMissingError: Tesseract or a model was removed since the engine was made.
        """
        lines = [_Line(strip) for strip in strips]
        inked = [line for line in lines if has_ink(line.strip.pixels)]
        for choose_looks in (self._first_looks, self._fitting_looks, self._further_looks):
            self._look([(line, look) for line in inked for look in choose_looks(line)])
        return tuple(_conclusion(line) for line in lines)

    def _first_looks(self, line: _Line) -> Sequence[_Look]:
        """What tells the script of a line; in a column, Latin words may lie on their side."""
        if line.strip.direction is Direction.VERTICAL:
            return (_Look(Call(self._models.vertical), _turned(36)), _Look(Call(self._models.script), _turned(36)))
        return (_Look(Call(self._models.script), _level(36)),)

    def _fitting_looks(self, line: _Line) -> Sequence[_Look]:
        """The model that suits what the first look read; at two heights where that was weak."""
        is_weak = self._options.thorough and line.best.confidence < self._options.weak_confidence
        japanese = Call(self._models.japanese)
        if line.strip.direction is Direction.VERTICAL:
            return (_Look(japanese, _retyped(36)),)
        if has_japanese(line.best.text):
            heights = (36, 44) if is_weak else (36,)
            return tuple(_Look(japanese, _level(height), bonus=0.03) for height in heights)
        if line.best.text and self._options.thorough and line.best.confidence < self._options.sure_confidence:
            heights = (40, 48) if is_weak else (40,)
            return tuple(_Look(Call(self._models.latin), _level(height)) for height in heights)
        return ()

    def _further_looks(self, line: _Line) -> Sequence[_Look]:
        """Another height for what is weak still, and a raw segmentation where nothing was found."""
        if line.strip.direction is Direction.VERTICAL:
            return ()
        if not line.best.text:
            return (_Look(Call(self._models.script, _RAW_LINE), _level(44)),)
        if self._options.thorough and line.best.confidence < self._options.weak_confidence:
            return (_Look(Call(self._models.script), _level(44)),)
        return ()

    def _look(self, wishes: Sequence[tuple[_Line, _Look]]) -> None:
        """Read all that is wished for, one call for all that want the same model and segmentation mode."""
        by_call: dict[Call, list[tuple[_Line, _Look, Rendering]]] = {}
        for line, look in wishes:
            rendering = look.render(line.strip)
            if rendering is not None:
                by_call.setdefault(look.call, []).append((line, look, rendering))
        for call, looks in by_call.items():
            limit_seconds = self._options.limit_seconds + self._options.limit_seconds_per_line * len(looks)
            pictures = [rendering.pixels for _, _, rendering in looks]
            for (line, look, rendering), words in zip(
                looks, read_pictures(pictures, call, limit_seconds=limit_seconds), strict=True
            ):
                if any(word.confidence > 0 for word in words):
                    reading = _reading(words, rendering, call, line.strip.direction)
                    line.candidates.append(_Candidate(reading, _merit(reading, look)))


def _level(height: int) -> Callable[[LineStrip], Rendering]:
    return lambda strip: level_rendering(sharpened(strip.pixels), height=height)


def _turned(height: int) -> Callable[[LineStrip], Rendering]:
    return lambda strip: turned_rendering(strip.pixels, height=height)


def _retyped(cell: int) -> Callable[[LineStrip], Rendering | None]:
    return lambda strip: retyped_rendering(strip.pixels, cell=cell)


def _reading(words: Sequence[ReadWord], rendering: Rendering, call: Call, direction: Direction) -> LineReading:
    """A reading out of the words that Tesseract saw on a picture."""
    mend = mend_kanji_numerals if direction is Direction.VERTICAL else str
    line = mend(" ".join(word.text for word in words)).split(" ")
    set_words = tuple(
        Word(text, word.confidence, (rendering.share_of_column(word.left), rendering.share_of_column(word.right)))
        for text, word in zip(line, words, strict=True)
    )
    return LineReading(
        text=_joined(line),
        confidence=sum(word.confidence for word in words) / len(words),
        words=set_words,
        model=f"tesseract/{call.model.removeprefix('script/')}",
    )


def _joined(words: Sequence[str]) -> str:
    """Words with a space between them where one of two neighbours is not Japanese, which Tesseract spaces at will."""
    text = words[0]
    for before, after in pairwise(words):
        text += after if is_wide(before[-1]) and is_wide(after[0]) else f" {after}"
    return text


def _merit(reading: LineReading, look: _Look) -> float:
    """How convincing a reading is: its confidence, and a little more for every glyph up to six.

    Short readings of long strips are sure of the few glyphs they have.
    """
    return reading.confidence + look.bonus + 0.01 * min(6, glyph_count(reading.text))


def _conclusion(line: _Line) -> LineReading:
    """The most convincing reading of a line, with the others as its alternatives."""
    best, *others = line.ranked() or [LineReading("", 0.0)]
    alternatives = tuple(dict.fromkeys(other.text for other in others if other.text != best.text))
    return replace(best, alternatives=alternatives)
