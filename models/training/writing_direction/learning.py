"""Teaching a network with one hidden layer by gradient descent (Adam: Kingma and Ba, 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meishi.recognize.writing_direction import DirectionModel, Floats
from training.writing_direction.windows import Windows

_BATCH = 256
_DECAY, _SQUARE_DECAY = 0.9, 0.999


@dataclass(frozen=True)
class Recipe:
    """How the network is taught.

    Attributes:
        hidden: Size of its hidden layer.
        rounds: How often it sees every window.
        step: How far a weight moves at first; less and less towards the end.
        weight_decay: How strongly weights are drawn to zero.
        balance: How far the rarer columns are counted up: 0 not at all, 1 until they count like rows.
    """

    hidden: int = 48
    rounds: int = 15
    step: float = 2e-3
    weight_decay: float = 1e-3
    balance: float = 0.75


def learn(windows: Windows, recipe: Recipe, seed: int) -> DirectionModel:
    """Teach a network; the same windows, recipe and seed give the same one."""
    chance = np.random.default_rng(seed)
    mean, spread = windows.features.mean(axis=0), windows.features.std(axis=0) + np.float32(1e-3)
    seen = (windows.features - mean) / spread
    labels = windows.are_columns
    columns = float(labels.sum())
    worth = np.where(labels > 0, (len(labels) - columns) / max(1.0, columns), 1.0) ** recipe.balance
    worth = (worth / worth.mean()).astype(np.float32)
    parameters = [
        chance.normal(0, 0.1, (seen.shape[1], recipe.hidden)).astype(np.float32),
        np.zeros(recipe.hidden, np.float32),
        chance.normal(0, 0.1, recipe.hidden).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    means, squares = ([np.zeros_like(p) for p in parameters] for _ in range(2))
    taken = 0
    for turn in range(recipe.rounds):
        step = recipe.step * 0.5 * (1 + np.cos(np.pi * turn / recipe.rounds)) + 1e-5
        order = chance.permutation(len(seen))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            taken += 1
            slopes = _slopes(parameters, seen[chosen], labels[chosen], worth[chosen], recipe.weight_decay)
            for number, slope in enumerate(slopes):
                means[number] += (1 - _DECAY) * (slope - means[number])
                squares[number] += (1 - _SQUARE_DECAY) * (slope * slope - squares[number])
                direction = means[number] / (1 - _DECAY**taken)
                scale = np.sqrt(squares[number] / (1 - _SQUARE_DECAY**taken)) + 1e-8
                parameters[number] -= (step * direction / scale).astype(np.float32)
    return DirectionModel(mean, spread, *parameters)


def _slopes(parameters: list[Floats], seen: Floats, labels: Floats, worth: Floats, decay: float) -> list[Floats]:
    """The gradient of the weighted logistic loss."""
    hidden_weights, hidden_bias, weights, bias = parameters
    hidden = np.maximum(seen @ hidden_weights + hidden_bias, 0)
    shares = 1 / (1 + np.exp(-(hidden @ weights + bias)))
    errors = (shares - labels) * worth / len(labels)
    back = np.outer(errors, weights) * (hidden > 0)
    return [
        seen.T @ back + decay * hidden_weights,
        back.sum(axis=0),
        hidden.T @ errors + decay * weights,
        errors.sum(keepdims=True),
    ]
