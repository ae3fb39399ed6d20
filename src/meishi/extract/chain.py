"""A linear-chain conditional random field, ready for use: scores, probabilities and the best labels.

The mathematics is that of Lafferty, McCallum and Pereira (2001). Training is done elsewhere; here a few thousand
weights are looked up and added, so that reading a card needs nothing but numpy, and so that the best sequence under a condition
(at most one name on a card) can be found exactly.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

IMPOSSIBLE = -1e4
"""The transition weight of two labels that never follow one another."""


@dataclass(frozen=True, eq=False)
class ChainModel:
    """The weights of a chain.

    Attributes:
        labels: Names of the labels.
        rows: For each feature the row of `weights`.
        weights: float32, features x labels.
        transitions: float64, labels x labels, from the row's label to the column's.
    """

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]
    transitions: Scores

    @classmethod
    def from_bytes(cls, content: bytes) -> ChainModel:
        """Load a model that `to_bytes` wrote.

        Raises:
            ValueError: The content is no such model.
            KeyError: Part of it is missing.
        """
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            labels = tuple(bytes(arrays["labels"]).decode().split("\n"))
            features = bytes(arrays["features"]).decode().split("\n")
            weights = np.zeros((len(features), len(labels)), np.float32)
            weights[arrays["weight_rows"], arrays["weight_labels"]] = arrays["weight_values"]
            return cls(labels, dict(zip(features, range(len(features)), strict=True)), weights, arrays["transitions"])

    def to_bytes(self) -> bytes:
        """Write the model as a compressed numpy archive; equal models give equal bytes."""
        buffer = io.BytesIO()
        rows, labels = np.nonzero(self.weights)
        np.savez_compressed(
            buffer,
            labels=np.frombuffer("\n".join(self.labels).encode(), np.uint8),
            features=np.frombuffer("\n".join(self.rows).encode(), np.uint8),
            weight_rows=rows.astype(np.uint32),
            weight_labels=labels.astype(np.uint8),
            weight_values=self.weights[rows, labels].astype(np.float16),
            transitions=self.transitions,
        )
        return buffer.getvalue()

    def label_scores(self, features: Sequence[Sequence[str]]) -> Scores:
        """Add up what the features of each token say for each label.

        Returns:
            float64, tokens x labels.
        """
        scores = np.zeros((len(features), len(self.labels)))
        for index, found in enumerate(features):
            known = [row for feature in found if (row := self.rows.get(feature)) is not None]
            if known:
                scores[index] = self.weights[known].sum(axis=0)
        return scores


def best_labels(
    scores: Scores, transitions: Scores, at_most_once: Collection[int] = (), wanted: Collection[int] = ()
) -> list[int]:
    """Find the most probable sequence of labels (Viterbi, 1967).

    Args:
        scores: float64, tokens x labels.
        transitions: float64, labels x labels.
        at_most_once: Labels that the sequence may hold once at the most.
        wanted: Labels that the sequence has to hold, once.

    Returns:
        One label for each token; there must be at least one token, and one for each wanted label.
    """
    limited = sorted({*at_most_once, *wanted})
    # A state is a label and the set of limited labels that were used up to and with it.
    states = [(label, used) for used in range(1 << len(limited)) for label in range(scores.shape[1])]
    label_of = np.array([label for label, _ in states])
    allowed = np.array([[_follows(a[1], b, limited) for b in states] for a in states])
    step = np.where(allowed, transitions[np.ix_(label_of, label_of)], -np.inf)
    starts = np.array([_follows(0, state, limited) for state in states])
    reached = np.where(starts, scores[0][label_of], -np.inf)
    back = np.zeros((len(scores), len(states)), np.int64)
    for index in range(1, len(scores)):
        through = reached[:, None] + step
        back[index] = through.argmax(axis=0)
        reached = through.max(axis=0) + scores[index][label_of]
    complete = np.array([all(used >> limited.index(label) & 1 for label in wanted) for _, used in states])
    path = [int(np.where(complete, reached, -np.inf).argmax())]
    for index in range(len(scores) - 1, 0, -1):
        path.append(int(back[index][path[-1]]))
    return [int(label_of[state]) for state in reversed(path)]


def sequence_score(scores: Scores, transitions: Scores, labels: Sequence[int]) -> float:
    """Give the logarithm of a sequence's weight, to compare it with another one of the same tokens."""
    own = sum(float(scores[index][label]) for index, label in enumerate(labels))
    return own + sum(float(transitions[a][b]) for a, b in pairwise(labels))


def _follows(used_before: int, state: tuple[int, int], limited: Sequence[int]) -> bool:
    """Whether a state's set of used labels is what using its label makes of the set before."""
    label, used = state
    if label not in limited:
        return used == used_before
    bit = 1 << limited.index(label)
    return not used_before & bit and used == used_before | bit


@dataclass(frozen=True, eq=False)
class Beliefs:
    """How probable labels are, given everything on the card.

    Attributes:
        scores: float64, tokens x labels.
        transitions: float64, labels x labels.
        forward: Logarithms of the summed weights of all ways to reach a label at a token.
        backward: The same of all ways to go on from it.
        total: Logarithm of the weight of all sequences.
    """

    scores: Scores
    transitions: Scores
    forward: Scores
    backward: Scores
    total: float

    @classmethod
    def of(cls, scores: Scores, transitions: Scores) -> Beliefs:
        """Run the forward-backward algorithm; there must be at least one token."""
        forward, backward = np.empty_like(scores), np.zeros_like(scores)
        forward[0] = scores[0]
        for index in range(1, len(scores)):
            forward[index] = _log_sum(forward[index - 1][:, None] + transitions, axis=0) + scores[index]
        for index in range(len(scores) - 2, -1, -1):
            backward[index] = _log_sum(transitions + (scores[index + 1] + backward[index + 1])[None, :], axis=1)
        return cls(scores, transitions, forward, backward, float(_log_sum(forward[-1], axis=0)))

    def probability(self, start: int, labels: Sequence[int], *, not_followed_by: int | None = None) -> float:
        """Give the probability that a stretch of tokens has exactly these labels.

        Args:
            start: The first token.
            labels: One label for each token of the stretch.
            not_followed_by: A label that the token after the stretch must not have, or the stretch would be longer.
        """
        weight = float(self.forward[start][labels[0]])
        for offset in range(1, len(labels)):
            weight += float(
                self.transitions[labels[offset - 1]][labels[offset]] + self.scores[start + offset][labels[offset]]
            )
        end = start + len(labels)
        if end < len(self.scores) and not_followed_by is not None:
            onward = self.transitions[labels[-1]] + self.scores[end] + self.backward[end]
            onward[not_followed_by] = -np.inf
            weight += float(_log_sum(onward, axis=0))
        else:
            weight += float(self.backward[end - 1][labels[-1]])
        return float(np.exp(min(0.0, weight - self.total)))


def _log_sum(values: Scores, axis: int) -> Scores:
    highest = values.max(axis=axis, keepdims=True)
    summed: Scores = np.log(np.exp(values - highest).sum(axis=axis)) + highest.squeeze(axis)
    return summed
