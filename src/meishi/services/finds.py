"""Finds: keep what one comes across, and see who would enjoy it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from meishi.care.matching import Ground, KnownPerson, Match, match_people
from meishi.care.one_line import MailOptions, last_line_to, why_find_rests
from meishi.domain.contact import Contact
from meishi.domain.one_line import Find, SentLine, part_link
from meishi.errors import UsageError
from meishi.store import FindRecord, KnownWords, Store
from meishi.wording import marked


class MatchedPerson(BaseModel):
    """Somebody who may enjoy a find.

    Attributes:
        match: How well it fits, and why.
        display_name: What to call them.
        company: Where they work.
        emails: Where a line can be sent to; without one there is the telephone.
    """

    model_config = ConfigDict(frozen=True)

    match: Match
    display_name: str
    company: str | None
    emails: tuple[str, ...]


class FindMatches(BaseModel):
    """A find and whom it may please.

    Attributes:
        find: The find.
        people: The likeliest first.
        resting: How many more share something with it, but had a line lately or have this find already.
        rests: Why the find itself goes to nobody more today; empty when it may.
    """

    model_config = ConfigDict(frozen=True)

    find: FindRecord
    people: tuple[MatchedPerson, ...]
    resting: int
    rests: str = ""


def parse_find(words: Sequence[str], *, why: str | None = None, tags: Sequence[str] = ()) -> Find:
    """Make a find of what was typed or pasted: a link, a text, or both in any order.

    Raises:
        UsageError: It is neither.
    """
    text, url = part_link(" ".join(words))
    if not (text or url):
        raise UsageError(
            marked("a find is a link or a text"), hint=marked("For instance: meishi find add https://... --why ...")
        )
    return Find(text=text, url=url, why=why, tags=tuple(tags))


def match_find(store: Store, find_id: int | None, *, today: date, options: MailOptions, limit: int = 5) -> FindMatches:
    """See who would enjoy a find, without those who had a line lately.

    Args:
        store: The library.
        find_id: The find; None for the newest one.
        today: The day in the user's calendar.
        options: How long somebody is left in peace.
        limit: How many people are named at most.

    Raises:
        FindNotFoundError: There is no such find.
        UsageError: There is no find yet.
    """
    found = store.mail.find(find_id) if find_id is not None else _newest(store)
    lines = store.mail.lines()
    matches = match_people(found.find, map(_known, store.care.known_words()))
    free = [match for match in matches if not _rests(match.contact_id, found, lines, today, options)]
    return FindMatches(
        find=found,
        people=tuple(_matched(match, store.contact(match.contact_id).contact) for match in free[:limit]),
        resting=len(matches) - len(free),
        rests=why_find_rests(found.sent_to, today, options),
    )


def _newest(store: Store) -> FindRecord:
    finds = store.mail.finds()
    if not finds:
        raise UsageError(marked("there is no find yet"), hint=marked("`meishi find add` keeps one."))
    return finds[0]


def _rests(contact_id: int, found: FindRecord, lines: Sequence[SentLine], today: date, options: MailOptions) -> bool:
    if contact_id in found.sent_to:
        return True
    last = last_line_to(lines, contact_id)
    return last is not None and today - last < timedelta(days=options.quiet_days)


def _matched(match: Match, contact: Contact) -> MatchedPerson:
    return MatchedPerson(match=match, display_name=contact.display_name, company=contact.company, emails=contact.emails)


def _known(person: KnownWords) -> KnownPerson:
    contact = person.contact
    places = (place for one in contact.addresses for place in (one.region, one.locality) if place)
    return KnownPerson(
        contact_id=person.contact_id,
        texts={
            Ground.TAGS: person.tags,
            Ground.TALK: (*person.said, *person.good),
            Ground.WORK: (*contact.departments, *contact.titles),
            Ground.COMPANY: (contact.company,) if contact.company else (),
            Ground.PLACE: tuple(dict.fromkeys(places)),
            Ground.OCCASION: person.occasions,
        },
    )
