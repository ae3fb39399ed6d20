"""`meishi postcards print` as a user types it, on a library whose cards are made up."""

import json

import pypdfium2
import pytest

from command import meishi
from importing import open_library, run_import
from meishi.errors import ExitCode


@pytest.fixture
def filled(meishi_home, tmp_path):
    """Three people in the library, all at one address."""
    files = [tmp_path / f"{name}.jpg" for name in ("一郎", "二郎", "三郎")]
    for file in files:
        file.write_bytes(file.name.encode())
    library = open_library(meishi_home)
    with library.store:
        run_import(files, library)
    return tmp_path


def text_of(file):
    document = pypdfium2.PdfDocument(file)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_all_open_cards_are_printed_with_the_sender(filled):
    file = filled / "cards.pdf"
    result = meishi("postcards", "print", "-o", file, MEISHI_SENDER_NAME="相原 陽子", MEISHI_PRINTER_OFFSET_MM="0.5,-1")
    assert result.returncode == ExitCode.OK, result.stderr
    assert "3 of 3" in result.stdout
    text = text_of(file)
    assert text.count("相原 陽子") == 3
    assert "山田 三郎 様" in text


def test_one_card_together_and_a_message_for_the_other_side(filled):
    file = filled / "both.pdf"
    result = meishi(
        "postcards", "print", 1, 2, "--together", "--side", "both", "--message", "ありがとう", "-o", file, "--json"
    )
    assert result.returncode == ExitCode.OK, result.stderr
    assert json.loads(result.stdout)["contact_ids"] == [1, 2]
    assert "ありがとう" in text_of(file)


def test_a_dry_run_says_what_would_be_printed(filled):
    result = meishi("postcards", "print", "--due", "--dry-run", "-o", filled / "none.pdf")
    assert result.returncode == ExitCode.OK
    assert not (filled / "none.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (("--message", "a", "--message", "b", "--message", "c", "--message", "d"), {}, "three lines"),
        ((), {"MEISHI_PRINTER_OFFSET_MM": "far away"}, "MEISHI_PRINTER_OFFSET_MM"),
        (("99",), {}, "99"),
    ],
)
def test_what_cannot_be_done_is_said(filled, arguments, environment, word):
    result = meishi("postcards", "print", *arguments, "-o", filled / "cards.pdf", **environment)
    assert result.returncode in {ExitCode.USAGE, ExitCode.SETUP}
    assert word in result.stderr
    assert "Traceback" not in result.stderr
