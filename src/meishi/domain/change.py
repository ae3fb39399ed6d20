"""A change to the library: what was done to a contact, and whether it was taken back."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What was done."""

    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    MERGED = "merged"
    SPLIT = "split"
    KEPT_APART = "kept-apart"
    POSTCARD = "postcard"
    FOLLOW_UP = "follow-up"
    NOTE = "note"
