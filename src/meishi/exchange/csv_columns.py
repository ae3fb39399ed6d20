"""Which column of a CSV file says what: Google, Outlook, Eight, Sansan, postcard programs, and meishi's own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """What a column says.

    Attributes:
        field: A name of `FIELDS`.
        group: Ties columns together that say parts of one address or one number; the name of a column that says
            something by being filled.
    """

    field: str
    group: str = ""


FIELDS = frozenset(
    "uid name file_as family_name given_name middle_name kana family_kana given_kana roman company departments titles "
    "emails urls tags note met_on met_at postcard postcard_due_on follow_up follow_up_due_on "
    "phone phone.work phone.mobile phone.fax phone.other phone.kind phone.extension "
    "address address.postal_code address.country address.region address.locality address.street address.building "
    "custom.label custom.value tag doubt".split()
)
"""Everything that a column can say; `tag` and `doubt` say it by their name, of those in whose cell something stands."""

TAGS_BEHIND = frozenset({"'?'を含んだデータ"})
"""The last column of Eight's own: behind it, each tag of the user's has one, ticked with a 1."""

PERSONAL = "personal"
"""The group of what Outlook keeps for private life: it writes it before what is for work."""

_OWN_ADDRESS = {"full": "address"}
_ADDRESS_PARTS = {
    "formatted": "address",
    "street": "address.street",
    "city": "address.locality",
    "region": "address.region",
    "state": "address.region",
    "postal code": "address.postal_code",
    "country": "address.country",
    "country/region": "address.country",
    "extended address": "address.building",
    "番地": "address.street",
    "市区町村": "address.locality",
    "市町村": "address.locality",
    "都道府県": "address.region",
    "郵便番号": "address.postal_code",
    "国": "address.country",
    "国/地域": "address.country",
    "住所": "address",
}
# Folded names of columns to what they say; what one program calls so no other one calls otherwise.
_NAMES: dict[str, str] = {
    name: field
    for field, names in {
        "uid": "uid",
        "name": "name|full name|display name|氏名|名前|姓名|お名前|表示名",
        "file_as": "file as",
        "family_name": "family_name|last name|family name|姓|苗字|名字",
        "given_name": "given_name|first name|given name|名",
        "middle_name": "middle name|additional name",
        "kana": "kana|yomi name|フリガナ|ふりがな|氏名カナ|氏名フリガナ|氏名(カナ)|氏名(フリガナ)|カナ氏名|読み|よみがな",
        "family_kana": "surname yomi|family name yomi|phonetic last name|姓カナ|姓フリガナ|姓(カナ)|姓(フリガナ)|セイ|姓よみ",
        "given_kana": "given yomi|given name yomi|phonetic first name|名カナ|名フリガナ|名(カナ)|名(フリガナ)|メイ|名よみ",
        "roman": "roman|nickname|氏名ローマ字|ローマ字|氏名(ローマ字)|氏名(英語)",
        "company": "company|organization name|organization 1 - name|organization|会社名|会社|企業名|勤務先|組織名|団体名",
        "departments": "departments|department|organization department|organization 1 - department|部署名|部署|所属|部門",
        "titles": "titles|job title|organization title|organization 1 - title|役職|役職名|肩書|肩書き|職種",
        "emails": "email|e-mail|e-mail address|メールアドレス|メール|eメール|電子メール|電子メールアドレス|電子メール アドレス",
        "urls": "url|web page|website|web|ホームページ|webサイト|ホームページアドレス|web ページ",
        "phone.work": (
            "phone|tel|telephone|電話|電話番号|会社電話|代表電話|電話番号1|tel会社|tel部門|tel直通|tel(会社)|tel(部門)|tel(直通)|"
            "直通電話|直通|勤務先電話番号|company main phone|会社代表電話"
        ),
        "phone.mobile": "mobile|mobile phone|car phone|cell|携帯電話|携帯|携帯番号|携帯電話番号|tel携帯",
        "phone.fax": "fax|fax番号|ファックス|ファクス|会社 fax|会社fax|fax(会社)|勤務先fax番号",
        "phone.other": "other phone|primary phone|その他電話|その他の電話",
        "address": "address|住所|住所1|会社住所|勤務先住所|所在地",
        "address.postal_code": "postal code|zip|zip code|郵便番号|〒|郵便番号1",
        "address.region": "都道府県",
        "address.locality": "市区町村",
        "address.street": "番地|町名番地|町域番地|丁目番地",
        "address.building": "住所2|ビル名|建物名|建物|ビル",
        "tags": "tags|labels|categories|group membership|タグ|ラベル|グループ|分類",
        "note": "note|notes|メモ|備考|コメント|memo",
        "met_on": "met_on|名刺交換日|交換日|出会った日",
        "met_at": "met_at|出会った場所|交換場所",
        "postcard": "postcard",
        "postcard_due_on": "postcard_due_on",
        "follow_up": "follow_up",
        "follow_up_due_on": "follow_up_due_on",
        "doubt": "再データ化中の名刺|'?'を含んだデータ",
    }.items()
    for name in names.split("|")
}
_NUMBERED = (
    (re.compile(r"address_(?P<group>\d+)_(?P<part>\w+)"), "own address"),
    (re.compile(r"phone_(?P<group>\d+)"), "phone"),
    (re.compile(r"phone_(?P<group>\d+)_kind"), "phone.kind"),
    (re.compile(r"phone_(?P<group>\d+)_extension"), "phone.extension"),
    (re.compile(r"(?:email_|e-?mail )(?P<group>\d+)(?: - value| address)?"), "emails"),
    (re.compile(r"(?:url_|website )(?P<group>\d+)(?: - value)?"), "urls"),
    (re.compile(rf"(?P<group>{PERSONAL}) web page"), "urls"),
    (re.compile(r"phone (?P<group>\d+) - value"), "phone"),
    (re.compile(r"phone (?P<group>\d+) - (?:label|type)"), "phone.kind"),
    (re.compile(r"address (?P<group>\d+) - (?P<part>[\w ]+)"), "address"),
    (re.compile(r"custom field (?P<group>\d+) - label"), "custom.label"),
    (re.compile(r"custom field (?P<group>\d+) - value"), "custom.value"),
    (re.compile(r"(?P<group>business|other|home) (?P<part>street|city|state|postal code|country/region)"), "address"),
    (
        re.compile(
            r"(?P<part>番地|市区町村|市町村|都道府県|郵便番号|国/地域|国|住所) ?\((?P<group>会社|自宅|その他)\)"
        ),
        "address",
    ),
    (re.compile(r"(?P<group>business phone(?: 2)?)"), "phone.work"),
    (re.compile(r"(?P<group>(?:business|other|home) fax)"), "phone.fax"),
    (re.compile(r"(?P<group>home phone(?: 2)?)"), "phone.other"),
)
_LABELS = re.compile(r"(?:e-?mail|address|website) \d+ - (?:label|type)|敬称|photo")


def target_of(column: str) -> Target | None:
    """Tell what a column says by its name; None when its name is none that is known."""
    folded = " ".join(unicodedata.normalize("NFKC", column).casefold().split())
    if folded in _NAMES:
        return named_by(folded, _NAMES[folded])
    for pattern, field in _NUMBERED:
        found = pattern.fullmatch(folded)
        if not found:
            continue
        if field == "own address":
            part = found["part"]
            return Target(_OWN_ADDRESS.get(part, f"address.{part}"), found["group"])
        if field == "address":
            part = _ADDRESS_PARTS.get(found["part"], "")
            return Target(part, found["group"]) if part else None
        return Target(field, found["group"])
    return None


def named_by(column: str, field: str) -> Target:
    """Tell what a column says that bears the name of its field: addresses of such columns are one, all else is apart."""
    return Target(field, column if field.startswith("phone") or field in {"tag", "doubt"} else "")


def says_nothing(column: str) -> bool:
    """Whether a column only labels others, or says what a contact has no use for and nobody misses."""
    return bool(_LABELS.fullmatch(" ".join(unicodedata.normalize("NFKC", column).casefold().split())))
