from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.errors import UnreadableFileError
from meishi.exchange.json_library import FORMAT_VERSION, read_json, write_json, write_json_lines
from people import all_letters, nasty_texts, one, people

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@given(everybody=st.lists(people(), max_size=3).map(tuple))
def test_everything_comes_back(everybody):
    assert read_json(write_json(everybody, NOW)).people == everybody
    assert read_json(write_json_lines(everybody)).people == everybody


@given(person=people(nasty_texts))
def test_what_no_terminal_should_be_sent_is_left_out_and_every_letter_comes_back(person):
    for written in (write_json([person], NOW), write_json_lines([person])):
        (back,) = read_json(written).people
        assert all_letters(back) == all_letters(person)
        assert not set(back.model_dump_json()) & set("\0\x1b\x85")
        assert read_json(write_json([back], NOW)).people == (back,)


def test_half_a_character_is_read_as_one_that_is_missing():
    line = b'{"uid": "1", "contact": {"name": {"full": "A\\ud800\\u0000\\u001b[2J"}}}'
    assert read_json(line).people[0].contact.name.full == "A\ufffd[2J"


@given(everybody=st.lists(people(), min_size=1, max_size=3).map(tuple))
def test_a_line_is_a_person_that_says_its_version(everybody):
    lines = [json.loads(line) for line in write_json_lines(everybody).decode().split("\n")[:-1]]
    assert [line["uid"] for line in lines] == [person.uid for person in everybody]
    assert {line["version"] for line in lines} == {FORMAT_VERSION}


@pytest.mark.parametrize("content", [b"{}", b"[1]", b'{"format": "meishi", "people": 3}', b"\xff\xfe", b"[" * 100_000])
def test_other_files_are_refused(content):
    with pytest.raises(UnreadableFileError) as caught:
        read_json(content, "file.json")
    assert "file.json" in str(caught.value)


def test_the_file_of_a_newer_meishi_is_refused():
    newer = json.dumps(
        {"format": "meishi", "version": FORMAT_VERSION + 1, "written_at": "2026-11-24T12:00:00Z", "people": []}
    )
    with pytest.raises(UnreadableFileError, match="newer"):
        read_json(newer.encode())


def test_an_identity_that_is_none_becomes_one():
    hostile = one(uid="../../somewhere/else")
    (person,) = read_json(write_json_lines([hostile])).people
    assert len(person.uid) == 36
    assert "/" not in person.uid


@given(content=st.binary(max_size=100))
def test_anything_at_all_is_read_or_refused(content):
    with suppress(UnreadableFileError):
        read_json(content)
