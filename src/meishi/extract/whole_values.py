"""Values that the chain tore apart or saw but in part, made whole: what stands on several lines, what the rules know.

The chain reads line by line. Companies in two lines, addresses beside other text, and departments that say that they
are one are put right here, by their place and by the rules' labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Span, free_chunks
from meishi.extract.folding import compact, has_japanese
from meishi.extract.geometry import is_next_line
from meishi.extract.latin_address import address_score, find_latin_code_in_lines
from meishi.extract.lexicons import longest_first, word_set
from meishi.extract.word_scores import latin_department_score, latin_title_score


def whole_values(
    card: CardText, spans: Sequence[Span], claimed: Sequence[Span], rule_spans: Sequence[Span]
) -> list[Span]:
    """Make the values that the chain found whole.

    Args:
        card: All lines of the card.
        spans: What the chain found.
        claimed: What the grammars found.
        rule_spans: What the rules found.

    Returns:
        The spans in no order, some of them longer, of another kind, left out or added.
    """
    whole = _with_institute(card, _with_whole_company(card, spans, rule_spans))
    whole = _with_named_departments(card, _with_company_of_rules(whole, rule_spans))
    whole = _with_given_name_above(card, whole)
    whole = _with_line_above_company(card, _with_unfinished_company(card, whole), claimed)
    whole = [span for span in whole if not _is_line_of_address(span, rule_spans)]
    whole = [_from_its_beginning(card, span, [*claimed, *whole]) for span in whole]
    whole = _with_town_below(card, _with_street_above(card, whole, claimed), claimed)
    whole = _without_translations(card, whole)
    return [*whole, *_rest_of_addresses(whole, rule_spans)]


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


def _with_given_name_above(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Give the word above a name of one word to the name where the chain gave it to a company far away."""
    names = [span for span in spans if span.kind is FieldKind.NAME]
    companies = sorted((span for span in spans if span.kind is FieldKind.COMPANY), key=lambda span: span.line)
    if len(names) != 1 or " " in card.lines[names[0].line].text.strip() or len(companies) < 2:
        return list(spans)
    name, (*before, last) = names[0], companies
    here = card.lines[last.line]
    if (
        not last.joins
        or has_japanese(here.text)
        or _next_line(card, here) is not card.lines[name.line]
        or is_next_line(card.lines[before[-1].line].box, here.box, glyph_px=here.glyph_px, vertical=False)
    ):
        return list(spans)
    given = replace(last, kind=FieldKind.NAME, joins=False)
    kept = [span for span in spans if span is not name and span is not last]
    return [*kept, given, replace(name, joins=True)]


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
