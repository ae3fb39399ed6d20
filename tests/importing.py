"""Imports pictures whose cards are made up, into a real library; run as a program, it can be killed at any moment.

`python importing.py FOLDER HOME [DATABASE_URL]` prints a line a file, as soon as the file is done.
"""

import hashlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.domain.field import Field, FieldKind
from meishi.domain.reading import CardReading, LinePlace
from meishi.domain.text import TextLine
from meishi.pipeline import PartReading
from meishi.services.import_ import Library, import_pictures
from meishi.services.reading import FileReading
from meishi.store import Originals, Store

CORNERS = ((0.0, 0.0), (91.0, 0.0), (91.0, 55.0), (0.0, 55.0))
TODAY = date(2026, 11, 24)


def made_up_reading(path, page=1, **contact):
    """A card that says who it is by its file's name."""
    contact = contact or {
        "name": PersonName(full=f"山田 {path.stem}"),
        "addresses": (Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP"),),
    }
    return CardReading(file=str(path), page=page, quad=CORNERS, contact=Contact(**contact), engine="made up")


def reader_of(contact):
    """A reader to whom every picture is a card of one person."""

    def read(paths):
        for result in read_made_up(paths):
            says = {name: getattr(contact, name) for name in Contact.model_fields}
            result.readings = [made_up_reading(result.path, **says)]
            yield result

    return read


def read_made_up(paths):
    for path in paths:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        yield FileReading(path, sha256=sha256, readings=[made_up_reading(path)])


def read_made_up_part(card, _originals, box):
    """A part of a card that says where it is, and a telephone number."""
    number = Field(kind=FieldKind.TELEPHONE, value="03-7777-8888", raw="TEL 03-7777-8888", confidence=0.9)
    where = TextLine(f"card {card.id} at {'-'.join(map(str, box))}", 0.9, box, alternatives=("or else",))
    return (PartReading((where,), (number,)),)


def open_library(home, database_url=None):
    store = Store.open(database_url) if database_url else Store.open_file(home / "meishi.db")
    return Library(store, Originals(home))


def run_import(files, library, read=read_made_up, *, met_on=TODAY, **options):
    """Import with a fixed day and clock, unless others are given, and give all outcomes."""
    options = {"today": TODAY, "now": lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)} | options
    return list(
        import_pictures(
            files,
            library,
            read,
            encounter_of=lambda _: Encounter(met_on=met_on, met_at="展示会"),
            **options,
        )
    )


def meet(library, folder, *contacts, met_on=TODAY, **options):
    """Import one picture each for people whose cards say this."""
    files = {}
    for number, contact in enumerate(contacts):
        file = folder / f"{met_on}-{number}.jpg"
        file.write_bytes(f"{file.name} {contact}".encode())
        files[file] = contact

    def read(paths):
        for path in paths:
            said = {name: getattr(files[path], name) for name in Contact.model_fields}
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            yield FileReading(path, sha256=sha256, readings=[made_up_reading(path, **said)])

    run_import(list(files), library, read, met_on=met_on, **options)
    return library.store.contacts()


def meet_doubtful(library, folder, name, number, *, reasons=()):
    """Import a card whose telephone number is doubtful, with a picture."""
    file = folder / f"{number}.png"
    Image.new("RGB", (92, 56), (200, 220, int(number[3:7]) % 256)).save(file)
    field = Field(
        kind=FieldKind.TELEPHONE,
        value=number,
        raw=number.replace("0", "O"),
        confidence=0.5,
        box=(10, 20, 300, 40),
        line=0,
        repaired=True,
    )
    phone = Phone(kind=PhoneKind.WORK, number=number)
    reading = made_up_reading(file, name=PersonName(full=name), company="坂本物産", phones=(phone,)).model_copy(
        update={
            "fields": (field,),
            "lines": (field.raw,),
            "alternatives": (("03-1234-5673",),),
            "line_places": (LinePlace(box=(10, 20, 300, 40)),),
            "size": (910, 550),
            "review_reasons": reasons,
        }
    )
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    run_import([file], library, lambda _: [FileReading(file, sha256=sha256, readings=[reading])])


def main(folder, home, database_url=None):
    library = open_library(home, database_url)
    for file in sorted(folder.iterdir()):
        run_import([file], library)
        print(file.name, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
