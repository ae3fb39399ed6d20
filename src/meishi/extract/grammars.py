"""The grammars in their order: each one looks at what the ones before it left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from meishi.extract.card_text import CardLine, CardText, Span
from meishi.extract.folding import compact, has_japanese
from meishi.extract.geometry import in_one_row
from meishi.extract.labels import LabelKind, find_labels, only_label
from meishi.extract.lexicons import longest_first
from meishi.extract.name_scores import japanese_name_score
from meishi.extract.phone_grammar import find_phones
from meishi.extract.postal_grammar import find_postal_codes
from meishi.extract.spelling import without_marks
from meishi.extract.web_grammar import find_mails, find_urls, with_mails_among_urls
from meishi.extract.word_scores import japanese_company_score


def find_by_grammar(card: CardText) -> tuple[Span, ...]:
    """Find everything on a card that has a form of its own.

    Returns:
        Spans of mail addresses, URLs, postal codes, telephone numbers and extensions, and spans without a kind on
        labels, so that no labeller takes them for names.
    """
    spans: list[Span] = list(find_mails(card))
    spans = with_mails_among_urls([*spans, *find_urls(card, spans)])
    spans += find_postal_codes(card, spans)
    spans += find_phones(card, spans)
    spans += _label_spans(card, spans)
    spans += _foreign_specks(card, spans)
    spans += _monograms(card, spans)
    spans += _small_print(card, spans)
    return tuple(spans)


_MONOGRAM = re.compile(r"([A-Z0])(?:\s+(?=[^\W\d_]{2})|(?=[A-Z][a-z]))")


def _monograms(card: CardText, claimed: Sequence[Span]) -> Iterator[Span]:
    """Mark the glyph that a company's mark shows in front of its name.

    H Häring Bau, FFalcon Interiors, K株式会社青葉, 青株式会社青葉.
    """
    taken = {span.line for span in claimed}
    for line in card.lines:
        if line.index in taken or line.glyph_px < card.median_glyph_px:
            continue
        if (letter := re.match(r"[A-Z]\s?(?=\S{6})", line.text)) and longest_first("japanese", "company_forms").match(
            line.text, letter.end()
        ):
            yield Span(line.index, 0, 1, None)
        if glyph := _begins_company(line.text):
            yield Span(line.index, 0, len(glyph), None)
        initial = _MONOGRAM.match(line.text)
        if not initial:
            continue
        following = without_marks(line.text[initial.end()]).upper()
        if initial.group(1).replace("0", "O") == following:
            yield Span(line.index, 0, initial.end(1), None)


def _begins_company(text: str) -> str | None:
    """The glyph that a line has before the name of a company that begins with it, behind its legal form or at once."""
    glyph, rest = text[:1], text[1:].lstrip()
    if not has_japanese(glyph) or japanese_company_score(rest) <= 0:
        return None
    form = longest_first("japanese", "company_forms").match(rest)
    name = rest[form.end() :].lstrip() if form else rest
    return glyph if name.startswith(glyph) else None


_SMALL_PRINT = re.compile(
    r"member (?:fdic|finra|sipc|(?:of )?(?:the )?(?:federation|association|institute|society|chamber|guild))\b.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s?(?:-|to|–)\s?(?:thu|fri|sat|sun)[a-z]*\b.*"
    r"|(?:since|est\.?|established(?: in)?|seit|depuis|desde|dal) (?:18|19|20)\d\d"
    r"|(?:company )?(?:registered|regulated|incorporated|licen[sc]ed|authori[sz]ed)\b.*\b(?:in|by|and|no|insured|bonded)\b.*"
    r"|(?:licen[sc]ed|bonded|insured)(?:(?:,| &| and) (?:licen[sc]ed|bonded|insured))+"
    r"|(?:an )?equal (?:housing|opportunity)\b.*|free (?:estimates|quotes|consultations?)|by appointment(?: only)?"
    r"|(?:a|an) (?:subsidiary|division|member|company) of\b.*|each office (?:is )?independently\b.*"
    r"|(?:iso|din en iso) ?\d{4,5}\b.*|zertifiziert nach\b.*|investors? in people|se habla \w+|follow us\b.*"
    r"|(?:vat|ust|hrb|hra|amtsgericht|siret|siren|cnpj|cpf|p\.? ?iva|cif|nif|kvk|btw|nmls|dre|lic|license|abn|acn)\b.*\d.*",
    re.IGNORECASE,
)
"""Lines that western cards print in small letters and that name nobody: memberships, hours, registers, promises."""


def _small_print(card: CardText, claimed: Sequence[Span]) -> Iterator[Span]:
    """Mark the small print, so that no labeller takes a membership for a title."""
    taken = {span.line for span in claimed}
    for line in card.lines:
        text = line.text.strip(" .*")
        if line.index not in taken and line.glyph_px < 1.3 * card.median_glyph_px and _SMALL_PRINT.fullmatch(text):
            yield Span(line.index, 0, len(line.text), None)


def _foreign_specks(card: CardText, claimed: Sequence[Span]) -> Iterator[Span]:
    """Mark the few Japanese glyphs that engines see in the pictures of a card that has none."""
    glyphs = "".join(line.text for line in card.lines)
    japanese = sum(has_japanese(glyph) for glyph in glyphs)
    latin = sum(glyph.isascii() and glyph.isalpha() for glyph in glyphs)
    if not 0 < japanese <= latin / 15:
        return
    taken = {span.line for span in claimed}
    for line in card.lines:
        if line.index in taken or not has_japanese(line.text) or re.search(r"[A-Za-z]{2}", line.text):
            continue
        if japanese_name_score(line.text) <= 0 and japanese_company_score(line.text) <= 0:
            yield Span(line.index, 0, len(line.text), None)


def _label_spans(card: CardText, claimed: Sequence[Span]) -> Iterator[Span]:
    for line in card.lines:
        if _is_lone_label(card, line, claimed):
            yield Span(line.index, 0, len(line.text), None)
            continue
        if stroke := _letter_and_stroke(line, claimed):
            yield stroke
        for label in find_labels(line.text):
            taken = any(s.line == line.index and s.start < label.end and label.start < s.end for s in claimed)
            if taken or not label.strong or label.kind is LabelKind.ADDRESS:
                continue
            if label.kind is LabelKind.SOCIAL:
                yield Span(line.index, label.start, len(line.text), None)
                break
            if _announces_something(line.index, label.end, line.text, claimed):
                yield Span(line.index, label.start, label.end, None)


def _letter_and_stroke(line: CardLine, claimed: Sequence[Span]) -> Span | None:
    """Give the letter before a value whose stroke was read as a letter: el sales@example.com for e| sales@..."""
    start = min((span.start for span in claimed if span.line == line.index and span.kind), default=0)
    is_label = start >= 2 and re.fullmatch(r"[A-Za-z][lI1|!]", line.text[:start].strip())
    return Span(line.index, 0, start, None) if is_label else None


def _is_lone_label(card: CardText, line: CardLine, claimed: Sequence[Span]) -> bool:
    """Whether a line is a label whose value stands in a box of its own."""
    if not only_label(line.text) or any(span.line == line.index for span in claimed):
        return False
    # 代表 is a title too: it is a label only when a value stands beside it.
    return compact(line.text) != "代表" or any(
        in_one_row(line.box, card.lines[span.line].box) for span in claimed if span.kind
    )


def _announces_something(line: int, end: int, text: str, claimed: Sequence[Span]) -> bool:
    following = [span.start for span in claimed if span.line == line and span.start >= end]
    rest = text[end : min(following)] if following else text[end:]
    return not any(character.isalnum() for character in rest)
