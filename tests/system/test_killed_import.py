"""An import that is killed at any moment has lost nothing, and the next one goes on."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from importing import open_library, run_import

CARDS = 50


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
