"""Import: pictures from the browser become contacts with both tasks, and say what became of them."""

import json
import threading
import time
from contextlib import ExitStack

from importing import read_made_up
from meishi.decode import open_photos
from meishi.errors import CardError
from meishi.services.forget import forget_contact
from meishi.services.reading import FileReading
from patience import wait_until
from web_site import csrf_of, running


def upload(client, *files, **fields):
    data = {"csrf": csrf_of(client, "/import"), **fields}
    return client.post("/import", data=data, files=[("pictures", file) for file in files], follow_redirects=True)


def settled(site, client):
    wait_until(lambda: not site.importer.inbox.waiting(), or_else="pictures are left waiting")
    return client.get("/import/progress").text


def test_pictures_become_contacts_with_both_tasks(site, reader):
    page = upload(
        reader, ("a.jpg", b"first"), ("b.jpg", b"second"), met_at="Tech Expo", met_on="2026-11-20", tags="fair, 東京"
    )
    assert page.url.path == "/import/progress"
    page = settled(site, reader)
    assert "All pictures are read." in page
    assert "山田 a" in page
    everybody = site.library.store.contacts()
    (found,) = [record.id for record in everybody if record.contact.display_name == "山田 a"]
    person = site.library.store.care.person(found)
    assert person.postcards[0].encounter.met_at == "Tech Expo"
    assert person.postcards[0].encounter.tags == ("fair", "東京")
    assert person.open_follow_up


def test_the_same_picture_again_is_nothing_new(site, reader):
    upload(reader, ("a.jpg", b"first"))
    settled(site, reader)
    upload(reader, ("again.jpg", b"first"))
    assert "imported before" in settled(site, reader)


def test_a_file_s_name_is_text_and_no_way_out(site, reader, tmp_path):
    upload(reader, ("../../<script>alert(1).jpg", b"first"))
    page = settled(site, reader)
    assert "&lt;script&gt;alert(1).jpg" in page
    assert "<script>alert" not in page
    assert not [path for path in tmp_path.rglob("*alert*") if "library" not in path.parts]


def events_of(answer):
    """The events that a page gets, with what they tell."""
    name = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def reading_after(gate):
    """A reader that takes its time."""

    def read(files):
        for reading in read_made_up(files):
            assert gate.wait(30)
            yield reading

    return read


def test_a_page_that_stays_open_hears_what_becomes_of_each_picture(tmp_path):
    gate = threading.Event()
    with running(tmp_path / "library", read=reading_after(gate)) as site, site.reader() as client:
        page = upload(client, ("a.jpg", b"first"), ("<b>.jpg", b"second"))
        assert "data-running" in page.text
        with client.stream("GET", "/import/events") as answer:
            events = events_of(answer)
            _, first = next(events)
            assert "2 pictures are still being read." in first["status"]
            assert "&lt;b&gt;.jpg" in "".join(first["rows"].values())
            gate.set()
            *_, (_, last), end = events
        assert "All pictures are read." in last["status"]
        assert end == ("end", {})
        assert "data-running" not in settled(site, client)


def test_a_page_that_stays_open_hears_of_who_is_forgotten_by_whatever_program(tmp_path):
    gate = threading.Event()
    gate.set()
    with running(tmp_path / "library", read=reading_after(gate)) as site, site.reader() as client:
        upload(client, ("a.jpg", b"first"))
        settled(site, client)
        gate.clear()
        upload(client, ("b.jpg", b"second"))
        (known, _) = site.importer.inbox.arrivals()
        with client.stream("GET", "/import/events") as answer:
            events = events_of(answer)
            next(events)
            forget_contact(known.outcome.contacts[0].id, site.library.store, site.library.originals)
            _, news = next(events)
            assert news["gone"] == [known.key]
            gate.set()


def test_pace_and_time_left_are_said_as_soon_as_one_is_read(site, reader):
    upload(reader, ("a.jpg", b"first"))
    settled(site, reader)
    progress = site.importer.progress()
    assert progress.a_minute > 0
    assert progress.minutes_left == 0

    # What the library has already says nothing about the pace.
    while site.importer.is_running:
        time.sleep(0.05)
    upload(reader, ("again.jpg", b"first"))
    settled(site, reader)
    assert site.importer.progress().a_minute is None


def test_who_listens_does_not_hold_up_the_end_of_the_server(tmp_path):
    with ExitStack() as listeners:
        gate = threading.Event()
        with running(tmp_path / "library", read=reading_after(gate)) as site:
            client = listeners.enter_context(site.reader())
            upload(client, ("a.jpg", b"first"))
            answer = listeners.enter_context(client.stream("GET", "/import/events"))
            next(events_of(answer))
            closing = threading.Thread(target=lambda: (site.parts.closing.wait(30), gate.set()))
            closing.start()
            began = time.monotonic()
        assert time.monotonic() - began < 4
        closing.join()


def test_strangers_hear_nothing(site):
    with site.stranger() as stranger:
        assert stranger.get("/import/events").status_code == 401


def test_what_is_no_picture_says_so_in_plain_words(tmp_path):
    def read(files):
        for path in files:
            try:
                list(open_photos(path))
            except CardError as error:
                yield FileReading(path, errors=[error])

    with running(tmp_path / "library", read=read) as site, site.reader() as client:
        upload(client, ("letter.jpg", b"Dear Sir or Madam,"), ("empty.jpg", b""))
        page = settled(site, client)
        assert "this is text, not a picture" in page
        assert "empty" in page
        assert str(tmp_path) not in page


def test_choosing_nothing_is_said(reader):
    page = upload(reader, ("", b""))
    assert page.status_code in {400, 422}


def test_readers_cannot_import(tmp_path):
    with running(tmp_path / "library", read_only=True) as site, site.reader() as client:
        assert 'type="file"' not in client.get("/import").text
        answer = client.post("/import", data={"csrf": csrf_of(client)}, files=[("pictures", ("a.jpg", b"x"))])
        assert answer.status_code == 403
        assert site.importer.inbox.arrivals() == []


def test_the_list_is_cleared_and_the_contacts_stay(site, reader):
    upload(reader, ("a.jpg", b"first"))
    settled(site, reader)
    page = reader.post("/import/clear", data={"csrf": csrf_of(reader)}, follow_redirects=True)
    assert "The list is cleared" in page.text
    assert site.importer.inbox.arrivals() == []
    assert len(site.library.store.contacts()) == 3
