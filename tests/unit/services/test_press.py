"""The press: postcards drawn in a process of its own."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children

import pytest
from pypdfium2 import PdfDocument

from importing import meet, open_library
from meishi.domain.contact import Address, Contact, PersonName
from meishi.errors import CardError, EngineFailedError
from meishi.services.press import Press
from meishi.services.print_postcards import CardSide, PrintJob
from meishi.services.workers import WorkerPool

ADDRESS = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP")
HANAKO = Contact(name=PersonName(full="山田 花子"), addresses=(ADDRESS,))
ICHIRO = Contact(name=PersonName(full="鈴木 一郎"))


@pytest.fixture
def press():
    press = Press()
    yield press
    press.close()


@pytest.fixture
def people(tmp_path):
    library = open_library(tmp_path / "library")
    yield meet(library, tmp_path, HANAKO, ICHIRO)
    library.store.close()


def test_cards_are_drawn_beside_and_who_has_no_address_is_named(press, people):
    job = PrintJob(side=CardSide.BOTH)
    cards = press.try_out(people, job, {})
    document = PdfDocument(press.draw(people, job, {}))
    assert len(document) == 2
    document.close()
    assert {card.display_name: bool(card.set_aside) for card in cards} == {"山田 花子": False, "鈴木 一郎": True}
    [process] = active_children()
    assert process.pid != os.getpid()


def test_each_side_can_be_looked_at_and_what_fails_says_why(press, people):
    hanako, ichiro = sorted(people, key=lambda record: record.id)
    with ThreadPoolExecutor(2) as threads:
        sides = [
            threads.submit(press.preview, hanako, PrintJob(side=side), {hanako.id: ("ありがとう。",)})
            for side in (CardSide.ADDRESS, CardSide.MESSAGE)
        ]
        pictures = {side.result() for side in sides}
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    with pytest.raises(CardError, match="鈴木 一郎") as caught:
        press.preview(ichiro, PrintJob(), {})
    assert "Ask for it" in caught.value.hint


def test_a_process_that_ends_is_said_to_have_ended_and_another_one_goes_on(press, people):
    press.draw(people, PrintJob(), {})
    [process] = active_children()
    os.kill(process.pid, signal.SIGKILL)
    process.join()

    with pytest.raises(EngineFailedError):
        press.draw(people, PrintJob(), {})
    assert press.draw(people, PrintJob(), {})


def test_another_pool_that_stops_leaves_the_press_alone(press, people):
    with WorkerPool(1) as other:
        other.submit(os.getpid).result()
        press.draw(people, PrintJob(), {})
        other.submit(os.getpid).result()
    press.draw(people, PrintJob(), {})
    stopped = WorkerPool(1)
    stopped.submit(os.getpid).result()
    stopped.shutdown(wait=False)
    assert press.draw(people, PrintJob(), {})
