"""Lines of text that know what each of their characters means.

Truth is never written down beside the drawing: it is read off the phrases that were in fact placed on the card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ADDRESS_LABELS = frozenset({"address", "building", "postal_code"})
_SINGLE_FIELDS = ("name", "name_kana", "name_roman", "company", "postal_code", "address")
_FIELD_ORDER = (
    "name", "name_kana", "name_roman", "company", "department", "title", "postal_code", "address", "phones", "emails",
    "urls",
)  # fmt: skip
PHONE_TYPES = {"telephone": "work", "mobile": "mobile", "fax": "fax", "other_phone": "other"}


@dataclass(frozen=True)
class Segment:
    """A run of characters of one meaning.

    Attributes:
        text: As printed.
        label: Meaning: company, department, title, name, name_kana, name_roman, postal_code, address, building,
            telephone, fax, mobile, extension, email, url, label, other; empty for blanks and signs between.
        key: Which value the run belongs to, for instance `telephone:1`; runs of one key make one value, in printed
            order. Empty: the run belongs to no truth field (a translation, a second office, a slogan).
        value: What the truth says, when it is not the printed text itself (letter-spaced names).
        glue: What stands in the truth between the run before it with the same key and this one.
        width_em: Fixed width instead of the glyphs' own, for blanks that align columns.
    """

    text: str
    label: str = ""
    key: str = ""
    value: str | None = None
    glue: str = " "
    width_em: float | None = None


@dataclass(frozen=True)
class Phrase:
    """One line of text.

    Attributes:
        segments: In reading order.
        role: What size and weight it is set in: name, company, title, body, small, ruby, slogan, logo.
        kind: Forced kind of the line; empty: taken from its labels.
    """

    segments: tuple[Segment, ...]
    role: str = "body"
    kind: str = ""

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(segment.text for segment in self.segments)

    def spans(self) -> list[dict[str, object]]:
        """Get the labelled character spans of the line; blanks at the ends of a run are left out."""
        found: list[dict[str, object]] = []
        start = 0
        for segment in self.segments:
            end = start + len(segment.text)
            stripped = segment.text.strip()
            if segment.label and stripped:
                first = start + len(segment.text) - len(segment.text.lstrip())
                span: dict[str, object] = {"start": first, "end": first + len(stripped), "label": segment.label}
                if segment.label not in {"label", "other"} and not segment.key:
                    span["alternate"] = True
                found.append(span)
            start = end
        return found

    def line_kind(self) -> str:
        """Name what the whole line is: one field kind, `mixed`, `label`, `other` or the forced kind."""
        if self.kind:
            return self.kind
        labels = {segment.label for segment in self.segments if segment.label and segment.text.strip()}
        values = labels - {"label", "other", "extension"}
        if not values:
            return "label" if labels == {"label"} else ("telephone" if "extension" in labels else "other")
        if values <= ADDRESS_LABELS:
            return "postal_code" if values == {"postal_code"} else "address"
        return values.pop() if len(values) == 1 else "mixed"


def phrase(*segments: Segment, role: str = "body", kind: str = "") -> Phrase:
    """Make a phrase from its runs."""
    return Phrase(tuple(segments), role, kind)


def plain_phrase(text: str, role: str, *, label: str = "other", kind: str = "other") -> Phrase:
    """Make a phrase that is no truth field."""
    return Phrase((Segment(text, label),), role, kind)


def joined(phrases: Iterable[Phrase], gap: str, *, role: str = "body") -> Phrase:
    """Set several phrases on one line with a gap between them."""
    segments: list[Segment] = []
    for one in phrases:
        if segments:
            segments.append(Segment(gap))
        segments.extend(one.segments)
    return Phrase(tuple(segments), role)


def split_at(one: Phrase, position: int) -> tuple[Phrase, Phrase]:
    """Break a phrase in two before a character; a value broken inside a word is whole again in the truth.

    The run that is broken must be true as printed, which letter-spaced names are not.
    """
    before: list[Segment] = []
    after: list[Segment] = []
    start = 0
    for segment in one.segments:
        end = start + len(segment.text)
        if end <= position:
            before.append(segment)
        elif start >= position:
            after.append(segment)
        else:
            cut = position - start
            value = segment.text if segment.value is None else segment.value
            head, tail = value[:cut], value[cut:]
            glue = " " if head.endswith((" ", "　")) or tail.startswith((" ", "　")) else ""
            head, tail = head.rstrip(" 　"), tail.lstrip(" 　")
            before.append(replace(segment, text=head, value=head))
            after.append(replace(segment, text=tail, value=tail, glue=glue))
        start = end
    while after and not after[0].text.strip():
        after.pop(0)
    while before and not before[-1].text.strip():
        before.pop()
    return Phrase(tuple(before), one.role, one.kind), Phrase(tuple(after), one.role, one.kind)


@dataclass
class Truth:
    """Collects what the placed phrases say."""

    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def add(self, one: Phrase) -> None:
        """Take in a phrase; call in printed order."""
        for segment in one.segments:
            if not segment.key:
                continue
            text = segment.value if segment.value is not None else segment.text.strip()
            known = self.values.get(segment.key)
            self.values[segment.key] = text if known is None else known + segment.glue + text
            self.labels.setdefault(segment.key, segment.label)

    def fields(self) -> dict[str, object]:
        """Get the fields in the form of `truth.jsonl`; absent when not on the card."""
        out: dict[str, object] = {name: self.values[name] for name in _SINGLE_FIELDS if name in self.values}
        for name in ("department", "title"):
            if texts := self._of(name):
                out[name] = " ".join(texts)
        if phones := self._phones():
            out["phones"] = phones
        for name, plural in (("email", "emails"), ("url", "urls")):
            if texts := self._of(name):
                out[plural] = texts
        return {name: out[name] for name in _FIELD_ORDER if name in out}

    def _phones(self) -> list[dict[str, str]]:
        phones: list[dict[str, str]] = []
        for key, text in self.values.items():
            if key.startswith("phone:"):
                phone = {"type": PHONE_TYPES[self.labels[key]], "number": text}
                extension = self.values.get(key.replace("phone", "extension"))
                phones.append(phone | ({"extension": extension} if extension else {}))
        return phones

    def alternates(self) -> list[dict[str, str]]:
        """Get the other addresses of the card, for readers that list them all."""
        found: list[dict[str, str]] = []
        number = 1
        while f"address:{number}" in self.values:
            entry = {"address": self.values[f"address:{number}"]}
            if code := self.values.get(f"postal_code:{number}"):
                entry["postal_code"] = code
            found.append(entry)
            number += 1
        return found

    def _of(self, name: str) -> list[str]:
        return [text for key, text in self.values.items() if key.split(":")[0] == name]
