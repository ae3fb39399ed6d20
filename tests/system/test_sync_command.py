"""`meishi sync` as a user types it, with a real Radicale; killed at any moment, it comes to the same end."""

from __future__ import annotations

import json
import random
import subprocess
import time
from datetime import UTC, datetime

import pytest

from command import PROGRAM, meishi
from dav_server import PASSWORD, USER, Radicale
from meishi.domain.contact import Contact, PersonName
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, Postcard
from meishi.errors import ExitCode, SettingError
from meishi.exchange.merge_contacts import marks_of
from meishi.exchange.passwords import FILE_NAME, find_password, keep_password
from meishi.exchange.read_vcard import read_vcards
from meishi.services.correct import set_values
from meishi.store import NewMeeting, NewPerson, Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MANY, FEW = 160, 20


@pytest.fixture
def server(tmp_path, meishi_home, monkeypatch):
    server = Radicale(tmp_path)
    monkeypatch.setenv("MEISHI_CARDDAV_URL", server.address_book)
    monkeypatch.setenv("MEISHI_DAV_USER", USER)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    meishi_home.mkdir(mode=0o700)
    (meishi_home / FILE_NAME).write_text(PASSWORD + "\n", encoding="utf-8")
    (meishi_home / FILE_NAME).chmod(0o600)
    yield server
    server.stop()


def fill(home, count):
    everybody = [
        NewPerson(
            uid=f"00000000-0000-4000-8000-{number:012}",
            contact=Contact(name=PersonName(full=f"Nr {number}"), company="山田商店"),
            meetings=(NewMeeting(encounter=Encounter(met_on=NOW.date()), postcard=Postcard(due_on=NOW.date())),),
            follow_ups=(FollowUp(due_on=NOW.date()),),
        )
        for number in range(count)
    ]
    with Store.open_file(home / "meishi.db") as store:
        return store.add_people(everybody, now=NOW)


def run_and_kill(server, *, after):
    """Kill a run once it has put so many things there; tells whether it was still under way."""
    started = time.time_ns()
    with subprocess.Popen([*PROGRAM, "sync"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if sum(file.stat().st_mtime_ns > started for file in server.folder.glob("address-book/*.vcf")) >= after:
                process.kill()
                return True
            time.sleep(0.02)
    return False


def test_killed_five_times_it_comes_to_the_same_end(server, meishi_home):
    ids = fill(meishi_home, MANY)
    chance = random.Random(7)
    killed = [run_and_kill(server, after=chance.randint(1, 40)) for _ in range(2)]
    assert meishi("sync").returncode == ExitCode.OK
    with Store.open_file(meishi_home / "meishi.db") as store:
        for contact_id in ids[::3]:
            set_values(contact_id, {"titles.+": "部長"}, store, by="you", now=NOW)
    for url in list(server.texts(server.address_book))[::4]:
        server.edit(url, "山田商店", "田中商店")
    killed += [run_and_kill(server, after=chance.randint(1, 15)) for _ in range(3)]
    assert all(killed)
    assert meishi("sync").returncode == ExitCode.OK
    last = json.loads(meishi("sync", "--json").stdout)
    assert not any(last[list_] for list_ in ("created_there", "changed_there", "changed_here", "conflicts"))
    texts = server.texts(server.address_book).values()
    there = {person.uid: person.contact for text in texts for person in read_vcards(text.encode()).people}
    with Store.open_file(meishi_home / "meishi.db") as store:
        here = {record.uid: record.contact for record in store.contacts()}
    assert len(texts) == len(there) == len(here) == MANY
    assert {uid: marks_of(contact) for uid, contact in here.items()} == {
        uid: marks_of(contact) for uid, contact in there.items()
    }
    assert sum(contact.company == "田中商店" for contact in here.values()) == MANY // 4
    assert sum(contact.titles == ("部長",) for contact in here.values()) == len(ids[::3])


def test_with_a_calendar_tasks_are_synced_too(server, meishi_home, monkeypatch):
    fill(meishi_home, FEW)
    monkeypatch.setenv("MEISHI_CALDAV_URL", server.calendar)
    first = meishi("sync")
    assert f"contacts, new there: {FEW}" in first.stdout
    assert f"tasks, new there: {2 * FEW}" in first.stdout
    url = next(url for url, text in server.texts(server.calendar).items() if "SUMMARY:Postcard to Nr 7" in text)
    server.edit(url, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    contacts, tasks = [json.loads(line) for line in meishi("sync", "--json").stdout.splitlines()]
    assert (contacts["changed_here"], tasks["changed_here"]) == ([], ["Postcard to Nr 7 (山田商店)"])


def test_what_is_missing_is_said(server, meishi_home, monkeypatch):
    (meishi_home / FILE_NAME).chmod(0o644)
    assert "others can read" in meishi("sync").stderr
    (meishi_home / FILE_NAME).unlink()
    result = meishi("sync")
    assert (result.returncode, "--set-password" in result.stderr) == (ExitCode.SETUP, True)
    monkeypatch.setenv("MEISHI_CARDDAV_URL", "http://example.com/book/")
    assert "https" in meishi("sync").stderr
    monkeypatch.delenv("MEISHI_CARDDAV_URL")
    assert "MEISHI_CARDDAV_URL" in meishi("sync").stderr


def test_a_server_that_is_gone_is_no_bug(server):
    server.process.kill()
    server.process.wait()
    result = meishi("sync")
    assert result.returncode == ExitCode.SERVER
    assert "Traceback" not in result.stderr


def test_without_a_keyring_the_password_is_kept_in_a_private_file(meishi_home, monkeypatch):
    keyring = pytest.importorskip("keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    try:
        assert find_password(meishi_home, "host", "taro") is None
        assert keep_password(meishi_home, "host", "taro", "秘密") == str(meishi_home / FILE_NAME)
        assert find_password(meishi_home, "host", "taro") == "秘密"
        assert (meishi_home / FILE_NAME).stat().st_mode & 0o777 == 0o600
        (meishi_home / FILE_NAME).chmod(0o640)
        with pytest.raises(SettingError):
            find_password(meishi_home, "host", "taro")
    finally:
        keyring.set_keyring(before)
