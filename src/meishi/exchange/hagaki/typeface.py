"""Fonts: text -> glyphs with their places, across or down the page, and glyphs -> outlines.

All measures are in em, x to the right and y upwards, so that a run of text can be set at any size. A run's origin is
the left end of its middle line when it goes across, the upper end of its middle line when it goes down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

import pylopdf_fonts_jp
import uharfbuzz as hb  # type: ignore[import-untyped]

from meishi.errors import CardError

Direction = Literal["across", "down"]
FontName = Literal["serif", "sans"]

# Noto's middle of the em box, measured from the base line: ascent 0.88, descent 0.12.
_MIDDLE = 0.38
_HYPHEN_CELL = 0.7
_UPRIGHT_CELL = 0.94
"""How wide a number may be that stands upright in a column (縦中横); wider ones are condensed."""

# Numbers and short Latin words in a column: what stands upright in one cell, what letter below letter, what lies down.
_COLUMN_PIECES = re.compile(
    r"(?P<blank>[ \u00a0　]+)"
    r"|(?P<hyphen>[－−‐‑–—―]|(?<=[\dA-Z])-(?=[\d〇一二三四五六七八九十]))"
    r"|(?P<latin>(?:(?!(?<=[\dA-Z])-[\d〇一二三四五六七八九十])[!-~À-ɏ’])+(?: +[!-~À-ɏ’]+)*)"
    r"|(?P<japanese>[^ \u00a0　!-~À-ɏ’－−‐‑–—―]+|.)"
)
_LATIN_WORDS = re.compile(r"\d+[A-Z](?![A-Za-z])|\d+(?![A-Za-z\d])|[A-Z](?=\d+(?:\D|$))|[^\d]+\d*|.")
_UPRIGHT_IN_ONE_CELL = re.compile(r"\d{2,3}|[A-Z]\d|\d[A-Z]|[A-Z]\d{2}|\d{2}[A-Z]")
_LETTER_BELOW_LETTER = re.compile(r"\d{4,}|[A-Z]{1,4}|\d|[&#@]")
NO_BREAK = "\N{NO-BREAK SPACE}"
"""A blank that no line is broken at; what follows it in a column is not spread out. Goes before an honorific."""
_BLANK_EM = {" ": 0.5, NO_BREAK: 0.5, "　": 1.0}
_IGNORABLE = re.compile(r"[︀-️\U000e0100-\U000e01ef]")

Matrix = tuple[float, float, float, float, float, float]
"""(xx, yx, xy, yy, dx, dy): what takes a glyph from its own place to its place in the run, in em."""


class Glyph(NamedTuple):
    """One glyph of a run."""

    font: FontName
    number: int
    matrix: Matrix


class Box(NamedTuple):
    """A rectangle; in em with y upwards within runs."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Run:
    """A piece of text, shaped.

    Attributes:
        text: What it says.
        direction: `across` or `down`.
        glyphs: With their places.
        length: How far it goes.
    """

    text: str
    direction: Direction
    glyphs: tuple[Glyph, ...]
    length: float

    @cached_property
    def ink(self) -> Box:
        """What the glyphs cover."""
        return _ink(self.glyphs)


class GlyphMissingError(CardError):
    """No font has a glyph for a character of this card."""


Segment = tuple[str, tuple[float, ...]]
"""One step of an outline in font units: `M`, `L`, `C` with its points, or `Z`."""


def shape(text: str, direction: Direction, *, font: FontName = "serif", tracking: float = 0.0) -> Run:
    """Choose and place the glyphs of a piece of text.

    Args:
        text: One line or column.
        direction: Across the page, or down it with upright kanji, standing numbers and lying Latin words.
        font: The typeface; for a character that it lacks the other one is taken.
        tracking: What is added after every letter but the last.

    Raises:
        GlyphMissingError: Neither font has a character.
    """
    pen = _Pen(tracking)
    if direction == "across":
        for name, part in _by_font(text, font):
            _set_across(pen, name, part)
    else:
        for match in _COLUMN_PIECES.finditer(text):
            piece = match.group()
            if match["blank"]:
                pen.advance -= sum(_BLANK_EM[blank] for blank in piece)
                if NO_BREAK in piece:
                    pen.tracking = 0.0
            elif match["hyphen"]:
                _set_hyphen_down(pen, font)
            elif match["latin"]:
                _set_latin_down(pen, piece, font)
            else:
                for name, part in _by_font(piece, font):
                    _set_down(pen, name, part)
    length = abs(pen.advance) - (pen.tracking if pen.glyphs else 0.0)
    return Run(text.replace(NO_BREAK, " "), direction, tuple(pen.glyphs), max(0.0, length))


@cache
def outline(font: FontName, number: int) -> tuple[Segment, ...]:
    """Give a glyph's outline, in font units."""
    segments: list[Segment] = []
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, to: to.append(("M", (x, y))))
    funcs.set_line_to_func(lambda x, y, to: to.append(("L", (x, y))))
    funcs.set_cubic_to_func(lambda a, b, c, d, x, y, to: to.append(("C", (a, b, c, d, x, y))))
    funcs.set_close_path_func(lambda to: to.append(("Z", ())))
    _font(font).draw_glyph(number, funcs, segments)
    return tuple(segments)


def units_per_em(font: FontName) -> int:
    """Give how many font units make one em."""
    return int(_font(font).face.upem)


class _Pen:
    """Where the next glyph goes."""

    def __init__(self, tracking: float) -> None:
        self.tracking = tracking
        self.advance = 0.0
        self.glyphs: list[Glyph] = []


@cache
def _font(name: FontName) -> hb.Font:
    path = pylopdf_fonts_jp.serif_path() if name == "serif" else pylopdf_fonts_jp.sans_path()
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


def _by_font(text: str, preferred: FontName) -> Iterator[tuple[FontName, str]]:
    """Split text into pieces that one font can set."""
    order: tuple[FontName, ...] = (preferred, "sans" if preferred == "serif" else "serif")
    start, current = 0, preferred
    for index, character in enumerate(text):
        if _IGNORABLE.match(character) or character == " ":
            continue
        name = next((name for name in order if _font(name).get_nominal_glyph(ord(character))), None)
        if name is None:
            raise GlyphMissingError(
                f"no font has {character} (U+{ord(character):04X}) in {text!r}",
                hint="Write this card by hand, or correct the contact to a form of the character that fonts have.",
            )
        if name != current:
            if index > start:
                yield current, text[start:index]
            start, current = index, name
    if start < len(text):
        yield current, text[start:]


def _shaped(name: FontName, text: str, direction: Literal["ltr", "ttb"]) -> Iterator[tuple[int, hb.GlyphPosition]]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = direction
    buffer.script = "Hani"
    buffer.language = "ja"
    hb.shape(_font(name), buffer, {"kern": True, "palt": False})
    yield from zip((info.codepoint for info in buffer.glyph_infos), buffer.glyph_positions, strict=True)


def _set_across(pen: _Pen, name: FontName, text: str) -> None:
    em = units_per_em(name)
    for number, place in _shaped(name, text, "ltr"):
        x, y = pen.advance + place.x_offset / em, place.y_offset / em - _MIDDLE
        pen.glyphs.append(Glyph(name, number, (1, 0, 0, 1, x, y)))
        pen.advance += place.x_advance / em + pen.tracking


def _set_down(pen: _Pen, name: FontName, text: str) -> None:
    em = units_per_em(name)
    for number, place in _shaped(name, text, "ttb"):
        x, y = place.x_offset / em, pen.advance + place.y_offset / em
        pen.glyphs.append(Glyph(name, number, (1, 0, 0, 1, x, y)))
        pen.advance += place.y_advance / em - pen.tracking


def _set_latin_down(pen: _Pen, text: str, font: FontName) -> None:
    for word in _LATIN_WORDS.findall(text):
        if _UPRIGHT_IN_ONE_CELL.fullmatch(word):
            _set_in_one_cell(pen, word, font)
        elif _LETTER_BELOW_LETTER.fullmatch(word):
            # The full-width forms are made to stand in a column.
            for name, part in _by_font("".join(chr(ord(letter) + 0xFEE0) for letter in word), font):
                _set_down(pen, name, part)
        elif word == "-":
            _set_hyphen_down(pen, font)
        else:
            _set_lying(pen, word, font)


def _set_in_one_cell(pen: _Pen, text: str, font: FontName) -> None:
    """Set a number upright in one cell of a column (縦中横)."""
    across = shape(text, "across", font=font)
    squeeze = min(1.0, _UPRIGHT_CELL / across.length)
    middle = (across.ink.bottom + across.ink.top) / 2
    for glyph in across.glyphs:
        _, _, _, _, dx, dy = glyph.matrix
        x = (dx - across.length / 2) * squeeze
        pen.glyphs.append(glyph._replace(matrix=(squeeze, 0, 0, 1, x, pen.advance - 0.5 + dy - middle)))
    pen.advance -= 1.0 + pen.tracking


def _set_hyphen_down(pen: _Pen, font: FontName) -> None:
    """Set a hyphen upright: lying, it would be read as a kanji one (一)."""
    across = shape("–", "across", font=font)
    (glyph,) = across.glyphs
    _, _, _, _, dx, dy = glyph.matrix
    x = dy - (across.ink.bottom + across.ink.top) / 2
    y = pen.advance - _HYPHEN_CELL / 2 + (across.ink.left + across.ink.right) / 2 - dx
    pen.glyphs.append(glyph._replace(matrix=(0, -1, 1, 0, x, y)))
    pen.advance -= _HYPHEN_CELL + pen.tracking


def _set_lying(pen: _Pen, text: str, font: FontName) -> None:
    """Set a word turned to the right by a quarter."""
    across = shape(text, "across", font=font)
    for glyph in across.glyphs:
        _, _, _, _, dx, dy = glyph.matrix
        pen.glyphs.append(glyph._replace(matrix=(0, -1, 1, 0, dy, pen.advance - dx)))
    pen.advance -= across.length + pen.tracking


def _ink(glyphs: Sequence[Glyph]) -> Box:
    boxes = [_glyph_ink(glyph) for glyph in glyphs]
    boxes = [box for box in boxes if box.right > box.left]
    if not boxes:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _glyph_ink(glyph: Glyph) -> Box:
    extents = _font(glyph.font).get_glyph_extents(glyph.number)
    em = units_per_em(glyph.font)
    if extents is None or not extents.width:
        return Box(0.0, 0.0, 0.0, 0.0)
    xx, yx, xy, yy, dx, dy = glyph.matrix
    corners = [
        (xx * x + xy * y + dx, yx * x + yy * y + dy)
        for x in (extents.x_bearing / em, (extents.x_bearing + extents.width) / em)
        for y in (extents.y_bearing / em, (extents.y_bearing + extents.height) / em)
    ]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
