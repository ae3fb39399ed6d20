"""Made-up people with everything that a card can say, for laws of what goes out and comes back."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
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


def several(values, max_size=3):
    return st.lists(values, max_size=max_size, unique=True).map(tuple)


def _is_japanese(text):
    return any("぀" <= sign <= "ヿ" or "㐀" <= sign <= "鿿" or sign >= "𠀀" for sign in text)


@st.composite
def names(draw):
    kana = draw(st.none() | st.sampled_from(["ヤマダ タロウ", "ヤマダ", "すずき はなこ"]))
    roman = draw(st.none() | texts())
    kind = draw(st.sampled_from(["split", "whole", "nobody"]))
    if kind == "nobody":
        return PersonName(kana=kana, roman=roman)
    if kind == "whole":
        return PersonName(full=draw(texts()), kana=kana, roman=roman)
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
def addresses(draw):
    full = draw(
        st.sampled_from(
            [
                "東京都千代田区丸の内1-1-1 丸の内ビル3F",
                "広島県神石郡神石高原町大矢6-6-8",
                "1 Main Street, Boston, MA 02110",
                "10 Downing Street, London SW1A 2AA, UK",
            ]
        )
        | texts()
    )
    return split_address(full, draw(st.none() | st.just("100-0001")))


def contacts():
    return st.builds(
        Contact,
        name=names(),
        company=st.none() | texts(),
        departments=several(texts()),
        titles=several(texts()),
        addresses=several(addresses()),
        phones=several(phones()),
        emails=several(texts()),
        urls=several(texts()),
    )


def meetings():
    return st.builds(
        Meeting,
        encounter=st.builds(
            Encounter,
            met_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            met_at=st.none() | texts(),
            tags=several(texts()),
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
def people(draw, contact=None):
    met = draw(st.lists(meetings(), max_size=3).map(tuple))
    return Person(
        uid=str(draw(st.uuids())),
        contact=draw(contact or contacts()),
        tags=tuple(dict.fromkeys(tag for meeting in met for tag in meeting.encounter.tags)),
        note=draw(st.none() | st.lists(texts(), min_size=1, max_size=3).map("\n".join)),
        meetings=met,
        follow_ups=draw(st.lists(follow_ups(), max_size=3).map(tuple)),
        checked=draw(st.builds(Checked, values=several(st.tuples(st.sampled_from(FieldKind), texts())))),
        updated_at=draw(
            st.none() | st.integers(1_500_000_000, 2_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
        ),
    )


def one(contact=None, **values):
    """A person of whom a test wants to know one thing."""
    values = {"uid": "0d3f3a52-6a5e-4b0e-8d5c-6d6569736869"} | values
    return Person(contact=contact or Contact(name=PersonName(full="山田 太郎", family="山田", given="太郎")), **values)
