"""Japanese addresses: from the prefecture, city or ward to the building, over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Chunk, Span
from meishi.extract.folding import compact, has_japanese
from meishi.extract.geometry import is_next_line
from meishi.extract.labels import LabelKind, find_labels, only_label
from meishi.extract.lexicons import longest_first, words

_KANJI_NUMBER = r"[〇○一二ニ三四五六七八九十百]"
_NUMBER = rf"(?:\d+|{_KANJI_NUMBER}+)"
_BLOCK = re.compile(
    rf"\d+\s?(?:[-ー一の~]\s?\d+)+|\d\s?(?:[-ー]\s?[\dOIl]+)|{_NUMBER}\s?(?:丁目|番地|番町|番|号|地割|条)"
    rf"|{_KANJI_NUMBER}+(?:[-ー・の|]{_KANJI_NUMBER}+)+|[一-龥ケヶ町通丘]\d+(?!\s?[FfＦ階万円年人])"
)
_PREFECTURE = re.compile("|".join(words("japanese", "prefectures")))
_MUNICIPALITY = re.compile(
    r"(?:[一-龥々ヶケノツぁ-んァ-ヴ]{1,5}?[市郡][一-龥々ヶケノツぁ-んァ-ヴ]{0,5}?[区町村]?|[一-龥々]{1,4}区)(?=[一-龥々ぁ-んァ-ヴ\d])"
)
_FLOOR_OR_ROOM = re.compile(
    r"(?:B?\d+\s?[FfＦ]|\d+\s?階|\d+\s?号室|\d+号|[A-Z]?-?\d{2,4}号?室?)\s*$|[一二三四五六七八九十]+階|[一二三四五六七八九〇]+号室?$"
)
_NO_ADDRESS = re.compile(
    r"法人20|認証|認定|優良|ISO|許可|登録|免許|届出|知事|第\s?\d+号|法人番号|営業時間|定休|徒歩|駅より|駅から|@|設立|資本金"
)
_LOOKALIKE_START = re.compile(r"^[\s:.|・]*(?:[東果束]京[都郡]|大[阪坂]府|京都[府村])")
_HEADER_BEFORE = re.compile(r"[\s:：/)】\]>》」・|\x00]$")


@dataclass(frozen=True)
class _Start:
    chunk: Chunk
    start: int
    certainty: float


def find_japanese_addresses(card: CardText, claimed: Sequence[Span], chunks: Sequence[Chunk]) -> tuple[Span, ...]:
    """Find the Japanese addresses in the unclaimed text.

    Returns:
        Spans of kind ADDRESS; a line that continues an address has a span with `joins` set.
    """
    starts = {chunk.line.index: start for chunk in chunks if (start := _address_start(card, claimed, chunk))}
    starts = {index: start for index, start in starts.items() if not _completes_another(start, starts)}
    spans: list[Span] = []
    used: set[int] = set()
    for index in sorted(starts):
        if index in used:
            continue
        start = starts[index]
        line = start.chunk.line
        spans.append(Span(index, start.start, start.chunk.end, FieldKind.ADDRESS, certainty=start.certainty))
        used.add(index)
        spans.extend(_continuations(card, line, start, chunks, starts, used))
    return tuple(spans)


def _address_start(card: CardText, claimed: Sequence[Span], chunk: Chunk) -> _Start | None:
    text = chunk.text
    if not has_japanese(text) or _NO_ADDRESS.search(text):
        return None
    offset = _start_offset(text)
    body = text[offset:]
    score = 0.0
    if _PREFECTURE.match(body) or _LOOKALIKE_START.match(body):
        score += 2.5
    if _MUNICIPALITY.match(_PREFECTURE.sub("", body, count=1)):
        score += 1.5
    support = _support(card, claimed, chunk)
    if score == 0.0 and support < 2.0:
        return None  # a number alone, under an address: a building
    if _BLOCK.search(body):
        score += 2.0
    score += support
    if longest_first("japanese", "company_forms").search(text):
        score -= 3.0
    if score < 3.4:
        return None
    return _Start(chunk, chunk.start + offset, min(0.95, 0.55 + 0.06 * score))


def _completes_another(start: _Start, starts: dict[int, _Start]) -> bool:
    """Whether a line that could start an address goes on with one that breaks off before its block number."""
    line = start.chunk.line
    if _PREFECTURE.match(line.text[start.start :]) or line.text[: start.start].strip():
        return False
    return any(
        other.chunk.line.index != line.index
        and other.chunk.end == len(other.chunk.line.text.rstrip())
        and not _BLOCK.search(other.chunk.line.text[other.start :])
        and is_next_line(other.chunk.line.box, line.box, glyph_px=line.glyph_px, vertical=line.is_vertical, reach=1.3)
        for other in starts.values()
    )


def _start_offset(text: str) -> int:
    """Give where the address starts: at a prefecture or city that follows a header such as 本社 or a label."""
    labels = [label for label in find_labels(text) if label.kind is LabelKind.ADDRESS and label.start <= 1]
    offset = labels[0].end if labels else 0
    prefecture = _PREFECTURE.search(text)
    if prefecture and prefecture.start() > offset:
        before = text[: prefecture.start()]
        if _HEADER_BEFORE.search(before) or before.strip() in words("japanese", "address_headers"):
            return prefecture.start()
    header = re.match(
        rf"[\[(【<「『■●◆○◎□・]?\s?(?:{'|'.join(words('japanese', 'address_headers'))})"
        r"\s?[\])】>」』:：/・]?\s?(?:所在地)?[:：\s/]*",
        text,
    )
    if header and (header.group()[-1:] in " :：/)】]>」』・" or _PREFECTURE.match(text[header.end() :])):
        rest = text[header.end() :]
        if _PREFECTURE.match(rest) or _MUNICIPALITY.match(rest):
            return header.end()
    return offset


def _support(card: CardText, claimed: Sequence[Span], chunk: Chunk) -> float:
    """Weigh what stands before the chunk: a postal code in the line or above it, a label."""
    score = 0.0
    codes = [span for span in claimed if span.kind is FieldKind.POSTAL_CODE]
    if any(span.line == chunk.line.index and span.end <= chunk.start for span in codes):
        score += 2.5
    elif any(_directly_before(card.lines[span.line], chunk.line) for span in codes if _ends_line(card, span)):
        score += 1.5
    if any(label.kind is LabelKind.ADDRESS for label in find_labels(chunk.line.text)) or any(
        only_label(line.text) is LabelKind.ADDRESS for line in card.lines if _in_front(line, chunk.line)
    ):
        score += 1.5
    return score


def _ends_line(card: CardText, span: Span) -> bool:
    return not card.lines[span.line].text[span.end :].strip()


def _directly_before(before: CardLine, after: CardLine) -> bool:
    return is_next_line(before.box, after.box, glyph_px=before.glyph_px, vertical=before.is_vertical) or _in_front(
        before, after
    )


def _in_front(label: CardLine, line: CardLine) -> bool:
    if label.index == line.index:
        return False
    x, y, width, height = label.box
    if line.is_vertical:
        return abs((x + width / 2) - (line.box[0] + line.box[2] / 2)) < line.glyph_px and y < line.box[1]
    return abs((y + height / 2) - (line.box[1] + line.box[3] / 2)) < 0.7 * line.glyph_px and x < line.box[0]


def _continuations(
    card: CardText,
    line: CardLine,
    start: _Start,
    chunks: Sequence[Chunk],
    starts: dict[int, _Start],
    used: set[int],
) -> list[Span]:
    spans: list[Span] = []
    written = start.chunk.line.text[start.start : start.chunk.end]
    current = line
    for _ in range(3):
        following = _next_chunk(card, current, chunks, used | set(starts))
        if following is None or not _continues(written, current, following):
            break
        spans.append(
            Span(
                following.line.index,
                _with_leading_dash(following),
                following.end,
                FieldKind.ADDRESS,
                certainty=start.certainty - 0.05,
                joins=True,
            )
        )
        used.add(following.line.index)
        written += following.text
        current = following.line
    return spans


def _with_leading_dash(chunk: Chunk) -> int:
    """Give the start of a chunk, the hyphen included that a broken block number starts with."""
    before = chunk.line.text[: chunk.start]
    return len(before) - 1 if before.endswith(("-", "ー")) else chunk.start


def _next_chunk(card: CardText, line: CardLine, chunks: Sequence[Chunk], barred: set[int]) -> Chunk | None:
    beneath = [
        other
        for other in card.lines
        if other.index not in barred
        and other.is_vertical == line.is_vertical
        and is_next_line(line.box, other.box, glyph_px=line.glyph_px, vertical=line.is_vertical, reach=1.3)
    ]
    if not beneath:
        return None
    nearest = (
        max(beneath, key=lambda other: other.box[0])
        if line.is_vertical
        else min(beneath, key=lambda other: (other.box[1], abs(other.box[0] - line.box[0])))
    )
    whole = [chunk for chunk in chunks if chunk.line.index == nearest.index]
    # A line that starts with something else (a telephone number, a label) is no continuation.
    if not whole or nearest.text[: whole[0].start].strip(" -ー"):
        return None
    return whole[0]


def _continues(written: str, line: CardLine, chunk: Chunk) -> bool:
    text = chunk.text.strip()
    if not 0.7 <= chunk.line.glyph_px / line.glyph_px <= 1.4 or _NO_ADDRESS.search(text):
        return False
    if find_labels(text) or longest_first("japanese", "company_forms").search(text):
        return False
    has_block = bool(_BLOCK.search(written))
    if _is_building(text):
        return True
    if re.fullmatch(rf"(?:{_KANJI_NUMBER}|[\d番地号丁目ーの-])+", compact(text)):
        return True
    if chunk.line.text[: chunk.start].endswith("-"):
        return True
    if not has_block:
        return bool(_BLOCK.search(text)) or bool(re.match(r"^[\d-]+$", compact(text)))
    return _aligned_end(line, chunk.line) and _plausible_building(text)


def _is_building(text: str) -> bool:
    if re.search(r"(?:部|課|室|グループ|係|長|士)$", text) and not re.search(r"\d", text):
        return False
    return bool(longest_first("japanese", "building_words").search(text)) or bool(_FLOOR_OR_ROOM.search(text))


def _plausible_building(text: str) -> bool:
    """Whether a line without any building word may still be a building: Japanese or katakana with a room number."""
    return bool(re.search(r"\d\s*$", text)) and bool(re.search(r"[ァ-ヴ一-龥A-Za-z]", text)) and len(text) <= 24


def _aligned_end(line: CardLine, other: CardLine) -> bool:
    if line.is_vertical:
        return other.box[1] >= line.box[1] - line.glyph_px
    return other.box[0] >= line.box[0] - line.glyph_px
