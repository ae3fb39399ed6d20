"""What the account of servers promises, whatever database it lies on."""

from meishi.store import SyncedItem

BOOK, CALENDAR = "https://example.com/taro/contacts/", "https://example.com/taro/calendar/"
ITEM = SyncedItem(
    uid="0d3f3a52-6a5e-4b0e-8d5c-6d6569736869", href="/taro/contacts/a.vcf", etag='"1"', marks={"name": "x"}
)


def test_what_was_noted_comes_back_and_newer_notes_replace_it(store):
    assert store.sync.items(BOOK) == ()
    store.sync.save(BOOK, ITEM)
    assert store.sync.items(BOOK) == (ITEM,)
    newer = ITEM.model_copy(update={"etag": '"2"', "marks": {"name": "y"}, "is_removed_there": True})
    store.sync.save(BOOK, newer)
    assert store.sync.items(BOOK) == (newer,)


def test_collections_are_apart(store):
    store.sync.save(BOOK, ITEM)
    store.sync.save(CALENDAR, ITEM)
    store.sync.forget(BOOK, ITEM.uid)
    assert store.sync.items(BOOK) == ()
    assert store.sync.items(CALENDAR) == (ITEM,)


def test_a_token_is_kept_until_the_next_one(store):
    assert store.sync.token(BOOK) is None
    store.sync.save_token(BOOK, "1")
    store.sync.save_token(BOOK, "2")
    assert store.sync.token(BOOK) == "2"
    assert store.sync.token(CALENDAR) is None
    store.sync.save_token(BOOK, None)
    assert store.sync.token(BOOK) is None
