"""Drawn photographs of drawn cards, with known corners, and stand-ins for the detector and the judge."""

import cv2
import numpy as np

from meishi.domain.photo import Photo
from meishi.domain.text import Direction, TextRegion

CARD_WIDTH, CARD_HEIGHT = 910, 550
TEXT_ROWS = (("Meishi Trading Co. Ltd.", 110, 1.5), ("Taro Meishi", 240, 2.4), ("Sales Manager", 310, 1.2))
SMALL_ROWS = (("1-2-3 Marunouchi Chiyoda-ku Tokyo", 410, 1.1), ("taro@meishi.example 03-1234-5678", 500, 1.1))


class InkDetector:
    """Finds what is much darker or lighter than its surroundings and joins it along rows: enough for drawn cards."""

    def find_text(self, pixels):
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        size = max(9, round(max(grey.shape) / 60) | 1)
        kernel = np.ones((size, size), np.uint8)
        strokes = np.maximum(
            cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel), cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel)
        )
        joining = np.ones((round(1.5 * size), round(1.5 * size)), np.uint8)
        ink = cv2.morphologyEx((strokes > 60).astype(np.uint8), cv2.MORPH_CLOSE, joining)
        contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        return tuple(
            self._region(contour)
            for contour in contours
            if cv2.contourArea(contour) > 2 * size**2
            and cv2.contourArea(contour) > 0.3 * box_area(contour)
            and min(cv2.minAreaRect(contour)[1]) > size / 2
        )

    def _region(self, contour):
        corners = cv2.boxPoints(cv2.minAreaRect(contour))
        corners = np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)
        return TextRegion(corners=tuple((float(x), float(y)) for x, y in corners), direction=Direction.HORIZONTAL)


def box_area(contour):
    _, (width, height), _ = cv2.minAreaRect(contour)
    return width * height


class FixedJudge:
    """Always of the same opinion."""

    def __init__(self, turns=0):
        self.turns = turns

    def judge_upright(self, even, regions):
        assert even.dtype == np.uint8
        assert even.ndim == 2
        return self.turns


def draw_card(ground=(250, 250, 250), ink=(30, 30, 30), *, band=None, rows=TEXT_ROWS + SMALL_ROWS):
    """A card face, 550 x 910 x 3, BGR."""
    card = np.full((CARD_HEIGHT, CARD_WIDTH, 3), ground, np.uint8)
    if band is not None:
        cv2.rectangle(card, (0, CARD_HEIGHT - 45), (CARD_WIDTH, CARD_HEIGHT), band, cv2.FILLED)
    for text, baseline, scale in rows:
        cv2.putText(card, text, (70, baseline), cv2.FONT_HERSHEY_SIMPLEX, scale, ink, 3, cv2.LINE_AA)
    return card


def put_code(face, text, *, side=180, left=690, top=330):
    """Draw a QR code on a white field onto a card face, in place; the caller needs the sample generator's packages."""
    import segno  # noqa: PLC0415 - installed for the samples alone

    modules = np.array([[*row] for row in segno.make(text, error="l").matrix_iter(border=3)], np.uint8)
    code = cv2.resize(255 * (1 - modules), (side, side), interpolation=cv2.INTER_AREA)
    face[top : top + side, left : left + side] = code[..., None]
    return face


def desk(width=1600, height=1200, colour=(90, 120, 150), grain=6.0, seed=3):
    """A grainy desk, height x width x 3, float32."""
    rng = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 3) * grain * 8
    return np.full((height, width, 3), colour, np.float32) + noise[..., None]


def lay(picture, card, quad):
    """Lay a card onto a picture so that its corners (from its top left, clockwise) come to the given places."""
    height, width = card.shape[:2]
    face = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    transform = cv2.getPerspectiveTransform(face - 0.5, np.array(quad, np.float32) - 0.5)
    size = (picture.shape[1], picture.shape[0])
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), transform, size)[..., None]
    return picture * (1 - cover) + cv2.warpPerspective(card.astype(np.float32), transform, size) * cover


def as_photo(picture, name="desk.jpg", page=1):
    return Photo(pixels=np.clip(picture, 0, 255).astype(np.uint8), file=name, page=page)


def turned_quad(centre=(800, 600), width=900.0, angle_degrees=0.0, ratio=CARD_WIDTH / CARD_HEIGHT):
    """The corners of a card turned clockwise, from its own top left."""
    angle = np.radians(angle_degrees)
    half = np.array([[-1, -1 / ratio], [1, -1 / ratio], [1, 1 / ratio], [-1, 1 / ratio]]) * width / 2
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return half @ rotation.T + centre


def corner_error(found, true):
    """Largest distance between corners in the same order, as a share of the card's width."""
    true = np.array(true)
    distances = np.linalg.norm(np.array(found) - true, axis=1)
    return float(distances.max() / np.linalg.norm(true[1] - true[0]))


def likeness(pixels, face):
    """Correlation of a card image with the drawn face, -1..1."""
    small = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (182, 110), interpolation=cv2.INTER_AREA)
    true = cv2.resize(cv2.cvtColor(face, cv2.COLOR_BGR2GRAY), (182, 110), interpolation=cv2.INTER_AREA)
    return float(np.corrcoef(small.ravel(), true.ravel())[0, 1])
