"""What a card teaches whose values are known: they are found again in its lines, and so its text gets its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from meishi.domain.field import FieldKind
from meishi.domain.text import TextLine
from meishi.extract.card_text import CardText, Chunk, free_chunks
from meishi.extract.chain import ChainModel
from meishi.extract.features import token_features
from meishi.extract.folding import fold
from meishi.extract.grammars import find_by_grammar
from meishi.extract.learned_labeller import LABELLED_KINDS
from meishi.extract.rule_labeller import RuleLabeller
from meishi.extract.teaching import Features, Lesson, labels_of
from meishi.extract.tokens import Script, Token, cut_into_tokens

Values = Mapping[FieldKind, Sequence[str]]
"""The values of a contact by kind."""

_ALIKE = 75.0  # one letter in four may have been misread
_ALIKE_WHEN_SHORT = 100.0
_SHORT = 2
_MOST = 0.6  # of a value has to be on the card before it counts as found there
_NO_FIELD = ("other", "label", "translation")


@dataclass(frozen=True)
class Side:
    """One side of a card.

    Attributes:
        lines: In reading order.
        size: Width and height of the card image in pixels.
    """

    lines: Sequence[TextLine]
    size: tuple[int, int]


@dataclass(frozen=True)
class _Place:
    """A piece of a value in a line: from the first character to the last one."""

    line: int
    start: int
    end: int


def features_of(side: Side) -> Features:
    """Give what is seen of each token on a side of a card."""
    return _seen(CardText.from_lines(side.lines, side.size))[1]


def find_values(side: Side, values: Values) -> dict[tuple[FieldKind, str], bool]:
    """Tell of each value that a labeller finds whether it stands on a side of a card, as far as it could be read."""
    found = _find_all(CardText.from_lines(side.lines, side.size), values)
    return {key: bool(places) for key, places in found.items()}


def lessons_from(sides: Sequence[Side], values: Values, model: ChainModel) -> tuple[Lesson, ...]:
    """Make lessons of the sides of a card.

    Text in which no value is found is no field, provided that all values are found on one side or the other; otherwise
    it may be the missing one, misread beyond recognition, and nothing is said about it.

    Args:
        sides: The sides that were read.
        values: What the card prints, as the user left it.
        model: Whose labels are used.

    Returns:
        One lesson for each side with text.
    """
    texts = [CardText.from_lines(side.lines, side.size) for side in sides]
    places = [_find_all(text, values) for text in texts]
    is_complete = all(any(found[key] for found in places) for key in places[0])
    unknown = frozenset(model.labels)
    elsewhere = labels_of(model, _NO_FIELD) if is_complete else unknown
    lessons = []
    for text, found in zip(texts, places, strict=True):
        tokens, features = _seen(text)
        if tokens:
            lessons.append(Lesson(features, list(_allowed(tokens, found, elsewhere, unknown))))
    return tuple(lessons)


def _seen(text: CardText) -> tuple[tuple[Token, ...], Features]:
    claimed = find_by_grammar(text)
    tokens = cut_into_tokens(text, claimed)
    if not tokens:
        return (), []
    return tokens, token_features(text, tokens, claimed, RuleLabeller().label(text, claimed))


def _find_all(text: CardText, values: Values) -> dict[tuple[FieldKind, str], list[_Place]]:
    """Find the pieces of every value, the longest value first; no character is used twice."""
    chunks = free_chunks(text, find_by_grammar(text))
    listed = [(kind, value) for kind in LABELLED_KINDS for value in values.get(kind, ())]
    free = {place: True for chunk in chunks for place in _glyph_places(chunk)}
    found: dict[tuple[FieldKind, str], list[_Place]] = {}
    for kind, value in sorted(listed, key=lambda item: -len(item[1])):
        found[kind, value] = places = list(_find(value, chunks, free))
        for place in places:
            free.update({(place.line, at): False for at in range(place.start, place.end) if (place.line, at) in free})
    return found


def _glyph_places(chunk: Chunk) -> list[tuple[int, int]]:
    return [(chunk.line.index, at) for at in range(chunk.start, chunk.end) if chunk.line.text[at].isalnum()]


def _find(value: str, chunks: Sequence[Chunk], free: Mapping[tuple[int, int], bool]) -> Iterator[_Place]:
    """Find the pieces of a value in chunks, each the one that covers most of what is left of it."""
    whole = left = _glyphs(value)
    pieces: list[_Place] = []
    runs = [[place for place in _glyph_places(chunk) if free[place]] for chunk in chunks]
    texts = [
        "".join(_glyphs(chunk.line.text[at]) or "\0" for _, at in run) for chunk, run in zip(chunks, runs, strict=True)
    ]
    while len(left) >= min(_SHORT, len(whole)) > 0:
        best: tuple[float, int, int, int, int] | None = None
        for number, text in enumerate(texts):
            shorter = min(len(text), len(left))
            if shorter < min(_SHORT, len(whole)):
                continue
            cutoff = _ALIKE if shorter > _SHORT else _ALIKE_WHEN_SHORT
            match = fuzz.partial_ratio_alignment(left, text, score_cutoff=cutoff)
            if match is not None and match.score >= cutoff:
                gain = match.score * shorter
                if best is None or gain > best[0]:
                    best = (gain, number, match.dest_start, match.dest_end, match.src_start)
        if best is None:
            break
        _, number, start, end, at = best
        run = runs[number][start:end]
        pieces.append(_Place(run[0][0], run[0][1], run[-1][1] + 1))
        left = left[:at] + left[at + len(run) :]
        runs[number], texts[number] = [], ""
    if len(whole) - len(left) >= _MOST * len(whole):
        yield from pieces


def _glyphs(text: str) -> str:
    """Give what counts when letters are compared; one for each that counts."""
    return "".join(glyph.casefold()[:1] for glyph in fold(text).text if glyph.isalnum())


def _allowed(
    tokens: Sequence[Token],
    found: Mapping[tuple[FieldKind, str], Sequence[_Place]],
    elsewhere: frozenset[str],
    unknown: frozenset[str],
) -> Iterator[frozenset[str]]:
    """Give the labels that each token may have."""
    before: tuple[FieldKind, str] | None = None
    begun: set[tuple[FieldKind, str]] = set()
    for token in tokens:
        if token.claimed is not None:
            yield frozenset({"claimed"})
            before = before if before and before[0] is FieldKind.ADDRESS else None
            continue
        key = next((key for key, places in found.items() if any(_covers(place, token) for place in places)), None)
        if key is None:
            # A sign beside a value may be part of it or not.
            yield unknown if token.script is Script.SIGN else elsewhere
            before = before if token.script is Script.SIGN else None
            continue
        goes_on = key == before or (key[0] is FieldKind.ADDRESS and key in begun)
        yield frozenset({f"{'I' if goes_on else 'B'}-{key[0].value}"})
        before = key
        begun.add(key)


def _covers(place: _Place, token: Token) -> bool:
    """Whether most of a token lies in a piece of a value."""
    shared = min(place.end, token.end) - max(place.start, token.start)
    return place.line == token.line and 2 * shared > token.end - token.start
