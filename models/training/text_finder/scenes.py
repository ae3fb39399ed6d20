"""Made-up photographs and scans of cards, with the place of every line and card in them.

Everything is drawn at the size at which the network sees it, so a picture costs some milliseconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from training.text_finder.faces import PX_PER_MM, FlatCard
from training.text_finder.grounds import draw_ground

Points = NDArray[np.float64]
_CARD_WIDTH_MM = 91.0


class CardSource(Protocol):
    """Gives flat card sides."""

    def pick(self, chance: np.random.Generator) -> FlatCard:
        """Give any one of them."""
        ...


@dataclass(frozen=True, eq=False)
class SceneLine:
    """A line of text in a picture.

    Attributes:
        corners: 4 x 2, clockwise from the line's own top left when it is read upright; a column's first corner is
            the top right one of its glyphs' upright position, so that the first side always is the line's length
            seen in reading direction and the second one its thickness.
        column: Its glyphs stand below one another.
        furigana: Small kana beside a name.
        visible: False when something hides a part of it, so it counts neither way.
    """

    corners: Points
    column: bool
    furigana: bool
    visible: bool = True


@dataclass(eq=False)
class Scene:
    """A picture and what there is to find in it.

    Attributes:
        pixels: uint8, height x width x 3, BGR.
        lines: All text that was meant to be read.
        cards: 4 x 2 each, the corners of the upright card clockwise from its top left, the uppermost card last; they
            may lie outside of the picture.
    """

    pixels: NDArray[np.uint8]
    lines: list[SceneLine] = field(default_factory=list)
    cards: list[Points] = field(default_factory=list)


def draw_scene(chance: np.random.Generator, source: CardSource, size: tuple[int, int]) -> Scene:
    """Draw one picture.

    Args:
        chance: Decides everything.
        source: The cards.
        size: Width and height in pixels.
    """
    kind = chance.random()
    if kind < 0.22:
        return _draw_flat(chance, source, size)
    scene = Scene(draw_ground(chance, size))
    if chance.random() < 0.12:
        _print_on_ground(chance, scene, source)
    if kind < 0.70:
        _lay_one(chance, scene, source)
    else:
        _lay_many(chance, scene, source)
    if chance.random() < 0.15:
        _hold(chance, scene)
    return scene


def _draw_flat(chance: np.random.Generator, source: CardSource, size: tuple[int, int]) -> Scene:
    """A scan or a rendered card: it fills the picture, or the scanner's lid shows around it."""
    width, height = size
    lid = np.array([chance.integers(225, 256)] * 3) if chance.random() < 0.8 else chance.integers(0, 60, 3)
    scene = Scene(np.empty((height, width, 3), dtype=np.uint8))
    scene.pixels[:] = lid
    card = source.pick(chance)
    card_height, card_width = card.pixels.shape[:2]
    turn = int(chance.choice((0, 1, 2, 3), p=(0.55, 0.15, 0.15, 0.15)))
    across, along = (card_width, card_height) if turn % 2 == 0 else (card_height, card_width)
    fit = min(width / across, height / along)
    fill = chance.choice((1.0, chance.uniform(1.0, 2.2), chance.uniform(0.6, 1.0)), p=(0.25, 0.45, 0.3))
    angle_degrees = 90.0 * turn + chance.normal(0, 1.5) * (chance.random() < 0.6)
    slack = np.array([abs(width - across * fit * fill), abs(height - along * fit * fill)]) / 2
    centre = np.array([width, height]) / 2 + chance.uniform(-1, 1, 2) * slack
    matrix = _turned(card, centre, fit * fill, angle_degrees)
    _lay(chance, scene, card, matrix, shadow=float(chance.uniform(0, 0.25)))
    return scene


def _lay_one(chance: np.random.Generator, scene: Scene, source: CardSource) -> None:
    card = source.pick(chance)
    height, width = scene.pixels.shape[:2]
    # From a card that is lost on the table to one of which a part is seen.
    scale = math.exp(chance.uniform(math.log(2.2), math.log(11.0))) / PX_PER_MM
    reach = max(width, height) / 2
    slack = max(0.15 * reach, abs(reach - 0.35 * scale * _CARD_WIDTH_MM * PX_PER_MM))
    centre = np.array([width, height]) / 2 + chance.uniform(-1, 1, 2) * min(slack, 0.75 * reach)
    matrix = _tilted(chance, card, centre, scale, _roll(chance))
    if chance.random() < 0.12:
        _stack(chance, scene, card, matrix)
    _lay(chance, scene, card, matrix, shadow=float(chance.uniform(0, 0.6)))


def _lay_many(chance: np.random.Generator, scene: Scene, source: CardSource) -> None:
    """Cards in a loose grid; they may touch or overlap, and the grid may be turned."""
    height, width = scene.pixels.shape[:2]
    scale = math.exp(chance.uniform(math.log(1.7), math.log(4.5))) / PX_PER_MM
    grid_degrees = _roll(chance)
    gap_mm = float(
        chance.choice(
            (0.0, chance.uniform(0, 4), chance.uniform(4, 30), chance.uniform(-15, 0)), p=(0.25, 0.25, 0.35, 0.15)
        )
    )
    step = (np.array([_CARD_WIDTH_MM, 55.0]) + gap_mm) * PX_PER_MM * scale
    angle = math.radians(grid_degrees)
    right, down = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    loose = 0.0 if gap_mm == 0 or chance.random() < 0.4 else float(chance.uniform(0, 0.15))
    middle = np.array([width, height]) / 2 + chance.uniform(-0.5, 0.5) * step[0] * right
    alike = source.pick(chance) if chance.random() < 0.3 else None
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            centre = middle + column * step[0] * right + row * step[1] * down + chance.normal(0, 1, 2) * loose * step
            hidden = not (
                -0.3 * step[0] < centre[0] < width + 0.3 * step[0]
                and -0.3 * step[0] < centre[1] < height + 0.3 * step[0]
            )
            if hidden or chance.random() < 0.15:
                continue
            card = alike or source.pick(chance)
            upright = 1.0 if gap_mm == 0 else float(chance.choice((1.0, -1.0, 0.5), p=(0.8, 0.15, 0.05)))
            own = grid_degrees + 90.0 * (1 - upright) + chance.normal(0, 60.0) * loose
            _lay(chance, scene, card, _turned(card, centre, scale, own), shadow=float(chance.uniform(0, 0.5)))


def _roll(chance: np.random.Generator) -> float:
    """People hold cards and cameras straight more often than not, either way up."""
    if chance.random() < 0.65:
        return 90.0 * float(chance.choice((0, 1, 2, 3), p=(0.46, 0.18, 0.18, 0.18))) + chance.normal(0, 6)
    return float(chance.uniform(0, 360))


def _turned(card: FlatCard, centre: Points, scale: float, angle_degrees: float) -> Points:
    """Card pixels to picture pixels, 3 x 3: scaled and turned clockwise around the card's centre."""
    height, width = card.pixels.shape[:2]
    cosine, sine = math.cos(math.radians(angle_degrees)) * scale, math.sin(math.radians(angle_degrees)) * scale
    turn = np.array([[cosine, -sine], [sine, cosine]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = centre - turn @ (width / 2, height / 2)
    return matrix


def _tilted(chance: np.random.Generator, card: FlatCard, centre: Points, scale: float, angle_degrees: float) -> Points:
    """The same, seen at a slant by a pinhole camera above the card's centre."""
    height, width = card.pixels.shape[:2]
    matrix = _turned(card, np.zeros(2), scale, angle_degrees)
    steepness = abs(chance.normal(0, 16)) if chance.random() < 0.75 else 0.0
    steep, towards = math.radians(min(steepness, 50)), chance.uniform(0, 2 * math.pi)
    axis = np.array([math.cos(towards), math.sin(towards), 0.0]) * steep
    slant = cv2.Rodrigues(axis)[0]
    distance = chance.uniform(1.3, 4.0) * max(width, height) * scale
    camera = np.array([[distance, 0, 0], [0, distance, 0], [0, 0, 1.0]])
    plane = np.column_stack([slant[:, 0], slant[:, 1], [0, 0, distance]])
    shift = np.eye(3)
    shift[:2, 2] = centre
    return shift @ camera @ plane @ matrix


def _lay(chance: np.random.Generator, scene: Scene, card: FlatCard, matrix: Points, *, shadow: float) -> None:
    """Put a card on top of what lies there."""
    height, width = card.pixels.shape[:2]
    outline = _project(matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64))
    if shadow > 0.05:
        _cast_shadow(chance, scene, outline, shadow)
    pixels, cover = _warp(card, matrix, scene.pixels.shape[:2])
    scene.pixels = (scene.pixels * (1 - cover) + pixels * cover).astype(np.uint8)
    if chance.random() < 0.5:
        _show_edge(chance, scene, outline)
    _hide_below(scene, outline)
    scene.cards.append(outline)
    for line in card.lines:
        left, top, right, bottom = line.box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        if line.vertical:
            corners = np.roll(corners, -1, axis=0)
        scene.lines.append(SceneLine(_project(matrix, corners), line.vertical, line.furigana))


def _warp(card: FlatCard, matrix: Points, shape: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Bring the card into the picture; reduced by area first, so that small type does not alias."""
    height, width = card.pixels.shape[:2]
    corners = _project(matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64))
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    scale = max(sides[0], sides[2]) / width
    pixels, cover = card.pixels, np.full((height, width), 255, dtype=np.uint8)
    if card.round_corners:
        cover = _rounded(cover)
    if scale < 0.8:
        size = (max(8, round(width * scale * 1.15)), max(8, round(height * scale * 1.15)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        cover = np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        matrix = matrix @ np.diag([width / size[0], height / size[1], 1.0])
    target = (shape[1], shape[0])
    warped = cv2.warpPerspective(pixels, matrix, target, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covered = cv2.warpPerspective(cover, matrix, target, flags=cv2.INTER_LINEAR)
    return warped.astype(np.float32), (covered.astype(np.float32) / 255.0)[:, :, None]


def _rounded(cover: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = cover.shape
    radius = round(3.0 * PX_PER_MM)
    rounded = np.zeros_like(cover)
    cv2.rectangle(rounded, (radius, 0), (width - radius, height), 255, cv2.FILLED)
    cv2.rectangle(rounded, (0, radius), (width, height - radius), 255, cv2.FILLED)
    for x in (radius, width - radius):
        for y in (radius, height - radius):
            cv2.circle(rounded, (x, y), radius, 255, cv2.FILLED)
    return rounded


def _cast_shadow(chance: np.random.Generator, scene: Scene, outline: Points, strength: float) -> None:
    height, width = scene.pixels.shape[:2]
    size = float(np.linalg.norm(outline[0] - outline[2]))
    shade = np.zeros((height, width), dtype=np.float32)
    moved = outline + chance.normal(0, 0.015, 2) * size
    cv2.fillPoly(shade, [_fixed(moved)], 1.0, cv2.LINE_AA, 3)
    shade = cv2.GaussianBlur(shade, (0, 0), max(0.6, float(chance.uniform(0.003, 0.03)) * size))
    scene.pixels = (scene.pixels * (1 - strength * shade[:, :, None])).astype(np.uint8)


def _show_edge(chance: np.random.Generator, scene: Scene, outline: Points) -> None:
    """Paper has an edge that catches the light on some sides."""
    for number in chance.permutation(4)[: chance.integers(1, 4)]:
        layer = scene.pixels.copy()
        side = np.stack([outline[number], outline[(number + 1) % 4]])
        tone = float(chance.choice((chance.uniform(60, 160), chance.uniform(200, 255))))
        cv2.line(layer, *_fixed(side).tolist(), (tone, tone, tone), 1, cv2.LINE_AA, 3)
        opacity = float(chance.uniform(0.1, 0.6))
        scene.pixels = np.asarray(cv2.addWeighted(layer, opacity, scene.pixels, 1 - opacity, 0), dtype=np.uint8)


def _stack(chance: np.random.Generator, scene: Scene, card: FlatCard, matrix: Points) -> None:
    """More cards under the card; their edges show on one side, but they are no cards to be read."""
    height, width = card.pixels.shape[:2]
    outline = _project(matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64))
    towards = chance.normal(0, 1, 2)
    towards *= chance.uniform(1.0, 2.5) / np.linalg.norm(towards)
    for depth in range(int(chance.integers(2, 9)), 0, -1):
        tone = float(chance.uniform(120, 250))
        layer = outline + towards * depth + chance.normal(0, 0.4, 2)
        cv2.fillPoly(scene.pixels, [_fixed(layer)], (tone, tone, tone), cv2.LINE_AA, 3)
        _outline(scene.pixels, layer, tone * 0.6)


def _outline(pixels: NDArray[np.uint8], polygon: Points, tone: float) -> None:
    colour = (tone, tone, tone)
    cv2.polylines(pixels, [_fixed(polygon)], isClosed=True, color=colour, lineType=cv2.LINE_AA, shift=3)


def _print_on_ground(chance: np.random.Generator, scene: Scene, source: CardSource) -> None:
    """A sheet of paper with text of its own, on which cards may lie: its lines are lines, but it is no card."""
    height, width = scene.pixels.shape[:2]
    card = source.pick(chance)
    crop = FlatCard(card.pixels, card.lines)
    centre = chance.uniform(0, 1, 2) * (width, height)
    scale = float(chance.uniform(2.5, 7)) / PX_PER_MM
    matrix = _turned(crop, centre, scale, _roll(chance))
    pixels, cover = _warp(crop, matrix, (height, width))
    paper = np.median(card.pixels[::8, ::8].reshape(-1, 3), axis=0)
    scene.pixels[:] = np.clip(paper + chance.normal(0, 2, 3), 0, 255)
    scene.pixels = (scene.pixels * (1 - cover) + pixels * cover).astype(np.uint8)
    for line in card.lines:
        left, top, right, bottom = line.box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        if line.vertical:
            corners = np.roll(corners, -1, axis=0)
        scene.lines.append(SceneLine(_project(matrix, corners), line.vertical, line.furigana))


def _hold(chance: np.random.Generator, scene: Scene) -> None:
    """Fingers come in from the side and hide a piece of the picture."""
    skin = np.array([chance.uniform(70, 170), chance.uniform(100, 190), chance.uniform(150, 240)])
    if not scene.cards:
        return
    card = scene.cards[-1]
    side = int(chance.integers(4))
    at = card[side] + chance.uniform(0.1, 0.9) * (card[(side + 1) % 4] - card[side])
    outwards = at - card.mean(axis=0)
    outwards /= np.linalg.norm(outwards) + 1e-6
    size = float(np.linalg.norm(card[0] - card[2]))
    for finger in range(int(chance.integers(1, 4))):
        tip = (
            at
            + finger * 0.13 * size * np.array([-outwards[1], outwards[0]])
            - outwards * size * chance.uniform(0.0, 0.06)
        )
        root = tip + outwards * size * 0.7
        thick = max(2, round(size * 0.1))
        layer = scene.pixels.copy()
        tone = tuple(float(c) for c in np.clip(skin + chance.normal(0, 8, 3), 0, 255))
        cv2.line(layer, tuple(np.int32(tip)), tuple(np.int32(root)), tone, thick, cv2.LINE_AA)
        cv2.line(
            layer,
            tuple(np.int32(tip)),
            tuple(np.int32(root)),
            tuple(c * 1.06 for c in tone),
            max(1, thick // 2),
            cv2.LINE_AA,
        )
        scene.pixels = np.asarray(cv2.GaussianBlur(layer, (3, 3), 0), dtype=np.uint8)
        across = np.array([-outwards[1], outwards[0]]) * thick / 2
        _hide_below(scene, np.array([tip - across, tip + across, root + across, root - across]))


def _hide_below(scene: Scene, outline: Points) -> None:
    """Mark the lines that something covers: wholly covered ones are gone, others count neither way."""
    kept = []
    polygon = outline.astype(np.float32)[:, None]
    for line in scene.lines:
        samples = _samples(line.corners)
        inside = sum(cv2.pointPolygonTest(polygon, (float(x), float(y)), measureDist=False) >= 0 for x, y in samples)
        if inside == len(samples):
            continue
        kept.append(line if inside == 0 else SceneLine(line.corners, line.column, line.furigana, visible=False))
    scene.lines = kept


def _samples(corners: Points) -> Points:
    """Places along both long sides of a line."""
    steps = np.linspace(0, 1, 9)[:, None]
    return np.concatenate(
        [corners[0] + steps * (corners[1] - corners[0]), corners[3] + steps * (corners[2] - corners[3])]
    )


def _project(matrix: Points, points: Points) -> Points:
    return np.asarray(cv2.perspectiveTransform(points[None].astype(np.float64), matrix)[0], dtype=np.float64)


def _fixed(points: Points) -> NDArray[np.int32]:
    """Points in eighths of a pixel, as OpenCV draws them."""
    return np.round(np.clip(points, -20000, 20000) * 8).astype(np.int32)
