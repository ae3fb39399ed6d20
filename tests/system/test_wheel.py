"""The wheel by itself: installed without this checkout, it reads a card."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The programs' folder of an environment that holds meishi's wheel and what meishi depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=CHECKOUT)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    programs = environment / "bin"
    _run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-index", "--no-deps", wheel)
    # The dependencies are those of the tests; a path in a .pth file does not bring their editable meishi along.
    (site_packages,) = environment.glob("lib/python*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_wheel_is_what_runs(installed, tmp_path):
    place = _run(installed / "python", "-c", "import meishi; print(meishi.__file__)", cwd=tmp_path)

    assert Path(place).is_relative_to(installed.parent)


def test_the_wheel_carries_the_models(installed, tmp_path):
    script = "from importlib.resources import files; print(*(f.name for f in (files('meishi') / 'models').iterdir()))"
    shipped = set(_run(installed / "python", "-c", script, cwd=tmp_path).split())

    assert shipped == {path.name for path in (CHECKOUT / "models").iterdir()} - {"training"}


def test_help_names_the_commands(installed, tmp_path):
    assert "import" in _run(installed / "meishi", "--help", cwd=tmp_path)


@pytest.mark.needs("tesseract")
def test_a_card_is_read(installed, tmp_path):
    picture = min((CHECKOUT / "samples" / "demo").glob("*.jpg"))

    reading = json.loads(_run(installed / "meishi", "read", picture, "--json", cwd=tmp_path).splitlines()[0])

    assert reading["contact"]["name"]["full"]
