"""Spoils drawn cards as finding and reading text spoils real ones, keeping track of what every character means."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from meishi.domain.text import Direction
from training.field_labeller.faces import Meaning, MeantCard, MeantLine, with_lines
from training.field_labeller.variations import extent

# What engines take for one another; each group's members are confused with each other.
_LOOKALIKES = (
    "0OoQ〇○", "1lI|!", "5S", "8B", "2Z", "6G", "9g", "ce", "uv", "nh", "rt", "ij", ".,", ":;", "-ー一~", "二ニ", "口ロ□", "カ力",
    "工エ", "八ハ", "卜ト", "夕タ", "千干", "末未", "土士", "日目曰", "大太犬", "木本", "人入", "又叉", "田由申", "問間", "東束",
    "郎即", "部郡", "長畏", "営宮", "株殊", "会公", "社杜", "取敢", "役没", "課諜", "室空", "員貝", "子了", "美実", "川州", "山出",
    "ソン", "シツ", "クワ", "ウワ", "ヘへ", "リり", "パバ", "ビピ", "ペベ", "ポボ", "eé", "aà", "oóö", "uü",
)  # fmt: skip
_CONFUSED_WITH = {
    glyph: [other for group in _LOOKALIKES if glyph in group for other in group if other != glyph]
    for glyph in dict.fromkeys("".join(_LOOKALIKES))
}
_GARBAGE = "|.,:-~_'\"°*=/\\<>()[]{}●■◆□▲△★＋×oOlI1iNMWVXYZ田口日目山川人大小中上下一二三ノハニロ"
_INKBLOTS = ("ー", "|", "。", "『", "®", "©", "人", "J", "の", "W", "(C)", "QR", "LOGO")


@dataclass(frozen=True)
class Roughness:
    """How badly a card is read.

    Attributes:
        confusion: Share of characters taken for another one.
        loss: Share of characters dropped, and as many blanks put in or left out.
        lines: Share of lines dropped, split or joined with their neighbour in the row.
        shake: How much boxes are off, as a share of the glyph size.
        garbage: Chance of each of three lines that are no text at all.
    """

    confusion: float
    loss: float
    lines: float
    shake: float
    garbage: float


CLEAN = Roughness(0.0, 0.0, 0.0, 0.0, 0.0)
USUAL = Roughness(0.012, 0.004, 0.02, 0.08, 0.06)
ROUGH = Roughness(0.05, 0.015, 0.06, 0.15, 0.2)


def misread_as_usual(card: MeantCard, seed: str) -> MeantCard:
    """Give a card as it is learned from: most of them misread, some badly."""
    roughness = random.Random(seed).choices((CLEAN, USUAL, ROUGH), (30, 45, 25))[0]  # noqa: S311 - repeatable
    return misread(card, roughness, seed)


def misread(card: MeantCard, roughness: Roughness, seed: str) -> MeantCard:
    """Give the card as it might be read; the same seed spoils it the same way."""
    chance = random.Random(seed)  # noqa: S311 - repeatable misreadings want a seeded generator
    lines = [line for line in card.lines if chance.random() >= roughness.lines / 2]
    lines = [piece for line in lines for piece in _split(line, roughness, chance)]
    lines = _join_rows(lines, roughness, chance)
    lines = [_shaken(_misread_line(line, roughness, chance), roughness, chance) for line in lines]
    lines += _garbage(card, roughness, chance)
    return with_lines(card, (line for line in lines if line.text.strip()))


def _split(line: MeantLine, roughness: Roughness, chance: random.Random) -> Iterator[MeantLine]:
    """Cut a line at a blank into two boxes, as detectors do at wide gaps."""
    blanks = [
        i for i, glyph in enumerate(line.text) if glyph.isspace() and line.text[:i].strip() and line.text[i:].strip()
    ]
    wide = [i for i in blanks if line.text[i] == "　" or line.text[i : i + 2].isspace()]
    if not blanks or chance.random() >= roughness.lines * (4 if wide else 1):
        yield line
        return
    at = chance.choice(wide or blanks)
    x, y, width, height = line.box
    share = extent(line.text[:at]) / max(0.1, extent(line.text))
    if line.direction is Direction.VERTICAL:
        cut = round(share * height)
        boxes = (x, y, width, max(1, cut)), (x, y + cut, width, max(1, height - cut))
    else:
        cut = round(share * width)
        boxes = (x, y, max(1, cut), height), (x + cut, y, max(1, width - cut), height)
    for box, (start, end) in zip(boxes, ((0, at), (at + 1, len(line.text))), strict=True):
        meanings = tuple(
            replace(m, start=max(m.start, start) - start, end=min(m.end, end) - start)
            for m in line.meanings
            if m.start < end and start < m.end
        )
        yield replace(line, text=line.text[start:end], box=box, meanings=meanings)


def _join_rows(lines: Sequence[MeantLine], roughness: Roughness, chance: random.Random) -> list[MeantLine]:
    """Join some lines that stand beside one another in a row."""
    left = list(lines)
    joined: list[MeantLine] = []
    while left:
        line = left.pop(0)
        partner = next((other for other in left if _beside(line, other)), None)
        if partner is not None and chance.random() < roughness.lines * 4:
            left.remove(partner)
            line = _joined(line, partner)
        joined.append(line)
    return joined


def _beside(left: MeantLine, right: MeantLine) -> bool:
    if left.direction is not Direction.HORIZONTAL or right.direction is not Direction.HORIZONTAL:
        return False
    gap = right.box[0] - left.box[0] - left.box[2]
    centre = abs(left.box[1] + left.box[3] / 2 - right.box[1] - right.box[3] / 2)
    return 0 <= gap < 4 * left.box[3] and centre < 0.4 * left.box[3] and 0.6 < left.box[3] / max(1, right.box[3]) < 1.6


def _joined(left: MeantLine, right: MeantLine) -> MeantLine:
    shift = len(left.text) + 1
    moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in right.meanings)
    top = min(left.box[1], right.box[1])
    bottom = max(left.box[1] + left.box[3], right.box[1] + right.box[3])
    box = (left.box[0], top, right.box[0] + right.box[2] - left.box[0], bottom - top)
    return replace(left, text=f"{left.text} {right.text}", box=box, meanings=left.meanings + moved)


def _misread_line(line: MeantLine, roughness: Roughness, chance: random.Random) -> MeantLine:
    pieces: list[str] = []
    for glyph in line.text:
        if glyph.isspace():
            pieces.append("" if chance.random() < roughness.loss * 4 else " " if chance.random() < 0.5 else glyph)
        elif chance.random() < roughness.confusion:
            pieces.append(chance.choice(_CONFUSED_WITH.get(glyph) or [glyph]))
        elif chance.random() < roughness.loss:
            pieces.append(chance.choice(("", f"{glyph} ", glyph * 2)))
        else:
            pieces.append(glyph)
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    meanings = tuple(
        replace(m, start=starts[m.start], end=starts[m.end]) for m in line.meanings if starts[m.end] > starts[m.start]
    )
    doubt = min(0.6, chance.random() * (0.02 + 4 * roughness.confusion))
    return replace(line, text="".join(pieces), meanings=meanings, confidence=round(0.98 - doubt, 3))


def _shaken(line: MeantLine, roughness: Roughness, chance: random.Random) -> MeantLine:
    x, y, width, height = line.box
    glyph = min(width, height)

    def off() -> int:
        return round(chance.gauss(0.0, roughness.shake * glyph))

    grown = off()
    across, along = (grown, off()) if line.direction is Direction.VERTICAL else (off(), grown)
    return replace(line, box=(max(0, x + off()), max(0, y + off()), max(2, width + across), max(2, height + along)))


def _garbage(card: MeantCard, roughness: Roughness, chance: random.Random) -> Iterator[MeantLine]:
    """Make up what engines see in logos, frames and pictures."""
    width, height = card.size
    for _ in range(3):
        if chance.random() >= roughness.garbage:
            continue
        text = chance.choice(_INKBLOTS)
        if chance.random() < 0.6:
            text = "".join(chance.choice(_GARBAGE) for _ in range(chance.randint(1, 7)))
        glyph = round(height * chance.uniform(0.02, 0.18))
        x, y = chance.randint(0, width * 4 // 5), chance.randint(0, height * 4 // 5)
        box = (x, y, max(4, round(glyph * max(0.6, extent(text)))), max(4, glyph))
        meanings = (Meaning(0, len(text), "other"),)
        yield MeantLine(text, box, Direction.HORIZONTAL, meanings, round(chance.uniform(0.2, 0.8), 3))
