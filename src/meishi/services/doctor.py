"""Doctor: look at everything that reading and keeping cards stands on, and say how to mend what is missing.

What may be broken is imported where it is looked at: a doctor that falls ill with the patient is of no use.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from meishi.errors import MeishiError

OLDEST_PYTHON = (3, 11)
OLDEST_TESSERACT = 5
SCARCE_BYTES = 500 * 1024**2
"""With less room than this the user is told; a large import keeps this much in originals."""


class Verdict(StrEnum):
    """What was found out about one part."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


class Finding(BaseModel):
    """One part of the installation, and how it is.

    Attributes:
        part: What was looked at, for instance `Tesseract: jpn_vert`.
        verdict: `missing` when no card can be read or kept like this, `note` when something optional is not there.
        message: What was found.
        remedy: How to mend it; empty when there is nothing to mend.
    """

    model_config = ConfigDict(frozen=True)

    part: str
    verdict: Verdict
    message: str
    remedy: str = ""


class Language(NamedTuple):
    """One of Tesseract's models: what reads with it, whether meishi works without it, and Debian's package."""

    model: str
    reads: str
    needed: bool
    debian: str


LANGUAGES = (
    Language("eng", "English", needed=True, debian="tesseract-ocr-eng"),
    Language("jpn", "Japanese", needed=True, debian="tesseract-ocr-jpn"),
    Language("jpn_vert", "vertical Japanese", needed=True, debian="tesseract-ocr-jpn-vert"),
    Language("Japanese", "Japanese and Latin letters in one line", needed=True, debian="tesseract-ocr-script-jpan"),
    Language("Latin", "accented Latin letters", needed=False, debian="tesseract-ocr-script-latn"),
    Language("vie", "the marks of Vietnamese letters", needed=False, debian="tesseract-ocr-vie"),
)


def diagnose(home: Path, open_library: Callable[[], str], variables: Collection[str]) -> tuple[Finding, ...]:
    """Look at every part of the installation.

    Args:
        home: The folder that the library of contacts lives in; it need not exist yet.
        open_library: Opens the database, in whatever form the settings name, and says in a few words what it found.
        variables: The environment variables that meishi knows, in capitals.

    Returns:
        At least one finding a part, in the order that they should be mended.
    """
    return (
        _python(),
        _settings(variables),
        *_opencv(),
        *_tesseract(),
        _second_opinion(),
        _learned(home),
        *_folder(home),
        _database(open_library),
    )


def is_ready(findings: Iterable[Finding]) -> bool:
    """Whether nothing that meishi needs is missing."""
    return all(finding.verdict is not Verdict.MISSING for finding in findings)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Finding(part="Python", verdict=Verdict.OK, message=version)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(part="Python", verdict=Verdict.MISSING, message=version, remedy=f"Install Python {oldest} or newer.")


def _settings(variables: Collection[str]) -> Finding:
    """Which settings come from the environment; a misspelt one would be passed over in silence."""
    given = {name.upper(): name for name in sorted(os.environ) if name.upper().startswith("MEISHI_")}
    misspelt = [name for capitals, name in given.items() if capitals not in variables]
    if misspelt:
        return Finding(
            part="Settings",
            verdict=Verdict.NOTE,
            message=f"no setting has the name {', '.join(misspelt)}",
            remedy=f"The names are {', '.join(sorted(variables))}.",
        )
    return Finding(part="Settings", verdict=Verdict.OK, message=", ".join(given) or "none given, all as they come")


def _opencv() -> Iterator[Finding]:
    try:
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        from meishi.detect import LineDetector  # noqa: PLC0415
    except ImportError as error:
        yield Finding(
            part="OpenCV",
            verdict=Verdict.MISSING,
            message=f"cannot be loaded ({error})",
            remedy="pip install --force-reinstall opencv-python-headless numpy",
        )
        return
    yield Finding(part="OpenCV", verdict=Verdict.OK, message=f"{cv2.__version__}, numpy {np.__version__}")
    try:
        # Nothing is written on it; what counts is that the network loads and runs.
        LineDetector().find_text(np.full((64, 96, 3), 255, dtype=np.uint8))
    except MeishiError as error:
        yield Finding(part="Text finder", verdict=Verdict.MISSING, message=str(error), remedy=error.hint)
    else:
        yield Finding(part="Text finder", verdict=Verdict.OK, message="loads and runs")


def _tesseract() -> Iterator[Finding]:
    try:
        from meishi.recognize import installed_models, program_version  # noqa: PLC0415
    except ImportError as error:
        yield Finding(
            part="Tesseract",
            verdict=Verdict.MISSING,
            message=f"cannot be asked ({error})",
            remedy="Mend what stands above, or: pip install --force-reinstall meishi",
        )
        return
    try:
        version = program_version(os.environ.get("PATH", ""))
        models = installed_models(os.environ.get("PATH", ""))
    except MeishiError as error:
        yield Finding(part="Tesseract", verdict=Verdict.MISSING, message=str(error), remedy=error.hint)
        return
    major = version.removeprefix("v").partition(".")[0]
    recent = major.isdigit() and int(major) >= OLDEST_TESSERACT
    yield Finding(
        part="Tesseract",
        verdict=Verdict.OK if recent else Verdict.MISSING,
        message=version,
        remedy="" if recent else f"Install Tesseract {OLDEST_TESSERACT} or newer.",
    )
    # Script models are listed as `script/Japanese` or `Japanese`, depending on who packaged them.
    known = {model.removeprefix("script/") for model in models}
    for language in LANGUAGES:
        if language.model in known:
            verdict, message, remedy = Verdict.OK, f"reads {language.reads}", ""
        else:
            verdict = Verdict.MISSING if language.needed else Verdict.NOTE
            message = f"not installed; it reads {language.reads}"
            remedy = f"Debian, Ubuntu: apt-get install {language.debian}; macOS: brew install tesseract-lang"
        yield Finding(part=f"Tesseract: {language.model}", verdict=verdict, message=message, remedy=remedy)


def _second_opinion() -> Finding:
    if importlib.util.find_spec("onnxruntime") is not None:
        return Finding(part="Second opinion", verdict=Verdict.OK, message="installed")
    return Finding(
        part="Second opinion",
        verdict=Verdict.NOTE,
        message="not installed; without it, lines that Tesseract is unsure of stay as they are",
        remedy='pip install "meishi[second-opinion]"',
    )


def _learned(home: Path) -> Finding:
    part = "Learned"
    try:
        from meishi.services.learned import LearnedModels  # noqa: PLC0415

        learned = LearnedModels(home).newest()
    except ImportError as error:
        return Finding(part=part, verdict=Verdict.NOTE, message=f"cannot be asked ({error})")
    except MeishiError as error:
        message = f"{error}; cards are read by what came with meishi"
        return Finding(part=part, verdict=Verdict.NOTE, message=message, remedy=error.hint)
    if learned is None:
        return Finding(
            part=part, verdict=Verdict.OK, message="nothing yet; `meishi learn` learns from your corrections"
        )
    about = learned.about
    message = f"from {len(about.learned_from)} corrected cards on {about.learned_at.astimezone():%Y-%m-%d}"
    return Finding(part=part, verdict=Verdict.OK, message=message)


def _folder(home: Path) -> Iterator[Finding]:
    part = "Library folder"
    if not home.exists():
        parent = next(folder for folder in home.absolute().parents if folder.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            yield Finding(part=part, verdict=Verdict.OK, message=f"{home} will be made by the first import")
        else:
            yield Finding(
                part=part,
                verdict=Verdict.MISSING,
                message=f"{home} cannot be made: {parent} is not writable",
                remedy="Set MEISHI_HOME to a folder of your own.",
            )
        return
    yield _privacy(home)
    free_bytes = shutil.disk_usage(home).free
    scarce = free_bytes < SCARCE_BYTES
    yield Finding(
        part="Disk space",
        verdict=Verdict.NOTE if scarce else Verdict.OK,
        message=f"{free_bytes / 1024**3:.1f} GB free at {home}",
        remedy="Make room: every imported picture is kept beside the database." if scarce else "",
    )


def _privacy(home: Path) -> Finding:
    """Whether the library is its owner's alone: folders 0700, files 0600."""
    part = "Library folder"
    paths = [home, *home.rglob("*")]
    states = [(path, path.lstat()) for path in paths]
    foreign = [path for path, state in states if state.st_uid != os.getuid()]
    if foreign:
        return Finding(
            part=part,
            verdict=Verdict.MISSING,
            message=f"{foreign[0]} belongs to another user",
            remedy=f"sudo chown -R {os.getuid()}:{os.getgid()} {shlex.quote(str(home))}",
        )
    open_to_others = [
        path for path, state in states if not stat.S_ISLNK(state.st_mode) and stat.S_IMODE(state.st_mode) & 0o077
    ]
    if open_to_others:
        return Finding(
            part=part,
            verdict=Verdict.MISSING,
            message=f"other users may look into {open_to_others[0]} (and {len(open_to_others) - 1} more)",
            remedy=f"chmod -R u+rwX,go= {shlex.quote(str(home))}",
        )
    return Finding(part=part, verdict=Verdict.OK, message=f"{home}, readable by you alone")


def _database(open_library: Callable[[], str]) -> Finding:
    try:
        return Finding(part="Database", verdict=Verdict.OK, message=open_library())
    except MeishiError as error:
        return Finding(part="Database", verdict=Verdict.MISSING, message=str(error), remedy=error.hint)
