"""PP-OCR's line recogniser as an engine: the model out of the `rapidocr` wheel.

The model (PP-OCRv6 small, Apache-2.0) is a convolutional net with a CTC head (Graves et al., 2006): for each eight
columns of a picture 48 pixels high it gives the probability of every character it knows, and of none. Small and
blurred letters are its strength.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from meishi.domain.text import Direction, LineReading, LineStrip, Word
from meishi.errors import EngineFailedError, EngineMissingError
from meishi.networks import INSTALL_HINT, READER, load_network, open_network
from meishi.recognize.glyphs import is_wide, lacks_glyphs
from meishi.recognize.kanji_numbers import Glyph, NumberReader
from meishi.recognize.numerals import mend_kanji_numerals
from meishi.recognize.strips import Pixels, has_ink, ink_threshold

_INPUT_HEIGHT = 48
_BLANK = 0
_ROW_SQUEEZES = (0.9, 1.35)
_COLUMN_SQUEEZES = (1.0, 0.8)
"""How wide lines are made before they are read, and again where that was below `_SURE`; the surer reading stays.

Of 1,480 rows of drawn cards the model read 87 % right at 0.9, 86 % as they are, which costs more, and 83 % at 0.75,
where it passes over narrow letters. One row in twelve and one column in four are read again: then 0.6 and 2.5 % more
are right.
"""
_SURE = 0.95

_JAPANESE_FORMS = dict(
    zip(
        "·～增稻帶錄點寬營黑每惠德鋪舖淸靑敎戶內吳產步查黃橫綠專薰卷晚穗齒區縣號單總發醫奧淺",
        "・〜増稲帯録点寛営黒毎恵徳舗舗清青教戸内呉産歩査黄横緑専薫巻晩穂歯区県号単総発医奥浅",
        strict=True,
    )
)
"""The model was trained on Chinese print too, and writes some signs and kanji in ways that cards in Japan rarely do.

What it gives to one form counts for the other, so that it is not in doubt where there is no choice.
"""
_OLD_FORMS = "惠德奧淺"
"""Names in Japan are written with these too, and the model tells them apart where it is `_SURE_OF_OLD_FORM`."""
_SURE_OF_OLD_FORM = 0.995

_VARIANT_OF = {"高": "髙", "崎": "﨑"}
"""Kanji of names that the model never tells apart, though it hesitates more before the right-hand ones."""
_LADDER_ODDS, _LADDER_ODDS_OF_A_COLUMN = -6.3, -5.8
"""From where on (natural logarithm) 髙 against 高 says that 髙 is printed.

Set in 73 typefaces, 高 gave -6.6 at the most and 髙 -3.9 in the middle; on 90 lines of cards, some blurred, 高 gave
-8.1 at the most (in columns -5.9), 髙 -4.6 at the least (-6.3).
"""
_LIKE_SAKI, _SAKI_ODDS, _SURE_SAKI_ODDS, _SURE_OF_SAKI = "幟崢嶋嶂崞嶇崃", -15.3, -12.0, 0.985
"""The model does not know 﨑, but thinks more of these when it sees it: in the mean of the logarithms against 崎."""
_PLACES = frozenset("県市区町村駅")
"""Before these kanji, a name of a place, which is written with the usual form, as it is before a house number."""

_HALF_A_GLYPH, _LEAST_TAIL, _SURE_OF_A_TAIL = 0.45, 0.2, 0.9
"""Where the last glyph of a column ends, how much ink behind it is one more (in thicknesses), and how sure that is."""
_FLOOR_OR_LONG_VOWEL = re.compile(r"[〇一二三四五六七八九十\d]F|[ァ-ヺ][一ー]|[一二三四五六七八九]〇")
_POSTAL_MARK = "〒"
_NUMERALS = "〇一二三四五六七八九十"
_MARK_IN_A_COLUMN = re.compile(r"[^\u3400-\u9fff]{1,2}|[干千平甲行丁于十四公]")
"""What a lying 〒 or ☎ may have been read as."""
_MISREAD_POSTAL_MARK = re.compile(
    r"(?:^|(?<=[\s:：/】〉>所地社]))(?:[TF干千平甲行丁于テチ十√=]|I[-—HIF1]|I|11)"
    r"(?=\s?(?:\d{3}-\d{4}(?!\d)|[〇一二三四五六七八九]{3}[ー一1][〇一二三四五六七八九]{4}$))"
)
_MISSED_POSTAL_MARK = re.compile(r"(?<![\d〒-])(?<!〒\s)(?=\d{3}-\d{4}\s?[\u3400-\u9fff])")
"""A postal code before an address in kanji, without its mark."""

_MISREAD_SIGNS = (
    (
        re.compile(r"(?<=[ァ-ヺー])(?:[—–](?!\d)|[一-](?=[ァ-ヺ]))|(?<=[ァィゥェォャュョ])一"),
        str.maketrans("—–一-", "ーーーー"),
    ),
    (
        re.compile(r"(?<=フ)[アイエオ](?=[ァ-ヺー])|(?<=[シリニビ]テ)イ(?![ァ-ヺー])"),
        str.maketrans("アイエオ", "ァィェォ"),
    ),
    (re.compile(r"(?<=\d)=(?=\d)"), str.maketrans("=", "-")),
)
"""A dash or the numeral 一 in a word of katakana; large kana where words have small ones, for columns show them nearly
as large; the hyphen of a number that was blurred to two strokes: each with what it is."""


class PaddleOptions(BaseModel):
    """How the PP-OCR recogniser is used.

    Attributes:
        model: The ONNX file; None takes the one in the installed `rapidocr` package.
        max_width: Wider pictures are squeezed to this width in pixels, so that a huge strip cannot eat the memory.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Path | None = None
    max_width: int = Field(default=2400, ge=_INPUT_HEIGHT)


class _Glyph(NamedTuple):
    """A character, its probability, and where its middle stands as a share of the picture's width."""

    text: str
    confidence: float
    middle: float


class _Look(NamedTuple):
    """What the network sees in a picture.

    Attributes:
        probabilities: float32, steps x characters.
        glyphs: The likeliest text.
        answer: The probabilities as the model gave them, of characters too that Japan does not write.
    """

    probabilities: NDArray[np.float32]
    glyphs: list[_Glyph]
    answer: NDArray[np.float32]

    @property
    def confidence(self) -> float:
        """The mean over the glyphs that leave ink; 0 when there is none."""
        inked = [glyph.confidence for glyph in self.glyphs if glyph.text.strip()]
        return sum(inked) / len(inked) if inked else 0.0

    @property
    def text(self) -> str:
        """The likeliest text."""
        return "".join(glyph.text for glyph in self.glyphs)


class PaddleEngine:
    """Reads strips with PP-OCRv6 small on one thread.

    Args:
        options: How the recogniser is used.

    Raises:
        EngineMissingError: The model, or what can run it and tell its characters, is not installed, or it cannot be
            opened.
    """

    def __init__(self, options: PaddleOptions | None = None) -> None:
        self._options = options or PaddleOptions()
        self._network = open_network(self._options.model) if self._options.model else load_network(READER)
        characters = self._network.notes.get("character")
        if not characters:
            raise EngineMissingError(
                f"the PP-OCR model names no characters to {self._network.runner}", hint=INSTALL_HINT
            )
        self._characters = ("", *characters.split("\n"), " ")
        self._index_of = {character: index for index, character in enumerate(self._characters)}
        pairs = [
            (self._index_of[one], self._index_of[other])
            for one, other in _JAPANESE_FORMS.items()
            if {one, other} <= set(self._index_of)
        ]
        self._forms, self._japanese_forms = np.array(pairs).T
        self._are_old_forms = np.array([self._characters[index] in _OLD_FORMS for index in self._forms])
        self._written = np.array([not _is_foreign(character) for character in self._characters], dtype=np.float32)
        self._numbers = NumberReader(self._characters)

    @property
    def name(self) -> str:
        """Name and version, for instance `paddle PP-OCRv6 small (onnxruntime 1.32.0)`."""
        return f"paddle PP-OCRv6 small ({self._network.runner})"

    def read_lines(self, strips: Sequence[LineStrip]) -> tuple[LineReading, ...]:
        """Read strips, one reading for each, in the order given.

        Strips are read one by one: on one thread that is faster than a batch, which pads all to the widest.

        Raises:
            EngineFailedError: The model refused a picture.
        """
        return tuple(self._read_line(strip) for strip in strips)

    def _read_line(self, strip: LineStrip) -> LineReading:
        if strip.direction is Direction.HORIZONTAL:
            look = self._look_twice_in_doubt(strip.pixels, _ROW_SQUEEZES)
            return self._reading(self._with_variants(look, _LADDER_ODDS), strip.pixels)
        turned = np.asarray(cv2.rotate(strip.pixels, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
        look = self._look_twice_in_doubt(turned, _COLUMN_SQUEEZES)
        look = self._with_tail(self._with_numbers(self._with_variants(look, _LADDER_ODDS_OF_A_COLUMN)), turned)
        return _with_kanji_numerals(self._reading(look, turned))

    def _look_twice_in_doubt(self, picture: Pixels, squeezes: tuple[float, float]) -> _Look:
        first, second = squeezes
        look = self._look(picture, first)
        if look.confidence >= _SURE:
            return look
        other = self._look(picture, second)
        for one, fuller in ((look, other), (other, look)):
            if lacks_glyphs(one.text, fuller.text):
                return fuller
        return max(look, other, key=lambda one: one.confidence)

    def _look(self, picture: Pixels, squeeze: float) -> _Look:
        """Decode a picture greedily: the likeliest character of each step, repetitions and blanks dropped."""
        try:
            answer = self._network.run(self._input(picture, squeeze))
        except Exception as error:  # what runs it raises classes of its own that it does not export
            raise EngineFailedError(
                f"the PP-OCR model refused a picture of {picture.shape[1]} x {picture.shape[0]} pixels: {error}",
                hint="Try the picture by itself, or read with Tesseract alone.",
            ) from error
        probabilities = self._as_japan_writes(answer[0] * self._written)
        likeliest = probabilities.argmax(axis=1)
        is_new = np.append(True, likeliest[1:] != likeliest[:-1]) & (likeliest != _BLANK)
        count = len(likeliest)
        glyphs = [
            _Glyph(self._characters[likeliest[step]], float(probabilities[step, likeliest[step]]), (step + 0.5) / count)
            for step in np.flatnonzero(is_new)
        ]
        return _Look(probabilities, glyphs, answer[0])

    def _as_japan_writes(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give what the model thinks of forms that are rare in Japan to those that are usual, unless it is sure."""
        rare = probabilities[:, self._forms]
        given = np.where(self._are_old_forms & (rare >= _SURE_OF_OLD_FORM), np.float32(0), rare)
        probabilities[:, self._forms] = rare - given
        # Two forms may stand for one.
        np.add.at(probabilities.T, self._japanese_forms, given.T)
        return probabilities

    def _with_variants(self, look: _Look, ladder_odds: float) -> _Look:
        """A look with 髙 and 﨑 where the model hesitates at 高 and 崎 as it does before those."""
        glyphs = list(look.glyphs)
        for place, glyph in enumerate(glyphs):
            follows = glyphs[place + 1].text if place + 1 < len(glyphs) else ""
            if glyph.text not in _VARIANT_OF or follows in _PLACES or follows.isdecimal():
                continue
            said = look.answer[:, self._index_of[glyph.text]]
            first = last = round(glyph.middle * len(said) - 0.5)
            while last + 1 < len(said) and said[last + 1] > 0.5:
                last += 1
            step = first + int(said[first : last + 1].argmax())
            thoughts = np.log(np.maximum(look.answer[step], 1e-12)) - np.log(said[step])
            if glyph.text == "高":
                is_variant = thoughts[self._index_of["髙"]] > ladder_odds
            else:
                odds = float(np.mean(thoughts[[self._index_of[kanji] for kanji in _LIKE_SAKI]]))
                is_variant = odds > (_SAKI_ODDS if said[step] >= _SURE_OF_SAKI else _SURE_SAKI_ODDS)
            if is_variant:
                glyphs[place] = glyph._replace(text=_VARIANT_OF[glyph.text])
        return look._replace(glyphs=glyphs)

    def _with_numbers(self, look: _Look) -> _Look:
        """A look at a column with its postal code and telephone numbers as such numbers can be."""
        count = len(look.probabilities)
        glyphs = look.glyphs
        known = [Glyph(glyph.text, round(glyph.middle * count - 0.5)) for glyph in glyphs]
        for number in reversed(self._numbers.find(look.probabilities, known)):
            before = _before_a_number(glyphs[: number.first], is_postal_code=number.is_postal_code)
            anew = [_Glyph(glyph.text, number.certainty, (glyph.step + 0.5) / count) for glyph in number.glyphs]
            glyphs = [*before, *anew, *glyphs[number.last :]]
        return look._replace(glyphs=glyphs)

    def _with_tail(self, look: _Look, picture: Pixels) -> _Look:
        """A look at a column with the glyph at its end that the model passes over: the F of a floor, a long vowel."""
        if not look.glyphs:
            return look
        height, width = picture.shape
        last = look.glyphs[-1]
        tail = picture[:, round(last.middle * width + _HALF_A_GLYPH * height) :]
        if tail.shape[1] < _LEAST_TAIL * height or not has_ink(tail):
            return look
        inked = np.flatnonzero((tail < ink_threshold(picture)).any(axis=0))
        if not inked.size or np.ptp(inked) < _LEAST_TAIL * height:
            return look
        alone = self._look(np.pad(tail, ((0, 0), (height // 2, height // 2)), constant_values=255), 1.0)
        text = "".join(glyph.text for glyph in alone.glyphs)
        if alone.confidence < _SURE_OF_A_TAIL or not _FLOOR_OR_LONG_VOWEL.fullmatch(last.text + text):
            return look
        middle = 1 - (tail.shape[1] - float(inked.mean())) / width
        return look._replace(glyphs=[*look.glyphs, _Glyph(text, alone.confidence, middle)])

    def _reading(self, look: _Look, picture: Pixels) -> LineReading:
        glyphs = _with_bullets(_as_words_are_written(_with_postal_mark(look.glyphs)))
        inked = [glyph for glyph in glyphs if glyph.text.strip()]
        if not inked:
            return LineReading("", 0.0)
        return LineReading(
            text="".join(glyph.text for glyph in glyphs).strip(),
            confidence=sum(glyph.confidence for glyph in inked) / len(inked),
            words=_words(glyphs, picture.shape[1] / picture.shape[0]),
            model="paddle/PP-OCRv6",
        )

    def _input(self, picture: Pixels, squeeze: float) -> NDArray[np.float32]:
        """The picture as the model wants it: 1 x 3 x 48 x width, -1..1."""
        scale = _INPUT_HEIGHT / picture.shape[0]
        width = min(self._options.max_width, max(16, round(picture.shape[1] * scale * squeeze)))
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        resized = cv2.resize(picture, (width, _INPUT_HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1
        return np.broadcast_to(resized, (1, 3, _INPUT_HEIGHT, width)).copy()


def _before_a_number(glyphs: list[_Glyph], *, is_postal_code: bool) -> list[_Glyph]:
    """What stands before a number in a column, the sign that it begins with put right."""
    text = "".join(glyph.text for glyph in glyphs)
    if _MARK_IN_A_COLUMN.fullmatch(text) is None:
        return glyphs
    if is_postal_code:
        return [glyphs[0]._replace(text=_POSTAL_MARK)]
    return [] if text in _NUMERALS else glyphs


def _is_foreign(character: str) -> bool:
    """Whether a character is a han character that Japanese does not write, such as 岛 for 島.

    What Japanese writes is in JIS X 0213, or, like 髙, in the extensions of code page 932.
    """
    if not character or not unicodedata.name(character[0], "").startswith("CJK"):
        return False
    return not any(_is_in(character, encoding) for encoding in ("euc_jis_2004", "cp932"))


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _words(glyphs: Sequence[_Glyph], aspect: float) -> tuple[Word, ...]:
    """Words out of glyphs: each full-width glyph is one by itself, others run on to the next space.

    Args:
        glyphs: The glyphs of a line, spaces among them.
        aspect: Width of the picture by its height.
    """
    half_glyph = 0.35 / aspect
    words: list[Word] = []
    runs_on = False
    for glyph in glyphs:
        if not glyph.text.strip():
            runs_on = False
            continue
        start, end = max(0.0, glyph.middle - half_glyph), min(1.0, glyph.middle + half_glyph)
        if runs_on and not is_wide(glyph.text):
            last = words[-1]
            share = 1 / (len(last.text) + 1)
            confidence = last.confidence * (1 - share) + glyph.confidence * share
            words[-1] = Word(last.text + glyph.text, confidence, (last.span[0], end))
        else:
            words.append(Word(glyph.text, glyph.confidence, (start, end)))
        runs_on = not is_wide(glyph.text)
    return tuple(words)


def _with_kanji_numerals(reading: LineReading) -> LineReading:
    mended = mend_kanji_numerals(" ".join(word.text for word in reading.words)).split(" ")
    words = tuple(replace(word, text=text) for word, text in zip(reading.words, mended, strict=False))
    return replace(reading, text=mend_kanji_numerals(reading.text), words=words)


def _with_postal_mark(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Glyphs with the postal marks that the model took for another sign or passed over; it hardly knows 〒."""
    text = "".join(glyph.text for glyph in glyphs)
    if len(text) != len(glyphs):
        return glyphs
    for match in reversed(list(_MISREAD_POSTAL_MARK.finditer(text))):
        glyphs[match.start() : match.end()] = [glyphs[match.start()]._replace(text=_POSTAL_MARK)]
    text = "".join(glyph.text for glyph in glyphs)
    for match in reversed(list(_MISSED_POSTAL_MARK.finditer(text))):
        glyphs.insert(match.start(), glyphs[match.start()]._replace(text=_POSTAL_MARK))
    return glyphs


def _as_words_are_written(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Glyphs with what the model took for a sign that looks alike: long vowels, small kana, hyphens of numbers."""
    text = "".join(glyph.text for glyph in glyphs)
    if len(text) != len(glyphs):
        return glyphs
    for sign, right in _MISREAD_SIGNS:
        for match in sign.finditer(text):
            glyphs[match.start()] = glyphs[match.start()]._replace(text=match.group().translate(right))
    return glyphs


def _with_bullets(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Glyphs of a line without Japanese ones whose bullets the model took for the ・ of katakana."""
    others = [glyph for glyph in glyphs if glyph.text != "・"]
    if len(others) == len(glyphs) or any(is_wide(glyph.text) for glyph in others):
        return glyphs
    spaced: list[_Glyph] = []
    for glyph in glyphs:
        for text in (" ", "•", " ") if glyph.text == "・" else (glyph.text,):
            if text != " " or not spaced or spaced[-1].text != " ":
                spaced.append(glyph._replace(text=text))
    return spaced
