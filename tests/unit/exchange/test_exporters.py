from __future__ import annotations

import pytest

from meishi.exchange.forms import CsvFormat, VcardVersion
from meishi.exchange.json_library import write_json_lines
from meishi.exchange.person import Written
from meishi.exchange.write_csv import write_csv
from meishi.exchange.write_vcard import write_vcards
from meishi.testing import SAMPLE_PEOPLE, check_exporter


@pytest.mark.parametrize("form", CsvFormat)
def test_our_own_tables_keep_the_word_that_we_ask_of_others(form):
    check_exporter(lambda people: write_csv(people, form))


def test_our_own_cards_and_lines_keep_it_too():
    for version in VcardVersion:
        check_exporter(lambda people, version=version: Written(write_vcards(people, version)))
    check_exporter(lambda people: Written(write_json_lines(people)))


def test_who_breaks_it_is_told():
    calls = []

    def changing(people):
        calls.append(people)
        return Written(str(len(calls)).encode())

    for broken, word in (
        (lambda _: b"", "Written"),
        (lambda _: Written("text"), "bytes"),
        (changing, "same file"),
        (lambda _: Written(b""), "everybody"),
    ):
        with pytest.raises(AssertionError, match=word):
            check_exporter(broken)
    assert len({person.uid for person in SAMPLE_PEOPLE}) == 3
