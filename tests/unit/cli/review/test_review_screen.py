import asyncio
import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from importing import made_up_reading, open_library, run_import
from meishi.cli.review.app import ReviewApp
from meishi.cli.review.kitty import WIPE, as_kitty_graphics
from meishi.cli.review.pixel_terminal import CellSize, PixelTerminal
from meishi.domain.contact import Address, PersonName
from meishi.domain.field import Field, FieldKind
from meishi.services.reading import FileReading

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIZE = (80, 24)


def field(kind, value, line, *, confidence=0.95, **more):
    return Field(
        kind=kind, value=value, raw=value, confidence=confidence, line=line, box=(20, 30 + 60 * line, 300, 40), **more
    )


def reading(path):
    """The doubtful card of 山田 doubts name and code, that of 鈴木 the company; 佐藤 is in order."""
    if path.stem == "yamada":
        fields = (
            field(FieldKind.NAME, "山由 太郎", 0, confidence=0.4),
            field(FieldKind.COMPANY, "山田商店", 1),
            field(FieldKind.POSTAL_CODE, "100-0005", 2, confidence=0.5),
            field(FieldKind.ADDRESS, "東京都千代田区丸の内1-2-3", 2),
        )
        contact = {
            "name": PersonName(full="山由 太郎"),
            "company": "山田商店",
            "addresses": (Address(full="東京都千代田区丸の内1-2-3", postal_code="100-0005"),),
        }
        reasons = (
            "The name “山由 太郎” was read with low confidence (0.40).",
            "The postal code “100-0005” was read with low confidence (0.50).",
        )
        alternatives = (("山田 太郎", "山川 太郎"), (), ())
    elif path.stem == "suzuki":
        fields = (
            field(FieldKind.NAME, "鈴木 花子", 0),
            field(FieldKind.COMPANY, "鈴未工業", 1, confidence=0.3),
            field(FieldKind.EMAIL, "hanako@suzuki.example.jp", 2),
        )
        contact = {
            "name": PersonName(full="鈴木 花子"),
            "company": "鈴未工業",
            "emails": ("hanako@suzuki.example.jp",),
        }
        reasons = ("The company “鈴未工業” was read with low confidence (0.30).",)
        alternatives = ((), (), ())
    else:
        return made_up_reading(path)
    lines = tuple(dict.fromkeys(f.value for f in fields if f.kind is not FieldKind.ADDRESS))
    return made_up_reading(path, **contact).model_copy(
        update={
            "fields": fields,
            "lines": lines,
            "alternatives": alternatives,
            "review_reasons": reasons,
            "size": (500, 300),
            "quad": ((0.0, 0.0), (500.0, 0.0), (500.0, 300.0), (0.0, 300.0)),
        }
    )


@pytest.fixture
def library(meishi_home, tmp_path):
    for number, name in enumerate(["suzuki", "yamada", "sato"]):
        picture = np.full((300, 500, 3), 250, np.uint8)
        for line in range(3):
            cv2.putText(
                picture, f"line {line} {number}", (25, 62 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1, (20,) * 3, 2
            )
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)

    def read(paths):
        for path in paths:
            yield FileReading(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), readings=[reading(path)])

    library = open_library(meishi_home)
    run_import(sorted(tmp_path.glob("*.png"), reverse=True), library, read)
    yield library
    library.store.close()


def by_name(library, family):
    return next(record for record in library.store.contacts() if family in record.contact.display_name)


class Screen:
    """What the screen shows after some keys."""

    def __init__(self, app):
        self.done = app.done
        self.overflow = app.screen.max_scroll_y + app.screen.max_scroll_x
        self.shown = {
            name: str(app.query_one(f"#{name}").content)
            for name in ("head", "reasons", "picture", "form", "lines", "said")
        }
        self.svg = app.export_screenshot()
        widget = app.query_one("#picture")
        self.drawn = [segment.text for row in range(widget.size.height) for segment in widget.render_line(row)]

    def __getitem__(self, name):
        return self.shown[name]


def review(library, *keys, queue=None, size=SIZE, pixels=None):
    """Press keys on the review screen of 山田 and 鈴木, and give what it shows in the end."""
    queue = queue or [by_name(library, "山由").id, by_name(library, "鈴木").id]

    async def run():
        app = ReviewApp(queue, library, by="tester", now=lambda: NOW, pixels=pixels)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            await pilot.pause()
            return Screen(app)

    return asyncio.run(run())


def test_the_doubtful_value_is_shown_first_with_its_picture_its_reason_and_its_line_marked(library):
    screen = review(library)
    assert "1 of 2" in screen["head"]
    assert screen["reasons"].splitlines()[0].startswith("The name “山由 太郎”")
    assert "! name" in screen["form"]
    assert "> 山由 太郎" in screen["lines"]
    assert screen["picture"].count("▀") > 200
    assert len(screen["picture"].splitlines()) <= 8


SIXELS = PixelTerminal(CellSize(10, 20))
KITTY = PixelTerminal(CellSize(10, 20), as_kitty_graphics, WIPE)
TO_WHAT_WAS_NOT_READ = ["down"] * 4
TO_THE_END = ["s", "s"]


@pytest.mark.parametrize(("pixels", "begins"), [(SIXELS, "\x1bPq"), (KITTY, "\x1b_Ga=T,")])
def test_where_the_terminal_draws_pixels_the_picture_is_drawn_once_in_its_place_and_taken_away_again(
    library, pixels, begins
):
    screen = review(library, pixels=pixels)
    (drawn,) = [text for text in screen.drawn if begins in text]
    assert drawn.startswith(f"\x1b7\x1b[4;2H{begins}")
    assert drawn.endswith("\x1b\\\x1b8")
    assert "▀" not in screen["picture"]
    assert screen.overflow == 0
    for keys in (TO_WHAT_WAS_NOT_READ, TO_THE_END):
        drawn = "".join(review(library, *keys, pixels=pixels).drawn)
        assert begins not in drawn
        assert pixels.wipe in drawn


def test_everything_fits_into_80_columns_and_24_rows(library):
    screen = review(library)
    for text in ("山由", "山田商店", "100-0005", "it is right", "correct", "skip", "undo"):
        assert all(letter in screen.svg for letter in text.replace(" ", "")), text
    assert screen.overflow == 0


def test_one_key_confirms_a_value_and_the_next_doubtful_one_is_shown(library):
    screen = review(library, "enter")
    assert "postal code" in screen["reasons"]
    assert "✓ name" in screen["form"]
    assert by_name(library, "山由").review_reasons == (
        "The postal code “100-0005” was read with low confidence (0.50).",
    )


def test_after_the_last_doubt_comes_the_next_contact_and_in_the_end_the_count(library):
    screen = review(library, "enter", "enter")
    assert "2 of 2" in screen["head"]
    assert "鈴木 花子" in screen["head"]
    screen = review(library, "enter", "enter", "enter")
    assert "All 2 looked at" in screen["head"]
    assert screen.done == 2
    assert by_name(library, "鈴木").review_reasons == ()


def test_a_value_is_corrected_in_japanese_and_the_correction_is_signed(library):
    contact_id = by_name(library, "山由").id
    review(library, "e", "ctrl+u", *"山田 太郎", "enter")
    record = library.store.contact(contact_id)
    assert record.contact.name.full == "山田 太郎"
    assert record.contact.name.family == "山田"
    assert library.store.history(contact_id)[0].by == "tester"


def test_every_key_does_something_and_says_so_in_japanese_too():
    program = """
from meishi.cli.review.app import ReviewApp
for binding in ReviewApp.BINDINGS:
    print(hasattr(ReviewApp, f"action_{binding.action.split('(')[0]}"), binding.show, binding.description)
"""
    environment = {**os.environ, "MEISHI_LANGUAGE": "ja"}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    keys = [line.split(" ", 2) for line in run.stdout.splitlines()]
    assert [is_there for is_there, _, _ in keys].count("False") == 0
    assert all(not said.isascii() for _, is_shown, said in keys if is_shown == "True")


def test_letters_that_are_keys_elsewhere_are_letters_in_a_value(library):
    review(library, "s", "e", "ctrl+u", *"quasi+1", "enter")
    assert by_name(library, "鈴木").contact.company == "quasi+1"


def test_escape_leaves_a_value_as_it_is_and_keys_are_keys_again(library):
    screen = review(library, "e", "x", "escape", "s")
    assert by_name(library, "山由").contact.name.full == "山由 太郎"
    assert "2 of 2" in screen["head"]


def test_a_number_takes_what_the_engine_read_otherwise(library):
    assert "or: 1 山田 太郎   2 山川 太郎" in review(library)["said"]
    contact_id = by_name(library, "山由").id
    review(library, "1")
    assert library.store.contact(contact_id).contact.name.full == "山田 太郎"


def test_undo_takes_back_change_by_change_and_shows_the_contact_again(library):
    before = library.store.contacts()
    screen = review(library, "1", "a", "a", "u", "u", "u", "u")
    assert "Nothing was changed" in screen["said"]
    assert screen.done == 0
    assert [record.model_copy(update={"updated_at": NOW}) for record in library.store.contacts()] == [
        record.model_copy(update={"updated_at": NOW}) for record in before
    ]
    assert "1 of 2" in screen["head"]


def test_a_whole_card_is_confirmed_or_skipped_by_one_key(library):
    review(library, "a", "s")
    assert by_name(library, "山由").review_reasons == ()
    assert by_name(library, "鈴木").review_reasons != ()


def test_a_postal_code_fills_the_address_that_is_missing(library):
    suzuki = by_name(library, "鈴木").id
    screen = review(library, "down", "e", *"100-0005", "enter", queue=[suzuki])
    (address,) = library.store.contact(suzuki).contact.addresses
    assert address.full == "東京都千代田区丸の内"
    assert "丸の内" in screen["form"]


def test_one_more_value_of_a_kind_is_added(library):
    suzuki = by_name(library, "鈴木").id
    review(library, "up", "up", "plus", *"h@example.jp", "enter", queue=[suzuki])
    assert library.store.contact(suzuki).contact.emails == ("hanako@suzuki.example.jp", "h@example.jp")


def test_what_makes_no_sense_is_refused_with_the_reason_and_nothing_changes(library):
    suzuki = by_name(library, "鈴木").id
    screen = review(library, "up", "up", "e", "ctrl+u", *"no mail", "enter", queue=[suzuki])
    assert "no mail address" in screen["said"]
    assert library.store.contact(suzuki).contact.emails == ("hanako@suzuki.example.jp",)


def test_an_original_that_is_gone_leaves_the_form_usable(library, meishi_home):
    for original in (meishi_home / "originals").rglob("*.png"):
        original.unlink()
    screen = review(library, "enter")
    assert "no such file" in screen["picture"] or "there is no" in screen["picture"]
    assert "✓ name" in screen["form"]


def test_a_small_and_a_large_terminal_show_the_selected_value(library):
    for size in ((60, 18), (140, 50)):
        assert "山由 太郎" in review(library, size=size)["form"]


@pytest.fixture
def namesake(library, tmp_path):
    """Somebody who may be 鈴木 of the library, or not."""
    picture = tmp_path / "namesake.jpg"
    picture.write_bytes(b"a picture")
    card = made_up_reading(picture, name=PersonName(full="鈴木 花子"), company="別会社", titles=("部長",))
    digest = hashlib.sha256(b"a picture").hexdigest()
    (outcome,) = run_import([picture], library, lambda _: [FileReading(picture, sha256=digest, readings=[card])])
    return outcome.contacts[0].id


def test_whether_two_contacts_are_one_person_is_asked_and_either_answer_is_one_key_and_can_be_undone(library, namesake):
    suzuki = library.store.contact(namesake).questions[0].other_id
    queue = [namesake, suzuki]
    assert f"The same person as 鈴木 花子 鈴未工業 ({suzuki})? m: yes, d: no" in review(library, queue=queue)["reasons"]
    people = len(library.store.contacts())
    screen = review(library, "m", queue=queue)
    assert len(library.store.contacts()) == people - 1
    assert "2 of 2" in screen["head"]
    library.store.undo(now=NOW)
    review(library, "d", queue=queue)
    assert library.store.contact(namesake).questions == ()
    screen = review(library, "m", "u", queue=queue)
    assert len(library.store.contacts()) == people


def test_a_contact_that_is_gone_is_passed_over_in_both_directions(library, namesake):
    suzuki = library.store.contact(namesake).questions[0].other_id
    yamada = by_name(library, "山由").id
    screen = review(library, "s", "m", "p", queue=[yamada, namesake, suzuki])
    assert "1 of 3" in screen["head"]
