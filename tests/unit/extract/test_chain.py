"""The chain: best sequences and probabilities agree with counting every sequence; a saved model is the same model."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from meishi.extract.chain import Beliefs, ChainModel, best_labels, sequence_score

LABELS = 3
weights = st.floats(-4, 4, width=16)
chains = st.integers(1, 4).flatmap(
    lambda length: st.tuples(
        arrays(np.float64, (length, LABELS), elements=weights), arrays(np.float64, (LABELS, LABELS), elements=weights)
    )
)


def all_sequences(scores):
    return list(product(range(LABELS), repeat=len(scores)))


@given(chains)
def test_no_sequence_is_better_than_the_best(chain):
    scores, transitions = chain
    best = sequence_score(scores, transitions, best_labels(scores, transitions))
    assert best == pytest.approx(max(sequence_score(scores, transitions, s) for s in all_sequences(scores)))


@given(chains)
def test_the_best_sequence_that_keeps_a_limit(chain):
    scores, transitions = chain
    found = best_labels(scores, transitions, at_most_once={0})
    allowed = [s for s in all_sequences(scores) if s.count(0) <= 1]
    assert found.count(0) <= 1
    assert sequence_score(scores, transitions, found) == pytest.approx(
        max(sequence_score(scores, transitions, s) for s in allowed)
    )


@given(chains)
def test_the_best_sequence_with_a_wanted_label(chain):
    scores, transitions = chain
    found = best_labels(scores, transitions, wanted={1})
    allowed = [s for s in all_sequences(scores) if s.count(1) == 1]
    assert found.count(1) == 1
    assert sequence_score(scores, transitions, found) == pytest.approx(
        max(sequence_score(scores, transitions, s) for s in allowed)
    )


@given(chains, st.data())
def test_the_probability_of_a_stretch_is_its_share_of_all_sequences(chain, data):
    scores, transitions = chain
    start = data.draw(st.integers(0, len(scores) - 1))
    stretch = data.draw(st.lists(st.integers(0, LABELS - 1), min_size=1, max_size=len(scores) - start))
    end = start + len(stretch)
    shares = {s: np.exp(sequence_score(scores, transitions, s)) for s in all_sequences(scores)}
    inside = {s: share for s, share in shares.items() if list(s[start:end]) == stretch}
    ending = [share for s, share in inside.items() if s[end : end + 1] != (2,)]
    beliefs = Beliefs.of(scores, transitions)
    total = sum(shares.values())
    assert beliefs.probability(start, stretch) == pytest.approx(sum(inside.values()) / total)
    assert beliefs.probability(start, stretch, not_followed_by=2) == pytest.approx(sum(ending) / total)


def test_a_saved_model_gives_the_same_scores_and_the_same_bytes():
    rows = {"bias": 0, "w=部長": 1}
    table = np.array([[0.5, -1.25, 0.0], [0.0, 2.0, 0.0]], np.float32)
    model = ChainModel(("B-title", "I-title", "other"), rows, table, np.eye(3))
    again = ChainModel.from_bytes(model.to_bytes())
    features = [["bias", "w=部長"], ["bias", "never seen"]]
    np.testing.assert_array_equal(again.label_scores(features), model.label_scores(features))
    assert again.labels == model.labels
    assert again.to_bytes() == model.to_bytes()


def test_neighbouring_labels_count():
    scores = np.zeros((3, 2))
    transitions = np.array([[-5.0, 1.0], [1.0, -5.0]])
    found = best_labels(scores, transitions)
    assert all(before != after for before, after in pairwise(found))
