"""Evaluate: read a folder of labelled cards and count which fields came out exactly right.

A labelled folder holds pictures and a `truth.jsonl`, one JSON object a card:
`{"file", "page", "lang", "kind", "fields": {...}, "unsure": [...]}`. A value counts as right when it equals the truth
after folding widths, case, spaces and punctuation, which no user would call a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.domain.contact import Contact
from meishi.domain.field import SURE_FROM, UNLIKELY_BELOW, Field, FieldKind
from meishi.domain.reading import CardReading
from meishi.errors import UsageError
from meishi.resolve.normalise import as_printed

FIELD_NAMES = (
    "name",
    "name_kana",
    "name_roman",
    "company",
    "department",
    "title",
    "postal_code",
    "address",
    "phones",
    "emails",
    "urls",
)


FIELD_OF_KIND = {
    FieldKind.NAME: "name",
    FieldKind.NAME_KANA: "name_kana",
    FieldKind.NAME_ROMAN: "name_roman",
    FieldKind.COMPANY: "company",
    FieldKind.DEPARTMENT: "department",
    FieldKind.TITLE: "title",
    FieldKind.POSTAL_CODE: "postal_code",
    FieldKind.ADDRESS: "address",
    FieldKind.TELEPHONE: "phones",
    FieldKind.MOBILE: "phones",
    FieldKind.FAX: "phones",
    FieldKind.EMAIL: "emails",
    FieldKind.URL: "urls",
}
"""Which field of a label each kind of field on a card is compared with."""

_PHONE_OF_KIND = {FieldKind.TELEPHONE: "work", FieldKind.MOBILE: "mobile", FieldKind.FAX: "fax"}


class TruePhone(BaseModel):
    """A telephone number that a card prints."""

    type: str
    number: str


class TrueFields(BaseModel):
    """What a card prints, as text; what it does not print is None or empty."""

    model_config = ConfigDict(extra="ignore")

    name: str | None = None
    name_kana: str | None = None
    name_roman: str | None = None
    company: str | None = None
    department: str | None = None
    title: str | None = None
    postal_code: str | None = None
    address: str | None = None
    phones: tuple[TruePhone, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


class OtherAddress(BaseModel):
    """An address that a card prints beside the one that counts."""

    address: str
    postal_code: str | None = None


class LabelledCard(BaseModel):
    """One line of `truth.jsonl`.

    Attributes:
        file: The picture.
        page: Page within the file, from 1.
        lang: Language of the card.
        kind: What sort of picture it is.
        fields: What the card prints.
        unsure: Fields that count neither way.
        alternate_addresses: Further addresses of the card, which count neither way: they are right, and not asked for.
    """

    model_config = ConfigDict(extra="ignore")

    file: str
    page: int = 1
    lang: str = "?"
    kind: str = "?"
    fields: TrueFields
    unsure: tuple[str, ...] = ()
    alternate_addresses: tuple[OtherAddress, ...] = ()


class Score(BaseModel):
    """Counts of values: right, expected but not given, given but not expected."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """Share of the given values that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the expected values that were given."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.wrong)

    def __add__(self, other: Score) -> Score:
        return Score(right=self.right + other.right, missed=self.missed + other.missed, wrong=self.wrong + other.wrong)


class Sureness(BaseModel):
    """How far the confidence of values can be trusted.

    Attributes:
        values: Values that were read and given.
        sure: Those of them that nobody is asked to look at, for their confidence is `SURE_FROM` or higher.
        sure_but_wrong: Those of the sure ones that are wrong.
    """

    values: int = 0
    sure: int = 0
    sure_but_wrong: int = 0

    @property
    def share(self) -> float:
        """Share of the values that are sure."""
        return self.sure / max(1, self.values)

    @property
    def error_rate(self) -> float:
        """Share of the sure values that are wrong."""
        return self.sure_but_wrong / max(1, self.sure)

    def __add__(self, other: Sureness) -> Sureness:
        return Sureness(
            values=self.values + other.values,
            sure=self.sure + other.sure,
            sure_but_wrong=self.sure_but_wrong + other.sure_but_wrong,
        )


class Mistake(BaseModel):
    """One field of one card that did not come out right."""

    file: str
    field: str
    expected: tuple[str, ...]
    given: tuple[str, ...]


class Evaluation(BaseModel):
    """How well a labelled folder was read.

    Attributes:
        cards: Labelled cards in the folder.
        perfect_cards: Cards of which every field is right and nothing was added.
        missed_cards: Labelled cards for which no card was found.
        spurious_cards: Cards that were read where the folder has none.
        overall: All values together (micro average).
        by_field: The same for each field.
        by_language: The same for each language of the cards.
        by_kind: The same for each kind of picture.
        sureness: How many values are above the threshold of review, and how many of these are wrong.
        cpu_seconds_per_card: User and system time of this process and its children, for each labelled card.
        mistakes: What went wrong, card by card.
    """

    cards: int
    perfect_cards: int
    missed_cards: int
    spurious_cards: int
    overall: Score
    by_field: dict[str, Score]
    by_language: dict[str, Score]
    by_kind: dict[str, Score]
    sureness: Sureness
    cpu_seconds_per_card: float
    mistakes: tuple[Mistake, ...]


def evaluate_folder(
    folder: Path,
    read_pictures: Callable[[Sequence[Path]], Iterable[CardReading]],
    cpu_seconds: Callable[[], float],
    *,
    limit: int | None = None,
) -> Evaluation:
    """Read every picture of a labelled folder and compare with its truth.

    Args:
        folder: Holds `truth.jsonl` and the pictures that it names.
        read_pictures: Reads pictures; each reading's `file` is the path it was given. Pictures that cannot be read
            are simply absent.
        cpu_seconds: User and system time spent so far, by this process and its children.
        limit: Read at most so many pictures, spread evenly over the folder.

    Raises:
        UsageError: The folder has no `truth.jsonl`, or a line of it cannot be understood.
    """
    labelled = load_truth(folder)
    files = list(dict.fromkeys(card.file for card in labelled))
    if limit is not None and limit < len(files):
        files = [files[position * len(files) // limit] for position in range(limit)]
        labelled = [card for card in labelled if card.file in files]
    started = cpu_seconds()
    readings: dict[tuple[str, int], list[CardReading]] = defaultdict(list)
    for reading in read_pictures([folder / file for file in files]):
        readings[Path(reading.file).relative_to(folder).as_posix(), reading.page].append(reading)
    spent = cpu_seconds() - started
    return compare(labelled, readings, cpu_seconds_per_card=spent / max(1, len(labelled)))


def load_truth(folder: Path) -> list[LabelledCard]:
    """Load the labels of a folder.

    Raises:
        UsageError: There is no `truth.jsonl`, or a line of it cannot be understood.
    """
    path = folder / "truth.jsonl"
    if not path.is_file():
        raise UsageError(f"{folder} holds no labelled cards", hint="Name a folder with a truth.jsonl in it.")
    cards = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cards.append(LabelledCard.model_validate_json(line))
        except ValidationError as error:
            raise UsageError(
                f"{path}, line {number} is no labelled card: {error.errors()[0]['msg']}",
                hint="samples/README.md shows the form.",
            ) from error
    return cards


def compare(
    labelled: Sequence[LabelledCard],
    readings: Mapping[tuple[str, int], Sequence[CardReading]],
    *,
    cpu_seconds_per_card: float = 0.0,
) -> Evaluation:
    """Count right, missed and wrong values.

    Args:
        labelled: The truth.
        readings: What was read, by file (relative to the folder) and page.
        cpu_seconds_per_card: Goes into the result as it is.
    """
    by_field: dict[str, Score] = {name: Score() for name in FIELD_NAMES}
    by_language: dict[str, Score] = defaultdict(Score)
    by_kind: dict[str, Score] = defaultdict(Score)
    mistakes: list[Mistake] = []
    sureness = Sureness()
    perfect = missed_cards = spurious_cards = 0
    pages: dict[tuple[str, int], list[LabelledCard]] = defaultdict(list)
    for card in labelled:
        pages[card.file, card.page].append(card)
    for page, cards in pages.items():
        pairs, left_over = _pair(cards, readings.get(page, ()))
        spurious_cards += len(left_over)
        for card, reading in pairs:
            missed_cards += reading is None
            scores, card_mistakes = _score_card(card, reading)
            perfect += not card_mistakes
            mistakes += card_mistakes
            sureness += _sureness(card, reading)
            for name, score in scores.items():
                by_field[name] += score
                by_language[card.lang] += score
                by_kind[card.kind] += score
        for reading in left_over:
            for name, values in _given_values(reading.contact).items():
                by_field[name] += Score(wrong=len(values))
    return Evaluation(
        cards=len(labelled),
        perfect_cards=perfect,
        missed_cards=missed_cards,
        spurious_cards=spurious_cards,
        overall=sum(by_field.values(), Score()),
        by_field=by_field,
        by_language=dict(sorted(by_language.items())),
        by_kind=dict(sorted(by_kind.items())),
        sureness=sureness,
        cpu_seconds_per_card=cpu_seconds_per_card,
        mistakes=tuple(mistakes),
    )


def _pair(
    cards: Sequence[LabelledCard], readings: Sequence[CardReading]
) -> tuple[list[tuple[LabelledCard, CardReading | None]], list[CardReading]]:
    """Give each labelled card the reading that has most in common with it; each reading once."""
    likeness = sorted(
        (
            (sum(score.right for score in _score_card(card, reading)[0].values()), -i, -j)
            for i, card in enumerate(cards)
            for j, reading in enumerate(readings)
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for _, minus_i, minus_j in likeness:
        if -minus_i not in chosen and -minus_j not in chosen.values():
            chosen[-minus_i] = -minus_j
    pairs = [(card, readings[chosen[i]] if i in chosen else None) for i, card in enumerate(cards)]
    return pairs, [reading for j, reading in enumerate(readings) if j not in chosen.values()]


def _score_card(card: LabelledCard, reading: CardReading | None) -> tuple[dict[str, Score], list[Mistake]]:
    given_values = _given_values(_asked_for(card, reading.contact)) if reading else {}
    expected_values = _expected_values(_with_printed_postal_code(card.fields, given_values.get("postal_code", ())))
    scores: dict[str, Score] = {}
    mistakes: list[Mistake] = []
    for name in FIELD_NAMES:
        if name in card.unsure:
            continue
        expected, given = expected_values[name], given_values.get(name, ())
        right = Counter(_fold(name, text) for text in expected) & Counter(_fold(name, text) for text in given)
        count = right.total()
        scores[name] = Score(right=count, missed=len(expected) - count, wrong=len(given) - count)
        if scores[name].missed or scores[name].wrong:
            mistakes.append(Mistake(file=card.file, field=name, expected=expected, given=given))
    return scores, mistakes


def _asked_for(card: LabelledCard, contact: Contact) -> Contact:
    """Leave out addresses that are right but not asked for."""
    others = {_fold("address", other.address) for other in card.alternate_addresses}
    wanted = [address for address in contact.addresses if _fold("address", address.full) not in others]
    return contact.model_copy(update={"addresses": tuple(wanted)})


def right_fields(card: LabelledCard, reading: CardReading) -> list[tuple[Field, bool]]:
    """Say of each value that was read whether it is right.

    Returns:
        The fields whose truth is known; a department or title is right when it is one of those that the card prints.
    """
    expected = _expected_values(card.fields)
    for other in card.alternate_addresses:
        expected["address"] += (other.address,)
        expected["postal_code"] += (other.postal_code,) if other.postal_code else ()
    folded = {name: {_fold(name, text) for text in texts} for name, texts in expected.items()}
    judged = []
    for field in reading.fields:
        name = FIELD_OF_KIND.get(field.kind)
        if name is None or name in card.unsure or field.inferred:
            continue
        value = _fold(name, field.value)
        if name == "phones":
            value = _fold(name, f"{_PHONE_OF_KIND[field.kind]} {as_printed(field)}")
        elif name == "address":
            value = _fold(name, _without_postal_code(field.value, card.fields.postal_code or ""))
        elif name == "postal_code":
            value = _fold(name, as_printed(field))
            if card.fields.postal_code is None:  # labels of Latin addresses print it inside
                judged.append((field, value in _fold(name, card.fields.address or "")))
                continue
        whole = name not in {"department", "title"}
        judged.append((field, value in folded[name] if whole else any(value in text for text in folded[name])))
    return judged


def _sureness(card: LabelledCard, reading: CardReading | None) -> Sureness:
    judged = right_fields(card, reading) if reading else []
    judged = [(field, right) for field, right in judged if field.confidence >= UNLIKELY_BELOW]
    sure = [right for field, right in judged if field.confidence >= SURE_FROM]
    return Sureness(values=len(judged), sure=len(sure), sure_but_wrong=sure.count(False))


def _with_printed_postal_code(fields: TrueFields, given: Sequence[str]) -> TrueFields:
    """Take a postal code that the label has inside the address alone, as Latin addresses print it, for labelled."""
    address = fields.address or ""
    printed = next((code for code in given if code in address), None)
    return fields if fields.postal_code or not printed else fields.model_copy(update={"postal_code": printed})


def _expected_values(fields: TrueFields) -> dict[str, tuple[str, ...]]:
    values: dict[str, Any] = {name: getattr(fields, name) for name in FIELD_NAMES}
    values["phones"] = tuple(f"{phone.type} {phone.number}" for phone in fields.phones)
    if fields.address and fields.postal_code:
        values["address"] = _without_postal_code(fields.address, fields.postal_code)
    return {name: _as_tuple(value) for name, value in values.items()}


def _given_values(contact: Contact) -> dict[str, tuple[str, ...]]:
    postal_codes = [address.postal_code for address in contact.addresses if address.postal_code]
    return {
        "name": _as_tuple(contact.name.full),
        "name_kana": _as_tuple(contact.name.kana),
        "name_roman": _as_tuple(contact.name.roman),
        "company": _as_tuple(contact.company),
        "department": _as_tuple(" ".join(contact.departments)),
        "title": _as_tuple(" ".join(contact.titles)),
        "postal_code": tuple(postal_codes),
        "address": tuple(
            _without_postal_code(address.full, address.postal_code or "") for address in contact.addresses
        ),
        "phones": tuple(f"{phone.kind} {phone.number}" for phone in contact.phones),
        "emails": contact.emails,
        "urls": contact.urls,
    }


def _as_tuple(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _without_postal_code(address: str, postal_code: str) -> str:
    """Leave the postal code out: labels of Latin addresses print it inside, contacts keep it apart."""
    return address.replace(postal_code, " ") if postal_code else address


def _fold(name: str, text: str) -> str:
    """Fold what no user would call a mistake: widths, case, spaces, punctuation, a URL's scheme and last slash."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if name == "urls":
        folded = re.sub(r"^https?://", "", folded).rstrip("/")
    if name in ("emails", "urls"):
        return re.sub(r"\s", "", folded)
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "PZ" and c not in "〒ー~|")
