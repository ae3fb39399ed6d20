"""Every page keeps nobody out: axe-core finds no serious violation, in both languages, light and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest

from browser import IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE, opened
from importing import meet, meet_doubtful
from meishi.care import PostcardStep
from meishi.domain.contact import Address, Contact, PersonName
from meishi.services.finds import parse_find
from meishi.services.follow_ups import Planner
from meishi.services.postcards import take_postcard_step
from meishi.web.rooms import ROOMS
from node_reader import AXE
from web_site import running

pytestmark = pytest.mark.needs("chromium", "node")

ADDRESS = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP")
PEOPLE = [
    Contact(name=PersonName(full="山田 花子", kana="ヤマダ ハナコ"), company="山田商店", addresses=(ADDRESS,)),
    Contact(name=PersonName(full="鈴木 一郎"), company="鈴木工業"),
    Contact(name=PersonName(full="Nora Lindqvist"), company="Fjord AB", addresses=(ADDRESS,)),
    Contact(
        name=PersonName(full="佐藤 次郎"), company="佐藤 家具", addresses=(ADDRESS,), emails=("jiro@sato.example.jp",)
    ),
]


@pytest.fixture
def site(tmp_path):
    """A library in which every page has something to show."""
    with running(tmp_path / "library", language=None) as site:
        store = site.library.store
        meet(site.library, tmp_path, *PEOPLE)
        meet(site.library, tmp_path, PEOPLE[1], met_on=site.now.date() + timedelta(days=3))
        meet_doubtful(site.library, tmp_path, "高橋 三郎", "03-1234-5678", reasons=("03-1234-5678 is unsure",))
        planner = Planner(store, site.now.date(), site.now, site.parts.care, "me")
        take_postcard_step(planner, 3, PostcardStep.POST)
        take_postcard_step(planner, 4, PostcardStep.WRITE, good="laughs", message=("ありがとう。",))
        planner.done(1, note="wrote to her")
        store.mail.add_find(parse_find(["https://example.org/chairs", "佐藤 家具"], why="chairs"), now=site.now)
        site.now += timedelta(days=20)
        yield site


def paths_of(reader, doubtful):
    """Every address that answers a reader with a page, with numbers filled in; a new room's come by themselves."""
    numbers = {"contact_id": doubtful, "other_id": 4, "find_id": 1}
    routes = [route for room in ROOMS for route in room.router.routes if "GET" in route.methods]
    paths = {route.path.format(**numbers) for route in routes if set(route.param_convertors) <= set(numbers)}
    for path in sorted(paths | {"/contacts/1", "/contacts/2", "/contacts/3/log", "/calendar", "/nowhere"}):
        with reader.stream("GET", path) as answer:
            if answer.headers.get("content-type", "").startswith("text/html"):
                yield path


def grave(page, rules=None):
    """What axe-core finds serious or critical: the rule, where it is broken, and why."""
    # WCAG 2.2 asks for targets that a finger can hit; axe-core leaves that out unless it is asked.
    options = {"resultTypes": ["violations"]} | (
        {"runOnly": rules} if rules else {"rules": {"target-size": {"enabled": True}}}
    )
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def look_at(page, where):
    """What keeps people out of the page that is shown, in light and dark."""
    page.wait_for_load_state()  # before its style is there, any page is wide
    page.evaluate(AXE.read_text(encoding="utf-8"))
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = [f"{where}: wider than the screen"] * is_wide
    for scheme, rules in (("light", None), ("dark", ["color-contrast", "link-in-text-block"])):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{where} {scheme}: {violation}" for violation in grave(page, rules)]
    return found


@pytest.mark.parametrize("screen", [IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE], ids=["desk", "phone"])
def test_no_page_keeps_anybody_out(chromium, site, screen):
    doubtful = next(record.id for record in site.library.store.contacts() if record.review_reasons)
    with site.reader() as reader:
        paths = list(paths_of(reader, doubtful))
    assert {"/", "/contacts/1", f"/review/{doubtful}", "/postcards", "/finds/1"} <= set(paths)
    found = []
    with opened(chromium, f"{site.address}/pair/{site.doorkeeper.new_link()}", **screen) as (page, _):
        # It would find something if there were anything.
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        assert any("color-contrast" in violation for violation in look_at(page, "/"))

        for path in paths:
            page.goto(site.address + path)
            found += look_at(page, path)

        # Pages that answer a form.
        page.goto(f"{site.address}/postcards")
        page.locator("#printing button.main").click()
        found += look_at(page, "the cards before they are printed")
        page.goto(f"{site.address}/postcards/write/1")
        page.locator("#message").fill("1\n2\n3\n4")
        page.locator("form .main").click()
        found += look_at(page, "a fourth line")
        page.locator("form[action='/devices'] button").click()
        found += look_at(page, "another device")
        page.goto(f"{site.address}/contacts/2/forget")
        page.locator("input[name=sure]").check()
        page.locator("form .main").click()
        found += look_at(page, "forgotten")
        page.locator("form[action='/leave'] button").click()
        found += look_at(page, "the door")
    assert found == []
