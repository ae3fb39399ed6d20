"""Fitting: text that is too long gets smaller, then a second and a third line; nothing is ever cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from meishi.exchange.hagaki.sheet import text_length
from meishi.exchange.hagaki.typeface import NO_BREAK, Direction, shape

LINE_PITCH = 1.36
"""From the middle of one line to the middle of the next of the same text, in em."""

# What a break at a place costs, in em of the longest line.
_NEVER = 1e6
_KATAKANA = re.compile(r"[ァ-ヺー]")
_KINDS = (re.compile(r"[ぁ-ん]"), _KATAKANA, re.compile(r"[㐀-鿿豈-﫿々〇]"))
_EVENNESS = 0.25
"""What an em between the longest and the shortest line costs."""
_UNITS = ("法人", "会社", "協会", "組合", "財団", "大学", "本部", "部門")
_OPENING = "（(「『【〔［"
_NOT_LAST = _OPENING + "－-"
_NOT_FIRST = "）)」』】〕］、。，．,.ー々・－- 　"
_AFTER = "）)」』】〕］、。，．,都道府県市区町村・"
_NUMERAL = re.compile(r"[0-9〇一二三四五六七八九十]")


@dataclass(frozen=True)
class Block:
    """A text in one or more lines of one size.

    Attributes:
        lines: At least one.
        size_mm: One em.
        length_mm: Of the longest line.
        breadth_mm: Across the lines.
    """

    lines: tuple[str, ...]
    size_mm: float
    length_mm: float

    @property
    def breadth_mm(self) -> float:
        """How much room the lines take beside one another, in mm."""
        return self.size_mm * (1 + LINE_PITCH * (len(self.lines) - 1))


def fit(
    text: str,
    direction: Direction,
    *,
    size_mm: float,
    smallest_mm: float,
    length_mm: float,
    most_lines: int = 3,
    tracking: float = 0.0,
) -> Block:
    """Fit a text into a length.

    Args:
        text: One paragraph.
        direction: Across or down.
        size_mm: The size it should have; it is never larger.
        smallest_mm: Before it gets smaller than this, it is broken into one more line.
        length_mm: How long a line may be.
        most_lines: How many lines it may have; beyond, it gets as small as it must.
        tracking: What is added after every letter but the last of a line, in em.
    """
    blocks = []
    for count in range(1, most_lines + 1):
        lines = break_evenly(text, count, direction)
        longest = max(shape(line, direction, tracking=tracking).length for line in lines)
        size = min(size_mm, length_mm / longest)
        blocks.append(Block(lines, size, longest * size))
        if size >= smallest_mm or len(lines) < count:
            break
    return max(blocks, key=lambda block: (round(block.size_mm, 6), -len(block.lines)))


class Paragraph(NamedTuple):
    """A text in a stack of texts.

    Attributes:
        text: What it says.
        size_mm: The size it should have.
        smallest_mm: Before it gets smaller than this, it is broken into one more line.
        space_mm: What it keeps clear of the text before.
        start_mm: Where its lines start: how far they are set in, or from where a column goes down.
    """

    text: str
    size_mm: float
    smallest_mm: float
    space_mm: float = 0.8
    start_mm: float = 0.0


def fit_each(paragraphs: Sequence[Paragraph], direction: Direction, *, end_mm: float) -> tuple[Block, ...]:
    """Fit paragraphs into lines that end at a place."""
    return tuple(
        fit(
            paragraph.text,
            direction,
            size_mm=paragraph.size_mm,
            smallest_mm=paragraph.smallest_mm,
            length_mm=end_mm - paragraph.start_mm,
        )
        for paragraph in paragraphs
    )


def breadth_of(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> float:
    """Measure a stack across its lines, in mm."""
    return sum(block.breadth_mm + part.space_mm for part, block in zip(paragraphs, blocks, strict=True))


class StackedLine(NamedTuple):
    """A line in its place: its middle, counted across from where the stack begins, and where it starts."""

    text: str
    size_mm: float
    across_mm: float
    start_mm: float


def stack(paragraphs: Sequence[Paragraph], blocks: Sequence[Block], *, room_mm: float) -> Iterator[StackedLine]:
    """Set paragraphs beside one another, all smaller alike where there is not room enough for them."""
    wanted = breadth_of(paragraphs, blocks)
    factor = min(1.0, room_mm / wanted) if wanted else 1.0
    across = 0.0
    for paragraph, block in zip(paragraphs, blocks, strict=True):
        size = block.size_mm * factor
        across += paragraph.space_mm * factor
        for number, text in enumerate(block.lines):
            yield StackedLine(text, size, across + size * (0.5 + LINE_PITCH * number), paragraph.start_mm)
        across += block.breadth_mm * factor


@cache
def break_evenly(text: str, count: int, direction: Direction) -> tuple[str, ...]:
    """Break a text into lines where it reads best, about equally long.

    Returns:
        `count` lines; fewer when it has not so many places to break at.
    """
    if count == 1:
        return (text,)
    places = [place for place in range(1, len(text)) if _cost(text, place) < _NEVER]
    places = places if count <= 2 else sorted(sorted(places, key=lambda place: _cost(text, place))[:24])
    if len(places) < count - 1:
        return break_evenly(text, count - 1, direction)

    def badness(breaks: Sequence[int]) -> float:
        lengths = [text_length(line, direction) for line in _cut(text, breaks)]
        return max(lengths) + _EVENNESS * (max(lengths) - min(lengths)) + sum(_cost(text, place) for place in breaks)

    return _cut(text, min(combinations(places, count - 1), key=badness))


def _cut(text: str, places: Sequence[int]) -> tuple[str, ...]:
    edges = (0, *places, len(text))
    return tuple(text[start:end].strip(" 　") for start, end in pairwise(edges))


def _cost(text: str, place: int) -> float:
    """Say what it costs to break before a place, in em of the longest line."""
    before, after = text[place - 1], text[place]
    if _holds_together(before, after):
        return _NEVER
    if before in " 　":
        return 0.0
    if text.endswith(_UNITS, 0, place):
        return 0.5
    if after in _OPENING or before in _AFTER:
        return 1.0
    kinds = [next((kind for kind in _KINDS if kind.match(letter)), None) for letter in (before, after)]
    if kinds[0] is not kinds[1]:
        return 1.5
    # Within a word in katakana nobody reads on; between kanji there may be two words.
    return 8.0 if kinds[0] is _KATAKANA else 4.0


def _holds_together(before: str, after: str) -> bool:
    if NO_BREAK in (before, after) or before in _NOT_LAST or after in _NOT_FIRST:
        return True
    return (before.isascii() and after.isascii() and before != " ") or bool(
        _NUMERAL.match(before) and _NUMERAL.match(after)
    )
