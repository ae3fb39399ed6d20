"""What cards lie on: procedural grounds, as different from one another as desks are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from generator.draws import Draws

Picture8 = NDArray[np.uint8]
Field = NDArray[np.float32]


def octaves(
    source: np.random.Generator,
    height: int,
    width: int,
    cells: float,
    *,
    levels: int = 4,
    fall: float = 0.55,
    stretch: float = 1.0,
) -> Field:
    """Get smooth noise around 0 with a spread of about 1.

    Args:
        source: Source of chance.
        height: Pixels.
        width: Pixels.
        cells: Cells across the width at the coarsest level.
        levels: Number of octaves.
        fall: Weight of each octave against the one before.
        stretch: Above 1 draws the noise out along x.
    """
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for level in range(levels):
        across = max(2, min(width, round(cells * 2**level / stretch)))
        down = max(2, min(height, round(cells * 2**level * height / width)))
        grid = source.standard_normal((down, across), dtype=np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight *= fall
    return total


def _tinted(values: Field, dark: tuple[float, float, float], light: tuple[float, float, float]) -> NDArray[np.float32]:
    share = np.clip(values, 0.0, 1.0)[:, :, None]
    return np.asarray(dark, np.float32) * (1 - share) + np.asarray(light, np.float32) * share


def _desk_colour(draws: Draws, low: int, high: int) -> NDArray[np.float32]:
    """Draw a colour that furniture and cloth have: mostly muted, now and then strong."""
    colour = np.array([draws.randint(low, high) for _ in range(3)], np.float32)
    muted = draws.choice((0.85, 0.8, 0.65, 0.4, 0.0))
    return np.asarray(colour * (1 - muted) + colour.mean() * muted, np.float32)


def _wood(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    tones = (
        ((70, 42, 24), (150, 104, 66)),
        ((150, 112, 74), (214, 178, 134)),
        ((42, 28, 20), (92, 62, 42)),
        ((186, 160, 126), (232, 212, 184)),
        ((96, 74, 58), (160, 132, 108)),
        ((120, 60, 30), (190, 120, 70)),
    )
    dark, light = draws.choice(tones)
    warp = octaves(source, height, width, 2.5, levels=3, stretch=3.0)
    rows = np.linspace(0, draws.uniform(6, 30), height, dtype=np.float32)[:, None]
    rings = 0.5 + 0.5 * np.sin((rows + warp * draws.uniform(0.5, 1.6)) * 3.0)
    fibre = octaves(source, height, width, 160, levels=2, stretch=40.0)
    values = 0.45 + 0.3 * (rings - 0.5) + 0.13 * fibre + 0.1 * warp
    if draws.chance(0.5):  # planks
        pitch = height / draws.uniform(2.2, 6)
        index = (np.arange(height) / pitch).astype(int)
        shift = source.normal(0, 0.12, index.max() + 1).astype(np.float32)[index][:, None]
        seam = ((np.arange(height) % pitch) < max(2.0, height / 420)).astype(np.float32)[:, None]
        values = values + shift - seam * 0.5
    return _tinted(values, dark, light)


def _fabric(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    pitch = draws.uniform(3.0, 14.0) * width / 1600
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    weave = (
        np.sin(x * 6.283 / pitch) * np.sin(y * 6.283 / pitch) if draws.chance(0.6) else np.sin((x + y) * 6.283 / pitch)
    )
    threads = (
        octaves(source, height, width, 200, levels=2, stretch=14.0)
        + octaves(source, width, height, 200, levels=2, stretch=14.0).T
    )
    base = _desk_colour(draws, 20, 225)
    values = weave * draws.uniform(4, 18) + threads * 5 + octaves(source, height, width, 3, levels=2) * 5
    picture = base + values[:, :, None]
    if draws.chance(0.25):  # checks
        size = width / draws.uniform(4, 14)
        check = ((x // size + y // size) % 2).astype(np.float32)
        picture += (check[:, :, None] - 0.5) * np.array([draws.uniform(-60, 60) for _ in range(3)], np.float32)
    return np.asarray(picture, np.float32)


def _marble(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    veins = np.abs(octaves(source, height, width, draws.uniform(2, 5), levels=6, fall=0.6))
    values = np.clip(veins * 0.9, 0, 1) ** draws.uniform(0.25, 0.5)
    tones = (
        ((150, 148, 145), (246, 245, 242)),
        ((120, 110, 100), (230, 222, 210)),
        ((200, 200, 200), (30, 32, 36)),
        ((180, 190, 185), (40, 66, 56)),
    )
    dark, light = draws.choice(tones)
    return _tinted(values, dark, light) + octaves(source, height, width, 60, levels=2)[:, :, None] * 2


def _plain(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    tone = draws.pick({"white": 4.0, "dark": 3.0, "any": 4.0})
    if tone == "white":
        value = draws.randint(205, 250)
        base = np.array([value + draws.randint(-5, 5) for _ in range(3)], np.float32)
    elif tone == "dark":
        value = draws.randint(14, 60)
        base = np.array([value + draws.randint(-8, 8) for _ in range(3)], np.float32)
    else:
        base = _desk_colour(draws, 40, 230)
    grain = octaves(source, height, width, draws.uniform(50, 300), levels=2) * draws.uniform(0.5, 5)
    cloud = octaves(source, height, width, 2, levels=2) * draws.uniform(1, 5)
    return base + (grain + cloud)[:, :, None]


def _paper(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Paint a sheet of print: grey runs where lines of text stand, boxes where pictures do."""
    picture = np.full((height, width, 3), draws.randint(215, 250), np.float32)
    line = max(6, round(width / draws.uniform(40, 110)))
    left, right = round(width * draws.uniform(-0.05, 0.15)), round(width * draws.uniform(0.8, 1.05))
    y = draws.randint(0, line * 3)
    ink = draws.randint(20, 110)
    while y < height:
        if draws.chance(0.1):
            y += line * 2
            continue
        x = max(0, left)
        end = min(width, right - (draws.randint(0, right - left) if draws.chance(0.12) else 0))
        while x < end:
            letter = max(2, round(line * draws.uniform(0.18, 0.5)))
            if not draws.chance(0.16):
                top = y + (0 if draws.chance(0.3) else round(line * 0.14))
                stroke = max(1, line // 10)
                for _ in range(2):
                    start = (x + draws.randint(0, letter), top + draws.randint(0, max(1, line // 2)))
                    cv2.line(
                        picture,
                        start,
                        (x + draws.randint(0, letter), top + draws.randint(0, max(1, line // 2))),
                        (ink, ink, ink),
                        stroke,
                        cv2.LINE_AA,
                    )
            x += letter + max(1, line // 12)
        y += line
    if draws.chance(0.5):
        for _ in range(draws.randint(1, 3)):
            x0, y0 = draws.randint(0, width), draws.randint(0, height)
            cv2.rectangle(
                picture,
                (x0, y0),
                (x0 + width // draws.randint(3, 8), y0 + height // draws.randint(3, 8)),
                [draws.randint(40, 230) for _ in range(3)],
                -1,
            )
    return picture + octaves(source, height, width, 3, levels=2)[:, :, None] * 3


def _keys(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    dark = draws.chance(0.6)
    back, key = (
        (draws.randint(18, 50), draws.randint(45, 80)) if dark else (draws.randint(150, 200), draws.randint(215, 245))
    )
    picture = np.full((height, width, 3), back, np.uint8)
    size = width / draws.uniform(7, 14)
    for row in range(int(height / size) + 2):
        x = -(row * 0.37 % 1) * size
        while x < width:
            wide = size * (1 if draws.chance(0.9) else 2)
            cv2.rectangle(
                picture,
                (round(x + size * 0.06), round(row * size + size * 0.06)),
                (round(x + wide - size * 0.06), round(row * size + size * 0.92)),
                (key, key, key),
                -1,
                cv2.LINE_AA,
            )
            mark = 225 if dark else 60
            cv2.putText(
                picture,
                draws.choice("QWERTYUIOPASDFGHJKLZXCVBNM0123456789"),
                (round(x + size * 0.25), round(row * size + size * 0.6)),
                cv2.FONT_HERSHEY_SIMPLEX,
                size / 60,
                (mark, mark, mark),
                max(1, round(size / 30)),
                cv2.LINE_AA,
            )
            x += wide
    return picture.astype(np.float32) + octaves(source, height, width, 30, levels=2)[:, :, None] * 2


def _clutter(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    picture = draws.choice((_plain, _wood, _fabric))(draws, source, height, width)
    for _ in range(draws.randint(3, 12)):
        colour = [float(draws.randint(10, 245)) for _ in range(3)]
        centre = (draws.randint(0, width), draws.randint(0, height))
        reach = draws.uniform(0.05, 0.3) * width
        kind = draws.choice(("box", "disc", "pen", "sheet", "ring"))
        if kind == "disc":
            cv2.circle(picture, centre, round(reach / 2), colour, -1, cv2.LINE_AA)
        elif kind == "ring":
            cv2.circle(picture, centre, round(reach / 2), colour, max(2, round(reach / 14)), cv2.LINE_AA)
        elif kind == "pen":
            turn = draws.uniform(0, 6.3)
            end = (round(centre[0] + np.cos(turn) * reach * 2), round(centre[1] + np.sin(turn) * reach * 2))
            cv2.line(picture, centre, end, colour, max(3, round(reach / 12)), cv2.LINE_AA)
        else:
            box = cv2.boxPoints((centre, (reach * 1.4, reach * draws.uniform(0.5, 1.8)), draws.uniform(0, 90)))
            if kind == "sheet":
                colour = [float(draws.randint(205, 250))] * 3
            cv2.fillPoly(picture, [box.astype(np.int32)], colour, cv2.LINE_AA)
    return picture


def _gradient(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    ends = np.array([[draws.randint(10, 245) for _ in range(3)] for _ in range(2)], np.float32)
    turn = draws.uniform(0, 6.3)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * np.cos(turn)
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * np.sin(turn)
    return _tinted(0.5 + x + y, tuple(ends[0]), tuple(ends[1])) + octaves(source, height, width, 40, levels=3)[
        :, :, None
    ] * draws.uniform(0.5, 4)


def _tiles(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    size = width / draws.uniform(3, 12)
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    edge = np.minimum(np.minimum(x % size, size - x % size), np.minimum(y % size, size - y % size))
    joint = np.clip(edge / max(1.5, size * 0.02), 0, 1)
    dark, light = (float(draws.randint(40, 120)),) * 3, tuple(float(draws.randint(110, 240)) for _ in range(3))
    return _tinted(joint, dark, light) + octaves(source, height, width, 8, levels=4)[:, :, None] * 6  # type: ignore[arg-type]


def _leather(draws: Draws, source: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    bumps = octaves(source, height, width, draws.uniform(60, 140), levels=3)
    light = cv2.Sobel(bumps, cv2.CV_32F, 1, 1, ksize=3)
    base = np.asarray(draws.choice(((60, 36, 24), (28, 28, 30), (110, 66, 36), (90, 20, 24), (30, 40, 60))), np.float32)
    return base + (bumps * 5 + light * 14)[:, :, None]


_KINDS = {
    _wood: 5.0,
    _plain: 6.0,
    _fabric: 3.0,
    _marble: 2.0,
    _paper: 2.0,
    _keys: 1.0,
    _clutter: 3.0,
    _gradient: 1.5,
    _tiles: 1.0,
    _leather: 1.5,
}


def draw_desk(draws: Draws, height: int, width: int, *, tone: str | None = None) -> Picture8:
    """Paint a desk.

    Args:
        draws: Source of chance.
        height: Pixels.
        width: Pixels.
        tone: `white`, `dark` or `wood` for such a desk; None takes what comes.

    Returns:
        uint8, height x width x 3, RGB.
    """
    source = draws.array_source()
    # Half the size is enough: desks are out of focus more often than not.
    shrink = 2 if width > 1100 else 1
    small_height, small_width = height // shrink + 1, width // shrink + 1
    kind = {"wood": _wood, "white": _plain, "dark": _plain}.get(tone or "") or draws.pick(_KINDS)
    picture = kind(draws, source, small_height, small_width)
    if tone in {"white", "dark"}:
        level = draws.uniform(222, 250) if tone == "white" else draws.uniform(16, 46)
        picture = picture - picture.mean(axis=(0, 1), keepdims=True) + level
    if kind in {_wood, _tiles, _fabric, _paper, _keys, _clutter} and draws.chance(0.75):
        turn = cv2.getRotationMatrix2D(
            (small_width / 2, small_height / 2), draws.uniform(0, 360), draws.uniform(1.25, 1.8)
        )
        picture = cv2.warpAffine(
            picture, turn, (small_width, small_height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
    if draws.chance(0.3):
        picture = cv2.GaussianBlur(picture, (0, 0), draws.uniform(0.6, 3.0))
    if shrink > 1:
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(picture[:height, :width], 0, 255).astype(np.uint8)
