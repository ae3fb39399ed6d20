"""Measure a library of many contacts: searching, the day's list, and importing one card more, against an empty library.

`PYTHONPATH=samples:tests python tests/bench/library.py --contacts 100000`. Every number is the middle one of
several, in CPU milliseconds, because machines are shared; that of the whole command `meishi today` too, most of which
is the start of the program.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from generator.draws import Draws, Pool
from importing import CORNERS, TODAY, open_library
from meishi.care import CareOptions
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.identity import identity_keys
from meishi.domain.reading import CardReading
from meishi.domain.task import FollowUpState, PostcardState
from meishi.services.follow_ups import Planner
from meishi.services.import_ import Library, import_pictures
from meishi.services.reading import FileReading
from meishi.services.today import look_at
from meishi.store.searching import search_text, sort_key
from meishi.store.tables import (
    CardRow,
    ContactKeyRow,
    ContactRow,
    EncounterRow,
    FollowUpRow,
    PictureRow,
    PostcardRow,
)
from pairs import as_contact, draw_somebody

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
A_BATCH = 2000
A_DOUBT_IN = 67
QUERIES = ("山田 太郎", "営業部 東京都", "mail@", "090-1234", "ヤマダ", "株式会社 鈴木", "佐藤", "zzz-nobody")


def people(count: int) -> Iterator[Contact]:
    """Invented people; drawing is slow, so that each is used for ten, with other numbers."""
    for number in range(count):
        if number % 10 == 0:
            drawn = as_contact(draw_somebody(Draws(f"library/{number}"), Pool.TRAIN, with_mobile=True))
        phones = tuple(
            phone.model_copy(update={"number": f"0{number + i:010}", "e164": f"+81{number * 7 + i:010}"})
            for i, phone in enumerate(drawn.phones)
        )
        mails = tuple(f"{number}.{mail}" for mail in drawn.emails)
        yield drawn.model_copy(update={"phones": phones, "emails": mails})


def fill(library: Library, count: int) -> None:
    """Put people into the library whom the user met over ten years; all but the latest have got their postcard."""
    rows: dict[type, list[dict[str, Any]]] = {}

    def add(table: type, **values: Any) -> None:
        rows.setdefault(table, []).append(values)

    for number, contact in enumerate(people(count), start=1):
        met_on = TODAY - timedelta(days=(count - number) * 3650 // count)
        noted = {"created_at": NOW, "changed_at": NOW}
        reading = CardReading(file="x.jpg", quad=CORNERS, contact=contact, engine="made up")
        add(
            PictureRow,
            id=number,
            sha256=f"{number:064}",
            original_name="x.jpg",
            kept_as="x",
            size_bytes=1,
            unread=[],
            imported_at=NOW,
        )
        add(
            ContactRow, id=number, uid=str(number), contact=contact.model_dump(mode="json"),
            display_name=contact.display_name, company=contact.company, sort_key=sort_key(contact),
            search_text=search_text(contact), review_reasons=["look at it"] * (number % A_DOUBT_IN == 0), checked={},
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        add(EncounterRow, id=number, contact_id=number, met_on=met_on, met_at="展示会", created_at=NOW)
        is_new = TODAY - met_on < timedelta(days=4)
        state = PostcardState.TO_WRITE if is_new else PostcardState.POSTED
        due_on = met_on + timedelta(days=3)
        add(
            PostcardRow,
            id=number,
            contact_id=number,
            encounter_id=number,
            state=state,
            due_on=due_on,
            **noted,
        )
        # Nobody can write to everybody: one in twenty has a follow-up to come.
        state = FollowUpState.SCHEDULED if number % 20 == 0 else FollowUpState.STOPPED
        due_on = TODAY + timedelta(days=number % 3650)
        add(FollowUpRow, id=number, contact_id=number, state=state, due_on=due_on, **noted)
        add(
            CardRow, id=number, picture_id=number, contact_id=number, encounter_id=number, page=1, number=1, quad=[],
            orientation_degrees=0, engine="made up", reading=reading.model_dump(mode="json"),
        )  # fmt: skip
        for key in identity_keys(contact):
            add(ContactKeyRow, key=key, contact_id=number)
        if number % A_BATCH == 0 or number == count:
            with library.store._engine.execution_options(writes=True).begin() as connection:
                for table, some in rows.items():
                    connection.execute(insert(table), some)
            rows.clear()


def middle_ms(*actions: Callable[[], object], times: int = 7) -> list[float]:
    """CPU milliseconds of the middle one of several runs of each action, in turn, after one each to warm up."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(times + 1):
        for action, so_far in zip(actions, taken, strict=True):
            started = time.process_time()
            action()
            so_far.append((time.process_time() - started) * 1000)
    return [statistics.median(some[1:]) for some in taken]


def whole_command_ms(*words: str, home: Path, times: int = 3) -> float:
    """CPU milliseconds of a command as a user calls it, the middle one of several."""
    taken = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [Path(sys.executable).with_name("meishi"), *words]
        subprocess.run(command, env={**os.environ, "MEISHI_HOME": str(home)}, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(taken)


def import_one_more(library: Library, folder: Path, people: Sequence[Contact]) -> Callable[[], object]:
    """An import of the card of the next one of some people, without its reading."""
    number = 0

    def read(paths: list[Path]) -> Iterator[FileReading]:
        for path in paths:
            reading = CardReading(file=str(path), quad=CORNERS, contact=people[number], engine="made up")
            yield FileReading(path, hashlib.sha256(path.read_bytes()).hexdigest(), [reading])

    def import_() -> None:
        nonlocal number
        picture = folder / f"{number}.jpg"
        picture.write_bytes(str(number).encode())
        met = Encounter(met_on=TODAY, met_at="展示会")
        list(import_pictures([picture], library, read, encounter_of=lambda _: met, today=TODAY, now=lambda: NOW))
        number += 1

    return import_


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--contacts", type=int, default=100_000)
    arguments.add_argument("--home", type=Path, help="where to leave the library for `load.py`; a new folder")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = chosen.home or folder / "full"
        empty = open_library(folder / "empty")
        library = open_library(home)
        started = time.perf_counter()
        fill(library, chosen.contacts)
        print(f"{chosen.contacts} contacts, filled in {time.perf_counter() - started:.0f} s")
        for query in QUERIES:
            (taken,) = middle_ms(lambda q=query: library.store.contacts(q, limit=50))
            print(f"search {query:20}{taken:10.1f} ms{len(library.store.contacts(query, limit=50)):6} shown")
        planner = Planner(library.store, TODAY, NOW, CareOptions(), "somebody")
        (warm,) = middle_ms(lambda: (planner.settle(), look_at(TODAY, library.store)))
        command, nothing = (whole_command_ms("today", home=one) for one in (home, folder / "none"))
        print(f"today{warm:32.1f} ms; as a command {command:.0f} ms, of an empty library {nothing:.0f} ms")
        people = [
            as_contact(draw_somebody(Draws(f"more/{number}"), Pool.HELD_OUT, with_mobile=True)) for number in range(22)
        ]
        full, alone = middle_ms(*(import_one_more(one, folder, people) for one in (library, empty)), times=21)
        print(f"import of one card more{full:14.1f} ms; into an empty library {alone:.1f} ms, {full / alone:.2f} times")


if __name__ == "__main__":
    main()
