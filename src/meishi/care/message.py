"""The message on a postcard: three lines at the most, as a thick pen writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from meishi.errors import MessageTooLongError
from meishi.wording import marked

MAX_LINES = 3
PEN_COLUMNS = 24
"""How wide a line may be: a thick pen wants 7 mm a Japanese character, which leaves twelve of them on 100 mm less the
margins. A Latin letter takes half of that."""


def check_message(lines: Sequence[str]) -> tuple[str, ...]:
    """Take a message as it was typed.

    Args:
        lines: One line each, or several parted by line breaks.

    Returns:
        One to three lines without blanks at their ends; an empty message has none.

    Raises:
        MessageTooLongError: It has a fourth line.
    """
    kept = tuple(line for text in lines for part in text.splitlines() if (line := part.strip()))
    if len(kept) > MAX_LINES:
        raise MessageTooLongError(
            marked("three lines are enough: who reads them sees that you took the time"),
            hint=marked("Keep the one thing that was good about them; the rest can wait for the next meeting."),
        )
    return kept


def pen_columns(text: str) -> int:
    """Measure how wide text is, in columns of half a Japanese character."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def pen_lines(text: str) -> tuple[str, ...]:
    """Break a line as a thick pen would have to: at a blank where there is one, else where the card ends."""
    rows: list[str] = []
    rest = text
    while pen_columns(rest) > PEN_COLUMNS:
        end = max(n for n in range(1, len(rest)) if pen_columns(rest[:n]) <= PEN_COLUMNS)
        # No word is torn apart, unless it is longer than the line.
        blank = rest.rfind(" ", 0, end + 1)
        end = blank if blank > 0 else end
        rows.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*rows, rest)
