"""A file from another program: what it is, and who is in it."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """The forms that people are read from."""

    VCARD = "vCard"
    JSON = "JSON"
    CSV = "CSV"


def kind_of(content: bytes) -> FileKind:
    """Tell what a file is by its content: names lie, and downloads have none."""
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"BEGIN:VCARD" in head.upper():
        return FileKind.VCARD
    return FileKind.JSON if head.startswith((b"{", b"[")) else FileKind.CSV
