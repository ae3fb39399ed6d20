import os
import stat
from datetime import date
from pathlib import Path

import pytest

from meishi.errors import UsageError
from meishi.services.watch.folder import WatchedFolder, appearance_of

DAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path, meishi_home):
    path = tmp_path / "dropped"
    path.mkdir()
    with WatchedFolder.claim(path, home=meishi_home) as folder:
        yield folder


def drop(folder, name, content=b"a picture"):
    file = folder.path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_litter_of_systems_and_sync_clients_is_passed_over(folder):
    litter = (
        *(".DS_Store", "._card.jpg", "~$card.docx", "card.jpg.part", "card.jpg.crdownload", "card.tmp", "Thumbs.db"),
        *("desktop.ini", "~syncthing~card.jpg.tmp", ".card.jpg.icloud", "IMG_1.AAE", "card.jpg~", "#card.jpg#"),
        *(".stversions/card.jpg", "@eaDir/card.jpg", "Icon\r"),
    )
    for name in litter:
        drop(folder, name)
    wanted = {drop(folder, "card.jpg"), drop(folder, "fair/day 1/スキャン.PNG"), drop(folder, "no suffix")}
    dropped = folder.dropped()
    assert set(dropped.files) == wanted
    assert dropped.refused == {}


def test_links_and_pipes_are_refused_with_the_reason(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "card.jpg").write_bytes(b"a picture")
    (folder.path / "link.jpg").symlink_to(outside / "card.jpg")
    (folder.path / "linked folder").symlink_to(outside)
    os.mkfifo(folder.path / "pipe.jpg")
    dropped = folder.dropped()
    assert dropped.files == {}
    assert {path.name for path in dropped.refused} == {"link.jpg", "linked folder", "pipe.jpg"}


def test_sub_folders_become_tags_and_stay_with_the_file_wherever_it_is_filed(folder):
    file = drop(folder, "fair/Tokyo/card.jpg")
    assert folder.tags_of(file) == ("fair", "Tokyo")
    aside = folder.set_aside(file, ["no card"])
    assert aside.relative_to(folder.path) == Path("set-aside/fair/Tokyo/card.jpg")
    assert folder.tags_of(aside) == ("fair", "Tokyo")
    assert folder.archive(aside, DAY).relative_to(folder.path) == Path("archive/2026-11/fair/Tokyo/card.jpg")
    assert list((folder.path / "set-aside" / "fair" / "Tokyo").iterdir()) == []


def test_no_file_is_ever_overwritten(folder):
    for content in (b"one", b"two", b"three"):
        folder.archive(drop(folder, "card.jpg", content), DAY)
        folder.set_aside(drop(folder, "card.jpg", content), ["no card"])
    for place in ("archive/2026-11", "set-aside"):
        contents = {file.read_bytes() for file in (folder.path / place).glob("*.jpg")}
        assert contents == {b"one", b"two", b"three"}


def test_a_set_aside_file_is_tried_again_when_it_was_touched_whatever_the_clock_says(folder):
    aside = folder.set_aside(drop(folder, "card.jpg"), ["no card"])
    assert folder.dropped().files == {}
    os.utime(aside, (1, 1))
    assert set(folder.dropped().files) == {aside}
    assert folder.set_aside(aside, ["still no card"]) == aside
    assert folder.dropped().files == {}
    assert "still no card" in (folder.path / "set-aside" / "card.jpg.txt").read_text(encoding="utf-8")


def test_a_note_whose_picture_was_taken_away_is_not_read_as_one(folder):
    folder.set_aside(drop(folder, "card.jpg"), ["no card"]).unlink()
    assert folder.dropped().files == {}


@pytest.mark.parametrize("name", ["x" * 251 + ".jpg", "名" * 83 + ".jpg", os.fsdecode(b"\xff\xfe.jpg")])
def test_names_at_the_limit_and_of_foreign_letters_are_filed_too(folder, name):
    for content in (b"one", b"two"):
        aside = folder.set_aside(drop(folder, name, content), [f"{os.fsdecode(b'%a' % name.encode(errors='replace'))}"])
        assert aside.read_bytes() == content
    assert folder.dropped().files == {}


def test_places_and_notes_are_the_owners_alone(folder):
    folder.set_aside(drop(folder, "fair/card.jpg"), ["no card"])
    for place in ("archive", "set-aside", "set-aside/fair"):
        assert stat.S_IMODE((folder.path / place).stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.path / "set-aside/fair/card.jpg.txt").stat().st_mode) == 0o600


def test_what_is_gone_has_no_looks(tmp_path):
    assert appearance_of(tmp_path / "gone.jpg") is None
    assert appearance_of(tmp_path) is None


class TestRefusals:
    def refused(self, path, home, *words):
        with pytest.raises(UsageError) as caught, WatchedFolder.claim(path, home=home):
            pass
        assert caught.value.hint
        for word in words:
            assert word in str(caught.value)

    def test_a_second_watcher(self, folder, meishi_home):
        self.refused(folder.path, meishi_home, "already")

    def test_a_folder_inside_or_around_a_watched_one(self, folder, meishi_home, tmp_path):
        inner = folder.path / "fair"
        inner.mkdir()
        self.refused(inner, meishi_home, "watched")
        self.refused(folder.path / "archive", meishi_home, "filed")
        self.refused(tmp_path, tmp_path.parent / "elsewhere", "watched")

    def test_a_link_and_what_is_no_folder(self, tmp_path, meishi_home):
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "real")
        (tmp_path / "file").touch()
        self.refused(tmp_path / "link", meishi_home, "link")
        self.refused(tmp_path / "file", meishi_home, "no folder")
        self.refused(tmp_path / "missing", meishi_home, "no folder")

    def test_the_library_itself_and_what_is_around_it(self, tmp_path, meishi_home):
        (meishi_home / "originals").mkdir(parents=True)
        self.refused(meishi_home / "originals", meishi_home, "library")
        self.refused(tmp_path, meishi_home, "library")

    def test_a_place_for_files_that_is_a_link(self, tmp_path, meishi_home):
        (tmp_path / "dropped").mkdir()
        (tmp_path / "dropped" / "archive").symlink_to(tmp_path)
        self.refused(tmp_path / "dropped", meishi_home, "link")

    def test_a_folder_that_was_watched_may_be_watched_again(self, tmp_path, meishi_home):
        (tmp_path / "dropped").mkdir()
        for _ in range(2):
            with WatchedFolder.claim(tmp_path / "dropped", home=meishi_home):
                pass
