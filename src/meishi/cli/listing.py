"""Lists of people that fit a terminal of 80 columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from meishi.cli.printing import console


class Row(NamedTuple):
    """A person in a list.

    Attributes:
        contact_id: Their number.
        name: What to call them.
        company: Where they work.
        when: When something is due, or when they met.
        remark: Anything else, for instance where a task stands.
    """

    contact_id: int
    name: str
    company: str | None
    when: str
    remark: str = ""


_GAP = 2
_LONGEST_NAME = 24
_SHORTEST_COMPANY = 8


def print_rows(rows: Iterable[Row]) -> None:
    """Print people, one a line; long names of companies are cut off where the line would break."""
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    listed = [(str(row.contact_id), row.name, row.company or "", row.when, row.remark) for row in rows]
    widths = [max((cell_len(cell) for cell in column), default=0) for column in zip(*listed, strict=True)]
    out = console()
    table = Table.grid(padding=(0, _GAP))
    table.add_column(justify="right", min_width=4, no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_LONGEST_NAME)
    # Names of companies give way first; piped, nothing is cut off.
    room = None
    if sys.stdout.isatty() and listed:
        others = max(4, widths[0]) + min(_LONGEST_NAME, widths[1]) + widths[3] + widths[4]
        room = max(_SHORTEST_COMPANY, out.width - others - 4 * _GAP)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=room)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for number, *texts in listed:
        table.add_row(number, *(Text(text) for text in texts))
    out.print(table, highlight=False)
