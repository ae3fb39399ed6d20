"""Exporters of others: a package that you install may bring a form of its own.

The package names a callable in its metadata, and `meishi export with NAME` calls it:

    [project.entry-points."meishi.exporters"]
    mycrm = "mycrm.meishi:write"

    def write(people: Sequence[Person]) -> Written: ...

It gets everybody who was asked for, in the order of their readings, and gives the file with what the form cannot hold.
It changes nothing, asks nobody, and gives the same file for the same people. `check_exporter` holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint, entry_points

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, Postcard
from meishi.errors import SetupError, UsageError
from meishi.exchange.person import Meeting, Person, Written

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


def check_exporter(write: Exporter) -> None:
    """Hold an exporter to its word, for the tests of whoever wrote it.

    Raises:
        AssertionError: It breaks its word; the message says which.
    """
    for people in ((), SAMPLE_PEOPLE, SAMPLE_PEOPLE[:1]):
        before = [person.model_dump_json() for person in people]
        written = write(people)
        assert isinstance(written, Written), "an exporter gives a Written"
        assert isinstance(written.content, bytes), "the content of a file is bytes"
        assert write(people) == written, "the same people give the same file"
        assert [person.model_dump_json() for person in people] == before, "an exporter changes nobody"
    everybody, the_first = write(SAMPLE_PEOPLE), write(SAMPLE_PEOPLE[:1])
    assert everybody.content != the_first.content, "everybody is in the file, not the first alone"


SAMPLE_PEOPLE = (
    Person(
        uid="00000000-0000-4000-8000-000000000001",
        contact=Contact(
            name=PersonName(
                full="𠮷田 髙子", family="𠮷田", given="髙子", kana="ヨシダ タカコ", roman="Takako Yoshida"
            ),
            company='山田,"商店";=1+1',
            departments=("営業部", "第一課"),
            titles=("部長",),
            addresses=(
                Address(full="東京都千代田区丸の内1-1-1 3F", postal_code="100-0001", country="JP", building="3F"),
            ),
            phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678", extension="12"),),
            emails=("takako@example.com",),
            urls=("https://example.com/a,b",),
        ),
        tags=("fair", "a,b;c"),
        note="two\nlines",
        meetings=(
            Meeting(
                encounter=Encounter(met_on=date(2026, 11, 24), met_at="展示会"),
                postcard=Postcard(due_on=date(2026, 11, 27)),
            ),
        ),
        follow_ups=(FollowUp(due_on=date(2027, 1, 5)),),
        created_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
        updated_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    ),
    Person(uid="00000000-0000-4000-8000-000000000002", contact=Contact(company="A\r\nB\tC")),
    Person(uid="00000000-0000-4000-8000-000000000003", contact=Contact()),
)
"""Made-up people who break careless forms: rare characters, signs of every form, line breaks, nobody's name."""
