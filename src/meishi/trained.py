"""What `make train` has trained: files that come with meishi, each with its checksum beside it."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from meishi.errors import SetupError

METRICS_FILE = "metrics.json"
"""Beside every model: its checksum, what it was trained from, and how good it is."""


def model_folder(name: str) -> Traversable:
    """Give the folder of a model that came with meishi."""
    return files("meishi") / "models" / name


def read_model(folder: Traversable, file: str, *, hint: str = "") -> bytes:
    """Read a model after comparing it with the checksum beside it.

    Args:
        folder: Holds the model and its `metrics.json`.
        file: The model.
        hint: What to do when it cannot be read; where none is given, how to get back one that came with meishi.

    Raises:
        SetupError: A file is missing, or the model is not the one that the checksum was taken from.
    """
    hint = hint or f"Install meishi again; in a checkout, `git checkout models/{folder.name}` brings the model back."
    try:
        content = (folder / file).read_bytes()
        expected = json.loads((folder / METRICS_FILE).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(f"the model {folder.name} cannot be loaded: {error}", hint=hint) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise SetupError(f"the model in {folder} is not the one that was trained", hint=hint)
    return content
