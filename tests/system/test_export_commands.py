"""`meishi export` as a user types it, on a library whose cards are made up."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from PIL import Image

from command import meishi
from importing import open_library, run_import
from meishi.errors import ExitCode

DEMO = Path(__file__).parents[2] / "samples" / "demo"


@pytest.fixture
def filled(meishi_home, tmp_path):
    """Three people in the library; the card of the first has a picture that can be opened."""
    meishi_home.mkdir(mode=0o700)
    files = [tmp_path / f"{name}.jpg" for name in ("一郎", "二郎", "三郎")]
    Image.new("RGB", (200, 120), "white").save(files[0], exif=Image.Exif())
    for file in files[1:]:
        file.write_bytes(file.name.encode())
    library = open_library(meishi_home)
    with library.store:
        run_import(files, library)
    return tmp_path


def test_vcards_go_to_standard_output_and_nothing_else_does(filled):
    result = meishi("export", "vcard")
    assert result.returncode == ExitCode.OK
    names = {card.fn.value for card in vobject.readComponents(result.stdout)}
    assert names == {"山田 一郎", "山田 二郎", "山田 三郎"}
    assert result.stderr == ""


def test_a_query_chooses_and_the_file_is_private(filled):
    file = filled / "out.vcf"
    result = meishi("export", "vcard", "二郎", "--version", "4.0", "-o", file)
    assert (result.returncode, result.stdout) == (ExitCode.OK, "")
    assert "one contact" in result.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().count(b"BEGIN:VCARD") == 1


def test_each_gets_a_file_of_their_own_with_the_picture_of_the_card(filled):
    folder = filled / "cards"
    assert meishi("export", "vcard", "--each", "--photo", "-o", folder).returncode == ExitCode.OK
    files = sorted(folder.iterdir())
    assert len(files) == 3
    photos = [getattr(vobject.readOne(file.read_text("utf-8")), "photo", None) for file in files]
    (photo,) = filter(None, photos)
    picture = Image.open(io.BytesIO(photo.value))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert meishi("export", "vcard", "--each").returncode == ExitCode.USAGE
    in_the_way = meishi("export", "vcard", "--each", "-o", files[0])
    assert (in_the_way.returncode, "Traceback" in in_the_way.stderr) == (ExitCode.USAGE, False)


def test_tables_calendars_and_json_are_what_their_readers_expect(filled):
    table = csv.DictReader(io.StringIO(meishi("export", "csv", "--for", "google").stdout, newline=""))
    assert {row["File As"] for row in table} == {"山田 一郎", "山田 二郎", "山田 三郎"}
    calendar = icalendar.Calendar.from_ical(meishi("export", "ics", "--follow-ups", "event").stdout)
    assert sorted(item.name for item in calendar.subcomponents) == ["VEVENT"] * 3 + ["VTODO"] * 3
    assert len(json.loads(meishi("export", "json").stdout)["people"]) == 3
    assert json.loads(meishi("export", "json", "--schema").stdout)["title"] == "JsonLibrary"


def test_json_lines_since_a_day_leave_older_people_out(filled):
    assert len(meishi("export", "jsonl", "--since", "2026-11-24").stdout.splitlines()) == 3
    tomorrow = datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(days=2)
    assert meishi("export", "jsonl", "--since", f"{tomorrow:%Y-%m-%d}").stdout == ""


def test_what_a_file_cannot_hold_is_said_and_shown_by_the_exit_code(meishi_home, tmp_path):
    meishi_home.mkdir(mode=0o700)
    file = tmp_path / "𠮷.jpg"
    file.write_bytes(b"a card")
    library = open_library(meishi_home)
    with library.store:
        run_import([file], library)
    result = meishi("export", "csv", "--for", "hagaki", "-o", tmp_path / "out.csv")
    assert result.returncode == ExitCode.BATCH_INCOMPLETE
    assert "山田 𠮷" in result.stderr
    assert "〓" in (tmp_path / "out.csv").read_text("cp932")


def test_a_folder_that_is_not_there_is_said(filled):
    result = meishi("export", "json", "-o", filled / "nowhere" / "out.json")
    assert result.returncode == ExitCode.USAGE
    assert "nowhere" in result.stderr
