"""What cards lie on: plain, wood, cloth, stone, clutter, other printed matter, a blurred room."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def draw_ground(chance: np.random.Generator, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a ground of a width and height: uint8, height x width x 3, BGR."""
    kinds = (_plain, _wood, _cloth, _stone, _clutter, _stripes, _room)
    kind = kinds[int(chance.choice(len(kinds), p=(0.30, 0.18, 0.12, 0.10, 0.14, 0.06, 0.10)))]
    width, height = size
    return np.ascontiguousarray(np.clip(kind(chance, height, width), 0, 255).astype(np.uint8))


def _colour(chance: np.random.Generator) -> NDArray[np.float64]:
    """Often pale, often grey, sometimes strong."""
    style = chance.random()
    if style < 0.3:
        return chance.uniform(195, 255) + chance.normal(0, 6, 3)
    if style < 0.6:
        return chance.uniform(10, 220) + chance.normal(0, 8, 3)
    return chance.uniform(0, 255, 3)


def _clouds(chance: np.random.Generator, height: int, width: int, cell_px: float) -> NDArray[np.float32]:
    """Smooth noise of about -1..1, its blots `cell_px` wide."""
    small = (max(2, round(height / cell_px) + 2), max(2, round(width / cell_px) + 2))
    noise = chance.normal(0, 0.6, small).astype(np.float32)
    return np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def _plain(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    shade = _clouds(chance, height, width, max(height, width) * 0.7) * chance.uniform(0, 14)
    return _colour(chance) + shade[:, :, None] + chance.normal(0, chance.uniform(0.3, 3), (height, width, 1))


def _wood(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    base = np.array([chance.uniform(40, 170), chance.uniform(70, 195), chance.uniform(110, 225)])
    long, thin = chance.uniform(60, 300), chance.uniform(1.2, 8)
    grain = np.zeros((height, width), dtype=np.float32)
    for fineness in (1.0, 3.0):
        noise = chance.normal(0, 1, (round(height / (thin * fineness)) + 2, round(width / long) + 2)).astype(np.float32)
        grain += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    planks = np.zeros((height, width), dtype=np.float32)
    if chance.random() < 0.5:
        step = int(chance.integers(40, 200))
        planks[int(chance.integers(step)) :: step] = -40
    wood = base + (grain * chance.uniform(4, 20) + planks)[:, :, None]
    return wood.transpose(1, 0, 2)[:height, :width] if height == width and chance.random() < 0.5 else wood


def _cloth(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    period_px = chance.uniform(2, 9)
    weave = np.sin(2 * np.pi * x / period_px) * np.sin(2 * np.pi * y / (period_px * chance.uniform(0.7, 1.4)))
    folds = _clouds(chance, height, width, chance.uniform(60, 250)) * chance.uniform(5, 35)
    return _colour(chance) + (weave * chance.uniform(2, 22) + folds)[:, :, None]


def _stone(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    stone = np.zeros((height, width), dtype=np.float32)
    for cell_px in (4, 16, 60, 150):
        stone += _clouds(chance, height, width, cell_px) * chance.uniform(0, 16)
    veins = np.abs(_clouds(chance, height, width, chance.uniform(40, 140)))
    return _colour(chance) + (stone - 50 * chance.random() * (veins < 0.03))[:, :, None]


def _stripes(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    """Keyboards, blinds, tiles, ruled paper: what looks like lines of text from afar."""
    picture = np.empty((height, width, 3), dtype=np.float64)
    picture[:] = _colour(chance)
    step_x, step_y = (int(v) for v in chance.integers(10, 70, 2))
    gap = int(chance.integers(1, 8))
    key = _colour(chance)
    only_rows = chance.random() < 0.4
    for top in range(-int(chance.integers(step_y)), height, step_y):
        for left in range(-int(chance.integers(step_x)), width, width + step_x if only_rows else step_x):
            y, x = (
                slice(max(0, top), max(0, top + step_y - gap)),
                slice(max(0, left), width if only_rows else max(0, left + step_x - gap)),
            )
            picture[y, x] = key
    return picture


def _clutter(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    """Paper, pens, cups: flat shapes with sharp borders."""
    picture = np.clip(_plain(chance, height, width), 0, 255).astype(np.uint8)
    for _ in range(int(chance.integers(2, 14))):
        colour = tuple(float(c) for c in np.clip(_colour(chance), 0, 255))
        centre = tuple(int(v) for v in (chance.integers(width), chance.integers(height)))
        long, short = (float(v) for v in chance.uniform(0.05, 0.7, 2) * max(height, width))
        shape = chance.random()
        if shape < 0.5:
            box = cv2.boxPoints(
                (centre, (long, short * chance.choice((0.05, 0.3, 1.0))), float(chance.uniform(0, 180)))
            )
            cv2.fillPoly(picture, [box.astype(np.int32)], colour, cv2.LINE_AA)
        elif shape < 0.75:
            cv2.ellipse(
                picture,
                centre,
                (int(long / 2), int(short / 2)),
                float(chance.uniform(0, 180)),
                0,
                360,
                colour,
                cv2.FILLED,
                cv2.LINE_AA,
            )
        else:
            end = tuple(int(v) for v in (chance.integers(width), chance.integers(height)))
            cv2.line(picture, centre, end, colour, int(chance.integers(1, 12)), cv2.LINE_AA)
    return picture.astype(np.float64)


def _room(chance: np.random.Generator, height: int, width: int) -> NDArray[np.floating]:
    """Out of focus, as behind a card in somebody's hand."""
    picture = np.clip(_clutter(chance, height, width), 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(4, 20))).astype(np.float64)
