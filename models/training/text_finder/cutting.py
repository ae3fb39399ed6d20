"""Cuts from a scene, turned by quarters and scaled: several training pictures from one drawn scene."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from training.text_finder.scenes import Points, Scene


def cut_at_random(chance: np.random.Generator, scene: Scene, side_px: int) -> Scene:
    """Cut a square out of a scene.

    Args:
        chance: Decides the place, the scale and the turn.
        scene: At least 70 % as large as the cut.
        side_px: Side of the cut in pixels.
    """
    height, width = scene.pixels.shape[:2]
    least = side_px / min(height, width)
    scale = float(
        chance.choice((least, chance.uniform(least, 1.0), chance.uniform(max(0.8, least), 1.4)), p=(0.4, 0.2, 0.4))
    )
    slack = np.array([width, height]) * scale - side_px
    matrix = np.eye(3)
    matrix[0, 0] = matrix[1, 1] = scale
    matrix[:2, 2] = -np.floor(chance.uniform(0, 1, 2) * np.maximum(slack, 0))
    if scale < 0.95:
        pixels = cv2.resize(scene.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        left, top = (-matrix[:2, 2]).astype(int)
        pixels = pixels[top : top + side_px, left : left + side_px]
        pixels = cv2.copyMakeBorder(
            pixels, 0, side_px - pixels.shape[0], 0, side_px - pixels.shape[1], cv2.BORDER_REPLICATE
        )
    else:
        pixels = cv2.warpAffine(
            scene.pixels, matrix[:2], (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    turns = int(chance.integers(4)) if chance.random() < 0.6 else 0
    turn = np.linalg.matrix_power(np.array([[0.0, -1.0, side_px], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), turns)
    turned = np.ascontiguousarray(np.rot90(pixels, -turns))
    whole = turn @ matrix
    lines = [replace(line, corners=_moved(whole, line.corners)) for line in scene.lines]
    return Scene(turned.astype(np.uint8), lines, [_moved(whole, card) for card in scene.cards])


def _moved(matrix: Points, points: Points) -> Points:
    return np.asarray(points @ matrix[:2, :2].T + matrix[:2, 2])
