"""The forms in which people leave the library, and what can be chosen about each."""

from __future__ import annotations

from enum import StrEnum


class VcardVersion(StrEnum):
    """Which vCard: 3.0 is read everywhere, 4.0 says more."""

    V3 = "3.0"
    V4 = "4.0"


class CsvFormat(StrEnum):
    """Whom a CSV file is for.

    `generic` is for spreadsheets and loses nothing but older meetings; `hagaki` is for programs that print postcards.
    """

    GOOGLE = "google"
    OUTLOOK = "outlook"
    GENERIC = "generic"
    HAGAKI = "hagaki"


class TextEncoding(StrEnum):
    """How a text file is encoded.

    `utf-8-sig` begins with a mark by which Excel knows UTF-8; `cp932` is what older Japanese programs read.
    """

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    CP932 = "cp932"


class TasksAs(StrEnum):
    """What tasks become: something to tick, or all-day events for calendars that show nothing else."""

    TODO = "todo"
    EVENT = "event"
