"""Nothing is lost: backup and restore, a check that mends, and a person forgotten for good, on every database."""

import stat
import tarfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from importing import open_library, read_made_up, reader_of, run_import
from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
from meishi.errors import ChangeNotFoundError, ContactNotFoundError, StoreError, UsageError
from meishi.services.backup import restore_backup, write_backup
from meishi.services.check import FindingKind, check_library
from meishi.services.correct import set_values
from meishi.services.forget import forget_contact
from meishi.services.import_ import Library
from meishi.services.merge import keep_apart, merge_contacts, split_contact
from meishi.store import Originals
from old_library import make_old_library

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SECRET = "秘密田 秘密夫"
PERSON = Contact(
    name=PersonName(full=SECRET),
    company="秘密商店",
    phones=(Phone(kind=PhoneKind.MOBILE, number="090-9876-5432", e164="+819098765432"),),
)


@pytest.fixture
def library(store, meishi_home):
    meishi_home.mkdir(mode=0o700)
    return Library(store, Originals(meishi_home))


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    files = [folder / f"{number}.jpg" for number in range(4)]
    for file in files:
        file.write_bytes(f"a picture {file.name}".encode() * 100)
    return files


@pytest.fixture
def somebody(library, pictures):
    """A library with four people, one of whom is to be forgotten."""
    run_import(pictures[:3], library)
    (outcome,) = run_import(pictures[3:], library, reader_of(PERSON))
    return outcome.contacts[0].id


def check(library, **options):
    return check_library(library.store, library.originals, now=NOW, **options).findings


def break_rows(library, *statements):
    with library.store._engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_backup_holds_everything_and_is_its_owners_alone(library, somebody, tmp_path, meishi_home):
    set_values(somebody, {"titles.+": "部長"}, library.store, by="me", now=NOW)
    file = tmp_path / "library.backup"
    written = write_backup(file, library.store, library.originals, now=NOW)
    assert (written.contacts, written.originals, written.damaged) == (4, 4, ())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    new_home = tmp_path / "new-home"
    restored = open_library(new_home)
    outcome = restore_backup(file, restored.store, restored.originals)
    assert (outcome.contacts, outcome.originals) == (4, 4)
    assert restored.store.contacts() == library.store.contacts()
    assert restored.store.history(somebody) == library.store.history(somebody)
    assert [found.id for found in restored.store.contacts("秘密田")] == [somebody]
    assert check(restored) == ()
    for path in [new_home, *new_home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    restored.store.undo(now=NOW)
    assert restored.store.contact(somebody).contact == PERSON
    restored.store.close()


def test_a_backup_from_a_file_fills_this_database_and_numbers_go_on(library, pictures, tmp_path):
    other = open_library(tmp_path / "other-home")
    run_import(pictures[:2], other)
    file = tmp_path / "library.backup"
    write_backup(file, other.store, other.originals, now=NOW)
    restore_backup(file, library.store, library.originals)
    assert library.store.contacts() == other.store.contacts()
    other.store.close()
    run_import(pictures[2:], library)
    assert library.store.count() == 4
    assert check(library) == ()


def test_a_merge_can_be_undone_after_a_restore_and_an_import(library, pictures, tmp_path):
    met = Contact(name=PersonName(full="山田 太郎"), company="山田商店")
    run_import(pictures[:1], library, reader_of(met))
    run_import(pictures[1:2], library, reader_of(met.model_copy(update={"company": "鈴木電機"})))
    kept, gone = (record.id for record in library.store.contacts())
    before = library.store.contacts()
    merge_contacts(kept, gone, library.store, by="me", now=NOW)
    file = tmp_path / "library.backup"
    write_backup(file, library.store, library.originals, now=NOW)
    restored = open_library(tmp_path / "new-home")
    restore_backup(file, restored.store, restored.originals)
    for one in (library, restored):
        run_import(pictures[2:3], one, reader_of(PERSON))
        one.store.undo(now=NOW, contact_id=gone)
        old = [record for record in one.store.contacts() if record.id in {kept, gone}]
        assert [record.contact for record in old] == [record.contact for record in before]
        assert check(one) == ()
    restored.store.close()


def test_a_backup_is_neither_overwritten_nor_restored_over_a_library(library, somebody, tmp_path):
    file = tmp_path / "library.backup"
    write_backup(file, library.store, library.originals, now=NOW)
    with pytest.raises(UsageError):
        write_backup(file, library.store, library.originals, now=NOW)
    with pytest.raises(StoreError, match="not empty"):
        restore_backup(file, library.store, library.originals)
    assert library.store.count() == 4


@pytest.mark.parametrize("content", [b"", b"no archive", b"x" * 10_000])
def test_what_is_no_backup_is_refused(library, tmp_path, content):
    file = tmp_path / "library.backup"
    file.write_bytes(content)
    with pytest.raises(StoreError):
        restore_backup(file, library.store, library.originals)


def test_an_archive_that_would_write_elsewhere_is_refused(library, tmp_path):
    file = tmp_path / "library.backup"
    (tmp_path / "evil").write_bytes(b"evil")
    with tarfile.open(file, "w") as archive:
        archive.add(tmp_path / "evil", "../evil-twin")
    with pytest.raises(StoreError):
        restore_backup(file, library.store, library.originals)
    assert not list(tmp_path.rglob("evil-twin"))


def test_a_sound_library_passes(library, somebody):
    assert check(library) == ()


def test_lost_and_damaged_originals_are_named_and_kept_again_at_the_next_import(library, somebody, pictures, tmp_path):
    lost, damaged = (library.originals.path(picture.kept_as) for picture in library.store.pictures()[:2])
    lost.unlink()
    damaged.write_bytes(b"rotten")
    kinds = [finding.kind for finding in check(library)]
    assert kinds == [FindingKind.ORIGINAL_LOST, FindingKind.ORIGINAL_DAMAGED]
    written = write_backup(tmp_path / "backup", library.store, library.originals, now=NOW)
    assert written.damaged == ("0.jpg", "1.jpg")
    check(library, repair=True)
    assert sum(outcome.is_known for outcome in run_import(pictures, library)) == 2
    assert check(library) == ()
    assert library.store.count() == 4


def test_missing_tasks_are_planned(library, somebody):
    break_rows(library, "DELETE FROM follow_ups", "DELETE FROM postcards WHERE contact_id = 1")
    findings = check(library)
    assert {finding.kind for finding in findings} == {FindingKind.TASK_MISSING}
    assert len(findings) == 5
    assert all(finding.is_repaired for finding in check(library, repair=True))
    assert check(library) == ()
    assert all(len(record.postcards) == len(record.follow_ups) == 1 for record in library.store.contacts())


def test_what_follows_from_other_values_is_written_anew(library, somebody):
    break_rows(library, "UPDATE contacts SET search_text = 'x', sort_key = 'x'", "DELETE FROM contact_keys")
    assert library.store.contacts("秘密田") == ()
    assert {finding.kind for finding in check(library, repair=True)} == {FindingKind.OUT_OF_DATE}
    assert check(library) == ()
    assert len(library.store.contacts("秘密田")) == 1


def test_files_of_nobody_are_named_with_what_to_do(library, somebody, meishi_home):
    stray = meishi_home / "originals" / "ab" / "stray.jpg"
    stray.parent.mkdir(mode=0o700, exist_ok=True)
    stray.write_bytes(b"stray")
    (finding,) = check(library)
    assert finding.kind is FindingKind.ORIGINAL_UNKNOWN
    assert str(stray) in finding.hint


def test_forgotten_a_person_is_nowhere_and_the_others_are_untouched(library, somebody, tmp_path, meishi_home):
    set_values(somebody, {"titles.+": "秘密部長"}, library.store, by="me", now=NOW)
    others = [record for record in library.store.contacts() if record.id != somebody]
    before = tmp_path / "before.backup"
    write_backup(before, library.store, library.originals, now=NOW)
    outcome = forget_contact(somebody, library.store, library.originals)
    assert outcome.forgotten.display_name == SECRET
    assert outcome.backups == (str(before),)
    assert len(outcome.removed_files) == 1
    assert list(library.store.contacts()) == others
    assert library.store.history(somebody) == ()
    assert library.store.contacts("秘密") == ()
    assert check(library) == ()
    with pytest.raises(ContactNotFoundError):
        library.store.contact(somebody)
    for file in (*tmp_path.glob("meishi.db*"), *meishi_home.rglob("*")):
        if file.is_file():
            assert "秘密".encode() not in file.read_bytes(), file


def test_forgotten_somebody_who_was_two_contacts_goes_with_both(library, somebody, pictures):
    other = next(record.id for record in library.store.contacts() if record.id != somebody)
    merge_contacts(other, somebody, library.store, by="me", now=NOW)
    forget_contact(other, library.store, library.originals)
    assert library.store.history(somebody) == ()
    assert library.store.count() == 2
    # The pictures are not known any more, so that whoever is met again can be imported again.
    run_import(pictures, library)
    assert library.store.count() == 4


def test_forgotten_somebody_who_was_taken_out_of_another_contact_the_others_changes_since_can_be_undone(
    library, somebody
):
    stays = next(record.id for record in library.store.contacts() if record.id != somebody)
    set_values(stays, {"titles.+": "部長"}, library.store, by="me", now=NOW)
    merge_contacts(stays, somebody, library.store, by="me", now=NOW)
    taken_out = split_contact(stays, 2, library.store, by="me", now=NOW)[1].id
    before = library.store.contact(stays).contact
    set_values(stays, {"company": "今の会社"}, library.store, by="me", now=NOW)
    keep_apart(stays, taken_out, library.store, by="me", now=NOW)
    forget_contact(taken_out, library.store, library.originals)
    (change,) = library.store.history(stays)
    assert change.kind is ChangeKind.CORRECTED
    with library.store._engine.connect() as connection:
        assert "秘密" not in "".join(map(str, connection.execute(text("SELECT * FROM changes"))))
    library.store.undo(now=NOW)
    assert library.store.contact(stays).contact == before
    with pytest.raises(ChangeNotFoundError):
        library.store.undo(now=NOW)


def test_a_picture_that_shows_somebody_else_too_stays(library, pictures):
    def read(paths):
        for result in read_made_up(paths):
            (one,) = result.readings
            names = (PersonName(full=name) for name in ("山田 太郎", "鈴木 花子"))
            result.readings = [
                one.model_copy(update={"card": number, "contact": Contact(name=name)})
                for number, name in enumerate(names, start=1)
            ]
            yield result

    run_import(pictures[:1], library, read)
    first, second = library.store.contacts()
    outcome = forget_contact(first.id, library.store, library.originals)
    assert outcome.removed_files == ()
    assert len(outcome.forgotten.shared_originals) == 1
    assert check(library) == ()
    assert run_import(pictures[:1], library)[0].is_known
    outcome = forget_contact(second.id, library.store, library.originals)
    assert len(outcome.removed_files) == 1


def test_the_library_is_kept_as_it_was_before_its_tables_are_changed(tmp_path, meishi_home):
    meishi_home.mkdir(mode=0o700)
    make_old_library(f"sqlite:///{meishi_home / 'meishi.db'}", "0001")
    library = open_library(meishi_home)
    (kept,) = meishi_home.glob("*.before-upgrade")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    old = create_engine(f"sqlite:///{kept}")
    with old.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
    old.dispose()
    # The clock of these imports stands in the past, so this copy is younger than whoever is met now.
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"a")
    (outcome,) = run_import([picture], library)
    assert forget_contact(outcome.contacts[0].id, library.store, library.originals).backups == (str(kept),)
    library.store.close()
