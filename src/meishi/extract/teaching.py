"""Teach a chain that is trained already what some more cards say.

The weights are those that explain the new cards best and are not far from what they were: a Gaussian prior whose mean
is the old model, as Chelba and Acero adapt a model to another kind of text (2004). On cards of other kinds the new
model has to say what the old one says (Li and Hoiem, 2016), so that nothing is forgotten. None of the cards that the
old model was trained from is needed. Where it is not known which of several labels a token has, their probabilities
count together (Tsuboi et al., 2008).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from meishi.extract.chain import IMPOSSIBLE, ChainModel
from meishi.extract.descent import Vector, least

_STEPS = 60

Floats = NDArray[np.float64]
_Number = TypeVar("_Number", np.float64, np.bool_)
Features = Sequence[Sequence[str]]
"""For each token of a card, what `meishi.extract.features` gives."""


@dataclass(frozen=True)
class Lesson:
    """One side of a card to learn from.

    Attributes:
        features: For each token.
        allowed: For each token the labels that it may have.
    """

    features: Features
    allowed: Sequence[frozenset[str]]


def teach(
    model: ChainModel, lessons: Sequence[Lesson], others: Sequence[Features], *, strictness: float, least_cards: int
) -> ChainModel:
    """Give the model that has learned from cards what it did not know.

    Args:
        model: What is known; stays as it is.
        lessons: The cards.
        others: Cards of other kinds, on which it is to say what it has said.
        strictness: How much a weight's change has to explain: a larger one keeps the model nearer to what it was.
        least_cards: A feature that the model does not know is learned when so many lessons have it, so that the words
            of one card alone are not.

    Returns:
        Another model with the same labels.
    """
    counts = Counter(name for lesson in lessons for name in {name for token in lesson.features for name in token})
    new = sorted(name for name, count in counts.items() if count >= least_cards and name not in model.rows)
    rows = model.rows | {name: len(model.rows) + number for number, name in enumerate(new)}
    before = np.vstack([model.weights.astype(np.float64), np.zeros((len(new), len(model.labels)))])
    # What never follows one another stays so.
    may_follow = model.transitions > IMPOSSIBLE / 2
    allowed = [
        np.array([[label in some for label in model.labels] for some in lesson.allowed], bool) for lesson in lessons
    ]
    taught, kept = _Tokens.of([lesson.features for lesson in lessons], rows), _Tokens.of(others, rows)
    limits = np.where(taught.padded(allowed, filled=True), 0.0, -np.inf)
    goal = _expected(kept.scores(before), model.transitions, kept.lengths)
    # Labels that contradict what may follow one another teach nothing.
    is_possible = np.isfinite(_expected(taught.scores(before) + limits, model.transitions, taught.lengths).totals)
    limits[~is_possible] = 0.0

    def unpacked(change: Vector) -> tuple[Floats, Floats]:
        weights = before + change[: before.size].reshape(before.shape)
        return weights, model.transitions + np.where(may_follow, change[before.size :].reshape(may_follow.shape), 0.0)

    def loss(change: Vector) -> tuple[float, Vector]:
        weights, transitions = unpacked(change)
        scores = taught.scores(weights)
        free = _expected(scores, transitions, taught.lengths)
        wanted = _expected(scores + limits, transitions, taught.lengths)
        scores_kept = kept.scores(weights)
        now = _expected(scores_kept, transitions, kept.lengths)
        total = 0.5 * strictness * float((change * change).sum()) + float((free.totals - wanted.totals).sum())
        total += float(now.totals.sum() - (goal.tokens * scores_kept).sum() - (goal.steps * transitions).sum())
        slope = taught.slope(free.tokens - wanted.tokens, before) + kept.slope(now.tokens - goal.tokens, before)
        steps = np.where(may_follow, free.steps - wanted.steps + now.steps - goal.steps, 0.0)
        return total, np.concatenate([slope.ravel(), steps.ravel()]) + strictness * change

    change = least(loss, np.zeros(before.size + may_follow.size), steps=_STEPS)
    weights, transitions = unpacked(change)
    return ChainModel(model.labels, rows, weights.astype(np.float32), transitions)


def labels_of(model: ChainModel, kinds: Iterable[str]) -> frozenset[str]:
    """Give the labels of some kinds of text, for tokens of which no more is known."""
    wanted = set(kinds)
    return frozenset(label for label in model.labels if label.removeprefix("B-").removeprefix("I-") in wanted)


@dataclass(frozen=True, eq=False)
class _Tokens:
    """The tokens of cards in numbers; the cards stand in the order of their length, the longest first.

    Attributes:
        order: Which of the cards given stands where.
        lengths: How many tokens each card has.
        places: The card and the token within it, for each token.
        rows: The rows of all features of all tokens, one token after the other.
        starts: Where each token's features begin, and where the last one's end.
    """

    order: list[int]
    lengths: NDArray[np.int64]
    places: tuple[NDArray[np.int64], NDArray[np.int64]]
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, cards: Sequence[Features], rows: dict[str, int]) -> _Tokens:
        order = sorted(range(len(cards)), key=lambda number: -len(cards[number]))
        tokens = [[rows[name] for name in token if name in rows] for number in order for token in cards[number]]
        lengths = np.array([len(cards[number]) for number in order], np.int64)
        within = [index for length in lengths for index in range(length)]
        return cls(
            order,
            lengths,
            (np.repeat(np.arange(len(order)), lengths), np.array(within, np.int64)),
            np.array([row for token in tokens for row in token], np.int64),
            np.cumsum([0, *map(len, tokens)]),
        )

    def scores(self, weights: Floats) -> Floats:
        """Add up what the features of each token say: float64, cards x tokens x labels, zero beyond a card's end."""
        summed = np.zeros((len(self.rows) + 1, weights.shape[1]))
        np.cumsum(weights[self.rows], axis=0, out=summed[1:])
        return self._spread(summed[self.starts[1:]] - summed[self.starts[:-1]])

    def slope(self, at_tokens: Floats, weights: Floats) -> Floats:
        """Add up for each weight what is wished of the tokens that have its feature."""
        of_tokens = np.repeat(at_tokens[self.places], np.diff(self.starts), axis=0)
        size = weights.shape[0]
        columns = [np.bincount(self.rows, of_tokens[:, label], size) for label in range(weights.shape[1])]
        return np.stack(columns, axis=1)

    def padded(self, of_cards: Sequence[NDArray[np.bool_]], *, filled: bool) -> NDArray[np.bool_]:
        """Bring what is said of each token of each card into the form of the scores."""
        some = [of_cards[number] for number in self.order]
        return self._spread(np.concatenate(some), filled=filled)

    def _spread(self, of_tokens: NDArray[_Number], *, filled: bool = False) -> NDArray[_Number]:
        longest = int(self.lengths.max(initial=1))
        spread = np.full((len(self.order), longest, of_tokens.shape[1]), filled, of_tokens.dtype)
        spread[self.places] = of_tokens
        return spread


@dataclass(frozen=True, eq=False)
class _Expected:
    """What a chain expects on cards.

    Attributes:
        totals: For each card the logarithm of the weight of all sequences.
        tokens: float64, cards x tokens x labels: the probability of each label; zero beyond a card's end.
        steps: float64, labels x labels: how often each label follows each, all cards together.
    """

    totals: Floats
    tokens: Floats
    steps: Floats


def _expected(scores: Floats, transitions: Floats, lengths: NDArray[np.int64]) -> _Expected:
    """Run the forward-backward algorithm on all cards side by side; a card without a possible sequence gets -inf."""
    highest = scores.max(axis=2)
    highest[~np.isfinite(highest)] = 0.0
    own, step = np.exp(scores - highest[:, :, None]), np.exp(transitions)
    longest = scores.shape[1]
    # The longest cards stand first, so that those which have a token are always the first so many.
    active = [int((lengths > index).sum()) for index in range(longest + 1)]
    inside = np.arange(longest)[None, :] < lengths[:, None]
    forward, backward = np.zeros_like(own), np.ones_like(own)
    shares = np.ones(scores.shape[:2])
    for index in range(longest):
        some = slice(active[index])
        reached = own[some, index] if index == 0 else (forward[some, index - 1] @ step) * own[some, index]
        shares[some, index] = reached.sum(axis=1)
        forward[some, index] = reached / np.maximum(shares[some, index], 1e-300)[:, None]
    steps = np.zeros_like(step)
    for index in range(longest - 2, -1, -1):
        some = slice(active[index + 1])
        share = np.maximum(shares[some, index + 1], 1e-300)[:, None]
        onward = own[some, index + 1] * backward[some, index + 1] / share
        backward[some, index] = onward @ step.T
        steps += forward[some, index].T @ onward
    with np.errstate(divide="ignore"):
        totals = (np.log(shares) + highest * inside).sum(axis=1)
    return _Expected(totals, forward * backward * inside[:, :, None], steps * step)
