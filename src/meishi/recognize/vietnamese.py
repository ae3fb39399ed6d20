"""Vietnamese marks: an engine's letters, with what Tesseract's Vietnamese model reads above and below them.

Vietnamese writes up to two marks on a vowel (Nguyễn). PP-OCR does not know most of such letters and leaves them out
(Nguyn), Tesseract's other models leave the marks out. So where a card looks Vietnamese, its Latin lines are read once
more, and a line is taken when it differs in marks alone.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from meishi.domain.text import Direction, LineReading, LineStrip, OcrEngine, Word
from meishi.errors import EngineMissingError
from meishi.recognize.glyphs import has_japanese
from meishi.recognize.renderings import level_rendering
from meishi.recognize.tesseract_call import Call, installed_models, read_pictures

_MODEL = "vie"
_HEIGHT_PX = 40
_LIMIT_SECONDS, _LIMIT_SECONDS_PER_LINE = 30.0, 1.0

_VIETNAMESE = re.compile(r"[ơưƠƯạ-ỹẠ-Ỹ]|[đĐ](?=\w)|(?:\+|\(\+?)\s?84[\s(.-]|\.vn\b|Vi[eêệ]?t\s?Nam", re.IGNORECASE)
_WITHOUT_LETTERS = re.compile(r"[^A-Za-zÀ-ỹ]*")
_WEB = re.compile(r"@|www|https?:|\.(?:vn|com|net|org)\b", re.IGNORECASE)
_PLAIN = str.maketrans("đĐ", "dD")


def has_vietnamese_model() -> bool:
    """Whether Tesseract and its Vietnamese model are installed."""
    try:
        return _MODEL in installed_models(os.environ.get("PATH", ""))
    except EngineMissingError:
        return False


class VietnameseMarks:
    """Reads with another engine, and sees to the marks of Vietnamese cards.

    Args:
        engine: Reads every strip.
    """

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        """The name of the engine that reads."""
        return self._engine.name

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips, one reading for each, in the order given.

        Raises:
            EngineFailedError: The engine or Tesseract failed.
            EngineMissingError: The engine or the Vietnamese model is not installed.
        """
        readings = list(self._engine.read_lines(strips))
        lines_of_card: dict[str, list[int]] = defaultdict(list)
        for index, strip in enumerate(strips):
            lines_of_card[strip.key.rpartition("/")[0]].append(index)
        wanted = [
            index
            for lines in lines_of_card.values()
            if any(_VIETNAMESE.search(readings[index].text) for index in lines)
            for index in lines
            if strips[index].direction is Direction.HORIZONTAL and _may_have_marks(readings[index].text)
        ]
        pictures = [level_rendering(strips[index].pixels, height=_HEIGHT_PX).pixels for index in wanted]
        limit_seconds = _LIMIT_SECONDS + _LIMIT_SECONDS_PER_LINE * len(pictures)
        for index, words in zip(
            wanted, read_pictures(pictures, Call(_MODEL), limit_seconds=limit_seconds), strict=True
        ):
            readings[index] = _with_marks(readings[index], " ".join(word.text for word in words))
        return tuple(readings)


def _may_have_marks(text: str) -> bool:
    return _WITHOUT_LETTERS.fullmatch(text) is None and _WEB.search(text) is None and not has_japanese(text)


def _with_marks(reading: LineReading, marked: str) -> LineReading:
    """A reading with the marks of another one, where that says the same letters."""
    words = reading.text.split()
    others = marked.split()
    text = with_marks(reading.text, marked)
    if text is None and len(words) == len(others):
        text = " ".join(with_marks(word, other) or word for word, other in zip(words, others, strict=True))
    if text is None or text == reading.text:
        return reading
    alternatives = dict.fromkeys((reading.text, *reading.alternatives))
    return replace(reading, text=text, words=_words(text, reading.confidence), alternatives=tuple(alternatives))


def with_marks(text: str, marked: str) -> str | None:
    """Give a text the marks of another reading of the same print.

    Args:
        text: May lack marked letters altogether (Nguyn), or their marks (Nguyen).
        marked: The other reading (Nguyễn).

    Returns:
        The letters with their marks and the other reading's spaces; None when the two differ in more than marks, or
        the other one has no more marks.
    """
    rest = [character for character in text if not character.isspace()]
    written = ""
    for character in marked:
        if rest and _plain(character) == _plain(rest[0]):
            written += character
            rest.pop(0)
        elif character.isspace() or (character.isalpha() and not character.isascii()):
            written += character
        elif character.isalnum():
            return None
    if rest or _marks(written) <= _marks(text):
        return None
    return " ".join(written.split())


def _plain(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].translate(_PLAIN)


def _marks(text: str) -> int:
    """How many marks a text has, the bar of đ among them."""
    decomposed = unicodedata.normalize("NFD", text)
    return sum(unicodedata.combining(character) > 0 or character in "đĐ" for character in decomposed)


def _words(text: str, confidence: float) -> tuple[Word, ...]:
    words, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        words.append(Word(word, confidence, (start / len(text), (start + len(word)) / len(text))))
        start += len(word)
    return tuple(words)
