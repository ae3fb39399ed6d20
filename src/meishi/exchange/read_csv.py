"""CSV files of other programs become people: first it is shown which column says what, then the rows are read."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.content_lines import clean
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, FollowUpState, Postcard, PostcardState
from meishi.errors import UnreadableFileError, UsageError
from meishi.exchange.csv_cells import restore
from meishi.exchange.csv_columns import FIELDS, PERSONAL, TAGS_BEHIND, Target, named_by, says_nothing, target_of
from meishi.exchange.encoding import decode_text
from meishi.exchange.person import Meeting, Person, Read, lasting_uid
from meishi.exchange.write_csv import GOOGLE_SEVERAL, SEVERAL
from meishi.resolve.foreign import address_from_parts, person_name, phone
from meishi.wording import marked

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
# Google puts these before the groups that it made itself.
_SYSTEM_LABEL = "*"
# Eight writes seven lines about the file above its header.
_HEADER_WITHIN = 20
_DELIMITERS = ",;\t"
_TICKED = "1"


@dataclass(frozen=True)
class Table:
    """A CSV file, before it is read.

    Attributes:
        columns: The header.
        targets: What each column says that is going to be read; the others are passed over.
        rows: The cells.
    """

    columns: tuple[str, ...]
    targets: Mapping[str, Target]
    rows: tuple[tuple[str, ...], ...]


def open_table(content: bytes, chosen: Mapping[str, str] | None = None, name: str = "CSV") -> Table:
    """Take a CSV file apart and find out what its columns say.

    Args:
        content: The file; commas, semicolons or tabs between the cells, lines of text above the header where there are.
        chosen: What columns say by the user's word: names of columns to names of `FIELDS`; empty passes a column over.
        name: What to call the file in errors.

    Raises:
        UnreadableFileError: It is no table, or no column of it is known.
        UsageError: A chosen column or field is not there.
    """
    text = decode_text(content)
    if "\0" in text:
        raise UnreadableFileError(f"{name}: is no CSV file", hint="Export the contacts again as CSV.")
    try:
        header, rows = _apart(text, lambda cell: bool(target_of(cell)) or clean(cell).strip() in (chosen or {}))
    except csv.Error as error:
        raise UnreadableFileError(f"{name}: is no CSV file ({error})", hint="Export it again as CSV.") from error
    columns = tuple(clean(column).strip() for column in header)
    targets = {column: target for column in columns if (target := target_of(column))} | _tags(columns, rows)
    for column, field in (chosen or {}).items():
        if column not in columns or (field and field not in FIELDS):
            raise UsageError(
                f"{name}: {column}={field} names no column of the file, or no field",
                hint=f"The fields are {', '.join(sorted(FIELDS))}.",
            )
        targets.pop(column, None)
        if field:
            targets[column] = named_by(column, field)
    if not targets:
        raise UnreadableFileError(
            f"{name}: no column of it is known ({', '.join(columns)[:200]})",
            hint="Say what the columns are: --column 'COLUMN=FIELD', for instance --column 'Who=name'.",
        )
    return Table(columns, targets, tuple(rows))


def _apart(text: str, is_known: Callable[[str], bool]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Take a text apart into its header, which of the first rows has the most known columns, and the rows below."""
    candidates = (
        (sum(map(is_known, row)), -place, len(row), delimiter)
        for delimiter in _DELIMITERS
        for place, row in enumerate(islice(_rows(text, delimiter), _HEADER_WITHIN))
    )
    _, place, _, delimiter = max(candidates, default=(0, 0, 0, ","))
    header, *rows = [*islice(_rows(text, delimiter), -place, None)] or [()]
    # A file that was put together from several has its header several times.
    return header, [row for row in rows if row != header]


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    return (tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row))


def _tags(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Target]:
    """Find the columns that are a tag each, as Eight writes them: ticked or empty, behind all others."""
    start = next((place + 1 for place, column in enumerate(columns) if column in TAGS_BEHIND), len(columns))
    cells = {column: {row[place].strip() for row in rows if place < len(row)} for place, column in enumerate(columns)}
    behind = [column for column in columns[start:] if not target_of(column)]
    return {column: named_by(column, "tag") for column in behind if cells[column] - {""} == {_TICKED}}


def read_table(table: Table) -> Read:
    """Read everybody in a table."""
    people: list[Person] = []
    passed_over: Counter[str] = Counter()
    for cells in table.rows:
        row = _Row(table, cells)
        contact = _contact(row)
        if contact == Contact():
            passed_over["row without a contact"] += 1
            continue
        people.append(_person(row, contact))
        passed_over.update(row.passed_over())
    return Read(tuple(people), dict(passed_over))


class _Row:
    """The cells of one row by what they say."""

    def __init__(self, table: Table, cells: Sequence[str]) -> None:
        values = {column: restore(clean(cell)).strip() for column, cell in zip(table.columns, cells, strict=False)}
        self._values = [(table.targets[c], value) for c, value in values.items() if value and c in table.targets]
        self._others = [c for c, value in values.items() if value and c not in table.targets and not says_nothing(c)]

    def all(self, field: str) -> tuple[str, ...]:
        """All values of a field, each once; what is said to be personal comes last."""
        found = [(target.group == PERSONAL, value) for target, value in self._values if target.field == field]
        return tuple(dict.fromkeys(value for _, value in sorted(found, key=lambda one: one[0])))

    def one(self, field: str) -> str:
        """The first value of a field on one line; empty when there is none."""
        return " ".join(next(iter(self.all(field)), "").split())

    def several(self, field: str) -> tuple[str, ...]:
        """All values of a field, those in one cell apart."""
        parts = (part.strip() for value in self.all(field) for part in re.split(f"{SEVERAL}|{GOOGLE_SEVERAL}", value))
        return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part))

    def groups(self, kind: str) -> list[dict[str, str]]:
        """The columns that say parts of one thing, in their order: fields to values on one line."""
        groups: dict[str, dict[str, str]] = {}
        for target, value in self._values:
            if target.field == kind or target.field.startswith(f"{kind}."):
                groups.setdefault(target.group, {}).setdefault(target.field, " ".join(value.split()))
        return list(groups.values())

    def ticked(self, field: str) -> tuple[str, ...]:
        """The names of the columns of a field in which something stands."""
        return tuple(target.group for target, _ in self._values if target.field == field)

    def passed_over(self) -> list[str]:
        """The columns with a value that nobody reads."""
        return self._others


def _contact(row: _Row) -> Contact:
    phones = (_phone(group) for group in row.groups("phone"))
    addresses = (_address(group) for group in row.groups("address"))
    return Contact(
        name=_name(row),
        company=row.one("company") or None,
        departments=row.several("departments"),
        titles=row.several("titles"),
        addresses=tuple(dict.fromkeys(filter(None, addresses))),
        phones=tuple(dict.fromkeys(filter(None, phones))),
        emails=row.several("emails"),
        urls=row.several("urls"),
    )


def _name(row: _Row) -> PersonName:
    family = row.one("family_name")
    given = " ".join(filter(None, (row.one("given_name"), row.one("middle_name"))))
    full = row.one("name") or row.one("file_as")
    # Google files under "Yamada, Taro".
    parts = f"{family} {given}".replace(",", " ").split()
    if "," in full and parts and sorted(full.replace(",", " ").split()) == sorted(parts):
        full = ""
    kana = row.one("kana") or " ".join(filter(None, (row.one("family_kana"), row.one("given_kana"))))
    custom = (group.get("custom.value", "") for group in row.groups("custom") if _is_roman_name(group))
    roman = row.one("roman") or next(custom, "")
    return person_name(full=full, family=family, given=given, kana=kana, roman=roman)


def _is_roman_name(group: Mapping[str, str]) -> bool:
    return group.get("custom.label") == "Roman name"


def _phone(group: Mapping[str, str]) -> Phone | None:
    field, number = next(((f, v) for f, v in group.items() if f not in {"phone.kind", "phone.extension"}), ("", ""))
    if not number:
        return None
    said = (group.get("phone.kind") or field.removeprefix("phone").removeprefix(".") or "work").casefold()
    kinds = {"fax": PhoneKind.FAX, "mobile": PhoneKind.MOBILE, "cell": PhoneKind.MOBILE, "携帯": PhoneKind.MOBILE}
    kinds |= {"work": PhoneKind.WORK, "main": PhoneKind.WORK, "会社": PhoneKind.WORK, "勤務": PhoneKind.WORK}
    kind = next((kind for word, kind in kinds.items() if word in said), PhoneKind.OTHER)
    read = phone(kind, number)
    return read.model_copy(update={"extension": group.get("phone.extension") or read.extension})


def _address(group: Mapping[str, str]) -> Address | None:
    full, building = group.get("address", ""), group.get("address.building", "")
    region, locality = group.get("address.region", ""), group.get("address.locality", "")
    # Where the address has a column beside those of its parts, it is the whole; the building may stand apart.
    if full and building and building not in full:
        full = f"{full} {building}"
    return address_from_parts(
        full=full,
        postal_code=group.get("address.postal_code", ""),
        country=group.get("address.country", ""),
        region=region,
        locality=locality,
        street=group.get("address.street", ""),
        building=building if region or locality or "address.street" in group else "",
    )


def _person(row: _Row, contact: Contact) -> Person:
    met_on = _day(row.one("met_on"))
    tags = tuple(tag for tag in (*row.several("tags"), *row.ticked("tag")) if not tag.startswith(_SYSTEM_LABEL))
    meetings: tuple[Meeting, ...] = ()
    if met_on:
        encounter = Encounter(met_on=met_on, met_at=row.one("met_at") or None, tags=tags)
        meetings = (Meeting(encounter=encounter, postcard=_postcard(row)),)
    return Person(
        uid=lasting_uid(row.one("uid") or None, contact),
        contact=contact,
        tags=tags,
        note="\n".join(row.all("note")) or None,
        meetings=meetings,
        follow_ups=_follow_ups(row),
        review_reasons=tuple(marked(f"the file it comes from doubts it: {column}") for column in row.ticked("doubt")),
    )


def _postcard(row: _Row) -> Postcard | None:
    due_on = _day(row.one("postcard_due_on"))
    with suppress(ValueError):
        return Postcard(due_on=due_on, state=PostcardState(row.one("postcard"))) if due_on else None
    return None


def _follow_ups(row: _Row) -> tuple[FollowUp, ...]:
    due_on = _day(row.one("follow_up_due_on"))
    with suppress(ValueError):
        return (FollowUp(due_on=due_on, state=FollowUpState(row.one("follow_up"))),) if due_on else ()
    return ()


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    with suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    return None
