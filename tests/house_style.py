"""Cards of a house whose layout and words no model has seen: playful units and roles, a company without legal form."""

from generator.content import draw_japanese_content
from generator.draws import Draws, Pool
from meishi.domain.reading import CardReading, LinePlace
from meishi.extract import ExtractOptions, extract_fields
from meishi.recognize.layout import reading_order
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.services.evaluate import LabelledCard

SIZE = (910, 550)
_COMPANIES = (
    "くらしの器", "みらい工房", "水辺の学校", "ひかりの庭", "まちの縁側", "つくる台所", "旅する本棚", "森のてしごと",
)  # fmt: skip
_UNITS = (
    "うつわユニット", "そだてるチーム", "ことばラボ", "東の窓口", "つなぐサークル", "台所ギルド", "めぐりスクワッド",
)  # fmt: skip
_ROLES = (
    "聞き役", "つなぎ手", "編み手", "リードガーデナー", "場づくり人", "ことば係", "チャプターリード", "火の番",
)  # fmt: skip
_SLOGANS = ("きょうも、すこしだけ前へ。", "人と町を、ほどよくつなぐ", "ていねいに、たのしく")


def house_card(number, read_as=lambda text: text):
    """A card of the house as it is read, and what it prints.

    Args:
        number: Which one; equal numbers give equal cards.
        read_as: What an engine makes of a line.
    """
    draws = Draws(f"house/{number}")
    content = _somebody(draws)
    address, company, unit, role = (
        content.addresses[0],
        draws.choice(_COMPANIES),
        draws.choice(_UNITS),
        draws.choice(_ROLES),
    )
    name, place = " ".join(content.person_name), " ".join(address.parts)
    phone = next((phone.number for phone in content.phones if phone.label == "telephone"), None)
    rows = [
        (60, 50, 26, draws.choice(_SLOGANS)),
        (520, 50, 34, company),
        (60, 150, 30, f"{role}　{unit}"),
        (60, 215, 58, name),
        (60, 400, 22, f"〒{address.postal_code} {place}"),
        *([(60, 440, 22, f"電話 {phone}")] if phone else []),
        *((60, 480, 22, mail) for mail in content.emails[:1]),
    ]
    fields = {
        "name": name, "company": company, "department": unit, "title": role, "postal_code": address.postal_code,
        "address": place, "phones": [{"type": "work", "number": phone}] if phone else [],
        "emails": list(content.emails[:1]),
    }  # fmt: skip
    truth = LabelledCard.model_validate({"file": str(number), "fields": fields})
    return _read([(x, y, size, read_as(text)) for x, y, size, text in rows], number), truth


def _somebody(draws):
    for attempt in range(100):
        content = draw_japanese_content(draws.branch(str(attempt)), Pool.HELD_OUT)
        if content.person is not None and len(content.person_name) == 2 and content.addresses:
            return content
    raise AssertionError("nobody has a name")


def _read(rows, number):
    boxes = [(x, y, round(sum(0.5 if sign.isascii() else 1 for sign in text) * h), h) for x, y, h, text in rows]
    places = [LinePlace(box=box, confidence=0.96) for box in boxes]
    order = reading_order(boxes, [place.direction for place in places])
    return CardReading(
        file=f"{number}.jpg",
        quad=((0, 0), (910, 0), SIZE, (0, 550)),
        size=SIZE,
        contact={},
        lines=tuple(rows[index][3] for index in order),
        line_places=tuple(places[index] for index in order),
        engine="typed",
    )


def understood(reading, extract=None, resolve=None):
    """The reading with what its lines are taken for."""
    fields = extract_fields(reading.text_lines, SIZE, extract or ExtractOptions())
    resolution = resolve_contact(fields, resolve or ResolveOptions())
    return reading.model_copy(
        update={
            "contact": resolution.contact,
            "fields": resolution.fields,
            "review_reasons": resolution.review_reasons,
        }
    )
