"""Card images to text lines: batches, errors, order, noise."""

from __future__ import annotations

import numpy as np
import pytest

from fakes import CrashingEngine, GarbageEngine, HangingEngine, SilentEngine, TellingEngine, reading
from meishi.domain.card import CardImage
from meishi.domain.text import Direction, LineReading, TextRegion
from meishi.errors import EngineFailedError, EngineMissingError, NoTextFoundError
from meishi.recognize import RecognizeOptions, recognize_text

OPTIONS = RecognizeOptions()
QUAD = ((0.0, 0.0), (910.0, 0.0), (910.0, 550.0), (0.0, 550.0))


def region(left: float, top: float, width: float, height: float) -> TextRegion:
    corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    return TextRegion(corners, Direction.VERTICAL if height > 1.5 * width else Direction.HORIZONTAL)


def card(*regions: TextRegion, file: str = "a.jpg", number: int = 1) -> CardImage:
    even = np.full((550, 910), 255, np.uint8)
    return CardImage(
        pixels=np.dstack([even] * 3),
        even=even,
        quad=QUAD,
        orientation_degrees=0,
        regions=regions,
        found_by="edges",
        file=file,
        number=number,
    )


NAME, MAIL = region(100, 100, 300, 60), region(100, 400, 400, 30)


def test_all_cards_go_to_the_engine_in_one_call():
    engine = TellingEngine(lambda strip: reading(strip.key))
    cards = [card(NAME, MAIL, file="a.jpg"), card(NAME, file="b.jpg", number=2)]

    lines = recognize_text(cards, engine, OPTIONS)

    assert len(engine.asked) == 1
    assert [[line.text for line in of_card] for of_card in lines] == [["a.jpg#1.1/0", "a.jpg#1.1/1"], ["b.jpg#1.2/0"]]


def test_only_the_card_that_the_engine_fails_on_is_set_aside():
    cards = [card(NAME, file=f"{name}.jpg") for name in ("good", "bad", "fine")]

    good, bad, fine = recognize_text(cards, CrashingEngine(on_key="bad"), OPTIONS)

    assert isinstance(bad, EngineFailedError)
    assert [lines[0].text for lines in (good, fine)] == ["Taro Yamada"] * 2


@pytest.mark.parametrize("engine", [CrashingEngine(), GarbageEngine(), HangingEngine()], ids=lambda e: e.name)
def test_a_failing_engine_gives_an_error_for_each_card_and_says_what_to_do(engine):
    results = recognize_text([card(NAME), card(MAIL)], engine, OPTIONS)

    assert all(isinstance(result, EngineFailedError) and result.hint for result in results)


def test_a_missing_engine_stops_everything():
    def tell(strip):
        raise EngineMissingError("no engine", hint="Install one.")

    with pytest.raises(EngineMissingError):
        recognize_text([card(NAME)], TellingEngine(tell), OPTIONS)


@pytest.mark.parametrize("regions", [(), (NAME, MAIL)], ids=["no regions", "nothing read"])
def test_a_card_without_readable_text_is_named_in_its_error(regions):
    (result,) = recognize_text([card(*regions, file="空 白.jpg")], SilentEngine(), OPTIONS)

    assert isinstance(result, NoTextFoundError)
    assert "空 白.jpg" in str(result)


def test_no_cards_need_no_engine():
    assert recognize_text([], CrashingEngine(), OPTIONS) == ()


def test_lines_come_in_reading_order_with_their_places():
    engine = TellingEngine(lambda strip: reading(strip.key.rpartition("/")[2]))

    (lines,) = recognize_text([card(MAIL, NAME)], engine, OPTIONS)

    assert [(line.text, line.box) for line in lines] == [("1", (100, 100, 300, 60)), ("0", (100, 400, 400, 30))]


@pytest.mark.parametrize(
    ("read", "is_kept"),
    [
        (LineReading("~ |", 0.9), False),
        (reading("k", 0.3), False),
        (reading("rr", 0.6), False),
        (reading("T", 0.9), True),
        (reading("Wy A", 0.3), False),
        (reading("Yamada", 0.3), True),
        (reading("山田", 0.3), True),
        (reading("03", 0.3), True),
        (reading("様", 0.6), True),
        (reading("Yamada", 0.05), False),
    ],
)
def test_pieces_of_logos_are_dropped_but_doubtful_words_are_kept(read, is_kept):
    engine = TellingEngine(lambda strip: read if strip.key.endswith("/0") else reading("anchor"))

    (lines,) = recognize_text([card(NAME, MAIL)], engine, OPTIONS)

    assert (read.text in [line.text for line in lines]) is is_kept


def test_word_spans_are_shares_of_the_line_and_not_of_its_padded_strip():
    engine = TellingEngine(lambda strip: reading("whole"))

    (lines,) = recognize_text([card(NAME)], engine, OPTIONS)

    assert lines[0].words[0].span == (0.0, 1.0)
