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
    return tuple(spans)


_MONOGRAM = re.compile(r"([A-Z0])(?:\s+(?=[^\W\d_]{2})|(?=[A-Z][a-z]))")


def _monograms(card: CardText, claimed: Sequence[Span]) -> Iterator[Span]:
    """Mark the letter that a company's mark shows in front of its name: H Häring Bau, FFalcon Interiors, K株式会社青葉."""
    taken = {span.line for span in claimed}
    for line in card.lines:
        if line.index in taken or line.glyph_px < card.median_glyph_px:
            continue
        if (letter := re.match(r"[A-Z]\s?(?=\S{6})", line.text)) and longest_first("japanese", "company_forms").match(
            line.text, letter.end()
        ):
            yield Span(line.index, 0, 1, None)
        initial = _MONOGRAM.match(line.text)
        if not initial:
            continue
        following = without_marks(line.text[initial.end()]).upper()
        if initial.group(1).replace("0", "O") == following:
            yield Span(line.index, 0, initial.end(1), None)


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
        for label in find_labels(line.text):
            taken = any(s.line == line.index and s.start < label.end and label.start < s.end for s in claimed)
            if taken or not label.strong or label.kind is LabelKind.ADDRESS:
                continue
            if label.kind is LabelKind.SOCIAL:
                yield Span(line.index, label.start, len(line.text), None)
                break
            if _announces_something(line.index, label.end, line.text, claimed):
                yield Span(line.index, label.start, label.end, None)


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
