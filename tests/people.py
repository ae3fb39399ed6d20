"""Made-up people with everything that a card can say, for laws of what goes out and comes back."""

from datetime import UTC, date, datetime

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


def nasty_texts():
    """Values as a file from anywhere may say them; something of them can be seen."""
    return st.lists(st.sampled_from(_NASTY), min_size=1, max_size=5).map("".join).filter(letters)


def letters(text):
    """What has to come through of a text, whatever the form: all but blanks and controls."""
    return "".join(clean(text or "").split())


def several(values, max_size=3):
    return st.lists(values, max_size=max_size, unique=True).map(tuple)


def _is_japanese(text):
    return any("぀" <= sign <= "ヿ" or "㐀" <= sign <= "鿿" or sign >= "𠀀" for sign in text)


@st.composite
def names(draw, text=texts):
    kana = draw(st.none() | st.sampled_from(["ヤマダ タロウ", "ヤマダ", "すずき はなこ"]))
    roman = draw(st.none() | text())
    kind = draw(st.sampled_from(["split", "whole", "nobody"]))
    if kind == "nobody":
        return PersonName(kana=kana, roman=roman)
    if kind == "whole":
        return PersonName(full=draw(text()), kana=kana, roman=roman)
    japanese = draw(st.booleans())
    parts = (
        st.text("山田髙﨑𠮷斎藤", min_size=1, max_size=3) if japanese else st.text("Abcé,;'-", min_size=1, max_size=9)
    )
    family, given = draw(parts), draw(parts)
    full = f"{family} {given}" if japanese else f"{given} {family}"
    return PersonName(full=full, family=family, given=given, kana=kana, roman=roman)


@st.composite
def phones(draw):
    number = draw(
        st.sampled_from(["06-6633-4110", "+81-3-1234-5678", "(03)1234-5678", "090 1234 5678", "+1 617 555 0123"])
        | st.from_regex(r"\A\+?[0-9]{2,4}-[0-9]{2,4}-[0-9]{4}\Z")
    )
    return Phone(
        kind=draw(st.sampled_from(PhoneKind)),
        number=number,
        e164=international(number, "JP"),
        extension=draw(st.none() | st.from_regex(r"\A[0-9]{1,4}\Z")),
    )


@st.composite
def addresses(draw, text=texts):
    full = draw(
        st.sampled_from(
            [
                "東京都千代田区丸の内1-1-1 丸の内ビル3F",
                "広島県神石郡神石高原町大矢6-6-8",
                "1 Main Street, Boston, MA 02110",
                "10 Downing Street, London SW1A 2AA, UK",
            ]
        )
        | text()
    )
    return split_address(full, draw(st.none() | st.just("100-0001")))


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


def meetings(text=texts):
    return st.builds(
        Meeting,
        encounter=st.builds(
            Encounter,
            met_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            met_at=st.none() | text(),
            tags=several(text()),
        ),
        postcard=st.builds(
            Postcard, due_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)), state=st.sampled_from(PostcardState)
        ),
    )


def follow_ups():
    return st.builds(
        FollowUp, due_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)), state=st.sampled_from(FollowUpState)
    )


@st.composite
def people(draw, text=texts):
    met = draw(st.lists(meetings(text), max_size=3).map(tuple))
    return Person(
        uid=str(draw(st.uuids())),
        contact=draw(contacts(text)),
        tags=tuple(dict.fromkeys(tag for meeting in met for tag in meeting.encounter.tags)),
        note=draw(st.none() | st.lists(text(), min_size=1, max_size=3).map("\n".join)),
        meetings=met,
        follow_ups=draw(st.lists(follow_ups(), max_size=3).map(tuple)),
        checked=draw(st.builds(Checked, values=several(st.tuples(st.sampled_from(FieldKind), text())))),
        updated_at=draw(
            st.none() | st.integers(1_500_000_000, 2_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
        ),
    )


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
