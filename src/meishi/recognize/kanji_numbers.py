"""Telephone numbers and postal codes in kanji numerals, read by what such numbers can be.

In a column that was turned, 一, 二, 三 and the bar between groups are nothing but strokes, and a network that looks for
the likeliest text merges or splits them: 三ー二 becomes 三二, ー一 becomes 二. But a postal code has three and four
digits, and a telephone number one of a few groupings. So the network's probabilities are asked once more: which digits,
in one of these groupings, explain them best (Viterbi over a CTC trellis: Graves et al., 2006)?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEPARATOR = "-"
_DIGITS = "〇一二三四五六七八九"
_LOOK_ALIKES = ("〇○零OoQ0", "一", "二ニ", "三ミ", "四", "五", "六", "七", "八ハ", "九")
_SEPARATORS = "ー一十-—–－―−|｜1Il1丨.・· ()（）/~"
_IN_A_NUMBER = frozenset("〇○一二三四五六七八九十ニミハOo0ー-—–－―−|・.（）() 1I丨")
_SEPARATING = 10
"""The label of a separator; those of digits are the digits."""

_MISSED = -4.0
"""What it costs (natural logarithm) when the network shows nothing where a separator should stand."""
_AFTER_A_SIGN = -2.0
"""What it costs to take the first glyph for a misread sign (〒, ☎) rather than for a digit."""
_MUCH_WORSE = -14.0
"""A number that explains the probabilities so much worse than the likeliest text is none."""
_NEVER = -1e9
_LEAST = 1e-6
"""No probability counts as less."""
_COUNTRY_CODE_FOLLOWS = frozenset("+＋十")
_LONGEST_SIGN = 2
"""As how many glyphs the sign before a postal code may have been read."""
_FEWEST_NUMERALS = 4
_POSTAL_GLYPHS, _TELEPHONE_GLYPHS = range(5, 11), range(8, 18)
"""How many glyphs the likeliest text has where one of these is printed."""

_ANY, _AREA = "0123456789", "123456789"
_POSTAL_CODES = ((_ANY, _ANY, _ANY, "-", _ANY, _ANY, _ANY, _ANY),)
_TELEPHONES = (
    ("0", "346", "-", *[_ANY] * 4, "-", *[_ANY] * 4),
    ("0", _AREA, _AREA, "-", *[_ANY] * 3, "-", *[_ANY] * 4),
    ("0", _AREA, _ANY, _ANY, "-", *[_ANY] * 2, "-", *[_ANY] * 4),
    ("0", "56789", "0", "-", *[_ANY] * 4, "-", *[_ANY] * 4),
    ("0", "8", "0", "0", "-", *[_ANY] * 3, "-", *[_ANY] * 4),
    ("0", "15", "27", "0", "-", *[_ANY] * 3, "-", *[_ANY] * 3),
)
"""For each place of a number the digits that it may be, or `-`."""


class Glyph(NamedTuple):
    """A character, and the step of the network in which it begins."""

    text: str
    step: int


class KanjiNumber(NamedTuple):
    """A number that was read anew.

    Attributes:
        first: Index of the first glyph that it stands for.
        last: Index after the last one.
        is_postal_code: Else it is a telephone number.
        glyphs: Its digits, and `-` between groups.
        certainty: 0..1; 1 when no other text is likelier.
    """

    first: int
    last: int
    is_postal_code: bool
    glyphs: tuple[Glyph, ...]
    certainty: float


class _Fit(NamedTuple):
    """How well a grouping explains a stretch: the logarithm of the best way's probability, and its glyphs."""

    score: float
    glyphs: tuple[Glyph, ...]


class NumberReader:
    """Finds numbers in what a CTC network says about a column.

    Args:
        characters: What the network knows, the blank at index 0.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        known = {character: index for index, character in enumerate(characters)}
        self._labels = [[known[sign] for sign in signs if sign in known] for signs in (*_LOOK_ALIKES, _SEPARATORS)]

    def find(self, probabilities: NDArray[np.float32], glyphs: Sequence[Glyph]) -> list[KanjiNumber]:
        """Find the telephone numbers, and the postal code at the beginning, of a column.

        Args:
            probabilities: float32, steps x characters.
            glyphs: The likeliest text.

        Returns:
            The numbers in their order; they do not overlap.
        """
        return [number for run in _runs(glyphs) if (number := self._number(probabilities, glyphs, run))]

    def _number(
        self, probabilities: NDArray[np.float32], glyphs: Sequence[Glyph], run: tuple[int, int]
    ) -> KanjiNumber | None:
        """The number that a run of glyphs explains best; None when it explains none."""
        best: tuple[float, KanjiNumber] | None = None
        if run[0] > 0 and glyphs[run[0] - 1].text in _COUNTRY_CODE_FOLLOWS:
            return None
        for (first, last), cost in _stretches(glyphs, run):
            end = glyphs[last].step if last < len(glyphs) else len(probabilities)
            stretch = probabilities[glyphs[first].step : end]
            likeliest = float(np.log(np.maximum(stretch.max(axis=1), _LEAST)).sum())
            evidence = self._evidence(stretch)
            for is_postal_code, groupings, usual in (
                (True, _POSTAL_CODES, _POSTAL_GLYPHS),
                (False, _TELEPHONES, _TELEPHONE_GLYPHS),
            ):
                if last - first not in usual or (is_postal_code and first > _LONGEST_SIGN):
                    continue
                fit = _best_fit(evidence, groupings, glyphs[first].step)
                merit = fit.score - likeliest + cost
                if merit > (best[0] if best else _MUCH_WORSE):
                    best = (
                        merit,
                        KanjiNumber(first, last, is_postal_code, fit.glyphs, min(1.0, float(np.exp(merit / 40)))),
                    )
        return best[1] if best else None

    def _evidence(self, stretch: NDArray[np.float32]) -> Floats:
        """The logarithms of the probabilities of each digit, a separator and nothing: steps x 12."""
        sums = [stretch[:, label].sum(axis=1) for label in self._labels]
        return np.asarray(np.log(np.maximum(np.stack([*sums, stretch[:, 0]], axis=1), _LEAST)), np.float64)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    """The stretches of glyphs that may be a number: index of the first, and after the last."""
    index = 0
    for in_a_number, group in groupby(glyphs, key=lambda glyph: glyph.text in _IN_A_NUMBER):
        texts = [glyph.text for glyph in group]
        if in_a_number:
            first, last = index, index + len(texts)
            while first < last and not glyphs[first].text.strip():
                first += 1
            while last > first and not glyphs[last - 1].text.strip():
                last -= 1
            if sum(text in _DIGITS for text in texts) >= _FEWEST_NUMERALS:
                yield first, last
        index += len(texts)


def _stretches(glyphs: Sequence[Glyph], run: tuple[int, int]) -> Iterator[tuple[tuple[int, int], float]]:
    """The parts of a run that may be a number by themselves, and what it costs to think so.

    A sign before the number may have been read as one of its digits, and an address that follows a postal code may
    begin with one (三重県).
    """
    first, last = run
    ends = (last, last - 1) if last < len(glyphs) else (last,)
    for end in ends:
        yield (first, end), 0.0
        if first == 0:
            yield (1, end), _AFTER_A_SIGN


def _best_fit(evidence: Floats, groupings: Sequence[Sequence[str]], first_step: int) -> _Fit:
    fits = [_fit(evidence, places, first_step) for places in groupings]
    possible = [fit for fit in fits if not _is_no_area([glyph.text for glyph in fit.glyphs])]
    return max(possible or fits, key=lambda fit: fit.score)


def _is_no_area(texts: Sequence[str]) -> bool:
    """Whether a number with three and three digits begins like that of a mobile telephone."""
    return "".join(texts[:3]) in {"〇五〇", "〇七〇", "〇八〇", "〇九〇"} and len(texts) == 12


class _Step(NamedTuple):
    """How the best ways came to each state in one step of the network.

    Attributes:
        arrival: For each place and label one of the five `_ARRIVALS`.
        label: For each place and label the label that was shown last before.
        rest: For each nothing the label that has just ended; -1 where it was nothing before.
    """

    arrival: NDArray[np.intp]
    label: NDArray[np.intp]
    rest: NDArray[np.intp]


_GOES_ON, _FROM_NOTHING, _FROM_GLYPH, _PASSES_NOTHING, _PASSES_GLYPH = _ARRIVALS = range(5)
"""A glyph is shown on, begins after nothing, right after another one, or so with a separator passed over."""


def _fit(evidence: Floats, places: Sequence[str], first_step: int) -> _Fit:
    """Lay the places of a number on the steps of a stretch in the likeliest way.

    A state is a place with its label, or the nothing before a place; a separator may be passed over.
    """
    size, labels = len(places), np.arange(_SEPARATING + 1)
    allowed = np.full((size, len(labels)), _NEVER)
    for place, digits in enumerate(places):
        allowed[place, [_SEPARATING] if digits == "-" else [int(digit) for digit in digits]] = 0.0
    passes = np.array([place > 1 and places[place - 1] == "-" for place in range(size)])
    earlier = np.maximum(np.arange(size) - np.where(passes, 2, 1), 0)
    shown = np.full((size, len(labels)), _NEVER)  # the best way that ends in a place and label
    nothing = np.append(0.0, np.full(size, _NEVER))  # the best way that ends in nothing, after so many places
    steps: list[_Step] = []
    for seen in evidence:
        ended, label = shown.max(axis=1), shown.argmax(axis=1)
        arrivals = np.full((len(_ARRIVALS), size, len(labels)), _NEVER)
        arrivals[_GOES_ON] = shown
        arrivals[_FROM_NOTHING] = nothing[:size, None]
        # The same glyph twice has nothing in between, or it would be one.
        arrivals[_FROM_GLYPH, 1:] = np.where(labels == label[:-1, None], _NEVER, ended[:-1, None])
        arrivals[_PASSES_NOTHING] = np.where(passes, nothing[earlier] + _MISSED, _NEVER)[:, None]
        arrivals[_PASSES_GLYPH] = np.where(
            passes[:, None] & (labels != label[earlier][:, None]), ended[earlier][:, None] + _MISSED, _NEVER
        )
        arrival = arrivals.argmax(axis=0)
        last = np.where(arrival == _PASSES_GLYPH, label[earlier][:, None], np.append(0, label[:-1])[:, None])
        rests = np.append(False, ended > nothing[1:])
        steps.append(_Step(arrival, last, np.where(rests, np.append(0, label), -1)))
        nothing = np.where(rests, np.append(_NEVER, ended), nothing) + seen[-1]
        shown = arrivals.max(axis=0) + seen[:-1] + allowed
    ends_in_nothing = bool(nothing[size] >= shown[-1].max())
    score = float(nothing[size] if ends_in_nothing else shown[-1].max())
    return _Fit(score, _glyphs_of(steps, int(shown[-1].argmax()), first_step, ends_in_nothing=ends_in_nothing))


def _glyphs_of(steps: Sequence[_Step], label: int, first_step: int, *, ends_in_nothing: bool) -> tuple[Glyph, ...]:
    """Follow the best way back from its end."""
    place, in_nothing = steps[0].arrival.shape[0] - 1, ends_in_nothing
    glyphs: list[Glyph] = []
    for index in range(len(steps) - 1, -1, -1):
        if in_nothing:
            rest = int(steps[index].rest[place + 1])
            in_nothing, label = rest < 0, max(rest, 0)
            continue
        arrival, last = int(steps[index].arrival[place, label]), int(steps[index].label[place, label])
        if arrival == _GOES_ON:
            continue
        glyphs.append(Glyph(SEPARATOR if label == _SEPARATING else _DIGITS[label], first_step + index))
        place -= 2 if arrival in {_PASSES_NOTHING, _PASSES_GLYPH} else 1
        label, in_nothing = last, arrival in {_FROM_NOTHING, _PASSES_NOTHING}
    return tuple(reversed(glyphs))
