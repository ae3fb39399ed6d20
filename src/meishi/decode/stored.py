"""A file's bytes, or a clear word on why they cannot be had."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from meishi.decode.options import DecodeOptions
from meishi.errors import PictureTooLargeError, UnreadableFileError


def printable(path: Path) -> str:
    """A path as text that can be printed and saved, whatever bytes its name is made of."""
    return str(path).encode(errors="backslashreplace").decode()


def read_bytes(path: Path, options: DecodeOptions) -> bytes:
    """Read a whole file whose size is within the limit.

    Raises:
        UnreadableFileError: The path is no text, missing, a folder, a pipe or device, not permitted, empty, or the
            disk fails.
        PictureTooLargeError: The file is larger than `options.max_bytes`.
    """
    if printable(path) != str(path):
        raise UnreadableFileError(
            f"{printable(path)}: the name is not written in the letters of this system",
            hint="Give the file another name.",
        )
    try:
        status = path.stat()
        _refuse_other_than_filled_file(path, status)
        if status.st_size > options.max_bytes:
            raise PictureTooLargeError(
                f"{path}: the file has {status.st_size:,} bytes, the limit is {options.max_bytes:,}",
                hint="Save the picture smaller, or raise the limit on bytes in the settings.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(
            f"{path}: there is no such file", hint="Check the spelling and the folder of the path."
        ) from error
    except PermissionError as error:
        raise UnreadableFileError(
            f"{path}: no permission to read it", hint="Give your user the right to read the file and its folder."
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            f"{path}: cannot be read ({error.strerror or error})",
            hint="Check that the disk or network folder is there, then try again.",
        ) from error


def _refuse_other_than_filled_file(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(
            f"{path}: this is a folder, not a picture", hint="Name the pictures in it, or import the folder."
        )
    if not stat.S_ISREG(status.st_mode):
        # Reading a pipe or a device could wait or run for ever.
        raise UnreadableFileError(f"{path}: this is no ordinary file", hint="Name a picture file.")
    if status.st_size == 0:
        raise UnreadableFileError(
            f"{path}: the file is empty", hint="Copy or sync it again; the transfer may not have finished."
        )
