import os
import sqlite3
from pathlib import Path

import pytest

from meishi.errors import StoreError
from meishi.services.reading import read_files
from meishi.services.watch import WatchedFolder, keep_looking
from watching import build_watcher, picture, read_dropped


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def folder(tmp_path, meishi_home):
    (tmp_path / "dropped").mkdir()
    with WatchedFolder.claim(tmp_path / "dropped", home=meishi_home) as folder:
        yield folder


class Watching:
    """A watcher whose clock only goes when it is told to."""

    def __init__(self, folder, library, read=read_dropped):
        self.folder, self.clock, self.told = folder, Clock(), []
        self.watcher = build_watcher(
            folder, library, settle_seconds=3, clock=self.clock, tell=self.told.append, read=read
        )

    def drop(self, name, content=None):
        file = self.folder.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(picture(name) if content is None else content)
        return file

    def look(self, after_seconds=0):
        self.clock.seconds += after_seconds
        return {Path(filed.outcome.file).name: filed for filed in self.watcher.look()}

    def below(self, place):
        top = self.folder.path / place
        return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}


@pytest.fixture
def watching(folder, library):
    return Watching(folder, library)


def test_a_dropped_card_becomes_a_contact_with_its_folders_as_tags_and_goes_to_the_archive(watching, library):
    watching.drop("fair/card.jpg")
    assert watching.look() == {}
    filed = watching.look(3)["card.jpg"]
    (record,) = library.store.contacts()
    assert record.id == filed.outcome.contacts[0].id
    assert record.encounters[0].encounter.tags == ("fair",)
    assert watching.below("archive") == {"2026-11/fair/card.jpg"}
    assert watching.look(3) == {}


def test_a_file_that_still_grows_waits(watching):
    file = watching.drop("card.jpg", b"a ca")
    watching.look()
    for piece in (b"rd ", b"EN", b"D"):
        with file.open("ab") as opened:
            opened.write(piece)
        assert watching.look(3) == {}
        assert watching.watcher.is_waiting
    assert "card.jpg" in watching.look(3)
    assert not watching.watcher.is_waiting


def test_what_cannot_be_read_is_set_aside_once_and_tried_again_when_its_writer_goes_on(watching, library):
    with watching.drop("card.jpg", b"a card that is not com").open("ab") as writer:
        watching.look()
        watching.look(3)
        assert watching.below("set-aside") == {"card.jpg", "card.jpg.txt"}
        watching.look(3)
        assert watching.look(3) == {}
        writer.write(b"plete END")
    watching.look()
    assert "card.jpg" in watching.look(3)
    assert watching.below("set-aside") == set()
    assert watching.below("archive") == {"2026-11/card.jpg"}
    assert len(library.store.contacts()) == 1


def test_two_files_with_the_same_unreadable_bytes_are_both_set_aside(watching):
    watching.drop("a.jpg", b"no card END")
    watching.drop("b.jpg", b"no card END")
    watching.look()
    watching.look(3)
    assert watching.below("set-aside") == {"a.jpg", "a.jpg.txt", "b.jpg", "b.jpg.txt"}


def test_a_card_that_is_known_is_filed_without_another_contact(watching, library):
    for name in ("a.jpg", "b.jpg"):
        watching.drop(name, picture("the same"))
        watching.look()
        watching.look(3)
    assert watching.below("archive") == {"2026-11/a.jpg", "2026-11/b.jpg"}
    assert len(library.store.contacts()) == 1


def test_a_file_that_is_replaced_while_it_is_read_is_read_again(folder, library):
    replacements = [picture("somebody else")]

    def read(paths):
        for result in read_dropped(paths):
            if replacements:
                result.path.write_bytes(replacements.pop())
            yield result

    watching = Watching(folder, library, read)
    watching.drop("card.jpg")
    watching.look()
    assert watching.look(3)["card.jpg"].filed_as is None
    watching.look()
    watching.look(3)
    assert watching.below("archive") == {"2026-11/card.jpg"}
    ((card,),) = [library.store.cards(record.id) for record in library.store.contacts()]
    assert library.originals.path(card.kept_as).read_bytes() == picture("somebody else")


def test_a_file_that_vanishes_is_no_matter(folder, library):
    def read_late(paths):
        for path in paths:
            path.unlink()
        return read_dropped([])

    watching = Watching(folder, library, read_late)
    watching.drop("card.jpg")
    watching.look()
    assert watching.look(3) == {}
    assert watching.below(".") == {".meishi-watch.lock"}


def test_a_file_on_which_the_import_itself_fails_fails_alone(folder, library):
    def read(paths):
        for path in paths:
            if path.stem == "odd":
                raise ZeroDivisionError
            yield from read_dropped([path])

    watching = Watching(folder, library, read)
    for name in ("a.jpg", "odd.jpg", "z.jpg"):
        watching.drop(name)
    watching.look()
    watching.look(3)
    assert watching.below("set-aside") == {"odd.jpg", "odd.jpg.txt"}
    assert watching.below("archive") == {"2026-11/a.jpg", "2026-11/z.jpg"}


def test_a_name_that_is_no_text_is_set_aside_with_the_reason(folder, library):
    watching = Watching(folder, library, lambda paths: read_files(paths, parts=None))
    watching.drop(os.fsdecode(b"\xff\xfe.jpg"), b"a picture")
    watching.look()
    (filed,) = watching.look(3).values()
    assert "name" in filed.outcome.set_aside[0].reason
    assert filed.model_dump_json()
    assert filed.filed_as


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_cannot_be_opened_waits_and_is_told_once(watching):
    watching.drop("card.jpg").chmod(0)
    for _ in range(4):
        assert watching.look(5) == {}
    assert len(watching.told) == 1
    (watching.folder.path / "card.jpg").chmod(0o600)
    assert "card.jpg" in {**watching.look(10), **watching.look(3)}


def test_a_link_is_told_once(watching):
    (watching.folder.path / "link.jpg").symlink_to("nowhere")
    for _ in range(3):
        watching.look(3)
    assert len(watching.told) == 1
    assert "link" in watching.told[0]


def test_a_library_that_refuses_is_tried_again_later_and_nothing_is_lost(watching, library, meishi_home):
    watching.drop("card.jpg")
    watching.look()
    watching.clock.seconds += 3
    refusals = []

    def wakes():
        with sqlite3.connect(meishi_home / "meishi.db") as vandal:
            vandal.execute("ALTER TABLE pictures RENAME TO hidden")
        vandal.close()
        yield
        assert len(refusals) == 1
        for _ in range(10):
            watching.clock.seconds += 0.1
            yield
        assert len(refusals) == 1
        with sqlite3.connect(meishi_home / "meishi.db") as vandal:
            vandal.execute("ALTER TABLE hidden RENAME TO pictures")
        vandal.close()
        watching.clock.seconds += 60
        yield

    list(keep_looking(watching.watcher, wakes(), clock=watching.clock, tell=refusals.append))
    assert isinstance(refusals[0], StoreError)
    assert watching.below("archive") == {"2026-11/card.jpg"}
    assert len(library.store.contacts()) == 1


def test_a_folder_that_is_away_for_a_while_is_told_as_a_store_error(watching):
    watching.folder.path.rename(watching.folder.path.with_name("away"))
    with pytest.raises(StoreError) as caught:
        watching.look()
    assert caught.value.hint
    watching.folder.path.with_name("away").rename(watching.folder.path)
    assert watching.look() == {}
