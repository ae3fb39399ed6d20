"""Command line: `python -m generator {train,eval,demo,degraded} --count N --seed S --output DIR`."""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path

from generator.fonts import DEBIAN_PACKAGES, FontMissingError, missing_families
from generator.sets import SETS, generate

_DEFAULT_COUNTS = {"train": 600, "eval": 60, "demo": 12, "degraded": 30}


def _show_progress(count: int, done: int) -> None:
    print(f"\r{done}/{count}", end="", file=sys.stderr, flush=True)


def main() -> int:
    """Make one set of sample cards."""
    parser = argparse.ArgumentParser(prog="generator", description=main.__doc__)
    parser.add_argument(
        "set_name",
        choices=SETS,
        metavar="{" + ",".join(SETS) + "}",
        help="which persons, fonts and layouts, and how pictures look",
    )
    parser.add_argument("--count", type=int, help="number of files (default: 600, 60, 12, 30)")
    parser.add_argument("--seed", type=int, default=1, help="equal seeds make equal bytes (default: 1)")
    parser.add_argument("--output", type=Path, required=True, help="folder for pictures and records")
    parser.add_argument("--faces-only", action="store_true", help="truth.jsonl and geometry.jsonl alone, no pictures")
    parser.add_argument("--processes", type=int, default=1, help="how many to work with (default: 1)")
    given = parser.parse_args()
    if missing := missing_families():
        print(
            f"not installed, so not used: {', '.join(missing)}; sets made without them differ from the committed ones.",
            file=sys.stderr,
        )
        print("on Debian: apt-get install " + " ".join(DEBIAN_PACKAGES), file=sys.stderr)
    count = given.count or _DEFAULT_COUNTS[given.set_name]
    started = time.monotonic()
    progress = partial(_show_progress, count) if sys.stderr.isatty() else None
    try:
        sides = generate(
            given.set_name,
            count,
            given.seed,
            given.output,
            faces_only=given.faces_only,
            processes=given.processes,
            report=progress,
        )
    except FontMissingError as error:
        print(f"cannot draw cards: {error}", file=sys.stderr)
        return 5
    spent = time.monotonic() - started
    print(f"{count} files, {sides} card sides in {given.output}: {spent / max(1, count):.2f} s a file", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
