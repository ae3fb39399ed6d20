"""`meishi serve` as its users start and end it."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from command import meishi
from web_site import serving

MEISHI = Path(sys.executable).with_name("meishi")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_link_leads_in_and_a_signal_ends_it_cleanly(meishi_home, sign):
    with serving() as (process, said):
        origin = {"Origin": said["address"]}
        with httpx.Client(base_url=said["address"], headers=origin, trust_env=False) as browser:
            assert said["address"].startswith("http://127.0.0.1:")
            assert browser.get("/").status_code == 401
            word = said["link"].rpartition("/")[2]
            assert browser.post("/pair", data={"word": word}).status_code == 303
            assert "Nobody is here yet" in browser.get("/", headers={"Accept-Language": "en"}).text
        process.send_signal(sign)
        _, talk = process.communicate(timeout=60)
    assert process.returncode == 0
    assert talk == "meishi: closed\n"
    assert stat.S_IMODE((meishi_home / "web-sessions.json").stat().st_mode) == 0o600


def test_a_port_that_is_taken_is_said_to_be_so():
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        run = subprocess.run([MEISHI, "serve", "--port", port], check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 5
    assert "choose another one by --port" in run.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path):
    (tmp_path / "fastapi.py").write_text("raise ModuleNotFoundError('No module named fastapi', name='fastapi')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run([MEISHI, "serve"], check=False, capture_output=True, text=True, timeout=60, env=environment)
    assert run.returncode == 5
    assert "pip install 'meishi[web]'" in run.stderr


def test_a_password_is_set_and_taken_away(meishi_home):
    assert meishi("serve", "--set-password", typed="\n").returncode == 5
    assert meishi("serve", "--set-password", typed="ひみつ\n").returncode == 0
    with serving() as (_, said):
        answer = httpx.post(
            f"{said['address']}/enter",
            data={"password": "ひみつ"},
            headers={"Origin": said["address"]},
            trust_env=False,
        )
        assert answer.status_code == 303
    assert meishi("serve", "--no-password").returncode == 0
    assert not (meishi_home / "web-password").exists()


def test_a_token_is_shown_once_and_lets_a_program_in_until_it_is_taken_away():
    made = meishi("token", "add", "notebook", "--read-only")
    assert "not shown again" in made.stderr
    assert meishi("token", "add", "notebook").returncode == 2
    listed = meishi("token", "list", "--json").stdout
    assert json.loads(listed)["name"] == "notebook"
    assert json.loads(listed)["read_only"]
    assert made.stdout.strip() not in listed
    with serving() as (_, said):
        headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
        with httpx.Client(base_url=f"{said['address']}/api", headers=headers, trust_env=False) as program:
            assert program.get("/contacts").json() == []
            assert program.post("/finds", json={"what": "x"}).status_code == 403
            assert meishi("token", "remove", "notebook").returncode == 0
            assert program.get("/contacts").status_code == 401
    assert "No tokens yet." in meishi("token", "list").stdout
