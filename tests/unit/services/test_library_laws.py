"""Whatever is done to a library, in whatever order: nobody without tasks, no original lost, and undo restores."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from importing import TODAY, open_library, reader_of, run_import
from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.errors import ChangeNotFoundError, UsageError
from meishi.services.check import check_library
from meishi.services.correct import confirm_contact, set_values
from meishi.services.forget import forget_contact
from meishi.services.merge import keep_apart, merge_contacts, split_contact

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ADDRESS = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0005", country="JP")
PEOPLE = [
    Contact(
        name=PersonName(full=name),
        company=company,
        titles=titles,
        addresses=addresses,
        phones=(Phone(kind=PhoneKind.MOBILE, number=number, e164="+81" + number[1:]),),
    )
    for name, number in (("山田 太郎", "09012345678"), ("鈴木 花子", "08087654321"))
    for company in ("山田商店", "鈴木電機")
    for titles in ((), ("部長",))
    for addresses in ((), (ADDRESS,))
]


class LibraryMachine(RuleBasedStateMachine):
    """Does to a real library what users do, in any order."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.library = open_library(Path(self.folder.name) / "home")
        self.store = self.library.store
        self.imported = 0

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def ids(self):
        return [record.id for record in self.store.contacts()]

    def everything(self):
        return [
            (record.model_copy(update={"updated_at": NOW}), self.store.cards(record.id))
            for record in self.store.contacts()
        ]

    def do(self, change, data):
        """Make a change; now and then undo it at once and look whether everything is as before, then make it again."""
        before = self.everything()
        changes = self.last_change()
        change()
        if self.last_change() != changes and data.draw(st.booleans()):
            self.store.undo(now=NOW)
            assert self.everything() == before
            change()

    def last_change(self):
        return max((change.id for number in self.ids() for change in self.store.history(number)), default=0)

    @rule(person=st.sampled_from(PEOPLE), days=st.integers(0, 2))
    def import_a_card(self, person, days):
        picture = Path(self.folder.name) / f"{self.imported}.jpg"
        picture.write_bytes(str(self.imported).encode())
        self.imported += 1
        (outcome,) = run_import([picture], self.library, reader_of(person), met_on=TODAY + timedelta(days=days))
        assert outcome.contacts[0].id in self.ids()
        assert run_import([picture], self.library)[0].is_known

    @precondition(lambda self: self.ids())
    @rule(data=st.data(), path=st.sampled_from(["company", "titles.0", "addresses.0", "name.kana", "emails.0"]))
    def edit(self, data, path):
        contact_id = data.draw(st.sampled_from(self.ids()))
        value = data.draw(st.sampled_from(["", "新商店@example.com", ADDRESS.full]))
        if path == "emails.0" and value == ADDRESS.full:
            return
        self.do(lambda: set_values(contact_id, {path: value}, self.store, by="me", now=NOW), data)

    @precondition(lambda self: self.ids())
    @rule(data=st.data())
    def confirm(self, data):
        contact_id = data.draw(st.sampled_from(self.ids()))
        self.do(lambda: confirm_contact(contact_id, self.store, by="me", now=NOW), data)

    @precondition(lambda self: len(self.ids()) > 1)
    @rule(data=st.data(), apart=st.booleans())
    def merge(self, data, apart):
        one, other = data.draw(st.permutations(self.ids()))[:2]
        act = keep_apart if apart else merge_contacts
        self.do(lambda: act(one, other, self.store, by="me", now=NOW), data)

    @precondition(lambda self: self.ids())
    @rule(data=st.data())
    def split(self, data):
        contact_id = data.draw(st.sampled_from(self.ids()))
        number = data.draw(st.integers(1, 3))
        try:
            self.do(lambda: split_contact(contact_id, number, self.store, by="me", now=NOW), data)
        except UsageError:
            return

    @rule()
    def undo(self):
        try:
            self.store.undo(now=NOW)
        except ChangeNotFoundError:
            return

    @precondition(lambda self: self.ids())
    @rule(data=st.data())
    def forget(self, data):
        contact_id = data.draw(st.sampled_from(self.ids()))
        outcome = forget_contact(contact_id, self.store, self.library.originals)
        self.imported_and_kept = len(outcome.removed_files)
        assert contact_id not in self.ids()

    @invariant()
    def nobody_is_without_tasks_and_no_original_is_lost(self):
        if not hasattr(self, "store"):
            return
        assert check_library(self.store, self.library.originals, now=NOW).findings == ()
        for record in self.store.contacts():
            assert len(record.postcards) == len(record.encounters) >= 1
            assert sum(follow_up.state.is_open for follow_up in record.follow_ups) == 1


LibraryMachine.TestCase.settings = settings(
    settings.get_profile("ci"), max_examples=12, stateful_step_count=12, derandomize=False
)
TestLibraryLaws = LibraryMachine.TestCase
