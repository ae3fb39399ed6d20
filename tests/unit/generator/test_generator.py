"""The sample generator: repeatable, split, and truthful about what it drew."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("faker", reason="the sample generator's packages are not installed")
pytest.importorskip("segno", reason="the sample generator's packages are not installed")
pytest.importorskip("japanese_personal_name_dataset", reason="the sample generator's packages are not installed")

from generator.camera import Placed, Shot, photograph
from generator.draws import Draws, Pool, pool_of
from generator.faces import draw_card
from generator.files import Work
from generator.fonts import FAMILIES
from generator.kana import hepburn
from generator.layouts import LAYOUTS
from generator.phrases import Phrase, Segment, Truth, split_at
from generator.scanner import quarter_turn, scan_card
from generator.sets import generate, make

BLANKS = {ord(" "): None, ord("　"): None}
SAMPLES = Path(__file__).parents[3] / "samples"


def _records(set_name, count, tmp_path):
    truths, geometries = [], []
    for index in range(1, count + 1):
        made = make(Work(set_name, 3, index, tmp_path, faces_only=True))
        truths += made[0]
        geometries += made[1]
    return truths, geometries


@pytest.mark.needs("typefaces")
def test_train_and_eval_share_no_person_company_font_or_layout(tmp_path):
    train, _ = _records("train", 60, tmp_path)
    held_out, _ = _records("eval", 60, tmp_path)
    for of in (
        lambda r: {r["person"]} - {""},
        lambda r: {r["company"]},
        lambda r: set(r["fonts"]),
        lambda r: {r["layout"]},
    ):
        assert not set().union(*map(of, train)) & set().union(*map(of, held_out))


def test_every_layout_and_typeface_belongs_to_one_pool_only():
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS) >= 24
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


def test_a_name_stays_in_its_pool_whatever_else_is_listed():
    assert {pool_of(f"surname/{n}") for n in range(200)} == set(Pool)
    assert pool_of("surname/佐藤") is pool_of("surname/佐藤")


@pytest.mark.needs("typefaces")
def test_the_same_seed_makes_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        generate("train", 3, 11, tmp_path / folder)
    one, two = ({p.name: p.read_bytes() for p in sorted((tmp_path / f).iterdir())} for f in ("one", "two"))
    assert one == two
    assert {"truth.jsonl", "geometry.jsonl"} < set(one)


@pytest.mark.needs("typefaces")
def test_another_seed_makes_other_cards(tmp_path):
    one = make(Work("train", 1, 1, tmp_path, faces_only=True))
    two = make(Work("train", 2, 1, tmp_path, faces_only=True))
    assert one != two


@pytest.mark.needs("typefaces")
@pytest.mark.parametrize("kind", ["ja", "vertical", "latin", "bilingual", "pair"])
def test_every_true_value_is_printed_in_lines_that_say_so(kind):
    for number in range(6):
        for face in draw_card(Draws(f"truth/{kind}/{number}"), Pool.TRAIN, kind):
            fields = face.sheet.truth().fields()
            spans = [
                (span["label"], line.phrase.text[span["start"] : span["end"]])
                for line in face.lines
                for span in line.phrase.spans()
            ]
            for name in ("name", "company", "address", "title", "department", "name_kana", "name_roman", "postal_code"):
                labels = {"address", "building", "postal_code"} if name == "address" else {name}
                printed = "".join(text for label, text in spans if label in labels).translate(BLANKS)
                assert all(part in printed for part in fields.get(name, "").split()), name
            for mail in fields.get("emails", []):
                assert ("email", mail) in spans
            for phone in fields.get("phones", []):
                label = {"work": "telephone"}.get(phone["type"], phone["type"])
                assert (label, phone["number"]) in spans


@pytest.mark.needs("typefaces")
def test_text_keeps_inside_the_card_and_apart():
    for number in range(12):
        face = draw_card(Draws(f"inside/{number}"), Pool.HELD_OUT, "ja")[0]
        boxes = np.array([line.box for line in face.lines])
        assert boxes.min() > 0
        assert boxes.max() < 1
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                assert min(one[2], other[2]) <= max(one[0], other[0]) or min(one[3], other[3]) <= max(one[1], other[1])


@pytest.mark.needs("typefaces")
def test_line_boxes_hold_the_ink():
    face = next(
        f
        for n in range(30)
        for f in draw_card(Draws(f"ink/{n}"), Pool.TRAIN, "ja", palette_kind="white")
        if not f.sheet.solids
    )
    with_text = face.draw(200).astype(int)
    face.sheet.lines.clear()
    without = face.draw(200).astype(int)
    ink = np.abs(with_text - without).max(axis=2) > 60
    height, width = ink.shape
    for line in face.lines:
        left, top, right, bottom = line.box
        assert ink[round(top * height) : round(bottom * height), round(left * width) : round(right * width)].any()
        ink[int(top * height) - 2 : int(bottom * height) + 3, int(left * width) - 2 : int(right * width) + 3] = False
    assert not ink.any()


@pytest.mark.needs("typefaces")
def test_a_photograph_keeps_all_text_in_the_frame_even_when_it_cuts_the_card():
    for number in range(3):
        face = draw_card(Draws(f"cut/{number}"), Pool.TRAIN, "latin")[0]
        pixels, placed = photograph(Draws(f"cut photo/{number}"), [face], Shot(800, 600, scene="cut"))
        assert pixels.shape == (600, 800, 3)
        polygons = np.array(placed[0].line_polygons())
        assert polygons.min() >= 0
        assert (polygons.reshape(-1, 2).max(axis=0) <= [800, 600]).all()


@pytest.mark.needs("typefaces")
def test_a_quarter_turn_takes_the_corners_along():
    face = draw_card(Draws("turn/1"), Pool.TRAIN, "latin")[0]
    pixels, placed = scan_card(Draws("turn scan"), face, dpi=100, turned=False)
    turned, moved = quarter_turn(pixels, placed, 1)
    assert turned.shape[:2] == pixels.shape[1::-1]
    back, again = quarter_turn(turned, moved, 3)
    assert (back == pixels).all()
    np.testing.assert_allclose(again[0].quad, placed[0].quad, atol=1e-6)
    x, y = placed[0].quad[0]
    np.testing.assert_allclose(moved[0].quad[0], [pixels.shape[0] - y, x], atol=1e-6)
    assert isinstance(moved[0], Placed)


def test_a_broken_address_is_whole_again_in_the_truth():
    one = Phrase(
        (
            Segment("〒", "label"),
            Segment("104-0061", "postal_code", "postal_code"),
            Segment(" "),
            Segment("東京都中央区銀座1-36", "address", "address"),
        )
    )
    before, after = split_at(one, 16)
    truth = Truth()
    truth.add(before)
    truth.add(after)
    assert truth.fields() == {"postal_code": "104-0061", "address": "東京都中央区銀座1-36"}


def test_a_broken_address_keeps_the_blank_before_its_code():
    pieces = (
        Segment("9 Oak Avenue, New York, NY ", "address", "address", value="9 Oak Avenue, New York, NY "),
        Segment("10007", "postal_code", "address", value="10007", glue=""),
    )
    truth = Truth()
    for part in split_at(Phrase(pieces), 24):
        truth.add(part)
    assert truth.fields()["address"] == "9 Oak Avenue, New York, NY 10007"


def test_letter_spaced_names_are_true_without_their_spaces():
    truth = Truth()
    truth.add(
        Phrase(
            (
                Segment("名　刺", "name", "name", value="名刺"),
                Segment("　　"),
                Segment("太　郎", "name", "name", value="太郎"),
            )
        )
    )
    assert truth.fields() == {"name": "名刺 太郎"}


@pytest.mark.parametrize(
    ("kana", "roman"),
    [("さとう", "sato"), ("しゅんいちろう", "shunichiro"), ("はっとり", "hattori"), ("ちば", "chiba")],
)
def test_romanises_the_hepburn_way(kana, roman):
    assert hepburn(kana) == roman


@pytest.mark.parametrize("name", ["demo", "eval", "degraded"])
def test_committed_sets_are_complete_and_small(name):
    folder = SAMPLES / name
    truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    geometries = [json.loads(line) for line in (folder / "geometry.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["file"], r.get("page"), r["card"]) for r in truths] == [
        (r["file"], r.get("page"), r["card"]) for r in geometries
    ]
    on_disk = {unicodedata.normalize("NFC", p.name) for p in folder.iterdir() if p.suffix != ".jsonl"}
    assert {r["file"] for r in truths} == on_disk
    limit_megabytes = {"demo": 5, "eval": 15, "degraded": 2}[name]
    assert sum(p.stat().st_size for p in folder.iterdir()) < limit_megabytes * 1e6
