"""What is sent in and is no card: told by the API and by the page, and no reason to stop."""

import html
import time

import httpx
import pytest

from bad_files import SCAN, write_bad_files
from meishi.web.tokens import Tokens
from web_site import TODAY, serving

pytestmark = pytest.mark.needs("tesseract")


def test_bad_files_get_a_clear_line_each_and_the_card_beside_them_is_imported(tmp_path, meishi_home):
    bad = write_bad_files(tmp_path)
    word = Tokens(meishi_home).add("sender", now=f"{TODAY}T12:00:00Z").token
    with serving() as (_, said):
        address = said["address"]
        token = {"Authorization": f"Bearer {word}"}
        with httpx.Client(base_url=f"{address}/api", headers=token, trust_env=False, timeout=60) as program:
            files = [("pictures", (file.name, file.read_bytes())) for file in (*bad, SCAN)]
            assert program.post("/import", files=files).status_code == 202
            for _ in range(600):
                progress = program.get("/import").json()
                if not progress["waiting"]:
                    break
                time.sleep(0.2)
            (contact,) = program.get("/contacts").json()
        with httpx.Client(base_url=address, headers={"Origin": address}, trust_env=False, timeout=60) as browser:
            browser.post("/pair", data={"word": said["link"].rpartition("/")[2]})
            page = html.unescape(browser.get("/import/progress", headers={"Accept-Language": "en"}).text)
    outcomes = {arrival["name"]: arrival["outcome"] for arrival in progress["arrivals"]}
    assert outcomes.pop(SCAN.name)["contacts"][0]["id"] == contact["id"]
    assert progress["trouble"] is None
    for file, expected in bad.items():
        (aside,) = outcomes[file.name]["set_aside"]
        assert expected in aside["reason"]
        assert aside["reason"].startswith(f"{file.name}:")
        assert aside["hint"]
        assert aside["reason"] in page
        assert aside["hint"] in page
    assert str(meishi_home) not in page
