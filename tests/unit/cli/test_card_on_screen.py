"""A card between the lines of a command, in a terminal that draws pixels."""

from importing import meet, meet_doubtful, open_library
from meishi.cli.card_on_screen import show_card
from meishi.cli.review.pixel_terminal import CellSize, PixelTerminal
from meishi.domain.contact import Contact, PersonName

TERMINAL = PixelTerminal(CellSize(10, 20))


def test_the_newest_card_is_drawn_and_what_follows_stands_below_it(meishi_home, tmp_path, capsys):
    library = open_library(meishi_home)
    with library.store as store:
        meet_doubtful(library, tmp_path, "山田 太郎", "03-1234-5678")
        show_card(1, store, library.originals, TERMINAL)
        drawn = capsys.readouterr().out
        rows = drawn.count("\n")
        _, height = drawn.partition('\x1bPq"1;1;')[2].partition("#")[0].split(";")
        assert (rows - 1) * TERMINAL.cell.height < int(height) <= rows * TERMINAL.cell.height
        assert drawn.endswith(f"\x1b8\x1b[{rows}B")


def test_who_has_no_picture_is_written_to_all_the_same(meishi_home, tmp_path, capsys):
    library = open_library(meishi_home)
    with library.store as store:
        meet(library, tmp_path, Contact(name=PersonName(full="鈴木 花子")))
        show_card(1, store, library.originals, TERMINAL)
        show_card(99, store, library.originals, TERMINAL)
    assert capsys.readouterr().out == ""
