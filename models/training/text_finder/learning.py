"""Teaches the network with an endless supply of made-up pictures."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from training.text_finder.cutting import cut_at_random
from training.text_finder.faces import FaceBox
from training.text_finder.network import Answer, TextFinder, split_answer
from training.text_finder.scenes import Scene, draw_scene
from training.text_finder.targets import Targets, paint_targets
from training.text_finder.wear import spoil

_CUTS_A_SCENE = 4
_SCENE_SIDE_PX = 416
# Some pictures stay clean: from these it learns first what letters look like.
_SPOILED_SHARE = 0.7
# The mean of the weights over the last steps is what is kept (Polyak averaging).
_MEMORY = 0.995


@dataclass(frozen=True)
class Lesson:
    """How long and how the network is taught.

    Attributes:
        steps: Batches.
        batch_size: Pictures a batch.
        side_px: Side of the square pictures.
        peak_rate: Learning rate after the warm-up.
        decay_share: In this last share of the steps the rate falls to nothing.
        seed: The same seed gives the same network on the same machine.
        threads: Threads of the arithmetic; one more process draws the pictures.
    """

    steps: int = 900
    batch_size: int = 8
    side_px: int = 256
    peak_rate: float = 2e-3
    decay_share: float = 0.3
    seed: int = 7
    threads: int = 2


class ScenePictures(Dataset[tuple[Tensor, tuple[Tensor, ...]]]):
    """Pictures with their targets; number n is always the same picture."""

    def __init__(self, folder: Path, lesson: Lesson, first: int = 0) -> None:
        self._faces = FaceBox(folder)
        self._lesson = lesson
        self._first = first
        self._scene: tuple[int, Scene] | None = None

    def __len__(self) -> int:
        """All pictures of the lesson."""
        return self._lesson.steps * self._lesson.batch_size

    def __getitem__(self, number: int) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Draw a picture: 3 x H x W, 0..1, and its target maps, 1 x rows x columns each."""
        number += self._first
        chance = np.random.default_rng((self._lesson.seed, number))
        cut = cut_at_random(chance, self._scene_of(number // _CUTS_A_SCENE), self._lesson.side_px)
        if chance.random() < _SPOILED_SHARE:
            cut.pixels = spoil(chance, cut.pixels)
        picture = torch.from_numpy(np.ascontiguousarray(cut.pixels.transpose(2, 0, 1)))
        return picture, tuple(torch.from_numpy(target)[None] for target in paint_targets(cut))

    def _scene_of(self, number: int) -> Scene:
        if self._scene is None or self._scene[0] != number:
            chance = np.random.default_rng((self._lesson.seed, 1, number))
            self._scene = number, draw_scene(chance, self._faces, (_SCENE_SIDE_PX, _SCENE_SIDE_PX))
        return self._scene[1]


def teach(
    network: TextFinder,
    folder: Path,
    lesson: Lesson,
    *,
    first: int,
    note: Callable[[str], None],
    keep: Callable[[TextFinder, TextFinder], None],
) -> TextFinder:
    """Teach a network.

    Args:
        network: Changed in place.
        folder: The drawn card sides.
        lesson: How.
        first: Number of the first picture, so that a second lesson shows other pictures.
        note: Gets a line of progress now and then.
        keep: Gets the network and the averaged one now and then.

    Returns:
        The averaged network.
    """
    torch.set_num_threads(lesson.threads)
    network = network.to(memory_format=torch.channels_last).train()
    average = copy.deepcopy(network).eval()
    decayed = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 1e-4}, {"params": others, "weight_decay": 0.0}], lr=lesson.peak_rate
    )
    pictures = DataLoader(
        ScenePictures(folder, lesson, first),
        batch_size=lesson.batch_size,
        num_workers=1,
        prefetch_factor=4,
        worker_init_fn=_start_worker,
    )
    started, sums = time.monotonic(), np.zeros(8)
    for step, (drawn, targets) in enumerate(pictures):
        for group in optimiser.param_groups:
            group["lr"] = _rate(step, lesson)
        batch = (drawn.float() / 255.0).to(memory_format=torch.channels_last)
        losses = _losses(split_answer(network(batch)), Targets(*targets))
        optimiser.zero_grad(set_to_none=True)
        losses.sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        _remember(average, network, min(_MEMORY, (step + 1) / (step + 10)))
        sums += losses.detach().numpy()
        if (step + 1) % 25 == 0:
            names = zip(Answer._fields, sums / 25, strict=True)
            note(
                f"{step + 1} {time.monotonic() - started:.0f}s "
                + " ".join(f"{name} {value:.3f}" for name, value in names)
            )
            sums[:] = 0
        if (step + 1) % 100 == 0:
            keep(network, average)
    return average


def _start_worker(_: int) -> None:
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


def _rate(step: int, lesson: Lesson) -> float:
    """Rise for the first hundred steps, hold, then fall."""
    left = (lesson.steps - step) / (lesson.decay_share * lesson.steps)
    return lesson.peak_rate * min(1.0, (step + 1) / 100, left)


@torch.no_grad()
def _remember(average: nn.Module, network: nn.Module, memory: float) -> None:
    for kept, new in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.lerp_(new, 1 - memory)
        else:
            kept.copy_(new)


def _losses(answer: Answer, targets: Targets) -> Tensor:
    """One loss for each part of the answer, in its order."""
    text = targets.text
    # Not the angle but the vector: where both ends look alike it becomes short, so that vectors can be summed as votes.
    aside = (answer.reading[:, :1] - targets.reading_x) ** 2 + (answer.reading[:, 1:] - targets.reading_y) ** 2
    return torch.stack(
        [
            2.0
            * (
                _cross(answer.kernels, targets.kernels, targets.kernel_weights) * 3
                + _dice(answer.kernels, targets.kernels, targets.kernel_weights)
            ),
            0.5 * _cross(answer.furigana, targets.furigana, text * (1 + 3 * targets.furigana)),
            1.5 * _mean(aside, text),
            0.5 * _cross(answer.column, targets.column, text),
            0.5
            * _mean(
                nn.functional.smooth_l1_loss(answer.thickness, targets.thickness, beta=0.1, reduction="none"), text
            ),
            _cross(answer.card, targets.card) + 0.5 * _dice(answer.card, targets.card),
            _cross(answer.border, targets.border, 1 + 2 * targets.border) + 0.5 * _dice(answer.border, targets.border),
            _cross(answer.corner, targets.corner, 1 + 20 * targets.corner),
        ]
    )


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / (weights.sum() + 1.0)


def _cross(logits: Tensor, target: Tensor, weights: Tensor | None = None) -> Tensor:
    loss = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return loss.mean() if weights is None else _mean(loss, weights)


def _dice(logits: Tensor, target: Tensor, weights: Tensor | None = None) -> Tensor:
    probability = torch.sigmoid(logits)
    weights = torch.ones_like(target) if weights is None else weights
    shared = (probability * target * weights).sum()
    return 1 - 2 * shared / ((probability * weights).sum() + (target * weights).sum() + 1.0)
