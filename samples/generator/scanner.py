"""Scans: flat cards, a sheet of them on the glass, both sides in a PDF; and screenshots, which are the card itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from generator.camera import Picture8, Placed, Quad, uneven
from generator.draws import Draws
from generator.sheet import Face

A4_MM = (210.0, 297.0)


def _turned_box(centre: tuple[float, float], size: tuple[float, float], degrees: float) -> Quad:
    w, h = size[0] / 2, size[1] / 2
    t = math.radians(degrees)
    corners = np.array([[-w, -h], [w, -h], [w, h], [-w, h]], np.float64)
    turn = np.array([[math.cos(t), -math.sin(t)], [math.sin(t), math.cos(t)]])
    return np.asarray(corners @ turn.T + np.asarray(centre), np.float64)


def _lay(picture: Picture8, face: Face, quad: Quad, dpi: float, draws: Draws, *, edge: bool) -> None:
    card = face.draw(dpi)
    height, width = card.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(source, (quad - 0.5).astype(np.float32))
    size = (picture.shape[1], picture.shape[0])
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(quad * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    if edge:  # the lamp throws a thin shadow on one side
        shadow = np.zeros_like(mask)
        shift = np.array([draws.uniform(-1, 1), draws.uniform(0, 1)]) * dpi / 90
        cv2.fillPoly(shadow, [np.round((quad + shift) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        dark = cv2.GaussianBlur(shadow, (0, 0), dpi / 150).astype(np.float32)[:, :, None] / 255
        picture[:] = np.clip(picture * (1 - dark * draws.uniform(0.1, 0.4)), 0, 255).astype(np.uint8)
    warped = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    np.copyto(picture, warped, where=mask[:, :, None] > 127)


def _finish(picture: Picture8, draws: Draws) -> Picture8:
    height, width = picture.shape[:2]
    values = picture.astype(np.float32)
    if draws.chance(0.6):
        values *= uneven(draws.branch("uneven"), height, width)[:, :, None]
    if draws.chance(0.35):
        values = cv2.GaussianBlur(values, (0, 0), draws.uniform(0.4, 0.9))
    noise = draws.branch("noise").array_source().standard_normal((height, width, 1), dtype=np.float32)
    values += noise * draws.uniform(0.3, 4.0)
    if draws.chance(0.3):  # a lamp that clips the whites
        values = values * draws.uniform(1.0, 1.06) + draws.uniform(0, 6)
    if draws.chance(0.15):
        values = np.repeat(values @ np.array([[0.299], [0.587], [0.114]], np.float32), 3, axis=2)
    return np.clip(values, 0, 255).astype(np.uint8)


def scan_card(
    draws: Draws, face: Face, *, dpi: float | None = None, turned: bool = True
) -> tuple[Picture8, list[Placed]]:
    """Scan one card, trimmed to the card or with some of the glass around it.

    Args:
        draws: Source of chance.
        face: What lies on the glass.
        dpi: Dots an inch; None draws 150 to 300.
        turned: Whether the card may lie sideways or upside down.

    Returns:
        The picture (uint8, height x width x 3, RGB) and where the card lies in it.
    """
    dpi = dpi or draws.choice((150, 200, 200, 240, 300, 300))
    scale = dpi / 25.4
    width, height = face.sheet.width * scale, face.sheet.height * scale
    quarter = draws.choice((90, 180, 270)) if turned and draws.chance(0.14) else 0
    trimmed = draws.chance(0.5)
    skew = draws.gauss(0, 0.4) if trimmed else draws.gauss(0, 1.6)
    box = _turned_box((0, 0), (width, height), quarter + skew)
    extent = box.max(axis=0) - box.min(axis=0)
    margin = -0.002 * width if trimmed else draws.uniform(0.01, 0.12) * width
    size = (round(extent[0] + 2 * margin), round(extent[1] + 2 * margin))
    quad = box + np.array([size[0] / 2, size[1] / 2])
    glass = draws.choice((250, 244, 235, 228, 18, 60)) if not trimmed else draws.choice((250, 240, 20))
    picture = np.full((size[1], size[0], 3), glass, np.uint8)
    _lay(picture, face, quad, dpi, draws, edge=not trimmed)
    return _finish(picture, draws), [Placed(face, quad)]


def scan_sheet(draws: Draws, faces: Sequence[Face], *, dpi: float | None = None) -> tuple[Picture8, list[Placed]]:
    """Scan an A4 sheet of glass with up to eight cards on it.

    Args:
        draws: Source of chance.
        faces: What lies there.
        dpi: Dots an inch; None draws 150 to 220.

    Returns:
        The picture (uint8, height x width x 3, RGB) and where the cards lie in it.
    """
    dpi = dpi or draws.choice((170, 200, 220))
    scale = dpi / 25.4
    size = (round(A4_MM[0] * scale), round(A4_MM[1] * scale))
    glass = draws.choice((250, 246, 240, 252, 30))
    picture = np.full((size[1], size[0], 3), glass, np.uint8)
    cell = (A4_MM[0] / 2, A4_MM[1] / 4)
    placed: list[Placed] = []
    for number, face in enumerate(faces[:8]):
        own = draws.branch(f"card {number}")
        lying = face.sheet.height > face.sheet.width
        quarter = own.choice((90, 270)) if lying else (180 if own.chance(0.08) else 0)
        centre = (
            ((number % 2 + 0.5) * cell[0] + own.uniform(-2.5, 2.5)) * scale,
            ((number // 2 + 0.5) * cell[1] + own.uniform(-4, 4)) * scale,
        )
        quad = _turned_box(centre, (face.sheet.width * scale, face.sheet.height * scale), quarter + own.gauss(0, 1.5))
        _lay(picture, face, quad, dpi, own, edge=True)
        placed.append(Placed(face, quad))
    return _finish(picture, draws), placed


def screenshot(draws: Draws, face: Face) -> tuple[Picture8, list[Placed]]:
    """Show the card as a screen does: its own pixels, now and then with a hair line or a margin around it."""
    dpi = draws.uniform(150, 330)
    card = face.draw(dpi)
    height, width = card.shape[:2]
    pad = draws.choice((0, 0, 0, 1, 12, 40))
    picture = np.full(
        (height + 2 * pad, width + 2 * pad, 3), draws.choice((255, 245, 230, 60)) if pad > 1 else 150, np.uint8
    )
    picture[pad : pad + height, pad : pad + width] = card
    quad = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) + pad
    return picture, [Placed(face, quad)]


def quarter_turn(picture: Picture8, placed: Sequence[Placed], turns: int) -> tuple[Picture8, list[Placed]]:
    """Turn a picture clockwise by quarters, with what is known about it."""
    moved = list(placed)
    for _ in range(turns % 4):
        height = picture.shape[0]
        picture = np.ascontiguousarray(np.rot90(picture, -1))
        moved = [Placed(p.face, np.stack([height - p.quad[:, 1], p.quad[:, 0]], axis=1)) for p in moved]
    return picture, moved
