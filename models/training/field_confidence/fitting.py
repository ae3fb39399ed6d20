"""Logistic regression by Newton's method: a few dozen weights for a few thousand values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Facts = Mapping[str, float]

_KEPT_SMALL = 1.0
"""How strongly weights are kept small (L2); facts about one kind more strongly, so that they only correct the rest."""
_STEPS = 25


def fit(facts: Sequence[Facts], right: Sequence[bool]) -> dict[str, float]:
    """Find the weights under which what was right is most probable.

    Args:
        facts: What speaks for and against each value.
        right: Whether it is right.
    """
    names = sorted({name for of_value in facts for name in of_value})
    column = {name: index for index, name in enumerate(names)}
    table = np.zeros((len(facts), len(names)))
    for row, of_value in enumerate(facts):
        for name, value in of_value.items():
            table[row, column[name]] = value
    truth = np.array(right, float)
    penalty = np.diag([_KEPT_SMALL * (3.0 if "." in name or "=" in name else 0.1) for name in names])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (truth - chances) - penalty @ weights
        bend = (table * (chances * (1 - chances))[:, None]).T @ table + penalty
        weights += np.linalg.solve(bend, slope)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
