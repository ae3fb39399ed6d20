"""Find -> people: who would enjoy it, by words that both share, with the reason.

Texts are compared by pieces of two characters where there are no blanks between words (Japanese), and by words where
there are. How much a piece says is BM25: rare pieces count for more, repeating oneself counts for little.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from meishi.domain.folding import fold
from meishi.domain.one_line import Find


class Ground(StrEnum):
    """What is known about somebody, and therefore why a find may please them."""

    TAGS = "tags"
    TALK = "what you talked about"
    WORK = "their work"
    COMPANY = "their company"
    PLACE = "where they are"
    OCCASION = "where you met"


# How often what is known counts: what they told about themselves says more than where their office is.
_WEIGHTS: Mapping[Ground, int] = {
    Ground.TAGS: 4,
    Ground.TALK: 4,
    Ground.WORK: 2,
    Ground.COMPANY: 1,
    Ground.PLACE: 1,
    Ground.OCCASION: 1,
}
# As usual for BM25: how soon repeating oneself counts for nothing, how much saying a lot makes each piece count less.
_REPEATING, _LENGTH = 1.5, 0.75
_PIECE = re.compile(r"[0-9a-zÀ-ɏ]+|[ァ-ヺー]{2,}|[㐀-鿿々豈-﫿\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[0-9a-zÀ-ɏ]")
# Words that say nothing about what one enjoys. Hiragana, which grammar is made of, is left out anyway.
_EMPTY_WORDS = frozenset(
    """
    the and for with from that this you your are was were has have had not but can will about into our their of to in on
    at is it an as by be we he she they my me so www http https com org net html htm php index co jp ne or ac blog news
    article articles watch
    """.split()  # noqa: SIM905 - a list of eighty words is read more easily without quotes
)


class KnownPerson(BaseModel):
    """What is known about somebody that a find can be held against.

    Attributes:
        contact_id: Their number.
        texts: The texts on each ground.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    texts: Mapping[Ground, tuple[str, ...]]


class Reason(BaseModel):
    """Why a find may please somebody.

    Attributes:
        ground: Where the words come from.
        words: What both share, the longest first.
    """

    model_config = ConfigDict(frozen=True)

    ground: Ground
    words: tuple[str, ...]


class Match(BaseModel):
    """Somebody who may enjoy a find.

    Attributes:
        contact_id: Their number.
        score: BM25; only good for comparing people for one find.
        reasons: Why, the weightiest ground first; at least one.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    score: float
    reasons: tuple[Reason, ...]


def match_people(find: Find, people: Iterable[KnownPerson]) -> tuple[Match, ...]:
    """Rank people by how much a find has to do with them.

    Args:
        find: The find; its text, link, reason and tags count alike.
        people: Everybody who comes into question; gone through once, and only who shares something is kept.

    Returns:
        Those who share something with it, the likeliest first.
    """
    wanted = _Wanted.of(find)
    if not wanted.terms:
        return ()
    count = length = 0
    sharing = []
    for person in people:
        counted = _counted(wanted, person)
        count, length = count + 1, length + counted.length
        if counted.shared:
            sharing.append((person, counted))
    known = Counter(term for _, counted in sharing for term in counted.shared)
    rarity = {term: math.log(1 + (count - many + 0.5) / (many + 0.5)) for term, many in known.items()}
    matches = [
        Match(contact_id=person.contact_id, score=_score(counted, rarity, length / count), reasons=reasons)
        for person, counted in sharing
        if (reasons := _reasons(wanted, person))
    ]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.contact_id)))


class _Wanted(NamedTuple):
    """What a find is about: the pieces that are counted, and the words that they were cut from."""

    terms: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, find: Find) -> _Wanted:
        text = _text_of(find)
        return cls(frozenset(_terms(text)), frozenset(_words(text)))


class _Counted(NamedTuple):
    """How often the pieces of a find stand in what is known about somebody, and how much that is; both weighted."""

    shared: Mapping[str, int]
    length: int


def _counted(wanted: _Wanted, person: KnownPerson) -> _Counted:
    shared: Counter[str] = Counter()
    length = 0
    for ground, texts in person.texts.items():
        for terms in map(_terms, texts):
            length += _WEIGHTS[ground] * len(terms)
            if not wanted.terms.isdisjoint(terms):
                for term in terms:
                    if term in wanted.terms:
                        shared[term] += _WEIGHTS[ground]
    return _Counted(shared, length)


def _score(counted: _Counted, rarity: Mapping[str, float], usual_length: float) -> float:
    """Give BM25 as Lucene counts it (Kamphuis et al., ECIR 2020)."""
    norm = _REPEATING * (1 - _LENGTH + _LENGTH * counted.length / usual_length)
    return sum(rarity[term] * times / (times + norm) for term, times in counted.shared.items())


def _text_of(find: Find) -> str:
    link = re.sub(r"^[a-z]+://", " ", find.url or "", flags=re.IGNORECASE)
    return " ".join((find.text, find.why or "", *find.tags, link))


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[str, ...]:
    """Give the words of a text, folded; of Japanese, the runs of one script."""
    # Scripts are told apart before folding, which would turn the particles of Japanese grammar into katakana.
    return tuple(fold(piece) for piece in _PIECE.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=10_000)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(_pieces(_words(text)))


def _pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if _LATIN.match(word):
            if len(word) > 1 and word not in _EMPTY_WORDS:
                yield _stem(word)
        elif len(word) == 1:
            yield word
        else:
            yield from (word[start : start + 2] for start in range(len(word) - 1))


def _stem(word: str) -> str:
    """Give what the forms of an English word share, roughly (gardens, gardening -> garden)."""
    for ending in ("ings", "ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _reasons(wanted: _Wanted, person: KnownPerson) -> tuple[Reason, ...]:
    reasons = []
    for ground in sorted(person.texts, key=lambda ground: -_WEIGHTS[ground]):
        shared = dict.fromkeys(word for text in person.texts[ground] for word in _shared_words(wanted, text))
        if shared:
            reasons.append(Reason(ground=ground, words=tuple(sorted(shared, key=len, reverse=True)[:4])))
    return tuple(reasons)


@lru_cache(maxsize=10_000)
def _shared_words(wanted: _Wanted, text: str) -> tuple[str, ...]:
    """Give the words of a text that stand in a find too; of Japanese ones, the longest pieces that do."""
    shared: list[str] = []
    for word in _words(text):
        if not _LATIN.match(word):
            shared += _longest_shared(word, wanted.words)
        elif len(word) > 1 and word not in _EMPTY_WORDS and _stem(word) in wanted.terms:
            shared.append(word)
    return tuple(shared)


def _longest_shared(word: str, others: frozenset[str]) -> Iterator[str]:
    if len(word) == 1:
        if word in others:
            yield word
        return
    start = 0
    while start < len(word) - 1:
        end = start + 1
        while end < len(word) and any(word[start : end + 1] in other for other in others):
            end += 1
        if end - start > 1:
            yield word[start:end]
            start = end
        else:
            start += 1
