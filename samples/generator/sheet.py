"""Setting type on a card: phrases become placed glyphs, blocks are stacked, a painter draws it all.

All positions are millimetres on the card, from its top left; pixels appear only in `Painter` and `Face`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from generator.fonts import Typeface
from generator.phrases import Phrase, Truth

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

POINT_MM = 25.4 / 72
_GROUP_GAP = 0.7
_BASE_EM = 0.88
"""Height of the base line below the top of the em box, the norm of Japanese typefaces."""


class DoesNotFitError(Exception):
    """These words do not fit on this card this way; another layout or smaller type may do."""


@dataclass(frozen=True)
class Glyph:
    """A character at its place, relative to its line's box.

    Attributes:
        x, y: Pen position on the base line, mm.
        turn: `plain`, `vert` (upright in a column) or `side` (lying in a column).
    """

    character: str
    face: Typeface
    size_mm: float
    x: float
    y: float
    turn: Literal["plain", "vert", "side"] = "plain"


@dataclass(frozen=True)
class Setting:
    """How a line is set.

    Attributes:
        face: Typeface of the line.
        latin: Typeface of its ASCII characters; None: the same.
        fallbacks: Asked in turn for characters that the typeface lacks.
        size_mm: Em.
        tracking_em: Extra space after each character.
        colour: RGB.
        vertical: Set in a column.
    """

    face: Typeface
    latin: Typeface | None
    fallbacks: tuple[Typeface, ...]
    size_mm: float
    colour: Colour
    tracking_em: float = 0.0
    vertical: bool = False

    def face_of(self, character: str) -> Typeface:
        """Get the typeface that prints a character.

        Raises:
            DoesNotFitError: No typeface has it.
        """
        first = self.latin if self.latin is not None and character.isascii() else self.face
        if first.prints(character):
            return first
        for face in (self.face, *self.fallbacks):
            if face.prints(character):
                return face
        raise DoesNotFitError(f"no typeface prints {character!r}")


class Block(Protocol):
    """Something with a size that can be put on a sheet."""

    width: float
    height: float

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Place it with its top left at x, y."""
        ...


class TextBlock:
    """One set line.

    Args:
        text: What it says.
        setting: How it is set.
    """

    def __init__(self, text: Phrase, setting: Setting) -> None:
        self.phrase = text
        self.setting = setting
        self.glyphs: tuple[Glyph, ...]
        if setting.vertical:
            self.glyphs, length = _set_column(text, setting)
            self.width, self.height = setting.size_mm, length
        else:
            self.glyphs, length = _set_row(text, setting)
            self.width, self.height = length, setting.size_mm
        self.ink = _ink_box(self.glyphs, setting)

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Place the line with its em box's top left at x, y."""
        sheet.lines.append(PlacedLine(self, x, y))


def _set_row(text: Phrase, setting: Setting) -> tuple[tuple[Glyph, ...], float]:
    glyphs: list[Glyph] = []
    pen, size, before = 0.0, setting.size_mm, ""
    for segment in text.segments:
        if segment.width_em is not None:
            pen, before = pen + segment.width_em * size, ""
            continue
        for character in segment.text:
            face = setting.face_of(character)
            if character.isspace():
                pen += (1.0 if character == "　" else max(0.25, face.advance_em(" "))) * size
            else:
                advance = face.advance_em(character)
                if before.isascii() and before:
                    pen += (face.advance_em(character, before) - advance) * size
                glyphs.append(Glyph(character, face, size, pen, _BASE_EM * size))
                pen += advance * size
            pen += setting.tracking_em * size
            before = character
    return tuple(glyphs), max(0.0, pen - setting.tracking_em * size)


def _upright(character: str) -> bool:
    return ord(character) > 0x2000


def _set_column(text: Phrase, setting: Setting) -> tuple[tuple[Glyph, ...], float]:
    glyphs: list[Glyph] = []
    pen, size = 0.0, setting.size_mm
    line = "".join(" " if segment.width_em is not None else segment.text for segment in text.segments)
    position = 0
    while position < len(line):
        character = line[position]
        if character.isspace():
            pen += (1.0 if character == "　" else 0.4) * size * (1 + setting.tracking_em)
            position += 1
        elif _upright(character):
            face = setting.face_of(character)
            indent = (1.0 - face.advance_em(character)) / 2
            glyphs.append(Glyph(character, face, size, indent * size, pen + _BASE_EM * size, "vert"))
            pen += size * (1 + setting.tracking_em)
            position += 1
        else:
            end = position
            while end < len(line) and not _upright(line[end]) and not line[end].isspace():
                end += 1
            pen = _set_run_in_column(glyphs, line[position:end], setting, pen)
            position = end
    return tuple(glyphs), max(0.0, pen - setting.tracking_em * size)


def _set_run_in_column(glyphs: list[Glyph], run: str, setting: Setting, pen: float) -> float:
    size = setting.size_mm
    faces = [setting.face_of(c) for c in run]
    if len(run) <= 2 and run.isalnum():  # tate-chu-yoko: up to two digits stand side by side in one cell
        width = sum(f.advance_em(c) for f, c in zip(faces, run, strict=True))
        small = size * min(1.0, 0.96 / width)
        x = (size - width * small) / 2
        for face, character in zip(faces, run, strict=True):
            glyphs.append(Glyph(character, face, small, x, pen + size * 0.5 + small * 0.36, "plain"))
            x += face.advance_em(character) * small
        return pen + size * (1 + setting.tracking_em)
    for face, character in zip(faces, run, strict=True):
        glyphs.append(Glyph(character, face, size, size * 0.15, pen, "side"))
        pen += face.advance_em(character) * size
    return pen + size * 0.1


def _glyph_ink(glyph: Glyph) -> Box:
    left, top, right, bottom = glyph.face.ink_em(glyph.character, vertical=glyph.turn == "vert")
    size = glyph.size_mm
    if glyph.turn == "side":  # the glyph's up points to the right
        return glyph.x - bottom * size, glyph.y + left * size, glyph.x - top * size, glyph.y + right * size
    return glyph.x + left * size, glyph.y + top * size, glyph.x + right * size, glyph.y + bottom * size


def _ink_box(glyphs: Sequence[Glyph], setting: Setting) -> Box:
    """Get the box around the ink, widened to the height that lines of this kind usually have."""
    if not glyphs:
        return 0.0, 0.0, 0.0, 0.0
    boxes = [_glyph_ink(g) for g in glyphs]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    size = setting.size_mm
    if setting.vertical:
        return min(left, 0.1 * size), top, max(right, 0.9 * size), bottom
    wide = any(_upright(g.character) for g in glyphs)
    base = _BASE_EM * size
    return (
        left,
        min(top, base - (0.74 if wide else 0.66) * size),
        right,
        max(bottom, base + (0.04 if wide else 0.0) * size),
    )


@dataclass(frozen=True)
class PlacedLine:
    """A set line at its place on the card."""

    block: TextBlock
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the ink in mm on the card."""
        left, top, right, bottom = self.block.ink
        return self.x + left, self.y + top, self.x + right, self.y + bottom


class Space:
    """Nothing, of a given size."""

    def __init__(self, width: float = 0.0, height: float = 0.0) -> None:
        self.width = width
        self.height = height

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Leave it free."""


class Column:
    """Blocks below one another.

    Args:
        blocks: From top to bottom; empty ones are left out.
        gap: Between neighbours, mm; one number or one a gap.
        align: left, centre or right.
    """

    def __init__(self, blocks: Sequence[Block | None], gap: float | Sequence[float] = 0.0, align: str = "left") -> None:
        self.blocks = [b for b in blocks if b is not None]
        gaps = [gap] * max(0, len(self.blocks) - 1) if isinstance(gap, (int, float)) else list(gap)
        self.gaps = (gaps + [gaps[-1] if gaps else 0.0] * len(self.blocks))[: max(0, len(self.blocks) - 1)]
        self.align = align
        self.width = max((b.width for b in self.blocks), default=0.0)
        self.height = sum(b.height for b in self.blocks) + sum(self.gaps)

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Place all blocks."""
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.align]
        for block, gap in zip(self.blocks, [*self.gaps, 0.0], strict=False):
            block.put(sheet, x + (self.width - block.width) * share, y)
            y += block.height + gap


class Row:
    """Blocks beside one another.

    Args:
        blocks: From left to right.
        gap: Between neighbours, mm.
        align: top, middle or bottom.
        reverse: Place (and so count as read) the blocks from right to left, as columns of vertical text are.
    """

    def __init__(
        self, blocks: Sequence[Block | None], gap: float = 0.0, align: str = "top", *, reverse: bool = False
    ) -> None:
        self.blocks = [b for b in blocks if b is not None]
        self.gap = gap
        self.align = align
        self.reverse = reverse
        self.width = sum(b.width for b in self.blocks) + gap * max(0, len(self.blocks) - 1)
        self.height = max((b.height for b in self.blocks), default=0.0)

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Place all blocks."""
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.align]
        if self.reverse:
            x += self.width
            for block in self.blocks:
                x -= block.width
                block.put(sheet, x, y + (self.height - block.height) * share)
                x -= self.gap
            return
        for block in self.blocks:
            block.put(sheet, x, y + (self.height - block.height) * share)
            x += block.width + self.gap


class Picture:
    """A drawn shape (logo, icon, QR code) that text must keep clear of.

    Args:
        width: mm.
        height: mm.
        paint: Gets the painter and the box in mm.
    """

    def __init__(self, width: float, height: float, paint: Callable[[Painter, Box], None]) -> None:
        self.width = width
        self.height = height
        self.paint = paint

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        """Place the picture."""
        box = (x, y, x + self.width, y + self.height)
        sheet.solids.append(box)
        sheet.shapes.append(lambda painter: self.paint(painter, box))


@dataclass
class Sheet:
    """One side of a card while it is being laid out.

    Attributes:
        width: mm.
        height: mm.
        margin: Ink keeps this far from the edge, mm.
        shapes: Drawn in order, below the text.
        lines: Placed lines in reading order.
        solids: Boxes that text must not touch.
        rules: Thin lines that text must not touch.
        groups: Boxes of what was placed together; groups keep a little apart.
        corner_radius: Of rounded corners, mm; 0 for square ones.
    """

    width: float
    height: float
    margin: float = 2.6
    shapes: list[Callable[[Painter], None]] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    solids: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    groups: list[Box] = field(default_factory=list)
    corner_radius: float = 0.0

    def put(self, block: Block | None, x: float, y: float, anchor: str = "lt") -> None:
        """Place a block by one of its corners or middles.

        Args:
            block: What to place; None places nothing.
            x: mm.
            y: mm.
            anchor: Two letters: l, c or r, and t, m or b.
        """
        if block is None:
            return
        left = x - block.width * {"l": 0.0, "c": 0.5, "r": 1.0}[anchor[0]]
        top = y - block.height * {"t": 0.0, "m": 0.5, "b": 1.0}[anchor[1]]
        self.groups.append((left, top, left + block.width, top + block.height))
        block.put(self, left, top)

    def check(self) -> None:
        """Make sure that the card can be printed.

        Raises:
            DoesNotFitError: Text leaves the card, touches other text or a picture.
        """
        boxes = [line.box for line in self.lines]
        if any(not self._holds(box, self.margin) for box in boxes):
            raise DoesNotFitError("text leaves the card")
        if any(not self._holds(box, 0.5) for box in self.solids):
            raise DoesNotFitError("a picture leaves the card")
        for number, one in enumerate(boxes):
            if any(_overlap(one, other, 0.0) for other in boxes[number + 1 :] + self.solids + self.rules):
                raise DoesNotFitError("text touches text or a picture")
        for number, one in enumerate(self.groups):
            if any(_overlap(one, o, _GROUP_GAP) and not _overlap(one, o, -1.5) for o in self.groups[number + 1 :]):
                raise DoesNotFitError("two groups stand too close")

    def _holds(self, box: Box, margin: float) -> bool:
        left, top, right, bottom = box
        return margin <= left and margin <= top and right <= self.width - margin and bottom <= self.height - margin

    def truth(self) -> Truth:
        """Read off what the card says."""
        found = Truth()
        for line in self.lines:
            found.add(line.block.phrase)
        return found


def _overlap(one: Box, other: Box, gap: float) -> bool:
    """Tell whether two boxes come closer than the gap; a negative gap asks for an overlap of that depth."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > -max(gap, 0.15)
        and min(one[3], other[3]) - max(one[1], other[1]) > -gap
    )


class Painter:
    """Draws on the pixels of a card, in mm.

    Args:
        sheet: Gives the size.
        dpi: Dots an inch.
    """

    def __init__(self, sheet: Sheet, dpi: float) -> None:
        self.scale = dpi / 25.4
        self.width = sheet.width
        self.height = sheet.height
        size = (round(sheet.height * self.scale), round(sheet.width * self.scale), 3)
        self.pixels: NDArray[np.uint8] = np.full(size, 255, np.uint8)

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour, opacity: float = 1.0) -> None:
        """Fill a polygon with smooth edges."""
        fixed = np.array([[round(x * self.scale * 16), round(y * self.scale * 16)] for x, y in points], np.int32)
        if opacity >= 1.0:
            cv2.fillPoly(self.pixels, [fixed], colour, cv2.LINE_AA, 4)
            return
        layer = self.pixels.copy()
        cv2.fillPoly(layer, [fixed], colour, cv2.LINE_AA, 4)
        cv2.addWeighted(layer, opacity, self.pixels, 1 - opacity, 0, self.pixels)

    def rectangle(self, box: Box, colour: Colour, opacity: float = 1.0) -> None:
        """Fill a rectangle."""
        left, top, right, bottom = box
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity)

    def ellipse(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        colour: Colour,
        *,
        width: float = 0.0,
        angle: float = 0.0,
        arc: tuple[float, float] = (0.0, 360.0),
        opacity: float = 1.0,
    ) -> None:
        """Fill an ellipse, or draw its outline when a width in mm is given."""
        points = []
        start, end = arc
        turn = math.radians(angle)
        for step in range(65):
            t = math.radians(start + (end - start) * step / 64)
            u, v = radii[0] * math.cos(t), radii[1] * math.sin(t)
            points.append(
                (
                    centre[0] + u * math.cos(turn) - v * math.sin(turn),
                    centre[1] + u * math.sin(turn) + v * math.cos(turn),
                )
            )
        if width:
            self.line(points, colour, width)
        else:
            self.polygon(points, colour, opacity)

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, width: float) -> None:
        """Draw a line of a width in mm through the points."""
        fixed = np.array([[round(x * self.scale * 16), round(y * self.scale * 16)] for x, y in points], np.int32)
        thickness = max(1, round(width * self.scale))
        cv2.polylines(
            self.pixels, [fixed], isClosed=False, color=colour, thickness=thickness, lineType=cv2.LINE_AA, shift=4
        )

    def text(self, lines: Sequence[PlacedLine]) -> None:
        """Print the lines."""
        image = Image.fromarray(self.pixels)
        draw = ImageDraw.Draw(image)
        for line in lines:
            for glyph in line.block.glyphs:
                x, y = (line.x + glyph.x) * self.scale, (line.y + glyph.y) * self.scale
                colour = line.block.setting.colour
                if glyph.turn == "side":
                    _draw_lying(image, glyph, (x, y), self.scale, colour)
                else:
                    font = glyph.face.at(glyph.size_mm * self.scale)
                    features = ["vert"] if glyph.turn == "vert" else None
                    draw.text((x, y), glyph.character, colour, font, anchor="ls", features=features)
        self.pixels = np.asarray(image).copy()


def _draw_lying(image: Image.Image, glyph: Glyph, pen: tuple[float, float], scale: float, colour: Colour) -> None:
    """Draw a glyph turned by a quarter clockwise, its pen point at `pen`."""
    font = glyph.face.at(glyph.size_mm * scale)
    em, (x, y) = math.ceil(glyph.size_mm * scale), pen
    tile = Image.new("L", (3 * em, 3 * em), 0)
    ImageDraw.Draw(tile).text((em + y - math.floor(y), 2 * em), glyph.character, 255, font, anchor="ls")
    turned = tile.transpose(Image.Transpose.ROTATE_270)
    # The tile's pen point (em, 2 em) turns to (em, em).
    image.paste(Image.new("RGB", turned.size, colour), (round(x) - em, math.floor(y) - em), turned)


@dataclass(frozen=True)
class FaceLine:
    """A line of a finished face.

    Attributes:
        phrase: What it says.
        vertical: Set in a column.
        box: Left, top, right, bottom of the ink as shares of the face's width and height.
    """

    phrase: Phrase
    vertical: bool
    box: Box


@dataclass(frozen=True)
class Face:
    """One drawn side of a card.

    Attributes:
        sheet: What was placed.
        lines: In reading order.
        language, layout, person, company, side, fonts: For the records.
    """

    sheet: Sheet
    lines: tuple[FaceLine, ...]
    language: str
    layout: str
    person: str
    company: str
    side: str
    fonts: tuple[str, ...]
    unsure: tuple[str, ...] = ()

    def draw(self, dpi: float) -> NDArray[np.uint8]:
        """Draw the face: uint8, height x width x 3, RGB."""
        painter = Painter(self.sheet, dpi)
        for shape in self.sheet.shapes:
            shape(painter)
        painter.text(self.sheet.lines)
        return painter.pixels


def face_lines(sheet: Sheet) -> tuple[FaceLine, ...]:
    """Get the placed lines in reading order, with their boxes as shares of the sheet's size.

    Rows are read from the top, from the left within a row; columns of vertical text are read from the right.
    """
    lines = [line for line in sheet.lines if line.block.glyphs]
    columns = [line for line in lines if line.block.setting.vertical]
    rows: list[list[PlacedLine]] = []
    for line in sorted((line for line in lines if not line.block.setting.vertical), key=lambda one: one.box[3]):
        height = line.box[3] - line.box[1]
        if rows and line.box[3] - rows[-1][0].box[3] < 0.4 * min(height, rows[-1][0].box[3] - rows[-1][0].box[1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = sorted(columns, key=lambda one: (-round(one.box[2], 1), one.box[1]))
    ordered += [line for row in rows for line in sorted(row, key=lambda one: one.box[0])]
    return tuple(
        FaceLine(
            line.block.phrase,
            line.block.setting.vertical,
            (
                line.box[0] / sheet.width,
                line.box[1] / sheet.height,
                line.box[2] / sheet.width,
                line.box[3] / sheet.height,
            ),
        )
        for line in ordered
    )
