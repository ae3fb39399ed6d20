"""The page in a real browser: what a person sees and does, on a desk and in the hand."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest

from browser import IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE
from importing import meet, meet_doubtful, read_made_up
from meishi.domain.contact import Address, Contact, PersonName
from meishi.services.forget import forget_contact
from web_site import running

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def site(tmp_path):
    with running(tmp_path / "library", language=None) as running_site:
        address = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP")
        people = [
            Contact(name=PersonName(full="山田 花子"), company="山田商店", addresses=(address,)),
            Contact(name=PersonName(full="鈴木 一郎"), company="鈴木工業"),
        ]
        meet(running_site.library, tmp_path, *people)
        running_site.now += timedelta(days=10)
        yield running_site


@pytest.mark.parametrize("screen", [IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_day_at_the_desk_and_in_the_hand(chromium, site, screen, scripts):
    from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

    context = chromium.new_context(**screen, java_script_enabled=scripts)
    page = context.new_page()
    complaints, asked = [], []
    page.on("console", lambda message: complaints.extend([message.text] * (message.type == "error")))
    page.on("request", lambda request: asked.append(request.url))
    japanese = screen["locale"] == "ja-JP"

    page.goto(f"{site.address}/pair/{site.doorkeeper.new_link()}")
    page.click("button.main")
    page.get_by_role("button", name="出した" if japanese else "Posted").first.click()
    assert "山田 花子" in page.locator(".notice").inner_text()
    assert site.library.store.coverage().sent == 1
    page.get_by_role("button", name="取り消す" if japanese else "Undo").click()
    assert site.library.store.coverage().sent == 0

    page.get_by_role("link", name="連絡先" if japanese else "Contacts").click()
    page.get_by_label("名刺のことば" if japanese else "Words on the card").fill("鈴木")
    if not scripts:
        page.get_by_role("button", name="さがす" if japanese else "Search").click()
    expect(page.locator("#found .row")).to_have_count(1)
    page.locator("#found .row").click()
    assert page.locator("h1").inner_text() == "鈴木 一郎"

    for path in ("/", "/contacts", "/contacts/1", "/contacts/1/log"):
        page.goto(site.address + path)
        if scripts:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= screen["viewport"]["width"], f"{path} is wider than the screen"
            small = page.evaluate(
                "[...document.querySelectorAll('button, select, nav a, input:not([type=hidden], [type=checkbox])')]"
                ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43).map(e => e.outerHTML)"
            )
            assert small == []
    assert {url.split("/")[2] for url in asked} == {site.address.partition("//")[2]}
    # The cards of this library have no pictures; nothing else may be missed or refused by the policy.
    assert [text for text in complaints if "422" not in text] == []
    context.close()


@pytest.mark.parametrize("screen", [IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE], ids=["desk", "phone"])
def test_doubtful_cards_are_put_right_by_keyboard_beside_their_picture(chromium, tmp_path, screen):
    from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

    with running(tmp_path / "library", language=None) as site:
        for name, number in (("鈴木 一郎", "03-1234-5678"), ("佐藤 次郎", "03-9876-5432")):
            meet_doubtful(site.library, tmp_path, name, number, reasons=(f"{number} is unsure",))
        page = chromium.new_context(**screen).new_page()
        complaints = []
        page.on("console", lambda message: complaints.extend([message.text] * (message.type == "error")))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        store = site.library.store
        page.goto(f"{site.address}/pair/{site.doorkeeper.new_link()}")
        page.click("button.main")
        page.goto(f"{site.address}/review")
        page.click("a.main")

        # The doubtful value has the focus, its place on the card is marked, and a click on another one goes there.
        number = page.locator("input[value='03-1234-5678'][data-region]")
        expect(number).to_be_focused()
        expect(page.locator(".region.here")).to_have_count(1)
        page.keyboard.press("ArrowUp")
        expect(page.locator(".region.here")).to_have_count(0)
        page.locator(".region").click()
        expect(number).to_be_focused()
        assert page.locator(".picture img").evaluate("image => image.naturalWidth") > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]

        # A changed value is marked, taken back by Escape, and saved by Enter; undo is one key.
        page.keyboard.type("9")
        expect(page.locator(".changed:visible")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator(".changed:visible")).to_have_count(0)
        number.fill("03-1234-5679")
        page.keyboard.press("Enter")
        expect(page.locator(".notice")).to_be_visible()
        assert store.contact(1).contact.phones[0].number == "03-1234-5679"
        undo(page.context.new_cdp_session(page))
        expect(page.locator("input[value='03-1234-5678'][data-region]")).to_be_visible()
        assert store.contact(1).contact.phones[0].number == "03-1234-5678"

        # The kind of a number is put right beside it, and kept by going on: nothing else was doubtful.
        page.wait_for_load_state()  # what is changed is marked by the script
        page.locator("select[data-was=work]").select_option("fax")
        expect(page.locator(".changed:visible")).to_have_count(1)
        page.locator("#line-0").focus()
        expect(page.locator("h1")).to_have_text("佐藤 次郎")
        assert store.contact(1).contact.phones[0].kind == "fax"
        undo(page.context.new_cdp_session(page))
        expect(page.locator("h1")).to_have_text("鈴木 一郎")
        assert store.contact(1).contact.phones[0].kind == "work"

        # All is right, card by card, until nobody waits.
        for name in ("鈴木 一郎", "佐藤 次郎"):
            expect(page.locator("h1")).to_have_text(name)
            page.wait_for_load_state()  # the keys are the script's
            page.locator("#line-0").focus()
            page.keyboard.press("Control+Enter")
        expect(page).to_have_url(f"{site.address}/review")
        expect(page.locator("a.main")).to_have_count(0)
        assert not any(record.review_reasons for record in store.contacts())
        assert complaints == []
        page.context.close()


def undo(session):
    """As a keyboard sends Alt+U; Playwright leaves out the letter, by which browsers know access keys."""
    key = {"type": "keyDown", "modifiers": 1, "key": "u", "code": "KeyU", "unmodifiedText": "u"}
    session.send("Input.dispatchKeyEvent", key)


def test_pictures_are_sent_one_by_one_and_their_import_is_watched(chromium, tmp_path):
    from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

    gate = threading.Event()

    def read(files):
        for reading in read_made_up(files):
            assert gate.wait(30)
            yield reading

    with running(tmp_path / "library", read=read) as site:
        context = chromium.new_context(**IN_ENGLISH_ON_A_DESK)
        page = context.new_page()
        page.goto(f"{site.address}/pair/{site.doorkeeper.new_link()}")
        page.click("button.main")
        page.goto(f"{site.address}/import")
        for field, name in (("#pictures", "a.jpg"), ("#camera", "b.jpg"), ("#camera", "c.jpg")):
            file = tmp_path / name
            file.write_bytes(name.encode())
            page.set_input_files(field, file)
        expect(page.locator("#sending")).to_have_text("3 chosen; more can be added.")
        # The connection breaks once.
        broken = []
        page.route("**/import", lambda route: route.fallback() if broken else broken.append(route.abort()))
        page.get_by_role("button", name="Import").click()
        expect(page.locator("#sending")).to_contain_text("The connection is gone")
        expect(page).to_have_url(f"{site.address}/import/progress")
        expect(page.locator("#status")).to_contain_text("3 pictures are still being read.")
        expect(page.locator(".task")).to_have_count(3)
        gate.set()
        expect(page.locator("#status")).to_contain_text("All pictures are read.")
        expect(page.get_by_role("link", name="山田 c")).to_be_visible()
        expect(page.get_by_role("link", name="More pictures")).to_be_visible()
        first, *_ = site.library.store.contacts()
        forget_contact(first.id, site.library.store, site.library.originals)
        # As when its reader comes back from another window.
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator(".task")).to_have_count(2)
        expect(page.get_by_role("link", name=first.contact.display_name)).to_have_count(0)
        context.close()


def test_the_bookmark_brings_another_site_s_page_into_the_form_for_finds(chromium, site):
    from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

    context = chromium.new_context(**IN_ENGLISH_ON_A_DESK)
    page = context.new_page()
    page.goto(f"{site.address}/pair/{site.doorkeeper.new_link()}")
    page.click("button.main")
    page.goto(f"{site.address}/finds")
    page.locator("summary").click()
    bookmark = page.locator("a[href^='javascript:']").get_attribute("href")
    # Another site, on which the bookmark is pressed.
    context.route("https://example.com/*", lambda route: route.fulfill(body="<title>Chairs & more</title>"))
    page.goto("https://example.com/chairs?a=1&b=2")
    with context.expect_page() as opened:
        page.evaluate(bookmark.removeprefix("javascript:"))
    what = opened.value.get_by_label("A link, a text, or both")
    expect(what).to_have_value("Chairs & more https://example.com/chairs?a=1&b=2")
    assert site.library.store.mail.finds() == ()
    opened.value.get_by_role("button", name="Keep it").click()
    expect(opened.value.locator("h1")).to_have_text("Chairs & more")
    context.close()


@pytest.mark.parametrize("how", ["drag", "two clicks", "finger", "line", "line without scripts"])
def test_a_part_of_the_card_is_read_again_into_a_field(chromium, tmp_path, how):
    from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

    with running(tmp_path / "library") as site:
        meet_doubtful(site.library, tmp_path, "鈴木 一郎", "03-1234-5678", reasons=("03-1234-5678 is unsure",))
        screen = IN_JAPANESE_ON_A_PHONE | {"has_touch": True} if how == "finger" else IN_ENGLISH_ON_A_DESK
        context = chromium.new_context(**screen, java_script_enabled="without" not in how)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.extend([message.text] * (message.type == "error")))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site.address}/pair/{site.doorkeeper.new_link()}")
        page.click("button.main")
        page.goto(f"{site.address}/review/1")

        if "line" in how:
            page.locator(".reread summary").click()
            page.get_by_label("It belongs into").select_option("titles.+")
            page.get_by_role("button", name="Read it again").click()
            expect(page.locator("#one-more")).to_have_value("card 1 at 10-20-300-40", timeout=30_000)
            expect(page.locator("[name=path]:has(+ #one-more)")).to_have_value("titles.+")
            page.get_by_role("button", name="Save", exact=True).last.click()
            expect(page.locator(".notice")).to_be_visible()
            assert site.library.store.contact(1).contact.titles == ("card 1 at 10-20-300-40",)
        else:
            page.locator("input[value='坂本物産'][data-region]").focus()
            page.locator("button[data-draw]").click()
            expect(page.locator("#reading")).to_contain_text("company")
            sides = page.locator("svg[data-card]").bounding_box()
            corners = [
                (sides["x"] + sides["width"] * share, sides["y"] + sides["height"] * share) for share in (0.1, 0.5)
            ]
            if how == "finger":
                touch = context.new_cdp_session(page)
                for kind, points in (("touchStart", corners[:1]), ("touchMove", corners[1:]), ("touchEnd", [])):
                    dots = [{"x": x, "y": y} for x, y in points]
                    touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": dots})
            elif how == "drag":
                page.mouse.move(*corners[0])
                page.mouse.down()
                page.mouse.move(*corners[1], steps=3)
                page.mouse.up()
            else:
                page.mouse.click(*corners[0])
                page.mouse.click(*corners[1])
            read = page.locator("input:focus")
            # The reading process takes its time to start.
            expect(read).to_have_value(re.compile("card 1 at"), timeout=30_000)
            expect(page.locator(".changed:visible")).to_have_count(1)
            # Where the box was drawn, in pixels of the card; a hand is off by a little.
            drawn = read.input_value().removeprefix("card 1 at ").split("-")
            assert [int(side) for side in drawn] == pytest.approx([91, 55, 364, 220], abs=6)
            assert site.library.store.contact(1).contact.company == "坂本物産"
            page.keyboard.press("Enter")
            expect(page.locator(".notice")).to_be_visible()
            assert site.library.store.contact(1).contact.company.startswith("card 1 at")
        assert complaints == []
        context.close()
