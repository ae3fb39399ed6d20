"""The inbox: what came in is kept until it is imported, whatever happens in between."""

import io
import resource
import stat
import time
from datetime import UTC, date, datetime

import pytest

from importing import open_library, read_made_up
from meishi.domain.encounter import Encounter
from meishi.errors import StoreError
from meishi.services.forget import forget_contact
from meishi.services.import_ import FileOutcome, SetAside, import_pictures
from meishi.services.inbox import Inbox, InboxImporter
from patience import wait_until

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MET = Encounter(met_on=date(2026, 11, 24), met_at="展示会")


@pytest.fixture
def library(tmp_path):
    opened = open_library(tmp_path)
    with opened.store:
        yield opened


def importer_of(library, home):
    def import_files(files, encounter_of):
        return import_pictures(
            files, library, read_made_up, encounter_of=encounter_of, today=NOW.date(), now=lambda: NOW
        )

    return InboxImporter(Inbox(home), import_files)


def run(importer):
    importer.wake()
    wait_until(lambda: importer.trouble or not importer.inbox.waiting(), or_else="pictures are left waiting")
    importer.stop()


def drop(inbox, name="a.jpg", content=b"one"):
    return inbox.take(name, io.BytesIO(content), MET, now=NOW)


def test_what_came_in_becomes_a_contact_with_its_meeting_and_the_picture_goes(library, tmp_path):
    importer = importer_of(library, tmp_path)
    arrival = drop(importer.inbox)
    run(importer)
    (settled,) = importer.inbox.arrivals()
    assert settled.outcome.contacts[0].id == 1
    assert library.store.care.person(1).postcards[0].encounter == MET
    assert not importer.inbox.picture(arrival).exists()


def test_what_waited_when_the_server_ended_is_imported_at_the_next_start(library, tmp_path):
    drop(Inbox(tmp_path))
    importer = importer_of(library, tmp_path)
    run(importer)
    assert importer.inbox.waiting() == []
    assert len(library.store.contacts()) == 1


def test_the_same_picture_again_is_known(library, tmp_path):
    importer = importer_of(library, tmp_path)
    drop(importer.inbox)
    drop(importer.inbox, "b.jpg")
    run(importer)
    assert sorted(arrival.outcome.is_known for arrival in importer.inbox.arrivals()) == [False, True]


def test_when_the_library_refuses_the_pictures_wait(tmp_path):
    def refuse(files, encounter_of):
        raise StoreError("the disk is full", hint="Make room.")
        yield

    importer = InboxImporter(Inbox(tmp_path), refuse)
    arrival = drop(importer.inbox)
    run(importer)
    assert str(importer.trouble) == "the disk is full"
    assert importer.inbox.waiting() == [arrival]
    assert importer.inbox.picture(arrival).read_bytes() == b"one"


@pytest.mark.parametrize("failure", [OSError("no space left"), None])
def test_a_failure_that_nobody_foresaw_is_told_and_the_pictures_wait(tmp_path, failure):
    def fail(files, encounter_of):
        if failure:
            raise failure
        yield from ()

    importer = InboxImporter(Inbox(tmp_path), fail)
    arrival = drop(importer.inbox)
    run(importer)
    assert importer.trouble
    assert importer.inbox.waiting() == [arrival]


def test_a_picture_on_which_the_import_fails_holds_up_no_other_and_is_kept(library, tmp_path):
    whole = importer_of(library, tmp_path)

    def fail_on_the_bad_one(files, encounter_of):
        for file in files:
            if file.name == "bad.jpg":
                raise KeyError("nobody foresaw this")
            yield from whole._import_files([file], encounter_of)

    importer = InboxImporter(Inbox(tmp_path), fail_on_the_bad_one)
    bad = drop(importer.inbox, "bad.jpg")
    for number in range(12):
        drop(importer.inbox, f"{number}.jpg", b"%d" % number)
    run(importer)
    assert importer.trouble is None
    assert len(library.store.contacts()) == 12
    set_aside = next(arrival for arrival in importer.inbox.arrivals() if arrival.key == bad.key)
    assert "KeyError" in set_aside.outcome.set_aside[0].reason
    assert importer.inbox.picture(bad).read_bytes() == b"one"
    importer.inbox.clear()
    assert not importer.inbox.picture(bad).exists()


def test_where_every_picture_fails_none_is_blamed(tmp_path):
    def fail(files, encounter_of):
        raise KeyError("the reading processes cannot be started")
        yield

    importer = InboxImporter(Inbox(tmp_path), fail)
    arrivals = [drop(importer.inbox, name) for name in ("a.jpg", "b.jpg")]
    run(importer)
    assert "KeyError" in str(importer.trouble)
    assert importer.inbox.waiting() == arrivals


def test_what_is_told_of_a_file_names_it_as_the_sender_does(tmp_path):
    def set_aside(files, encounter_of):
        for file in files:
            yield FileOutcome(
                file=str(file), set_aside=(SetAside(file=str(file), reason=f"{file}: is empty", hint="Take another."),)
            )

    importer = InboxImporter(Inbox(tmp_path), set_aside)
    drop(importer.inbox)
    run(importer)
    (settled,) = importer.inbox.arrivals()
    assert settled.outcome.file == settled.outcome.set_aside[0].file == "a.jpg"
    assert settled.outcome.set_aside[0].reason == "a.jpg: is empty"


@pytest.mark.parametrize("room_bytes", [2, 50])
def test_a_full_disk_refuses_what_comes_in_and_says_what_to_do(tmp_path, room_bytes):
    inbox = Inbox(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, before[1]))
    try:
        with pytest.raises(StoreError) as refused:
            drop(inbox)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "a.jpg could not be kept" in str(refused.value)
    assert "Make room" in refused.value.hint
    assert list((tmp_path / "inbox").iterdir()) == []


def test_what_comes_in_while_the_last_file_is_settled_is_not_left_behind(library, tmp_path):
    importer = importer_of(library, tmp_path)
    for number in range(30):
        drop(importer.inbox, f"{number}.jpg", b"%d" % number)
        importer.wake()
        time.sleep(0.002 * (number % 5))
    run(importer)
    assert importer.inbox.waiting() == []


def test_an_upload_that_breaks_leaves_nothing(tmp_path):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError("the line went dead")

    inbox = Inbox(tmp_path)
    with pytest.raises(StoreError):
        inbox.take("a.jpg", Broken(), MET, now=NOW)
    assert list((tmp_path / "inbox").iterdir()) == []
    (tmp_path / "inbox" / ".half").mkdir()
    inbox.sweep()
    assert list((tmp_path / "inbox").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\cards\\a.jpg", "a.jpg"),
        ("..", "picture"),
        ("", "picture"),
        ("arrival.json", "picture"),
        ("a\x00\n<script>.jpg", "a<script>.jpg"),
        ("名刺 1.jpg", "名刺 1.jpg"),
        ("あ" * 400 + ".jpg", "あ" * 48 + ".jpg"),
    ],
)
def test_a_name_cannot_lead_anywhere(tmp_path, name, kept):
    arrival = drop(Inbox(tmp_path), name)
    assert arrival.name == kept
    assert Inbox(tmp_path).picture(arrival).parent.parent == tmp_path / "inbox"


def test_only_the_owner_may_read_it(tmp_path):
    inbox = Inbox(tmp_path)
    arrival = drop(inbox)
    file = inbox.picture(arrival)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent, file.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]


def test_whoever_is_forgotten_is_in_no_note_of_the_inbox(library, tmp_path):
    importer = importer_of(library, tmp_path)
    drop(importer.inbox)
    drop(importer.inbox, "b.jpg", b"two")
    run(importer)
    forget_contact(1, library.store, library.originals)
    (left,) = importer.inbox.arrivals()
    assert left.outcome.contacts[0].id == 2


def test_clearing_the_list_leaves_what_waits(library, tmp_path):
    importer = importer_of(library, tmp_path)
    drop(importer.inbox)
    run(importer)
    waiting = drop(importer.inbox, "b.jpg", b"two")
    importer.inbox.clear()
    assert importer.inbox.arrivals() == [waiting]
