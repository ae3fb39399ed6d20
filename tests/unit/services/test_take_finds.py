"""A folder for finds: each file is kept once, filed away, and what cannot be read is set aside with the reason."""

from datetime import UTC, datetime

import pytest

from importing import open_library
from meishi.exchange.read_find import holds_find
from meishi.services.take_finds import take_finds
from meishi.services.watch import Settling, WatchedFolder, Watcher

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def store(meishi_home):
    with open_library(meishi_home).store as store:
        yield store


@pytest.fixture
def folder(tmp_path, meishi_home):
    (tmp_path / "share").mkdir()
    with WatchedFolder.claim(tmp_path / "share", home=meishi_home, takes=holds_find) as folder:
        yield folder


def look(folder, store):
    def take(files):
        return take_finds(files, store, tags_of=folder.tags_of, now=lambda: NOW)

    watcher = Watcher(folder, take, settling=Settling(0), clock=lambda: 0.0, now=lambda: NOW, tell=print)
    return list(watcher.look())


def drop(folder, name, text):
    file = folder.path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_it_becomes_a_find_with_its_folders_as_tags_and_is_archived(folder, store):
    drop(folder, "茶/a.txt", "お茶の本 https://example.com/tea")
    (filed,) = look(folder, store)
    (record,) = store.mail.finds()
    assert filed.outcome.find_id == record.id
    assert (record.find.text, record.find.url) == ("お茶の本", "https://example.com/tea")
    assert record.find.tags == ("茶",)
    assert (folder.path / "archive/2026-11/茶/a.txt").exists()
    assert look(folder, store) == []


def test_the_same_link_twice_is_one_find(folder, store):
    drop(folder, "a.txt", "https://example.com/tea")
    drop(folder, "b.url", "[InternetShortcut]\nURL=https://example.com/tea")
    first, second = look(folder, store)
    assert first.outcome.find_id == second.outcome.find_id
    (record,) = store.mail.finds()
    assert record.find.title == "b"


def test_what_cannot_be_read_is_set_aside_with_the_reason_and_the_rest_is_kept(folder, store):
    drop(folder, "a.url", "nothing")
    drop(folder, "b.txt", "思いつき")
    drop(folder, "card.jpg", "a picture")
    look(folder, store)
    assert [record.find.text for record in store.mail.finds()] == ["思いつき"]
    assert "no link" in (folder.path / "set-aside/a.url.txt").read_text(encoding="utf-8")
    assert (folder.path / "card.jpg").exists()
    assert look(folder, store) == []
