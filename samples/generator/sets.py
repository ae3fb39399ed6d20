"""The sets: how many of which cards, photographed or scanned how."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from generator.camera import Picture8, Placed, Shot, draw_shot, photograph
from generator.draws import Draws, Pool
from generator.faces import draw_card
from generator.records import Record, geometry_record, truth_record, write_records
from generator.scanner import quarter_turn, scan_card, scan_sheet, screenshot
from generator.sheet import Face

SETS = ("train", "eval", "demo", "degraded")
_CARD_KINDS = {"ja": 42.0, "vertical": 13.0, "latin": 29.0, "bilingual": 9.0, "pair": 7.0}
_PICTURES = {"photo": 58.0, "photo of several": 7.0, "scan": 20.0, "scan of several": 4.0, "screenshot": 5.0}
_PDF_DATE = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
_ORIENTATION_TAG = 0x0112
# EXIF orientation -> quarter turns clockwise that a viewer applies
_TURNS = {3: 2, 6: 1, 8: 3}


@dataclass(frozen=True)
class Page:
    """One picture, or one page of a PDF."""

    pixels: Picture8
    placed: Sequence[Placed]


@dataclass(frozen=True)
class Work:
    """One file to make.

    Attributes:
        set_name: Which set.
        seed: Seed of the set.
        index: Number in the set.
        folder: Where to; files are named after set and index.
        faces_only: Records alone, no pictures.
    """

    set_name: str
    seed: int
    index: int
    folder: Path
    faces_only: bool = False


def pool_of_set(set_name: str) -> Pool:
    """Tell whose persons, companies, fonts and layouts a set may use."""
    return Pool.TRAIN if set_name == "train" else Pool.HELD_OUT


def encode_jpeg(pixels: Picture8, quality: int, *, orientation: int = 1) -> bytes:
    """Encode a picture as JPEG; with an orientation, the stored pixels are turned so that a viewer turns them back."""
    turns = _TURNS.get(orientation, 0)
    stored = np.ascontiguousarray(np.rot90(pixels, turns))
    buffer = io.BytesIO()
    exif = Image.Exif()
    if orientation != 1:
        exif[_ORIENTATION_TAG] = orientation
    Image.fromarray(stored).save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue()


def encode_png(pixels: Picture8) -> bytes:
    """Encode a picture as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def encode_heic(pixels: Picture8, quality: int) -> bytes:
    """Encode a picture as HEIC, as telephones do."""
    import pillow_heif  # noqa: PLC0415 (only the demo set has one)

    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(pixels)).save(buffer, quality=quality)
    return buffer.getvalue()


def encode_pdf(pages: Sequence[Picture8], dpi: float, quality: int) -> bytes:
    """Encode pages as a PDF of JPEGs without a date of making."""
    images = [Image.fromarray(pixels) for pixels in pages]
    buffer = io.BytesIO()
    images[0].save(
        buffer, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=quality, creationDate=_PDF_DATE, modDate=_PDF_DATE
    )
    return buffer.getvalue()


def _records(work: Work, file: str, pages: Sequence[Page], kind: str, scene: str) -> tuple[list[Record], list[Record]]:
    truths: list[Record] = []
    geometries: list[Record] = []
    for number, page in enumerate(pages, start=1):
        page_number = number if len(pages) > 1 or file.endswith(".pdf") else None
        size = (page.pixels.shape[1], page.pixels.shape[0])
        for card, placed in enumerate(page.placed, start=1):
            truths.append(truth_record(placed.face, file=file, page=page_number, card=card, kind=kind, scene=scene))
            geometries.append(geometry_record(placed, file=file, page=page_number, card=card, size=size))
    return truths, geometries


def save_file(work: Work, file: str, content: bytes, pages: Sequence[Page], kind: str, scene: str) -> tuple[list[Record], list[Record]]:
    """Write one file and get its records."""
    (work.folder / file).write_bytes(content)
    return _records(work, file, pages, kind, scene)


def _faces(draws: Draws, pool: Pool, count: int, *, kind: str | None = None) -> list[Face]:
    """Draw several single-sided cards, or the fronts of pairs."""
    faces = []
    for number in range(count):
        own = draws.branch(f"card {number}")
        chosen = kind or own.pick({k: w for k, w in _CARD_KINDS.items() if k != "pair"})
        faces.append(draw_card(own, pool, chosen)[0])
    return faces


def make(work: Work) -> tuple[list[Record], list[Record]]:
    """Make one file (or the two pictures of a pair) and get its records."""
    cv2.setNumThreads(1)
    draws = Draws(f"{work.seed}/{work.set_name}/{work.index}")
    pool = pool_of_set(work.set_name)
    if work.faces_only:
        return _make_faces_only(work, draws, pool)
    if work.set_name == "degraded":
        return _make_degraded(work, draws, pool)
    stem = f"{work.set_name}-{work.index:04d}"
    kind = draws.pick(_CARD_KINDS)
    if kind == "pair":
        return _make_pair(work, draws, pool, stem)
    picture = draws.pick(_PICTURES)
    if picture == "photo":
        return _make_photo(work, draws, draw_card(draws.branch("card"), pool, kind), stem)
    if picture == "photo of several":
        count = draws.pick({2: 4.0, 3: 3.0, 4: 3.0, 6: 1.0})
        return _make_photo(work, draws, _faces(draws, pool, count), stem)
    if picture == "scan of several":
        faces = [f for f in _faces(draws, pool, draws.randint(3, 8)) if f.sheet.width > f.sheet.height]
        pixels, placed = scan_sheet(draws.branch("scan"), faces or _faces(draws, pool, 1))
        return save_file(work, stem + ".jpg", encode_jpeg(pixels, draws.randint(62, 88)), [Page(pixels, placed)], "scan", "flatbed")
    face = draw_card(draws.branch("card"), pool, kind)[0]
    if picture == "screenshot":
        pixels, placed = screenshot(draws.branch("screen"), face)
        if draws.chance(0.5) and work.set_name != "eval":
            return save_file(work, stem + ".png", encode_png(pixels), [Page(pixels, placed)], "render", "screenshot")
        return save_file(work, stem + ".jpg", encode_jpeg(pixels, draws.randint(70, 95)), [Page(pixels, placed)], "render", "screenshot")
    pixels, placed = scan_card(draws.branch("scan"), face)
    return save_file(work, stem + ".jpg", encode_jpeg(pixels, draws.randint(60, 92)), [Page(pixels, placed)], "scan", "scan")


def _make_photo(work: Work, draws: Draws, faces: Sequence[Face], stem: str, *, shot: Shot | None = None, kind: str = "photo") -> tuple[list[Record], list[Record]]:
    if shot is None:
        shot = draw_shot(draws.branch("shot"), count=len(faces))
        if work.set_name == "eval" and max(shot.width, shot.height) > 1920:  # the committed set stays small
            share = (1920 if len(faces) == 1 else 2400) / max(shot.width, shot.height)
            if share < 1:
                shot = Shot(round(shot.width * share), round(shot.height * share), shot.count, shot.scene, shot.quality, shot.harshness, shot.turned, shot.coverage)
    pixels, placed = photograph(draws.branch("photo"), faces, shot)
    flag = draws.branch("flag")
    orientation = 1
    if flag.chance(0.14):
        orientation = flag.choice((3, 6, 8))
        if flag.chance(0.6):  # a wrong flag: the picture as shown lies on its side
            pixels, placed = quarter_turn(pixels, placed, flag.randint(1, 3))
    return save_file(work, stem + ".jpg", encode_jpeg(pixels, shot.quality, orientation=orientation), [Page(pixels, placed)], kind, shot.scene)


def _make_pair(work: Work, draws: Draws, pool: Pool, stem: str) -> tuple[list[Record], list[Record]]:
    front, back = draw_card(draws.branch("card"), pool, "pair")
    if draws.chance(0.55):
        dpi = draws.choice((150, 200, 300))
        pages = [Page(*scan_card(draws.branch(side), face, dpi=dpi, turned=False)) for side, face in (("front", front), ("back", back))]
        content = encode_pdf([p.pixels for p in pages], dpi, draws.randint(70, 88))
        return save_file(work, stem + ".pdf", content, pages, "scan", "duplex")
    truths: list[Record] = []
    geometries: list[Record] = []
    photo = draws.chance(0.6)
    for side, face in (("a", front), ("b", back)):
        own = draws.branch(side)
        if photo:
            made = _make_photo(work, own, [face], stem + side)
        else:
            pixels, placed = scan_card(own, face)
            made = save_file(work, f"{stem}{side}.jpg", encode_jpeg(pixels, 80), [Page(pixels, placed)], "scan", "two pictures")
        truths += made[0]
        geometries += made[1]
    return truths, geometries


def _make_degraded(work: Work, draws: Draws, pool: Pool) -> tuple[list[Record], list[Record]]:
    kind = draws.pick({"latin": 5.0, "ja": 4.0, "vertical": 0.7, "bilingual": 0.5})
    own = draws.branch("card")
    for attempt in range(40):  # x-heights of 8 to 12 pixels want type of 7 points and more
        face = draw_card(own.branch(f"draw {attempt}"), pool, kind)[0]
        smallest = min(line.block.setting.size_mm for line in face.sheet.lines if line.block.phrase.line_kind() != "furigana")
        if smallest / max(face.sheet.width, face.sheet.height) > 2.35 / 91:
            break
    tall = face.sheet.height > face.sheet.width
    shot = Shot(480 if tall else 640, 640 if tall else 480, 1, "plain", 50, draws.uniform(1.0, 1.6), turned=False, coverage=draws.uniform(0.9, 0.95))
    return _make_photo(work, draws, [face], f"degraded-{work.index:04d}", shot=shot, kind="degraded")


def _make_faces_only(work: Work, draws: Draws, pool: Pool) -> tuple[list[Record], list[Record]]:
    truths: list[Record] = []
    geometries: list[Record] = []
    faces = draw_card(draws.branch("card"), pool, draws.pick(_CARD_KINDS))
    for side, face in zip("ab", faces, strict=False):
        file = f"face-{work.index:06d}{side if len(faces) > 1 else ''}"
        width, height = round(face.sheet.width * 350 / 25.4), round(face.sheet.height * 350 / 25.4)
        quad = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
        truths.append(truth_record(face, file=file, page=None, card=1, kind="render", scene="face"))
        geometries.append(geometry_record(Placed(face, quad), file=file, page=None, card=1, size=(width, height)))
    return truths, geometries


def generate(set_name: str, count: int, seed: int, folder: Path, *, faces_only: bool = False, processes: int = 1,
             report: Callable[[int], None] = lambda done: None) -> int:
    """Make a set.

    Args:
        set_name: train, eval, demo or degraded.
        count: Files (a front and back in two pictures counts once).
        seed: Seed of the set.
        folder: Where pictures, truth.jsonl and geometry.jsonl go; made when missing.
        faces_only: Records alone, no pictures.
        processes: How many to work with.
        report: Called with the number of files made so far.

    Returns:
        Number of card sides in the set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    works = [Work(set_name, seed, index, folder, faces_only) for index in range(1, count + 1)]
    truths: list[Record] = []
    geometries: list[Record] = []

    def take(done: int, made: tuple[list[Record], list[Record]]) -> None:
        truths.extend(made[0])
        geometries.extend(made[1])
        report(done)

    if set_name == "demo" and not faces_only:
        from generator.demo import make_demo  # noqa: PLC0415 (composed by hand, and built on this module)

        step: Callable[[Work], tuple[list[Record], list[Record]]] = make_demo
    else:
        step = make
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            for done, made in enumerate(pool.map(step, works, chunksize=4), start=1):
                take(done, made)
    else:
        for done, made in enumerate(map(partial(step), works), start=1):
            take(done, made)
    write_records(folder, truths, geometries)
    return len(truths)
