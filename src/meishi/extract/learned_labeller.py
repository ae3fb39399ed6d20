"""The labeller that learned from drawn cards: a chain over the tokens of a card, with the rules as one of its cues."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from meishi.domain.field import FieldKind
from meishi.errors import SetupError
from meishi.extract.card_text import CardLine, CardText, Span, free_chunks
from meishi.extract.chain import Beliefs, ChainModel, Scores, best_labels, sequence_score
from meishi.extract.features import token_features
from meishi.extract.folding import has_japanese
from meishi.extract.rule_labeller import RuleLabeller
from meishi.extract.tokens import Token, cut_into_tokens
from meishi.extract.whole_values import whole_values
from meishi.trained import model_folder, read_model
from meishi.wording import marked

MODEL_FILE = "field_labeller.npz"
_HINT = marked("Install meishi again; in a checkout, `git checkout models/field_labeller` brings the model back.")

LABELLED_KINDS = (
    FieldKind.NAME, FieldKind.NAME_KANA, FieldKind.NAME_ROMAN, FieldKind.COMPANY, FieldKind.DEPARTMENT,
    FieldKind.TITLE, FieldKind.ADDRESS,
)  # fmt: skip
"""What the chain tells apart; each has a label for its first token (B-name) and one for the others (I-name)."""

_WORTH_A_NAME = 2.5
"""How much likelier (natural logarithm) labels without a name or company have to be than labels with one."""

_WORTH_AN_ADDRESS = 2.0
"""How much likelier labels with more than one address have to be, when the card has no second postal code."""

_ONCE_ON_A_CARD = (FieldKind.NAME, FieldKind.COMPANY, FieldKind.NAME_KANA, FieldKind.NAME_ROMAN)


@dataclass(frozen=True)
class _Stretch:
    """Tokens that have one meaning together.

    Attributes:
        kind: The meaning.
        first: Index of the first token.
        last: Index of the last one.
    """

    kind: FieldKind
    first: int
    last: int


class LearnedLabeller:
    """Labels by a trained chain; the model is loaded when the first card comes.

    Args:
        model: A chain, as `ChainModel.to_bytes` writes it; None for the one that came with meishi.
    """

    def __init__(self, model: bytes | None = None) -> None:
        self._model = model

    def label(self, card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
        """Label the unclaimed text of a card; see `Labeller`.

        Raises:
            SetupError: The model is missing or is not the one that was trained.
        """
        model = understood(self._model) if self._model else shipped_model()
        tokens = cut_into_tokens(card, claimed)
        if not tokens:
            return ()
        rule_spans = RuleLabeller().label(card, claimed)
        scores = model.label_scores(token_features(card, tokens, claimed, rule_spans))
        codes = sum(span.kind is FieldKind.POSTAL_CODE for span in claimed)
        labels = _best_labels(model, scores, addresses=max(1, codes))
        beliefs = Beliefs.of(scores, model.transitions)
        spans: list[Span] = []
        for stretch in _stretches(model.labels, labels):
            inside = model.labels.index(f"I-{stretch.kind.value}")
            certainty = beliefs.probability(
                stretch.first, labels[stretch.first : stretch.last + 1], not_followed_by=inside
            )
            spans += _spans(card, claimed, tokens, stretch, certainty)
        spans = _parted_by_rules(card, [_seconded(span, rule_spans) for span in spans], rule_spans)
        spans = whole_values(card, spans, claimed, rule_spans)
        return tuple(sorted(spans, key=lambda s: (s.line, s.start)))


_DOUBT_WHEN_SECONDED = 0.4
"""What share of the chain's doubt is left where the rules say the same."""
_SURE_OF_A_NAME = 0.95
_OF_A_PERSON = frozenset({FieldKind.NAME, FieldKind.TITLE, FieldKind.DEPARTMENT})


def _seconded(span: Span, rule_spans: Sequence[Span]) -> Span:
    """Give a span that the rules found too, kind and ends alike, with less doubt: the two seldom err together."""
    if not any((span.kind, span.line, span.start, span.end) == (r.kind, r.line, r.start, r.end) for r in rule_spans):
        return span
    return replace(span, certainty=round(1 - _DOUBT_WHEN_SECONDED * (1 - span.certainty), 3))


def _parted_by_rules(card: CardText, spans: Sequence[Span], rule_spans: Sequence[Span]) -> list[Span]:
    """Take the rules' word for a line where both see a person's name, title and department, but part them otherwise.

    The chain goes word by word, the rules weigh whole phrases: "Research & Development, Engineer" is two, 勅使河原 one.
    """
    parted = list(spans)
    for line in card.lines:
        chained = [span for span in spans if span.line == line.index]
        ruled = _whole_phrases(line, [span for span in rule_spans if span.line == line.index])
        if not chained or not ruled:
            continue
        if any(span.kind not in _OF_A_PERSON or span.joins for span in [*chained, *ruled]):
            continue
        is_same_text = (chained[0].start, chained[-1].end) == (ruled[0].start, ruled[-1].end)
        if _lacks_a_phrase(chained, ruled) or (
            is_same_text
            and (
                _are_one_name(ruled)
                or _fall_apart(line, chained) > _fall_apart(line, ruled)
                or (_are_more(line, ruled, chained) and not _are_a_name(chained))
            )
        ):
            parted = [span for span in parted if span.line != line.index] + ruled
    return parted


def _whole_phrases(line: CardLine, spans: Sequence[Span]) -> list[Span]:
    """Give the spans of a line, those of one kind with nothing but a space between them as one."""
    phrases: list[Span] = []
    for span in spans:
        last = phrases[-1] if phrases else None
        if (
            last
            and last.kind is span.kind
            and not line.text[last.end : span.start].strip()
            and not has_japanese(line.text)
        ):
            phrases[-1] = replace(last, end=span.end, certainty=min(last.certainty, span.certainty))
        else:
            phrases.append(span)
    return phrases


def _are_more(line: CardLine, ruled: Sequence[Span], chained: Sequence[Span]) -> bool:
    """Whether spans are of more kinds than others; in Latin letters with a sign between them, not a mere space."""
    signs = (line.text[before.end : after.start].strip() for before, after in pairwise(ruled))
    return len({span.kind for span in ruled}) > len({span.kind for span in chained}) and (
        has_japanese(line.text) or all(signs)
    )


def _lacks_a_phrase(chained: Sequence[Span], ruled: Sequence[Span]) -> bool:
    """Whether the chain sees what the rules see but for a title or department: Engineering | Sales Manager.

    What follows a name is rather a degree.
    """
    seen = {(span.kind, span.start, span.end) for span in chained}
    phrases = {(span.kind, span.start, span.end) for span in ruled}
    return seen < phrases and all(kind is not FieldKind.NAME for kind, _, _ in phrases)


def _fall_apart(line: CardLine, spans: Sequence[Span]) -> int:
    """Count the phrases that spans tear at an ampersand: Research & Development is one."""
    return sum(line.text[before.end : after.start].strip() == "&" for before, after in pairwise(spans))


def _are_a_name(spans: Sequence[Span]) -> bool:
    """Whether spans are nothing but a name: 黒部 is no department beside 留吉."""
    return all(span.kind is FieldKind.NAME for span in spans)


def _are_one_name(spans: Sequence[Span]) -> bool:
    """Whether spans are but one, of a name that the rules are sure of."""
    return [span.kind for span in spans] == [FieldKind.NAME] and spans[0].certainty >= _SURE_OF_A_NAME


# The user's own one, and another one while the two are compared.
@lru_cache(maxsize=2)
def understood(content: bytes) -> ChainModel:
    """Give the chain that a model's file holds.

    Raises:
        SetupError: The content is no model.
    """
    try:
        return ChainModel.from_bytes(content)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise SetupError(f"the field labeller's model cannot be understood: {error}", hint=_HINT) from error


@cache
def shipped_model() -> ChainModel:
    """Give the chain that came with meishi.

    Raises:
        SetupError: A file is missing, or the model is not the one that the checksum was taken from.
    """
    return understood(read_model(model_folder("field_labeller"), MODEL_FILE))


def _best_labels(model: ChainModel, scores: Scores, *, addresses: int) -> list[int]:
    """Find the best labels with one name, one reading, one romanised name and one company at the most.

    Nearly every card names a person and an organisation: labels with a name or a company are taken before likelier
    ones without, unless these are much likelier. In the same way the lines of an address are taken for one when there
    is but one postal code.
    """
    labels = _at_most_once(model, scores)
    begin = model.labels.index(f"B-{FieldKind.ADDRESS.value}")
    if labels.count(begin) > addresses == 1:
        others = _at_most_once(model, scores, limited={begin})
        if _loss(model, scores, labels, others) < _WORTH_AN_ADDRESS:
            labels = others
    expected = [model.labels.index(f"B-{kind.value}") for kind in (FieldKind.NAME, FieldKind.COMPANY)]
    for begin in expected:
        if begin in labels:
            continue
        others = _at_most_once(model, scores, wanted={begin, *(label for label in expected if label in labels)})
        if _loss(model, scores, labels, others) < _WORTH_A_NAME:
            labels = others
    return labels


def _loss(model: ChainModel, scores: Scores, best: Sequence[int], others: Sequence[int]) -> float:
    return sequence_score(scores, model.transitions, best) - sequence_score(scores, model.transitions, others)


def _at_most_once(
    model: ChainModel, scores: Scores, *, limited: Collection[int] = (), wanted: Collection[int] = ()
) -> list[int]:
    limits = set(limited)
    while True:
        labels = best_labels(scores, model.transitions, limits, wanted)
        begins = [model.labels.index(f"B-{kind.value}") for kind in _ONCE_ON_A_CARD]
        repeated = {label for label in begins if labels.count(label) > 1}
        if not repeated:
            return labels
        limits |= repeated


def _stretches(names: Sequence[str], labels: Sequence[int]) -> Iterator[_Stretch]:
    first: int | None = None
    for index, label in enumerate([*labels, names.index("other")]):
        name = names[label]
        if first is not None and not name.startswith("I-"):
            yield _Stretch(FieldKind(names[labels[first]][2:]), first, index - 1)
            first = None
        if name.startswith("B-"):
            first = index


def _spans(
    card: CardText, claimed: Sequence[Span], tokens: Sequence[Token], stretch: _Stretch, certainty: float
) -> Iterator[Span]:
    """Give the spans of a stretch: one a line, those after the first joining it, separators at the ends left out."""
    lines = dict.fromkeys(token.line for token in tokens[stretch.first : stretch.last + 1])
    joins = False
    for line in lines:
        inside = [token for token in tokens[stretch.first : stretch.last + 1] if token.line == line]
        start, end = inside[0].start, inside[-1].end
        outside = [
            Span(line, 0, start, None),
            *(span for span in claimed if span.line == line),
            Span(line, end, len(card.lines[line].text), None),
        ]
        for chunk in free_chunks(card, outside):
            if chunk.line.index == line:
                yield Span(line, chunk.start, chunk.end, stretch.kind, certainty=round(certainty, 3), joins=joins)
                joins = True
