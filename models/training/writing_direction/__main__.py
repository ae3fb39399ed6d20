"""Command line: draw pictures, teach what tells rows from columns, measure it, write `models/writing_direction`.

Run from the root of a checkout: `PYTHONPATH=samples:models python -m training.writing_direction`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import cv2

from meishi.recognize.writing_direction import MODEL_FILE
from meishi.trained import METRICS_FILE
from training.writing_direction.learning import Recipe, learn
from training.writing_direction.windows import draw_pictures, labelled_windows, share_set_upright, upright_cards


def main() -> int:
    """Train what tells rows from columns and write it with its metrics."""
    parser = argparse.ArgumentParser(prog="training.writing_direction", description=main.__doc__)
    parser.add_argument("--pictures", type=int, default=700, help="how many pictures to learn from (default: 700)")
    parser.add_argument("--held-out", type=int, default=120, help="how many to measure on (default: 120)")
    parser.add_argument("--seed", type=int, default=5, help="equal seeds make equal models (default: 5)")
    parser.add_argument("--drawn", type=Path, default=Path(".cache/writing_direction"), help="where pictures are kept")
    parser.add_argument("--output", type=Path, default=Path("models/writing_direction"), help="where the model goes")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    train = draw_pictures(
        given.drawn / f"train-{given.pictures}-{given.seed}", set_name="train", count=given.pictures, seed=given.seed
    )
    held_out = draw_pictures(
        given.drawn / f"eval-{given.held_out}-{given.seed + 1}",
        set_name="eval",
        count=given.held_out,
        seed=given.seed + 1,
    )
    windows = labelled_windows(upright_cards(train))
    recipe = Recipe()
    model = learn(windows, recipe, given.seed)
    content = model.to_bytes()
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / MODEL_FILE).write_bytes(content)
    metrics: dict[str, Any] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "trained_on": {"pictures": given.pictures, "windows": len(windows.are_columns), "seed": given.seed},
        "recipe": vars(recipe),
    }
    # The checksum has to be there before the model can be measured by the way that it is used.
    _write(given.output / METRICS_FILE, metrics)
    cards = list(upright_cards(held_out))
    unseen = labelled_windows(iter(cards))
    said_column = model.column_odds(unseen.features) > 0
    is_column = unseen.are_columns > 0
    metrics["held_out"] = {
        "cards": len(cards),
        "windows right": round(float((said_column == is_column).mean()), 4),
        "windows of columns right": round(float(said_column[is_column].mean()), 4),
        "cards set upright, each turned four ways": round(share_set_upright(cards), 4),
    }
    _write(given.output / METRICS_FILE, metrics)
    print(json.dumps(metrics["held_out"], indent=2), file=sys.stderr)
    return 0


def _write(path: Path, metrics: dict[str, Any]) -> None:
    path.write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
