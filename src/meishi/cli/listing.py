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


def print_rows(rows: Iterable[Row]) -> None:
    """Print people, one a line; long names of companies are cut off where the line would break."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", min_width=4, no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=24)
    # Names of companies give way first; piped, nothing is cut off.
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1 if sys.stdout.isatty() else None)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for row in rows:
        table.add_row(str(row.contact_id), Text(row.name), Text(row.company or ""), Text(row.when), Text(row.remark))
    console().print(table, highlight=False)
