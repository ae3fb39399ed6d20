from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from meishi.cli.line_breaks import break_japanese_lines


def lines_of(text, width):
    break_japanese_lines()
    console = Console(file=io.StringIO(), width=width)
    table = Table.grid()
    table.add_column(overflow="fold")
    table.add_row(text)
    console.print(table, markup=False)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_japanese_fills_its_lines_and_no_mark_stands_at_their_beginning():
    assert lines_of("はがきを一人ずつ書きます。`meishi undo` で取り消せます。", 22) == [
        "はがきを一人ずつ書きま",
        "す。`meishi undo` で取",
        "り消せます。",
    ]
    assert lines_of("名刺の（よみ）と「会社」、住所。", 6) == ["名刺の", "（よ", "み）と", "「会", "社」、", "住所。"]

    assert lines_of("次は1月19日(火)。", 14) == ["次は1月19日", "(火)。"]


def test_words_of_other_scripts_stay_whole():
    assert lines_of("A line of the message, up to three times.", 12) == [
        "A line of",
        "the message,",
        "up to three",
        "times.",
    ]


@given(st.text(st.sampled_from("あ漢ア、。（）「」ab, 1ー"), max_size=40), st.integers(4, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text, width):
    lines = lines_of(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)
