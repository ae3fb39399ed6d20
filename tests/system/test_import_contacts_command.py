"""`meishi import-contacts` as a user types it."""

from __future__ import annotations

import json

import pytest

from command import meishi
from meishi.errors import ExitCode


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "eight.csv"
    file.write_text("氏名,会社名,e-mail,未知\n山田 太郎,山田商店,taro@example.com,何か\n", encoding="cp932")
    return file


def test_the_columns_of_a_table_are_shown_and_somebody_has_to_agree(table):
    asked = meishi("import-contacts", table)
    assert asked.returncode == ExitCode.USAGE
    assert "--yes" in asked.stderr
    looked = meishi("import-contacts", table, "--dry-run")
    assert "会社名: company" in looked.stderr
    assert "未知: passed over" in looked.stderr
    assert "would be new: 1" in looked.stdout
    taken = meishi("import-contacts", table, "--yes", "--with-aftercare", "--tag", "eight")
    assert taken.returncode == ExitCode.OK
    assert "new: 1, known already: 0" in taken.stdout
    (contact,) = [json.loads(line) for line in meishi("contacts", "--json").stdout.splitlines()]
    assert contact["postcards"][0]["state"] == "waiting-for-address"
    assert contact["encounters"][0]["encounter"]["met_at"] == "from eight.csv"
    assert contact["encounters"][0]["encounter"]["tags"] == ["eight"]


def test_what_was_exported_is_known_when_it_comes_back(table, tmp_path):
    meishi("import-contacts", table, "--yes")
    for name, *form in (("a.vcf", "vcard"), ("a.csv", "csv"), ("g.csv", "csv", "--for", "google"), ("a.json", "json")):
        assert meishi("export", *form, "-o", tmp_path / name).returncode == ExitCode.OK
        (outcome,) = [
            json.loads(line)
            for line in meishi("import-contacts", tmp_path / name, "--yes", "--json").stdout.splitlines()
        ]
        assert [person["is_known"] for person in outcome["people"]] == [True], name


def test_a_bad_file_is_said_and_the_others_are_read(table, tmp_path):
    (tmp_path / "bad.vcf").write_bytes(b"\x00nothing")
    with (tmp_path / "huge.vcf").open("wb") as huge:
        huge.truncate(100_000_000)
    result = meishi("import-contacts", tmp_path / "bad.vcf", tmp_path / "huge.vcf", table, "--yes")
    assert result.returncode == ExitCode.BATCH_INCOMPLETE
    assert "bad.vcf" in result.stderr
    assert "100,000,000 bytes" in result.stderr
    assert "new: 1" in result.stdout
    assert "Traceback" not in result.stderr
    assert meishi("import-contacts", tmp_path / "bad.vcf").returncode == ExitCode.CARD_REJECTED


def test_a_column_can_be_named_by_hand(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Wer,Wo\nTaro,ACME\n", encoding="utf-8")
    assert meishi("import-contacts", file, "--yes").returncode == ExitCode.CARD_REJECTED
    result = meishi("import-contacts", file, "--yes", "--column", "Wer=name", "--column", "Wo=company")
    assert result.returncode == ExitCode.OK
    assert "ACME" in result.stdout
    assert meishi("import-contacts", file, "--yes", "--column", "Wer").returncode == ExitCode.USAGE
