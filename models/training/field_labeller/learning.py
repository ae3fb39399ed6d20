"""Teaches the chain: drawn cards become labelled sequences of features, crfsuite finds the weights."""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite

from meishi.extract.card_text import CardText
from meishi.extract.chain import IMPOSSIBLE, ChainModel
from meishi.extract.features import token_features
from meishi.extract.grammars import find_by_grammar
from meishi.extract.rule_labeller import RuleLabeller
from meishi.extract.tokens import cut_into_tokens
from training.field_labeller.faces import MeantCard
from training.field_labeller.labelling import token_labels

_LEXICAL = re.compile(r"(?:w|w\.end|w\.start|-?[12]:w|pair|run\.start|run\.end|chunk\.last)=")
_FROM_RULES = re.compile(r"(?:rule|line\.gist|line\.gist\.size|(?:above|below|left|right|line[+-]1)\.gist)=")


@dataclass(frozen=True)
class Recipe:
    """How the chain is taught.

    Attributes:
        l1: Strength of the regularisation that makes weights zero.
        l2: Strength of the one that keeps them small.
        iterations: Of L-BFGS at the most.
        least_count: Features seen less often are left out.
        words_hidden: Share of tokens that are shown without their own letters, so that shape and place are learned
            and not the generator's vocabulary alone.
        variants: How often each drawn card is taught, each time varied and misread anew.
        read_cards_times: How often a card that was really read counts, against once for one whose misreadings were
            made up.
        rules_hidden: Share of cards that are shown without what the rules say.
    """

    l1: float = 1.2
    l2: float = 0.15
    iterations: int = 120
    least_count: int = 10
    words_hidden: float = 0.15
    rules_hidden: float = 0.1
    variants: int = 3
    read_cards_times: int = 6


@dataclass(frozen=True)
class LabelledTokens:
    """One card as the chain sees it.

    Attributes:
        features: For each token.
        labels: For each token.
    """

    features: list[list[str]]
    labels: list[str]


def as_sequence(card: MeantCard) -> LabelledTokens | None:
    """Give a card's tokens with features and true labels; None when nothing can be read on it."""
    text = CardText.from_lines([line.as_text_line() for line in card.lines], card.size)
    claimed = find_by_grammar(text)
    tokens = cut_into_tokens(text, claimed)
    if not tokens:
        return None
    rule_spans = RuleLabeller().label(text, claimed)
    found = token_features(text, tokens, claimed, rule_spans)
    # Thousands of cards share their features; one string for each keeps them in memory.
    features = [[sys.intern(feature) for feature in of_token] for of_token in found]
    return LabelledTokens(features, token_labels(card, text, tokens))


def hide(sequence: LabelledTokens, recipe: Recipe, seed: str) -> LabelledTokens:
    """Hide letters of some tokens and, on some cards, what the rules say."""
    chance = random.Random(seed)  # noqa: S311 - repeatable training wants a seeded generator
    without_rules = chance.random() < recipe.rules_hidden
    shown = []
    for features in sequence.features:
        without_words = chance.random() < recipe.words_hidden
        shown.append([
            feature for feature in features
            if not (without_words and _LEXICAL.match(feature)) and not (without_rules and _FROM_RULES.match(feature))
        ])  # fmt: skip
    return LabelledTokens(shown, sequence.labels)


def learn(sequences: Iterable[LabelledTokens], recipe: Recipe, *, talk: bool = False) -> ChainModel:
    """Find the weights for sequences."""
    learned_from = list(sequences)
    counts = Counter(f for sequence in learned_from for features in sequence.features for f in set(features))
    frequent = {feature for feature, count in counts.items() if count >= recipe.least_count}
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=talk)
    trainer.set_params(
        {
            "c1": recipe.l1,
            "c2": recipe.l2,
            "max_iterations": recipe.iterations,
            "feature.possible_transitions": False,
            "delta": 1e-4,
        }
    )
    for sequence in learned_from:
        kept = [[feature for feature in features if feature in frequent] for features in sequence.features]
        trainer.append(pycrfsuite.ItemSequence(kept), sequence.labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        found = tagger.info()
        tagger.close()
    seen = Counter(pair for sequence in learned_from for pair in _pairs(sequence.labels))
    return _as_model(found.state_features, found.transitions, seen)


def _pairs(labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(labels, labels[1:], strict=False)


def _as_model(
    states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float], seen: Counter[tuple[str, str]]
) -> ChainModel:
    labels = sorted({label for pair in seen for label in pair})
    number = {label: index for index, label in enumerate(labels)}
    kept = {key: weight for key, weight in states.items() if abs(weight) > 1e-3}
    features = sorted({feature for feature, _ in kept})
    rows = {feature: row for row, feature in enumerate(features)}
    weights = np.zeros((len(features), len(labels)), np.float32)
    for (feature, label), weight in kept.items():
        weights[rows[feature], number[label]] = weight
    steps = np.zeros((len(labels), len(labels)))
    for (before, after), weight in transitions.items():
        steps[number[before], number[after]] = weight
    for before in labels:
        for after in labels:
            # A value goes on only after what it was seen to go on after.
            if after.startswith("I-") and seen[before, after] < 3:
                steps[number[before], number[after]] = IMPOSSIBLE
    return ChainModel(tuple(labels), rows, weights, steps)
