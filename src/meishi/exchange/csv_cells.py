"""Cells of CSV files that a spreadsheet opens without running anything."""

from __future__ import annotations

import re

# The signs that begin a formula, and an apostrophe before one that was there already.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_TELEPHONE = re.compile(r"\+[\d\s().-]*\d[\d\s().-]*")


def defuse(cell: str, *, numbers_as_they_are: bool = False) -> str:
    """Give a cell that no spreadsheet takes for a formula: an apostrophe goes before it.

    Args:
        cell: The value.
        numbers_as_they_are: Leave `+81 3-...` alone, for files that an address book reads: it calls no function, and
            the apostrophe would be dialled.
    """
    if numbers_as_they_are and _TELEPHONE.fullmatch(cell):
        return cell
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `defuse`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
