"""What was learned from the user's corrections: models in the library's folder, the newest one in use.

Each lies in a folder of its own, `learned/0001` and so on, readable by its owner alone, with a checksum beside it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.errors import SetupError, StoreError
from meishi.extract import ExtractOptions
from meishi.extract.learned_labeller import MODEL_FILE, understood
from meishi.resolve import ResolveOptions
from meishi.trained import METRICS_FILE, read_model
from meishi.wording import marked

_HINT = marked("`meishi learn` makes a new one, `meishi learn --undo` goes back to the one before.")

Confusion = tuple[str, str]
"""What was read, and what is printed."""


class About(BaseModel):
    """What stands beside a model.

    Attributes:
        sha256: Hex digest of the model's file.
        learned_at: When.
        learned_from: The lasting identities of the contacts that it was learned from; nothing else says who they are.
        confusions: What was misread again and again, for mail addresses and web addresses.
    """

    model_config = ConfigDict(frozen=True)

    sha256: str
    learned_at: datetime
    learned_from: tuple[str, ...]
    confusions: tuple[Confusion, ...] = ()


class Learned(BaseModel):
    """A model that is in use.

    Attributes:
        model: The labeller's chain.
        about: What stands beside it.
    """

    model_config = ConfigDict(frozen=True)

    model: bytes
    about: About


def options_with(learned: Learned | None) -> tuple[ExtractOptions, ResolveOptions]:
    """Give the options by which cards are understood with what was learned; None for what came with meishi."""
    if learned is None:
        return ExtractOptions(), ResolveOptions()
    confusions = frozenset(learned.about.confusions)
    return ExtractOptions(model=learned.model), ResolveOptions(confusions=confusions)


class LearnedModels:
    """The models in a library's folder.

    Args:
        home: The library's folder.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "learned"

    def newest(self) -> Learned | None:
        """Give the model in use; None when there is none.

        Raises:
            SetupError: It is damaged.
        """
        folders = self._folders()
        if not folders:
            return None
        content = read_model(folders[-1], MODEL_FILE, hint=_HINT)
        try:
            understood(content)
            about = About.model_validate_json((folders[-1] / METRICS_FILE).read_bytes())
        except (SetupError, ValidationError) as error:
            raise SetupError(f"what was learned cannot be understood: {folders[-1]}", hint=_HINT) from error
        return Learned(model=content, about=about)

    def install(
        self, model: bytes, *, learned_from: Collection[str], confusions: Collection[Confusion], now: datetime
    ) -> None:
        """Take a model into use; it is there as a whole or not at all.

        Raises:
            StoreError: It cannot be written.
        """
        about = About(
            sha256=hashlib.sha256(model).hexdigest(),
            learned_at=now,
            learned_from=tuple(sorted(learned_from)),
            confusions=tuple(sorted(confusions)),
        )
        folders = self._folders()
        number = int(folders[-1].name) + 1 if folders else 1
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made with the rights 0700 by definition.
            written = Path(tempfile.mkdtemp(dir=self._folder, prefix="."))
            try:
                for name, content in ((MODEL_FILE, model), (METRICS_FILE, about.model_dump_json().encode())):
                    _write(written / name, content)
                written.rename(self._folder / f"{number:04}")
            finally:
                shutil.rmtree(written, ignore_errors=True)
        except OSError as error:
            raise _refused(self._folder, error) from error

    def step_back(self) -> bool:
        """Remove the newest model, so that the one before it is in use, or the one that came with meishi.

        Returns:
            False when there was none.

        Raises:
            StoreError: It cannot be removed.
        """
        folders = self._folders()
        if folders:
            _remove(folders[-1])
        return bool(folders)

    def forget(self, uids: Collection[str]) -> int:
        """Remove the models that were learned from somebody's card.

        Args:
            uids: The lasting identities that the contact has or had.

        Returns:
            How many there were.

        Raises:
            StoreError: One of them cannot be removed.
        """
        theirs = [folder for folder in self._folders() if _may_know(folder, uids)]
        for folder in theirs:
            _remove(folder)
        return len(theirs)

    def _folders(self) -> list[Path]:
        return sorted(folder for folder in self._folder.glob("[0-9]*") if folder.name.isdecimal())


def _may_know(folder: Path, uids: Collection[str]) -> bool:
    """Whether a model was learned from a contact; one that does not say so may have been."""
    try:
        about = About.model_validate_json((folder / METRICS_FILE).read_bytes())
    except (OSError, ValidationError):
        return True
    return not set(uids).isdisjoint(about.learned_from)


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be changed: {error.strerror or error}", hint="Make room or mend the rights of the folder."
    )
