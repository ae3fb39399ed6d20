"""Measure what reading costs, by stage and batch, against peers on the same pictures, and over processes.

All numbers of a table come from one run, because machines differ and are shared: read them as ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

from meishi.decode import DecodeOptions, looks_like_picture, open_photos
from meishi.domain.photo import Photo
from meishi.errors import CardError
from meishi.extract import ExtractOptions, extract_fields
from meishi.pipeline import ReadingParts
from meishi.recognize import RecognizeOptions, recognize_text
from meishi.rectify import RectifyOptions, find_cards
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.wiring import ENGINES, build_reading_parts, cpu_seconds, read_files_in_parallel, read_settings

STAGES = ("decode", "rectify", "recognize", "extract", "resolve")


class Stopwatch:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        started = cpu_seconds()
        yield
        self.seconds[stage] += cpu_seconds() - started


def read_batch(files: Sequence[Path], parts: ReadingParts, watch: Stopwatch) -> int:
    """Read files as one batch and tell how many cards there were."""
    cards = []
    for file in files:
        with watch.measure("decode"):
            photos = list(open_photos(file, DecodeOptions()))
        for photo in photos:
            with watch.measure("rectify"):
                cards += cards_of(photo, parts)
    with watch.measure("recognize"):
        texts = recognize_text(cards, parts.engine, RecognizeOptions())
    for card, lines in zip(cards, texts, strict=True):
        if isinstance(lines, CardError):
            continue
        with watch.measure("extract"):
            fields = extract_fields(lines, (card.even.shape[1], card.even.shape[0]), ExtractOptions())
        with watch.measure("resolve"):
            resolve_contact(fields, ResolveOptions())
    return len(cards)


def cards_of(photo: Photo, parts: ReadingParts) -> tuple[object, ...]:
    try:
        return find_cards(photo, parts.detector, parts.upright_judge, RectifyOptions())
    except CardError:
        return ()


def print_stages(files: Sequence[Path], parts: ReadingParts, sizes: Sequence[int]) -> float:
    """Print CPU seconds a card by stage for batches of several sizes; gives the total of the last."""
    print(f"{'CPU s a card':24}" + "".join(f"{stage:>11}" for stage in (*STAGES, "all")))
    total = 0.0
    for size in sizes:
        watch = Stopwatch()
        cards = read_batch(list(islice(cycle(files), size)), parts, watch)
        shares = [watch.seconds[stage] / max(1, cards) for stage in STAGES]
        total = sum(shares)
        print(f"batch of {size:<15}" + "".join(f"{share:11.3f}" for share in (*shares, total)))
    return total


def print_peers(files: Sequence[Path], ours: float, cards_a_file: float) -> None:
    """Print what others need for the same pictures, as they come."""
    peers: dict[str, Callable[[], Callable[[Path], object]]] = {
        "Tesseract, whole picture": whole_picture_tesseract,
        "RapidOCR": rapidocr,
    }
    print(f"\n{'peer on the same pictures':28}{'CPU s a card':>14}{'ours / peer':>13}")
    for name, load in peers.items():
        try:
            read = load()
        except ImportError as error:
            print(f"{name:28}{'not installed: ' + str(error.name):>14}")
            continue
        read(files[0])
        started = cpu_seconds()
        for file in files:
            read(file)
        theirs = (cpu_seconds() - started) / len(files) / cards_a_file
        print(f"{name:28}{theirs:14.3f}{ours / theirs:13.2f}")


def whole_picture_tesseract() -> Callable[[Path], object]:
    import pytesseract  # noqa: PLC0415 - a peer may be missing

    return lambda file: pytesseract.image_to_string(str(file), lang="jpn+eng", config="--psm 3")


def rapidocr() -> Callable[[Path], object]:
    from rapidocr import RapidOCR  # noqa: PLC0415 - a peer may be missing

    reader = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )
    return lambda file: reader(str(file))


def print_scaling(files: Sequence[Path], engine: str, processes: Sequence[int]) -> None:
    """Print cards a second for several numbers of processes, their start included."""
    print(f"\n{'processes':24}{'cards a second':>15}{'times one':>11}")
    alone = 0.0
    for count in processes:
        settings = read_settings(engine=engine, workers=count)
        started = time.perf_counter()
        cards = sum(len(result.readings) for result in read_files_in_parallel(settings, files, print))
        rate = cards / (time.perf_counter() - started)
        alone = alone or rate
        print(f"{count:<24}{rate:15.2f}{rate / alone:11.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=Path("samples/eval"))
    arguments.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100])
    arguments.add_argument("--engine", default="auto", choices=ENGINES)
    arguments.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    chosen = arguments.parse_args()
    files = sorted(file for file in chosen.folder.iterdir() if looks_like_picture(file) and file.suffix != ".pdf")
    if not files:
        sys.exit(f"{chosen.folder} holds no pictures")
    parts = build_reading_parts(chosen.engine)
    cards = read_batch(files[:1], parts, Stopwatch())
    ours = print_stages(files, parts, chosen.sizes)
    peak_mb = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{'peak memory':24}{peak_mb:11.0f} MB (this process and its largest child)")
    some = files[:: max(1, len(files) // 12)]
    cards = read_batch(some, parts, Stopwatch())
    print_peers(some, ours, cards / len(some))
    print_scaling(list(islice(cycle(files), 2 * len(files))), chosen.engine, chosen.processes)


if __name__ == "__main__":
    main()
