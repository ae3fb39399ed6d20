"""A fresh machine: what set-up installs, what it says where it may not, and that versions are pinned by name alone.

The machines are folders of stand-in programs, so nothing is installed here whoever runs the tests.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SETUP_ERROR = 5
EVERY_LANGUAGE = "eng jpn jpn_vert script/Japanese script/Japanese_vert script/Latin vie"
REAL_PROGRAMS = ("sed", "grep", "dirname", "env")


class Machine:
    """A machine whose programs are the ones given here and a few real ones."""

    def __init__(self, folder: Path, *, user_id: int) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.calls = folder / "calls"
        self.calls.touch()
        for name in REAL_PROGRAMS:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.add("id", f"echo {user_id}")

    def add(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def add_recorded(self, name: str, script: str = "") -> None:
        self.add(name, f'echo "{name} $*" >>"{self.calls}"\n{script}')

    def add_tesseract(self, version: str = "5.3.0", languages: str = EVERY_LANGUAGE) -> None:
        self.add("tesseract", self.tesseract_script(version, languages))

    @staticmethod
    def tesseract_script(version: str, languages: str) -> str:
        listing = "\\n".join(["List of available languages:", *languages.split()])
        return f'case $1 in --version) echo "tesseract {version}" ;; *) printf "{listing}\\n" ;; esac'

    def add_installer(self, name: str, *, gives_version: str = "5.3.0") -> None:
        """Add a package manager that, when asked to install, makes a complete Tesseract appear."""
        complete = self.tesseract_script(gives_version, EVERY_LANGUAGE).replace("'", "'\\''")
        appear = f"printf '%s\\n' '#!/bin/sh' '{complete}' >{self.programs}/tesseract"
        self.add_recorded(name, f'case "$*" in *install*) {appear}; chmod 755 {self.programs}/tesseract ;; esac')
        (self.programs / "chmod").symlink_to(str(shutil.which("chmod")))

    def run(self, script: str, *arguments: str, environment: Mapping[str, str] | None = None):
        return subprocess.run(
            [CHECKOUT / ".ci" / script, *arguments],
            env={"PATH": str(self.programs), **(environment or {})},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )


@pytest.fixture
def root_machine(tmp_path):
    return Machine(tmp_path, user_id=0)


@pytest.fixture
def user_machine(tmp_path):
    return Machine(tmp_path, user_id=1000)


def test_a_complete_machine_is_left_alone_without_a_word(user_machine):
    user_machine.add_tesseract()
    user_machine.add_recorded("apt-get")

    result = user_machine.run("system-packages", "reading")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert user_machine.calls.read_text() == ""


def test_root_gets_tesseract_with_all_its_languages_by_apt(root_machine):
    root_machine.add_installer("apt-get")

    result = root_machine.run("system-packages", "reading")

    assert result.returncode == 0, result.stderr
    install_call = next(line for line in root_machine.calls.read_text().splitlines() if " install " in line)
    assert "--yes" in install_call
    for package in ("tesseract-ocr", "eng", "jpn", "jpn-vert", "script-jpan", "script-jpan-vert", "script-latn", "vie"):
        assert re.search(rf"(tesseract-ocr-)?{package}( |$)", install_call)


def test_only_the_missing_language_is_installed(root_machine):
    root_machine.add_tesseract(languages=EVERY_LANGUAGE.replace(" jpn_vert", ""))
    root_machine.add_installer("apt-get")

    root_machine.run("system-packages", "reading")

    assert root_machine.calls.read_text().rstrip().endswith("--no-install-recommends tesseract-ocr-jpn-vert")


def test_a_user_whose_sudo_asks_for_no_password_installs_through_it(user_machine):
    user_machine.add_installer("apt-get")
    user_machine.add_recorded("sudo", 'shift; exec "$@"')
    user_machine.add("true", "")

    result = user_machine.run("system-packages", "reading")

    assert result.returncode == 0, result.stderr
    assert "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get" in user_machine.calls.read_text()


def test_homebrew_installs_without_root(user_machine):
    user_machine.add_installer("brew")

    result = user_machine.run("system-packages", "reading")

    assert result.returncode == 0, result.stderr
    assert user_machine.calls.read_text() == "brew install --quiet tesseract tesseract-lang\n"


def test_where_installing_is_not_allowed_one_line_says_what_to_install(user_machine):
    user_machine.add_recorded("apt-get")
    user_machine.add("sudo", "exit 1")

    result = user_machine.run("system-packages", "reading")

    assert result.returncode == SETUP_ERROR
    assert len(result.stderr.splitlines()) == 1
    assert "apt-get install tesseract-ocr tesseract-ocr-eng" in result.stderr
    assert user_machine.calls.read_text() == ""


def test_without_a_known_package_manager_both_names_are_told(user_machine):
    result = user_machine.run("system-packages", "reading")

    assert result.returncode == SETUP_ERROR
    assert len(result.stderr.splitlines()) == 1
    assert "tesseract-ocr-jpn" in result.stderr
    assert "tesseract-lang" in result.stderr


def test_tesseract_4_is_refused_by_name(root_machine):
    root_machine.add_tesseract(version="4.1.1")

    result = root_machine.run("system-packages", "reading")

    assert result.returncode == SETUP_ERROR
    assert result.stderr == "meishi: Tesseract 4 is too old; install Tesseract 5 or newer\n"


def test_a_failed_installation_is_no_success(root_machine):
    root_machine.add("apt-get", "exit 100")

    assert root_machine.run("system-packages", "reading").returncode == SETUP_ERROR


def test_a_debian_python_without_venv_names_the_package_that_brings_it(user_machine):
    user_machine.add_recorded("apt-get")
    user_machine.add("bare-python", "case $2 in *ensurepip*) exit 1 ;; *) echo 3.12 ;; esac")

    result = user_machine.run("system-packages", "venv", "bare-python")

    assert result.returncode == SETUP_ERROR
    assert "apt-get install python3.12-venv" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_old_python_is_refused_in_one_line(user_machine):
    user_machine.add("python3", 'case $1 in --version) echo "Python 3.9.6" ;; *) exit 1 ;; esac')

    result = user_machine.run("set-up")

    assert result.returncode == SETUP_ERROR
    assert len(result.stderr.splitlines()) == 1
    assert "Python 3.11 or newer" in result.stderr
    assert "Python 3.9.6" in result.stderr


def test_every_pin_is_a_name_and_a_version_and_nothing_else():
    lines = (CHECKOUT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", line)] == []


def test_every_dependency_that_the_project_names_is_pinned():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(name for extra in project["project"]["optional-dependencies"].values() for name in extra),
        *(name for group in project["dependency-groups"].values() for name in group),
    ]
    constraints = (CHECKOUT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_normal(line.partition("==")[0]) for line in constraints}

    assert {_normal(re.split(r"[\[<>=~! ;]", name)[0]) for name in named} - pinned == set()


def _normal(distribution: str) -> str:
    """The comparable form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_help_lists_every_target_of_the_makefile():
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    shown = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout

    for target in ("setup", "run", "test", "check", "format", "samples", "evaluate", "bench", "help"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert f"make {target} " in shown


@pytest.mark.needs("postgresql")
def test_the_postgresql_server_of_the_tests_answers_and_passes_exit_codes_on():
    probe = "case $MEISHI_TEST_POSTGRESQL_URL in postgresql+psycopg://*) exit 7 ;; esac"

    result = subprocess.run([CHECKOUT / ".ci/with-postgresql", "sh", "-c", probe], check=False, capture_output=True)

    assert result.returncode == 7
