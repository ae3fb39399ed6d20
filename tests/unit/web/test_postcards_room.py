"""Postcards: the list, the round through those who wait, and what goes to the printer."""

import pytest
from pypdfium2 import PdfDocument

from meishi.domain.task import PostcardState
from web_site import csrf_of, running, submit


def state_of(site, contact_id):
    return site.library.store.care.person(contact_id).postcards[0].state


def test_the_list_says_who_waits_and_why(reader):
    page = reader.get("/postcards").text
    assert "2 people wait for a card by your hand." in page
    assert "Postcards to write" in page
    assert "Ask for the address" in page


def test_a_round_goes_from_one_to_the_next_and_each_is_saved_at_once(site, reader):
    page = reader.get("/postcards/write")
    assert "山田 花子" in page.text
    assert "1 of 2" in page.text

    page = submit(reader, "/postcards/write/1", on="/postcards/write", good="よく笑う", message="ありがとう。\nまた。")
    person = site.library.store.care.person(1)
    assert person.postcards[0].state is PostcardState.WRITTEN
    assert person.postcards[0].message == ("ありがとう。", "また。")
    assert person.postcards[0].good == "よく笑う"
    assert "鈴木 一郎" in page.text

    page = submit(
        reader, "/postcards/write/2", on="/postcards/write", address="大阪府大阪市北区梅田1-1", message="お礼まで。"
    )
    assert state_of(site, 2) is PostcardState.WRITTEN
    assert page.url.path == "/postcards"


def test_a_fourth_line_is_refused_kindly_and_nothing_typed_is_lost(site, reader):
    page = submit(reader, "/postcards/write/1", on="/postcards/write", good="よく笑う", message="一\n二\n三\n四")
    assert page.status_code == 422
    assert "three lines are enough" in page.text
    assert "一\n二\n三\n四" in page.text
    assert "よく笑う" in page.text
    assert state_of(site, 1) is PostcardState.TO_WRITE


def test_who_is_left_for_another_time_stays_and_the_next_one_comes(site, reader):
    page = submit(reader, "/postcards/write/1", on="/postcards/write", good="よく笑う")
    assert "鈴木 一郎" in page.text
    assert state_of(site, 1) is PostcardState.TO_WRITE
    assert site.library.store.care.person(1).postcards[0].good == "よく笑う"
    assert reader.get("/postcards/write?left=2", follow_redirects=True).url.path == "/postcards"


@pytest.mark.parametrize(("side", "pages"), [("address", 1), ("both", 2)])
def test_what_has_an_address_is_printed(reader, side, pages):
    pdf = reader.post("/postcards/print", data={"csrf": csrf_of(reader), "side": side})
    assert pdf.headers["content-type"] == "application/pdf"
    document = PdfDocument(pdf.content)
    assert len(document) == pages
    document.close()


def test_a_card_of_the_list_is_in_the_letter_box(site, reader):
    page = submit(reader, "/contacts/1/postcard", on="/postcards", step="post", came_from="postcards")
    assert page.url.path == "/postcards"
    assert state_of(site, 1) is PostcardState.POSTED


def test_nothing_to_print_says_so(reader):
    submit(reader, "/contacts/1/postcard", step="post")
    page = reader.post("/postcards/print", data={"csrf": csrf_of(reader)})
    assert page.status_code == 400
    assert "No postcard is waiting to be printed." in page.text


def test_a_reader_may_look_and_print_but_not_write(tmp_path, site):
    with running(tmp_path / "library", read_only=True) as closed, closed.reader() as client:
        assert "one person after the other" not in client.get("/postcards").text
        assert submit(client, "/postcards/write/1", message="x").status_code == 403
        assert client.post("/postcards/print", data={"csrf": csrf_of(client)}).status_code == 200
