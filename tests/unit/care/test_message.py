from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.care import MAX_LINES, PEN_COLUMNS, check_message, pen_columns, pen_lines
from meishi.errors import MessageTooLongError


def test_three_lines_are_taken_as_they_were_typed():
    assert check_message([" お話がとても楽しかったです。", "ありがとうございました！\n", "", "山田"]) == (
        "お話がとても楽しかったです。",
        "ありがとうございました！",
        "山田",
    )


@pytest.mark.parametrize("lines", [["1", "2", "3", "4"], ["1\n2\n3\n4"]])
def test_a_fourth_line_is_refused_with_a_kind_word(lines):
    with pytest.raises(MessageTooLongError, match="three lines are enough") as caught:
        check_message(lines)
    assert caught.value.hint


@given(st.lists(st.text(), max_size=MAX_LINES + 2))
def test_a_message_never_has_more_than_three_lines(lines):
    try:
        message = check_message(lines)
    except MessageTooLongError:
        return
    assert len(message) <= MAX_LINES
    assert all(line == line.strip() != "" for line in message)
    assert check_message(message) == message


def test_twelve_japanese_characters_fill_a_line_and_words_are_not_torn():
    assert pen_lines("あ" * 12) == ("あ" * 12,)
    assert pen_lines("あ" * 13) == ("あ" * 12, "あ")
    assert pen_lines("It was a pleasure to hear you") == ("It was a pleasure to", "hear you")


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=80))
def test_a_line_broken_for_the_pen_loses_nothing_but_blanks(text):
    rows = pen_lines(text)

    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(pen_columns(row) <= PEN_COLUMNS for row in rows)
