"""What Tesseract does wrong ends in one of our errors, and leaves nothing behind."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import numpy as np
import pytest

from meishi.domain.text import LineStrip
from meishi.errors import EngineFailedError, EngineMissingError
from meishi.recognize import TesseractEngine, TesseractOptions, tesseract_call
from meishi.recognize.tesseract_call import Call, read_pictures

ANSWERS_QUESTIONS = """#!/bin/sh
case "$1" in
--list-langs) printf 'List of available languages (5):\\nscript/Japanese\\njpn\\njpn_vert\\neng\\nosd\\n'; exit 0;;
--version) printf 'tesseract 5.9.9\\n leptonica-1.82.0\\n'; exit 0;;
esac
"""
PICTURE = np.full((40, 200), 255, np.uint8)
PICTURE[10:30, 20:180:9] = 0
HEADER = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n"


@pytest.fixture
def folder_for_pictures(tmp_path, monkeypatch):
    folder = tmp_path / "pictures"
    folder.mkdir()
    monkeypatch.setattr(tesseract_call, "_MEMORY_FOLDER", folder)
    return folder


@pytest.fixture
def tesseract_program(tmp_path, monkeypatch, folder_for_pictures):
    """Puts a program called `tesseract` that does what it is told in front of the real one."""

    def install(behaviour: str) -> None:
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir()
        program.write_text(ANSWERS_QUESTIONS + behaviour)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return install


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        pytest.param("exec sleep 60", "failed", id="hangs"),
        pytest.param("echo out of memory >&2; exit 137", "137", id="crashes"),
        pytest.param("kill -SEGV $$", "status", id="is killed"),
        pytest.param("exit 0", "failed", id="writes nothing"),
        pytest.param('printf "a\\nb\\n" > "$2.tsv"', "no table", id="writes garbage"),
        pytest.param("printf '\\377\\376\\n\\377' > \"$2.tsv\"", "failed", id="writes what is no UTF-8"),
        pytest.param(
            f"printf '{HEADER}5\\t7\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t90\\thi\\n' > \"$2.tsv\"",
            "no table",
            id="names a picture that was not sent",
        ),
    ],
)
def test_a_failing_program_is_an_engine_failure_that_leaves_no_pictures(
    tesseract_program, folder_for_pictures, behaviour, says
):
    tesseract_program(behaviour)
    engine = TesseractEngine(TesseractOptions(limit_seconds=0.3, limit_seconds_per_line=0))

    with pytest.raises(EngineFailedError, match=says) as caught:
        engine.read_lines([LineStrip(PICTURE)])

    assert caught.value.hint
    assert list(folder_for_pictures.iterdir()) == []


def test_pictures_lie_where_nobody_else_can_look(tesseract_program, folder_for_pictures, tmp_path):
    seen = tmp_path / "seen"
    tesseract_program(f"ls -ld {folder_for_pictures}/* > {seen}; printf '{HEADER}' > \"$2.tsv\"")

    TesseractEngine().read_lines([LineStrip(PICTURE)])

    assert seen.read_text().startswith("drwx------")


def test_one_thread_is_asked_of_the_program(tesseract_program, tmp_path, monkeypatch):
    monkeypatch.delenv("OMP_THREAD_LIMIT")
    seen = tmp_path / "seen"
    tesseract_program(f"echo $OMP_THREAD_LIMIT > {seen}; printf '{HEADER}' > \"$2.tsv\"")

    TesseractEngine().read_lines([LineStrip(PICTURE)])

    assert seen.read_text() == "1\n"


def test_models_in_a_folder_of_scripts_are_found(tesseract_program, tmp_path):
    seen = tmp_path / "seen"
    tesseract_program(f'echo "$@" >> {seen}; printf \'{HEADER}\' > "$2.tsv"')

    engine = TesseractEngine()
    engine.read_lines([LineStrip(PICTURE)])

    assert engine.name == "tesseract 5.9.9"
    assert "-l script/Japanese" in seen.read_text()


def test_a_missing_program_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissingError) as caught:
        TesseractEngine()

    assert "tesseract-ocr-script-jpan" in caught.value.hint
    assert "tesseract-lang" in caught.value.hint


def test_a_missing_model_is_named(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nprintf 'List:\\neng\\nosd\\n'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(EngineMissingError, match="Japanese, jpn, jpn_vert"):
        TesseractEngine()


@pytest.mark.needs("tesseract")
def test_a_model_that_was_removed_is_a_missing_engine():
    with pytest.raises(EngineMissingError, match="tlh"):
        read_pictures([PICTURE], Call("tlh"), limit_seconds=20)


@pytest.mark.needs("tesseract")
def test_without_a_memory_folder_the_usual_one_serves(tmp_path, monkeypatch):
    monkeypatch.setattr(tesseract_call, "_MEMORY_FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert len(read_pictures([PICTURE], Call("eng"), limit_seconds=20)) == 1
    assert list(Path(tmp_path).glob("meishi-*")) == []
