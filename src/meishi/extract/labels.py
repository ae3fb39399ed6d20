"""Printed labels (TEL, FAX, 携帯, E-mail, 住所, ...): what they announce, in the languages that cards use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz.distance.Levenshtein import distance


class LabelKind(StrEnum):
    """What a label announces."""

    TELEPHONE = "telephone"
    MOBILE = "mobile"
    FAX = "fax"
    TELEPHONE_AND_FAX = "telephone and fax"
    EXTENSION = "extension"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"
    SOCIAL = "social"


@dataclass(frozen=True)
class Label:
    """A label in a text.

    Attributes:
        kind: What it announces.
        start: First character of the label.
        end: One past its last character, a colon or closing bracket included.
        strong: Whether the word is a label wherever it stands; a single letter such as T is one only before a value.
    """

    kind: LabelKind
    start: int
    end: int
    strong: bool


# Words are spelled without spaces; Japanese ones and TEL, FAX may be printed letter-spaced. OCR's usual slips in
# short capital labels (TEl, TFL, FAx) are spelled out.
_WORDS: dict[LabelKind, tuple[str, ...]] = {
    LabelKind.TELEPHONE_AND_FAX: (
        r"T\s?E\s?L\.?\s?(?:[/・•&,.|+＆]|and)\s?F\s?A\s?X",
        r"Tele?(?:phone|fone|fon)?\.?\s?(?:[/・•&,|+]|\s(?:and|und|e)\s)\s?(?:Tele)?fax",
        r"T\.?\s?[/&・]\s?F\.?(?=[\s:.]*[(+\d])",
        r"Phone\s?(?:[/&・]|and)\s?Fax",
        r"電\s?話\s?[/・•&、]?\s?(?:F\s?A\s?X|ファックス|ファクス)",
        r"電話兼(?:FAX|ファックス)",
        r"TEL兼(?:FAX|用)",
    ),
    LabelKind.FAX: (
        r"[FEPμ]\s?[AÀÁ4]\s?[XxK×](?:\s?番号)?",
        r"Tele?[fF](?:ax|aks)",
        r"Faksi?",
        r"Facs[ií]mile",
        r"T[ée]l[ée]copie(?:ur)?",
        r"フ\s?[ァア]\s?ッ\s?ク\s?ス(?:番号)?",
        r"フ\s?[ァア]\s?ク\s?ス(?:番号)?",
        r"フ\s?[ァア]\s?ク\s?シ\s?ミ\s?リ",
        r"フ[^\s\w]?\w?[^\s\w]?ク\s?ス?(?=\s?[\d+(〇])",
        r"電\s?送",
        r"F\.A\.X\.?",
    ),
    LabelKind.MOBILE: (
        r"携\s?(?:[帯蒂带滞帚帶](?:\s?電\s?話)?|[^\W\d_]?\s?電\s?話)(?:番号)?",
        r"Tel[ée]?(?:fone|fono)?\.?\s?m[óo]v(?:el|il)",
        r"ケータイ",
        r"けいたい",
        r"モバイル",
        r"Mobile(?:\s?(?:Phone|No|Tel))?",
        r"Mob(?=[\s.:,;])",
        r"C\.P(?=\.)",
        r"Mobiltelefon",
        r"Mbl",
        r"Mobil(?:telefon|funk|nummer)?",
        r"Handy(?:nummer)?",
        r"Cell(?:ular|ulare|\s?Phone)?",
        r"Cel(?:ular)?(?=[\s.:])",
        r"Telem[óo]vel",
        r"Tlm",
        r"M[óo]vil",
        r"M[óo]v(?=[\s.:])",
        r"Cell(?=[\s.:])",
        r"Natel",
        r"Mobiel",
        r"Matkapuhelin",
        r"Kom(?=[.:])",
        r"Portable",
        r"GSM",
        r"H[/.]?P(?=[\s.:]+[+(\d]|\+)",
        r"Hand\s?phone",
        r"D[iị]\s?đ[ộo]ng",
        r"DĐ",
        r"WhatsApp",
        r"P\s?H\s?S",
    ),
    LabelKind.EXTENSION: (
        r"内\s?線(?:番号)?",
        r"\(\s?内\s?\)",
        r"Ext(?:ension|n)?(?=[\s.:#]*\d)",
        r"Durchwahl",
        r"DW(?=[\s.:]*\d)",
        r"Ramal",
        r"Poste(?=\s?\d)",
        r"(?<=\d)\s?x(?=\d)",
    ),
    LabelKind.EMAIL: (
        r"[EeＥ]\s?[-‐・.]?\s?[Mm]\s?[AaÀ]\s?[IiLl1]\s?[LlIi1]\s?(?:[Aa]dd?ress)?",
        r"Mail(?:\s?Address)?",
        r"メ\s?ー\s?ル(?:\s?ア\s?ド\s?レ\s?ス)?",
        r"[EＥ]\s?メ\s?ー\s?ル",
        r"電\s?子\s?メ\s?ー\s?ル",
        r"Courriel",
        r"E-?post",
        r"Correo",
    ),
    LabelKind.URL: (
        r"U\s?R\s?[LlI](?=[\s:.]|http|www|$)",
        r"H\s?P(?=[\s:.]*(?:h?ttp|www|[a-z0-9-]+\.[a-z]))",
        r"H\.P\.?(?=[\s:.]*(?:h?ttp|www))",
        r"Web(?:\s?(?:site|page))?(?=[\s:.]|$)",
        r"Home\s?page",
        r"Website",
        r"Webb(?=\s?:)",
        r"Site(?=\s?:)",
        r"Internet(?=[\s:])",
        r"ホ\s?ー\s?ム\s?ペ\s?ー\s?ジ",
        r"ウェブ(?:サイト)?",
        r"サイト(?=[\s:])",
    ),
    LabelKind.ADDRESS: (
        r"住\s?所",
        r"所\s?在\s?地",
        r"事\s?務\s?所(?=\s?[:/〒])",
        r"Address(?=[\s:.]|$)",
        r"Addr?(?=[.:])",
        r"Anschrift",
        r"Adress[e]?(?=[\s:.]|$)",
        r"Adres(?=[\s:.]|$)",
        r"Endere[çc]o",
        r"Direcci[óo]n",
        r"Địa\s?chỉ",
        r"ĐC(?=[:.])",
    ),
    LabelKind.SOCIAL: (
        r"LINE\s?(?:ID|公式)?(?=[\s:@])",
        r"Twitter",
        r"Facebook",
        r"Instagram",
        r"YouTube",
        r"Skype",
        r"WeChat",
        r"Zalo",
        r"KakaoTalk",
        r"Telegram",
        r"TikTok",
        r"LinkedIn",
    ),
    LabelKind.TELEPHONE: (
        r"T\s?[EFB]\s?[L1lI!|](?:\s?番号)?(?:EPHONE)?(?:\s?No)?",
        r"Tel[eé]phone",
        r"T[eé]l[eé]phone",
        r"Telefon[e]?",
        r"Telefoon",
        r"T[lI]f(?=[\s.:])",
        r"Puh(?:elin)?(?=[\s.:])",
        r"Doorkiesnummer",
        r"Ligne\s?directe",
        r"Telefono",
        r"Tel[ée]fono",
        r"T[ée]l",
        r"Phone(?:\s?No)?",
        r"Ph(?=[\s.:]*[+(\d])",
        r"Fone?(?=[\s.:])",
        r"Fono",
        r"Office(?=[\s.:\])]*[+(\d])",
        r"Dir(?:e[ckt]{1,2}[oae]?)?(?:\s?(?:Line|Dial|Phone))?(?=[\s.:]*[+(\d])",
        r"Main(?=[\s.:]*[+(\d])",
        r"Desk(?=[\s.:]*[+(\d])",
        r"Work(?=[\s.:]*[+(\d])",
        r"Hotline",
        r"D\.?D\.?I(?=[\s.:]*[+(\d])",
        r"ダイヤルイン",
        r"Call(?=[\s.:]*[+(\d])",
        r"(?:Số\s?)?[ĐđD]i[ệe]n\s?tho[ạa]i",
        r"ĐT",
        r"DT(?=\s?[:.])",
        r"PABX",
        r"Centralino",
        r"Centralita",
        r"SĐT",
        r"電\s?話(?:\s?番\s?号)?",
        r"で\s?ん\s?わ",
        r"直\s?通(?:電話|番号)?",
        r"大?代\s?表\s?(?:電\s?話|番\s?号|TEL)(?!取締)",
        r"大?代\s?表(?=\s?[)(:/]*\s?[\d+(])",
        r"フ\s?リ\s?ー\s?(?:ダ\s?イ\s?ヤ\s?ル|コ\s?ー\s?ル)",
        r"Toll[\s-]?free",
        r"℡|☎|☏",
    ),
}

# One letter is a label only directly before a value.
_LETTERS: dict[LabelKind, str] = {
    LabelKind.TELEPHONE: r"(?:[TtPpOoDdρ]|0(?=\s?:))",
    LabelKind.MOBILE: r"[MmCc]",
    LabelKind.FAX: r"[Ff]",
    LabelKind.EMAIL: r"[EeM]",
    LabelKind.URL: r"[WwUu]",
    LabelKind.ADDRESS: r"[AaĀ]",
}
_VALUE_AHEAD = {
    LabelKind.EMAIL: r"(?=[A-Za-z0-9._%+*-]+\s?[@©®])",
    LabelKind.URL: r"(?=(?:h?ttps?|www|[a-z0-9-]{2,}\.[a-z]))",
    LabelKind.ADDRESS: r"(?=[0-9〒A-Z぀-ヿ一-龥])",
}
_NUMBER_AHEAD = r"(?=[+(\[]*\s?[OoQlI〇]{0,4}\d[\s\-ー一.()/]*[\dOoQlI〇])"

# What may stand around a label: brackets, dots and a colon belong to it.
_OPEN = r"[\[(【<〈「『]?\s?"
_REMARK = r"(?:\s?[(【\[](?:代|代表|直通|大代表|直|内線|携帯|Direct|direct|main|mobile|Main)[)】\]])?"
_CLOSE = rf"(?:\s?(?:No(?![a-z])|番号))?\s?[\])】>〉」』]?\s?[.,]*\s?[:;・•|/]*{_REMARK}\s?[:;]*"


@cache
def _word_pattern(kind: LabelKind) -> re.Pattern[str]:
    alternatives = "|".join(_WORDS[kind])
    return re.compile(rf"(?<![A-Za-zÀ-ỹ@.]){_OPEN}(?:{alternatives})(?![a-zà-ỹ@]){_CLOSE}", re.IGNORECASE)


@cache
def _letter_pattern(kind: LabelKind) -> re.Pattern[str]:
    ahead = _VALUE_AHEAD.get(kind, _NUMBER_AHEAD)
    parting = r"(?:\s?[\])】>〉.:;|/]+\s*|\s+)"
    if kind is LabelKind.EMAIL:
        # The initial of a name looks like a label: e.yamada@example.com.
        parting = r"(?:(?<=[EM])\.\s*|\s?[\])】>〉:;|/]+\s*|\s+)"
    elif kind not in _VALUE_AHEAD:
        # The stroke of "p| 0161 462 6791" is read as a letter.
        parting = rf"(?:{parting}|(?<=[ptmfcod])[l|!]\s+(?=[+(]*\d[\d\s().-]{{6}}))"
        parting = (
            rf"(?:{parting}|(?<=[TMF])(?=[+0(]\d|\d{{3}}[-.]\d)|(?<=[CPtmfcp])(?=[+(]\d|\d{{3}}[-.]\d{{3}}[-.]\d{{4}}))"
        )
    # T 03-1234-5678F 03-1234-5679: the second letter stands close to the number before it.
    # What stands at the left of a row may have lost its space: Acme DentistryM| +44 1273 456789.
    free = r"(?:(?<![\w@.&/-])|(?<=[a-z])(?=[A-Z]\s?\|)|(?<=[-. ]\d{4})(?=[FM]\s))"
    return re.compile(rf"{free}{_OPEN}{_LETTERS[kind]}{parting}{ahead}")


_ORDER = (
    LabelKind.TELEPHONE_AND_FAX,
    LabelKind.FAX,
    LabelKind.MOBILE,
    LabelKind.EXTENSION,
    LabelKind.SOCIAL,
    LabelKind.EMAIL,
    LabelKind.URL,
    LabelKind.ADDRESS,
    LabelKind.TELEPHONE,
)


def find_labels(text: str) -> tuple[Label, ...]:
    """Find the labels in a folded text.

    Returns:
        Non-overlapping labels from left to right; of two that overlap the longer wins (Tel/Fax over Tel).
    """
    found: list[Label] = []
    for kind in _ORDER:
        for strong, pattern in (
            (True, _word_pattern(kind)),
            (False, _letter_pattern(kind) if kind in _LETTERS else None),
        ):
            if pattern is None:
                continue
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    _keep_longest(found, Label(kind, match.start(), match.end(), strong))
    for label in _blurred_labels(text):
        _keep_longest(found, label)
    return tuple(sorted(found, key=lambda label: label.start))


_BLURRED = re.compile(r"(?<![A-Za-z@.])([A-Za-z]{3,9}|\d(?:ax|el))\s?[:.|]?\s?(?=[+(]{0,2}\d[\d\s().-]{6,})")
_OFTEN_BLURRED = {
    "fax": LabelKind.FAX, "tel": LabelKind.TELEPHONE, "phone": LabelKind.TELEPHONE, "office": LabelKind.TELEPHONE,
    "direct": LabelKind.TELEPHONE, "telephone": LabelKind.TELEPHONE, "facsimile": LabelKind.FAX,
    "mobile": LabelKind.MOBILE, "cell": LabelKind.MOBILE,
}  # fmt: skip


def _blurred_labels(text: str) -> Iterator[Label]:
    """Find words before numbers that are a label but for one letter, or have lost its beginning: Fat, ffice, bile."""
    for match in _BLURRED.finditer(text):
        kind = _blurred_kind(match.group(1).casefold())
        if kind:
            yield Label(kind, match.start(), match.end(), strong=False)


def _blurred_kind(word: str) -> LabelKind | None:
    """Give the kind of a word in small letters that is a label but for one letter, or has lost its beginning."""
    alike = {
        kind
        for known, kind in _OFTEN_BLURRED.items()
        if distance(word, known) == 1 or (len(word) > 3 and known.endswith(word))
    }
    return alike.pop() if len(alike) == 1 and len(word) >= 3 else None


def _keep_longest(found: list[Label], label: Label) -> None:
    rivals = [other for other in found if other.start < label.end and label.start < other.end]
    if any(other.end - other.start >= label.end - label.start for other in rivals):
        return
    for rival in rivals:
        found.remove(rival)
    found.append(label)


def only_label(text: str) -> LabelKind | None:
    """Give the kind when a text is nothing but one label, a value's box standing elsewhere."""
    # The stroke of T | is read as a letter.
    bare = re.sub(r"^([A-Za-z])[lI|1!]$", r"\1", text.strip(" :;.|/・-[]()"))
    letters = {"T": LabelKind.TELEPHONE, "P": LabelKind.TELEPHONE, "F": LabelKind.FAX, "M": LabelKind.MOBILE}
    letters |= {"E": LabelKind.EMAIL, "A": LabelKind.ADDRESS, "W": LabelKind.URL, "C": LabelKind.MOBILE}
    letters |= {"D": LabelKind.TELEPHONE, "O": LabelKind.TELEPHONE}
    if bare.upper() in letters:
        return letters[bare.upper()]
    for label in find_labels(text):
        rest = text[: label.start] + text[label.end :]
        if not any(character.isalnum() for character in rest):
            return label.kind
    # Labels whose look-ahead wants a value on the same line.
    others = {"web": LabelKind.URL, "hp": LabelKind.URL, "url": LabelKind.URL, "office": LabelKind.TELEPHONE}
    others |= {"代表": LabelKind.TELEPHONE, "ext": LabelKind.EXTENSION, "site": LabelKind.URL, "mob": LabelKind.MOBILE}
    others |= {
        "cel": LabelKind.MOBILE,
        "ph": LabelKind.TELEPHONE,
        "fone": LabelKind.TELEPHONE,
        "add": LabelKind.ADDRESS,
    }
    others |= {"direct": LabelKind.TELEPHONE, "mail": LabelKind.EMAIL, "大代表": LabelKind.TELEPHONE}
    return others.get(bare.casefold().replace(" ", ""))


def blurred_label(text: str) -> LabelKind | None:
    """Give the kind when a text beside a number is nothing but a label with a letter misread: Mobite."""
    return _blurred_kind(text.strip(" :;.|/・-[]()").casefold())
