"""Measure a large import: on one process and on two, stopped and started again, on a cluster, by two importers at once.

`make batch COUNT=500` draws so many pictures and imports them into libraries of its own. CPU seconds a card of two
processes should be within 10 % of those of one (cards a second and process too, on a machine with nothing else to do),
and memory at the last picture what it was at the 50th. A cluster loses one of its workers in the middle. Two importers
at once need a server: `.ci/with-postgresql` starts one. Ends with 1 when the libraries hold different cards.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from meishi.store import Store

TESTS = Path(__file__).resolve().parents[1]
MEISHI = Path(sys.executable).with_name("meishi")
EARLY = 50
"""The picture at which everything is loaded that reading needs."""


@dataclass
class Run:
    """What one import took.

    Attributes:
        cards: How many cards were read.
        seconds: From the first result to the last, so that the start of the processes is left out.
        cpu_seconds: Of all processes that this one started.
        memory_mb: Of the import and its workers, by how many pictures were done.
    """

    cards: int
    seconds: float
    cpu_seconds: float
    memory_mb: dict[int, float]


def start(pictures: list[Path], home: Path, **settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "MEISHI_HOME": str(home), **settings}
    command = [MEISHI, "import", "--json", *pictures]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def watch(running: subprocess.Popen[str], meanwhile: Callable[[int], None] = lambda done: None) -> Run:
    """Follow an import to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory: dict[int, float] = {}
    cards = first_cards = 0
    started = ended = time.perf_counter()
    assert running.stdout is not None
    for done, line in enumerate(running.stdout, start=1):
        outcome = json.loads(line)
        cards += outcome["cards"]
        ended = time.perf_counter()
        if done == 1:
            started, first_cards = ended, cards
        if done % EARLY == 0:
            memory[done] = memory_mb(running.pid)
        meanwhile(done)
    running.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cards - first_cards, ended - started, cpu, memory)


def memory_mb(pid: int) -> float:
    """The memory of a process and all that it started, shared pages counted once (Linux)."""
    family = [pid]
    for process in family:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            family += map(int, children.read_text().split())
    kilobytes = 0
    for process in family:
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # a Tesseract that has ended meanwhile
        kilobytes += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024


def tell(what: str, run: Run, processes: int, single: Run | None = None) -> None:
    rate, cost = run.cards / run.seconds / processes, run.cpu_seconds / max(1, run.cards)
    compared = f"{rate / (single.cards / single.seconds):7.2f} times one" if single else ""
    print(f"{what:34}{rate:6.2f} cards a second and process{cost:7.2f} CPU s a card{compared}", flush=True)


def people_in(home: Path, url: str | None = None) -> list[str]:
    """Everybody in a library, and whether each has both tasks."""
    with Store.open(url) if url else Store.open_file(home / "meishi.db") as store:
        records = store.contacts()
        assert all(record.postcards and record.follow_ups for record in records)
        pictures = [picture.sha256 for picture in store.pictures()]
        assert len(pictures) == len(set(pictures))
        return sorted(card.reading.contact.display_name for record in records for card in store.cards(record.id))


def on_processes(pictures: list[Path], folder: Path, single_count: int) -> list[str]:
    single = watch(start(pictures[:single_count], folder / "one", MEISHI_WORKERS="1"))
    tell(f"one process, {single_count} pictures", single, 1)
    two = watch(start(pictures, folder / "two", MEISHI_WORKERS="2"))
    tell(f"two processes, {len(pictures)} pictures", two, 2, single)
    memory = list(two.memory_mb.values())
    growth = f"; {memory[-1] / memory[0]:.2f} times" if memory else ""
    print("memory, MB: " + ", ".join(f"{mb:.0f} at {done}" for done, mb in two.memory_mb.items()) + growth, flush=True)
    return people_in(folder / "two")


def stopped_and_started_again(pictures: list[Path], folder: Path) -> list[str]:
    running = start(pictures, folder / "again", MEISHI_WORKERS="2")
    watch(running, lambda done: running.send_signal(signal.SIGINT) if done == len(pictures) // 2 else None)
    kept = people_in(folder / "again")
    watch(start(pictures, folder / "again", MEISHI_WORKERS="2"))
    print(f"stopped with {len(kept)} cards saved, started again", flush=True)
    return people_in(folder / "again")


def on_cluster(pictures: list[Path], folder: Path) -> list[str]:
    command = [sys.executable, TESTS / "cluster.py"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as cluster:
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        at = json.loads(cluster.stdout.readline())

        def kill_one(done: int) -> None:
            if done == len(pictures) // 2:
                os.kill(at["pids"][0], signal.SIGKILL)

        run = watch(start(pictures, folder / "cluster", MEISHI_EXECUTOR=at["address"]), kill_one)
        cluster.stdin.close()
    print(f"cluster, one of two workers killed   {run.cards / run.seconds:6.2f} cards a second", flush=True)
    return people_in(folder / "cluster")


def two_importers(pictures: list[Path], folder: Path, url: str) -> list[str]:
    both = [
        start(some, folder / "server", MEISHI_DATABASE_URL=url, MEISHI_WORKERS="1")
        for some in (pictures, pictures[::-1])
    ]
    for running in both:
        running.communicate()
    print("two importers at once on PostgreSQL", flush=True)
    return people_in(folder / "server", url)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--count", type=int, help="import so many pictures; all when not given")
    arguments.add_argument("--single", type=int, default=100, help="how many of them on one process (default: 100)")
    arguments.add_argument("--some", type=int, help="how many in what is not timed; all when not given")
    chosen = arguments.parse_args()
    files = sorted(file for file in chosen.folder.iterdir() if file.suffix in {".jpg", ".png", ".pdf"})[: chosen.count]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        on_processes(files, folder, min(chosen.single, len(files)))
        some = files[: chosen.some]
        found = {"started again": stopped_and_started_again(some, folder), "cluster": on_cluster(some, folder)}
        if url := os.environ.get("MEISHI_TEST_POSTGRESQL_URL"):
            found["two importers"] = two_importers(some, folder, url)
    everybody = found["started again"]
    for what, people in found.items():
        same = "the same cards" if people == everybody else "OTHER CARDS"
        print(f"{what}: {len(people)} cards, {same}, nobody twice", flush=True)
    return 0 if all(people == everybody for people in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
