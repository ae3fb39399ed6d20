"""What every test stands on: a library of its own, one thread, and a say in what it needs from the machine.

A test that needs more than Python says so: `@pytest.mark.needs("tesseract")`. Where the part is missing the test is
skipped with the reason, but in continuous integration (`CI=true`) it fails: a run there has to show everything.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import node_reader
from empty_libraries import migrate_copy
from meishi.store import database

IN_CI = os.environ.get("CI") == "true"

# A shell that starts a program in the background lets it ignore Ctrl-C, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# One thread each: many short readings on few cores lose more by sharing than they gain. Set before anything loads it.
os.environ["OMP_THREAD_LIMIT"] = "1"

# Machines that run tests are noisy, so no example is failed for being slow. Continuous integration always tries the
# same examples: it should fail for what was changed, not for what was drawn.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if IN_CI else "local")

CHROMIUM = Path("/usr/bin/chromium")
CARD_LANGUAGES = frozenset({"eng", "jpn", "jpn_vert", "Japanese"})


@cache
def _why_no_tesseract(languages: frozenset[str] = CARD_LANGUAGES) -> str:
    try:
        listing = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        return f"Tesseract does not run ({error}); `make setup` installs it"
    # Script models are listed as `script/Japanese` or `Japanese`, depending on who packaged them.
    missing = languages - {line.removeprefix("script/") for line in listing.splitlines()}
    return f"Tesseract lacks {', '.join(sorted(missing))}; `make setup` installs them" if missing else ""


def _why_no_postgresql() -> str:
    if os.environ.get("MEISHI_TEST_POSTGRESQL_URL"):
        return ""
    return "MEISHI_TEST_POSTGRESQL_URL names no server; `.ci/with-postgresql make test` starts one"


def _why_no_chromium() -> str:
    if not CHROMIUM.exists():
        return f"{CHROMIUM} is not there; `.ci/system-packages chromium` installs it"
    return _why_not_installed("playwright", "fastapi")


def _why_not_installed(*names: str) -> str:
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    return f"{' and '.join(missing)} not installed; `make setup` installs them" if missing else ""


@cache
def _why_no_typefaces() -> str:
    from generator.draws import Pool  # noqa: PLC0415 - only tests that draw cards need the generator
    from generator.fonts import FontMissingError, families  # noqa: PLC0415

    try:
        found = min(len(families(script, pool)) for script in ("ja", "latin") for pool in Pool)
    except FontMissingError:
        found = 0
    return (
        "" if found > 2 else "the typefaces of samples/generator/fonts.py are not installed; `make fonts` installs them"
    )


def _why_no_curl() -> str:
    return "" if shutil.which("curl") else "curl is not installed; `.ci/system-packages curl` installs it"


WHY_MISSING: dict[str, Callable[[], str]] = {
    "tesseract": _why_no_tesseract,
    "vietnamese": lambda: _why_no_tesseract(frozenset({"vie"})),
    "postgresql": _why_no_postgresql,
    "second-opinion": lambda: _why_not_installed("onnxruntime", "rapidocr"),
    "typefaces": _why_no_typefaces,
    "dask": lambda: _why_not_installed("distributed"),
    "chromium": _why_no_chromium,
    "node": node_reader.why_missing,
    "curl": _why_no_curl,
    "schemathesis": lambda: _why_not_installed("schemathesis"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for part in marker.args:
            reason = WHY_MISSING[part]()
            if reason and IN_CI:
                pytest.fail(reason, pytrace=False)
            if reason:
                pytest.skip(reason)


@pytest.fixture(autouse=True)
def meishi_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty library of the test's own; no test ever sees the user's."""
    for name in [name for name in os.environ if name.startswith("MEISHI_") and not name.startswith("MEISHI_TEST_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "meishi-home"
    monkeypatch.setenv("MEISHI_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def tables_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are made once for all tests in one process; programs that a test starts make their own."""
    monkeypatch.setattr(database, "_migrate", migrate_copy)
