import hashlib
import stat
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from PIL import Image

from importing import made_up_reading, run_import
from meishi.domain.contact import PersonName
from meishi.errors import NoCardFoundError, UsageError
from meishi.services.import_report import write_import_report
from meishi.services.reading import FileReading
from meishi.wording import Wording

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Page(HTMLParser):
    """What a page shows, and what it would fetch."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.sources, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.sources += [value for name, value in attributes if name in {"src", "href"}]

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def pictures(tmp_path):
    """A doubtful card, a sound one, and one that cannot be read."""
    for number, name in enumerate(["doubtful.png", "sound.png", "none.png"]):
        Image.new("RGB", (91, 55), (255, 255 - number, 255)).save(tmp_path / name)
    return [tmp_path / "doubtful.png", tmp_path / "sound.png", tmp_path / "none.png"]


def read(paths):
    for path in paths:
        result = FileReading(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        if path.stem == "none":
            result.errors.append(NoCardFoundError("<none.png>: no card", hint="Try & try again."))
        else:
            reading = made_up_reading(path, name=PersonName(full=f"<b>{path.stem}</b>"))
            reasons = ("The name “<script>” was read with low confidence.",) if path.stem == "doubtful" else ()
            result.readings.append(reading.model_copy(update={"review_reasons": reasons}))
        yield result


def test_the_page_shows_what_needs_a_look_and_fetches_nothing(library, pictures, tmp_path):
    outcomes = run_import(pictures, library, read)
    write_import_report(tmp_path / "report.html", outcomes, library, Wording(), occasion="R&D <fair>", now=NOW)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    for expected in ("R&D <fair>", "<b>doubtful</b>", "“<script>” was read", "<b>sound</b>", "<none.png>: no card"):
        assert expected in page.text
    assert "pictures: 3 · people: 2 · to look at: 1 · set aside: 1" in page.text
    assert not {"b", "script", "fair", "link"} & set(page.tags)
    assert len(page.sources) == 1
    assert page.sources[0].startswith("data:image/jpeg;base64,")


def test_it_is_its_owners_alone(library, pictures, tmp_path):
    write_import_report(
        tmp_path / "r.html", run_import(pictures, library, read), library, Wording(), occasion=None, now=NOW
    )
    assert stat.S_IMODE((tmp_path / "r.html").stat().st_mode) == 0o600


def test_after_an_interrupted_import_it_tells_about_everybody_all_the_same(library, pictures, tmp_path):
    run_import(pictures[:1], library, read)
    outcomes = run_import(pictures, library, read)
    write_import_report(tmp_path / "r.html", outcomes, library, Wording(), occasion=None, now=NOW)
    assert "people: 2 · to look at: 1" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_an_original_that_is_gone_costs_the_picture_alone(library, pictures, tmp_path, meishi_home):
    outcomes = run_import(pictures, library, read)
    for original in (meishi_home / "originals").rglob("*.png"):
        original.unlink()
    write_import_report(tmp_path / "r.html", outcomes, library, Wording(), occasion=None, now=NOW)
    assert "to look at: 1" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_to_is_said(library, tmp_path):
    with pytest.raises(UsageError) as caught:
        write_import_report(tmp_path / "missing" / "r.html", [], library, Wording(), occasion=None, now=NOW)
    assert caught.value.hint
