"""Teaching a chain: what is shown is learned, what is known stays, and the walk downhill arrives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.extract.chain import IMPOSSIBLE, Beliefs, ChainModel, best_labels
from meishi.extract.descent import least
from meishi.extract.teaching import Lesson, _expected, teach

LABELS = ("B-a", "I-a", "other")
MODEL = ChainModel(
    LABELS,
    {"bias": 0, "red": 1},
    np.array([[0.0, 0.0, 1.0], [3.0, 0.0, 0.0]], np.float32),
    np.array([[0.0, 1.0, 0.0], [0.0, 0.5, 0.0], [0.0, IMPOSSIBLE, 0.5]]),
)
NEW = [["bias"], ["bias", "blue"], ["bias", "blue"]]
A_BLUE_ONE = Lesson(NEW, [frozenset({"other"}), frozenset({"B-a"}), frozenset({"I-a"})])


def labels(model, features):
    return [model.labels[index] for index in best_labels(model.label_scores(features), model.transitions)]


def test_what_is_shown_is_learned_and_what_is_known_stays():
    others = [[["bias", "red"], ["bias"]]] * 4
    taught = teach(MODEL, [A_BLUE_ONE] * 4, others, strictness=0.1, least_cards=3)
    assert labels(MODEL, NEW) == ["other"] * 3
    assert labels(taught, NEW) == ["other", "B-a", "I-a"]
    assert labels(taught, others[0]) == labels(MODEL, others[0])
    assert set(taught.rows) == {"bias", "red", "blue"}
    assert MODEL.transitions[2, 1] == taught.transitions[2, 1]


def test_a_word_of_a_few_cards_is_not_learned():
    taught = teach(MODEL, [A_BLUE_ONE] * 2, [[["bias"]]], strictness=0.1, least_cards=3)
    assert "blue" not in taught.rows


def test_one_of_several_labels_is_enough():
    either = Lesson(NEW[:2], [frozenset(LABELS), frozenset({"B-a", "I-a"})])
    taught = teach(MODEL, [either] * 4, [[["bias"]]], strictness=0.1, least_cards=3)
    assert labels(taught, NEW[:2])[1] != "other"


def test_labels_that_cannot_follow_one_another_teach_nothing():
    impossible = Lesson(NEW[:2], [frozenset({"other"}), frozenset({"I-a"})])
    taught = teach(MODEL, [impossible] * 4, [[["bias"]]], strictness=1.0, least_cards=9)
    assert np.abs(taught.weights - MODEL.weights).max() < 1e-6


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_side_by_side_cards_have_the_probabilities_that_they_have_alone(lengths, chance):
    lengths = sorted(lengths, reverse=True)
    scores = np.zeros((len(lengths), lengths[0], 3))
    for card, length in enumerate(lengths):
        scores[card, :length] = [[chance.uniform(-3, 3) for _ in LABELS] for _ in range(length)]
    found = _expected(scores, MODEL.transitions, np.array(lengths))
    for card, length in enumerate(lengths):
        alone = Beliefs.of(scores[card, :length], MODEL.transitions)
        assert found.totals[card] == pytest.approx(alone.total)
        for token in range(length):
            for label in range(3):
                assert found.tokens[card, token, label] == pytest.approx(alone.probability(token, [label]))
    assert found.steps.sum() == pytest.approx(sum(length - 1 for length in lengths))


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_walk_downhill_arrives_at_the_lowest_place(lowest, chance):
    there = np.array(lowest)
    steepness = np.array([chance.uniform(0.1, 20) for _ in lowest])

    def valley(place):
        return float((steepness * (place - there) ** 2).sum()), 2 * steepness * (place - there)

    assert valley(least(valley, np.zeros(len(lowest)), steps=100))[0] < 0.01
