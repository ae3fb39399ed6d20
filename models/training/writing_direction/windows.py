"""Windows of lines whose direction is known, out of drawn pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.decode import DecodeOptions, open_photos
from meishi.detect import LineDetector
from meishi.domain.text import Direction, TextRegion
from meishi.recognize.orientation import LineUprightJudge, lines_laid_down
from meishi.recognize.strips import Pixels
from meishi.recognize.writing_direction import cut_windows, window_features
from meishi.rectify.light import even_light
from meishi.rectify.turning import move_regions, turn_pixels
from meishi.rectify.warp import flatten

_CARD_SIDE_PX = 1200
_DETECT_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class UprightCard:
    """One side of a card, cut out of its picture by its true corners.

    Attributes:
        pixels: uint8, height x width x 3, BGR, upright.
        even: uint8, height x width, grey.
    """

    pixels: Pixels
    even: Pixels


@dataclass(frozen=True, eq=False)
class Windows:
    """Described windows.

    Attributes:
        features: float32, N x F.
        are_columns: float32, N, 1 for laid columns, 0 for rows.
    """

    features: NDArray[np.float32]
    are_columns: NDArray[np.float32]


def draw_pictures(folder: Path, *, set_name: str, count: int, seed: int) -> Path:
    """Draw labelled pictures, unless the folder has them already."""
    if not (folder / "geometry.jsonl").exists():
        from generator.sets import generate  # noqa: PLC0415 - whoever has the pictures needs no fonts

        generate(set_name, count, seed, folder)
    return folder


def upright_cards(folder: Path) -> Iterator[UprightCard]:
    """Cut every card out of the pictures of a folder that the generator filled; PDFs are passed over."""
    truths, geometries = _records(folder / "truth.jsonl"), _records(folder / "geometry.jsonl")
    for truth, geometry in zip(truths, geometries, strict=True):
        if truth["file"].endswith(".pdf"):
            continue
        photo = next(iter(open_photos(folder / truth["file"], DecodeOptions())))
        scale = _CARD_SIDE_PX / max(geometry["face_size"])
        size = (round(geometry["face_size"][0] * scale), round(geometry["face_size"][1] * scale))
        pixels = flatten(photo.pixels, np.array(geometry["quad"], dtype=np.float64), size)
        yield UprightCard(pixels, even_light(pixels))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _regions(pixels: Pixels, detector: LineDetector) -> tuple[TextRegion, ...]:
    small = np.asarray(cv2.resize(pixels, None, fx=_DETECT_SHARE, fy=_DETECT_SHARE, interpolation=cv2.INTER_AREA))
    return move_regions(detector.find_text(small), np.diag([1 / _DETECT_SHARE, 1 / _DETECT_SHARE, 1.0]))


def labelled_windows(cards: Iterator[UprightCard]) -> Windows:
    """Cut the windows of all cards, every second one lying on its side, each window also turned by half a turn.

    Each card is shown as it is and as a telephone shows it that was too far away or moved.
    """
    detector = LineDetector()
    features, labels = [], []
    for number, card in enumerate(shown for one in cards for shown in (one, _blurred(one))):
        on_its_side = number // 2 % 2 == 1
        even, pixels = turn_pixels(card.even, on_its_side), turn_pixels(card.pixels, on_its_side)
        regions = _regions(pixels, detector)
        for direction in Direction:
            _, lines = lines_laid_down(even, [region for region in regions if region.direction is direction])
            for line in lines:
                windows = cut_windows(line)
                found = window_features(np.concatenate([windows, windows[:, ::-1, ::-1]]))
                features.append(found)
                is_column = (direction is Direction.VERTICAL) is not on_its_side
                labels.append(np.full(len(found), is_column, np.float32))
    return Windows(np.concatenate(features), np.concatenate(labels))


def _blurred(card: UprightCard) -> UprightCard:
    """The card with fewer pixels, and moved along a straight line while it was photographed; a card always the same."""
    chance = np.random.default_rng(int(card.even.sum()) % 2**32)
    height, width = card.even.shape
    share = chance.uniform(0.25, 0.6)
    small = cv2.resize(card.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    reach = chance.uniform(0, 5)
    angle = chance.uniform(0, np.pi)
    track = np.zeros((11, 11), np.float32)
    for step in np.linspace(-reach / 2, reach / 2, 21):
        track[round(5 + step * np.sin(angle)), round(5 + step * np.cos(angle))] += 1
    moved = cv2.filter2D(small, -1, track / track.sum(), borderType=cv2.BORDER_REPLICATE)
    noisy = moved.astype(np.float32) + chance.normal(0, chance.uniform(0, 6), moved.shape)
    pixels = np.asarray(
        cv2.resize(np.clip(noisy, 0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC), np.uint8
    )
    return UprightCard(pixels, even_light(pixels))


def share_set_upright(cards: list[UprightCard]) -> float:
    """Turn every card each of the four ways, and tell how many of them the judge sets upright again."""
    judge, detector = LineUprightJudge(), LineDetector()
    right = 0
    for card in cards:
        for turns in range(4):
            turned = turn_pixels(card.pixels, turns)
            right += judge.judge_upright(turn_pixels(card.even, turns), _regions(turned, detector)) == -turns % 4
    return right / max(1, 4 * len(cards))
