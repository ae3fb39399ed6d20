"""A card's text cut into the smallest pieces that get a meaning of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meishi.extract.card_text import CardText, Span


class Script(StrEnum):
    """What a token is written in."""

    KANJI = "kanji"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    LATIN = "latin"
    DIGITS = "digits"
    SIGN = "sign"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Token:
    """A piece of a line: one Chinese character, a run of kana or digits, a Latin word, one sign, or a claimed span.

    Chinese characters stand alone, for cards run department, title and name together without a space (営業部部長山田太郎)
    and an engine's spaces cannot be trusted.

    Attributes:
        line: Index of the line.
        start: First character in the folded text of the line.
        end: One past the last character.
        text: The folded text.
        script: What it is written in.
        spaces_before: How many spaces stand before it in its line; 0 at the start of a line.
        claimed: The span when a grammar has claimed it.
    """

    line: int
    start: int
    end: int
    text: str
    script: Script
    spaces_before: int = 0
    claimed: Span | None = None


_PIECES: tuple[tuple[Script, str], ...] = (
    (Script.KANJI, r"[一-鿿々〆〇㐀-䶿豈-﫿\U00020000-\U0003ffff]|[ヶケ](?=[一-鿿])"),
    (Script.HIRAGANA, r"[ぁ-ゟ]+"),
    (Script.KATAKANA, r"[ァ-ヺヽヾー]+"),
    (Script.LATIN, r"[A-Za-zÀ-ɏḀ-ỿ]+(?:['’&.-][A-Za-zÀ-ɏḀ-ỿ]+)*\.?"),
    (Script.DIGITS, r"\d+"),
    (Script.SIGN, r"\S"),
)
_TOKEN = re.compile("|".join(f"(?P<{script.value}>{pattern})" for script, pattern in _PIECES))


def cut_into_tokens(card: CardText, claimed: Sequence[Span]) -> tuple[Token, ...]:
    """Cut the lines of a card into tokens, in reading order.

    Args:
        card: The lines.
        claimed: What the grammars found; each claimed span is one token.
    """
    return tuple(token for line in card.lines for token in _tokens_of_line(line.index, line.text, claimed))


def _tokens_of_line(line: int, text: str, claimed: Sequence[Span]) -> Iterator[Token]:
    cursor = 0
    for span in sorted((span for span in claimed if span.line == line), key=lambda span: span.start):
        if span.start < cursor:
            continue
        yield from _free_tokens(line, text, cursor, span.start)
        spaces = _spaces_before(text, span.start)
        yield Token(line, span.start, span.end, text[span.start : span.end], Script.CLAIMED, spaces, span)
        cursor = span.end
    yield from _free_tokens(line, text, cursor, len(text))


def _free_tokens(line: int, text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        script = Script(str(match.lastgroup))
        yield Token(line, match.start(), match.end(), match.group(), script, _spaces_before(text, match.start()))


def _spaces_before(text: str, start: int) -> int:
    return start - len(text[:start].rstrip()) if text[:start].strip() else 0
