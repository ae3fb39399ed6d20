"""How a card words its labels: what stands before a number, and what stands between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.content import Content
from generator.draws import Draws
from generator.phrases import Phrase, Segment

_JAPANESE_PHONE_LABELS = {
    "telephone": (
        "TEL",
        "TEL",
        "TEL",
        "Tel",
        "tel",
        "電話",
        "☎",
        "T",
        "Phone",
        "TEL番号",
        "電話番号",
        "ＴＥＬ",
        "℡",
        "Tel.",
    ),
    "main": ("TEL（代表）", "代表", "TEL(代)", "代表電話", "大代表"),
    "direct": ("直通", "TEL（直通）", "ダイヤルイン", "直通電話", "Direct"),
    "free": ("フリーダイヤル", "フリーコール", "お客様専用"),
    "both": ("TEL/FAX", "TEL＆FAX", "Tel&Fax", "TEL・FAX", "電話・FAX", "Tel & Fax"),
    "fax": ("FAX", "FAX", "FAX", "Fax", "fax", "F", "ＦＡＸ", "ファックス", "Fax."),
    "mobile": ("携帯", "携帯", "Mobile", "MOBILE", "携帯電話", "M", "mobile", "Cell", "Mob.", "携 帯"),
}
_JAPANESE_SEPARATORS = {
    "{l} {n}": 6.0,
    "{l}:{n}": 5.0,
    "{l}: {n}": 5.0,
    "{l}：{n}": 4.0,
    "{l}　{n}": 3.0,
    "{l}.{n}": 2.5,
    "{l}. {n}": 2.0,
    "{l} : {n}": 2.0,
    "{l} / {n}": 0.6,
    "{l}／{n}": 0.6,
    "[{l}] {n}": 0.3,
    "【{l}】{n}": 0.4,
    "{l}{n}": 0.8,
    "({l}) {n}": 0.4,
    "{l}  {n}": 1.5,
    "{l} .{n}": 0.3,
    "■{l} {n}": 0.3,
    "{l}｜{n}": 0.4,
}
_LATIN_SEPARATORS = {
    "{l}: {n}": 8.0,
    "{l} {n}": 6.0,
    "{l}. {n}": 1.5,
    "{l} | {n}": 1.0,
    "{l}  {n}": 1.5,
    "{l}/ {n}": 0.3,
    "{n} ({l})": 0.7,
    "{l} - {n}": 0.4,
    "{l}:{n}": 2.0,
    "[{l}] {n}": 0.2,
    "{n} {l}": 0.4,
    "{l}> {n}": 0.1,
}


@dataclass(frozen=True)
class Wording:
    """How one card labels what it prints; the same on all its lines.

    Attributes:
        pattern: Label and value, `{l}` and `{n}`.
        labels: By meaning; empty: no label.
        postal_mark: Before a postal code.
    """

    pattern: str
    labels: dict[str, str]
    postal_mark: str
    address_label: str
    upright_labels: bool = False


def draw_wording(draws: Draws, content: Content) -> Wording:
    """Draw how a card words its labels."""
    if content.japanese:
        latin_style = draws.choice((0, 0, 0, 1, 2, 3))
        labels = {meaning: draws.choice(options) for meaning, options in _JAPANESE_PHONE_LABELS.items()}
        pairs = (("TEL", "FAX", "携帯"), ("Tel", "Fax", "Mobile"), ("電話", "FAX", "携帯"), ("T", "F", "M"))[
            latin_style
        ]
        if draws.chance(0.75):
            labels["telephone"], labels["fax"], labels["mobile"] = pairs
        if content.language == "ja-vertical":
            labels |= {
                "telephone": draws.choice(("電話", "電話", "☎", "TEL", "電 話")),
                "fax": draws.choice(("FAX", "ＦＡＸ", "ファックス", "ファクス")),
                "mobile": "携帯",
                "main": "電話（代表）",
                "direct": "直通",
                "both": "電話・ＦＡＸ",
            }
        labels["email"] = draws.choice(
            (
                "E-mail",
                "E-mail",
                "Email",
                "E-MAIL",
                "Mail",
                "mail",
                "メール",
                "e-mail",
                "E",
                "",
                "",
                "M" if labels["mobile"] != "M" else "E",
            )
        )
        labels["url"] = draws.choice(("URL", "URL", "HP", "Web", "ホームページ", "", "", "", "U", "WEB"))
        labels["extension"] = draws.choice(("内線", "内線", "(内線)", "内線：", "ext."))
        pattern = draws.pick(_JAPANESE_SEPARATORS)
        if content.language == "ja-vertical":
            pattern = draws.choice(("{l} {n}", "{l}　{n}", "{l}{n}", "{l}　{n}"))
        return Wording(
            pattern,
            labels,
            draws.pick({"〒": 16.0, "〒 ": 2.0, "": 1.5, "（〒": 0.0}),
            draws.choice(("", "", "", "", "", "住所", "所在地", "住 所", "Address")),
        )
    country = content.country
    assert country is not None
    source = country.labels
    labels = {
        "telephone": draws.choice(source.work),
        "direct": draws.choice(source.direct),
        "fax": draws.choice(source.fax),
        "mobile": draws.choice(source.mobile),
        "email": draws.choice(source.email),
        "url": draws.choice(source.url),
        "extension": draws.choice(source.extension),
        "main": "Main",
        "both": "Tel/Fax",
        "free": "Toll free",
    }
    if (
        draws.chance(0.15)
        and sum(p.meaning in {"telephone", "mobile"} for p in content.phones) <= 1
        and not any(p.meaning == "fax" for p in content.phones)
    ):
        labels |= {"telephone": "", "email": "", "url": ""}
    if all(len(labels[m]) > 1 for m in ("telephone", "fax", "mobile") if labels[m]) and draws.chance(0.12):
        labels = {m: label.upper() for m, label in labels.items()}
    return Wording(
        draws.pick(_LATIN_SEPARATORS),
        labels,
        "",
        draws.choice(("", "", "", "", "", "Address", "Add", "A"))
        if country.code in {"US", "GB", "IN", "KR", "JP"}
        else "",
    )


def _trailing_parts(text: str) -> tuple[str, str, str]:
    stripped = text.strip(" 　")
    start = text.find(stripped) if stripped else len(text)
    return text[:start], stripped, text[start + len(stripped) :]


def labelled(wording: Wording, label: str, value: Sequence[Segment], pattern: str | None = None) -> Phrase:
    """Put a label and its value together the way the card does."""
    if not label:
        return Phrase(tuple(value))
    before, after = (pattern or wording.pattern).replace("{l}", label).split("{n}")
    segments: list[Segment] = []
    for number, text in enumerate((before, after)):
        lead, word, trail = _trailing_parts(text)
        segments += [Segment(s, "label" if s is word and word else "") for s in (lead, word, trail) if s]
        if number == 0:
            segments += value
    return Phrase(tuple(segments))
