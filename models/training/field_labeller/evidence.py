"""Command line: make the cards that come with the labeller for `meishi learn`.

`evidence.jsonl.gz` is `samples/eval` as it is read, with its truth: a model that was learned from the user's cards is
measured on it. `other_cards.jsonl.gz` are drawn cards of all kinds, misread as engines misread: on these such a model
has to say what the old one says. Run from the root of a checkout:
`PYTHONPATH=samples:models python -m training.field_labeller.evidence`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from meishi.domain.reading import CardReading
from meishi.services.evaluate import LabelledCard, load_truth
from meishi.services.evidence import EVIDENCE_FILE, OTHER_CARDS_FILE, CardLines, LabelledLines, pack
from meishi.services.reading import read_files
from meishi.wiring import build_reading_parts
from training.field_labeller.faces import draw_cards
from training.field_labeller.misreadings import misread_as_usual


def main() -> int:
    """Keep what was read on the cards whose truth is known, and draw others."""
    parser = argparse.ArgumentParser(prog="training.field_labeller.evidence", description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=Path("samples/eval"), help="labelled pictures")
    parser.add_argument("--others", type=int, default=200, help="how many cards to draw (default: 200)")
    parser.add_argument("--seed", type=int, default=31, help="equal seeds draw equal cards (default: 31)")
    parser.add_argument("--drawn", type=Path, default=Path(".cache/field_labeller"), help="where drawn cards are kept")
    parser.add_argument("--output", type=Path, default=Path("models/field_labeller"), help="where the model lies")
    given = parser.parse_args()
    folder = given.drawn / f"others-{given.others}-{given.seed}"
    drawn = draw_cards(folder, set_name="train", count=given.others, seed=given.seed)
    others = [misread_as_usual(card, f"others/{number}") for number, card in enumerate(drawn)]
    sides = [CardLines(size=card.size, lines=tuple(line.as_text_line() for line in card.lines)) for card in others]
    (given.output / OTHER_CARDS_FILE).write_bytes(pack(sides))
    evidence = list(_read(given.folder))
    (given.output / EVIDENCE_FILE).write_bytes(pack(evidence))
    print(f"{len(evidence)} cards with their truth, {len(sides)} others", file=sys.stderr)
    return 0


def _read(folder: Path) -> Iterator[LabelledLines]:
    """Give the cards that are alone on their page, so that it needs no guessing which truth is whose."""
    truths: dict[tuple[str, int], list[LabelledCard]] = defaultdict(list)
    readings: dict[tuple[str, int], list[CardReading]] = defaultdict(list)
    for truth in load_truth(folder):
        truths[truth.file, truth.page].append(truth)
    files = list(dict.fromkeys(folder / file for file, _ in truths))
    for result in read_files(files, build_reading_parts("auto")):
        for reading in result.readings:
            readings[Path(reading.file).name, reading.page].append(reading)
    for page, on_it in truths.items():
        if len(on_it) == len(readings[page]) == 1:
            reading = readings[page][0]
            assert reading.size is not None
            yield LabelledLines(truth=on_it[0], size=reading.size, lines=reading.text_lines)


if __name__ == "__main__":
    sys.exit(main())
