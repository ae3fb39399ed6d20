"""The sets: how many of which cards, photographed or scanned how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from generator.camera import Placed, Shot, draw_shot, photograph
from generator.demo import make_demo
from generator.draws import Draws, Pool
from generator.faces import draw_card
from generator.files import Page, Records, Work, encode_pdf, encode_png
from generator.records import Record, geometry_record, truth_record, write_records
from generator.scanner import quarter_turn, scan_card, scan_sheet, screenshot
from generator.sheet import Face

SETS = ("train", "eval", "demo", "degraded")
_CARD_KINDS = {"ja": 42.0, "vertical": 13.0, "latin": 29.0, "bilingual": 9.0, "pair": 7.0}
_PICTURES = {"photo": 58.0, "photo of several": 7.0, "scan": 20.0, "scan of several": 4.0, "screenshot": 5.0}
# The eval set goes round in these, so that even a small one has its share of everything.
_EVAL_CARDS = (
    "ja", "latin", "vertical", "ja", "bilingual", "latin", "ja", "latin", "ja", "pair", "vertical", "ja", "latin", "ja",
    "latin", "bilingual", "ja", "vertical", "ja", "latin",
)  # fmt: skip
_EVAL_PICTURES = (
    "photo", "scan", "photo", "photo", "photo", "scan", "photo", "photo", "screenshot", "photo", "photo of several",
    "scan", "photo", "photo", "scan", "photo", "photo", "scan of several", "photo",
)  # fmt: skip
_EVAL_LONG_SIDE = 1920
"""The eval set is committed, so its pictures are no larger than reading them needs."""
_LEAST_DEGRADED_MM = 2.35
"""Type of seven points and more, which gives x-heights of 8 to 12 pixels at 640 x 480."""


def pool_of_set(set_name: str) -> Pool:
    """Tell whose persons, companies, fonts and layouts a set may use."""
    return Pool.TRAIN if set_name == "train" else Pool.HELD_OUT


def make(work: Work) -> Records:
    """Make one file (or the two pictures of a pair) and get its records."""
    cv2.setNumThreads(1)
    draws, pool = work.draws(), pool_of_set(work.set_name)
    if work.faces_only:
        return _make_faces_only(work, draws, pool)
    if work.set_name == "demo":
        return make_demo(work)
    if work.set_name == "degraded":
        return _make_degraded(work, draws, pool)
    return _make_mixed(work, draws, pool)


def _make_mixed(work: Work, draws: Draws, pool: Pool) -> Records:
    """Make a file of the sets that have some of everything."""
    stem = f"{work.set_name}-{work.index:04d}"
    kind, picture = draws.pick(_CARD_KINDS), draws.pick(_PICTURES)
    if work.set_name == "eval":
        kind = _EVAL_CARDS[(work.index - 1) % len(_EVAL_CARDS)]
        picture = _EVAL_PICTURES[(work.index - 1) % len(_EVAL_PICTURES)]
    if kind == "pair":
        return _make_pair(work, draws, pool, stem)
    if picture.endswith("several"):
        return _make_several(work, draws, pool, picture)
    face = draw_card(draws.branch("card"), pool, kind)[0]
    if picture == "photo":
        return _make_photo(work, draws, [face], stem)
    return _make_flat(work, draws, face, picture)


def _make_flat(work: Work, draws: Draws, face: Face, picture: str) -> Records:
    stem = f"{work.set_name}-{work.index:04d}"
    if picture == "scan":
        page = Page(*scan_card(draws.branch("scan"), face))
        return work.save_jpeg(stem, page, quality=draws.randint(60, 92), kind="scan", scene="scan")
    page = Page(*screenshot(draws.branch("screen"), face))
    if draws.chance(0.5) and work.set_name != "eval":
        return work.save(stem + ".png", encode_png(page.pixels), [page], kind="render", scene="screenshot")
    return work.save_jpeg(stem, page, quality=draws.randint(70, 95), kind="render", scene="screenshot")


def _make_several(work: Work, draws: Draws, pool: Pool, picture: str) -> Records:
    stem = f"{work.set_name}-{work.index:04d}"
    photo = picture.startswith("photo")
    count = draws.pick({2: 4.0, 3: 3.0, 4: 3.0, 6: 1.0}) if photo else draws.randint(3, 8)
    faces = []
    for number in range(count):
        own = draws.branch(f"card {number}")
        kind = own.pick({k: w for k, w in _CARD_KINDS.items() if k != "pair"})
        faces.append(draw_card(own, pool, kind)[0])
    if photo:
        return _make_photo(work, draws, faces, stem)
    page = Page(*scan_sheet(draws.branch("scan"), faces))
    return work.save_jpeg(stem, page, quality=draws.randint(62, 88), kind="scan", scene="flatbed")


def _make_photo(
    work: Work, draws: Draws, faces: list[Face], stem: str, *, shot: Shot | None = None, kind: str = "photo"
) -> Records:
    if shot is None:
        shot = draw_shot(draws.branch("shot"), count=len(faces))
        limit = _EVAL_LONG_SIDE if len(faces) == 1 else round(_EVAL_LONG_SIDE * 1.25)
        share = limit / max(shot.width, shot.height)
        if work.set_name == "eval" and share < 1:
            shot = replace(shot, width=round(shot.width * share), height=round(shot.height * share))
    pixels, placed = photograph(draws.branch("photo"), faces, shot)
    flag = draws.branch("flag")
    orientation = 1
    if flag.chance(0.14):
        orientation = flag.choice((3, 6, 8))
        if flag.chance(0.6):  # a wrong flag: the picture as shown lies on its side
            pixels, placed = quarter_turn(pixels, placed, flag.randint(1, 3))
    page = Page(pixels, placed)
    return work.save_jpeg(stem, page, quality=shot.quality, kind=kind, scene=shot.scene, orientation=orientation)


def _make_pair(work: Work, draws: Draws, pool: Pool, stem: str) -> Records:
    front, back = draw_card(draws.branch("card"), pool, "pair")
    if draws.chance(0.55):
        dpi = draws.choice((150, 200, 300))
        sides = (("front", front), ("back", back))
        pages = [Page(*scan_card(draws.branch(side), face, dpi=dpi, turned=False)) for side, face in sides]
        content = encode_pdf([p.pixels for p in pages], dpi, draws.randint(70, 88))
        return work.save(stem + ".pdf", content, pages, kind="scan", scene="duplex")
    truths: list[Record] = []
    geometries: list[Record] = []
    photo = draws.chance(0.6)
    for letter, face in (("a", front), ("b", back)):
        own = draws.branch(letter)
        if photo:
            made = _make_photo(work, own, [face], stem + letter)
        else:
            page = Page(*scan_card(own, face))
            made = work.save_jpeg(stem + letter, page, quality=80, kind="scan", scene="two pictures")
        truths += made[0]
        geometries += made[1]
    return truths, geometries


def _make_degraded(work: Work, draws: Draws, pool: Pool) -> Records:
    kind = draws.pick({"latin": 5.0, "ja": 4.0, "vertical": 0.7, "bilingual": 0.5})
    own = draws.branch("card")
    for attempt in range(40):
        face = draw_card(own.branch(f"draw {attempt}"), pool, kind)[0]
        lines = (line.block for line in face.sheet.lines if line.block.phrase.line_kind() != "furigana")
        smallest = min(block.setting.size_mm for block in lines)
        if smallest * 91 / max(face.sheet.width, face.sheet.height) > _LEAST_DEGRADED_MM:
            break
    upright = face.sheet.height > face.sheet.width
    width, height = (480, 640) if upright else (640, 480)
    shot = Shot(width, height, quality=50, harshness=draws.uniform(1.0, 1.6), coverage=draws.uniform(0.9, 0.95))
    return _make_photo(work, draws, [face], f"degraded-{work.index:04d}", shot=shot, kind="degraded")


def _make_faces_only(work: Work, draws: Draws, pool: Pool) -> Records:
    truths: list[Record] = []
    geometries: list[Record] = []
    faces = draw_card(draws.branch("card"), pool, draws.pick(_CARD_KINDS))
    for letter, face in zip("ab", faces, strict=False):
        file = f"face-{work.index:06d}{letter if len(faces) > 1 else ''}"
        width, height = round(face.sheet.width * 350 / 25.4), round(face.sheet.height * 350 / 25.4)
        quad = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
        truths.append(truth_record(face, file=file, page=None, card=1, kind="render", scene="face"))
        geometries.append(geometry_record(Placed(face, quad), file=file, page=None, card=1, size=(width, height)))
    return truths, geometries


def generate(
    set_name: str,
    count: int,
    seed: int,
    folder: Path,
    *,
    faces_only: bool = False,
    processes: int = 1,
    report: Callable[[int], object] | None = None,
) -> int:
    """Make a set.

    Args:
        set_name: train, eval, demo or degraded.
        count: Files (a front and back in two pictures counts once).
        seed: Seed of the set.
        folder: Where pictures, truth.jsonl and geometry.jsonl go; made when missing.
        faces_only: Records alone, no pictures.
        processes: How many to work with; the bytes do not depend on it.
        report: Called with the number of files made so far.

    Returns:
        Number of card sides in the set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    works = [Work(set_name, seed, index, folder, faces_only) for index in range(1, count + 1)]
    truths: list[Record] = []
    geometries: list[Record] = []

    def collect(made: Iterable[Records]) -> None:
        for done, (truth, geometry) in enumerate(made, start=1):
            truths.extend(truth)
            geometries.extend(geometry)
            if report is not None:
                report(done)

    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            collect(pool.map(make, works, chunksize=4))
    else:
        collect(map(make, works))
    write_records(folder, truths, geometries)
    return len(truths)
