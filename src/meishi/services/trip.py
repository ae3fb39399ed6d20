"""A trip: who is where one is going, with a line to begin from."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from meishi.care.one_line import last_line_to
from meishi.care.travelling import is_at
from meishi.domain.contact import Address
from meishi.errors import UsageError
from meishi.store import Store
from meishi.wording import marked


class Trip(BaseModel):
    """Where one is going, and when.

    Attributes:
        place: A prefecture, city, ward or town, in kanji, kana or Latin letters.
        first: The first day.
        last: The last one.
    """

    model_config = ConfigDict(frozen=True)

    place: str
    first: date
    last: date


class PersonThere(BaseModel):
    """Somebody where one is going.

    Attributes:
        contact_id: Their number.
        display_name: What to call them.
        company: Where they work.
        address: Where exactly.
        emails: Where a line can be sent to.
        last_line: The day of the last line to them.
        line: A line to begin from, in their language.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    display_name: str
    company: str | None
    address: str
    emails: tuple[str, ...]
    last_line: date | None
    line: str


def people_there(store: Store, trip: Trip) -> tuple[PersonThere, ...]:
    """List the people who live or work where one is going; who had no line for longest comes first.

    Raises:
        UsageError: The trip ends before it begins.
    """
    if trip.last < trip.first:
        raise UsageError(
            marked("the trip ends before it begins"), hint=marked("--from is the first day, --to the last one.")
        )
    lines = store.mail.lines()
    found = []
    for record in store.contacts():
        contact = record.contact
        address = next((one for one in contact.addresses if is_at(one, trip.place, readings=_readings(one))), None)
        if address is not None:
            there = PersonThere(
                contact_id=record.id,
                display_name=contact.display_name,
                company=contact.company,
                address=address.full,
                emails=contact.emails,
                last_line=last_line_to(lines, record.id),
                line=_line(trip, is_japanese=address.country == "JP" and not contact.display_name.isascii()),
            )
            found.append(there)
    return tuple(sorted(found, key=lambda person: person.last_line or date.min))


def _readings(address: Address) -> tuple[str, ...]:
    from meishi.resolve.places import readings_of  # noqa: PLC0415 - opens 84 MB of place names

    if not (address.region and address.locality and address.country == "JP"):
        return ()
    return readings_of(address.region, address.locality)


def _line(trip: Trip, *, is_japanese: bool) -> str:
    one_day = trip.first == trip.last
    if is_japanese:
        days = _japanese(trip.first) + ("" if one_day else f"から{_japanese(trip.last)}まで")
        return f"{days}{'に' if one_day else '、'}{trip.place}におります。"
    days = f"on {_english(trip.first)}" if one_day else f"from {_english(trip.first)} to {_english(trip.last)}"
    return f"I am in {trip.place} {days}."


def _japanese(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _english(day: date) -> str:
    return f"{day.day} {day:%B}"
