"""One call of the Tesseract program for many line pictures.

Starting Tesseract and loading a model costs as much CPU as reading five lines, so all pictures that want the same
model and the same page segmentation mode go into one call: a text file lists them, and the page number of Tesseract's
table says which picture a word was read on.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import pytesseract  # type: ignore[import-untyped]
from pytesseract.pytesseract import run_tesseract  # type: ignore[import-untyped]

from meishi.errors import EngineFailedError, EngineMissingError
from meishi.recognize.strips import Pixels

INSTALL_HINT = (
    "Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-jpn tesseract-ocr-jpn-vert "
    "tesseract-ocr-script-jpan; macOS: brew install tesseract tesseract-lang"
)

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - a private folder is made inside, and pictures need not reach a disk
_SECONDS_TO_LIST = 20.0
_WORD_LEVEL = "5"


class ReadWord(NamedTuple):
    """One word of Tesseract's table: its text, confidence (0..1), left and right edge in pixels of the picture."""

    text: str
    confidence: float
    left: int
    right: int


class Call(NamedTuple):
    """What one call reads with: a model (`eng`, `script/Japanese`) and a page segmentation mode (`--psm`)."""

    model: str
    segmentation: int = 7


def read_pictures(pictures: Sequence[Pixels], call: Call, *, limit_seconds: float) -> list[tuple[ReadWord, ...]]:
    """Read line pictures with one call of Tesseract.

    Args:
        pictures: uint8, height x width, grey, one line each.
        call: Model and page segmentation mode.
        limit_seconds: After this time the call is stopped.

    Returns:
        The words of each picture, in the order given.

    Raises:
        EngineFailedError: Tesseract crashed, hung, or answered what is no table of words.
        EngineMissingError: Tesseract or the model is not installed.
    """
    if not pictures:
        return []
    # pytesseract hands its own environment on; on line pictures more threads only cost.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    with _private_folder() as folder:
        listing = _write_pictures(pictures, folder)
        output = folder / "words"
        try:
            run_tesseract(
                str(listing),
                str(output),
                extension="tsv",
                lang=call.model,
                config=f"--psm {call.segmentation} -c tessedit_create_tsv=1 --dpi 300",
                timeout=limit_seconds,
            )
            table = output.with_suffix(".tsv").read_text(encoding="utf-8")
        except pytesseract.TesseractNotFoundError as error:
            raise _missing_program() from error
        except pytesseract.TesseractError as error:
            raise _translated(error, call) from error
        except (RuntimeError, OSError, UnicodeDecodeError) as error:
            raise EngineFailedError(
                f"Tesseract failed on {len(pictures)} lines with {call.model}: {error}",
                hint="Try the picture by itself; if it fails again, turn it or take it anew.",
            ) from error
    return _words_of_pictures(table, len(pictures))


@cache
def installed_models(search_path: str) -> frozenset[str]:
    """The models that Tesseract has.

    Args:
        search_path: The value of `PATH`, so that another installation is asked anew.

    Raises:
        EngineMissingError: Tesseract is not installed or does not answer.
    """
    del search_path
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_SECONDS_TO_LIST, check=True)  # noqa: S603 - no input
    except (OSError, subprocess.SubprocessError) as error:
        raise _missing_program() from error
    lines = answer.stdout.decode("utf-8", errors="replace").splitlines()
    return frozenset(line.strip() for line in lines[1:] if line.strip())


@cache
def program_version(search_path: str) -> str:
    """The version of Tesseract, for instance `5.3.0`.

    Args:
        search_path: The value of `PATH`, so that another installation is asked anew.

    Raises:
        EngineMissingError: Tesseract is not installed or does not answer.
    """
    del search_path
    command = [pytesseract.pytesseract.tesseract_cmd, "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_SECONDS_TO_LIST, check=True)  # noqa: S603 - no input
    except (OSError, subprocess.SubprocessError) as error:
        raise _missing_program() from error
    first_line = (answer.stdout or answer.stderr).decode("utf-8", errors="replace").splitlines()[:1]
    return first_line[0].removeprefix("tesseract").strip() if first_line else "of unknown version"


def _missing_program() -> EngineMissingError:
    return EngineMissingError("Tesseract is not installed, or does not run", hint=INSTALL_HINT)


def _translated(error: pytesseract.TesseractError, call: Call) -> EngineMissingError | EngineFailedError:
    if "Failed loading language" in error.message or "Error opening data file" in error.message:
        return EngineMissingError(f"Tesseract has no model {call.model}", hint=INSTALL_HINT)
    return EngineFailedError(
        f"Tesseract ended with status {error.status}: {error.message.strip()[:200]}",
        hint="Try the picture by itself; if it fails again, turn it or take it anew.",
    )


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only this user can enter, in memory where there is such a place, gone afterwards."""
    parent = _MEMORY_FOLDER if os.access(_MEMORY_FOLDER, os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(prefix="meishi-", dir=parent) as folder:
        yield Path(folder)


def _write_pictures(pictures: Sequence[Pixels], folder: Path) -> Path:
    """Write the pictures as PGM, which costs nothing to pack, and the list that names them."""
    paths = [folder / f"{index}.pgm" for index in range(len(pictures))]
    for picture, path in zip(pictures, paths, strict=True):
        path.write_bytes(cv2.imencode(".pgm", picture)[1].tobytes())
    listing = folder / "pictures.txt"
    listing.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return listing


def _words_of_pictures(table: str, count: int) -> list[tuple[ReadWord, ...]]:
    """The words of each picture, out of Tesseract's tab-separated table (`tesseract ... tsv`)."""
    words: list[list[ReadWord]] = [[] for _ in range(count)]
    try:
        for row in table.splitlines()[1:]:
            level, page, _, _, _, _, left, _, width, _, confidence, text = row.split("\t", 11)
            if level == _WORD_LEVEL and text.strip():
                share = min(1.0, max(0.0, float(confidence) / 100))
                words[int(page) - 1].append(ReadWord(text.strip(), share, int(left), int(left) + int(width)))
    except (ValueError, IndexError) as error:
        raise EngineFailedError(
            "Tesseract answered what is no table of words",
            hint="See which program `tesseract` is; meishi needs Tesseract 5.",
        ) from error
    return [tuple(words_of_picture) for words_of_picture in words]
