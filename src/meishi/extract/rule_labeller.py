"""The labeller made of rules: words, size and place give scores, one assignment for the whole card decides.

Every free chunk of text is cut at its possible borders; pieces are weighed as title, department, company and name; then
the best combination of one name, one company and a segmentation of all other chunks is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from meishi.domain.field import FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.extract.card_text import CardLine, CardText, Chunk, Span, free_chunks
from meishi.extract.folding import compact, has_japanese, is_kana, is_latin
from meishi.extract.geometry import gap_right, in_one_column, in_one_row, is_next_line
from meishi.extract.japanese_address import find_japanese_addresses
from meishi.extract.latin_address import address_score, find_latin_addresses
from meishi.extract.lexicons import fold_name, japanese_names, longest_first, word_set, words
from meishi.extract.mail_likeness import keys_of_mail
from meishi.extract.name_scores import (
    best_split,
    japanese_name_score,
    kana_reading_score,
    latin_name_score,
    romanised_name_score,
)
from meishi.extract.word_scores import (
    japanese_company_score,
    japanese_department_score,
    japanese_title_score,
    latin_company_form,
    latin_company_score,
    latin_department_score,
    latin_title_score,
    latin_words,
)

_REMEMBERED_PIECES = 1024
"""Pieces of a card's text are weighed again and again, beside one possible name after the other."""

_PUBLIC_MAIL = frozenset(
    [
        "gmail",
        "yahoo",
        "outlook",
        "hotmail",
        "icloud",
        "live",
        "msn",
        "aol",
        "gmx",
        "web",
        "t-online",
        "me",
        "mac",
        "docomo",
        "ezweb",
        "softbank",
        "au",
        "nifty",
        "biglobe",
        "ocn",
        "so-net",
        "plala",
        "dion",
        "jcom",
        "proton",
        "protonmail",
        "mail",
        "qq",
        "163",
        "naver",
        "daum",
        "hanmail",
        "orange",
        "free",
        "wanadoo",
        "laposte",
        "sapo",
        "uol",
        "terra",
        "bol",
    ]
)
_MAX_CANDIDATES = 7


@dataclass(frozen=True)
class _Piece:
    """A part of a chunk between two possible borders."""

    chunk: int
    start: int
    end: int


@dataclass(frozen=True)
class _Candidate:
    """A text that may be the name or the company: one piece, or neighbouring pieces joined."""

    pieces: tuple[_Piece, ...]
    text: str
    score: float


@dataclass
class _Labelled:
    """The segmentation of one chunk."""

    score: float
    spans: list[tuple[int, int, FieldKind, float]] = field(default_factory=list)


class RuleLabeller:
    """Labels by hand-made scores; needs no training."""

    def label(self, card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
        """Label the unclaimed text of a card; see `Labeller`."""
        chunks = free_chunks(card, claimed)
        addresses = [*find_japanese_addresses(card, claimed, chunks)]
        left = free_chunks(card, [*claimed, *addresses])
        addresses += find_latin_addresses(card, left)
        taken = [*claimed, *addresses]
        chunks = free_chunks(card, taken)
        return tuple(
            sorted([*addresses, *_Assignment(card, chunks, taken).spans()], key=lambda span: (span.line, span.start))
        )


class _Assignment:
    """The one decision about all free chunks of a card."""

    def __init__(self, card: CardText, chunks: tuple[Chunk, ...], claimed: Sequence[Span]) -> None:
        self._card = card
        self._chunks = chunks
        self._claimed = claimed
        mails = [span.value for span in claimed if span.kind is FieldKind.EMAIL]
        urls = [span.value for span in claimed if span.kind is FieldKind.URL]
        self._mail_locals = [mail.partition("@")[0].casefold() for mail in mails]
        hosts = [mail.partition("@")[2] for mail in mails] + [re.sub(r"^https?://|/.*$", "", url) for url in urls]
        self._domain_cores = {core for host in hosts if (core := _domain_core(host))}
        # A stray line of noise does not make a card Japanese.
        self._has_japanese = any(has_japanese(chunk.text) and chunk.line.source.confidence >= 0.6 for chunk in chunks)
        self._plain: dict[int, _Labelled] = {}

    def spans(self) -> Iterator[Span]:
        """Give the spans of the best assignment."""
        names = self._name_candidates()
        companies = self._company_candidates()
        best: tuple[float, _Candidate | None, _Candidate | None] = (-math.inf, None, None)
        for name in [*names, None]:
            for company in [*companies, None]:
                if name and company and _overlap(name, company):
                    continue
                total = self._total(name, company)
                if total > best[0]:
                    best = (total, name, company)
        _, name, company = best
        yield from self._spans_of(name, company)

    # -- the parts of the decision

    def _total(self, name: _Candidate | None, company: _Candidate | None) -> float:
        forced = [candidate for candidate in (name, company) if candidate]
        total = sum(candidate.score for candidate in forced)
        touched = {piece.chunk for candidate in forced for piece in candidate.pieces}
        for index in range(len(self._chunks)):
            taken = [(p.start, p.end) for candidate in forced for p in candidate.pieces if p.chunk == index]
            labelled = self._segment(index, taken) if index in touched else self._segment_plain(index)
            total += labelled.score
        return total

    def _segment_plain(self, index: int) -> _Labelled:
        if index not in self._plain:
            self._plain[index] = self._segment(index, [])
        return self._plain[index]

    def _segment(self, index: int, taken: Sequence[tuple[int, int]]) -> _Labelled:
        """Find the best division of a chunk into titles, departments and text without a meaning."""
        chunk = self._chunks[index]
        cuts = sorted({*_borders(chunk.text), *(edge for span in taken for edge in span)})
        best: list[_Labelled] = [_Labelled(0.0)] + [_Labelled(-math.inf) for _ in cuts[1:]]
        for right in range(1, len(cuts)):
            for left in range(right):
                start, end = cuts[left], cuts[right]
                if any(start < b and a < end for a, b in taken):
                    if (start, end) not in taken:
                        continue
                    score, kind = -_cut_cost(chunk.text, start), None
                else:
                    score, kind = self._piece_score(chunk, start, end)
                total = best[left].score + score
                if total > best[right].score:
                    spans = best[left].spans + ([(start, end, kind, score)] if kind else [])
                    best[right] = _Labelled(total, spans)
        return best[-1]

    def _piece_score(self, chunk: Chunk, start: int, end: int) -> tuple[float, FieldKind | None]:
        text = chunk.text[start:end].strip(_TRIM)
        if not text:
            return 0.0, None
        title, department = _title_score(text), _department_score(text)
        if department > 0 and self._is_address_header(chunk, text):
            department = -1.0
        if _is_noise(chunk.text):
            title, department = title - 3.0, department - 3.0
        cost = 0.4 + _cut_cost(chunk.text, start)
        if title >= department and title > 0.4:
            return title - cost, FieldKind.TITLE
        if department > 0.4:
            return department - cost, FieldKind.DEPARTMENT
        # What is left over beside a labelled piece of the same run of text speaks against that piece.
        whole = start == 0 and end == len(chunk.text)
        if len(text) == 1 and not text.isdigit() and (start == 0 or end == len(chunk.text)) and " " in chunk.text:
            return -0.3, None  # an icon or a speck that was read as a letter
        return (0.0 if whole else -_cut_cost(chunk.text, start) - 0.8 - 0.2 * min(8, len(text))), None

    def _is_address_header(self, chunk: Chunk, text: str) -> bool:
        """Whether 本社 or 大阪支店 stands in front of an address and names it."""
        if not re.search(
            r"(?:本社|本店|支店|支社|営業所|事業所|オフィス|工場|研究所|事務所|出張所|センター)$", compact(text)
        ):
            return False
        kinds = {FieldKind.ADDRESS, FieldKind.POSTAL_CODE, FieldKind.TELEPHONE, FieldKind.FAX}
        return any(span.line == chunk.line.index and span.kind in kinds for span in self._claimed)

    # -- name

    def _name_candidates(self) -> list[_Candidate]:
        found: dict[tuple[_Piece, ...], _Candidate] = {}
        for pieces, text in self._piece_groups(same_row=True):
            score = self._name_score(pieces, text)
            if score > 0:
                found[pieces] = _Candidate(pieces, text, score)
        return sorted(found.values(), key=lambda candidate: -candidate.score)[:_MAX_CANDIDATES]

    def _name_score(self, pieces: tuple[_Piece, ...], text: str) -> float:
        line = self._chunks[pieces[0].chunk].line
        if has_japanese(text):
            score = japanese_name_score(text)
        elif is_latin(text):
            score = latin_name_score(text)
        else:
            return -5.0
        if score < -3.0:
            return score
        score += self._size_score(line, 1.5)
        score += self._mail_support(text)
        score += self._title_nearby(pieces)
        score += self._reading_nearby(pieces, text)
        if is_latin(text):
            if self._has_japanese:
                score -= 1.5
            score -= 0.8 * max(0.0, self._domain_similarity(text) - 0.5)
            score -= 0.5 * max(0.0, address_score(self._card, self._chunks[pieces[0].chunk]))
            if not self._domain_cores and line.glyph_px < self._card.median_glyph_px:
                score -= 0.3
        if self._partial(pieces):
            score -= 0.3
        following = self._joinable(pieces[-1].chunk, same_row=True) if has_japanese(text) else None
        if following is not None and len(compact(self._chunks[following].text)) == 1:
            score -= 2.0  # a glyph of a letter-spaced name is left over
        return score

    def _partial(self, pieces: tuple[_Piece, ...]) -> bool:
        first, last = pieces[0], pieces[-1]
        return first.start > 0 or last.end < len(self._chunks[last.chunk].text)

    def _size_score(self, line: CardLine, weight: float) -> float:
        ratio = math.log2(line.glyph_px / self._card.median_glyph_px)
        return weight * max(-1.0, min(1.3, ratio))

    def _mail_support(self, text: str) -> float:
        if not self._mail_locals:
            return 0.0
        keys = _name_keys(text)
        best = 0.0
        for local in self._mail_locals:
            parts = keys_of_mail(local)
            joined = "".join(parts)
            hits = sum(1 for key in keys if len(key) >= 3 and (key in parts or key in joined))
            best = max(best, 1.5 * min(2, hits))
        return best

    def _title_nearby(self, pieces: tuple[_Piece, ...]) -> float:
        here = self._chunks[pieces[0].chunk]
        if self._partial(pieces):
            before = here.text[: pieces[0].start].strip(_TRIM)
            after = here.text[pieces[-1].end :].strip(_TRIM)
            return 1.0 if any(part and _title_score(part) > 2 for part in (before, after)) else 0.0
        for index, chunk in enumerate(self._chunks):
            if index == pieces[0].chunk or _title_score(chunk.text) < 2:
                continue
            if self._adjacent(here.line, chunk.line) or in_one_row(here.line.box, chunk.line.box):
                return 0.8
        return 0.0

    def _adjacent(self, line: CardLine, other: CardLine) -> bool:
        glyph = max(line.glyph_px, other.glyph_px)
        return any(
            is_next_line(a.box, b.box, glyph_px=glyph, vertical=line.is_vertical, reach=1.5)
            for a, b in ((line, other), (other, line))
        )

    def _reading_nearby(self, pieces: tuple[_Piece, ...], text: str) -> float:
        if not has_japanese(text) or is_kana(text):
            return 0.0
        used = {piece.chunk for piece in pieces}
        best = 0.0
        for group, reading in self._small_row_pairs():
            if not used.intersection(piece.chunk for piece in group):
                best = max(best, min(2.5, kana_reading_score(reading, text)))
        for index, chunk in enumerate(self._chunks):
            if index in used:
                continue
            if is_kana(chunk.text):
                best = max(best, min(2.0, kana_reading_score(chunk.text, text)))
            elif is_latin(chunk.text) and len(chunk.text) < 30:
                best = max(best, min(2.0, romanised_name_score(chunk.text, text, None)))
        return best

    # -- company

    def _company_candidates(self) -> list[_Candidate]:
        found: dict[tuple[_Piece, ...], _Candidate] = {}
        for pieces, text in self._piece_groups(same_row=False):
            score = self._company_score(pieces, text)
            if score > 0:
                found[pieces] = _Candidate(pieces, text, score)
        return sorted(found.values(), key=lambda candidate: -candidate.score)[:_MAX_CANDIDATES]

    def _company_score(self, pieces: tuple[_Piece, ...], text: str) -> float:
        chunk = self._chunks[pieces[0].chunk]
        if _is_noise(chunk.text):
            return -5.0
        japanese = has_japanese(text)
        score = japanese_company_score(text) if japanese else latin_company_score(text)
        if score <= -3.0:
            return score
        score += self._size_score(chunk.line, 1.0)
        similarity = self._domain_similarity(text)
        score += 3.0 * similarity if similarity >= 0.5 else 0.0
        if not japanese and self._has_japanese:
            score -= 2.0
        if not japanese:
            score -= 0.5 * max(0.0, address_score(self._card, chunk))
            score -= 0.8 * max(0.0, latin_name_score(text))
            score -= 1.5 if latin_title_score(text) > 2 and not latin_company_form(text) else 0.0
            score -= 0.6 * max(0.0, latin_department_score(text)) if not latin_company_form(text) else 0.0
        else:
            score -= 2.0 if japanese_title_score(text) > 2 else 0.0
            score -= 0.9 * max(0.0, japanese_department_score(text)) if score < 4.5 else 0.0
            score -= 0.8 * max(0.0, japanese_name_score(text)) if score < 4.5 else 0.0
        score += 0.8  # nearly every card names an organisation
        if len(pieces) > 1:
            score += self._joint_company_score(pieces, text)
        if self._partial(pieces) and score < 3:
            score -= 1.0
        if _starts_with_noise(text):
            score -= 1.5
        if len(text) > 28 and score < 4:
            score -= 1.0
        if not japanese and re.search(r"[a-z] [a-z]+ [a-z]+ [a-z]+", text):
            score -= 1.5  # a sentence: a slogan rather than a company
        return score

    def _joint_company_score(self, pieces: tuple[_Piece, ...], text: str) -> float:
        parts = [self._chunks[piece.chunk].text for piece in pieces]
        sizes = [self._chunks[piece.chunk].line.glyph_px for piece in pieces]
        score = 0.3 - 1.2 * abs(math.log2(sizes[0] / sizes[1]))
        whole = self._domain_similarity(text)
        single = max(self._domain_similarity(part) for part in parts)
        if whole > single:
            score += 1.5 * (whole - single) / max(whole, 0.3)
        elif sizes[0] > 1.3 * self._card.median_glyph_px and 0.87 < sizes[0] / sizes[1] < 1.15:
            score += 0.9  # a logo set in two lines
        elif whole > 0:
            score -= 0.8
        if any(_title_score(part) > 2 or _department_score(part) > 2 for part in parts):
            score -= 2.0
        if any(latin_name_score(part) > 1.5 or japanese_name_score(part) > 0 for part in parts):
            score -= 2.0
        if len({has_japanese(part) for part in parts}) > 1:
            score -= 2.5
        complete = [part for part in parts if latin_company_form(part) or japanese_company_score(part) >= 5]
        alone = [part for part in parts if compact(part) in word_set("japanese", "company_forms")]
        if alone:
            score += 2.5
        elif complete:
            even = 0.88 < sizes[0] / sizes[1] < 1.14 and sizes[0] > 1.05 * self._card.median_glyph_px
            score -= 0.6 if even and latin_company_form(parts[1]) and not latin_company_form(parts[0]) else 2.5
        return score

    def _domain_similarity(self, text: str) -> float:
        squashed = re.sub(r"[^a-z0-9]", "", text.casefold())
        if len(squashed) < 2 or not self._domain_cores:
            return 0.0
        words_here = [re.sub(r"[^a-z0-9]", "", word) for word in latin_words(text)]
        initials = "".join(word[0] for word in words_here if word and word not in {"of", "and", "the"})
        best = 0.0
        for core in self._domain_cores:
            bare = re.sub(r"[^a-z0-9]", "", core)
            if not bare:
                continue
            if squashed == bare:
                best = max(best, 1.0)
            elif bare in squashed or (squashed in bare and len(squashed) >= 4):
                shorter, longer = sorted((len(bare), len(squashed)))
                best = max(best, 0.6 + 0.4 * shorter / longer)
            else:
                covered = sum(len(word) for word in words_here if len(word) >= 3 and word in bare)
                best = max(best, covered / max(len(bare), 1))
                if len(initials) >= 2 and bare.startswith(initials):
                    best = max(best, 0.6)
        return min(best, 1.0)

    # -- pieces

    def _piece_groups(self, *, same_row: bool) -> Iterator[tuple[tuple[_Piece, ...], str]]:
        """Give every piece of every chunk, and whole neighbouring chunks joined.

        Args:
            same_row: Join chunks in one row (or column) of one size, as letter-spaced names fall apart; otherwise
                lines below one another, as company logos are set.
        """
        for index, chunk in enumerate(self._chunks):
            cuts = _borders(chunk.text)
            for left, start in enumerate(cuts):
                for end in cuts[left + 1 :]:
                    trimmed = _trimmed(chunk.text, start, end)
                    if trimmed:
                        yield (_Piece(index, *trimmed),), chunk.text[trimmed[0] : trimmed[1]]
        yield from self._joined_chunks(same_row=same_row)

    def _joined_chunks(self, *, same_row: bool) -> Iterator[tuple[tuple[_Piece, ...], str]]:
        for index, chunk in enumerate(self._chunks):
            group = [index]
            for _ in range(5 if same_row else 1):
                following = self._joinable(group[-1], same_row=same_row)
                if following is None or following in group:
                    break
                group.append(following)
                pieces = tuple(_Piece(member, 0, len(self._chunks[member].text)) for member in group)
                yield pieces, " ".join(self._chunks[member].text for member in group)
            del chunk

    def _joinable(self, index: int, *, same_row: bool) -> int | None:
        here = self._chunks[index].line
        if here.glyph_px < 0.95 * self._card.median_glyph_px and same_row:
            return None
        found: list[tuple[float, int]] = []
        for other_index, other in enumerate(self._chunks):
            there = other.line
            if there.index == here.index or there.is_vertical != here.is_vertical:
                continue
            size = there.glyph_px / here.glyph_px
            if not 0.75 <= size <= (1.33 if same_row else 2.2) and (same_row or size < 0.45):
                continue
            if same_row:
                beside = in_one_column(here.box, there.box) if here.is_vertical else in_one_row(here.box, there.box)
                gap = there.box[1] - here.box[1] - here.box[3] if here.is_vertical else gap_right(here.box, there.box)
                if beside and 0 <= gap <= 5 * here.glyph_px:
                    found.append((gap, other_index))
            elif is_next_line(
                here.box, there.box, glyph_px=max(here.glyph_px, there.glyph_px), vertical=here.is_vertical, reach=0.8
            ):
                found.append((abs(there.box[1] - here.box[1]) + abs(there.box[0] - here.box[0]) / 10, other_index))
        return min(found)[1] if found else None

    # -- the outcome

    def _spans_of(self, name: _Candidate | None, company: _Candidate | None) -> Iterator[Span]:
        taken: dict[int, list[tuple[int, int]]] = {}
        spans: list[Span] = []

        def take(candidate: _Candidate | None, kind: FieldKind) -> None:
            if candidate is None:
                return
            certainty = _certainty(candidate.score)
            for number, piece in enumerate(candidate.pieces):
                taken.setdefault(piece.chunk, []).append((piece.start, piece.end))
                spans.append(self._span(piece.chunk, piece.start, piece.end, kind, certainty, joins=number > 0))

        take(name, FieldKind.NAME)
        take(company, FieldKind.COMPANY)
        if name and has_japanese(name.text):
            kana = self._best_reading(name, taken)
            take(kana, FieldKind.NAME_KANA)
            take(self._best_roman(name, kana, taken), FieldKind.NAME_ROMAN)
        labelled = [
            (index, start, end, kind, score)
            for index in range(len(self._chunks))
            for start, end, kind, score in self._segment(index, taken.get(index, ())).spans
        ]
        spans.extend(
            self._span(index, start, end, kind, _certainty(score))
            for index, start, end, kind, score in self._without_translations(labelled)
        )
        yield from spans

    def _span(
        self, chunk: int, start: int, end: int, kind: FieldKind, certainty: float, *, joins: bool = False
    ) -> Span:
        base = self._chunks[chunk]
        trimmed = _trimmed(base.text, start, end) or (start, end)
        return Span(
            base.line.index, base.start + trimmed[0], base.start + trimmed[1], kind, certainty=certainty, joins=joins
        )

    def _best_reading(self, name: _Candidate, taken: dict[int, list[tuple[int, int]]]) -> _Candidate | None:
        line = self._chunks[name.pieces[0].chunk].line
        found = []
        for pieces, text in [*self._piece_groups(same_row=True), *self._small_row_pairs()]:
            if any(_hits(piece, taken) for piece in pieces) or not is_kana(text):
                continue
            here = self._chunks[pieces[0].chunk].line
            score = kana_reading_score(text, name.text)
            score -= 4.0 if _title_score(text) > 2 else 0.0
            if here.index == line.index or self._adjacent(line, here):
                score += 1.6
            elif in_one_row(line.box, here.box) or in_one_column(line.box, here.box):
                score += 0.4
            if here.index != line.index and here.glyph_px > 0.9 * line.glyph_px:
                score -= 1.0
            if longest_first("japanese", "company_endings").search(text):
                score -= 1.0
            if self._partial(pieces) and here.index != line.index:
                score -= 2.5
            score += 0.02 * len(text)
            if score > 0.6:
                found.append(_Candidate(pieces, text, score))
        return max(found, key=lambda candidate: candidate.score, default=None)

    def _small_row_pairs(self) -> Iterator[tuple[tuple[_Piece, ...], str]]:
        """Give furigana that was found as two boxes in a row."""
        for index, chunk in enumerate(self._chunks):
            if not is_kana(chunk.text):
                continue
            for other_index, other in enumerate(self._chunks):
                if other_index == index or not is_kana(other.text) or other.line.index == chunk.line.index:
                    continue
                row = in_one_row(chunk.line.box, other.line.box) and chunk.line.box[0] < other.line.box[0]
                column = (
                    chunk.line.is_vertical
                    and other.line.is_vertical
                    and in_one_column(chunk.line.box, other.line.box)
                    and chunk.line.box[1] < other.line.box[1]
                )
                if row or column:
                    pieces = (_Piece(index, 0, len(chunk.text)), _Piece(other_index, 0, len(other.text)))
                    yield pieces, f"{chunk.text} {other.text}"

    def _best_roman(
        self, name: _Candidate, kana: _Candidate | None, taken: dict[int, list[tuple[int, int]]]
    ) -> _Candidate | None:
        line = self._chunks[name.pieces[0].chunk].line
        found = []
        for pieces, text in self._piece_groups(same_row=True):
            if any(_hits(piece, taken) for piece in pieces) or not is_latin(text):
                continue
            here = self._chunks[pieces[0].chunk].line
            score = romanised_name_score(text, name.text, kana.text if kana else None)
            score += 0.6 * self._mail_support(text)
            if here.index == line.index or self._adjacent(line, here):
                score += 1.0
            score -= 0.8 * max(0.0, _title_score(text), _department_score(text))
            if score > 0:
                found.append(_Candidate(pieces, text, score))
        return max(found, key=lambda candidate: candidate.score, default=None)

    def _without_translations(
        self, labelled: Iterable[tuple[int, int, int, FieldKind, float]]
    ) -> list[tuple[int, int, int, FieldKind, float]]:
        """Leave out English titles and departments that only repeat Japanese ones on lines of their own."""
        found = list(labelled)
        japanese_kinds = {
            kind for index, start, end, kind, _ in found if has_japanese(self._chunks[index].text[start:end])
        }
        return [
            item
            for item in found
            if item[3] not in japanese_kinds
            or has_japanese(self._chunks[item[0]].line.text)
            or _is_qualification(self._chunks[item[0]].text[item[1] : item[2]])
            or re.fullmatch(r"[A-Z]{2,5}", self._chunks[item[0]].text[item[1] : item[2]].strip())
        ]


def _is_qualification(text: str) -> bool:
    return all(part.strip(" .").casefold() in word_set("latin", "qualifications") for part in re.split(r"[,/]", text))


def _overlap(a: _Candidate, b: _Candidate) -> bool:
    return any(p.chunk == q.chunk and p.start < q.end and q.start < p.end for p in a.pieces for q in b.pieces)


def _hits(piece: _Piece, taken: dict[int, list[tuple[int, int]]]) -> bool:
    return any(piece.start < end and start < piece.end for start, end in taken.get(piece.chunk, ()))


def _certainty(score: float) -> float:
    return round(min(0.98, 1 / (1 + math.exp(-0.75 * score))), 3)


_TRIM = " \t,;:|/・、。*•●■◆□◇▪◎★☆※〉》>＞-_~'\"`^=<《〈«»·【】[]「」『』｜兼"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    piece = text[start:end]
    if piece.startswith("(") and (")" not in piece or piece.endswith(")")):
        start += 1
        if piece.endswith(")"):
            end -= 1
    elif piece.endswith("(") or (piece.endswith(")") and "(" not in piece):
        end -= 1
    return (start, end) if start < end else None


@lru_cache(_REMEMBERED_PIECES)
def _title_score(text: str) -> float:
    if not has_japanese(text):
        return latin_title_score(text)
    parts = [part for part in re.split(r"\s+|[・/]", text) if part]
    whole = japanese_title_score(text)
    # Two titles are two spans; a space inside one title is noise.
    several = "兼" in text[1:-1] or (
        len(parts) > 1 and max(japanese_title_score(parts[0]), japanese_department_score(parts[0])) > 0
    )
    return whole - (2.5 if several else 0.0)


@lru_cache(_REMEMBERED_PIECES)
def _department_score(text: str) -> float:
    if not has_japanese(text):
        return latin_department_score(text)
    score = japanese_department_score(text)
    # A space after a whole department is a border; any other is letter-spacing or noise.
    parts = text.split()
    if len(parts) > 1 and any(japanese_department_score(" ".join(parts[:size])) > 0 for size in range(1, len(parts))):
        score -= 2.5
    return score


def _cut_cost(text: str, start: int) -> float:
    """Give how much speaks against a border before the piece that starts at an offset; 0 at the start of the text."""
    while start < len(text) and text[start] in _TRIM:
        start += 1
    before = text[:start].rstrip(_TRIM)
    if not before:
        return 0.0
    gap = text[len(before) : start]
    if gap.strip() in {"・", "-", "~"} and not gap.startswith(" "):
        return 2.5
    if re.search(r"[/|,、・:*●■兼]|\s{2,}", gap):
        return 0.2 if gap.strip() != "," else 0.6
    if not gap:
        if text[start] in "([" or before[-1] in "([":
            return 2.5
        return 0.8 if before[-1] in ")]" else _tight_cut_cost(before)
    if not has_japanese(before[-1] + text[start]):
        return 5.0 if "&" in (before[-1], text[start]) else 4.0
    alone = len(before.rsplit(maxsplit=1)[-1]) == 1 or len(text[start:].split(maxsplit=1)[0]) == 1
    return 1.5 if alone else 0.1


def _tight_cut_cost(before: str) -> float:
    """Give how much speaks against a border where nothing is printed between two pieces."""
    if re.search(r"(?:部|課|室|センター|支店|営業所|グループ|研究科|学部)$", before) or re.search(
        r"(?:会社|法人|大学)$", before
    ):
        return 0.9
    if re.search(r"(?:取締役|社長|会長|部長|課長|所長|教授|弁護士|税理士|主任|係長|代表|理事)$", before):
        return 1.2
    return 2.5


def _is_noise(text: str) -> bool:
    packed = compact(text)
    return bool(_noise_pattern().search(packed))


@cache
def _noise_pattern() -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in words("japanese", "noise_words"))
    return re.compile(rf"(?:{alternatives})|^T\d{{13}}|\d{{1,2}}:\d{{2}}|Since\s?\d{{4}}|^[^\w]*$", re.IGNORECASE)


@cache
def _cut_patterns() -> tuple[re.Pattern[str], ...]:
    forms = "|".join(re.escape(word) for word in sorted(words("japanese", "company_forms"), key=len, reverse=True))
    titles = "|".join(re.escape(word) for word in sorted(words("japanese", "titles"), key=len, reverse=True))
    return (
        re.compile(forms),
        re.compile(rf"(?:{titles})(?!法人|事務所|協会|会館|連合|学院|大学)"),
        re.compile(
            r"(?<=[一-龥ァ-ヴー])(?:事業部|本部|[一-龥ァ-ヴー]部|[一-龥]課|[一-龥]室|センター|支店|支社|営業所|研究科|学部|研究所|グループ|チーム)(?=[一-龥])"
        ),
        re.compile(r"大学(?=大学院|[一-龥]+(?:学部|研究科|研究所|センター))"),
        re.compile(r"(?:学部|研究科|学科|専攻)(?=[一-龥])"),
    )


def _borders(text: str) -> list[int]:
    """Give the offsets at which a chunk may be cut, 0 and its length included, at most some twenty."""
    cuts = {0, len(text)}
    for match in re.finditer(r"\s+|[/|,、・:(){}【】〔〕\[\]]+", text):
        cuts.update((match.start(), match.end()))
    if has_japanese(text):
        for pattern in _cut_patterns():
            for match in pattern.finditer(text):
                cuts.update(edge for edge in match.span() if not _inside_word(text, edge))
        for match in re.finditer(r"(?<=.)兼(?=.)", text):
            cuts.update(match.span())
        for match in re.finditer(r"(?<=[一-龥々ぁ-ん])(?=[A-Za-z])|(?<=[A-Za-z])(?=[一-龥々])", text):
            cuts.add(match.start())
    ordered = sorted(cuts)
    if len(ordered) > 26:
        spaces = {0, len(text)} | {match.start() for match in re.finditer(r"\s{2,}|[/|,、]", text)}
        ordered = sorted(spaces)[:26]
        ordered[-1] = len(text)
    return ordered


def _starts_with_noise(text: str) -> bool:
    """Whether a speck or an icon was read as one or two letters before 株式会社 and the like."""
    form = longest_first("japanese", "company_forms").search(text)
    return bool(form and 0 < form.start() <= 2 and len(text) - form.end() >= 3)


def _inside_word(text: str, edge: int) -> bool:
    """Whether an offset lies inside a run of katakana or of Latin letters."""
    return bool(re.fullmatch(r"[ァ-ヴー]{2}|[A-Za-z]{2}", text[max(0, edge - 1) : edge + 1]))


def _domain_core(host: str) -> str:
    """Give the part of a host that names the organisation: `www.example.co.jp` -> `example`."""
    labels = [label for label in host.casefold().split(".") if label and label != "www"]
    if len(labels) < 2:
        return ""
    second_level = {"co", "ne", "or", "ac", "go", "ed", "lg", "gr", "com", "org", "net", "gov", "edu", "ltd", "plc"}
    index = -3 if len(labels) >= 3 and labels[-2] in second_level and len(labels[-1]) == 2 else -2
    core = labels[index]
    return "" if core in _PUBLIC_MAIL else core


def _name_keys(text: str) -> set[str]:
    """Give romanised spellings of the parts of a name, to compare with a mail address."""
    if not has_japanese(text):
        return {romaji_key(part) for part in text.split() if len(part) >= 3}
    split = best_split(text)
    if not split:
        return set()
    lexicon = japanese_names()
    readings = [
        *lexicon.surname_readings.get(fold_name(split.family), ()),
        *lexicon.given_names.get(fold_name(split.given), ()),
    ]
    return {romaji_key(kana_to_romaji(reading)) for reading in readings}
