"""Exporters of others: a package that you install may bring a form of its own.

The package names a callable in its metadata, and `meishi export with NAME` calls it:

    [project.entry-points."meishi.exporters"]
    mycrm = "mycrm.meishi:write"

    def write(people: Sequence[Person]) -> Written: ...

It gets everybody who was asked for, in the order of their readings, and gives the file with what the form cannot hold.
It changes nothing, asks nobody, and gives the same file for the same people: `meishi.testing.check_exporter` checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points

from meishi.errors import SetupError, UsageError
from meishi.exchange.person import Person, Written

GROUP = "meishi.exporters"
"""The group of entry points."""

Exporter = Callable[[Sequence[Person]], Written]
"""Writes people to a file of its own form."""


def find_exporter(name: str) -> Exporter:
    """Give the exporter of that name.

    Raises:
        UsageError: No installed package brings one.
        SetupError: The package cannot be loaded.
    """
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise UsageError(f"no package brings an exporter {name}", hint=f"Those that are installed: {known}.")
    return _load(found[name])


def _load(entry: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = entry.load()
    except (ImportError, AttributeError) as error:
        raise SetupError(
            f"the exporter {entry.name} cannot be loaded: {error}", hint=f"Install the package of {entry.value} again."
        ) from error
    return exporter
