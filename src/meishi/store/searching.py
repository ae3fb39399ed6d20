"""How contacts are found and sorted by text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, column, func, inspect, or_, select, table
from sqlalchemy.orm import Session

from meishi.domain.contact import Contact
from meishi.domain.folding import fold
from meishi.store.records import ContactFilter
from meishi.store.tables import ContactRow, EncounterRow, EncounterTagRow, QuestionRow

_INDEX = table("contact_index", column("rowid"), column("search_text"))
_TERMS = table("contact_index_terms", column("term"))
# The index knows runs of three letters. Words of two are looked for by the runs that begin with them, single letters
# in the texts themselves.
_INDEXED_LETTERS = 3
_LAST = "\U0010ffff"
_FEW = 900


class Clue(NamedTuple):
    """What the index tells about the words looked for.

    Attributes:
        match: What finds the contacts that have them, in the index's own language; empty where it cannot help.
        left: The words that `match` leaves out: they are to be looked for in the texts.
        among: The contacts that `match` finds, as a list in JSON, where they are few.
    """

    match: str
    left: tuple[str, ...]
    among: str | None


def search_text(contact: Contact) -> str:
    """Write all that a contact says in one folded text, one value a line."""
    return "".join(fold(value) + "\n" for value in _values(contact))


def sort_key(contact: Contact) -> str:
    """Give what a contact is filed under: the reading of the name, else the name, else what it is listed as."""
    name = contact.name
    filed_under = name.kana or name.full or name.roman or contact.display_name
    return fold(filed_under)


def _values(contact: Contact) -> Iterator[str]:
    name = contact.name
    single = (name.full, name.kana, name.roman, contact.company)
    yield from (value for value in single if value)
    yield from contact.departments
    yield from contact.titles
    for address in contact.addresses:
        yield address.full
        if address.postal_code:
            yield address.postal_code
    for phone in contact.phones:
        yield phone.number
        if phone.e164:
            yield phone.e164
    yield from contact.emails
    yield from contact.urls


def has_index(connection: Connection) -> bool:
    """Tell whether searching has an index to ask by name; PostgreSQL asks its own without being told."""
    return connection.dialect.name == "sqlite" and inspect(connection).has_table(_INDEX.name)


def words_looked_for(query: str, only: ContactFilter) -> tuple[str, ...]:
    """Give the words that all must occur in the search text of the contacts looked for."""
    return tuple(filter(None, map(fold, (*query.split(), *(only.company or "").split()))))


def ask_index(words: Sequence[str], session: Session) -> Clue:
    """Ask the index who has all of some words.

    Few are found and sorted at once. Where many are, it is quicker to go through all contacts in their order and to
    stop as soon as there are enough.
    """
    terms, left = [], []
    for word in words:
        if len(word) >= _INDEXED_LETTERS:
            terms.append(_phrase(word))
        elif len(word) == _INDEXED_LETTERS - 1 and len(runs := _runs(word, session)) <= _FEW:
            terms.append(f"({' OR '.join(map(_phrase, runs))})" if runs else _phrase(""))
        else:
            left.append(word)
    match = " AND ".join(terms)
    if not match:
        return Clue("", tuple(left), None)
    found = _matching(match).limit(_FEW + 1).subquery()
    count, among = session.execute(select(func.count(), func.json_group_array(found.c.rowid))).one()
    return Clue(match, tuple(left), among if count <= _FEW else None)


def select_contacts(query: str, only: ContactFilter, dialect: str, clue: Clue | None) -> Select[ContactRow]:
    """Write the statement that gives the rows of the contacts looked for, sorted by reading.

    Args:
        query: Words that all must occur on the card.
        only: What else must be true of them. The company comes out among others: whoever names it anywhere.
        dialect: The database's kind.
        clue: What the index tells about these words; None for a database without one that is asked by name.
    """
    statement = select(ContactRow).order_by(ContactRow.sort_key, ContactRow.id)
    if clue is None:
        words = words_looked_for(query, only)
        statement = statement.where(*(ContactRow.search_text.contains(word, autoescape=True) for word in words))
    else:
        statement = statement.where(*(func.instr(ContactRow.search_text, word) > 0 for word in clue.left))
        if clue.among is not None:
            among = func.json_each(clue.among).table_valued("value")
            statement = statement.where(ContactRow.id.in_(select(among.c.value)))
        elif clue.match:
            # Not the bare number: SQLite shall go through the contacts in their order and stop at the limit, and not
            # fetch all that were found to sort them.
            statement = statement.where((ContactRow.id + 0).in_(_matching(clue.match)))
    met = []
    if only.tag:
        met.append(EncounterRow.tags.any(EncounterTagRow.tag == only.tag))
    if only.met_at:
        met.append(EncounterRow.met_at.icontains(only.met_at, autoescape=True))
    if met:
        statement = statement.where(ContactRow.encounters.any(and_(*met)))
    if only.needs_review:
        statement = statement.where(_is_doubtful(dialect))
    return statement


def select_lines(statement: Select[ContactRow], dialect: str) -> Select[Any]:
    """Write the statement that gives of the same contacts, instead of their rows, what `ContactLine` says of them."""
    kana = ContactRow.contact["name", "kana"].as_string()
    return statement.with_only_columns(
        ContactRow.id,
        ContactRow.display_name,
        kana.label("kana"),
        ContactRow.company,
        _is_doubtful(dialect).label("needs_review"),
    )


def select_doubtful(dialect: str) -> Select[int, int]:
    """Write the statement that gives who should be looked at and for how many reasons, the most doubtful first."""
    questions = (
        select(func.count())
        .where(QuestionRow.contact_id == ContactRow.id, QuestionRow.is_answered.is_(False))
        .scalar_subquery()
    )
    reasons = _reasons(dialect) + questions
    return select(ContactRow.id, reasons).where(_is_doubtful(dialect)).order_by(reasons.desc(), ContactRow.id)


def _reasons(dialect: str) -> ColumnElement[int]:
    # The migrations have made an index of just this.
    count = func.json_array_length if dialect == "sqlite" else func.jsonb_array_length
    return count(ContactRow.review_reasons)


def _is_doubtful(dialect: str) -> ColumnElement[bool]:
    is_asked = ContactRow.id.in_(select(QuestionRow.contact_id).where(QuestionRow.is_answered.is_(False)))
    return or_(_reasons(dialect) > 0, is_asked)


def works_for(company: str | None, wanted: str) -> bool:
    """Tell whether a company is the one looked for, by all the words given."""
    return all(fold(word) in fold(company or "") for word in wanted.split())


def _runs(word: str, session: Session) -> Sequence[str]:
    """Give the runs of letters in the index that begin with a word, and no more than tells that they are many."""
    begin_so = select(_TERMS.c.term).where(_TERMS.c.term >= word, _TERMS.c.term < word + _LAST)
    return session.scalars(begin_so.limit(_FEW + 1)).all()


def _matching(match: str) -> Select[int]:
    return select(_INDEX.c.rowid).where(_INDEX.c.search_text.op("MATCH")(match))


def _phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
