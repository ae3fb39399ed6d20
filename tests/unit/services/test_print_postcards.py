"""Who gets a card, and what becomes of those who cannot."""

import stat
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageOps

from addressees import COUPLE, RARE, TYPICAL, somebody
from importing import TODAY, meet
from meishi.care import PostcardStep
from meishi.domain.contact import Contact, PersonName
from meishi.errors import MessageTooLongError, UsageError
from meishi.services.postcards import Choice, take_postcard_step
from meishi.services.print_postcards import CardSide, PrintJob, choose_contacts, print_postcards, written_messages
from met_people import planner

NOBODY_KNOWS_WHERE = Contact(name=PersonName(full="住所 未詳"))
UNPRINTABLE = somebody("𪚥 太郎", "東京都港区芝1-1", "105-0014")


def pages(file):
    document = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def ink_size(file):
    """Width and height of what stands on the first page."""
    document = pypdfium2.PdfDocument(file)
    left, top, right, bottom = ImageOps.invert(document[0].render().to_pil().convert("L")).getbbox()
    document.close()
    return right - left, bottom - top


def test_everybody_gets_a_page_and_who_cannot_is_named(library, tmp_path):
    meet(library, tmp_path, TYPICAL, NOBODY_KNOWS_WHERE, UNPRINTABLE, RARE)
    file = tmp_path / "cards.pdf"
    cards = print_postcards(choose_contacts(library.store, (), Choice()), PrintJob(), file)
    assert len(cards) == 4
    aside = {card.display_name: card.set_aside for card in cards if card.set_aside}
    assert set(aside) == {"住所 未詳", "𪚥 太郎"}
    assert "address" in aside["住所 未詳"]
    assert "U+2A6A5" in aside["𪚥 太郎"]
    assert len(pages(file)) == 2


def test_the_file_is_the_users_alone(library, tmp_path):
    meet(library, tmp_path, TYPICAL)
    file = tmp_path / "cards.pdf"
    print_postcards(choose_contacts(library.store, (), Choice()), PrintJob(), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_due_and_event_choose_fewer(library, tmp_path):
    meet(library, tmp_path, TYPICAL, met_on=TODAY - timedelta(days=14))
    meet(library, tmp_path, RARE, met_on=TODAY)
    names = [r.contact.display_name for r in choose_contacts(library.store, (), Choice(due_by=TODAY))]
    assert names == ["山田 太郎"]
    assert len(choose_contacts(library.store, (), Choice(event="展示会"))) == 2
    assert choose_contacts(library.store, (), Choice(event="忘年会")) == ()
    assert choose_contacts(library.store, (), Choice(due_by=date(2000, 1, 1))) == ()


def test_a_couple_shares_a_card_and_strangers_do_not(library, tmp_path):
    records = meet(library, tmp_path, *COUPLE, TYPICAL)
    couple = [record for record in records if record.contact.name.family == "佐藤"]
    address = couple[0].contact.addresses
    couple[1] = couple[1].model_copy(update={"contact": couple[1].contact.model_copy(update={"addresses": address})})
    file = tmp_path / "couple.pdf"
    (card,) = print_postcards(couple, PrintJob(together=True), file)
    assert len(card.contact_ids) == 2
    assert len(pages(file)) == 1
    with pytest.raises(UsageError, match="different addresses"):
        print_postcards(records, PrintJob(together=True), file)


def test_both_sides_follow_one_another(library, tmp_path):
    meet(library, tmp_path, TYPICAL)
    file = tmp_path / "cards.pdf"
    job = PrintJob(side=CardSide.BOTH, message=("お会いできて", "嬉しかったです"))
    print_postcards(choose_contacts(library.store, (), Choice()), job, file)
    address, message = pages(file)
    assert "山田 太郎" in address
    assert "嬉しかったです" in message


def test_what_was_written_is_printed_for_each(library, tmp_path):
    first, second = (record.id for record in meet(library, tmp_path, TYPICAL, RARE))
    take_postcard_step(planner(library.store, TODAY), first, PostcardStep.WRITE, message=("笑顔が", "嬉しかったです"))
    records = choose_contacts(library.store, (first, second), Choice())
    file = tmp_path / "cards.pdf"
    print_postcards(records, PrintJob(side=CardSide.MESSAGE), file, written_messages(library.store, records))
    written, guides = pages(file)
    assert "嬉しかったです" in written
    assert guides == ""


def test_a_message_in_latin_letters_is_not_laid_down_beside_a_vertical_address(library, tmp_path):
    records = meet(library, tmp_path, TYPICAL)
    sizes = {}
    for line in ("嬉しかったです", "Thank you so much"):
        print_postcards(records, PrintJob(side=CardSide.MESSAGE, message=(line,)), tmp_path / "card.pdf")
        sizes[line] = ink_size(tmp_path / "card.pdf")
    (across, down), (western_across, western_down) = sizes.values()
    assert down > across
    assert western_across > western_down


def test_a_fourth_line_is_refused_kindly(library, tmp_path):
    records = meet(library, tmp_path, TYPICAL)
    with pytest.raises(MessageTooLongError):
        print_postcards(records, PrintJob(side=CardSide.MESSAGE, message=("一", "二", "三", "四")), tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_pictures_to_look_at_are_numbered(library, tmp_path):
    records = meet(library, tmp_path, TYPICAL, RARE)
    print_postcards(records[:1], PrintJob(), tmp_path / "one.png")
    print_postcards(records, PrintJob(), tmp_path / "two.png")
    assert {file.name for file in tmp_path.glob("*.png")} == {"one.png", "two-1.png", "two-2.png"}


def test_a_dry_run_writes_nothing(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    records = meet(library, tmp_path, TYPICAL)
    assert print_postcards(records, PrintJob(), None)[0].set_aside == ""
    assert list(Path().glob("*.pdf")) == []


def test_a_folder_that_is_not_there_is_said(library, tmp_path):
    records = meet(library, tmp_path, TYPICAL)
    with pytest.raises(UsageError, match="cannot be written"):
        print_postcards(records, PrintJob(), tmp_path / "nowhere" / "cards.pdf")
