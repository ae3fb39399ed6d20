"""Command line: draw cards, teach the labeller, measure it, write `models/field_labeller`.

Run from the root of a checkout: `PYTHONPATH=samples:models python -m training.field_labeller`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from meishi.extract.learned_labeller import MODEL_FILE, LearnedLabeller
from meishi.extract.rule_labeller import RuleLabeller
from meishi.services.evaluate import Evaluation
from meishi.wiring import build_reading_parts
from training.field_labeller.faces import MeantCard, draw_cards, owners
from training.field_labeller.learning import Recipe, as_sequence, hide, learn
from training.field_labeller.measuring import LABELLED_FIELDS, as_table, extractor, labelled_f1, measure
from training.field_labeller.misreadings import CLEAN, ROUGH, USUAL, misread, misread_as_usual
from training.field_labeller.pictures import PICTURES_SEED, draw_pictures, load_read_cards, read_pictures
from training.field_labeller.variations import vary

_ROUGHNESS = {"as printed": CLEAN, "misread as usual": USUAL, "misread badly": ROUGH}


def main() -> int:
    """Train the field labeller and write it with its metrics."""
    parser = argparse.ArgumentParser(prog="training.field_labeller", description=main.__doc__)
    parser.add_argument("--cards", type=int, default=4000, help="how many cards to learn from (default: 4000)")
    parser.add_argument("--pictures", type=int, default=400, help="how many pictures to read besides (default: 400)")
    parser.add_argument("--held-out", type=int, default=400, help="how many cards to measure on (default: 400)")
    parser.add_argument("--seed", type=int, default=11, help="equal seeds make equal models (default: 11)")
    parser.add_argument("--drawn", type=Path, default=Path(".cache/field_labeller"), help="where drawn cards are kept")
    parser.add_argument("--output", type=Path, default=Path("models/field_labeller"), help="where the model goes")
    given = parser.parse_args()
    started = time.monotonic()
    train_folder = given.drawn / f"train-{given.cards}-{given.seed}"
    held_out_folder = given.drawn / f"eval-{given.held_out}-{given.seed + 1}"
    cards = draw_cards(train_folder, set_name="train", count=given.cards, seed=given.seed)
    held_out = draw_cards(held_out_folder, set_name="eval", count=given.held_out, seed=given.seed + 1)
    if shared := owners(train_folder) & owners(held_out_folder):
        print(f"not trained: both sets hold {', '.join(sorted(shared)[:3])}", file=sys.stderr)
        return 1
    _talk(started, f"{len(cards)} card sides to learn from, {len(held_out)} to measure on")
    pictures = given.drawn / f"pictures-{given.pictures}-{PICTURES_SEED}"
    draw_pictures(pictures, set_name="train", count=given.pictures, seed=PICTURES_SEED)
    read_pictures(pictures, build_reading_parts("auto"))
    # The other half shows how sure one can be of what was read (`training.field_confidence`).
    read = tuple(load_read_cards(pictures))[0::2]
    _talk(started, f"{len(read)} card sides as they were read")
    recipe = Recipe()
    taught = cards * recipe.variants
    seeds = [f"{given.seed}/{number}" for number in range(len(taught))]
    spoilt_cards = [misread_as_usual(vary(card, seed), seed) for card, seed in zip(taught, seeds, strict=True)]
    sequences = (as_sequence(card) for card in [*spoilt_cards, *read * recipe.read_cards_times])
    learned_from = [hide(s, recipe, f"{given.seed}/{number}") for number, s in enumerate(sequences) if s is not None]
    _talk(started, f"{sum(len(s.labels) for s in learned_from)} tokens")
    model = learn(learned_from, recipe)
    content = model.to_bytes()
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / MODEL_FILE).write_bytes(content)
    metrics: dict[str, Any] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "trained_on": {"cards": given.cards, "sides": len(cards), "read": len(read), "seed": given.seed},
        "recipe": vars(recipe),
        "features": len(model.rows),
    }
    # The checksum has to be there before the model can be measured by the way that it is used.
    _write(given.output, metrics)
    _talk(started, f"{len(model.rows)} features, {len(content) / 1024:.0f} KB")
    metrics["held_out"] = _measure(held_out, given.output)
    _write(given.output, metrics)
    _talk(started, "done")
    return 0


def _measure(cards: tuple[MeantCard, ...], folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, roughness in _ROUGHNESS.items():
        read = [misread(card, roughness, f"held out/{number}") for number, card in enumerate(cards)]
        results = {
            "rules": measure(read, extractor(RuleLabeller())),
            "learned": measure(read, extractor(LearnedLabeller((folder / MODEL_FILE).read_bytes()))),
        }
        print(f"\n{name}\n{as_table(results)}", file=sys.stderr)
        found[name] = {labeller: _figures(result) for labeller, result in results.items()}
    return found


def _figures(result: Evaluation) -> dict[str, float]:
    figures = {name: round(result.by_field[name].f1, 4) for name in LABELLED_FIELDS}
    figures["labelled fields"] = round(labelled_f1(result), 4)
    figures["perfect cards"] = round(result.perfect_cards / max(1, result.cards), 4)
    return figures


def _write(folder: Path, metrics: dict[str, Any]) -> None:
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")


def _talk(started: float, what: str) -> None:
    print(f"{time.monotonic() - started:5.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
