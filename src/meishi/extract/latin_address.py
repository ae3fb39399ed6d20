"""Addresses in Latin letters: street, city, state, postal code and country of any country, over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Chunk, Span
from meishi.extract.folding import has_japanese, is_latin
from meishi.extract.geometry import in_one_row, is_next_line
from meishi.extract.labels import LabelKind, find_labels, only_label
from meishi.extract.lexicons import words

_CAPITALISED = r"[A-ZÀ-ỸĐ][\w'’.-]+"
# Postal codes that have a form of their own; five and six bare digits need a place name beside them.
_CODES = (
    re.compile(r"\b(?:[A-Z]{2}\.?|[A-Z][a-z]+)[,.]?\s+(\d{5}(?:-\d{4})?)(?![\d-])"),  # US, and others after a name
    re.compile(r",\s*[A-Z]{2}(\d{5}(?:-\d{4})?)$"),  # the same, the space lost
    re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b"),  # United Kingdom
    re.compile(r"(?:\b|(?<=[a-z]))([A-Z]\d[A-Z]\s?\d[A-Z]\d)\b"),  # Canada
    re.compile(
        rf"\b(?:[DFACHIBL]{{1,2}}\s?-\s?)?(\d{{5}})(?:\s+|(?<=-\d{{5}})){_CAPITALISED}"
    ),  # Germany, France, Italy, Spain
    re.compile(rf"(?<![\d-])(\d{{4}}-\d{{3}})\s+{_CAPITALISED}"),  # Portugal
    re.compile(r"(?<![\d.-])(\d{2}\.?\d{3}-\d{3})(?![\d-])"),  # Brazil
    re.compile(rf"{_CAPITALISED},?\s+(\d{{3}}-\d{{3}})(?=\s*(?:,|$|South|Korea|Republic))"),  # Korea, before 2015
    re.compile(rf"{_CAPITALISED},?\s+(\d{{3}}(?:\d{{2,3}})?)(?=,?\s+Taiwan)"),
    re.compile(rf"(?<![\d-])(\d{{2}}-\d{{3}})\s+{_CAPITALISED}(?:\s[A-Z]|,|$)?"),  # Poland
    re.compile(r"(?<![\d-])(\d{3}-\d{4})(?![\d-])"),  # Japan in English
    re.compile(rf"\b(\d{{4}}\s?(?![NS][EW]\b)[A-Z]{{2}})\s+{_CAPITALISED}"),  # Netherlands
    re.compile(
        rf"\b(?:{_CAPITALISED}|[A-Z]{{2,}})[\s,.-]+(\d{{3}}\s?\d{{3,4}})\s*(?:,|\.|$|India|Singapore|China|Việt|Viet)"
    ),
    re.compile(rf"\b(?:CH|A|DK|NO?|L|B)\s?-\s?(\d{{4}})\s+{_CAPITALISED}"),
    re.compile(rf"\bSE?\s?-\s?(\d{{3}}\s?\d{{2}})\s+{_CAPITALISED}"),
    re.compile(rf"(?:^|,\s*)(\d{{4}})\s+{_CAPITALISED}\s*(?:,|$)"),  # Switzerland, Austria, Denmark
    re.compile(rf"[,•|·]\s*(\d{{4}})\s+{_CAPITALISED}(?:\s[\w.'’-]+){{0,2}}\s*(?:,|$)"),  # the same in one line
    re.compile(r"\b(?:[A-Z]{2,3}|Victoria|Queensland|Tasmania|South Wales|Australia)\s+(\d{4})\s*(?:,|$|Australia)"),
    re.compile(rf"\b(?:{_CAPITALISED})[\s,]+(\d{{5,6}})\s*(?:,|\.|$)"),
)
# These begin a line of their own: 139 53 Stockholm, 5808 Odense, 1010 Wien.
_CODES_BEFORE_A_TOWN = re.compile(rf"^(\d{{3}} \d{{2}}|\d{{4}})\s+{_CAPITALISED}(?:\s[\w.'’-]+){{0,3}}\s*(?:,|$)")
_HOUSE_FIRST = re.compile(
    rf"^(?:No\.?\s?)?#?\d+[A-Za-z]?(?:\s?[-/]\s?\d+[A-Za-z]?)*,?\s+(?:{_CAPITALISED}|[A-Z]|\d+(?:st|nd|rd|th)\b|rue|avenue|bis|ter|đường)"
)
_HOUSE_LAST = re.compile(r"\b[A-ZÀ-Ỹ][\wÀ-ỹ.'’-]+,?\s+(?:n[ºo°.]\s?)?\d{1,5}\s?[a-zA-Z]?(?:\s?-\s?\d+)?\s*(?:,|$|[-–])")
_BOX = re.compile(r"\b(?:P\.?\s?O\.?|Post\sOffice)\s?Box\b", re.IGNORECASE)
_JAPANESE_PLACE = re.compile(
    r"\b[A-Z][a-zōū]+-(?:ku|shi|cho|machi|ken|fu|gun|chome|dori|mura|gu|si|do|dong|ro|gil|eup|myeon)\b", re.IGNORECASE
)
_GERMAN_STREET = re.compile(
    r"[\w-](?:straße|strasse|str\.|platz|weg|allee|gasse|ufer|damm|ring)(?=[\s,\d]|$)", re.IGNORECASE
)
_COMPANY = re.compile(r"\b(?:Inc|Ltd|LLC|GmbH|Corp|Co\.,|S\.A|Lda|Ltda|AG|SARL|K\.K)\b")
_FLOOR = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?\s?(?:F|Fl|Floor|/F)\b|Mail\s(?:Stop|Code)\s?\w+|Level\s\d+|Suite\s?\w+|Ste\.?\s?\w+|Unit\s?\w+|Room\s?\w+)",
    re.IGNORECASE,
)
_SLOGAN_END = re.compile(r"[!?]$")


@dataclass(frozen=True)
class LatinCode:
    """A postal code inside an address in Latin letters.

    Attributes:
        start: First character of the code.
        end: One past its last character.
        value: The code.
    """

    start: int
    end: int
    value: str


def find_latin_code_in_lines(lines: Sequence[str]) -> LatinCode | None:
    """Find the postal code of an address in Latin letters that stands on several lines.

    Returns:
        The code, its place within the lines joined by spaces; or None.
    """
    found = find_latin_code(" ".join(lines))
    if found or len(lines) < 2:
        return found
    start = len(lines[0]) + 1
    for line in lines[1:]:
        match = _CODES_BEFORE_A_TOWN.match(line)
        if match and not begins_with_street(line):
            return LatinCode(start, start + len(match.group(1)), match.group(1))
        start += len(line) + 1
    return None


def begins_with_street(text: str) -> bool:
    """Whether a line of an address begins with a house and its street or with a box, as an address does."""
    floor = _FLOOR.match(text)
    house = text[floor.end() :].lstrip(" ,") if floor else text
    is_house = _HOUSE_FIRST.search(house) and _street_pattern().search(house)
    return bool(is_house or _GERMAN_STREET.search(text) or _BOX.match(text))


def find_latin_code(text: str) -> LatinCode | None:
    """Find the postal code of an address in Latin letters.

    Args:
        text: A whole address or one line of it, folded.

    Returns:
        The code, the last one when several numbers have the form of a code (house numbers come first); or None.
    """
    found = [match for pattern in _CODES for match in pattern.finditer(text)]
    if not found:
        return None
    # A pattern of its own form (earlier in the list) beats bare digits at the same place.
    best = max(
        found, key=lambda match: (match.start(1) - (1000 if _is_house_number(text, match) else 0), len(match.group(1)))
    )
    return LatinCode(best.start(1), best.end(1), best.group(1))


_BLURRED_CODES = (
    (
        re.compile(
            r"(?:(?<=\b[A-Z]{2} )|(?<=\bCanada ))([A-Z])([\dOIlSBZ])([\dA-Z])(\s?)([\dOIlSBZ])([\dA-Z])([\dOoIlSBZ])$"
        ),
        "A0A 0A0",
    ),  # Canada
    (
        re.compile(r"(?<![\w-])(?![A-Z]{1,2}\d[A-Z\d]?\s)([A-Z]{1,2})([IlOS]\d?|\d[IlOS])(\s)(\d)([A-Z]{2})$"),
        "A0 0A",
    ),  # United Kingdom
)
_AS_DIGITS, _AS_LETTERS = str.maketrans("OoIlSBZ", "0011582"), str.maketrans("01582", "OISBZ")


def mended_latin_code(address: str) -> str:
    """Put letters and digits that look alike right in the Canadian or British postal code that ends an address.

    Returns:
        The address, of the same length: LSI7 6EB becomes LS17 6EB, QC K4H 7Ao becomes QC K4H 7A0.
    """
    for pattern, form in _BLURRED_CODES:
        if found := pattern.search(address):
            pieces = (
                part.translate(_AS_DIGITS if kind == "0" else _AS_LETTERS) if part.strip() else part
                for part, kind in zip(found.groups(), form, strict=True)
            )
            return address[: found.start()] + "".join(pieces)
    return re.sub(r"\bF[l1|](?=-?\d{5} )", "FI", address)  # Finland


def _is_house_number(text: str, match: re.Match[str]) -> bool:
    return match.start(1) == 0 and bool(_street_pattern().search(text[: match.end() + 20]))


@cache
def _street_pattern() -> re.Pattern[str]:
    return _word_pattern("street_words")


@cache
def _word_pattern(group: str) -> re.Pattern[str]:
    ordered = sorted(words("latin", group), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(re.escape(word) for word in ordered)})(?![\w'])", re.IGNORECASE)


def find_latin_addresses(card: CardText, chunks: Sequence[Chunk]) -> tuple[Span, ...]:
    """Find the addresses in Latin letters in the unclaimed text.

    Returns:
        Spans of kind ADDRESS; a line that continues an address has a span with `joins` set.
    """
    scores = {index: address_score(card, chunk) for index, chunk in enumerate(chunks)}
    spans: list[Span] = []
    used: set[int] = set()
    for index in sorted(scores, key=lambda item: (-scores[item], item)):
        if index in used or scores[index] < 3.0:
            continue
        block = _grow(index, chunks, scores, used)
        used.update(block)
        total = sum(scores[member] for member in block)
        if not any(character.isdigit() for member in block for character in chunks[member].text) and total < 5:
            continue
        spans.extend(_block_spans([chunks[member] for member in block], total))
    return tuple(sorted(spans, key=lambda span: (span.line, span.start)))


def address_score(card: CardText, chunk: Chunk) -> float:  # noqa: PLR0912 - one cue after another
    """Weigh how much a chunk looks like (a line of) an address in Latin letters; 3 and more is one for sure."""
    text = chunk.text
    if re.fullmatch(r"[A-Z]{2}", text.strip()) and text.strip().casefold() in words("latin", "states"):
        return 0.8
    if has_japanese(text) or not (is_latin(text) or text.strip().isdigit()) or _SLOGAN_END.search(text):
        return 0.0
    score = 0.0
    if find_latin_code(text):
        score += 2.0
    if _HOUSE_FIRST.search(_without_label(text)):
        score += 1.2
    elif _HOUSE_LAST.search(text):
        score += 0.8
    if _street_pattern().search(text) or _GERMAN_STREET.search(text):
        score += 1.2
    if _JAPANESE_PLACE.search(text):
        score += 2.0
    if _BOX.search(text):
        score += 3.0
    if _FLOOR.search(text):
        score += 1.0
    if _word_pattern("cities").search(text):
        score += 1.0
    if _word_pattern("countries").search(text):
        score += 1.0 if len(text.split()) > 1 else 1.5
    if re.search(rf",\s*(?:{'|'.join(words('latin', 'states')).upper()})\b", text):
        score += 0.8
    if "," in text and any(character.isdigit() for character in text):
        score += 0.5
    if any(label.kind is LabelKind.ADDRESS for label in find_labels(chunk.line.text)) or any(
        only_label(other.text) is LabelKind.ADDRESS for other in card.lines if _label_of(other, chunk.line)
    ):
        score += 2.0
    if _COMPANY.search(text):
        score -= 2.5
    if any(word in text.casefold() for word in ("department", "division", "manager", "director", "engineer")):
        score -= 2.0
    if chunk.line.glyph_px > 1.5 * card.median_glyph_px:
        score -= 1.5
    return score


def _without_label(text: str) -> str:
    labels = [label for label in find_labels(text) if label.kind is LabelKind.ADDRESS and label.start <= 1]
    return text[labels[0].end :].lstrip() if labels else text


def _label_of(label: CardLine, line: CardLine) -> bool:
    return label.index != line.index and in_one_row(label.box, line.box) and label.box[0] < line.box[0]


def _grow(seed: int, chunks: Sequence[Chunk], scores: dict[int, float], used: set[int]) -> list[int]:
    block = [seed]
    for step in (-1, 1):
        edge = seed
        while True:
            neighbour = _neighbour(edge, step, chunks, used | set(block))
            if neighbour is None or not _belongs(neighbour, step, scores):
                break
            block.append(neighbour)
            edge = neighbour
    return sorted(block, key=lambda member: (chunks[member].line.box[1], chunks[member].line.box[0], member))


def _neighbour(edge: int, step: int, chunks: Sequence[Chunk], barred: set[int]) -> int | None:
    here = chunks[edge].line
    found: list[tuple[float, int]] = []
    for index, chunk in enumerate(chunks):
        if index in barred or chunk.line.is_vertical != here.is_vertical:
            continue
        there = chunk.line
        first, second = (here, there) if step > 0 else (there, here)
        if first.index != second.index and is_next_line(
            first.box, second.box, glyph_px=max(first.glyph_px, second.glyph_px), vertical=here.is_vertical, reach=1.5
        ):
            found.append((abs(there.box[1] - here.box[1]) + 0.1 * abs(there.box[0] - here.box[0]), index))
    return min(found)[1] if found else None


def _belongs(index: int, step: int, scores: dict[int, float]) -> bool:
    # A line above the street is rather a company than an address, a line below the street rather a city.
    return scores[index] >= (1.2 if step < 0 else 0.8)


def _block_spans(block: Sequence[Chunk], total: float) -> list[Span]:
    certainty = min(0.93, 0.6 + 0.05 * total)
    spans: list[Span] = []
    for number, chunk in enumerate(block):
        start = chunk.start
        if number == 0:
            start = chunk.end - len(_without_label(chunk.text))
            icon = re.match(r"[A-Z]\s(?=\d)", chunk.line.text[start : chunk.end])
            start += icon.end() if icon else 0
        spans.append(Span(chunk.line.index, start, chunk.end, FieldKind.ADDRESS, certainty=certainty, joins=number > 0))
    return spans
