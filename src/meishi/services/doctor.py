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
from meishi.wording import marked

OLDEST_PYTHON = (3, 11)
OLDEST_TESSERACT = 5
SCARCE_BYTES = 500 * 1024**2
"""With less room than this the user is told; a large import keeps this much in originals."""


class Verdict(StrEnum):
    """What was found out about one part."""

    OK = marked("ok")
    NOTE = marked("note")
    MISSING = marked("missing")


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
    Language("eng", marked("English"), needed=True, debian="tesseract-ocr-eng"),
    Language("jpn", marked("Japanese"), needed=True, debian="tesseract-ocr-jpn"),
    Language("jpn_vert", marked("vertical Japanese"), needed=True, debian="tesseract-ocr-jpn-vert"),
    Language(
        "Japanese",
        marked("Japanese and Latin letters in one line"),
        needed=True,
        debian="tesseract-ocr-script-jpan",
    ),
    Language("Latin", marked("accented Latin letters"), needed=False, debian="tesseract-ocr-script-latn"),
    Language("vie", marked("the marks of Vietnamese letters"), needed=False, debian="tesseract-ocr-vie"),
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
    return Finding(
        part="Python", verdict=Verdict.MISSING, message=version, remedy=marked(f"Install Python {oldest} or newer.")
    )


def _settings(variables: Collection[str]) -> Finding:
    """Which settings come from the environment; a misspelt one would be passed over in silence."""
    given = {name.upper(): name for name in sorted(os.environ) if name.upper().startswith("MEISHI_")}
    misspelt = [name for capitals, name in given.items() if capitals not in variables]
    if misspelt:
        return Finding(
            part=marked("Settings"),
            verdict=Verdict.NOTE,
            message=marked(f"no setting has the name {', '.join(misspelt)}"),
            remedy=marked(f"The names are {', '.join(sorted(variables))}."),
        )
    return Finding(
        part=marked("Settings"), verdict=Verdict.OK, message=", ".join(given) or marked("none given, all as they come")
    )


def _opencv() -> Iterator[Finding]:
    try:
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        from meishi.detect import LineDetector  # noqa: PLC0415
    except ImportError as error:
        yield Finding(
            part="OpenCV",
            verdict=Verdict.MISSING,
            message=marked(f"cannot be loaded ({error})"),
            remedy="pip install --force-reinstall opencv-python-headless numpy",
        )
        return
    yield Finding(part="OpenCV", verdict=Verdict.OK, message=f"{cv2.__version__}, numpy {np.__version__}")
    try:
        # Nothing is written on it; what counts is that the network loads and runs.
        LineDetector().find_text(np.full((64, 96, 3), 255, dtype=np.uint8))
    except MeishiError as error:
        yield Finding(part=marked("Text finder"), verdict=Verdict.MISSING, message=str(error), remedy=error.hint)
    else:
        yield Finding(part=marked("Text finder"), verdict=Verdict.OK, message=marked("loads and runs"))


def _tesseract() -> Iterator[Finding]:
    try:
        from meishi.recognize import installed_models, program_version  # noqa: PLC0415
    except ImportError as error:
        yield Finding(
            part="Tesseract",
            verdict=Verdict.MISSING,
            message=marked(f"cannot be asked ({error})"),
            remedy=marked("Mend what stands above, or: pip install --force-reinstall meishi"),
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
        remedy="" if recent else marked(f"Install Tesseract {OLDEST_TESSERACT} or newer."),
    )
    # Script models are listed as `script/Japanese` or `Japanese`, depending on who packaged them.
    known = {model.removeprefix("script/") for model in models}
    for language in LANGUAGES:
        word = language.reads
        if language.model in known:
            verdict, message, remedy = Verdict.OK, marked(f"reads {word}"), ""
        else:
            verdict = Verdict.MISSING if language.needed else Verdict.NOTE
            message = marked(f"not installed; it reads {word}")
            remedy = marked(f"Debian, Ubuntu: apt-get install {language.debian}; macOS: brew install tesseract-lang")
        yield Finding(part=f"Tesseract: {language.model}", verdict=verdict, message=message, remedy=remedy)


def _second_opinion() -> Finding:
    if importlib.util.find_spec("onnxruntime") is not None:
        return Finding(part=marked("Second opinion"), verdict=Verdict.OK, message=marked("installed"))
    return Finding(
        part=marked("Second opinion"),
        verdict=Verdict.NOTE,
        message=marked("not installed; without it, lines that Tesseract is unsure of stay as they are"),
        remedy='pip install "meishi[second-opinion]"',
    )


def _learned(home: Path) -> Finding:
    part = marked("Learned")
    try:
        from meishi.services.learned import LearnedModels  # noqa: PLC0415

        learned = LearnedModels(home).newest()
    except ImportError as error:
        return Finding(part=part, verdict=Verdict.NOTE, message=marked(f"cannot be asked ({error})"))
    except MeishiError as error:
        message = marked(f"{error}; cards are read by what came with meishi")
        return Finding(part=part, verdict=Verdict.NOTE, message=message, remedy=error.hint)
    if learned is None:
        return Finding(
            part=part, verdict=Verdict.OK, message=marked("nothing yet; `meishi learn` learns from your corrections")
        )
    about = learned.about
    count, day = len(about.learned_from), about.learned_at.astimezone().date()
    message = marked(f"from {count} corrected cards on {day}")
    return Finding(part=part, verdict=Verdict.OK, message=message)


def _folder(home: Path) -> Iterator[Finding]:
    part = marked("Library folder")
    if not home.exists():
        parent = next(folder for folder in home.absolute().parents if folder.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            yield Finding(part=part, verdict=Verdict.OK, message=marked(f"{home} will be made by the first import"))
        else:
            yield Finding(
                part=part,
                verdict=Verdict.MISSING,
                message=marked(f"{home} cannot be made: {parent} is not writable"),
                remedy=marked("Set MEISHI_HOME to a folder of your own."),
            )
        return
    yield _privacy(home)
    free_bytes = shutil.disk_usage(home).free
    free_gb = free_bytes / 1024**3
    scarce = free_bytes < SCARCE_BYTES
    yield Finding(
        part=marked("Disk space"),
        verdict=Verdict.NOTE if scarce else Verdict.OK,
        message=marked(f"{free_gb:.1f} GB free at {home}"),
        remedy=marked("Make room: every imported picture is kept beside the database.") if scarce else "",
    )


def _privacy(home: Path) -> Finding:
    """Whether the library is its owner's alone: folders 0700, files 0600."""
    part = marked("Library folder")
    paths = [home, *home.rglob("*")]
    states = [(path, path.lstat()) for path in paths]
    foreign = [path for path, state in states if state.st_uid != os.getuid()]
    if foreign:
        return Finding(
            part=part,
            verdict=Verdict.MISSING,
            message=marked(f"{foreign[0]} belongs to another user"),
            remedy=f"sudo chown -R {os.getuid()}:{os.getgid()} {shlex.quote(str(home))}",
        )
    open_to_others = [
        path for path, state in states if not stat.S_ISLNK(state.st_mode) and stat.S_IMODE(state.st_mode) & 0o077
    ]
    if open_to_others:
        first, more = open_to_others[0], len(open_to_others) - 1
        return Finding(
            part=part,
            verdict=Verdict.MISSING,
            message=marked(f"other users may look into {first} (and {more} more)"),
            remedy=f"chmod -R u+rwX,go= {shlex.quote(str(home))}",
        )
    return Finding(part=part, verdict=Verdict.OK, message=marked(f"{home}, readable by you alone"))


def _database(open_library: Callable[[], str]) -> Finding:
    try:
        return Finding(part=marked("Database"), verdict=Verdict.OK, message=open_library())
    except MeishiError as error:
        return Finding(part=marked("Database"), verdict=Verdict.MISSING, message=str(error), remedy=error.hint)
