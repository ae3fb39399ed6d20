"""Invented people in a real library, without pictures: what the tests of the aftercare work with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from meishi.care import CareOptions, Diary, plan_aftercare
from meishi.domain.contact import Address, Contact, PersonName
from meishi.domain.encounter import Encounter
from meishi.domain.reading import CardReading
from meishi.services.follow_ups import Planner
from meishi.store import NewContact, NewPicture, ScannedCard, Store

CORNERS = ((0.0, 0.0), (91.0, 0.0), (91.0, 55.0), (0.0, 55.0))
FAMILY = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡邉", "山本", "中村", "小林", "加藤", "𠮷田", "山田"]
GIVEN = ["美咲", "大翔", "陽菜", "蓮", "結衣", "湊", "葵", "樹", "凛", "悠真", "花子", "太郎"]
TOKYO = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def invented(number: int, *, with_address: bool = True) -> Contact:
    name = f"{FAMILY[number % 12]} {GIVEN[number // 12 % 12]}"
    return Contact(
        name=PersonName(full=name),
        company=f"株式会社{FAMILY[(number * 5) % 12]}商会",
        emails=(f"p{number}@example.co.jp",),
        addresses=(TOKYO,) if with_address else (),
    )


def planner(store: Store, today: date, options: CareOptions | None = None) -> Planner:
    return Planner(store, today, noon(today), options or CareOptions(), by="me")


def meet(
    store: Store,
    met_on: date,
    count: int = 1,
    *,
    met_at: str | None = "展示会",
    tags: tuple[str, ...] = ("expo",),
    options: CareOptions | None = None,
    first: int = 0,
    with_address: bool = True,
) -> list[int]:
    """Meet people as an import does: everybody with both tasks, in one commit."""
    encounter = Encounter(met_on=met_on, met_at=met_at, tags=tags)
    taken = dict(store.follow_ups_per_day())
    companions = dict(store.follow_ups_per_day(met=encounter))
    new = []
    for number in range(first, first + count):
        contact = invented(number, with_address=with_address)
        key = f"{met_on}-{met_at}-{number}"
        aftercare = plan_aftercare(
            contact, encounter, seed=key, today=met_on, options=options, diary=Diary(taken, companions)
        )
        day = aftercare.follow_up.due_on
        taken[day], companions[day] = taken.get(day, 0) + 1, companions.get(day, 0) + 1
        reading = CardReading(file="card.jpg", card=number + 1, quad=CORNERS, contact=contact, engine="invented")
        new.append(
            NewContact(
                uid=key,
                contact=contact,
                encounter=encounter,
                aftercare=aftercare,
                cards=(ScannedCard(sha256=f"{met_on}/{met_at}", reading=reading),),
            )
        )
    picture = NewPicture(sha256=f"{met_on}/{met_at}", original_name="card.jpg", kept_as="originals/x", size_bytes=1)
    return [number for number in store.add([picture], new, now=noon(met_on)) if number is not None]
