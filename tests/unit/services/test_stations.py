"""The stations of a card's way as pictures: in order, for the owner alone, and readable."""

from __future__ import annotations

import stat

import cv2
import numpy as np
import pytest

from drawn_cards import CARD_HEIGHT, CARD_WIDTH, desk, draw_card, lay, turned_quad
from meishi.domain.contact import Contact, PersonName
from meishi.domain.field import Field, FieldKind
from meishi.domain.reading import CardReading, LinePlace
from meishi.errors import UnreadableFileError, UsageError
from meishi.services.reading import FileReading
from meishi.services.stations import draw_stations

MAIL_BOX = (70, 460, 700, 60)


@pytest.fixture
def result(tmp_path):
    """A photograph of one card, and its reading."""
    path = tmp_path / "机 の上.png"
    quad = turned_quad((800, 600), 900, 20)
    cv2.imencode(".png", lay(desk(), draw_card(), quad))[1].tofile(path)
    reading = CardReading(
        file=str(path),
        quad=tuple((float(x), float(y)) for x, y in quad),
        size=(CARD_WIDTH, CARD_HEIGHT),
        contact=Contact(name=PersonName(full="名刺 太郎")),
        fields=(
            Field(kind=FieldKind.NAME, value="名刺 太郎", confidence=0.9, box=(70, 180, 500, 80), line=0),
            Field(
                kind=FieldKind.EMAIL,
                value="taro@meishi.example",
                raw="tar0@",
                confidence=0.9,
                box=MAIL_BOX,
                repaired=True,
            ),
        ),
        review_reasons=("The mail address was mended.",),
        lines=("名刺太郎", "tar0@meishi.example"),
        line_places=(LinePlace(box=(70, 180, 500, 80)), LinePlace(box=MAIL_BOX)),
        codes=("BEGIN:VCARD\r\nEND:VCARD\r\n",),
        engine="made up",
    )
    return FileReading(path, readings=[reading])


def picture(path):
    return cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)


def test_each_station_is_a_picture_that_sorts_by_card(result, tmp_path):
    files = draw_stations(result, tmp_path / "new" / "stations", 7)
    assert [file.name for file in files] == [
        "007-机-の上-p01-c00-found.jpg",
        "007-机-の上-p01-c01-1-card.jpg",
        "007-机-の上-p01-c01-2-lines.jpg",
        "007-机-の上-p01-c01-3-fields.jpg",
    ]
    assert sorted(files) == list(files)


def test_pictures_are_their_owners_alone(result, tmp_path):
    folder = tmp_path / "stations"
    files = draw_stations(result, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_boxes_stand_where_the_card_has_its_text_and_the_words_beside_it(result, tmp_path):
    _, card, lines, fields = map(picture, draw_stations(result, tmp_path / "stations"))
    assert card.shape == (CARD_HEIGHT, CARD_WIDTH, 3)
    x, y, width, height = MAIL_BOX
    for sheet in (lines, fields):
        changed = np.abs(sheet[:CARD_HEIGHT, :CARD_WIDTH].astype(int) - card).max(axis=2) > 60
        assert changed[y + height - 2 : y + height + 2, x : x + width].any(axis=0).mean() > 0.9
        assert not changed[y + 12 : y + height - 6, x + 60 : x + width - 6].any()
        beside = sheet[:, CARD_WIDTH:]
        assert (beside.min(axis=2) < 150).any()
        assert (beside[:, -8:] > 240).all()


def test_picture_without_a_card_is_drawn_all_the_same(result, tmp_path):
    files = draw_stations(FileReading(result.path), tmp_path / "stations")
    assert [file.name for file in files] == ["001-机-の上-p01-c00-found.jpg"]


def test_file_that_cannot_be_opened_gives_no_pictures(tmp_path):
    missing = FileReading(tmp_path / "missing.jpg", errors=[UnreadableFileError("missing")])
    assert draw_stations(missing, tmp_path / "stations") == ()


def test_folder_that_is_a_file_is_refused(result):
    with pytest.raises(UsageError, match="cannot be made"):
        draw_stations(result, result.path)
