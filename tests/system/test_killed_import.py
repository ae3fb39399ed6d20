"""An import that is stopped or killed at any moment has lost nothing, and the next one goes on."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import PROGRAM
from importing import open_library, run_import
from meishi.errors import ExitCode
from patience import wait_until

SCAN = Path(__file__).parents[2] / "samples" / "demo" / "09-scan.jpg"
CARDS = 50
MORE_THAN_ARE_READ = 40


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(CARDS):
        (folder / f"{number:03}.jpg").write_bytes(f"picture {number}".encode() * 1000)
    return folder


@pytest.mark.parametrize("lines_before_the_kill", [0, 1, 17, 49])
def test_killed_and_started_again_everybody_is_there_once_with_both_tasks(pictures, meishi_home, lines_before_the_kill):
    importer = Path(__file__).parent.parent / "importing.py"
    with subprocess.Popen(
        [sys.executable, str(importer), str(pictures), str(meishi_home)], stdout=subprocess.PIPE, text=True
    ) as running:
        for _ in range(lines_before_the_kill):
            running.stdout.readline()
        running.kill()
    meishi_home.mkdir(mode=0o700, exist_ok=True)
    library = open_library(meishi_home)
    run_import(sorted(pictures.iterdir()), library)
    found = library.store.contacts()
    assert len(found) == CARDS
    assert len({record.uid for record in found}) == CARDS
    assert sum(len(record.postcards) + len(record.follow_ups) for record in found) == 2 * CARDS
    for record in found:
        (card,) = library.store.cards(record.id)
        kept = library.originals.path(card.kept_as)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == card.sha256
    assert len(list(pictures.iterdir())) == CARDS
    library.store.close()


def test_killed_before_any_one_of_its_writes_nothing_is_lost_and_the_next_run_goes_on(tmp_path):
    program = Path(__file__).parent.parent / "power_cut.py"
    killed = subprocess.run([sys.executable, program, tmp_path], capture_output=True, text=True, check=False)
    assert killed.returncode == 0, killed.stderr
    assert int(killed.stdout) > 50


@pytest.mark.needs("tesseract")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_stopped_it_says_what_is_saved_leaves_nobody_behind_and_goes_on(tmp_path):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(MORE_THAN_ARE_READ):
        # The same card in other bytes: all are one person.
        (pictures / f"{number:02}.jpg").write_bytes(SCAN.read_bytes() + bytes([number]))
    report = tmp_path / "report.html"

    def start(*options):
        command = [*PROGRAM, "import", pictures, "--json", *options]
        environment = {**os.environ, "MEISHI_ENGINE": "tesseract", "MEISHI_WORKERS": "1"}
        # In so small a pipe it cannot get far ahead, however late the machine gets round to stopping it.
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "pipesize": 4096}
        return subprocess.Popen(command, env=environment, start_new_session=True, **pipes)

    def stopped_by(sign):
        with start("--report", report) as running:
            outcomes = [json.loads(running.stdout.readline())]
            while outcomes[-1]["is_known"]:
                outcomes.append(json.loads(running.stdout.readline()))
            workers = children_of(running.pid)
            os.killpg(running.pid, sign)
            stdout, stderr = running.communicate()
        assert running.returncode == ExitCode.INTERRUPTED
        assert "The same command goes on from here." in stderr
        assert "Traceback" not in stderr
        assert workers
        wait_until(lambda: not any(map(is_running, workers)), or_else="workers were left behind")
        assert report.exists()
        report.unlink()
        return outcomes + [json.loads(line) for line in stdout.splitlines()]

    first = stopped_by(signal.SIGINT)
    second = stopped_by(signal.SIGTERM)
    assert first[0]["contacts"]
    assert sum(outcome["is_known"] for outcome in second) >= len(first)
    assert len(second) < MORE_THAN_ARE_READ
    # What was just saved may not have been said any more.
    for picture in sorted(pictures.iterdir())[len(second) + 2 :]:
        picture.unlink()
    with start() as running:
        third = [json.loads(line) for line in running.stdout]
    assert running.returncode == ExitCode.OK
    assert len(third) == len(second) + 2
    assert all(outcome["is_known"] for outcome in third[: len(second)])
    assert not third[-1]["is_known"]


def children_of(pid):
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def is_running(pid):
    # One that has ended may wait for the system to take note; it has no command any more.
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return False
