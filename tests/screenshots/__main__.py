"""Pictures of the page for the README, and the icons of its manifest: `make screenshots`.

The sample cards come into a library of their own on invented days, some of their aftercare is done, and Chromium shows
what a reader sees then.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from browser import IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE, opened, running_chromium
from meishi.care import PostcardStep
from meishi.domain.encounter import Encounter
from meishi.services.correct import confirm_contact
from meishi.services.finds import parse_find
from meishi.services.follow_ups import Planner
from meishi.services.import_ import import_pictures
from meishi.services.postcards import take_postcard_step
from meishi.web.pages import STATIC
from meishi.wiring import read_files_in_parallel, read_settings
from web_site import running

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "samples" / "demo"
MEETINGS = (
    (date(2026, 10, 14), "Craft fair in Kyoto", ("fair",), slice(0, 5)),
    (date(2026, 11, 18), "Design week, Tokyo", ("design",), slice(5, 10)),
    (date(2026, 11, 24), "IT expo", ("expo",), slice(10, None)),
)
TODAY = date(2026, 11, 26)
LINES = ("楽しいお話を", "ありがとう", "ございました。")
ICONS = (
    ("icon.svg", "icon-192.png", 192),
    ("icon.svg", "icon-512.png", 512),
    ("icon-maskable.svg", "icon-maskable-512.png", 512),
    ("icon-maskable.svg", "apple-touch-icon.png", 180),
)


def fill(site):
    """Let somebody come home from three occasions, and do part of what follows."""
    files = sorted(file for file in DEMO.iterdir() if file.suffix not in {".jsonl", ".json"})
    store, settings = site.library.store, read_settings()

    def planner(day):
        return Planner(store, day, datetime.combine(day, time(12), UTC), site.parts.care, "me")

    for met_on, met_at, tags, which in MEETINGS:
        meeting = Encounter(met_on=met_on, met_at=met_at, tags=tags)
        outcomes = import_pictures(
            files[which],
            site.library,
            lambda paths: read_files_in_parallel(settings, paths, lambda error: print(error, file=sys.stderr)),
            encounter_of=lambda _, meeting=meeting: meeting,
            today=met_on,
            now=lambda met_on=met_on: datetime.combine(met_on, time(18), UTC),
        )
        ids = [contact.id for outcome in outcomes for contact in outcome.contacts]
        # Of the first occasion everybody has their card, of the second all but two, of the last nobody yet.
        written = {MEETINGS[0][0]: len(ids), MEETINGS[1][0]: len(ids) - 2}.get(met_on, 0)
        for number in ids[:written]:
            if store.contact(number).contact.addresses:
                take_postcard_step(planner(met_on), number, PostcardStep.WRITE, good="laughs", message=LINES)
                take_postcard_step(planner(met_on + timedelta(days=1)), number, PostcardStep.POST)
            confirm_contact(number, store, by="me", now=site.now)
        for number in ids[written : written + 1]:
            take_postcard_step(planner(TODAY), number, PostcardStep.WRITE, good="asks well", message=LINES)
    find = parse_find(["https://example.org/chairs", "家具と楽器の展示"], why="for people who work with wood")
    store.mail.add_find(find, now=site.now)


def look(page, site, path, **options):
    page.goto(site.address + path)
    return seen(page, **options)


def seen(page, **options):
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot(**options))).convert("RGB")


def keep(picture, name):
    picture.save(HERE / name, quality=82, method=6)
    print(f"{HERE / name}: {(HERE / name).stat().st_size / 1024:.0f} kB")


def take(browser, site):
    """Take the pictures: a desk in English, three screens of a telephone in Japanese beside each other."""
    doubtful = next(record.id for record in site.library.store.contacts() if record.review_reasons)
    known = min(record.id for record in site.library.store.contacts() if not record.review_reasons)
    desk = {**IN_ENGLISH_ON_A_DESK, "viewport": {"width": 1200, "height": 820}}

    def link():
        return f"{site.address}/pair/{site.doorkeeper.new_link()}"

    with opened(browser, link(), **desk) as (page, _):
        keep(look(page, site, "/", full_page=True), "today.webp")
        keep(look(page, site, f"/review/{doubtful}"), "review.webp")
        page.goto(f"{site.address}/postcards")
        page.locator("#printing [name=typed]").check()
        page.locator("#printing button.main").click()
        keep(seen(page), "postcards.webp")
    with opened(browser, link(), **IN_JAPANESE_ON_A_PHONE, device_scale_factor=1.5) as (page, _):
        screens = [look(page, site, path) for path in ("/", f"/contacts/{known}", f"/review/{doubtful}")]
    gap = 24
    beside = Image.new("RGB", (sum(screen.width + gap for screen in screens) - gap, screens[0].height), "white")
    for place, screen in enumerate(screens):
        beside.paste(screen, (place * (screen.width + gap), 0))
    keep(beside, "phone.webp")


def draw_icons(browser):
    """Draw the icons for devices that want pixels, from the ones that are lines."""
    for source, name, pixels in ICONS:
        page = browser.new_page(viewport={"width": pixels, "height": pixels})
        page.set_content(
            f"<style>body{{margin:0}}svg{{display:block;width:{pixels}px;height:{pixels}px}}</style>"
            + (STATIC / source).read_text(encoding="utf-8")
        )
        page.screenshot(path=STATIC / name, omit_background=True)
        page.close()
        print(f"{STATIC / name}: {(STATIC / name).stat().st_size / 1024:.1f} kB")


def main():
    home = Path(tempfile.mkdtemp())
    try:
        with running_chromium() as browser, running(home, language=None) as site:
            draw_icons(browser)
            site.now = datetime.combine(TODAY, time(9), UTC)
            fill(site)
            take(browser, site)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
