"""Measure a large import: on one process and on two, stopped and started again, on a cluster, by two importers at once.

`make batch COUNT=500` draws so many pictures and imports them into libraries of its own. CPU seconds a card of two
processes should be within 10 % of those of one for the same pictures (cards a second and process too, on a machine with
nothing else to do), and memory at the last picture what it was at the 50th. A cluster loses one of its workers in the
middle. Two importers at once need a server: `.ci/with-postgresql` starts one. Ends with 1 when the libraries hold
different cards.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from meishi.errors import ExitCode
from meishi.store import Store

TESTS = Path(__file__).resolve().parents[1]
MEISHI = Path(sys.executable).with_name("meishi")
EARLY = 50
"""The picture at which everything is loaded that reading needs."""


class Mark(NamedTuple):
    """How far an import was at some picture, and what it had taken until then.

    Attributes:
        cards: How many cards were read.
        at_seconds: The time.
        cpu_seconds: Of the import and all that it started.
        memory_mb: The same.
    """

    cards: int
    at_seconds: float
    cpu_seconds: float
    memory_mb: float


Run = dict[int, Mark]
"""Marks by how many pictures were done: at the first, at every 50th and at the end."""


def start(pictures: list[Path], home: Path, **settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "MEISHI_HOME": str(home), **settings}
    command = [MEISHI, "import", "--json", *pictures]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def watch(running: subprocess.Popen[str], meanwhile: Callable[[int], None] = lambda done: None) -> Run:
    """Follow an import to its end."""
    marks: Run = {}
    cards = done = 0
    assert running.stdout is not None
    for done, line in enumerate(running.stdout, start=1):
        cards += json.loads(line)["cards"]
        if done == 1 or done % EARLY == 0:
            marks[done] = mark(cards, running.pid)
        meanwhile(done)
    marks[done] = marks.get(done) or mark(cards, running.pid)
    running.wait()
    return marks


def mark(cards: int, pid: int) -> Mark:
    """What a process and all that it started have taken until now (Linux)."""
    family = [pid]
    for process in family:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            family += map(int, children.read_text().split())
    return Mark(cards, time.perf_counter(), sum(map(cpu_seconds, family)), sum(map(memory_mb, family)))


def cpu_seconds(pid: int) -> float:
    """What a process has taken, with all that it started and that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # a Tesseract that has ended meanwhile
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """The memory of a process, what it shares with others in parts."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def measured(*runs: Run) -> tuple[int, int]:
    """The pictures between which runs are compared: from when all is loaded to the last that all have reached."""
    common = sorted(set.intersection(*map(set, runs)))
    return common[0 if len(common) < 3 else 1], common[-1]


def cost(run: Run, first: int, last: int) -> float:
    """CPU seconds a card, from one picture to another."""
    return (run[last].cpu_seconds - run[first].cpu_seconds) / max(1, run[last].cards - run[first].cards)


def rate(run: Run) -> float:
    """Cards a second."""
    first, last = (run[done] for done in measured(run))
    return (last.cards - first.cards) / (last.at_seconds - first.at_seconds)


def tell(what: str, run: Run, processes: int) -> None:
    cards, each = run[max(run)].cards, rate(run) / processes
    used = cost(run, *measured(run))
    print(f"{what:34}{cards:5} cards{each:7.2f} a second and process{used:7.3f} CPU s a card", flush=True)


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
    tell(f"two processes, {len(pictures)} pictures", two, 2)
    first, last = measured(single, two)
    if first < last:
        of_two, of_one = cost(two, first, last), cost(single, first, last)
        print(
            f"pictures {first} to {last}: {of_two:.3f} CPU s a card on two processes, {of_one:.3f} on one, "
            f"{of_two / of_one:.2f} times",
            flush=True,
        )
    memory = {done: at.memory_mb for done, at in two.items() if done % EARLY == 0}
    growth = f"; {memory[max(memory)] / memory[EARLY]:.2f} times" if memory else ""
    print("memory, MB: " + ", ".join(f"{mb:.0f} at {done}" for done, mb in memory.items()) + growth, flush=True)
    return people_in(folder / "two")


def stopped_and_started_again(pictures: list[Path], folder: Path) -> list[str]:
    running = start(pictures, folder / "again", MEISHI_WORKERS="2")
    watch(running, lambda done: running.send_signal(signal.SIGINT) if done == len(pictures) // 2 else None)
    kept = people_in(folder / "again")
    assert running.returncode == ExitCode.INTERRUPTED
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
    print(f"cluster, one of two workers killed: {rate(run):.2f} cards a second", flush=True)
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
    arguments.add_argument("--single", type=int, default=200, help="how many of them on one process (default: 200)")
    arguments.add_argument("--some", type=int, help="how many in what is not timed; all when not given")
    chosen = arguments.parse_args()
    # A shell lets what runs in the background ignore Ctrl-C, and so would the import that is to be stopped.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    files = sorted(file for file in chosen.folder.iterdir() if file.suffix in {".jpg", ".png", ".pdf"})[: chosen.count]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timed = on_processes(files, folder, min(chosen.single, len(files)))
        some = files[: chosen.some]
        found = {"started again": stopped_and_started_again(some, folder), "cluster": on_cluster(some, folder)}
        if len(some) == len(files):
            found["two processes"] = timed
        if url := os.environ.get("MEISHI_TEST_POSTGRESQL_URL"):
            found["two importers"] = two_importers(some, folder, url)
    everybody = found["started again"]
    for what, people in found.items():
        same = "the same cards" if people == everybody else "OTHER CARDS"
        print(f"{what}: {len(people)} cards, {same}, nobody twice", flush=True)
    return 0 if all(people == everybody for people in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
