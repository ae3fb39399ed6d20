"""Made-up people with everything that a card can say, for laws of what goes out and comes back.

Each strategy is made once: to make one anew for each value takes longer than the value.
"""

from datetime import UTC, date, datetime
from functools import cache

from hypothesis import strategies as st

from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
from meishi.domain.content_lines import clean
from meishi.domain.encounter import Encounter
from meishi.domain.entry import Checked
from meishi.domain.field import FieldKind
from meishi.domain.task import FollowUp, FollowUpState, Postcard, PostcardState
from meishi.exchange.person import Meeting, Person
from meishi.resolve.address_parts import split_address
from meishi.resolve.phones import international

# What breaks things: signs of vCard and CSV, formulas, variants, letters beyond the first plane, accents apart.
_AWKWARD = "山田髙﨑𠮷ヤマダラ゛ーがé日,;:\\\"'=+-@^n\tN 　☎🙂\u0301Ωß<>&%"
_signs = st.one_of(
    st.sampled_from(_AWKWARD), st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029")
)


@cache
def texts(max_size=40):
    """Values as a contact holds them: on one line, with one space between the parts."""
    return st.text(_signs, min_size=1, max_size=max_size).map(lambda text: " ".join(text.split())).filter(bool)


# What no card prints and a file from anywhere may hold: controls, line breaks of all kinds, marks of direction,
# joiners, marks without a letter, blanks in a row, and what forms take for signs of their own.
_NASTY = (
    *("\0", "\a", "\x1b[2J", "\x85", "\x9f", "\r", "\n", "\r\n", "\v", "\f", "\x1c", "\u2028", "\u2029", "\t", "  "),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u200d", "👨\u200d👩\u200d👧", "\u0301", "\u3099", "\xa0"),
    *("\u3000", "C:\\New", "\\n", "\\", "\\;", ";", ",", ":", '"', "'", "^n", "=1+1", "+1", "-", "@", " ::: ", " / "),
    *("葛\U000e0100", "山", "A", "N", "n"),
)


@cache
def nasty_texts():
    """Values as a file from anywhere may say them; something of them can be seen."""
    return st.lists(st.sampled_from(_NASTY), min_size=1, max_size=5).map("".join).filter(letters)


def letters(text):
    """What has to come through of a text, whatever the form: all but blanks and controls."""
    return "".join(clean(text or "").split())


def several(values, max_size=3):
    return st.lists(values, max_size=max_size, unique=True).map(tuple)


@cache
def names(text=texts):
    said = {
        "kana": st.none() | st.sampled_from(["ヤマダ タロウ", "ヤマダ", "すずき はなこ"]),
        "roman": st.none() | text(),
    }
    japanese = st.text("山田髙﨑𠮷斎藤", min_size=1, max_size=3)
    western = st.text("Abcé,;'-", min_size=1, max_size=9)
    return st.one_of(
        st.builds(_parted, st.just("{family} {given}"), family=japanese, given=japanese, **said),
        st.builds(_parted, st.just("{given} {family}"), family=western, given=western, **said),
        st.builds(PersonName, full=text(), **said),
        st.builds(PersonName, **said),
    )


def _parted(order, family, given, **said):
    return PersonName(full=order.format(family=family, given=given), family=family, given=given, **said)


@cache
def phones():
    return st.builds(
        _phone,
        kind=st.sampled_from(PhoneKind),
        number=st.sampled_from(["06-6633-4110", "+81-3-1234-5678", "(03)1234-5678", "090 1234 5678", "+1 617 555 0123"])
        | st.from_regex(r"\A\+?[0-9]{2,4}-[0-9]{2,4}-[0-9]{4}\Z"),
        extension=st.none() | st.from_regex(r"\A[0-9]{1,4}\Z"),
    )


def _phone(kind, number, extension):
    return Phone(kind=kind, number=number, e164=international(number, "JP"), extension=extension)


@cache
def addresses(text=texts):
    known = st.sampled_from(
        [
            "東京都千代田区丸の内1-1-1 丸の内ビル3F",
            "広島県神石郡神石高原町大矢6-6-8",
            "1 Main Street, Boston, MA 02110",
            "10 Downing Street, London SW1A 2AA, UK",
        ]
    )
    return st.builds(split_address, known | text(), st.none() | st.just("100-0001"))


@cache
def contacts(text=texts):
    return st.builds(
        Contact,
        name=names(text),
        company=st.none() | text(),
        departments=several(text()),
        titles=several(text()),
        addresses=several(addresses(text)),
        phones=several(phones()),
        emails=several(text()),
        urls=several(text()),
    )


_days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@cache
def meetings(text=texts):
    return st.builds(
        Meeting,
        encounter=st.builds(Encounter, met_on=_days, met_at=st.none() | text(), tags=several(text())),
        postcard=st.builds(Postcard, due_on=_days, state=st.sampled_from(PostcardState)),
    )


@cache
def people(text=texts):
    moments = st.integers(1_500_000_000, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
    return st.builds(
        _person,
        uid=st.uuids().map(str),
        contact=contacts(text),
        note=st.none() | st.lists(text(), min_size=1, max_size=3).map("\n".join),
        meetings=st.lists(meetings(text), max_size=3).map(tuple),
        follow_ups=st.lists(st.builds(FollowUp, due_on=_days, state=st.sampled_from(FollowUpState)), max_size=3).map(
            tuple
        ),
        checked=st.builds(Checked, values=several(st.tuples(st.sampled_from(FieldKind), text()))),
        updated_at=st.none() | moments,
    )


def _person(meetings, **values):
    tags = tuple(dict.fromkeys(tag for meeting in meetings for tag in meeting.encounter.tags))
    return Person(tags=tags, meetings=meetings, **values)


def one(contact=None, **values):
    """A person of whom a test wants to know one thing."""
    values = {"uid": "0d3f3a52-6a5e-4b0e-8d5c-6d6569736869"} | values
    return Person(contact=contact or Contact(name=PersonName(full="山田 太郎", family="山田", given="太郎")), **values)


def all_letters(person):
    """What has to come through of a person wherever every field has its place: the letters of each value."""
    contact = person.contact
    return {
        "name": letters(contact.name.full),
        "roman": letters(contact.name.roman),
        "company": letters(contact.company),
        "note": letters(person.note),
        "departments": {letters(value) for value in contact.departments},
        "titles": {letters(value) for value in contact.titles},
        "emails": {letters(value) for value in contact.emails},
        "urls": {letters(value) for value in contact.urls},
        "tags": {letters(value) for value in person.tags},
        "addresses": {letters(address.full) for address in contact.addresses},
        "phones": {(phone.kind, phone.number, phone.extension) for phone in contact.phones},
    }
