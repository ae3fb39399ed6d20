"""Whether lines that lie are rows of text, or columns laid on their left side.

A small network looks at windows that slide along a line. It sees how much the grey rises which way in each cell of a
window (histograms of oriented gradients: Dalal and Triggs, 2005): rows and laid columns differ in that whatever they
say. One window is right in about nineteen of twenty cases; a card has dozens.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.errors import SetupError
from meishi.recognize.strips import Pixels
from meishi.trained import model_folder, read_model

MODEL = "writing_direction"
MODEL_FILE = "writing_direction.npz"

Floats = NDArray[np.float32]

_HEIGHT_PX, _WIDTH_PX, _STEP_PX = 32, 48, 24
_CELL_PX = 8
_BINS = 8
# A window without this much difference between its dark and its light shows no text.
_LEAST_INK = 40
# No window says more than this, as a logarithm of odds: many weak words count more than a strong one.
_LOUDEST = 4.0
# A line with fewer windows counts for less than one vote.
_ENOUGH_WINDOWS = 5
# How fast the mean odds of a line's windows become sure of the line, and how many of the lines look like columns
# on cards with rows and on cards with columns.
_STEEPNESS, _COLUMN_LIKE_ROWS, _COLUMN_LIKE_COLUMNS = 1.5, 0.1, 0.5


@dataclass(frozen=True, eq=False)
class DirectionModel:
    """A network with one hidden layer.

    Attributes:
        mean: F, what is taken off the features.
        spread: F, what they are divided by.
        hidden_weights: F x H.
        hidden_bias: H.
        weights: H.
        bias: 1.
    """

    mean: Floats
    spread: Floats
    hidden_weights: Floats
    hidden_bias: Floats
    weights: Floats
    bias: Floats

    @classmethod
    def from_bytes(cls, content: bytes) -> DirectionModel:
        """Load a model that `to_bytes` wrote.

        Raises:
            ValueError: The content is no such model.
            KeyError: Part of it is missing.
        """
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__annotations__})

    def to_bytes(self) -> bytes:
        """Write the model as a numpy archive; equal models give equal bytes."""
        buffer = io.BytesIO()
        np.savez(buffer, **vars(self))
        return buffer.getvalue()

    def column_odds(self, features: Floats) -> Floats:
        """Tell for each window how likely it shows a laid column rather than a row.

        Args:
            features: float32, N x F, from `window_features`.

        Returns:
            float32, N, logarithms of odds: above 0 for columns.
        """
        hidden = np.maximum((features - self.mean) / self.spread @ self.hidden_weights + self.hidden_bias, 0)
        odds: Floats = hidden @ self.weights + self.bias
        return odds


@cache
def own_model() -> DirectionModel:
    """Load the model that came with meishi, once a process.

    Raises:
        SetupError: It is missing or damaged.
    """
    try:
        return DirectionModel.from_bytes(read_model(model_folder(MODEL), MODEL_FILE))
    except (ValueError, KeyError) as error:
        raise SetupError(f"the model {MODEL} cannot be understood: {error}", hint="Install meishi again.") from error


class LineLook(NamedTuple):
    """What a line looks like.

    Attributes:
        column_odds: How likely it is a laid column rather than a row, as the mean logarithm of its windows' odds.
        windows: How many windows of it show text.
    """

    column_odds: float
    windows: int


def look_at_lines(lines: Sequence[Pixels], model: DirectionModel | None = None) -> list[LineLook]:
    """Tell of each of the lines of a card whether it looks like a laid column or like a row.

    Args:
        lines: uint8, height x width, grey, dark on light, lying.
        model: What is asked; None for the one that came with meishi.

    Raises:
        SetupError: The model is missing or damaged.
    """
    windows = [cut_windows(line) for line in lines]
    if not any(len(some) for some in windows):
        return [LineLook(0.0, 0)] * len(lines)
    odds = (model or own_model()).column_odds(window_features(np.concatenate(windows)))
    clipped = np.split(np.clip(odds, -_LOUDEST, _LOUDEST), np.cumsum([len(some) for some in windows])[:-1])
    return [LineLook(float(some.mean()) if len(some) else 0.0, len(some)) for some in clipped]


def are_columns(looks: Sequence[LineLook]) -> bool:
    """Tell whether the lines of a card are laid columns; rows are the commoner case, so in doubt they are not.

    Rows hardly ever look like columns. But numbers and Latin words lie on their side in many columns, and are rows
    then: some columns that look like such say more than as many that look like rows.
    """
    evidence = 0.0
    for look in looks:
        alike = 1 / (1 + np.exp(-_STEEPNESS * look.column_odds))
        in_rows = _COLUMN_LIKE_ROWS * alike + (1 - _COLUMN_LIKE_ROWS) * (1 - alike)
        in_columns = _COLUMN_LIKE_COLUMNS * alike + (1 - _COLUMN_LIKE_COLUMNS) * (1 - alike)
        evidence += float(np.log(in_columns / in_rows)) * min(1.0, look.windows / _ENOUGH_WINDOWS)
    return evidence > 0


def cut_windows(line: Pixels) -> Pixels:
    """Cut a lying line into overlapping windows.

    Returns:
        uint8, N x 32 x 48; those without ink are left out.
    """
    width = max(_WIDTH_PX, round(line.shape[1] * _HEIGHT_PX / line.shape[0]))
    way = cv2.INTER_AREA if line.shape[0] > _HEIGHT_PX else cv2.INTER_LINEAR
    level = np.asarray(cv2.resize(line, (width, _HEIGHT_PX), interpolation=way), np.uint8)
    windows = np.stack([level[:, left : left + _WIDTH_PX] for left in range(0, width - _WIDTH_PX + 1, _STEP_PX)])
    # Whole small numbers are sorted in no time; finding percentiles takes ten times as long.
    ascending = np.sort(windows.reshape(len(windows), -1), axis=1, kind="stable").astype(np.int16)
    dark, light = (ascending[:, round(share * (ascending.shape[1] - 1))] for share in (0.05, 0.9))
    inked: Pixels = windows[light - dark > _LEAST_INK]
    return inked


def window_features(windows: Pixels) -> Floats:
    """Describe windows by how much the grey rises which way in each of their cells.

    Args:
        windows: uint8, N x 32 x 48.

    Returns:
        float32, N x 192: 4 x 6 cells with 8 directions each.
    """
    grey = np.pad(windows, ((0, 0), (1, 1), (1, 1)), mode="edge").astype(np.float32) / 255
    across, down = grey[:, 1:-1, 2:] - grey[:, 1:-1, :-2], grey[:, 2:, 1:-1] - grey[:, :-2, 1:-1]
    count, height, width = windows.shape
    rise, angle = cv2.cartToPolar(across.reshape(-1, width), down.reshape(-1, width))
    direction = angle * np.float32(_BINS / (2 * np.pi))
    rows, columns = height // _CELL_PX, width // _CELL_PX
    cells = np.empty((count, rows, columns, _BINS), np.float32)
    for bin_ in range(_BINS):
        apart = np.abs(direction - bin_)
        # Each rise is shared by the two directions that it lies between; the last one is next to the first.
        share = np.maximum(1 - np.minimum(apart, _BINS - apart), 0)
        means = cv2.resize(rise * share, (columns, count * rows), interpolation=cv2.INTER_AREA)
        cells[..., bin_] = means.reshape(count, rows, columns) * _CELL_PX**2
    features = np.sqrt(cells.reshape(count, rows * columns * _BINS))
    normal: Floats = features / (np.linalg.norm(features, axis=1, keepdims=True) + np.float32(1e-3))
    return normal
