"""What every text engine promises, whatever reads behind it."""

from __future__ import annotations

import importlib.util
from functools import cache
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from fakes import reading
from meishi.domain.text import Direction, LineReading, LineStrip, OcrEngine
from meishi.recognize import PaddleEngine, ReplayEngine, SecondOpinionEngine, TesseractEngine

TEXTS = {
    "name": "石川美加子",
    "company": "坂本物産株式会社",
    "person": "Mikako Ishikawa",
    "telephone": "TEL 06-6633-4110",
    "mail": "mikako@ishikawa-bussan.com",
}
COLUMNS = {"column": "代表取締役社長"}


def japanese_font(size: int) -> ImageFont.FreeTypeFont:
    spec = importlib.util.find_spec("pylopdf_fonts_jp")
    if spec is None or spec.origin is None:
        pytest.skip("pylopdf-fonts-jp is not installed; `make setup` installs it")
    return ImageFont.truetype(str(Path(spec.origin).parent / "NotoSansJP-Regular.otf"), size)


def printed(text: str) -> np.ndarray:
    font = japanese_font(36)
    picture = Image.new("L", (int(font.getlength(text)) + 20, 60), 255)
    ImageDraw.Draw(picture).text((10, 4), text, font=font, fill=20)
    return np.asarray(picture)


def printed_downwards(text: str) -> np.ndarray:
    font = japanese_font(36)
    picture = Image.new("L", (56, 40 * len(text) + 20), 255)
    for place, glyph in enumerate(text):
        ImageDraw.Draw(picture).text((10, 40 * place), glyph, font=font, fill=20)
    return np.asarray(picture)


def level_strips() -> list[LineStrip]:
    return [LineStrip(printed(text), Direction.HORIZONTAL, key) for key, text in TEXTS.items()]


def column_strips() -> list[LineStrip]:
    return [LineStrip(printed_downwards(text), Direction.VERTICAL, key) for key, text in COLUMNS.items()]


@cache
def replay_engine() -> ReplayEngine:
    return ReplayEngine({key: reading(text) for key, text in {**TEXTS, **COLUMNS}.items()})


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


@cache
def readings_of_print(engine: OcrEngine) -> tuple[tuple[LineReading, ...], tuple[LineReading, ...]]:
    """The readings of the level strips and of the columns, read together once for all tests."""
    level, columns = level_strips(), column_strips()
    readings = engine.read_lines([*columns, *level])
    return readings[len(columns) :], readings[: len(columns)]


class TestOcrEngine:
    def test_it_reads_clean_print_in_the_order_given(self, engine):
        level, columns = readings_of_print(engine)

        assert ["".join(r.text.split()) for r in level] == ["".join(text.split()) for text in TEXTS.values()]
        assert ["".join(r.text.split()) for r in columns] == list(COLUMNS.values())

    def test_words_make_up_the_text_and_lie_along_the_line(self, engine):
        for read in chain(*readings_of_print(engine)):
            assert "".join(word.text for word in read.words) == "".join(read.text.split())
            starts = [word.span[0] for word in read.words]
            assert starts == sorted(starts)
            assert all(0 <= start < end <= 1 for start, end in (word.span for word in read.words))
            assert all(0 < word.confidence <= 1 for word in read.words)

    def test_clean_print_is_read_with_confidence_and_says_by_which_model(self, engine):
        level, _ = readings_of_print(engine)

        assert all(read.confidence > 0.7 and read.model for read in level)

    def test_alternatives_differ_from_the_text(self, engine):
        for read in chain(*readings_of_print(engine)):
            assert read.text not in read.alternatives
            assert "" not in read.alternatives

    def test_nothing_asked_is_nothing_read(self, engine):
        assert engine.read_lines([]) == ()

    def test_the_same_strips_read_the_same_twice(self, engine):
        strips = level_strips()[:1]

        assert engine.read_lines(strips) == engine.read_lines(strips)

    def test_a_blank_strip_reads_as_empty_without_confidence(self, engine):
        blank = LineStrip(np.full((40, 300), 255, np.uint8), key="blank")

        (read,) = engine.read_lines([blank])

        assert (read.text, read.confidence, read.words) == ("", 0.0, ())

    def test_strips_of_odd_shapes_do_no_harm(self, engine):
        noise = np.random.default_rng(1).integers(0, 256, (200, 600), dtype=np.uint8)
        shapes = [(1, 1), (3, 200), (200, 3), (1, 600)]
        odd = [LineStrip(noise[:h, :w], direction, "odd") for h, w in shapes for direction in Direction]

        *readings, last = engine.read_lines([*odd, *level_strips()[:1]])

        assert len(readings) == len(odd)
        assert last.text == TEXTS["name"]

    def test_it_has_a_name_with_a_version_or_a_kind(self, engine):
        assert engine.name

    def test_it_does_not_change_the_strip(self, engine):
        strip = level_strips()[0]
        before = strip.pixels.copy()

        engine.read_lines([strip])

        assert cv2.norm(strip.pixels, before, cv2.NORM_L1) == 0
