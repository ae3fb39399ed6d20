"""Seeded chance, and the split between what training may see and what it may not."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


class Pool(StrEnum):
    """Which half of the world a card is made from; persons, companies, streets, fonts and layouts never cross."""

    TRAIN = "train"
    HELD_OUT = "held-out"


HELD_OUT_SHARE = 0.25
"""Share of persons, companies and streets that training never sees."""


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def pool_of(key: str) -> Pool:
    """Tell which pool a name belongs to; it depends on the name alone, so no list order can leak it."""
    return Pool.HELD_OUT if _digest("pool/" + key) % 10_000 < HELD_OUT_SHARE * 10_000 else Pool.TRAIN


def only(pool: Pool, keys: Sequence[str]) -> list[str]:
    """Keep the keys of one pool, in their order."""
    return [key for key in keys if pool_of(key) is pool]


class Draws(random.Random):
    """A seeded source of chance with the few draws that cards need.

    Args:
        path: What the draws are for, for instance `7/train/12`; equal paths draw equally.
    """

    def __init__(self, path: str) -> None:
        super().__init__(_digest(path))
        self.path = path

    def branch(self, name: str) -> Draws:
        """Get an independent source for one part, so that a change in one part leaves the others alone."""
        return Draws(f"{self.path}/{name}")

    def array_source(self) -> np.random.Generator:
        """Get the numpy generator of this path, for noise and textures."""
        return np.random.default_rng(_digest(self.path + "/array"))

    def chance(self, share: float) -> bool:
        """Draw a yes with the given probability."""
        return self.random() < share

    def pick(self, weighted: dict[Item, float]) -> Item:
        """Draw a key by its weight."""
        return self.choices(list(weighted), list(weighted.values()))[0]
