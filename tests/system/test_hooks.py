"""Packages of others: an exporter and an engine that are installed beside meishi."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import meishi_program
from importing import open_library, run_import
from meishi.errors import ExitCode

SCAN = Path(__file__).parents[2] / "samples" / "demo" / "09-scan.jpg"

MODULE = """
from meishi.domain.text import LineReading, Word
from meishi.exchange.person import Written

def write(people):
    return Written("\\n".join(person.contact.display_name for person in people).encode())

class Engine:
    name = "foreign 1"

    def read_lines(self, strips):
        words = (Word("株式会社山田", 0.9, (0.0, 1.0)),)
        return tuple(LineReading("株式会社山田", 0.9, words, "foreign") for _ in strips)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package as pip would install it."""
    folder = tmp_path / "site"
    metadata = folder / "foreign-1.0.dist-info"
    metadata.mkdir(parents=True)
    (folder / "foreign.py").write_text(MODULE, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[meishi.exporters]\nnames = foreign:write\nbroken = foreign:nothing\n"
        "[meishi.engines]\nforeign = foreign:Engine\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))


def test_an_exporter_of_others_is_called(package, meishi_home, tmp_path):
    meishi_home.mkdir(mode=0o700)
    card = tmp_path / "太郎.jpg"
    card.write_bytes(b"a card")
    library = open_library(meishi_home)
    with library.store:
        run_import([card], library)
    assert meishi_program("export", "with", "names").stdout == "山田 太郎"
    unknown = meishi_program("export", "with", "nobody")
    assert (unknown.returncode, "broken, names" in unknown.stderr) == (ExitCode.USAGE, True)
    broken = meishi_program("export", "with", "broken")
    assert (broken.returncode, "Traceback" in broken.stderr) == (ExitCode.SETUP, False)


@pytest.mark.needs("tesseract")
def test_an_engine_of_others_reads(package):
    result = meishi_program("read", SCAN, "--json", MEISHI_ENGINE="foreign")
    assert json.loads(result.stdout)["engine"] == "foreign 1"
    unknown = meishi_program("read", SCAN, MEISHI_ENGINE="crystal ball")
    assert unknown.returncode == ExitCode.SETUP
    assert "foreign" in unknown.stderr
