"""The whole story in a real browser with a real server: from pictures of cards to a person who is forgotten."""

from __future__ import annotations

import email
import signal
from email.policy import default
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from browser import IN_ENGLISH_ON_A_DESK, IN_JAPANESE_ON_A_PHONE, opened
from importing import open_library
from mail_server import mail_server
from meishi.domain.task import PostcardState
from meishi.wording import Wording
from web_site import serving

pytestmark = pytest.mark.needs("chromium", "tesseract")

DEMO = Path(__file__).parents[2] / "samples" / "demo"
PICTURES = [DEMO / "01-photo-wood.jpg", DEMO / "12-screenshot 名刺.png"]
LINES = ("楽しいお話を", "ありがとう", "ございました。")
LINE = "見かけて、思い出しました。"


class Teller:
    """A reader of the page in one language, and the library behind it."""

    def __init__(self, page, language, address, home):
        from playwright.sync_api import expect  # noqa: PLC0415 - only where there is a browser

        expect.set_options(timeout=30_000)
        self.page, self.say, self.address, self.home, self.expect = page, Wording(language), address, home, expect
        self.store = open_library(home).store

    def room(self, name):
        self.page.locator("nav").get_by_role("link", name=self.say(name), exact=True).click()

    def person(self, contact_id):
        self.page.goto(f"{self.address}/contacts/{contact_id}")

    def follow(self, name):
        self.page.get_by_role("link", name=self.say(name)).click()

    def press(self, name):
        self.page.get_by_role("button", name=self.say(name), exact=True).first.click()

    def notice(self, text):
        self.expect(self.page.locator(".notice")).to_contain_text(text)

    def postcard_of(self, contact_id):
        return self.store.care.person(contact_id).postcards[0].state


def pictures_come_in(tell):
    """They are uploaded, and the page says how far they are; gives the two contacts."""
    tell.room("Import")
    tell.page.locator("#pictures").set_input_files(PICTURES)
    tell.page.locator("#met_at").fill("展示会")
    tell.page.locator("form.sheet button.main").click()
    tell.expect(tell.page.locator("main")).to_contain_text(tell.say("All pictures are read."), timeout=120_000)
    tell.expect(tell.page.locator("#arrivals[data-running]")).to_have_count(0)
    first, second = sorted(tell.store.contacts(), key=lambda record: record.id)
    return first, second


def a_value_is_put_right_by_keyboard(tell, contact_id):
    """It is saved at once; then all of the card is right."""
    tell.person(contact_id)
    tell.follow("Put values right")
    tell.page.get_by_label(tell.say("company")).first.click()
    tell.page.keyboard.press("Control+a")
    tell.page.keyboard.insert_text("長青果株式会社")
    tell.page.keyboard.press("Enter")
    tell.notice("長青果株式会社")
    tell.page.wait_for_load_state()  # the keys are the script's
    tell.page.locator("#line-0").focus()
    tell.page.keyboard.press("Control+Enter")
    tell.notice(tell.store.contact(contact_id).contact.display_name)
    record = tell.store.contact(contact_id)
    assert (record.contact.company, record.review_reasons) == ("長青果株式会社", ())


def both_tasks_are_there(tell, contact_id):
    tell.person(contact_id)
    tasks = tell.page.locator("section:has(> #tasks) .task")
    tell.expect(tasks).to_have_count(2)
    tell.expect(tasks.first).to_contain_text(tell.say("to write"))
    tell.expect(tasks.last).to_contain_text(tell.say("planned"))


def three_lines_are_written_and_a_fourth_is_refused(tell, contact_id):
    tell.follow("Write it")
    tell.page.locator("#good").fill("話をよく聞いてくださった")
    tell.page.locator("#message").fill("\n".join((*LINES, "また近いうちに。")))
    tell.press("Save")
    tell.expect(tell.page.get_by_role("alert")).to_be_visible()
    tell.expect(tell.page.locator("#message")).to_have_value("\n".join((*LINES, "また近いうちに。")))
    assert tell.postcard_of(contact_id) is PostcardState.TO_WRITE
    tell.page.locator("#message").fill("\n".join(LINES))
    tell.press("Save")
    tell.expect(tell.page.locator(".task").first).to_contain_text(tell.say("written, not posted"))
    assert tell.store.care.person(contact_id).postcards[0].message == LINES


def the_card_is_looked_at_printed_and_posted(tell, contact_id):
    tell.room("Postcards")
    tell.page.locator(f"input[name=contact_id][value='{contact_id}']").check()
    tell.page.locator("#printing [name=typed]").check()
    tell.press("Look at them")
    sides = tell.page.locator(".both img")
    tell.expect(sides).to_have_count(2)
    for side in sides.all():
        side.scroll_into_view_if_needed()
        tell.page.wait_for_function("image => image.complete && image.naturalWidth", arg=side.element_handle())
    with tell.page.expect_download() as download:
        tell.press("Make a PDF")
    document = PdfDocument(download.value.path())
    assert len(document) == 2
    document.close()
    tell.press("They are in the letter box")
    tell.expect(tell.page.locator("#posted")).to_be_visible()
    assert tell.postcard_of(contact_id) is PostcardState.POSTED


def a_find_goes_to_one_person(tell, record, folder):
    tell.room("Finds")
    tell.page.locator("#what").fill(f"https://example.org/article {record.contact.company}")
    tell.page.locator("form.sheet button.main").click()
    who = tell.page.locator(".task", has_text=record.contact.display_name)
    who.locator("input[name=line]").fill(LINE)
    who.get_by_role("button", name=tell.say("Look at it")).click()
    tell.press("Send it")
    tell.notice(record.contact.display_name)
    (sent,) = folder.glob("*.eml")
    mail = email.message_from_bytes(sent.read_bytes(), policy=default)
    assert mail["To"].addresses[0].addr_spec == record.contact.emails[0]
    assert LINE in mail.get_content()


def somebody_is_forgotten_for_good(tell, record, other_id):
    tell.person(record.id)
    tell.follow("Forget this person")
    tell.page.locator("[name=sure]").check()
    tell.press("Forget this person")
    tell.expect(tell.page.locator("main")).to_contain_text(record.contact.display_name)
    assert [left.id for left in tell.store.contacts()] == [other_id]
    assert len([file for file in (tell.home / "originals").rglob("*") if file.is_file()]) == 1
    tell.room("Contacts")
    tell.expect(tell.page.locator("#found .row")).to_have_count(1)


@pytest.fixture
def mails(tmp_path, monkeypatch):
    """Where the mail server keeps what it is sent; the settings name it."""
    with mail_server(tmp_path / "mails") as settings:
        for name, value in {**settings, "MEISHI_MAIL_FROM": "相原 陽子 <yoko@example.jp>"}.items():
            monkeypatch.setenv(name, value)
        yield tmp_path / "mails"


@pytest.mark.parametrize(
    ("screen", "language"), [(IN_ENGLISH_ON_A_DESK, "en"), (IN_JAPANESE_ON_A_PHONE, "ja")], ids=["desk", "phone"]
)
def test_from_a_stack_of_cards_to_the_aftercare(chromium, meishi_home, mails, screen, language):
    with serving() as (server, said):
        with opened(chromium, said["link"], **screen) as (page, complaints):
            asked = []
            page.on("request", lambda request: asked.append(request.url))
            tell = Teller(page, language, said["address"], meishi_home)

            first, second = pictures_come_in(tell)
            a_value_is_put_right_by_keyboard(tell, first.id)
            both_tasks_are_there(tell, first.id)
            three_lines_are_written_and_a_fourth_is_refused(tell, first.id)
            the_card_is_looked_at_printed_and_posted(tell, first.id)
            a_find_goes_to_one_person(tell, second, mails)
            somebody_is_forgotten_for_good(tell, first, second.id)

            tell.store.close()
            assert all(url.startswith((said["address"], "blob:")) for url in asked)
            # A fourth line is answered by 422, which the console says too.
            assert [text for text in complaints if "422" not in text] == []
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
