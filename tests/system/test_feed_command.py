"""`meishi feed` beside a running `meishi serve`, as a calendar program meets them."""

from __future__ import annotations

import json

import httpx
import icalendar
import pytest
from typer.testing import CliRunner

from command import meishi
from importing import open_library, run_import
from meishi.cli import app
from meishi.errors import ExitCode, UsageError
from web_site import serving


def test_the_address_is_printed_once_and_ends_while_the_server_runs(meishi_home, tmp_path):
    card = tmp_path / "花子.jpg"
    card.write_bytes(b"a card")
    library = open_library(meishi_home)
    with library.store:
        run_import([card], library)
    with serving("--read-only") as (process, said):
        made = meishi("feed", "--at", said["address"])
        address = made.stdout.strip()
        assert made.returncode == ExitCode.OK
        assert address.startswith(f"{said['address']}/feed/")
        calendar = icalendar.Calendar.from_ical(httpx.get(address, trust_env=False).content)
        assert len(calendar.walk("VEVENT")) == 2
        again = meishi("feed")
        assert address not in again.stdout
        assert "--renew" in again.stdout
        assert "アドレスは" in meishi("feed", MEISHI_LANGUAGE="ja").stdout
        renewed = json.loads(meishi("feed", "--renew", "--at", said["address"], "--json").stdout)["address"]
        assert [httpx.get(one, trust_env=False).status_code for one in (address, renewed)] == [404, 200]
        assert json.loads(meishi("feed", "--revoke", "--json").stdout) == {"made_at": None, "address": None}
        assert httpx.get(renewed, trust_env=False).status_code == 404
        process.terminate()
        _, talk = process.communicate(timeout=60)
    assert talk == "meishi: closed\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--at", "desk.local"),
        ("--at", "https://desk.local/path"),
        ("--at", "ftp://desk.local"),
        ("--renew", "--revoke"),
    ],
)
def test_what_is_no_server_is_said(wrong):
    assert isinstance(CliRunner().invoke(app, ["feed", *wrong]).exception, UsageError)
