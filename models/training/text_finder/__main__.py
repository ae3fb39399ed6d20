"""Train the network, measure it, and put it where meishi finds it.

`PYTHONPATH=samples:models python -m training.text_finder` draws the cards, teaches the network and writes
`models/text_finder/`; with the same packages, machine and seed the result is the same.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from training.text_finder.exporting import write_onnx
from training.text_finder.faces import draw_faces
from training.text_finder.judging import Finding, FoundLine, judge, read_known
from training.text_finder.learning import Lesson, teach
from training.text_finder.network import TextFinder

_MODEL_FOLDER = Path("models/text_finder")
_CACHE = Path(".cache/text_finder")


def main() -> None:
    """Read the command line and do what it says."""
    lesson = Lesson()
    parser = argparse.ArgumentParser(prog="python -m training.text_finder", description=__doc__)
    parser.add_argument("--faces", type=int, default=2400, help="how many cards to draw pictures from (%(default)s)")
    parser.add_argument("--steps", type=int, default=lesson.steps, help="batches to learn from (%(default)s)")
    parser.add_argument("--seed", type=int, default=lesson.seed, help="decides cards and pictures (%(default)s)")
    parser.add_argument(
        "--cache", type=Path, default=_CACHE, help="where drawn cards and the state are kept (%(default)s)"
    )
    parser.add_argument("--start", type=Path, help="go on from this state instead of from nothing")
    parser.add_argument("--judge", type=Path, help="a set of pictures with geometry.jsonl to measure the network on")
    parser.add_argument("--only-judge", action="store_true", help="measure the network that is there")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    if not chosen.only_judge:
        lesson = Lesson(steps=chosen.steps, seed=chosen.seed)
        _train(lesson, faces=chosen.faces, cache=chosen.cache, start=chosen.start)
    if chosen.judge is not None:
        _measure(chosen.judge)


def _train(lesson: Lesson, *, faces: int, cache: Path, start: Path | None) -> None:
    folder = cache / f"faces-{lesson.seed}-{faces}"
    draw_faces(folder, pool_name="train", count=faces, seed=lesson.seed)
    torch.manual_seed(lesson.seed)
    network = TextFinder()
    if start is not None:
        network.load_state_dict(torch.load(start))

    def keep(now: TextFinder, averaged: TextFinder) -> None:
        torch.save(now.state_dict(), cache / "now.pt")
        torch.save(averaged.state_dict(), cache / "averaged.pt")

    averaged = teach(network, folder, lesson, first=0, note=print, keep=keep)
    _MODEL_FOLDER.mkdir(parents=True, exist_ok=True)
    path = _MODEL_FOLDER / "text_finder.onnx"
    digest = write_onnx(averaged, path)
    (_MODEL_FOLDER / "text_finder.onnx.sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")


def _measure(folder: Path) -> None:
    from meishi.detect.map_detector import MapDetector  # noqa: PLC0415 - it wants the network, which may be new

    detector = MapDetector()

    def find(pixels: NDArray[np.uint8]) -> Finding:
        regions, proposals = detector.find_text_and_cards(pixels)
        lines = [
            FoundLine(np.array(region.corners), region.direction == "vertical", region.reading_known)
            for region in regions
        ]
        return Finding(lines, [(proposal.quad, proposal.upright_known) for proposal in proposals])

    figures = judge(read_known(folder), find).figures()
    text = json.dumps({"set": folder.name, **figures}, indent=2)
    (_MODEL_FOLDER / "metrics.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
