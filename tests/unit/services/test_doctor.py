from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meishi.errors import DatabaseTooNewError
from meishi.services.doctor import LANGUAGES, Finding, Verdict, diagnose, is_ready

VARIABLES = ("MEISHI_HOME", "MEISHI_ENGINE")


def look(home: Path, open_library=lambda: "schema 1") -> dict[str, Finding]:
    return {finding.part: finding for finding in diagnose(home, open_library, VARIABLES)}


def stand_in_tesseract(folder: Path, version: str, models: list[str]) -> None:
    listing = "\\n".join(["List of available languages:", *models])
    program = folder / "tesseract"
    program.write_text(
        f'#!/bin/sh\ncase $1 in --version) echo "tesseract {version}" ;; *) printf "{listing}\\n" ;; esac\n',
        encoding="utf-8",
    )
    program.chmod(0o755)


@pytest.fixture
def only_program_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.needs("tesseract")
def test_a_machine_that_was_set_up_is_ready_before_the_first_import(tmp_path):
    findings = diagnose(tmp_path / "not" / "yet", lambda: "schema 1", VARIABLES)

    assert is_ready(findings), [finding for finding in findings if finding.verdict is Verdict.MISSING]
    assert all(finding.remedy == "" for finding in findings if finding.verdict is Verdict.OK)


def test_a_misspelt_setting_is_told_beside_the_names_there_are(tmp_path, monkeypatch):
    monkeypatch.setenv("MEISHI_HOEM", "/somewhere")

    finding = look(tmp_path)["Settings"]

    assert finding.verdict is Verdict.NOTE
    assert "MEISHI_HOEM" in finding.message
    assert "MEISHI_HOME" in finding.remedy


@pytest.mark.usefixtures("only_program_folder")
def test_without_tesseract_it_says_how_to_install_it_on_both_systems(tmp_path):
    finding = look(tmp_path)["Tesseract"]

    assert finding.verdict is Verdict.MISSING
    assert "apt-get install tesseract-ocr" in finding.remedy
    assert "brew install tesseract" in finding.remedy


def test_each_missing_language_is_told_with_its_package(tmp_path, only_program_folder):
    stand_in_tesseract(only_program_folder, "5.3.0", ["eng", "jpn", "script/Japanese"])

    findings = look(tmp_path)

    assert findings["Tesseract: jpn"].verdict is Verdict.OK
    assert findings["Tesseract: Japanese"].verdict is Verdict.OK
    assert findings["Tesseract: jpn_vert"].verdict is Verdict.MISSING
    assert "tesseract-ocr-jpn-vert" in findings["Tesseract: jpn_vert"].remedy
    assert findings["Tesseract: Latin"].verdict is Verdict.NOTE
    assert not is_ready(findings.values())


@pytest.mark.parametrize("version", ["4.1.1", "v4.0.0-beta.1", "of unknown version"])
def test_an_old_tesseract_is_refused(tmp_path, only_program_folder, version):
    stand_in_tesseract(only_program_folder, version, [language.model for language in LANGUAGES])

    assert look(tmp_path)["Tesseract"].verdict is Verdict.MISSING


def test_a_private_library_is_left_in_peace(meishi_home):
    meishi_home.mkdir(mode=0o700)
    (meishi_home / "meishi.db").touch(mode=0o600)

    assert look(meishi_home)["Library folder"].verdict is Verdict.OK


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o755, 0o600), (0o700, 0o644)])
def test_what_others_can_read_is_told_and_its_remedy_mends_it(meishi_home, folder_mode, file_mode):
    meishi_home.mkdir()
    (meishi_home / "meishi.db").touch()
    (meishi_home / "meishi.db").chmod(file_mode)
    meishi_home.chmod(folder_mode)

    finding = look(meishi_home)["Library folder"]
    subprocess.run(finding.remedy, shell=True, check=True)

    assert finding.verdict is Verdict.MISSING
    assert look(meishi_home)["Library folder"].verdict is Verdict.OK


def test_the_remedy_holds_for_a_folder_with_quotes_and_spaces_in_its_name(tmp_path):
    home = tmp_path / "it's 名刺"
    home.mkdir(mode=0o755)

    subprocess.run(look(home)["Library folder"].remedy, shell=True, check=True)

    assert look(home)["Library folder"].verdict is Verdict.OK


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_library_that_another_user_made_is_told(meishi_home):
    meishi_home.mkdir(mode=0o700)
    (meishi_home / "meishi.db").touch(mode=0o600)
    os.chown(meishi_home / "meishi.db", 12345, 12345)

    finding = look(meishi_home)["Library folder"]

    assert finding.verdict is Verdict.MISSING
    assert "chown" in finding.remedy


def test_a_database_that_refuses_is_told_with_its_own_hint(tmp_path):
    def refuse() -> str:
        raise DatabaseTooNewError("schema 9 is newer than 1", hint="Update meishi.")

    finding = look(tmp_path, refuse)["Database"]

    assert (finding.verdict, finding.remedy) == (Verdict.MISSING, "Update meishi.")


def test_without_opencv_the_doctor_still_looks_at_the_rest(tmp_path):
    script = (
        "import sys; sys.modules['cv2'] = None\n"
        "from pathlib import Path; from meishi.services.doctor import diagnose\n"
        f"findings = diagnose(Path({str(tmp_path)!r}), lambda: 'schema 1', ())\n"
        "for finding in findings: print(finding.part, finding.verdict)\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert "OpenCV missing" in shown
    assert "Database ok" in shown
