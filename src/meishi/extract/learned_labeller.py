"""The labeller that learned from drawn cards: a chain over the tokens of a card, with the rules as one of its cues."""

from __future__ import annotations

import re
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
from meishi.extract.folding import compact, has_japanese
from meishi.extract.geometry import is_next_line
from meishi.extract.latin_address import address_score, find_latin_code_in_lines
from meishi.extract.lexicons import longest_first, word_set
from meishi.extract.rule_labeller import RuleLabeller
from meishi.extract.tokens import Token, cut_into_tokens
from meishi.extract.word_scores import latin_department_score, latin_title_score
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
        spans = _with_institute(card, _with_whole_company(card, spans, rule_spans))
        spans = _with_named_departments(card, _with_company_of_rules(spans, rule_spans))
        spans = _with_line_above_company(card, _with_unfinished_company(card, spans), claimed)
        spans = [span for span in spans if not _is_line_of_address(span, rule_spans)]
        spans = [_from_its_beginning(card, span, [*claimed, *spans]) for span in spans]
        spans = _without_translations(card, _with_town_below(card, _with_street_above(card, spans, claimed), claimed))
        return tuple(sorted([*spans, *_rest_of_addresses(spans, rule_spans)], key=lambda s: (s.line, s.start)))


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


def _with_whole_company(card: CardText, spans: Sequence[Span], rule_spans: Sequence[Span]) -> list[Span]:
    """Take the company of the rules where the chain has but its legal form: 株式会社 above a name in another line.

    Lines between the two that the rules know for an address are none of the company's.
    """
    addresses = [span for span in rule_spans if span.kind is FieldKind.ADDRESS]
    spans = [
        span
        for span in spans
        if span.kind is not FieldKind.COMPANY or not span.joins or not any(_overlap(span, other) for other in addresses)
    ]
    company = [span for span in spans if span.kind is FieldKind.COMPANY]
    ruled = [span for span in rule_spans if span.kind is FieldKind.COMPANY]
    text = "".join(card.lines[span.line].text[span.start : span.end] for span in company)
    if len(ruled) <= len(company) or not longest_first("japanese", "company_forms").fullmatch(compact(text)):
        return list(spans)
    return [span for span in spans if not any(_overlap(span, other) for other in ruled)] + ruled


def _with_company_of_rules(spans: Sequence[Span], rule_spans: Sequence[Span]) -> list[Span]:
    """Take the company of the rules where the chain sees none: nearly every card names an organisation."""
    company = [span for span in rule_spans if span.kind is FieldKind.COMPANY]
    is_free = not any(_overlap(span, other) for span in company for other in spans)
    if any(span.kind is FieldKind.COMPANY for span in spans) or not is_free:
        return list(spans)
    return [*spans, *(replace(span, certainty=_SURE_OF_RULES_ALONE * span.certainty) for span in company)]


_SURE_OF_RULES_ALONE = 0.6


def _with_named_departments(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Take for departments what the chain takes for titles though it says that it is one: Office of the President."""

    def is_department(span: Span) -> bool:
        text = card.lines[span.line].text[span.start : span.end]
        return span.kind is FieldKind.TITLE and (
            bool(_DEPARTMENT_OF.match(text)) or latin_department_score(text) > max(2.0, latin_title_score(text))
        )

    return [replace(span, kind=FieldKind.DEPARTMENT, joins=False) if is_department(span) else span for span in spans]


_DEPARTMENT_OF = re.compile(
    r"(?:(?:graduate )?school|college|cent(?:er|re)|office|department|division|faculty|institute|bureau) (?:of|for) "
    r"|(?:institut für|lehrstuhl|abteilung|bereich|departamento|département|dipartimento|afdeling|avdelning) ",
    re.IGNORECASE,
)

_UNFINISHED = re.compile(r".*(?:&|\b(?:and|und|et|of))|công ty(?: tnhh| cổ phần| cp)?", re.IGNORECASE)
"""What a company's name does not end with: the next line has the rest of it."""


def _with_unfinished_company(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Take the line after a company's name that is not finished into it: Lindner & / Partner, Pastor & / Moraes."""
    companies = [span for span in spans if span.kind is FieldKind.COMPANY]
    for line in card.lines:
        below = _next_line(card, line)
        is_unfinished = bool(_UNFINISHED.fullmatch(line.text.strip())) or (
            below is not None
            and re.match(r"(?:of|and|&|und|et) ", below.text, re.IGNORECASE) is not None
            and any(span.line == line.index for span in companies)
        )
        if below is None or not (is_unfinished or _is_legal_form(below.text)):
            continue
        if not {line.index, below.index} & {span.line for span in companies}:
            continue
        others = [span for span in spans if span.line not in {line.index, below.index}]
        own = [span for span in companies if span.line == line.index]
        if any(span.kind is FieldKind.COMPANY for span in others) or not (own or is_unfinished):
            continue
        certainty = companies[0].certainty
        whole = Span(line.index, 0, len(line.text.rstrip()), FieldKind.COMPANY, certainty=certainty)
        first = whole if is_unfinished else own[0]
        rest = Span(below.index, 0, len(below.text.rstrip()), FieldKind.COMPANY, certainty=certainty, joins=True)
        return [*others, first, rest]
    return list(spans)


def _is_legal_form(text: str) -> bool:
    return text.casefold().strip(" .,()") in word_set("latin", "company_forms")


def _next_line(card: CardText, line: CardLine) -> CardLine | None:
    """Give the line below a row that is set like it."""
    below = (
        other
        for other in card.lines
        if other.index != line.index
        and not other.is_vertical
        and 0.75 < other.glyph_px / line.glyph_px < 1.34
        and is_next_line(line.box, other.box, glyph_px=line.glyph_px, vertical=False, reach=1.0)
    )
    return None if line.is_vertical else min(below, key=lambda other: other.box[1], default=None)


def _with_town_below(card: CardText, spans: Sequence[Span], claimed: Sequence[Span]) -> list[Span]:
    """Take the line below an address without a postal code into it where nothing else is said of it: Dublin 4."""
    found = list(spans)
    for address in _groups(spans, FieldKind.ADDRESS):
        last = card.lines[address[-1].line]
        texts = [card.lines[span.line].text[span.start : span.end] for span in address]
        below = _next_line(card, last)
        if below is None or has_japanese("".join(texts)) or find_latin_code_in_lines(texts):
            continue
        for chunk in free_chunks(card, [*claimed, *found]):
            is_whole = chunk.line.index == below.index and len(chunk.text) >= len(below.text.strip()) - 2
            if is_whole and address_score(card, chunk) >= _SCORE_OF_A_TOWN:
                found.append(replace(address[-1], line=below.index, start=chunk.start, end=chunk.end, joins=True))
    return found


_SCORE_OF_A_TOWN = 0.8


def _with_street_above(card: CardText, spans: Sequence[Span], claimed: Sequence[Span]) -> list[Span]:
    """Take a street with its number above a line that begins with a postal code: Karl Johans gate 78 / 0966 Bergen."""
    found = list(spans)
    for address in _groups(spans, FieldKind.ADDRESS):
        first = address[0]
        here = card.lines[first.line]
        if not re.match(r"(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÀ-Ỹ]", here.text[first.start :]):
            continue
        for chunk in free_chunks(card, [*claimed, *found]):
            if _next_line(card, chunk.line) is here and re.fullmatch(
                r"[A-ZÀ-Ỹ][\w.'’ -]+ \d{1,4}\s?[a-zA-Z]?", chunk.text
            ):
                street = replace(first, line=chunk.line.index, start=chunk.start, end=chunk.end)
                found = [replace(span, joins=True) if span is first else span for span in found] + [street]
                break
    return found


def _from_its_beginning(card: CardText, span: Span, others: Sequence[Span]) -> Span:
    """Give a line of an address in Latin letters with the words before its number: Damrak 169, Post Office Box 78."""
    if span.kind is not FieldKind.ADDRESS or any(o.line == span.line and o.start < span.start for o in others):
        return span
    before = card.lines[span.line].text[: span.start]
    words = re.fullmatch(r"\W*([A-ZÀ-Ỹ][\w.'’-]+(?: [\w.'’-]+){0,2}) ", before)
    if not words or _HEADING.search(before) or has_japanese(before):
        return span
    return replace(span, start=words.start(1))


_HEADING = re.compile(
    r"office(?! box)|headquarters?|branch|address|studio|showroom|factory|works|\bhq\b", re.IGNORECASE
)


def _with_line_above_company(card: CardText, spans: Sequence[Span], claimed: Sequence[Span]) -> list[Span]:
    """Take the word above the company's name, set like it, for its first: THE / BLUEBIRD COMPANY, Kidd / & Phelps Inc."""
    company = next((span for span in spans if span.kind is FieldKind.COMPANY), None)
    if company is None or has_japanese(card.lines[company.line].text) or card.lines[company.line].is_vertical:
        return list(spans)
    here = card.lines[company.line]
    for chunk in free_chunks(card, [*claimed, *spans]):
        there = chunk.line
        alone = not any(span.line == there.index and span.kind for span in [*claimed, *spans])
        if (
            alone
            and re.fullmatch(r"[A-ZÀ-Ỹ][\w'’-]*(?: [A-ZÀ-Ỹ&][\w'’-]*)?", chunk.text)
            and (len(chunk.text) > 2 or chunk.text.casefold() in _PARTICLES)
            and chunk.text.casefold() not in here.text.casefold()  # the mark says the name once more
            and not _PROMISES.intersection(chunk.text.casefold().split())
            and 0.75 < there.glyph_px / here.glyph_px < 1.34
            and not there.is_vertical
            and is_next_line(there.box, here.box, glyph_px=here.glyph_px, vertical=False, reach=0.8)
        ):
            above = replace(company, line=there.index, start=chunk.start, end=chunk.end)
            return [*(replace(span, joins=True) if span is company else span for span in spans), above]
    return list(spans)


_PROMISES = frozenset({"member", "since", "est", "licensed", "insured", "certified", "free", "follow", "serving"})
"""Words of the small print that stands beside a company's name: Member FDIC, Since 1987, Free Estimates."""

_PARTICLES = frozenset({"le", "la", "el", "il", "de", "da"})


def _is_line_of_address(span: Span, rule_spans: Sequence[Span]) -> bool:
    """Whether a further line of a department or title is one of an address in another column, by the rules."""
    return (
        span.joins
        and span.kind in {FieldKind.DEPARTMENT, FieldKind.TITLE}
        and any(other.kind is FieldKind.ADDRESS and _overlap(span, other) for other in rule_spans)
    )


def _with_institute(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Take 研究所 for the end of the company's name where it follows without a space: 株式会社野村総合研究所."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.line, item.start)):
        before = joined[-1] if joined else None
        text = card.lines[span.line].text[span.start : span.end]
        if (
            before
            and before.kind is FieldKind.COMPANY
            and text == "研究所"
            and (before.line, before.end) == (span.line, span.start)
        ):
            joined[-1] = replace(before, end=span.end)
        else:
            joined.append(span)
    return joined


def _without_translations(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Leave out a line that says title or department once more in English, on a card that has the name in both."""

    def is_japanese(span: Span) -> bool:
        return has_japanese(card.lines[span.line].text)

    kinds = {span.kind for span in spans if is_japanese(span)}
    if FieldKind.NAME not in kinds or not any(span.kind is FieldKind.NAME_ROMAN for span in spans):
        return list(spans)
    said = kinds & {FieldKind.TITLE, FieldKind.DEPARTMENT}
    # One word, such as CEO or MBA, is a title beside the Japanese ones.
    return [
        span
        for span in spans
        if span.kind not in said or is_japanese(span) or len(card.lines[span.line].text.split()) < 2
    ]


def _rest_of_addresses(spans: Sequence[Span], rule_spans: Sequence[Span]) -> list[Span]:
    """Give the lines that the rules add to an address and that the chain says nothing of.

    The chain reads line by line, and loses an address whose lines have others beside them; the rules follow columns.
    """
    rest: list[Span] = []
    for ruled in _groups(rule_spans, FieldKind.ADDRESS):
        for address in _groups(spans, FieldKind.ADDRESS):
            if all(any(_overlap(span, other) for other in ruled) for span in address):
                certainty = round(0.95 * address[0].certainty, 3)
                rest += [
                    replace(span, joins=True, certainty=certainty)
                    for span in ruled
                    if not any(_overlap(span, other) for other in [*spans, *rest])
                    and (span.line, span.start) > (address[0].line, address[0].start)
                ]
    return rest


def _groups(spans: Sequence[Span], kind: FieldKind) -> list[list[Span]]:
    """Give the spans of a kind, those that continue one another together."""
    groups: list[list[Span]] = []
    for span in (span for span in spans if span.kind is kind):
        if span.joins and groups:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _overlap(one: Span, other: Span) -> bool:
    return one.line == other.line and one.start < other.end and other.start < one.end


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
