"""What every text engine promises, whatever reads behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from fakes import TellingEngine, reading
from meishi.domain.text import LineReading, OcrEngine, Word
from meishi.recognize import PaddleEngine, ReplayEngine, SecondOpinionEngine, TesseractEngine
from meishi.testing import check_engine, printed

TEXTS = ("石川美加子", "坂本物産株式会社", "Mikako Ishikawa", "TEL 06-6633-4110", "mikako@ishikawa-bussan.com")
COLUMNS = ("代表取締役社長",)
NOTHING = LineReading("", 0.0)


@cache
def replay_engine() -> ReplayEngine:
    return ReplayEngine({text: reading(text) for text in (*TEXTS, *COLUMNS)})


@cache
def tesseract_engine() -> TesseractEngine:
    return TesseractEngine()


@cache
def paddle_engine() -> PaddleEngine:
    return PaddleEngine()


@cache
def second_opinion_engine() -> SecondOpinionEngine:
    return SecondOpinionEngine(tesseract_engine(), paddle_engine())


@pytest.fixture(
    params=[
        pytest.param(replay_engine, id="replay"),
        pytest.param(tesseract_engine, id="tesseract", marks=pytest.mark.needs("tesseract")),
        pytest.param(paddle_engine, id="paddle", marks=pytest.mark.needs("second-opinion")),
        pytest.param(
            second_opinion_engine, id="second opinion", marks=pytest.mark.needs("tesseract", "second-opinion")
        ),
    ]
)
def engine(request) -> OcrEngine:
    return request.param()


class TestOcrEngine:
    def test_it_keeps_the_word_that_we_ask_of_others(self, engine):
        check_engine(engine, across=TEXTS, down=COLUMNS)

    def test_clean_print_is_read_with_confidence_and_says_by_which_model(self, engine):
        assert all(
            read.confidence > 0.7 and read.model for read in engine.read_lines([printed(text) for text in TEXTS])
        )


@pytest.mark.parametrize(
    ("tell", "word"),
    [
        (lambda strip: reading(strip.key + "?") if strip.key != "blank" else NOTHING, "was read as"),
        (lambda _: reading("Taro"), "blank strip"),
        (lambda _: None, "LineReading"),
        (lambda _: replace(reading("Taro"), words=()), "has words"),
        (lambda _: replace(reading("Taro"), confidence=1.5), "from 0 to 1"),
        (lambda _: replace(reading("Taro"), alternatives=("Taro",)), "alternatives"),
        (lambda _: replace(reading("Taro"), words=(Word("Taro", 0.9, (0.5, 1.5)),)), "lie on the line"),
        (lambda _: replace(reading("A B"), words=reading("A B").words[::-1], text="B A"), "reading order"),
        (lambda strip: strip.pixels.fill(0) or NOTHING, "changes no strip"),
    ],
)
def test_an_engine_that_breaks_it_is_told(tell, word):
    with pytest.raises(AssertionError, match=word):
        check_engine(TellingEngine(tell), across=TEXTS[:1])


def test_an_engine_that_leaves_strips_out_is_told():
    engine = TellingEngine(lambda _: NOTHING)
    engine.read_lines = lambda strips: (NOTHING,) * (len(strips) - 1)
    with pytest.raises(AssertionError, match=r"one reading for each strip"):
        check_engine(engine)
