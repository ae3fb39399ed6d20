"""By what a person is known again: the values of a card that few other people share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from meishi.domain.contact import Contact, PersonName, PhoneKind
from meishi.domain.folding import fold
from meishi.domain.kana import kana_to_romaji, romaji_key

_GENERAL_MAILBOX = re.compile(
    r"^(?:info|contact|mail|office|post|sales|support|hello|webmaster|admin|soumu|eigyo|jinji|koho|kanri|gyomu|inquiry|"
    r"service|shop|honsha|tokyo|osaka)\d*$"
)
_LEGAL_FORM = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|学校法人|医療法人(?:社団)?|社会福祉法人|宗教法人|"
    r"特定非営利活動法人|npo法人|税理士法人|弁護士法人|独立行政法人|国立大学法人|[(（](?:株|有|合|同|財|社|学|医|福)[)）]|"
    r"(?:co\.?,?\s*ltd|corporation|corp|incorporated|inc|limited|ltd|llc|llp|k\.k|gmbh|s\.a\.r\.l|sarl|s\.a|s\.r\.l|srl|"
    r"ltda|lda|plc|ag|kg|bv|b\.v|oy|ab)\.?(?=$|[\s,.])"
)


def identity_keys(contact: Contact) -> frozenset[str]:
    """Give the values by which contacts are looked up that may be the same person.

    Two contacts of one person share a key, unless all that identifies them was misread or has changed. Sharing a key
    says little: it only says that comparing is worth while.
    """
    return frozenset(_keys(contact))


def name_spellings(name: PersonName) -> frozenset[str]:
    """Give a name in Latin letters, in all spellings that the card allows; its parts sorted, because orders differ."""
    spelled = {name.roman or "", kana_to_romaji(name.kana or "")}
    if name.full and not is_japanese(name.full):
        spelled.add(name.full)
    return frozenset(filter(None, (" ".join(sorted(map(romaji_key, text.split()))).strip() for text in spelled)))


def personal_mails(contact: Contact) -> frozenset[str]:
    """Give the mail addresses that belong to a person rather than to an office."""
    mails = (mail.casefold() for mail in contact.emails)
    return frozenset(mail for mail in mails if not _GENERAL_MAILBOX.match(mail.partition("@")[0]))


def numbers(contact: Contact, *kinds: PhoneKind) -> frozenset[str]:
    """Give the telephone numbers of some kinds, digits only, in international form where it is known."""
    chosen = (phone for phone in contact.phones if phone.kind in kinds)
    return frozenset(re.sub(r"\D", "", phone.e164 or unicodedata.normalize("NFKC", phone.number)) for phone in chosen)


def company_brand(company: str | None) -> str:
    """Give a company's name as it is compared: folded, without its legal form."""
    text = unicodedata.normalize("NFKC", company or "").casefold()
    return re.sub(r"[\s,.・&]", "", fold(_LEGAL_FORM.sub(" ", text))) or fold(company or "")


def is_japanese(text: str) -> bool:
    """Tell whether a text has Japanese letters."""
    return any("぀" <= letter <= "ヿ" or "㐀" <= letter <= "鿿" or letter >= "\U00020000" for letter in text)


def _keys(contact: Contact) -> Iterator[str]:
    name = fold(contact.name.full or "")
    if name:
        yield f"name:{name}"
    yield from (f"roman:{spelling}" for spelling in name_spellings(contact.name))
    yield from (f"mail:{mail}" for mail in personal_mails(contact))
    yield from (f"mobile:{number}" for number in numbers(contact, PhoneKind.MOBILE) if number)
    # Colleagues share a main number and an office's mailbox; with the family name, few are left.
    family = fold(contact.name.family or name[:2])
    if family:
        yield from (f"work:{number}/{family}" for number in numbers(contact, PhoneKind.WORK) if number)
        brand = company_brand(contact.company)
        if brand:
            yield f"company:{brand}/{family}"
