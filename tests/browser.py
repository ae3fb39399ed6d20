"""A real browser for the tests of the page: Debian's Chromium, on a desk and in the hand."""

from __future__ import annotations

from contextlib import contextmanager

from conftest import CHROMIUM

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_ENGLISH_ON_A_DESK = {"viewport": {"width": 1200, "height": 900}, "locale": "en-GB", "color_scheme": "light"}
IN_JAPANESE_ON_A_PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ja-JP", "color_scheme": "dark"}


@contextmanager
def running_chromium():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def opened(browser, link, **screen):
    """A window that has come in by a link, and what its console complains of."""
    context = browser.new_context(**screen)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.extend([message.text] * (message.type == "error")))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(link)
    page.click("button.main")
    yield page, complaints
    context.close()
