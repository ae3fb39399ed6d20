"""A card's lines as the extract stage sees them, and the spans that it marks in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from meishi.domain.field import FieldKind
from meishi.domain.text import Box, Direction, TextLine
from meishi.extract.folding import Folded, fold


@dataclass(frozen=True)
class CardLine:
    """One line, folded, with its place among the lines.

    Attributes:
        index: Index into the lines given to the stage.
        source: The line as it was read.
        folded: Its text in one width.
        glyph_px: Size of its glyphs across the line: the height of a horizontal line, the width of a column.
    """

    index: int
    source: TextLine
    folded: Folded
    glyph_px: float

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    @property
    def box(self) -> Box:
        """Where the line stands."""
        return self.source.box

    @property
    def is_vertical(self) -> bool:
        """Whether the line is a column."""
        return self.source.direction is Direction.VERTICAL


@dataclass(frozen=True)
class CardText:
    """All lines of a card.

    Attributes:
        lines: In reading order.
        card_size: Width and height of the card image in pixels.
        median_glyph_px: The median over the lines of their glyph size; 1 for a card without lines.
    """

    lines: tuple[CardLine, ...]
    card_size: tuple[int, int]
    median_glyph_px: float

    @classmethod
    def from_lines(cls, lines: Sequence[TextLine], card_size: tuple[int, int]) -> CardText:
        """Fold and measure the lines of a card."""
        folded = tuple(
            CardLine(index, line, fold(line.text), float(max(1, _glyph_px(line)))) for index, line in enumerate(lines)
        )
        sizes = [line.glyph_px for line in folded]
        return cls(folded, card_size, median(sizes) if sizes else 1.0)


def _glyph_px(line: TextLine) -> float:
    _, _, width, height = line.box
    if line.direction is Direction.VERTICAL:
        return width
    # A box around Latin letters is lower where none of them reaches up or down.
    latin = re.sub(r"[^A-Za-z0-9]", "", line.text)
    if len(latin) < len("".join(line.text.split())) - 3:
        return height
    share = 1.0
    if not re.search(r"[gjpqy]", latin):
        share -= 0.15
    if not re.search(r"[A-Zbdfhklt0-9]", latin):
        share -= 0.15
    return height / share


@dataclass(frozen=True)
class Span:
    """A piece of a line that was given a meaning.

    Attributes:
        line: Index of the line.
        start: First character in the folded text of the line.
        end: One past the last character.
        kind: What it is; None for text that is no field (a label, a slogan, a registration number).
        value: What goes into the field; empty: the printed text of the span.
        certainty: How sure the rule or the model is, 0..1.
        joins: Whether it continues the span of the same kind before it (an address over several lines).
        alternatives: What other readings of the line have for the value, best first.
    """

    line: int
    start: int
    end: int
    kind: FieldKind | None
    value: str = ""
    certainty: float = 1.0
    joins: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A run of characters of a line that no grammar has claimed.

    Attributes:
        line: The line it is part of.
        start: First character in the folded text of the line.
        end: One past the last character.
    """

    line: CardLine
    start: int
    end: int

    @property
    def text(self) -> str:
        """The folded text of the chunk."""
        return self.line.text[self.start : self.end]

    @property
    def box(self) -> Box:
        """Where the chunk stands, by its share of the line."""
        return sub_box(self.line, self.start, self.end)


class Labeller(Protocol):
    """Says what the text is that no grammar recognised: names, companies, departments, titles, addresses."""

    def label(self, card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
        """Label the unclaimed text of a card.

        Args:
            card: All lines of the card.
            claimed: What the grammars found; a labeller marks nothing inside these spans but may look at them.

        Returns:
            Non-overlapping spans with a kind, in the order of the lines.
        """
        ...


_TRIM = " \t,;:|/・、。*•●■◆□◇▪◎★☆※〉》>＞-_~'\"`^=<《〈«»·.…【】[]「」『』｜"


def free_chunks(card: CardText, claimed: Iterable[Span]) -> tuple[Chunk, ...]:
    """Give the text of each line that lies outside the claimed spans, without separators at its ends.

    Returns:
        Chunks in the order of the lines; several for a line that is claimed in the middle.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for span in claimed:
        taken.setdefault(span.line, []).append((span.start, span.end))
    chunks: list[Chunk] = []
    for line in card.lines:
        cursor = 0
        for start, end in [*sorted(taken.get(line.index, ())), (len(line.text), len(line.text))]:
            trimmed = _trim(line, cursor, start)
            if trimmed:
                chunks.append(trimmed)
            cursor = max(cursor, end)
    return tuple(chunks)


def _trim(line: CardLine, start: int, end: int) -> Chunk | None:
    while start < end and line.text[start] in _TRIM:
        start += 1
    while end > start and line.text[end - 1] in _TRIM and not _ends_abbreviation(line.text, start, end):
        end -= 1
    text = line.text[start:end]
    if text.startswith("(") and ")" not in text:
        start += 1
    if text.endswith("(") or (text.endswith(")") and "(" not in text):
        end -= 1
    if start >= end or not any(character.isalnum() for character in line.text[start:end]):
        return None
    return Chunk(line, start, end)


def _ends_abbreviation(text: str, start: int, end: int) -> bool:
    return text[end - 1] == "." and end - 2 >= start and text[end - 2].isascii() and text[end - 2].isalpha()


def sub_box(line: CardLine, start: int, end: int) -> Box:
    """Estimate where a piece of a line stands, wide characters counting twice.

    Returns:
        The box in pixels of the card image.
    """
    x, y, width, height = line.box
    weights = [1 if character.isascii() else 2 for character in line.text]
    total = sum(weights) or 1
    before = sum(weights[:start]) / total
    share = sum(weights[start:end]) / total
    if line.is_vertical:
        return (x, y + round(before * height), width, max(1, round(share * height)))
    return (x + round(before * width), y, max(1, round(share * width)), height)
