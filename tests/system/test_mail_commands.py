"""Finds, mails and trips as a user types them, with a mail server on this machine."""

import email
import json
import os
import subprocess
from datetime import date
from email.policy import default

import pytest

from command import PROGRAM, meishi
from importing import meet, open_library
from mail_server import mail_server
from meishi.domain.contact import Address, Contact, PersonName
from meishi.errors import ExitCode
from patience import wait_until

LINE = "これ、お好きだと思って。"
FORESTER, TEA, POET = 1, 2, 3


def somebody(name, title, emails, region, locality):
    address = Address(full=f"{region}{locality}1-1", country="JP", region=region, locality=locality)
    family, given = name.split()
    return Contact(
        name=PersonName(full=name, family=family, given=given),
        titles=(title,),
        addresses=(address,),
        emails=emails,
    )


PEOPLE = (
    somebody("森 一郎", "林業コンサルタント", ("mori@example.com",), "北海道", "札幌市中央区"),
    somebody("千 二郎", "茶道教授", ("sen@example.com", "sado@example.com"), "京都府", "京都市左京区"),
    somebody("歌川 三郎", "林業と短歌", (), "北海道", "札幌市北区"),
)


def records(result):
    assert result.returncode == ExitCode.OK, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def library(meishi_home, tmp_path, monkeypatch):
    """Three people whose interests are on their cards."""
    monkeypatch.setenv("MEISHI_MAIL_FROM", "相原 陽子 <yoko@example.jp>")
    opened = open_library(meishi_home)
    with opened.store:
        meet(opened, tmp_path, *PEOPLE)


def taken(folder):
    return sorted(folder.glob("*.eml"))


def states():
    return [record["line"]["state"] for record in records(meishi("mails", "list", "--json"))]


def test_a_find_goes_to_one_who_will_enjoy_it_and_then_to_nobody_the_same_day(tmp_path):
    (find,) = records(
        meishi("find", "add", "https://example.com/chair", "林業の椅子", "--why", "彼の話", "--tag", "木", "--json")
    )
    assert find["find"] == {"text": "林業の椅子", "url": "https://example.com/chair", "why": "彼の話", "tags": ["木"]}
    (matches,) = records(meishi("find", "match", "--json"))
    assert [person["match"]["contact_id"] for person in matches["people"]] == [POET, FORESTER]
    assert matches["people"][0]["match"]["reasons"] == [{"ground": "their work", "words": ["林業"]}]
    inbox = tmp_path / "inbox"
    with mail_server(inbox) as server:
        sent = meishi("mail", FORESTER, "--find", find["id"], "--line", LINE, "--send", **server)
        assert sent.returncode == ExitCode.OK, sent.stderr
        again = meishi("mail", FORESTER, "--find", find["id"], "--line", "別の一行", "--send", **server)
        other = meishi("mail", TEA, "--find", find["id"], "--line", "別の一行", "--send", **server)
    assert again.returncode == other.returncode == ExitCode.USAGE
    assert "this find already" in again.stderr
    assert "somebody else today" in other.stderr
    (file,) = taken(inbox)
    arrived = email.message_from_bytes(file.read_bytes(), policy=default)
    assert arrived["To"].addresses[0].display_name == "森 一郎"
    assert arrived["Subject"] == LINE
    assert arrived.get_content().split() == [LINE, "https://example.com/chair"]
    assert states() == ["sent"]
    (matches,) = records(meishi("find", "match", find["id"], "--json"))
    assert [person["match"]["contact_id"] for person in matches["people"]] == [POET]
    assert matches["resting"] == 1


def test_killed_between_sending_and_noting_it_is_perhaps_sent_and_never_sent_again_by_itself(tmp_path):
    inbox = tmp_path / "inbox"
    with mail_server(inbox, "slow") as server:
        arguments = [*PROGRAM, "mail", str(FORESTER), "--line", LINE, "--send"]
        with subprocess.Popen(arguments, env={**os.environ, **server}, stdin=subprocess.DEVNULL) as sending:
            wait_until(lambda: list(inbox.glob("*.to")), or_else="no mail arrived")
            # The server has the mail and has not said so yet.
            sending.kill()
        (inbox / "go").touch()
        again = meishi("mail", FORESTER, "--line", LINE, "--send", **server)
    assert again.returncode == ExitCode.USAGE
    assert "perhaps sent" in again.stderr
    assert "mails settle 1" in again.stderr
    assert len(taken(inbox)) == 1
    assert states() == ["perhaps-sent"]
    assert meishi("mails", "settle", 1, "--sent").returncode == ExitCode.OK
    assert states() == ["sent"]


def test_a_server_that_does_not_answer_leaves_it_open_and_one_that_refuses_does_not(tmp_path):
    with mail_server(tmp_path / "silent", "silent") as server:
        uncertain = meishi("mail", FORESTER, "--line", LINE, "--send", **server)
    assert uncertain.returncode == ExitCode.BATCH_INCOMPLETE
    assert states() == ["perhaps-sent"]
    with mail_server(tmp_path / "refusing", "refusing") as server:
        refused = meishi("mail", TEA, "--line", LINE, "--send", **server)
    assert refused.returncode == ExitCode.SERVER
    assert "no such person" in refused.stderr
    assert states() == ["not-sent", "perhaps-sent"]


def test_a_dry_run_shows_the_mail_and_sends_nothing(tmp_path):
    shown = meishi("mail", TEA, "--line", LINE, "--to", "sado@example.com", "--subject", "椅子", "--dry-run")
    assert shown.returncode == ExitCode.OK, shown.stderr
    assert "sado@example.com" in shown.stdout
    assert "Subject: 椅子" in shown.stdout
    assert states() == []


def test_a_file_for_the_mail_program_is_the_users_alone_and_counts(tmp_path):
    file = tmp_path / "draft.eml"
    result = meishi("mail", FORESTER, "--line", LINE, "--eml", file)
    assert result.returncode == ExitCode.OK, result.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert states() == ["handed-over"]
    assert meishi("mail", FORESTER, "--line", LINE, "--eml", file).returncode == ExitCode.USAGE


def test_a_file_that_cannot_be_written_counts_for_nothing(tmp_path):
    assert meishi("mail", FORESTER, "--line", LINE, "--eml", tmp_path / "no" / "x.eml").returncode == ExitCode.USAGE
    assert states() == ["not-sent"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((POET, "--line", LINE), "no mail address"),
        ((FORESTER, "--line", "一\n二"), "one line"),
        ((FORESTER, "--line", LINE, "--to", "other@example.com"), "none of"),
        ((FORESTER, "--line", LINE, "--find", 9), "no find 9"),
        ((FORESTER, "--line", LINE, "--send", "--open"), "one way"),
        ((FORESTER,), "no line"),
        ((FORESTER, "--line", LINE, "--send", "--subject", "a\nBcc: everybody@example.com"), "line break"),
        ((99, "--line", LINE), "no contact 99"),
    ],
)
def test_what_cannot_be_sent_is_said(arguments, word):
    result = meishi("mail", *arguments, MEISHI_SMTP_HOST="127.0.0.1", MEISHI_SMTP_SECURITY="none")
    assert result.returncode == ExitCode.USAGE
    assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert states() == []


def test_without_settings_it_says_which():
    assert "MEISHI_SMTP_HOST" in meishi("mail", FORESTER, "--line", LINE, "--send").stderr
    unnamed = meishi("mail", FORESTER, "--line", LINE, "--send", MEISHI_MAIL_FROM="nobody")
    assert "MEISHI_MAIL_FROM" in unnamed.stderr
    assert unnamed.returncode == ExitCode.SETUP


def test_a_trip_brings_up_the_people_there_with_a_line_to_begin_from():
    there = records(meishi("trip", "Sapporo", "--from", "2026-12-01", "--to", "2026-12-03", "--json"))
    assert {person["contact_id"] for person in there} == {FORESTER, POET}
    assert there[0]["line"] == "12月1日から12月3日まで、Sapporoにおります。"
    assert records(meishi("trip", "那覇", "--json")) == []
    backwards = meishi("trip", "札幌", "--from", "2026-12-03", "--to", "2026-12-01")
    assert backwards.returncode == ExitCode.USAGE


def test_a_reminder_goes_to_oneself_once_a_day_and_one_that_did_not_is_said_at_the_next_start(tmp_path, meishi_home):
    opened = open_library(meishi_home)
    with opened.store:
        meet(opened, tmp_path, somebody("山田 太郎", "部長", (), "東京都", "港区"), met_on=date(2026, 1, 5))
    refused = meishi("today", "--notify", MEISHI_REMIND_BY="mail")
    assert refused.returncode == ExitCode.SETUP
    assert "MEISHI_SMTP_HOST" in refused.stderr
    assert "did not reach you" in meishi("today").stderr
    inbox = tmp_path / "inbox"
    with mail_server(inbox) as server:
        for _ in range(2):
            reminded = meishi("today", "--notify", MEISHI_REMIND_BY="mail", MEISHI_LANGUAGE="ja", **server)
            assert reminded.returncode == ExitCode.OK, reminded.stderr
    (file,) = taken(inbox)
    arrived = email.message_from_bytes(file.read_bytes(), policy=default)
    assert arrived["To"].addresses[0].addr_spec == arrived["From"].addresses[0].addr_spec == "yoko@example.jp"
    assert "山田 太郎さん" in arrived["Subject"]
    assert "did not reach you" not in meishi("today").stderr
