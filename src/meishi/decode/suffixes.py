"""Which files are worth opening, told by their names alone."""

from __future__ import annotations

from pathlib import Path

SUPPORTED_SUFFIXES = frozenset(
    {
        ".bmp",
        ".gif",
        ".heic",
        ".heif",
        ".hif",
        ".jfif",
        ".jpe",
        ".jpeg",
        ".jpg",
        ".mpo",
        ".pdf",
        ".png",
        ".tif",
        ".tiff",
        ".webp",
    }
)
"""Lower-case suffixes of the formats that `open_photos` reads."""


def looks_like_picture(path: Path) -> bool:
    """Tell by its suffix whether a file is worth opening; the file itself is not touched.

    Hidden files and the `._` companions that macOS leaves on foreign disks bear picture suffixes without being
    pictures, so they do not count.
    """
    return path.suffix.lower() in SUPPORTED_SUFFIXES and not path.name.startswith(".")
