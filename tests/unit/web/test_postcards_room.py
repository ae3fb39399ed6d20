"""Postcards: the list, the round through those who wait, and what goes to the printer."""

import html
import io
import re
from datetime import timedelta

import pytest
from PIL import Image
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
    assert "there is no address on the card" in page


def test_an_address_that_somebody_was_asked_for_lets_the_card_be_written(site, reader):
    assert submit(reader, "/postcards/2/address", on="/postcards", address=" ").status_code == 400
    page = submit(reader, "/postcards/2/address", on="/postcards", address="〒530-0001 大阪府大阪市北区梅田1-1")
    assert "can be written to now" in page.text
    assert state_of(site, 2) is PostcardState.TO_WRITE
    assert site.library.store.contact(2).contact.addresses[0].postal_code == "530-0001"


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


def test_an_address_beside_a_refused_message_is_neither_kept_nor_lost(site, reader):
    typed = {"address": "大阪府大阪市北区梅田1-1", "message": "一\n二\n三\n四"}
    page = submit(reader, "/postcards/write/2", on="/postcards/write", **typed)
    assert page.status_code == 422
    assert 'value="大阪府大阪市北区梅田1-1"' in page.text
    assert site.library.store.contact(2).contact.addresses == ()


def test_a_step_that_changed_nothing_offers_to_take_nothing_back(site, reader):
    submit(reader, "/contacts/1/postcard", step="post")
    submit(reader, "/contacts/1/postcard", step="reopen")
    site.now += timedelta(hours=1)
    page = submit(reader, "/postcards/write/1", on="/postcards/write")
    assert "Left for later." in page.text
    assert "Undo" not in page.text


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


def test_only_those_that_were_ticked_are_printed_and_looked_at(site, reader):
    submit(reader, "/postcards/2/address", on="/postcards", address="大阪府大阪市北区梅田1-1")
    pdf = reader.post("/postcards/print", data={"csrf": csrf_of(reader), "contact_id": 2})
    document = PdfDocument(pdf.content)
    assert len(document) == 1
    document.close()
    page = reader.post("/postcards/look", data={"csrf": csrf_of(reader), "side": "both", "contact_id": [1]}).text
    assert "One card, as it will look." in page
    assert "鈴木" not in page
    for path in re.findall(r'src="(/postcards/[^"]+)"', page):
        picture = reader.get(html.unescape(path))
        assert picture.headers["content-type"] == "image/png"
        with Image.open(io.BytesIO(picture.content)) as opened:
            assert opened.height > opened.width


def test_both_sides_differ_and_show_the_lines_where_they_are_to_be_printed(site, reader):
    submit(reader, "/postcards/write/1", on="/postcards/write", message="ありがとう。")
    address, guides, lines = (
        reader.get(f"/postcards/1/{side}").content for side in ("address.png", "message.png", "message.png?typed=1")
    )
    assert len({address, guides, lines}) == 3
    assert address != reader.get("/postcards/1/address.png?preprinted=1").content
    assert reader.get("/postcards/2/address.png").status_code == 422
    assert reader.get("/postcards/1/both.png").status_code == 422


def test_who_cannot_be_printed_is_named_with_the_reason(reader):
    page = reader.post("/postcards/look", data={"csrf": csrf_of(reader), "contact_id": [1, 2]}).text
    assert "These cannot be printed" in page
    assert "鈴木 一郎 has no address" in page


def test_what_is_posted_is_noted_for_all_at_once_and_what_was_noted_before_stays(site, reader):
    submit(reader, "/postcards/2/address", on="/postcards", address="大阪府大阪市北区梅田1-1")
    page = submit(reader, "/postcards/posted", on="/postcards", contact_id=[1, 2])
    assert "2 postcards are in the letter box." in page.text
    assert state_of(site, 1) is state_of(site, 2) is PostcardState.POSTED
    assert "On their way" in page.text
    first, also = (
        re.search(r"/changes/(\d+)/undo", page.text).group(1),
        re.findall(r'name="also" value="(\d+)"', page.text),
    )
    page = submit(reader, "/postcards/posted", on="/postcards", contact_id=[1])
    assert "0 postcards" in page.text

    page = submit(reader, f"/changes/{first}/undo", also=also, came_from="postcards")
    assert page.url.path == "/postcards"
    assert state_of(site, 1) is state_of(site, 2) is PostcardState.TO_WRITE


def test_cards_that_are_noted_together_are_noted_and_taken_back_all_or_none(site, reader):
    submit(reader, "/postcards/2/address", on="/postcards", address="大阪府大阪市北区梅田1-1")
    assert submit(reader, "/postcards/posted", on="/postcards", contact_id=[1, 2, 999]).status_code == 404
    assert state_of(site, 1) is state_of(site, 2) is PostcardState.TO_WRITE
    page = submit(reader, "/postcards/posted", on="/postcards", contact_id=[1, 2])
    ways = re.findall(r'/changes/(\d+)/undo|name="also" value="(\d+)"', page.text)
    first, *also = (one or other for one, other in ways)
    submit(reader, "/contacts/1/postcard", step="answer")
    assert submit(reader, f"/changes/{first}/undo", also=also).status_code == 409
    assert state_of(site, 1) is PostcardState.ANSWERED
    assert state_of(site, 2) is PostcardState.POSTED


def test_an_address_and_a_message_that_came_together_are_taken_back_together(site, reader):
    typed = {"address": "大阪府大阪市北区梅田1-1", "good": "よく笑う", "message": "ありがとう"}
    page = submit(reader, "/postcards/write/2", on="/postcards/write", **typed)
    assert state_of(site, 2) is PostcardState.WRITTEN
    first, also = (
        re.search(r"/changes/(\d+)/undo", page.text).group(1),
        re.findall(r'name="also" value="(\d+)"', page.text),
    )
    submit(reader, f"/changes/{first}/undo", also=also)
    assert state_of(site, 2) is PostcardState.WAITING_FOR_ADDRESS
    assert site.library.store.contact(2).contact.addresses == ()


def test_nothing_ticked_is_nobodys_card_where_ticks_decide(reader):
    assert submit(reader, "/postcards/posted", on="/postcards").status_code == 400
    for path in ("/postcards/print", "/postcards/look"):
        assert submit(reader, path, on="/postcards", only_ticked="true").status_code == 400


def test_an_answer_and_a_card_that_comes_back_are_noted_in_the_list(site, reader):
    submit(reader, "/postcards/posted", on="/postcards", contact_id=[1])
    page = submit(reader, "/contacts/1/postcard", on="/postcards", step="come back", came_from="postcards")
    assert "it came back from the address that is on the card" in page.text
    submit(reader, "/contacts/1/postcard", on="/postcards", step="post", came_from="postcards")
    page = submit(reader, "/contacts/1/postcard", on="/postcards", step="answer", came_from="postcards")
    assert page.url.path == "/postcards"
    assert state_of(site, 1) is PostcardState.ANSWERED
    assert "On their way" not in page.text


def test_one_person_can_be_written_to_out_of_turn(site, reader):
    page = reader.get("/postcards/write/2").text
    assert "1 of" not in page
    page = submit(reader, "/postcards/write/2", on="/postcards/write/2", message="一\n二\n三\n四", came_from="contact")
    assert page.status_code == 422
    assert "1 of" not in page.text
    page = submit(reader, "/postcards/write/2", on="/postcards/write/2", message="お礼まで。", came_from="contact")
    assert page.url.path == "/contacts/2"
    assert site.library.store.care.person(2).postcards[0].message == ("お礼まで。",)


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
