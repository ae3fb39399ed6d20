"""For the tests of packages that bring meishi an engine or an exporter: what holds them to the contract.

A package names what it brings in its `pyproject.toml`, and meishi finds it by that once both are installed:

    [project.entry-points."meishi.engines"]      # meishi read, with MEISHI_ENGINE=mine
    mine = "mine.engine:MyEngine"

    [project.entry-points."meishi.exporters"]    # meishi export with mine
    mine = "mine.exporter:write"

An engine is called without arguments, once in each process that reads, and gives an `OcrEngine`
(`meishi.domain.text`). An exporter is a function of people (`meishi.exchange.exporters`). The package's own tests are

    from meishi.testing import check_engine, check_exporter

    def test_the_engine_keeps_its_word():
        check_engine(MyEngine(), across=["Mikako Ishikawa", "TEL 06-6633-4110"])

    def test_the_exporter_keeps_its_word():
        check_exporter(write)

These checks ask for no more than `OcrEngine` and `Exporter` promise; what they ask changes with the first number of
meishi's version alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, Postcard
from meishi.domain.text import Direction, LineReading, LineStrip, OcrEngine
from meishi.exchange.exporters import Exporter
from meishi.exchange.person import Meeting, Person, Written

_LETTER_PX = 36
_PAPER, _INK = 255, 20


def check_engine(engine: OcrEngine, *, across: Sequence[str] = (), down: Sequence[str] = ()) -> None:
    """Hold an engine to its word, for the tests of whoever wrote it.

    Args:
        engine: The engine.
        across: Lines that it reads from clean print, blanks aside; what it is made for.
        down: The same for vertical columns.

    Raises:
        AssertionError: It breaks its word; the message says which.
    """
    assert engine.name, "an engine says its name and version"
    assert engine.read_lines([]) == (), "nothing asked is nothing read"
    strips = [*(printed(text, Direction.VERTICAL) for text in down), *map(printed, across)]
    shapes = ((1, 1), (3, 200), (200, 3), (1, 600))
    odd = [LineStrip(_noise(*shape), direction, "odd") for shape in shapes for direction in Direction]
    blank = LineStrip(np.full((40, 300), _PAPER, np.uint8), key="blank")
    asked = [*odd, *strips, blank]
    before = [strip.pixels.copy() for strip in asked]
    readings = engine.read_lines(asked)
    assert isinstance(readings, tuple), "an engine gives a tuple"
    assert len(readings) == len(asked), "one reading for each strip, whatever its shape"
    assert all(map(np.array_equal, before, (strip.pixels for strip in asked))), "an engine changes no strip"
    for reading in readings:
        _check_reading(reading)
    assert (readings[-1].text, readings[-1].confidence) == ("", 0.0), "a blank strip reads as empty, without confidence"
    for text, reading in zip((*down, *across), readings[len(odd) : -1], strict=True):
        assert "".join(reading.text.split()) == "".join(text.split()), f"{text} was read as {reading.text}"
    if strips:
        assert engine.read_lines(strips[:1]) == engine.read_lines(strips[:1]), "the same strip reads the same twice"


def printed(text: str, direction: Direction = Direction.HORIZONTAL) -> LineStrip:
    """Draw a line as clean print, ready for an engine; its key is the text."""
    import pylopdf_fonts_jp  # noqa: PLC0415 - only engines are shown pictures
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    font = ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), _LETTER_PX)
    if direction is Direction.HORIZONTAL:
        picture = Image.new("L", (int(font.getlength(text)) + 20, 60), _PAPER)
        ImageDraw.Draw(picture).text((10, 4), text, font=font, fill=_INK)
    else:
        picture = Image.new("L", (56, 40 * len(text) + 20), _PAPER)
        for place, glyph in enumerate(text):
            ImageDraw.Draw(picture).text((10, 40 * place), glyph, font=font, fill=_INK)
    return LineStrip(np.array(picture), direction, text)


def _check_reading(reading: LineReading) -> None:
    assert isinstance(reading, LineReading), "a reading is a LineReading"
    confidences = [reading.confidence, *(word.confidence for word in reading.words)]
    assert all(0 <= confidence <= 1 for confidence in confidences), "a confidence is from 0 to 1"
    assert bool(reading.text) == bool(reading.words), "what was read has words, and words are what was read"
    assert "".join(word.text for word in reading.words) == "".join(reading.text.split()), "the words make up the text"
    starts = [word.span[0] for word in reading.words]
    assert starts == sorted(starts), "the words stand in reading order"
    assert all(0 <= start < end <= 1 for start, end in (word.span for word in reading.words)), "words lie on the line"
    assert {reading.text, ""}.isdisjoint(reading.alternatives), "alternatives are other texts"


def _noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (height, width), dtype=np.uint8)


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
