"""What cameras and scanners do to a picture: light, focus, noise, compression. Places stay where they are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def spoil(chance: np.random.Generator, pixels: Picture) -> Picture:
    """Give a picture the marks of a camera, drawn by chance.

    Args:
        chance: Decides everything.
        pixels: uint8, height x width x 3, BGR.

    Returns:
        A new picture of the same size and form.
    """
    if chance.random() < 0.65:
        pixels = _light(chance, pixels)
    if chance.random() < 0.6:
        pixels = _tone(chance, pixels)
    if chance.random() < 0.08:
        pixels = np.asarray(255 - pixels, dtype=np.uint8)
    if chance.random() < 0.15:
        pixels = np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if chance.random() < 0.6:
        pixels = _blur(chance, pixels)
    if chance.random() < 0.5:
        pixels = _noise(chance, pixels)
    if chance.random() < 0.2:
        pixels = _sharpen(chance, pixels)
    if chance.random() < 0.6:
        pixels = _compress(chance, pixels)
    return pixels


def _light(chance: np.random.Generator, pixels: Picture) -> Picture:
    """A lamp on one side, a shadow with a soft border, a gloss."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    towards = chance.uniform(0, 2 * np.pi)
    slope = np.cos(towards) * x + np.sin(towards) * y
    gain = 1 + slope * chance.uniform(0, 0.9)
    if chance.random() < 0.35:
        border = np.cos(towards + 1) * x + np.sin(towards + 1) * y + chance.uniform(-0.4, 0.4)
        softness = chance.uniform(0.01, 0.15)
        gain *= 1 - chance.uniform(0.15, 0.6) / (1 + np.exp(np.clip(-border / softness, -30, 30)))
    lit = pixels * gain[:, :, None]
    if chance.random() < 0.2:
        centre = chance.uniform(-0.5, 0.5, 2)
        distance = ((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / chance.uniform(0.005, 0.12)
        lit += (chance.uniform(30, 200) * np.exp(-distance))[:, :, None]
    return np.clip(lit, 0, 255).astype(np.uint8)


def _tone(chance: np.random.Generator, pixels: Picture) -> Picture:
    levels = np.linspace(0, 1, 256)[:, None]
    curve = levels ** np.exp(chance.normal(0, 0.35)) * np.exp(chance.normal(0, 0.08, 3))
    curve = (curve - 0.5) * chance.uniform(0.45, 1.2) + 0.5 + chance.uniform(-0.15, 0.12)
    table = np.clip(curve * 255, 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


def _blur(chance: np.random.Generator, pixels: Picture) -> Picture:
    way = chance.random()
    if way < 0.45:
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(chance.uniform(0.4, 1.6))), dtype=np.uint8)
    if way < 0.7:
        length = int(chance.integers(2, 7))
        kernel = np.zeros((9, 9), dtype=np.float32)
        kernel[4, 4 - length // 2 : 5 + length // 2] = 1
        turn = cv2.getRotationMatrix2D((4, 4), float(chance.uniform(0, 180)), 1)
        kernel = cv2.warpAffine(kernel, turn, (9, 9))
        return np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum()), dtype=np.uint8)
    height, width = pixels.shape[:2]
    share = float(chance.uniform(0.45, 0.9))
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    way_back = cv2.INTER_LINEAR if chance.random() < 0.5 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(small, (width, height), interpolation=way_back), dtype=np.uint8)


def _noise(chance: np.random.Generator, pixels: Picture) -> Picture:
    spread = chance.uniform(1, 14)
    channels = 1 if chance.random() < 0.5 else 3
    noise = chance.normal(0, spread, (*pixels.shape[:2], channels)).astype(np.float32)
    if chance.random() < 0.4:
        noise = cv2.GaussianBlur(noise, (3, 3), 0).reshape(noise.shape) * 1.8
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def _sharpen(chance: np.random.Generator, pixels: Picture) -> Picture:
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.2)
    strength = float(chance.uniform(0.3, 1.5))
    return np.asarray(cv2.addWeighted(pixels, 1 + strength, soft, -strength, 0), dtype=np.uint8)


def _compress(chance: np.random.Generator, pixels: Picture) -> Picture:
    quality = int(chance.integers(18, 95))
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)
