"""Today and Contacts: what they show, what their forms do, and the way back."""

import hashlib
import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from importing import made_up_reading, meet, run_import
from meishi.domain.contact import Contact, PersonName
from meishi.domain.relation import Closeness
from meishi.services.reading import FileReading
from web_site import TODAY, csrf_of, running, submit


def test_today_shows_whom_the_day_belongs_to_and_how_many_have_their_postcard(site, reader):
    site.now += timedelta(days=10)
    page = reader.get("/").text

    assert "Postcards to write" in page
    assert "山田 花子" in page
    assert "Ask for the address" in page
    assert "鈴木 一郎" in page
    assert "days late" in page
    assert "0 of 2" in page
    assert "展示会" in page


def test_a_posted_card_leaves_the_day_counts_and_comes_back_by_undo(site, reader):
    site.now += timedelta(days=10)

    page = submit(reader, "/contacts/1/postcard", step="post", came_from="today")

    assert page.url.path == "/"
    assert "山田 花子: posted. Next line:" in page.text
    assert "1 of 2" in page.text
    assert site.library.store.coverage().sent == 1
    undo = re.search(r'action="(/changes/\d+/undo)"', page.text).group(1)
    page = submit(reader, undo)
    assert "Taken back." in page.text
    assert site.library.store.coverage().sent == 0
    assert "Taken back." not in reader.get("/").text


def test_what_a_form_changes_is_seen_at_once_what_an_import_saves_a_moment_later(site, reader, tmp_path):
    site.library.store.hold_answers(3600)
    assert "山田 花子" in reader.get("/contacts").text
    meet(site.library, tmp_path, Contact(name=PersonName(full="佐藤 次郎")))
    assert "佐藤 次郎" not in reader.get("/contacts").text

    submit(reader, "/contacts", query="佐藤")
    assert "佐藤 次郎" not in reader.get("/contacts").text  # a search changes nothing

    submit(reader, "/contacts/1/closeness", closeness="friend")
    assert "佐藤 次郎" in reader.get("/contacts").text


@pytest.mark.parametrize(
    ("step", "state"), [("done", "done"), ("skip", "skipped"), ("snooze", "scheduled"), ("stop", "stopped")]
)
def test_a_line_is_done_skipped_put_off_or_stopped(site, reader, step, state):
    before = site.library.store.care.person(1).open_follow_up

    page = submit(reader, "/contacts/1/follow-up", step=step, days=200, came_from="contact")

    assert page.url.path == "/contacts/1"
    person = site.library.store.care.person(1)
    assert person.follow_ups[0].state == state
    if step == "stop":
        assert person.is_stopped
        assert "Plan lines again" in page.text
    else:
        assert person.open_follow_up
        assert person.open_follow_up.due_on != before.due_on or step != "snooze"


def test_what_cannot_happen_says_why_and_changes_nothing(site, reader):
    submit(reader, "/contacts/1/postcard", step="post")

    answer = submit(reader, "/contacts/1/postcard", step="post")

    assert answer.status_code == 409
    assert "it is posted already" in answer.text
    assert submit(reader, "/contacts/1/postcard", step="burn").status_code == 422
    assert submit(reader, "/contacts/1/follow-up", step="snooze", days=0).status_code == 422


def test_a_form_leads_back_to_this_page_alone(site, reader):
    for somewhere in ("//evil.example", "https://evil.example", "/../x"):
        answer = reader.post(
            "/contacts/1/follow-up", data={"csrf": csrf_of(reader), "step": "skip", "came_from": somewhere}
        )
        assert answer.headers["location"] == "/"


def test_what_time_left_behind_is_put_in_order_once_a_day(site):
    site.now += timedelta(days=200)

    with site.reader() as reader:
        assert "you missed" in reader.get("/").text
        assert "you missed" not in reader.get("/").text


def test_a_search_finds_by_any_words_and_is_in_no_address(site, reader):
    answer = submit(reader, "/contacts", query="やまだ 山田商店")

    assert "山田 花子" in answer.text
    assert "鈴木 一郎" not in answer.text
    assert "One contact." in answer.text
    assert str(answer.url).endswith("/contacts")
    assert "鈴木 一郎" in submit(reader, "/contacts", met_at="展示").text
    assert "鈴木 一郎" in submit(reader, "/contacts", company="鈴木").text
    assert "山田 花子" not in submit(reader, "/contacts", company="鈴木").text
    assert "Nobody of whom all this is true." in submit(reader, "/contacts", met_at="elsewhere").text
    assert "Nobody of whom all this is true." in submit(reader, "/contacts", tag="none").text


def test_a_long_list_shows_more_when_asked(tmp_path):
    with running(tmp_path / "library") as site, site.reader() as reader:
        files = []
        for number in range(60):
            files.append(tmp_path / f"{number:02}.jpg")
            files[-1].write_bytes(f"{number}".encode())
        run_import(files, site.library)
        page = reader.get("/contacts").text
        assert "The first 50." in page
        assert 'name="limit" value="100"' in page
        assert "60 contacts." in submit(reader, "/contacts", limit=100).text


def test_a_contact_is_shown_with_all_that_belongs_to_it_but_what_is_private(site, reader):
    submit(reader, "/contacts/1/log", said="本当はこう思った", taken="静かに", in_touch="true")
    submit(reader, "/contacts/1/closeness", closeness="friend")

    page = reader.get("/contacts/1").text

    for shown in ("山田 花子", "ヤマダ ハナコ", "山田商店", "〒100-0001", "mailto:hanako@yamada.example.jp", "展示会"):
        assert shown in page
    assert "本当はこう思った" not in page
    assert 'value="friend"' not in page
    log = reader.get("/contacts/1/log").text
    assert "本当はこう思った" in log
    assert "静かに" in log
    assert '<option value="friend" selected>' in log
    person = site.library.store.care.person(1)
    assert person.closeness is Closeness.FRIEND
    assert person.notes[0].in_touch
    assert person.notes[0].noted_on == TODAY


def test_values_are_put_right_from_the_page_of_a_person_and_lead_back_there(site, reader):
    assert 'href="/review/1"' in reader.get("/contacts/1").text
    fields = {"path": "company", "was": "山田商店", "value": "山田商会", "then": "all right"}
    page = submit(reader, "/review/1", on="/review/1", **fields)
    assert page.url.path == "/contacts/1"
    assert "山田商会" in page.text
    undo = re.search(r'action="(/changes/\d+/undo)"', page.text).group(1)
    submit(reader, undo)


def test_a_line_that_was_answered_is_noted_and_a_card_that_was_declined_may_be_written_after_all(site, reader):
    assert "They answered" not in reader.get("/contacts/1").text
    submit(reader, "/contacts/1/follow-up", step="done", came_from="contact")
    assert 'value="answered"' in reader.get("/contacts/1").text
    submit(reader, "/contacts/1/follow-up", step="answered", came_from="contact")
    assert 'value="answered"' not in reader.get("/contacts/1").text
    assert site.library.store.care.person(1).follow_ups[0].answered_on == TODAY

    page = submit(reader, "/contacts/1/postcard", step="decline", came_from="contact")
    assert "To be written after all" in page.text
    submit(reader, "/contacts/1/postcard", step="reopen", came_from="contact")
    assert site.library.store.care.person(1).postcards[0].state.is_open


def test_an_empty_note_is_refused(site, reader):
    assert submit(reader, "/contacts/1/log", said="  ").status_code == 400
    assert site.library.store.care.person(1).notes == ()


def test_the_history_takes_back_the_change_one_points_at(site, reader):
    submit(reader, "/contacts/1/closeness", closeness="friend")
    change = site.library.store.history(1)[0]
    assert f'action="/changes/{change.id}/undo"' in reader.get("/contacts/1").text

    page = submit(reader, f"/changes/{change.id}/undo", came_from="contact", contact_id=1)

    assert page.url.path == "/contacts/1"
    assert "taken back" in page.text
    assert site.library.store.care.person(1).closeness is Closeness.MET
    assert submit(reader, f"/changes/{change.id}/undo").status_code == 404


def test_a_cards_picture_is_drawn_anew_without_what_the_camera_noted(site, reader, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "GPS of somebody's home"
    file = tmp_path / "photo.jpg"
    Image.new("RGB", (910, 550), "#d8e4c8").save(file, exif=exif)
    assert b"somebody's home" in file.read_bytes()

    def read(paths):
        for path in paths:
            reading = made_up_reading(path, name=PersonName(full="高橋 蓮")).model_copy(
                update={"quad": ((0.0, 0.0), (909.0, 0.0), (909.0, 549.0), (0.0, 549.0)), "size": (910, 550)}
            )
            yield FileReading(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), readings=[reading])

    run_import([file], site.library, read)
    card = site.library.store.cards(3)[0]

    answer = reader.get(f"/contacts/3/cards/{card.id}/small.jpg")

    assert answer.headers["content-type"] == "image/jpeg"
    assert b"somebody's home" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert max(picture.size) == 640
        assert not picture.getexif()
    assert (
        reader.get(
            f"/contacts/3/cards/{card.id}/small.jpg", headers={"If-None-Match": answer.headers["etag"]}
        ).status_code
        == 304
    )
    assert reader.get(f"/contacts/1/cards/{card.id}/small.jpg").status_code == 404
    assert reader.get(f"/contacts/3/cards/{card.id}/huge.jpg").status_code == 422


def test_a_picture_that_cannot_be_read_any_more_is_said_to_be_so(site, reader):
    card = site.library.store.cards(1)[0]

    answer = reader.get(f"/contacts/1/cards/{card.id}/small.jpg")

    assert answer.status_code == 422
    assert "cannot be read any more" in answer.text


def test_an_empty_library_says_how_it_begins(tmp_path):
    with running(tmp_path / "library") as site, site.reader() as reader:
        for path in ("/", "/contacts"):
            assert "Nobody is here yet." in reader.get(path).text


def test_the_page_can_be_installed_with_pictures_of_its_own(reader):
    path = re.search(r'<link rel="manifest" href="([^"]+)">', reader.get("/").text).group(1)
    answer = reader.get(path)

    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert reader.get(manifest["start_url"]).status_code == 200
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        answer = reader.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            with Image.open(io.BytesIO(answer.content)) as drawn:
                assert "{}x{}".format(*drawn.size) == icon["sizes"]
    touch_icon = re.search(r'<link rel="apple-touch-icon" href="([^"]+)">', reader.get("/").text).group(1)
    with Image.open(io.BytesIO(reader.get(touch_icon).content)) as drawn:
        assert drawn.size == (180, 180)
