"""What one card says: the facts, and how this card words them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from generator import lexicon_ja as ja
from generator import lexicon_latin as latin
from generator.addresses import Address, draw_japanese_address, draw_latin_address, fill_pattern, full_width
from generator.draws import Draws, Pool
from generator.identities import (
    Company,
    Person,
    draw_japanese_company,
    draw_japanese_person,
    draw_latin_company,
    draw_latin_person,
)


@dataclass(frozen=True)
class PhoneEntry:
    """A number and what the card says about it.

    Attributes:
        meaning: telephone, direct, main, free, both (telephone and fax), fax, mobile or other.
        number: As printed.
        extension: As printed, may be empty.
        office: Which address it stands with.
    """

    meaning: str
    number: str
    extension: str = ""
    office: int = 0

    @property
    def label(self) -> str:
        """The span label of the number."""
        return self.meaning if self.meaning in {"fax", "mobile"} else "telephone"


@dataclass(frozen=True)
class Content:
    """The facts of a card.

    Attributes:
        language: ja, ja-vertical, bilingual, or the language of a Latin card (en, pt, de, ...).
        japanese: Whether its words are Japanese.
        person: None on cards of a shop or firm alone.
        person_name: Printed name parts, in printed order.
        name_title: What stands before a Latin name (Dr.), part of the name as printed.
        name_suffix: What stands after it (MBA); whether it belongs to the name is open.
        headings: What stands before an address (本社, 支社), by address.
    """

    language: str
    japanese: bool
    pool: Pool
    country: latin.Country | None
    person: Person | None
    person_name: tuple[str, ...]
    company: Company
    departments: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    headings: tuple[str, ...] = ()
    phones: tuple[PhoneEntry, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    slogan: str = ""
    notes: tuple[str, ...] = ()
    social: tuple[str, ...] = ()
    registration: str = ""
    name_title: str = ""
    name_suffix: str = ""
    english_titles: tuple[str, ...] = ()
    english_departments: tuple[str, ...] = ()
    domain: str = ""


_ENGLISH_TITLE = {
    "代表取締役": "President & CEO",
    "代表取締役社長": "President",
    "部長": "General Manager",
    "課長": "Manager",
    "主任": "Chief",
    "係長": "Section Chief",
    "取締役": "Director",
    "執行役員": "Executive Officer",
    "教授": "Professor",
    "准教授": "Associate Professor",
    "エンジニア": "Engineer",
    "デザイナー": "Designer",
    "マネージャー": "Manager",
    "所長": "Director",
    "店長": "Store Manager",
    "シニアエンジニア": "Senior Engineer",
    "コンサルタント": "Consultant",
    "主任研究員": "Senior Researcher",
    "支店長": "Branch Manager",
    "室長": "Head",
    "次長": "Deputy General Manager",
    "代表": "Representative",
    "CEO": "CEO",
    "CTO": "CTO",
    "ディレクター": "Director",
}


def _mail_local(draws: Draws, person: Person | None) -> str:
    if person is None or draws.chance(0.08):
        return draws.choice(
            ("info", "contact", "mail", "office", "sales", "hello", "shop", "support", "eigyo", "soumu")
        )
    family = "".join(c for c in person.family_roman.lower() if c.isalnum()) or "office"
    given = (
        "".join(c for c in person.given_roman.lower().split()[0] if c.isalnum()) if person.given_roman.strip() else "k"
    )
    form = draws.choice(
        (
            "{f}",
            "{g}.{f}",
            "{f}.{g}",
            "{g0}.{f}",
            "{g0}-{f}",
            "{f}-{g0}",
            "{g0}{f}",
            "{f}{g0}",
            "{g}_{f}",
            "{f}_{g}",
            "{g}-{f}",
            "{g0}_{f}",
            "{f}{n}",
            "{g}{f}",
            "{g}",
            "{f}.{g0}",
            "{f}-{g}",
            "{g}.{f}",
            "{g0}.{f}",
            "{f}",
            "{g}.{f}.{x}{n}",
        )
    )
    return form.format(f=family, g=given, g0=given[0], n=draws.randint(1, 99), x=draws.choice("abkmt"))


def _japanese_domain(draws: Draws, company: Company) -> str:
    word = company.domain_word.strip("-") or "office"
    organisation = company.key.startswith("org ")
    if organisation and any(word.endswith(end) for end in ("-u", "-gakuen", "-hs")):
        return (
            word.removesuffix("-u").removesuffix("-gakuen").removesuffix("-hs") + "-u.ac.jp"
            if word.endswith("-u")
            else word + ".ed.jp"
        )
    ending = draws.pick(
        {"or.jp": 5.0, "jp": 3.0, "com": 2.0, "gr.jp": 0.5, "net": 1.0}
        if organisation
        else {"co.jp": 12.0, "jp": 4.0, "com": 5.0, "net": 1.0, "biz": 0.4, "ne.jp": 0.4, "tokyo": 0.2, "io": 0.3}
    )
    return f"{word}.{ending}"


def _mail_and_site(
    draws: Draws, person: Person | None, domain: str, *, japanese: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    mail_host = domain
    if japanese and draws.chance(0.07):
        mail_host = draws.choice(
            ("gmail.com", "ybb.ne.jp", "nifty.com", "docomo.ne.jp", "icloud.com", "outlook.jp", "bd6.example.ne.jp")
        )
    elif not japanese and draws.chance(0.07):
        mail_host = draws.choice(("gmail.com", "outlook.com", "yahoo.com", "icloud.com"))
    elif draws.chance(0.06):
        mail_host = draws.choice(("mail.", "mx.", "tky.", "eng.")) + domain
    emails = [f"{_mail_local(draws, person)}@{mail_host}"]
    if draws.chance(0.05):
        emails.append(f"info@{domain}")
    if draws.chance(0.02):
        emails = [emails[0].upper()] if draws.chance(0.3) else [emails[0].capitalize()]
    urls: list[str] = []
    if draws.chance(0.68):
        path = (
            draws.choice(("/recruit/", "/tokyo/", "/staff/", "/shop/index.html", "/ja/")) if draws.chance(0.06) else ""
        )
        site = draws.pick(
            {
                f"https://www.{domain}/": 4.0,
                f"https://www.{domain}": 3.0,
                f"http://www.{domain}/": 3.0,
                f"http://www.{domain}": 2.0,
                f"www.{domain}": 5.0,
                f"https://{domain}/": 2.0,
                f"https://{domain}": 2.0,
                domain: 1.0,
            }
        )
        urls.append(site.rstrip("/") + path if path else site)
    if draws.chance(0.12):
        emails = []
    return tuple(emails), tuple(urls)


def japanese_number(draws: Draws, area_code: str, style: str) -> str:
    """Write a Japanese landline number of ten digits.

    Args:
        draws: Source of chance.
        area_code: With its leading zero.
        style: hyphen, paren, middle, dot, space, wide, plus or plus zero.
    """
    local = str(draws.randint(2, 9)) + "".join(str(draws.randint(0, 9)) for _ in range(10 - len(area_code) - 5))
    subscriber = "".join(str(draws.randint(0, 9)) for _ in range(4))
    return _in_style((area_code, local, subscriber), style)


def _in_style(parts: tuple[str, str, str], style: str) -> str:
    a, b, c = parts
    forms = {
        "hyphen": f"{a}-{b}-{c}",
        "paren": f"({a}){b}-{c}",
        "paren space": f"({a}) {b}-{c}",
        "middle": f"{a}({b}){c}",
        "dot": f"{a}.{b}.{c}",
        "space": f"{a} {b} {c}",
        "wide": full_width(f"{a}-{b}-{c}"),
        "wide middle": full_width(f"{a}({b}){c}"),
        "plus": f"+81-{a[1:]}-{b}-{c}",
        "plus space": f"+81 {a[1:]} {b} {c}",
        "plus zero": f"+81-(0){a[1:]}-{b}-{c}",
        "wide paren": f"（{a}）{b}-{c}",
        "dash": f"{a}‐{b}‐{c}",
        "long": f"{a}ー{b}ー{c}",
    }
    return forms[style]


_NUMBER_STYLES = {
    "hyphen": 20.0,
    "paren": 1.5,
    "paren space": 1.0,
    "middle": 2.0,
    "dot": 1.2,
    "space": 0.6,
    "wide": 1.2,
    "wide middle": 0.4,
    "plus": 0.8,
    "plus zero": 0.3,
    "wide paren": 0.4,
    "dash": 0.3,
    "long": 0.2,
}


def _japanese_phones(
    draws: Draws, addresses: tuple[Address, ...], person: Person | None, style: str
) -> tuple[PhoneEntry, ...]:
    phones: list[PhoneEntry] = []
    for office, address in enumerate(addresses or (Address("", "", (), "03"),)):
        if office and draws.chance(0.3):
            continue
        meaning = draws.pick({"telephone": 14.0, "main": 2.0, "both": 1.0 if not office else 0.0})
        extension = str(draws.randint(10, 9999)) if draws.chance(0.09) and not office else ""
        number = japanese_number(draws, address.area_code, style)
        phones.append(PhoneEntry(meaning, number, extension, office))
        if not office and draws.chance(0.18):
            phones.append(PhoneEntry("direct", japanese_number(draws, address.area_code, style), "", office))
        if meaning != "both" and draws.chance(0.72):
            phones.append(PhoneEntry("fax", japanese_number(draws, address.area_code, style), "", office))
    if draws.chance(0.05):
        free = ("0120", str(draws.randint(100, 999)), f"{draws.randint(0, 999):03d}")
        phones.append(PhoneEntry("free", _in_style(free, style if not style.startswith("plus") else "hyphen")))
    if person is not None and draws.chance(0.5):
        cell = (draws.choice(("090", "080", "070")), str(draws.randint(1000, 9999)), f"{draws.randint(0, 9999):04d}")
        phones.append(PhoneEntry("mobile", _in_style(cell, style)))
    if len(phones) > 1 and draws.chance(0.05):
        phones = [p for p in phones if p.meaning in {"mobile", "fax"}] or phones
    return tuple(phones)


_KANJI_DIGITS = str.maketrans("0123456789０１２３４５６７８９-－()", "〇一二三四五六七八九〇一二三四五六七八九ーー（）")


def in_kanji(text: str) -> str:
    """Write the digits of a number in kanji, for vertical cards."""
    return text.translate(_KANJI_DIGITS)


def _titles(draws: Draws) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    count = draws.pick({0: 1.0, 1: 8.0, 2: 1.6})
    titles = tuple(dict.fromkeys(draws.pick(ja.TITLES) for _ in range(count)))
    qualifications = (
        tuple(dict.fromkeys(draws.choice(ja.QUALIFICATIONS) for _ in range(draws.pick({1: 5, 2: 2, 3: 1}))))
        if draws.chance(0.13)
        else ()
    )
    top = any(word in "".join(titles) for word in ("代表取締役", "社長", "会長", "院長", "店主", "女将"))
    departments: tuple[str, ...] = ()
    if draws.chance(0.25 if top else 0.85):
        departments = (draws.choice(ja.DEPARTMENTS),)
        if draws.chance(0.35):
            departments += (draws.choice(ja.SECTIONS),)
        if draws.chance(0.05):
            departments += (draws.choice(ja.DEPARTMENTS),)
    return tuple(dict.fromkeys(departments)), titles, qualifications


def draw_japanese_content(draws: Draws, pool: Pool, *, vertical: bool = False, bilingual: bool = False) -> Content:
    """Draw the facts of a Japanese card."""
    person = draw_japanese_person(draws, pool) if not draws.chance(0.03) else None
    company = draw_japanese_company(draws, pool)
    count = draws.pick({1: 11.0, 2: 1.2, 0: 0.4})
    addresses = tuple(draw_japanese_address(draws, pool, vertical=vertical) for _ in range(count))
    headings = (
        draws.choice((("本社", "支社"), ("本社", "工場"), ("東京本社", "営業所"), ("本店", "支店"), ("事務所", "自宅")))
        if count == 2
        else ()
    )
    style = draws.pick(_NUMBER_STYLES)
    phones = _japanese_phones(draws, addresses, person, style)
    domain = _japanese_domain(draws, company)
    emails, urls = _mail_and_site(draws, person, domain, japanese=True)
    if vertical:
        if draws.chance(0.6):
            phones = tuple(replace(p, number=in_kanji(p.number), extension=in_kanji(p.extension)) for p in phones)
        if draws.chance(0.45):
            emails, urls = (), ()
        elif draws.chance(0.5):
            urls = ()
    departments, titles, qualifications = _titles(draws) if person else ((), (), ())
    notes = tuple(draws.sample(ja.NOISE_LINES, draws.pick({1: 5, 2: 3, 3: 1}))) if draws.chance(0.16) else ()
    social: tuple[str, ...] = ()
    if draws.chance(0.05):
        handle = company.domain_word.replace("-", "_")
        social = (
            draws.choice(
                (
                    f"Instagram @{handle}",
                    f"X(旧Twitter) @{handle}",
                    f"LINE ID: {handle}",
                    f"@{handle}",
                    f"Facebook {handle}",
                )
            ),
        )
    registration = (
        f"{draws.choice(('登録番号 ', '登録番号：', 'インボイス登録番号 '))}T{draws.randint(10**12, 10**13 - 1)}"
        if draws.chance(0.05)
        else ""
    )
    english_titles = tuple(_ENGLISH_TITLE[t] for t in titles if t in _ENGLISH_TITLE)
    return Content(
        language="ja-vertical" if vertical else ("bilingual" if bilingual else "ja"),
        japanese=True,
        pool=pool,
        country=None,
        person=person,
        person_name=(person.family, person.given) if person else (),
        company=company,
        departments=departments,
        titles=titles,
        qualifications=qualifications,
        addresses=addresses,
        headings=headings,
        phones=phones,
        emails=emails,
        urls=urls,
        slogan=draws.choice(ja.SLOGANS) if draws.chance(0.14) else "",
        notes=notes,
        social=social,
        registration=registration,
        english_titles=english_titles,
        english_departments=(draws.choice(latin.ENGLISH_DEPARTMENTS),) if departments else (),
        domain=domain,
    )


def _number(draws: Draws, patterns: tuple[str, ...], area_code: str) -> str:
    return fill_pattern(draws, draws.choice(patterns).replace("{a}", area_code))


def draw_latin_content(draws: Draws, pool: Pool, country: latin.Country | None = None) -> Content:
    """Draw the facts of a card in Latin letters, half of them from English-speaking countries."""
    if country is None:
        weights = {c.code: {"US": 8.0, "GB": 4.0, "IN": 2.0}.get(c.code, 1.5) for c in latin.COUNTRIES}
        code = draws.pick(weights)
        country = next(c for c in latin.COUNTRIES if c.code == code)
    person = draw_latin_person(draws, pool, country) if not draws.chance(0.03) else None
    company = draw_latin_company(draws, pool, country)
    addresses = (draw_latin_address(draws, pool, country),) if draws.chance(0.93) else ()
    area = addresses[0].area_code if addresses else country.cities[0][3]
    domain = f"{company.domain_word or 'office'}.{draws.choice(country.domains)}"
    emails, urls = _mail_and_site(draws, person, domain, japanese=False)
    work_form = draws.choice(country.work_numbers)
    phones: list[PhoneEntry] = []
    if draws.chance(0.85):
        extension = str(draws.randint(10, 999)) if draws.chance(0.08) else ""
        phones.append(PhoneEntry("telephone", _number(draws, (work_form,), area), extension))
    if draws.chance(0.1):
        phones.append(PhoneEntry("direct", _number(draws, (work_form,), area)))
    if draws.chance(0.35):
        phones.append(PhoneEntry("fax", _number(draws, (work_form,), area)))
    if draws.chance(0.55) or not phones:
        phones.append(PhoneEntry("mobile", _number(draws, country.mobile_numbers, area)))
    if draws.chance(0.3):
        draws.shuffle(phones)
    titles = (
        tuple(dict.fromkeys(draws.choice(country.titles) for _ in range(draws.pick({0: 1, 1: 9, 2: 1}))))
        if person
        else ()
    )
    departments = (draws.choice(country.departments),) if person and draws.chance(0.3) else ()
    name = (person.given, person.family) if person else ()
    if person and draws.chance(0.13):
        name = tuple(part.upper() for part in name)
    elif person and draws.chance(0.05):
        name = (person.given, person.family.upper())
    handle = "".join(c for c in company.domain_word if c.isalnum())
    language = {"BR": "pt", "DE": "de", "FR": "fr", "ES": "es", "IT": "it", "VN": "vi"}.get(country.code, "en")
    return Content(
        language=language,
        japanese=False,
        pool=pool,
        country=country,
        person=person,
        person_name=name,
        company=company,
        departments=departments,
        titles=titles,
        addresses=addresses,
        phones=tuple(phones),
        emails=emails,
        urls=urls,
        slogan=draws.choice(latin.LATIN_SLOGANS) if draws.chance(0.22) else "",
        notes=(draws.choice(latin.LATIN_SLOGANS),) if draws.chance(0.08) else (),
        social=(draws.choice(latin.SOCIAL_MARKS) + handle,) if draws.chance(0.08) else (),
        name_title=draws.choice(latin.ACADEMIC_TITLES) if person and draws.chance(0.06) else "",
        name_suffix=draws.choice(latin.DEGREES)
        if person and country.code in {"US", "GB", "IN"} and draws.chance(0.05)
        else "",
        domain=domain,
    )


JAPAN = latin.Country(
    "JP",
    "Japan",
    (),
    "81",
    (),
    (),
    (),
    (),
    (),
    (),
    "",
    (),
    (),
    latin.ENGLISH_TITLES,
    latin.ENGLISH_DEPARTMENTS,
    latin.ENGLISH_INDUSTRIES,
    latin.Labels(
        work=("TEL", "Tel", "Phone", "T", "Tel."),
        mobile=("Mobile", "Cell", "M", "MOBILE"),
        fax=("FAX", "Fax", "F"),
        email=("E-mail", "Email", "E", "", "MAIL"),
        url=("URL", "Web", "", ""),
        direct=("Direct",),
        extension=("ext.",),
    ),
)


def english_side(draws: Draws, content: Content) -> Content:
    """Get the same card in English, as the backs of Japanese cards have it."""
    person = content.person
    name: tuple[str, ...] = ()
    if person:
        forms = (
            (person.given_roman, person.family_roman),
            (person.given_roman, person.family_roman),
            (person.given_roman, person.family_roman.upper()),
            (person.family_roman.upper(), person.given_roman),
            (person.given_roman.upper(), person.family_roman.upper()),
        )
        name = draws.choice(forms)
    addresses: tuple[Address, ...] = ()
    for address in content.addresses[:1]:
        if address.english:
            tail = draws.choice(
                (
                    f"{address.postal_code}, Japan",
                    f"{address.postal_code} Japan",
                    f"Japan {address.postal_code}",
                    f"〒{address.postal_code}, Japan",
                )
            )
            pieces = address.english.split(", ")
            cut = draws.randint(1, max(1, len(pieces) - 1))
            lines = (", ".join(pieces[:cut]) + ",", ", ".join([*pieces[cut:], tail]))
            if draws.chance(0.3):
                lines = (", ".join([*pieces, tail]),)
            code = address.postal_code
            lines = tuple(line.replace("〒", "") for line in lines)
            addresses = (replace(address, parts=lines, postal_code=code),)
    style = draws.choice(("plus", "plus space", "plus zero", "plus"))
    phones = tuple(
        replace(p, number=_international(p.number, style), extension="")
        for p in content.phones
        if p.meaning != "free" and p.office == 0
    )
    company = replace(
        content.company, name=content.company.english or content.company.domain_word.replace("-", " ").title()
    )
    titles = content.english_titles or ((draws.choice(latin.ENGLISH_TITLES),) if content.titles else ())
    return replace(
        content,
        language="en",
        japanese=False,
        country=JAPAN,
        person_name=name,
        company=company,
        departments=content.english_departments,
        titles=titles,
        qualifications=(),
        addresses=addresses,
        headings=(),
        phones=phones,
        slogan="",
        notes=(),
        social=(),
        registration="",
        name_title="",
        name_suffix="",
    )


def _international(number: str, style: str) -> str:
    digits = "".join(
        c
        for c in unicodedata.normalize("NFKC", number.translate(str.maketrans("〇一二三四五六七八九", "0123456789")))
        if c.isdigit()
    )
    if number.startswith("+81"):
        return number
    area = 3 if digits[:3] in {"090", "080", "070"} else (2 if digits[:2] in {"03", "06"} else 3)
    middle = len(digits) - area - 4
    return _in_style((digits[:area], digits[area : area + middle], digits[-4:]), style)
