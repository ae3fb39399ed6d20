"""What the PP-OCR recogniser is known to get wrong is set right."""

from __future__ import annotations

import numpy as np
import pylopdf_fonts_jp
import pytest
from PIL import Image, ImageDraw, ImageFont

from meishi.domain.text import Direction, LineStrip
from meishi.recognize.paddle import (
    PaddleEngine,
    _as_words_are_written,
    _Glyph,
    _is_foreign,
    _with_bullets,
    _with_postal_mark,
    _words,
)


def glyphs(text: str) -> list[_Glyph]:
    return [_Glyph(character, 0.9, (place + 0.5) / len(text)) for place, character in enumerate(text)]


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("T649-3524", "〒649-3524"),
        ("住所T791-4506", "住所〒791-4506"),
        ("所在地F214-0036", "所在地〒214-0036"),
        ("150-0002 東京都渋谷区", "〒150-0002 東京都渋谷区"),
        ("〒150-0002 東京都渋谷区", "〒150-0002 東京都渋谷区"),
        ("〒 150-0002東京都渋谷区", "〒 150-0002東京都渋谷区"),
        ("I-227-0038", "〒227-0038"),
        ("IF104-0032", "〒104-0032"),
        ("II577-0836", "〒577-0836"),
        ("テ七八三ー〇〇五二", "〒七八三ー〇〇五二"),
        ("TEL 03-6633-4110", "TEL 03-6633-4110"),
        ("555-1234", "555-1234"),
        ("090-1234-5678", "090-1234-5678"),
        ("No.123-4567", "No.123-4567"),
    ],
)
def test_postal_marks_are_restored_and_telephones_left_alone(read, mended):
    once = _with_postal_mark(glyphs(read))

    assert "".join(glyph.text for glyph in once) == mended
    assert _with_postal_mark(list(once)) == once


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("フュ一チャ—ズ", "フューチャーズ"),
        ("メ—ル:a@b.jp", "メール:a@b.jp"),
        ("ホ-ムページ", "ホームページ"),
        ("杏ビル一階", "杏ビル一階"),
        ("杏ビル-3", "杏ビル-3"),
        ("大阪—東京", "大阪—東京"),
        ("ニュ一銀座ビル", "ニュー銀座ビル"),
        ("フイナンシャルシテイ七階", "フィナンシャルシティ七階"),
        ("ウイング", "ウイング"),
        ("TEL 0469=92=3591", "TEL 0469-92-3591"),
    ],
)
def test_signs_that_look_alike_are_written_as_words_and_numbers_are(read, mended):
    assert "".join(glyph.text for glyph in _as_words_are_written(glyphs(read))) == mended


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("PO Box 46・Moorebury, CA", "PO Box 46 • Moorebury, CA"),
        ("Buy ・ Sell", "Buy • Sell"),
        ("TEL・FAX", "TEL • FAX"),
        ("エー・ディー", "エー・ディー"),
    ],
)
def test_a_bullet_between_latin_words_is_no_sign_of_katakana(read, printed):
    assert "".join(glyph.text for glyph in _with_bullets(glyphs(read))) == printed


@pytest.mark.parametrize(("character", "is_foreign"), [("岛", True), ("経", False), ("髙", False), ("é", False)])
def test_chinese_forms_are_not_offered(character, is_foreign):
    assert _is_foreign(character) is is_foreign


def test_latin_runs_are_words_and_japanese_glyphs_stand_alone():
    words = _words(glyphs("Tel 03 山田"), aspect=6.0)

    assert [word.text for word in words] == ["Tel", "03", "山", "田"]
    assert [word.span[0] for word in words] == sorted(word.span[0] for word in words)


@pytest.mark.needs("second-opinion")
def test_what_two_forms_of_a_kanji_share_counts_for_the_one_that_japan_writes():
    engine = PaddleEngine()
    usual, old = engine._characters.index("恵"), engine._characters.index("惠")

    def seen(of_usual: float, of_old: float) -> tuple[float, float]:
        probabilities = np.zeros((1, len(engine._characters)), np.float32)
        probabilities[0, [usual, old]] = of_usual, of_old
        judged = engine._as_japan_writes(probabilities)
        return judged[0, usual], judged[0, old]

    assert seen(0.4, 0.55) == pytest.approx((0.95, 0))
    assert seen(0.0, 0.999) == pytest.approx((0, 0.999))


@pytest.mark.needs("second-opinion")
@pytest.mark.parametrize(
    ("name", "direction"),
    [
        *((name, Direction.HORIZONTAL) for name in ("髙橋誠", "高橋誠", "宮﨑優子", "宮崎優子", "高知県長崎市")),
        *((name, Direction.VERTICAL) for name in ("髙橋誠", "高橋誠", "宮崎優子")),
    ],
)
def test_ladder_taka_and_standing_saki_are_told_from_the_usual_ones(name, direction):
    font = ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), 44)
    glyphs = []
    for character in name:
        glyph = Image.new("L", (52, 64), 255)
        ImageDraw.Draw(glyph).text((4, 0), character, font=font, fill=30)
        glyphs.append(np.asarray(glyph, np.uint8))
    pixels = np.hstack(glyphs) if direction is Direction.HORIZONTAL else np.vstack(glyphs)

    (reading,) = PaddleEngine().read_lines([LineStrip(pixels, direction)])

    assert reading.text == name
