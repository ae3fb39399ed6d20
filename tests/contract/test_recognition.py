"""People are known again by what their cards say and by what they look like, on every database."""

import hashlib

from importing import made_up_reading, open_library, run_import
from meishi.domain.contact import Contact, PersonName
from meishi.services.reading import FileReading

CARD = Contact(name=PersonName(full="山田 太郎"), company="株式会社青葉", emails=("yamada@aoba.example.jp",))
BADLY_READ = CARD.model_copy(update={"company": "株玉会杜言某", "emails": ()})
HERE, ELSEWHERE = "0" * 63 + "7", "f" * 64


def import_card(library, folder, contact, look, **options):
    picture = folder / f"{len(list(folder.iterdir()))}.jpg"
    picture.write_bytes(f"{picture}".encode())

    def read(paths):
        for path in paths:
            said = {name: getattr(contact, name) for name in Contact.model_fields}
            reading = made_up_reading(path, **said).model_copy(update={"look": look})
            yield FileReading(path, hashlib.sha256(path.read_bytes()).hexdigest(), [reading])

    (outcome,) = run_import([picture], library, read, **options)
    return outcome.contacts[0]


def test_a_badly_read_card_is_asked_about_because_it_looks_like_one_that_is_known(url, tmp_path, meishi_home):
    library = open_library(meishi_home, url)
    (tmp_path / "pictures").mkdir()
    first = import_card(library, tmp_path / "pictures", CARD, HERE)
    second = import_card(library, tmp_path / "pictures", BADLY_READ, "0" * 62 + "31")
    third = import_card(library, tmp_path / "pictures", BADLY_READ, ELSEWHERE)
    because = {
        record.id: [
            reason for question in record.questions if question.other_id == first.id for reason in question.because
        ]
        for record in library.store.contacts()
    }
    assert "cards that look alike" in because[second.id]
    assert "cards that look alike" not in because.get(third.id, [])
    library.store.close()


def test_a_dry_run_knows_people_again_and_saves_nothing(url, tmp_path, meishi_home):
    library = open_library(meishi_home, url)
    (tmp_path / "pictures").mkdir()
    import_card(library, tmp_path / "pictures", CARD, HERE)
    again = CARD.model_copy(update={"titles": ("部長",)})
    would_be = import_card(library, tmp_path / "pictures", again, HERE, dry_run=True)
    stranger = CARD.model_copy(update={"name": PersonName(full="鈴木 花子"), "emails": ()})
    assert would_be.is_known
    assert would_be.id is None
    assert not import_card(library, tmp_path / "pictures", stranger, ELSEWHERE, dry_run=True).is_known
    assert [len(library.store.cards(record.id)) for record in library.store.contacts()] == [1]
    library.store.close()
