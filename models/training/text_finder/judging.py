"""Measures a detector on pictures with known lines and cards."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# Thinner lines cannot be read, so nobody is blamed for them; in pixels of the picture at 640 px.
_THINNEST_PX = 5.0
_VIEW_PX = 640.0


@dataclass(frozen=True, eq=False)
class KnownLine:
    """A line as the generator placed it.

    Attributes:
        corners: 4 x 2, clockwise from the first glyph's top left.
        column: Its glyphs stand below one another.
        furigana: Small kana beside a name.
        counts: False when it is too small to be read.
    """

    corners: Points
    column: bool
    furigana: bool
    counts: bool


@dataclass(frozen=True, eq=False)
class KnownPicture:
    """A picture with its truth.

    Attributes:
        path: The file.
        lines: All lines of all its cards.
        cards: 4 x 2 each, clockwise from the upright card's top left.
    """

    path: Path
    lines: tuple[KnownLine, ...]
    cards: tuple[Points, ...]


@dataclass(frozen=True, eq=False)
class FoundLine:
    """A line as a detector found it: 4 x 2, clockwise from the first glyph's top left if it knows that."""

    corners: Points
    column: bool
    reading_known: bool


@dataclass(frozen=True, eq=False)
class Finding:
    """What a detector made of a picture: lines, and quads of cards with whether their first corner is meant."""

    lines: Sequence[FoundLine]
    cards: Sequence[tuple[Points, bool]] = ()


@dataclass
class Tally:
    """Counts over pictures; `figures` turns them into shares."""

    counts: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, amount: float = 1.0) -> None:
        """Count."""
        self.counts[name] = self.counts.get(name, 0.0) + amount

    def share(self, part: str, whole: str) -> float | None:
        """One count by another; None when there was nothing to count."""
        return round(self.counts.get(part, 0.0) / self.counts[whole], 4) if self.counts.get(whole) else None

    def figures(self) -> dict[str, float | None]:
        """The shares that matter."""
        return {
            "pictures": self.counts.get("pictures", 0.0),
            "line_recall": self.share("matched", "known"),
            "line_precision": self.share("matched found", "found"),
            "line_kept_whole": self.share("whole", "known"),
            "row_kept_whole": self.share("whole row", "known row"),
            "column_kept_whole": self.share("whole column", "known column"),
            "furigana_kept_whole": self.share("whole furigana", "known furigana"),
            "direction_right": self.share("direction right", "matched"),
            "reading_right": self.share("reading right", "matched"),
            "card_upright_right": self.share("upright", "cards with lines"),
            "card_recall_at_0.8": self.share("card 0.8", "cards"),
            "card_recall_at_0.9": self.share("card 0.9", "cards"),
            "card_mean_iou": self.share("card iou", "cards"),
            "cards_proposed_per_card": self.share("cards proposed", "cards"),
            "cpu_seconds": self.share("seconds", "pictures"),
        }


def read_known(folder: Path, limit: int | None = None) -> list[KnownPicture]:
    """Read the pictures of a set and its `geometry.jsonl`; pages of PDF files are left out."""
    records: dict[str, list[dict[str, Any]]] = {}
    with (folder / "geometry.jsonl").open(encoding="utf-8") as listing:
        for text in listing:
            record = json.loads(text)
            if record.get("page") is None:
                records.setdefault(record["file"], []).append(record)
    return [_known(folder / name, cards) for name, cards in sorted(records.items())[:limit]]


def _known(path: Path, cards: list[dict[str, Any]]) -> KnownPicture:
    view = min(1.0, _VIEW_PX / max(cards[0]["picture_size"]))
    lines = []
    for card in cards:
        for line in card["lines"]:
            corners = np.array(line["polygon"], dtype=np.float64)
            column = line["direction"] == "vertical"
            sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
            thickness = (sides[0] + sides[2] if column else sides[1] + sides[3]) / 2
            width, height = card["picture_size"]
            inside = ((corners >= 0) & (corners <= (width, height))).all()
            lines.append(
                KnownLine(
                    corners, column, line["kind"] == "furigana", bool(thickness * view >= _THINNEST_PX and inside)
                )
            )
    return KnownPicture(path, tuple(lines), tuple(np.array(card["quad"], dtype=np.float64) for card in cards))


def judge(pictures: Sequence[KnownPicture], find: Callable[[NDArray[np.uint8]], Finding]) -> Tally:
    """Let a detector look at pictures and count what it gets right."""
    tally = Tally()
    for picture in pictures:
        pixels = np.asarray(cv2.imread(str(picture.path)), dtype=np.uint8)
        started = time.process_time()
        finding = find(pixels)
        tally.add("seconds", time.process_time() - started)
        tally.add("pictures")
        _count_lines(tally, picture, finding)
        _count_cards(tally, picture, finding)
    return tally


def _count_lines(tally: Tally, picture: KnownPicture, finding: Finding) -> None:
    known, found = picture.lines, finding.lines
    shared = np.array([[_shared(k.corners, f.corners) for f in found] for k in known]).reshape(len(known), len(found))
    known_areas = np.array([_area(k.corners) for k in known])
    found_areas = np.array([_area(f.corners) for f in found])
    iou = shared / (known_areas[:, None] + found_areas[None] - shared + 1e-9)
    taken: set[int] = set()
    for number, line in enumerate(known):
        best = int(iou[number].argmax()) if found else -1
        matched = bool(found) and iou[number, best] >= 0.5
        if matched:
            taken.add(best)
        if not line.counts:
            continue
        name = "furigana" if line.furigana else ("column" if line.column else "row")
        tally.add("known")
        tally.add(f"known {name}")
        whole = (shared[number] >= 0.75 * known_areas[number]) & (shared[number] >= 0.3 * found_areas)
        strangers = (np.delete(shared, number, axis=0) >= 0.5 * np.delete(known_areas, number)[:, None]).any(axis=0)
        if bool((whole & ~strangers).any()):
            tally.add("whole")
            tally.add(f"whole {name}")
        if not matched:
            continue
        tally.add("matched")
        tally.add("direction right", float(found[best].column == line.column))
        cosine = _top(line.corners) @ _top(found[best].corners)
        tally.add("reading right", float(found[best].reading_known and cosine > np.cos(np.pi / 4)))
    hidden = {
        n
        for n, f in enumerate(found)
        if any(not k.counts and shared[i, n] > 0.3 * found_areas[n] for i, k in enumerate(known))
    }
    judged = [n for n in range(len(found)) if n in taken or n not in hidden]
    tally.add("found", len(judged))
    tally.add("matched found", len([n for n in judged if n in taken]))


def _count_cards(tally: Tally, picture: KnownPicture, finding: Finding) -> None:
    tally.add("cards proposed", len(finding.cards))
    pixels = cv2.imread(str(picture.path))
    height, width = pixels.shape[:2]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    for card in picture.cards:
        tally.add("cards")
        visible = _clipped(card, frame)
        best = max((_iou(visible, _clipped(quad, frame)) for quad, _ in finding.cards), default=0.0)
        tally.add("card iou", best)
        tally.add("card 0.8", float(best >= 0.8))
        tally.add("card 0.9", float(best >= 0.9))
        votes = np.zeros(4)
        tops = np.array([_unit(card[(n + 1) % 4] - card[n]) for n in range(4)])
        for line in finding.lines:
            middle = line.corners.mean(axis=0)
            if (
                cv2.pointPolygonTest(
                    card.astype(np.float32)[:, None], (float(middle[0]), float(middle[1])), measureDist=False
                )
                >= 0
            ):
                size = float(np.linalg.norm(line.corners[2] - line.corners[0]))
                votes[int((tops @ _top(line.corners)).argmax())] += size if line.reading_known else 0.0
        tally.add("cards with lines")
        tally.add("upright", float(votes.sum() > 0 and votes.argmax() == 0))


def _top(corners: Points) -> Points:
    """Unit vector along the upper edge of the glyphs."""
    return _unit(corners[1] - corners[0] + corners[2] - corners[3])


def _unit(vector: Points) -> Points:
    return np.asarray(vector / (np.hypot(*vector) + 1e-9))


def _area(corners: Points) -> float:
    return float(cv2.contourArea(corners.astype(np.float32)))


def _shared(a: Points, b: Points) -> float:
    if (a.max(axis=0) < b.min(axis=0)).any() or (b.max(axis=0) < a.min(axis=0)).any():
        return 0.0
    return float(cv2.intersectConvexConvex(a.astype(np.float32), b.astype(np.float32))[0])


def _clipped(quad: Points, frame: Points) -> Points:
    area, polygon = cv2.intersectConvexConvex(quad.astype(np.float32), frame.astype(np.float32))
    return np.asarray(polygon, dtype=np.float64).reshape(-1, 2) if area > 0 else quad


def _iou(a: Points, b: Points) -> float:
    shared = _shared(a, b)
    return shared / (_area(a) + _area(b) - shared + 1e-9)
