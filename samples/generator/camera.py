"""Photographs of cards: where they lie in the picture, light, lens and sensor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from generator.desk import draw_desk, octaves
from generator.draws import Draws
from generator.sheet import Face

Quad = NDArray[np.float64]
Picture8 = NDArray[np.uint8]

LEAST_LETTER_PX = 10.0
"""Ink height below which a line of a photograph could not be read by a person either."""


@dataclass(frozen=True)
class Shot:
    """What a photograph is to be like.

    Attributes:
        width: Pixels.
        height: Pixels.
        count: Cards in the picture.
        scene: plain, white on white, dark on dark, touching, occluded, cut or sheet of paper.
        quality: JPEG quality.
        harshness: 0 for good light and focus, 1 for the usual, 2 for bad.
        turned: Any rotation instead of roughly upright.
        coverage: Share of the picture's long side that a single card takes; None draws one.
        desk: Wanted desk; None draws one.
    """

    width: int
    height: int
    count: int = 1
    scene: str = "plain"
    quality: int = 85
    harshness: float = 1.0
    turned: bool = False
    coverage: float | None = None
    desk: str | None = None


@dataclass(frozen=True)
class Placed:
    """A card in a picture.

    Attributes:
        face: Which.
        quad: 4 x 2, picture pixels, order of the upright card's top left, top right, bottom right, bottom left.
    """

    face: Face
    quad: Quad

    def line_polygons(self) -> list[NDArray[np.float64]]:
        """Get the polygon of each of the face's lines, 4 x 2, in picture pixels."""
        unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
        matrix = cv2.getPerspectiveTransform(unit, self.quad.astype(np.float32))
        corners = [
            [(line.box[i], line.box[j]) for i, j in ((0, 1), (2, 1), (2, 3), (0, 3))] for line in self.face.lines
        ]
        if not corners:
            return []
        points = cv2.perspectiveTransform(np.asarray(corners, np.float64).reshape(-1, 1, 2), matrix)
        return list(points.reshape(-1, 4, 2))


def draw_shot(draws: Draws, *, count: int = 1) -> Shot:
    """Draw what a photograph is like; sizes run from 640x480 to 12 megapixels."""
    sizes = {640: 5.0, 1024: 10.0, 1280: 16.0, 1600: 24.0, 1920: 18.0, 2400: 14.0, 3264: 3.0, 4032: 1.5}
    if count > 1:
        sizes = {1920: 4.0, 2400: 5.0, 3264: 1.0} if count < 4 else {2400: 4.0, 3264: 3.0, 4032: 1.0}
    long_side = draws.pick(sizes)
    short_side = round(long_side * draws.choice((0.75, 0.75, 0.75, 0.5625, 0.667)))
    width, height = (long_side, short_side) if draws.chance(0.62) else (short_side, long_side)
    scene = draws.pick(
        {"plain": 60.0, "white on white": 8.0, "dark on dark": 6.0, "occluded": 10.0, "cut": 6.0, "sheet of paper": 5.0}
    )
    if count > 1:
        scene = draws.pick({"plain": 6.0, "touching": 3.0, "occluded": 1.0})
    coverage = None
    if long_side == 640:  # small letters: the card must fill the picture to be readable at all
        coverage = draws.uniform(0.8, 0.93)
    return Shot(
        width,
        height,
        count,
        scene,
        draws.randint(50, 92),
        draws.choice((0.35, 0.7, 1.0, 1.0, 1.5)),
        draws.chance(0.3),
        coverage,
    )


def _card_corners(face: Face, draws: Draws, roll: float, tilt: float) -> Quad:
    """See the card's corners through a camera: unit scale, centred."""
    w, h = face.sheet.width, face.sheet.height
    reach = math.hypot(w, h)
    corners = np.array([[-w, -h, 0], [w, -h, 0], [w, h, 0], [-w, h, 0]], np.float64) / 2
    pitch, yaw = math.radians(draws.gauss(0, tilt)), math.radians(draws.gauss(0, tilt))
    limit = math.radians(32)
    pitch, yaw = max(-limit, min(limit, pitch)), max(-limit, min(limit, yaw))
    rx = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    ry = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    rz = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    seen = corners @ rz.T @ rx.T @ ry.T
    distance = reach * draws.uniform(1.5, 3.5)
    flat = seen[:, :2] * (distance / (distance + seen[:, 2:3]))
    return np.asarray(flat, np.float64)


def _roll(draws: Draws, *, turned: bool) -> float:
    if turned:
        return draws.uniform(0, 2 * math.pi)
    return math.radians(draws.gauss(0, 7))


def _fit(corners: Quad, centre: tuple[float, float], long_side: float) -> Quad:
    extent = (corners.max(axis=0) - corners.min(axis=0)).max()
    middle = (corners.max(axis=0) + corners.min(axis=0)) / 2
    return (corners - middle) * (long_side / extent) + np.asarray(centre)


def _place_one(draws: Draws, face: Face, shot: Shot) -> Quad:
    corners = _card_corners(face, draws, _roll(draws, turned=shot.turned), 9.0)
    size = corners.max(axis=0) - corners.min(axis=0)
    fill = shot.coverage or draws.triangular(0.5, 0.95, 0.78)
    scale = min(shot.width / size[0], shot.height / size[1]) * fill
    size = size * scale
    slack = (np.array([shot.width, shot.height]) - size) / 2
    wander = np.array([draws.uniform(-0.8, 0.8), draws.uniform(-0.8, 0.8)]) * slack
    if shot.scene == "cut":  # push an edge over the frame by less than the card's own margin
        side = draws.randint(0, 3)
        axis, sign = side % 2, -1 if side < 2 else 1
        wander[axis] = sign * (slack[axis] + size[axis] * draws.uniform(0.008, 0.03))
    centre = np.array([shot.width, shot.height]) / 2 + wander
    return _fit(corners, (centre[0], centre[1]), float(size.max()))


def _place_many(draws: Draws, faces: Sequence[Face], shot: Shot) -> list[Quad]:
    """Lay several cards out in loose cells; touching cards share an edge."""
    count = len(faces)
    columns = math.ceil(math.sqrt(count * shot.width / shot.height / 1.5))
    columns = max(1, min(count, columns))
    rows = math.ceil(count / columns)
    cell = np.array([shot.width / columns, shot.height / rows])
    roll = _roll(draws, turned=draws.chance(0.25))
    quads = []
    for number, face in enumerate(faces):
        own = roll + math.radians(draws.gauss(0, 5)) if shot.scene != "touching" else roll * 0
        corners = _card_corners(face, draws, own, 3.0 if shot.scene != "touching" else 0.0)
        size = corners.max(axis=0) - corners.min(axis=0)
        scale = min(cell / size) * draws.uniform(0.82, 0.93)
        centre = (np.array([number % columns, number // columns]) + 0.5) * cell
        quads.append(_fit(corners, (centre[0], centre[1]), float((size * scale).max())))
    if shot.scene == "touching":
        quads = _push_together(quads, columns)
    return quads


def _push_together(quads: list[Quad], columns: int) -> list[Quad]:
    """Close the gaps between cards row by row; rows start at the left edge of the first card."""
    moved: list[Quad] = []
    for number, quad in enumerate(quads):
        own = quad.copy()
        if number % columns:
            own[:, 0] += moved[number - 1][:, 0].max() - own[:, 0].min() + 1
            own[:, 1] += moved[number - 1][:, 1].min() - own[:, 1].min()
        elif number:
            own[:, 0] += moved[0][:, 0].min() - own[:, 0].min()
            own[:, 1] += max(float(q[:, 1].max()) for q in moved) - own[:, 1].min() + 1
        moved.append(own)
    middle = (np.min([q.min(axis=0) for q in moved], axis=0) + np.max([q.max(axis=0) for q in moved], axis=0)) / 2
    shift = np.mean([q.mean(axis=0) for q in quads], axis=0) - middle
    return [q + shift for q in moved]


def _covers(upper: Quad, lower: Placed) -> bool:
    """Tell whether a card laid later hides text of one laid before."""
    outline = upper.astype(np.float32)
    return any(
        cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True) > -2.0
        for polygon in lower.line_polygons()
        for x, y in polygon
    )


def _inside(quad: Quad, face: Face, width: int, height: int) -> bool:
    """Tell whether all text of a card lies in the picture."""
    for polygon in Placed(face, quad).line_polygons():
        if polygon.min() < 2 or polygon[:, 0].max() > width - 3 or polygon[:, 1].max() > height - 3:
            return False
    return True


def _paste(picture: Picture8, face: Face, quad: Quad, draws: Draws, *, supersample: float = 1.15) -> None:
    """Draw the card into the picture with its shadow."""
    sides = [np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])]
    dpi = float(np.clip(max(sides) / face.sheet.width * 25.4 * supersample, 120, 640))
    card = face.draw(dpi)
    if draws.chance(0.7):  # paper is never quite even
        grain = draws.branch("paper").array_source().standard_normal(
            (card.shape[0] // 2 + 1, card.shape[1] // 2 + 1), dtype=np.float32
        ) * draws.uniform(0.5, 2.5)
        grain = cv2.resize(grain, (card.shape[1], card.shape[0]), interpolation=cv2.INTER_LINEAR)
        card = np.asarray(cv2.add(card, cv2.merge([grain, grain, grain]), dtype=cv2.CV_8U))
    height, width = card.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(source, (quad - 0.5).astype(np.float32))
    pad = 60
    x0, y0 = np.maximum(np.floor(quad.min(axis=0)).astype(int) - pad, 0)
    x1, y1 = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + pad, [picture.shape[1], picture.shape[0]])
    shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
    size = (int(x1 - x0), int(y1 - y0))
    warped = cv2.warpPerspective(card, shift @ matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), np.uint8)
    outline = _outline(face, matrix, height, width)
    cv2.fillPoly(mask, [np.round((outline - [x0, y0]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    region = picture[y0:y1, x0:x1]
    long_side = max(sides)
    offset = np.array([draws.uniform(-1, 1), draws.uniform(-1, 1)]) * long_side * 0.012
    shadow = np.zeros_like(mask)
    cv2.fillPoly(shadow, [np.round((outline - [x0, y0] + offset) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    shadow = cv2.GaussianBlur(shadow, (0, 0), max(1.0, long_side * draws.uniform(0.003, 0.015)))
    gain = cv2.addWeighted(shadow, -draws.uniform(0.15, 0.6) / 255, shadow, 0.0, 1.0, dtype=cv2.CV_32F)
    shaded = cv2.multiply(region, cv2.merge([gain, gain, gain]), dtype=cv2.CV_8U)
    cv2.copyTo(warped, cv2.compare(mask, 254, cv2.CMP_GT), shaded)
    rows, columns = np.nonzero((mask > 0) & (mask < 255))  # the smooth edge
    alpha = mask[rows, columns, None].astype(np.float32) / 255
    shaded[rows, columns] = (shaded[rows, columns] * (1 - alpha) + warped[rows, columns] * alpha).astype(np.uint8)
    picture[y0:y1, x0:x1] = shaded


def _outline(face: Face, matrix: NDArray[np.float64], height: int, width: int) -> NDArray[np.float64]:
    radius = face.sheet.corner_radius / face.sheet.width * width
    if radius <= 0:
        points = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    else:
        arcs = []
        for cx, cy, start in (
            (width - radius, radius, -90),
            (width - radius, height - radius, 0),
            (radius, height - radius, 90),
            (radius, radius, 180),
        ):
            for step in range(9):
                t = math.radians(start + step * 90 / 8)
                arcs.append((cx + radius * math.cos(t), cy + radius * math.sin(t)))
        points = np.array(arcs)
    return cv2.perspectiveTransform((points - 0.5).reshape(-1, 1, 2), matrix).reshape(-1, 2) + 0.5


def _occlude(picture: Picture8, placed: Sequence[Placed], draws: Draws) -> None:
    """Lay a finger or the edge of a sheet over a card's border, never over text."""
    card = draws.choice(placed)
    text = np.zeros(picture.shape[:2], np.uint8)
    for one in placed:
        for polygon in one.line_polygons():
            cv2.fillPoly(text, [np.round(polygon).astype(np.int32)], 255)
    text = cv2.dilate(text, np.ones((7, 7), np.uint8))
    for _ in range(12):
        side = draws.randint(0, 3)
        a, b = card.quad[side], card.quad[(side + 1) % 4]
        along = draws.uniform(0.15, 0.85)
        point = a + (b - a) * along
        outward = point - card.quad.mean(axis=0)
        outward /= np.linalg.norm(outward)
        length = float(np.linalg.norm(b - a))
        mask = np.zeros(picture.shape[:2], np.uint8)
        if draws.chance(0.65):
            thick = length * draws.uniform(0.07, 0.12)
            tip = point - outward * thick * draws.uniform(0.1, 0.6)
            cv2.line(
                mask,
                tuple(np.round(tip).astype(int)),
                tuple(np.round(point + outward * length * 1.5).astype(int)),
                255,
                max(3, round(thick * 2)),
                cv2.LINE_AA,
            )
            skin = np.array(
                draws.choice(((226, 180, 150), (198, 148, 116), (236, 196, 170), (150, 104, 78), (110, 74, 54))),
                np.float32,
            )
            distance = cv2.distanceTransform(mask, cv2.DIST_L2, 3) / max(1.0, thick)
            shade = 0.66 + 0.4 * np.sqrt(np.clip(distance, 0, 1))
            layer = skin[None, None, :] * shade[:, :, None]
            nail = np.zeros_like(mask)
            middle = tip + outward * thick * 0.1
            angle = math.degrees(math.atan2(outward[1], outward[0]))
            cv2.ellipse(
                nail,
                (round(float(middle[0])), round(float(middle[1]))),
                (max(2, round(thick * 0.55)), max(2, round(thick * 0.45))),
                angle,
                0,
                360,
                255,
                -1,
                cv2.LINE_AA,
            )
            soft = cv2.GaussianBlur(nail, (0, 0), max(1.0, thick * 0.04)).astype(np.float32)[:, :, None] / 255
            layer = layer * (1 - soft) + (layer * 0.5 + np.array([236, 200, 190], np.float32) * 0.5) * soft
        else:
            across = np.array([-outward[1], outward[0]]) * length
            start = point - outward * length * draws.uniform(0.0, 0.04)
            box = np.array(
                [start - across, start + across, start + across + outward * length, start - across + outward * length]
            )
            box = (box - start) @ cv2.getRotationMatrix2D((0, 0), draws.uniform(-8, 8), 1)[:, :2].T + start
            cv2.fillPoly(mask, [np.round(box).astype(np.int32)], 255, cv2.LINE_AA)
            layer = np.full((1, 1, 3), draws.uniform(170, 250), np.float32)
        if (mask & text).any():
            continue
        dark = cv2.GaussianBlur(mask, (0, 0), max(1.5, length * 0.01)).astype(np.float32) / 255
        alpha = (cv2.GaussianBlur(mask, (0, 0), 0.8).astype(np.float32) / 255)[:, :, None]
        shaded = picture * (1 - 0.35 * dark)[:, :, None]
        picture[:] = np.clip(shaded * (1 - alpha) + layer * alpha, 0, 255).astype(np.uint8)
        return


def _light(picture: Picture8, draws: Draws, harshness: float) -> NDArray[np.float32]:
    """Shade the picture: fall-off, soft shadows, glare, a cast of colour."""
    height, width = picture.shape[:2]
    small = (max(8, width // 8), max(8, height // 8))
    x = np.linspace(-1, 1, small[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, small[1], dtype=np.float32)[:, None]
    turn = draws.uniform(0, 6.3)
    gain = 1 + (x * math.cos(turn) + y * math.sin(turn)) * draws.uniform(0.0, 0.22) * harshness
    gain *= 1 - (x * x + y * y) * draws.uniform(0.0, 0.12) * harshness
    if draws.chance(0.3 * harshness):  # the shadow of a hand or a phone
        mask = np.zeros((small[1], small[0]), np.float32)
        centre = (draws.randint(0, small[0]), draws.randint(0, small[1]))
        box = cv2.boxPoints(
            (centre, (small[0] * draws.uniform(0.3, 0.9), small[1] * draws.uniform(0.5, 1.4)), draws.uniform(0, 180))
        )
        cv2.fillPoly(mask, [box.astype(np.int32)], 1.0)
        mask = cv2.GaussianBlur(mask, (0, 0), max(1.0, small[0] * draws.uniform(0.01, 0.08)))
        gain *= 1 - mask * draws.uniform(0.15, 0.45)
    cast = (
        np.array([draws.gauss(1, 0.05), 1.0, draws.gauss(1, 0.07)], np.float32)
        if draws.chance(0.7)
        else np.ones(3, np.float32)
    )
    exposure = draws.uniform(0.72, 1.12) if harshness > 0.5 else draws.uniform(0.9, 1.08)
    full = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR)
    lit = cv2.multiply(picture, cv2.merge([full * float(c * exposure) for c in cast]), dtype=cv2.CV_32F)
    if draws.chance(0.16 * harshness):
        glare = np.zeros((small[1], small[0]), np.float32)
        centre = (draws.randint(0, small[0]), draws.randint(0, small[1]))
        cv2.ellipse(
            glare,
            centre,
            (round(small[0] * draws.uniform(0.05, 0.2)), round(small[0] * draws.uniform(0.03, 0.12))),
            draws.uniform(0, 180),
            0,
            360,
            1.0,
            -1,
        )
        glare = cv2.GaussianBlur(glare, (0, 0), small[0] * draws.uniform(0.03, 0.08))
        strength = draws.uniform(25, 75)
        spot = cv2.resize(glare * strength, (width, height), interpolation=cv2.INTER_LINEAR)
        lit = cv2.add(lit, cv2.merge([spot, spot, spot]))
    return np.asarray(lit)


def _lens(picture: NDArray[np.float32], draws: Draws, harshness: float, letter_px: float) -> NDArray[np.float32]:
    """Blur by focus and by the hand, in proportion to the letters, so that text stays readable to a person."""
    if draws.chance(0.55 * min(1.0, harshness)):
        picture = cv2.GaussianBlur(picture, (0, 0), draws.uniform(0.03, 0.075) * letter_px * min(1.3, harshness) + 0.25)
    if draws.chance(0.16 * harshness):
        length = max(2, round(draws.uniform(0.08, 0.19) * letter_px * harshness))
        kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
        turn = draws.uniform(0, math.pi)
        dx, dy = math.cos(turn) * length / 2, math.sin(turn) * length / 2
        cv2.line(
            kernel,
            (round(length - dx), round(length - dy)),
            (round(length + dx), round(length + dy)),
            1.0,
            1,
            cv2.LINE_AA,
        )
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    return picture


def _sensor(picture: NDArray[np.float32], draws: Draws, harshness: float) -> Picture8:
    sigma = draws.uniform(0.6, 5.5) * harshness
    height, width = picture.shape[:2]
    source = draws.branch("sensor").array_source()
    tile = source.standard_normal((min(height, 512), min(width, 512), 3), dtype=np.float32)
    if draws.chance(0.6):  # demosaiced noise is soft
        tile = cv2.GaussianBlur(tile, (0, 0), 0.7) * 1.8
    noise = np.tile(tile, (height // tile.shape[0] + 1, width // tile.shape[1] + 1, 1))[:height, :width]
    return np.asarray(cv2.addWeighted(picture, 1.0, noise, sigma, 0.0, dtype=cv2.CV_8U))  # rounds and saturates


def _letter_px(placed: Sequence[Placed]) -> float:
    heights = []
    for card in placed:
        for line, polygon in zip(card.face.lines, card.line_polygons(), strict=True):
            edge = polygon[1] - polygon[0] if line.vertical else polygon[3] - polygon[0]
            heights.append(float(np.linalg.norm(edge)))
    return float(np.percentile(heights, 20)) if heights else 20.0


def photograph(draws: Draws, faces: Sequence[Face], shot: Shot) -> tuple[Picture8, list[Placed]]:
    """Photograph cards on a desk.

    Args:
        draws: Source of chance.
        faces: What lies there; `shot.count` of them.
        shot: What the photograph is like.

    Returns:
        The picture (uint8, height x width x 3, RGB) and where the cards lie in it.
    """
    scene = draws.branch("scene")
    tone = {"white on white": "white", "dark on dark": "dark"}.get(shot.scene, shot.desk)
    picture = draw_desk(draws.branch("desk"), shot.height, shot.width, tone=tone)
    for attempt in range(20):
        own = scene.branch(f"place {attempt}")
        quads = [_place_one(own, faces[0], shot)] if len(faces) == 1 else _place_many(own, faces, shot)
        tried = [Placed(face, quad) for face, quad in zip(faces, quads, strict=True)]
        hidden = any(_covers(upper, lower) for n, lower in enumerate(tried) for upper in quads[n + 1 :])
        if (
            not hidden
            and _letter_px(tried) >= LEAST_LETTER_PX
            and all(_inside(q, f, shot.width, shot.height) for q, f in zip(quads, faces, strict=True))
        ):
            break
        if attempt > 5:
            scene_name = shot.scene if shot.scene not in {"cut", "touching"} else "plain"
            shot = replace(shot, scene=scene_name, coverage=0.9, turned=shot.turned and shot.width > 1000)
    placed = [Placed(face, quad) for face, quad in zip(faces, quads, strict=True)]
    if shot.scene == "sheet of paper":
        _lay_sheet(picture, quads, scene)
    for number, card in enumerate(placed):
        _paste(picture, card.face, card.quad, scene.branch(f"card {number}"))
    if shot.scene == "occluded":
        _occlude(picture, placed, scene.branch("occlude"))
    light = draws.branch("light")
    values = _light(picture, light, shot.harshness)
    values = _lens(values, light, shot.harshness, _letter_px(placed))
    return _sensor(values, light, shot.harshness), placed


def _lay_sheet(picture: Picture8, quads: Sequence[Quad], draws: Draws) -> None:
    """Put the card on a larger sheet of white paper, whose edges look like a card's."""
    quad = quads[0]
    centre = quad.mean(axis=0)
    box = (quad - centre) * draws.uniform(1.2, 1.7) + centre
    cv2.fillPoly(picture, [np.round(box).astype(np.int32)], [draws.randint(215, 248)] * 3, cv2.LINE_AA)


def uneven(draws: Draws, height: int, width: int) -> NDArray[np.float32]:
    """Get a smooth field around 1 for uneven scanner light: float32, height x width."""
    return 1 + octaves(draws.array_source(), height, width, 2, levels=2) * 0.02
