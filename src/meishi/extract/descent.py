"""Find where a smooth function of many numbers is least: L-BFGS (Liu and Nocedal, 1989)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_REMEMBERED = 8
_ENOUGH = 1e-4  # Armijo's condition: how much of the decrease that the slope promises has to come
_HALVINGS = 20
_SMALL_STEPS = 3


def least(function: Callable[[Vector], tuple[float, Vector]], start: Vector, *, steps: int) -> Vector:
    """Walk downhill from a start.

    Args:
        function: Gives the value and the gradient.
        start: Where to begin.
        steps: How many at the most; fewer where it goes no further down.

    Returns:
        The lowest place that was reached.
    """
    place = start
    value, slope = function(place)
    past: deque[tuple[Vector, Vector]] = deque(maxlen=_REMEMBERED)
    small = 0
    for _ in range(steps):
        direction = _towards(slope, past)
        promised = _product(slope, direction)
        if promised > -1e-9:
            break
        length = 1.0 if past else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(_HALVINGS):
            there = place + length * direction
            value_there, slope_there = function(there)
            if value_there <= value + _ENOUGH * length * promised:
                break
            length /= 2
        else:
            break
        moved, turned = there - place, slope_there - slope
        if _product(moved, turned) > 1e-12:
            past.append((moved, turned))
        gained = value - value_there
        place, value, slope = there, value_there, slope_there
        # One short step may be but a bend of the valley.
        small = small + 1 if gained < 1e-5 * max(1.0, abs(value)) else 0
        if small == _SMALL_STEPS:
            break
    return place


def _product(one: Vector, other: Vector) -> float:
    # Not `@`: its threads wait for one another where other processes work too.
    return float((one * other).sum())


def _towards(slope: Vector, past: deque[tuple[Vector, Vector]]) -> Vector:
    direction = -slope
    shares = []
    for moved, turned in reversed(past):
        share = _product(moved, direction) / _product(moved, turned)
        shares.append(share)
        direction = direction - share * turned
    if past:
        moved, turned = past[-1]
        direction = direction * (_product(moved, turned) / _product(turned, turned))
    for (moved, turned), share in zip(past, reversed(shares), strict=True):
        direction = direction + (share - _product(turned, direction) / _product(moved, turned)) * moved
    return direction
