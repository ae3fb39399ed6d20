"""Engines made of engines: played recordings and second opinions; and the numerals of columns."""

from __future__ import annotations

import numpy as np
import pytest

from fakes import TellingEngine, reading
from meishi.domain.text import Direction, LineReading, LineStrip
from meishi.errors import EngineFailedError, EngineMissingError
from meishi.recognize import (
    PaddleEngine,
    PaddleOptions,
    RecordingEngine,
    ReplayEngine,
    SecondOpinionEngine,
    write_recording,
)
from meishi.recognize.numerals import mend_kanji_numerals


def strips(*keys: str, direction=Direction.HORIZONTAL) -> list[LineStrip]:
    return [LineStrip(np.full((40, 200), 255, np.uint8), direction, key) for key in keys]


def test_a_recording_plays_what_was_read(tmp_path):
    recorder = RecordingEngine(TellingEngine(lambda strip: reading(f"石川 美加子 {strip.key}", 0.87)))
    read = recorder.read_lines(strips("名刺.jpg#1.1/0", "b#1.1/0"))
    path = tmp_path / "recording.jsonl"

    write_recording(recorder.readings, path)

    assert ReplayEngine.from_file(path).read_lines(strips("名刺.jpg#1.1/0", "b#1.1/0")) == read


def test_a_strip_without_a_recording_reads_as_empty():
    assert ReplayEngine({}).read_lines(strips("a")) == (LineReading("", 0.0),)


def test_a_recording_refuses_two_lines_of_one_name():
    answers = iter(("a", "b"))
    recorder = RecordingEngine(TellingEngine(lambda _: reading(next(answers))))

    with pytest.raises(EngineFailedError, match="same"):
        recorder.read_lines(strips("same", "same"))


@pytest.mark.parametrize("content", [None, "no json\n", '{"key": "a"}\n'])
def test_what_is_no_recording_is_a_missing_engine(tmp_path, content):
    path = tmp_path / "recording.jsonl"
    if content is not None:
        path.write_text(content)

    with pytest.raises(EngineMissingError):
        ReplayEngine.from_file(path)


def opinions(first: LineReading, second: LineReading) -> tuple[SecondOpinionEngine, TellingEngine]:
    asked = TellingEngine(lambda _: second)
    return SecondOpinionEngine(TellingEngine(lambda _: first), asked), asked


def test_sure_lines_cost_no_second_opinion():
    engine, second = opinions(reading("Taro", 0.95), reading("Jiro", 0.99))

    assert engine.read_lines(strips("a"))[0].text == "Taro"
    assert second.asked == []
    assert engine.asked_share == 0


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (reading("Tar0", 0.6), reading("Taro", 0.97), "Taro"),
        (reading("Taro", 0.8), reading("Jam", 0.3), "Taro"),
        (reading("一級建築士", 0.85), reading("級建築士", 0.93), "一級建築士"),
        (reading("〇〇三 六六三三", 0.8), reading("〇三 六六三三", 0.97), "〇三 六六三三"),
        (reading("Taro", 0.3), LineReading("", 0.0), "Taro"),
        (LineReading("", 0.0), reading("Taro", 0.5), "Taro"),
        (LineReading("", 0.0), LineReading("", 0.0), ""),
    ],
)
def test_the_more_convincing_reading_stays_and_the_other_is_remembered(first, second, kept):
    engine, _ = opinions(first, second)

    (settled,) = engine.read_lines(strips("a"))

    assert settled.text == kept
    assert set(settled.alternatives) == {first.text, second.text} - {kept, ""}


def test_columns_always_get_a_second_opinion_and_the_share_is_counted():
    engine, _ = opinions(reading("Taro", 0.95), reading("太郎", 0.99))

    readings = engine.read_lines([*strips("a", "b", "c"), *strips("d", direction=Direction.VERTICAL)])

    assert [r.text for r in readings] == ["Taro", "Taro", "Taro", "太郎"]
    assert engine.asked_share == 0.25


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("電話〇ニーO三", "電話〇二ー〇三"),
        ("梅田ニ丁目", "梅田二丁目"),
        ("十ニ号室", "十二号室"),
        ("ニコニコ商会", "ニコニコ商会"),
        ("株式会社ニッコウ", "株式会社ニッコウ"),
        ("", ""),
    ],
)
def test_numerals_of_columns_are_mended_where_a_number_stands(read, mended):
    assert mend_kanji_numerals(read) == mended
    assert mend_kanji_numerals(mended) == mended


@pytest.mark.needs("second-opinion")
def test_a_file_that_is_no_model_is_a_missing_engine(tmp_path):
    path = tmp_path / "model.onnx"
    path.write_bytes(b"no model")

    with pytest.raises(EngineMissingError) as caught:
        PaddleEngine(PaddleOptions(model=path))

    assert "second-opinion" in caught.value.hint
