"""The parts that layouts are put together from: a name, a company, the lines to reach somebody, logos, QR codes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import segno

from generator.content import Content, PhoneEntry
from generator.draws import Draws
from generator.phrases import Phrase, Segment, joined, phrase, plain_phrase, split_at
from generator.sheet import Block, Box, Colour, Column, DoesNotFitError, Painter, Picture, Row, Space, TextBlock
from generator.styles import Style

_JAPANESE_PHONE_LABELS = {
    "telephone": ("TEL", "TEL", "TEL", "Tel", "tel", "電話", "☎", "T", "Phone", "TEL番号", "電話番号", "ＴＥＬ", "℡", "Tel."),
    "main": ("TEL（代表）", "代表", "TEL(代)", "代表電話", "大代表"),
    "direct": ("直通", "TEL（直通）", "ダイヤルイン", "直通電話", "Direct"),
    "free": ("フリーダイヤル", "フリーコール", "お客様専用"),
    "both": ("TEL/FAX", "TEL＆FAX", "Tel&Fax", "TEL・FAX", "電話・FAX", "Tel & Fax"),
    "fax": ("FAX", "FAX", "FAX", "Fax", "fax", "F", "ＦＡＸ", "ファックス", "Fax."),
    "mobile": ("携帯", "携帯", "Mobile", "MOBILE", "携帯電話", "M", "mobile", "Cell", "Mob.", "携 帯"),
}
_JAPANESE_SEPARATORS = {
    "{l} {n}": 6.0, "{l}:{n}": 5.0, "{l}: {n}": 5.0, "{l}：{n}": 4.0, "{l}　{n}": 3.0, "{l}.{n}": 2.5, "{l}. {n}": 2.0, "{l} : {n}": 2.0,
    "{l} / {n}": 0.6, "{l}／{n}": 0.6, "[{l}] {n}": 0.3, "【{l}】{n}": 0.4, "{l}{n}": 0.8, "({l}) {n}": 0.4, "{l}  {n}": 1.5, "{l} .{n}": 0.3,
    "■{l} {n}": 0.3, "{l}｜{n}": 0.4,
}
_LATIN_SEPARATORS = {
    "{l}: {n}": 8.0, "{l} {n}": 6.0, "{l}. {n}": 1.5, "{l} | {n}": 1.0, "{l}  {n}": 1.5, "{l}/ {n}": 0.3, "{n} ({l})": 0.7, "{l} - {n}": 0.4,
    "{l}:{n}": 2.0, "[{l}] {n}": 0.2, "{n} {l}": 0.4, "{l}> {n}": 0.1,
}
_BIG_FAMILIES = 2


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
        pairs = (("TEL", "FAX", "携帯"), ("Tel", "Fax", "Mobile"), ("電話", "FAX", "携帯"), ("T", "F", "M"))[latin_style]
        if draws.chance(0.75):
            labels["telephone"], labels["fax"], labels["mobile"] = pairs
        if content.language == "ja-vertical":
            labels |= {"telephone": draws.choice(("電話", "電話", "☎", "TEL", "電 話")), "fax": draws.choice(("FAX", "ＦＡＸ", "ファックス", "ファクス")),
                       "mobile": "携帯", "main": "電話（代表）", "direct": "直通", "both": "電話・ＦＡＸ"}
        labels["email"] = draws.choice(("E-mail", "E-mail", "Email", "E-MAIL", "Mail", "mail", "メール", "e-mail", "E", "", "", "M" if labels["mobile"] != "M" else "E"))
        labels["url"] = draws.choice(("URL", "URL", "HP", "Web", "ホームページ", "", "", "", "U", "WEB"))
        labels["extension"] = draws.choice(("内線", "内線", "(内線)", "内線：", "ext."))
        pattern = draws.pick(_JAPANESE_SEPARATORS)
        if content.language == "ja-vertical":
            pattern = draws.choice(("{l} {n}", "{l}　{n}", "{l}{n}", "{l}　{n}"))
        return Wording(pattern, labels, draws.pick({"〒": 16.0, "〒 ": 2.0, "": 1.5, "（〒": 0.0}), draws.choice(("", "", "", "", "", "住所", "所在地", "住 所", "Address")))
    country = content.country
    assert country is not None
    source = country.labels
    labels = {
        "telephone": draws.choice(source.work), "direct": draws.choice(source.direct), "fax": draws.choice(source.fax), "mobile": draws.choice(source.mobile),
        "email": draws.choice(source.email), "url": draws.choice(source.url), "extension": draws.choice(source.extension), "main": "Main", "both": "Tel/Fax",
        "free": "Toll free",
    }
    if draws.chance(0.15) and sum(p.meaning in {"telephone", "mobile"} for p in content.phones) <= 1 and not any(p.meaning == "fax" for p in content.phones):
        labels |= {"telephone": "", "email": "", "url": ""}
    if all(len(labels[m]) > 1 for m in ("telephone", "fax", "mobile") if labels[m]) and draws.chance(0.12):
        labels = {m: label.upper() for m, label in labels.items()}
    return Wording(draws.pick(_LATIN_SEPARATORS), labels, "", draws.choice(("", "", "", "", "", "Address", "Add", "A")) if country.code in {"US", "GB", "IN", "KR", "JP"} else "")


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


class Kit:
    """Makes the blocks of one card.

    Args:
        draws: Source of chance.
        content: What the card says.
        style: How it looks.
        vertical: Set in columns.
        plain: Leave out what is not needed (a second try on a card that was too full).
    """

    def __init__(self, draws: Draws, content: Content, style: Style, *, vertical: bool = False, plain: bool = False) -> None:
        self.draws = draws
        self.content = content
        self.style = style
        self.vertical = vertical
        self.plain = plain
        self.wording = draw_wording(draws.branch("wording"), content)
        self.palette = style.palette
        self.logo_seed = draws.branch("logo")

    # -- lines ---------------------------------------------------------------------------------------------------

    def line(self, text: Phrase, role: str = "", *, scale: float = 1.0, colour: Colour | None = None, tracking_em: float | None = None,
             vertical: bool | None = None) -> TextBlock:
        """Set a phrase in its role."""
        setting = self.style.setting(
            role or text.role, scale=scale, colour=colour, vertical=self.vertical if vertical is None else vertical, tracking_em=tracking_em
        )
        return TextBlock(text, setting)

    def stack(self, blocks: Sequence[Block | None], gap: float, align: str) -> Block:
        """Stack lines: downwards, or from right to left on vertical cards, where `left` means top."""
        if not self.vertical:
            return Column(blocks, gap, align)
        return Row(blocks, gap, {"left": "top", "centre": "middle", "right": "bottom"}[align], reverse=True)

    # -- the person ----------------------------------------------------------------------------------------------

    def name_phrase(self) -> Phrase:
        """Word the person's name."""
        parts = self.content.person_name
        draws = self.draws.branch("name")
        if not self.content.japanese:
            segments = []
            if self.content.name_title:
                segments += [Segment(self.content.name_title, "name", "name"), Segment(" ")]
            segments += [Segment(" ".join(parts), "name", "name")]
            if self.content.name_suffix:
                segments += [Segment(draws.choice((", ", " "))), Segment(self.content.name_suffix, "other")]
            return phrase(*segments, role="name")
        family, given = parts
        form = draws.pick({"wide": 8.0, "space": 5.0, "none": 1.2, "spread": 4.0, "spread some": 3.0, "half": 2.0})
        if form == "none":
            return phrase(Segment(family, "name", "name"), Segment(given, "name", "name"), role="name")
        if form == "spread" and len(family + given) <= 5:
            printed = ["　".join(family), "　".join(given)]
            gap = "　" if len(family) > 1 or len(given) > 1 else "　　"
        elif form == "spread some" and len(family + given) <= 5:
            printed = [" ".join(family), " ".join(given)]
            gap = draws.choice(("　", "　　", " 　"))
        else:
            printed, gap = [family, given], {"wide": "　", "space": " ", "half": "  "}.get(form, "　")
        return phrase(
            Segment(printed[0], "name", "name", value=family), Segment(gap), Segment(printed[1], "name", "name", value=given), role="name"
        )

    def kana_texts(self) -> tuple[str, str]:
        """Get the reading in the card's kana."""
        person = self.content.person
        assert person is not None
        kana = (person.family_kana, person.given_kana)
        if self.draws.branch("kana").chance(0.4):
            return tuple("".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text) for text in kana)  # type: ignore[return-value]
        return kana

    def roman_phrase(self) -> Phrase:
        """Word the romanised name."""
        person = self.content.person
        assert person is not None
        draws = self.draws.branch("roman")
        family, given = person.family_roman, person.given_roman
        text = draws.choice((
            f"{given} {family}", f"{given} {family}", f"{given} {family}", f"{given} {family.upper()}", f"{given.upper()} {family.upper()}",
            f"{family} {given}", f"{family.upper()} {given}", f"{family.upper()} {given.upper()}", f"{family.upper()}, {given}",
        ))
        return phrase(Segment(text, "name_roman", "name_roman"), role="roman")

    def name(self, align: str = "left", *, colour: Colour | None = None, scale: float = 1.0, reading: str | None = None) -> Block:
        """Make the name with its reading, if it has one.

        Args:
            align: left, centre or right.
            colour: Instead of the ink.
            scale: Of the type size.
            reading: ruby, line, roman, roman above, beside, both or none; None draws one.
        """
        line = self.line(self.name_phrase(), colour=colour, scale=scale)
        if not self.content.japanese:
            return line
        if reading is None:
            weights = {"none": 8.0, "ruby": 3.0, "line": 2.0, "roman": 4.0, "roman above": 0.7, "beside": 1.0, "both": 0.7}
            if self.content.language == "bilingual":
                weights = {"roman": 6.0, "roman above": 1.0, "beside": 1.5, "both": 1.0}
            if self.vertical:
                weights = {"none": 7.0, "ruby": 3.0}
            reading = self.draws.branch("reading").pick(weights)
        ruby_colour = colour if colour is not None else None
        if reading in {"ruby", "both"}:
            ruby = self._with_ruby(line, ruby_colour)
            if reading == "both":
                return Column([ruby, self.line(self.roman_phrase(), colour=ruby_colour)], 0.8, align)
            return ruby
        if reading == "line":
            family, given = self.kana_texts()
            kana = phrase(Segment(family, "name_kana", "name_kana"), Segment("　"), Segment(given, "name_kana", "name_kana"), role="ruby", kind="furigana")
            return Column([self.line(kana, colour=ruby_colour, tracking_em=self.draws.choice((0.0, 0.1, 0.3))), line], 0.7, align)
        if reading == "roman":
            return Column([line, self.line(self.roman_phrase(), colour=ruby_colour)], self.draws.uniform(0.8, 1.6), align)
        if reading == "roman above":
            return Column([self.line(self.roman_phrase(), colour=ruby_colour), line], self.draws.uniform(0.6, 1.2), align)
        if reading == "beside":
            return Row([line, self.line(self.roman_phrase(), colour=ruby_colour)], self.draws.uniform(2.0, 4.0), "bottom")
        return line

    def _with_ruby(self, line: TextBlock, colour: Colour | None) -> Block:
        parts = [s for s in line.phrase.segments if s.label == "name"]
        readings = self.kana_texts()
        starts: list[tuple[float, float]] = []
        position = 0
        visible = [g for g in line.glyphs]
        for segment in parts:
            count = len([c for c in segment.text if not c.isspace()])
            own = visible[position : position + count]
            position += count
            if self.vertical:
                starts.append((own[0].y - own[0].size_mm * 0.88, own[-1].y + own[-1].size_mm * 0.12))
            else:
                starts.append((own[0].x, own[-1].x + own[-1].size_mm))
        rubies = [
            self.line(phrase(Segment(text, "name_kana", "name_kana"), kind="furigana", role="ruby"), colour=colour) for text in readings
        ]
        return _RubyName(line, rubies, starts, vertical=self.vertical, gap=self.draws.uniform(0.35, 0.8))

    def roles(self, align: str = "left", *, colour: Colour | None = None, one_line: bool | None = None, scale: float = 1.0) -> Block | None:
        """Make the department and title lines, with qualifications; None when the person has neither."""
        content, draws = self.content, self.draws.branch("roles")
        departments = [Segment(text, "department", f"department:{n}") for n, text in enumerate(content.departments)]
        titles = [Segment(text, "title", f"title:{n}") for n, text in enumerate(content.titles)]
        marks = [Segment(text, "title", f"title:q{n}") for n, text in enumerate(content.qualifications)]
        gap = draws.choice(("　", " ", "　")) if content.japanese else draws.choice((", ", " | ", " / "))
        title_gap = draws.choice(("　", "・", " / ", "　", "／", " 兼 ")) if content.japanese else draws.choice((", ", " & ", " / "))
        lines: list[Phrase] = []
        if one_line is None:
            one_line = draws.chance(0.3)
        if content.japanese:
            rows = [departments] if draws.chance(0.6) else [[d] for d in departments]
            lines = [_spread(row, gap) for row in rows if row]
            if titles and one_line and lines and len(lines[-1].text) + sum(len(t.text) for t in titles) < 20:
                lines[-1] = joined([lines[-1], _spread(titles, title_gap)], gap)
            elif titles:
                lines += [_spread(titles, title_gap)] if draws.chance(0.6) else [phrase(t) for t in titles]
            if marks:
                mark_lines = [_spread(marks, draws.choice(("　", "・", " / ", "／")))] if draws.chance(0.5) else [phrase(m) for m in marks]
                lines = mark_lines + lines if draws.chance(0.25) else lines + mark_lines
        else:
            if titles:
                lines.append(_spread(titles, title_gap))
            if departments:
                row = _spread(departments, ", ")
                if titles and one_line:
                    lines[-1] = joined([lines[-1], row], gap)
                elif draws.chance(0.35):
                    lines.insert(0, row)
                else:
                    lines.append(row)
        if not lines:
            return None
        return self.stack([self.line(one, "title", colour=colour, scale=scale) for one in lines], draws.uniform(0.7, 1.3), align)

    # -- the company ---------------------------------------------------------------------------------------------

    def company_line(self, *, max_length: float, role: str = "company", colour: Colour | None = None, align: str = "left", scale: float = 1.0) -> Block:
        """Make the company's name; long ones get smaller or break at a blank.

        Raises:
            DoesNotFitError: It is too long even so.
        """
        name = self.content.company.name
        whole = phrase(Segment(name, "company", "company"), role=role)
        least = 0.7 if self.style.sizes_pt[role] > 9 else 0.85
        for shrink in (1.0, 0.9, 0.8, least):
            block = self.line(whole, role, scale=scale * shrink, colour=colour)
            if (block.height if self.vertical else block.width) <= max_length:
                return block
        breaks = [n for n, c in enumerate(name) if c in " 　"] or [n for n, c in enumerate(name) if name[n - 2 : n] in {"会社", "法人"}]
        if breaks:
            at = min(breaks, key=lambda n: abs(n - len(name) / 2))
            rows = split_at(whole, at)
            for shrink in (0.9, 0.75):
                block2 = self.stack([self.line(row, role, scale=scale * shrink, colour=colour) for row in rows], 0.9, align)
                if (block2.height if self.vertical else block2.width) <= max_length:
                    return block2
        raise DoesNotFitError("the company's name is too long")

    def company(self, align: str = "left", *, max_length: float, logo: str | None = None, colour: Colour | None = None, scale: float = 1.0,
                extras: bool = True) -> Block:
        """Make the company with logo, English name and slogan as the card has them.

        Args:
            align: left, centre or right.
            max_length: mm that it may take.
            logo: left, above or none; None draws one.
            colour: Instead of the ink.
            scale: Of the type size.
            extras: Whether English name and slogan may stand here.
        """
        draws = self.draws.branch("company")
        if logo is None:
            logo = draws.pick({"none": 5.0, "left": 3.5, "above": 1.2 if not self.vertical else 0.4})
        size = draws.uniform(5.0, 9.0)
        room = max_length - (size + 2.0 if logo == "left" else 0.0)
        text = self.company_line(max_length=room, colour=colour, align=align, scale=scale)
        rows: list[Block | None] = [text]
        if extras and not self.vertical and self.content.japanese and self.content.company.english and draws.chance(0.75 if self.content.language == "bilingual" else 0.1):
            english = phrase(Segment(self.content.company.english, "company"), role="small")
            rows.append(self._narrow(english, room, colour))
        if extras and not self.plain and self.content.slogan:
            slogan = plain_phrase(self.content.slogan, "slogan", kind="slogan")
            rows.insert(0 if draws.chance(0.55) else len(rows), self._narrow(slogan, room, colour))
        block = self.stack(rows, draws.uniform(0.8, 1.5), align)
        if logo == "none":
            return block
        mark = self.logo(size, colour=colour)
        if logo == "left" and not self.vertical:
            return Row([mark, block], draws.uniform(1.5, 3.0), "middle")
        return Column([mark, block], draws.uniform(1.2, 2.5), align)

    def _narrow(self, text: Phrase, room: float, colour: Colour | None) -> Block | None:
        for scale in (1.0, 0.88):
            block = self.line(text, scale=scale, colour=colour)
            if (block.height if self.vertical else block.width) <= room:
                return block
        return None

    def logo(self, size: float, *, colour: Colour | None = None) -> Picture:
        """Draw a company mark: a shape, now and then with initials in it (drawn, not text to be read)."""
        return make_logo(self.logo_seed, size, colour or self.palette.accent, self.palette.ground)

    def qr(self, size: float) -> Picture:
        """Draw a QR code whose content matches the card."""
        return make_qr(self.draws.branch("qr"), self.content, size)

    # -- how to reach them -----------------------------------------------------------------------------------------

    def address_lines(self, office: int, max_length: float, scale: float, colour: Colour | None = None) -> list[TextBlock]:
        """Make the lines of an address, broken where a card would break them.

        Raises:
            DoesNotFitError: A piece is longer than the room.
        """
        content, draws = self.content, self.draws.branch(f"address {office}")
        address = content.addresses[office]
        key, code_key = (f"address:{office}", f"postal_code:{office}") if office else ("address", "postal_code")
        lines: list[Phrase] = []
        if not content.japanese:
            lines = self._latin_address(key, code_key, office)
        else:
            heading = content.headings[office] if office < len(content.headings) else ""
            head: list[Segment] = []
            if heading:
                form = draws.choice(("【{}】", "［{}］", "{}　", "■{}　", "{} / ", "〈{}〉"))
                head = [Segment(form.format(heading).rstrip(" 　"), "label"), Segment(" ")]
            elif self.wording.address_label and not self.vertical:
                head = [Segment(self.wording.address_label, "label"), Segment(draws.choice((" ", "　")))]
            code: list[Segment] = []
            if address.postal_code and not draws.chance(0.04):
                printed = address.postal_code
                if self.vertical and draws.chance(0.55):
                    printed = printed.translate(str.maketrans("0123456789-", "〇一二三四五六七八九ー"))
                elif draws.chance(0.04):
                    printed = printed.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
                mark = self.wording.postal_mark
                code = ([Segment(mark.strip(), "label")] if mark.strip() else []) + ([Segment(" ")] if mark.endswith(" ") else [])
                code += [Segment(printed, "postal_code", code_key)]
            street = Segment(address.parts[0], "address", key)
            building = Segment(address.parts[1], "building", key) if len(address.parts) > 1 else None
            gap = draws.choice((" ", "　", " ", "  "))
            first = [*head, *code, *([Segment(gap)] if code else []), street]
            whole = [*first, Segment(draws.choice((" ", "　"))), building] if building else first
            arrangement = draws.pick({"one": 5.0, "building apart": 3.0, "code apart": 3.0, "all apart": 2.0})
            if arrangement == "one" and len("".join(s.text for s in whole)) < 46:
                lines = [Phrase(tuple(whole))]
            elif arrangement in {"code apart", "all apart"} and code:
                rest = [street, Segment(" "), building] if building and arrangement == "code apart" else [street]
                lines = [Phrase((*head, *code)), Phrase(tuple(rest))]
                if building and arrangement == "all apart":
                    lines.append(phrase(building))
            else:
                lines = [Phrase(tuple(first)), *([phrase(building)] if building else [])]
        blocks: list[TextBlock] = []
        for one in lines:
            blocks += self._broken(one, max_length, scale, colour)
        return blocks

    def _broken(self, one: Phrase, room: float, scale: float, colour: Colour | None) -> list[TextBlock]:
        block = self.line(one, "body", scale=scale, colour=colour)
        length = block.height if self.vertical else block.width
        if length <= room:
            return [block]
        if len(one.text) < 8 or length > room * 1.9:
            raise DoesNotFitError("a line is too long")
        starts = [sum(len(s.text) for s in one.segments[:n]) for n, s in enumerate(one.segments) if s.label in {"building"} and n]
        if self.content.japanese:
            limit = int(len(one.text) * room / length)
            spots = starts or [limit - 1]
            at = max((s for s in spots if s <= limit), default=limit - 1)
            while at > 2 and not starts and (one.text[at].isdigit() or one.text[at] in "-－ー番号丁目" or one.text[at - 1] in "-－（("):
                at -= 1
        else:
            spots = [n for n, c in enumerate(one.text) if c == " "]
            commas = [n for n in spots if one.text[n - 1] in ",-·" and n > len(one.text) * 0.3]
            spots = [n for n in commas if n <= len(one.text) * room / length] or spots
            at = max((s for s in spots if s <= len(one.text) * room / length), default=0)
        if at <= 2:
            raise DoesNotFitError("a line is too long and cannot be broken")
        before, after = split_at(one, at)
        blocks = [self.line(part, "body", scale=scale, colour=colour) for part in (before, after)]
        if max(b.height if self.vertical else b.width for b in blocks) > room:
            raise DoesNotFitError("a line is too long")
        return blocks

    def _latin_address(self, key: str, code_key: str, office: int) -> list[Phrase]:
        address = self.content.addresses[office]
        lines: list[Phrase] = []
        for number, text in enumerate(address.parts):
            segments: list[Segment] = []
            if number == 0 and self.wording.address_label:
                segments += [Segment(self.wording.address_label + ":", "label"), Segment(" ")]
            code = address.postal_code
            at = text.find(code) if code else -1
            if at >= 0 and not any(s.label == "postal_code" for line in lines for s in line.segments):
                pieces = ((text[:at], False), (code, True), (text[at + len(code) :], False))
                first = True
                for piece, is_code in pieces:
                    if not piece:
                        continue
                    segments.append(Segment(piece, "postal_code" if is_code else "address", key, value=piece, glue=" " if first else ""))
                    first = False
            else:
                segments.append(Segment(text, "address", key))
            lines.append(Phrase(tuple(segments)))
        return lines

    def phone_phrase(self, entry: PhoneEntry, number: int) -> Phrase:
        """Word one telephone number."""
        wording = self.wording
        segments = [Segment(entry.number, entry.label, f"phone:{number}")]
        label = wording.labels.get(entry.meaning, "")
        made = labelled(wording, label, segments)
        if not entry.extension:
            return made
        draws = self.draws.branch("extension")
        words = wording.labels["extension"]
        tail = [Segment(words, "label"), Segment(" " if not words.endswith(("：", ")")) else ""), Segment(entry.extension, "extension", f"extension:{number}")]
        if self.content.japanese and draws.chance(0.4) and words.isalnum():
            tail = [Segment("（"), *tail, Segment("）")]
            return Phrase((*made.segments, *tail))
        return Phrase((*made.segments, Segment(" "), *tail))

    def phone_phrases(self, office: int | None = None) -> list[Phrase]:
        """Word all numbers, or those of one office."""
        return [
            self.phone_phrase(entry, number) for number, entry in enumerate(self.content.phones) if office is None or entry.office == office
        ]

    def net_phrases(self) -> list[Phrase]:
        """Word e-mail addresses, web addresses and handles."""
        content, wording = self.content, self.wording
        found: list[Phrase] = []
        for number, mail in enumerate(content.emails):
            found.append(labelled(wording, wording.labels["email"], [Segment(mail, "email", f"email:{number}")], self._front()))
        for number, url in enumerate(content.urls):
            label = "" if url.startswith("www") and wording.labels["url"] == "www" else wording.labels["url"]
            found.append(labelled(wording, label, [Segment(url, "url", f"url:{number}")], self._front()))
        if self.draws.branch("net").chance(0.12):
            found.reverse()
        if not self.plain:
            found += [plain_phrase(text, "body") for text in content.social]
        return found

    def _front(self) -> str | None:
        """Get the pattern for mail and web, which never run into their label nor stand before it."""
        if self.wording.pattern in {"{l}{n}", "{n} ({l})", "{n} {l}"}:
            return "{l}: {n}" if self.wording.pattern == "{l}{n}" and not self.vertical else "{l} {n}"
        return None

    def contact(self, max_length: float, max_depth: float, *, align: str = "left", colour: Colour | None = None, mode: str | None = None,
                order: str | None = None, notes: bool = True, scale: float = 1.0) -> Block:
        """Make the block of address, numbers, mail and web.

        Args:
            max_length: mm along the lines.
            max_depth: mm across the lines.
            align: left, centre or right.
            colour: Instead of the ink.
            mode: lines, table or icons; None draws one.
            order: Letters a, n, w for address, numbers, web; None draws one.
            notes: Whether noise lines may stand here.
            scale: Of the type size.

        Raises:
            DoesNotFitError: Even small type is too big.
        """
        draws = self.draws.branch("contact")
        if mode is None:
            mode = "lines" if self.vertical else draws.pick({"lines": 7.0, "table": 1.6, "icons": 1.0 if self.content.japanese else 2.5})
        if order is None:
            order = draws.pick({"anw": 8.0, "nwa": 2.0, "naw": 1.0, "wna": 0.5, "awn": 0.5})
        pair = draws.chance(0.5)
        gap = draws.uniform(0.25, 0.6)
        size = self.style.sizes_pt["body"]
        for shrink in (1.0, 0.94, 0.88, 0.82, 0.76):
            if size * shrink * scale < 5.6 and shrink < 1.0:
                break
            for paired in ([True, False] if pair else [False, True]):
                try:
                    block = self._contact_once(max_length, align, colour, mode, order, shrink * scale, gap, pair=paired, notes=notes)
                except DoesNotFitError:
                    continue
                length, depth = (block.height, block.width) if self.vertical else (block.width, block.height)
                if length <= max_length and depth <= max_depth:
                    return block
        raise DoesNotFitError("the contact block is too big")

    def _contact_once(self, room: float, align: str, colour: Colour | None, mode: str, order: str, scale: float, gap_em: float, *, pair: bool, notes: bool) -> Block:
        em = self.style.sizes_pt["body"] * scale * 25.4 / 72
        gap = max(0.45, gap_em * em)
        groups = {"a": self._address_group, "n": self._number_group, "w": self._web_group}
        blocks: list[Block] = []
        if mode == "table" and not self.content.headings:
            return self._table(order, room, scale, gap, colour)
        if mode == "icons":
            return self._icon_list(order, room, scale, gap, colour)
        space = self.draws.branch("spacing").choice((0.0, 0.0, 0.5, 1.0)) * em * 0.8
        for number, letter in enumerate(order):
            made = groups[letter](room, scale, colour, pair)
            if made and number and space and not self.vertical:
                blocks.append(Space(0, space - gap) if space > gap else Space(0, 0))
            blocks += made
        if notes and not self.plain:
            tail: list[Block] = [
                self.line(plain_phrase(text, "small"), "small", scale=min(1.0, scale), colour=colour)
                for text in (*self.content.notes, *((self.content.registration,) if self.content.registration else ()))
            ]
            blocks = [*tail, *blocks] if self.draws.branch("notes").chance(0.25) else [*blocks, *tail]
        return self.stack(blocks, gap, align)

    def _address_group(self, room: float, scale: float, colour: Colour | None, pair: bool) -> list[Block]:  # noqa: FBT001 (one signature for all groups)
        blocks: list[Block] = []
        for office in range(len(self.content.addresses)):
            blocks += self.address_lines(office, room, scale, colour)
            if len(self.content.addresses) > 1:
                blocks += self._numbers(self.phone_phrases(office), room, scale, colour, pair=pair)
        return blocks

    def _number_group(self, room: float, scale: float, colour: Colour | None, pair: bool) -> list[Block]:  # noqa: FBT001
        if len(self.content.addresses) > 1:
            return []
        return self._numbers(self.phone_phrases(), room, scale, colour, pair=pair)

    def _numbers(self, phrases: list[Phrase], room: float, scale: float, colour: Colour | None, *, pair: bool) -> list[Block]:
        gap = self.draws.branch("pair").choice(("　", "  ", " ", "　　", " / ", "　|　", "・"))
        if not self.content.japanese:
            gap = self.draws.branch("pair").choice(("  ", "   ", " | ", " · ", " / "))
        lines: list[Phrase] = []
        position = 0
        while position < len(phrases):
            two = phrases[position : position + 2]
            if pair and len(two) == 2 and position == 0:
                both = joined(two, gap)
                block = self.line(both, "body", scale=scale, colour=colour)
                if (block.height if self.vertical else block.width) <= room:
                    lines.append(both)
                    position += 2
                    continue
            lines.append(phrases[position])
            position += 1
        return [self.line(one, "body", scale=scale, colour=colour) for one in lines]

    def _web_group(self, room: float, scale: float, colour: Colour | None, pair: bool) -> list[Block]:  # noqa: FBT001
        phrases = self.net_phrases()
        if pair and len(phrases) == 2:
            both = joined(phrases, "　" if self.content.japanese else "  ")
            block = self.line(both, "body", scale=scale, colour=colour)
            if (block.height if self.vertical else block.width) <= room and self.draws.branch("web pair").chance(0.25):
                return [block]
        return [self.line(one, "body", scale=scale, colour=colour) for one in phrases]

    def _entries(self, order: str) -> list[tuple[str, list[Segment], str]]:
        """List label, value segments and icon name in order; addresses stand for themselves with an empty value."""
        content, labels = self.content, self.wording.labels
        found: list[tuple[str, list[Segment], str]] = []
        for letter in order:
            if letter == "a" and content.addresses:
                found.append((self.wording.address_label or ("住所" if content.japanese else "Address"), [], "pin"))
            elif letter == "n":
                for number, entry in enumerate(content.phones):
                    icon = {"mobile": "mobile", "fax": "fax"}.get(entry.label, "phone")
                    found.append((labels[entry.meaning], [Segment(entry.number, entry.label, f"phone:{number}")], icon))
            elif letter == "w":
                found += [(labels["email"], [Segment(m, "email", f"email:{n}")], "mail") for n, m in enumerate(content.emails)]
                found += [(labels["url"], [Segment(u, "url", f"url:{n}")], "globe") for n, u in enumerate(content.urls)]
        return found

    def _table(self, order: str, room: float, scale: float, gap: float, colour: Colour | None) -> Block:
        em = self.style.sizes_pt["body"] * scale * 25.4 / 72
        entries = self._entries(order)
        labels = [
            self.line(phrase(Segment(label, "label")), "label", scale=scale, colour=self.palette.accent if colour is None and self.palette.kind == "white" else colour) if label else None
            for label, *_ in entries
        ]
        first = max((b.width for b in labels if b is not None), default=0.0) + self.draws.branch("table").uniform(0.8, 2.2) * em
        rows: list[Block] = []
        wording = self.wording
        self.wording = Wording(wording.pattern, wording.labels, wording.postal_mark, "")
        try:
            for label, (_, value, _icon) in zip(labels, entries, strict=True):
                if value:
                    right: Block = self.line(Phrase(tuple(value)), "body", scale=scale, colour=colour)
                else:
                    right = Column(self.address_lines(0, room - first, scale, colour), gap)
                left = Row([label, Space(first - label.width)]) if label is not None else Space(first)
                rows.append(Row([left, right]))
        finally:
            self.wording = wording
        return Column(rows, gap)

    def _icon_list(self, order: str, room: float, scale: float, gap: float, colour: Colour | None) -> Block:
        em = self.style.sizes_pt["body"] * scale * 25.4 / 72
        size = em * self.draws.branch("icons").uniform(1.0, 1.5)
        kind = self.draws.branch("icon kind").choice(("disc", "square", "plain"))
        rows: list[Block] = []
        wording = self.wording
        self.wording = Wording(wording.pattern, wording.labels, wording.postal_mark, "")
        fax_shown = {i for i, (_, _, icon) in enumerate(self._entries(order)) if icon == "fax"}
        try:
            for number, (label, value, icon) in enumerate(self._entries(order)):
                back = colour or self.palette.accent
                picture = make_icon(icon, size, kind, back, self.palette.ground if colour is None else self.palette.accent)
                if not value:
                    right: Block = Column(self.address_lines(0, room - size - em, scale, colour), gap * 0.8)
                elif number in fax_shown:
                    right = self.line(labelled(wording, label or "FAX", value, "{l} {n}"), "body", scale=scale, colour=colour)
                else:
                    right = self.line(Phrase(tuple(value)), "body", scale=scale, colour=colour)
                rows.append(Row([picture, right], em * 0.6, "middle" if value else "top"))
        finally:
            self.wording = wording
        return Column(rows, max(gap, 0.7))


def _spread(segments: Sequence[Segment], gap: str) -> Phrase:
    out: list[Segment] = []
    for segment in segments:
        if out:
            out.append(Segment(gap))
        out.append(segment)
    return Phrase(tuple(out))


class _RubyName:
    """A name with its reading set small beside each part."""

    def __init__(self, line: TextBlock, rubies: Sequence[TextBlock], spans: Sequence[tuple[float, float]], *, vertical: bool, gap: float) -> None:
        self.line = line
        self.vertical = vertical
        self.gap = gap
        deep = rubies[0].width if vertical else rubies[0].height
        self.places = []
        reach = [r.height if vertical else r.width for r in rubies]
        for (start, end), length in zip(spans, reach, strict=True):
            self.places.append((start + end - length) / 2)
        if self.places[1] < self.places[0] + reach[0] + 0.6:  # keep the two readings apart
            shift = self.places[0] + reach[0] + 0.6 - self.places[1]
            self.places = [self.places[0] - shift / 2, self.places[1] + shift / 2]
        self.lead = max(0.0, -self.places[0])
        self.rubies = rubies
        total = max(line.height if vertical else line.width, self.places[1] + reach[1]) + self.lead
        if vertical:
            self.width, self.height = line.width + gap + deep, total
        else:
            self.width, self.height = total, line.height + gap + deep

    def put(self, sheet: object, x: float, y: float) -> None:
        for ruby, place in zip(self.rubies, self.places, strict=True):
            if self.vertical:
                ruby.put(sheet, x + self.line.width + self.gap, y + self.lead + place)  # type: ignore[arg-type]
            else:
                ruby.put(sheet, x + self.lead + place, y)  # type: ignore[arg-type]
        if self.vertical:
            self.line.put(sheet, x, y + self.lead)  # type: ignore[arg-type]
        else:
            self.line.put(sheet, x + self.lead, y + self.rubies[0].height + self.gap)  # type: ignore[arg-type]


# -- shapes --------------------------------------------------------------------------------------------------------


def make_logo(draws: Draws, size: float, colour: Colour, ground: Colour) -> Picture:
    """Draw a mark of a size in mm."""
    kind = draws.choice(("ring", "discs", "triangles", "wave", "leaf", "hexagon", "bars", "diamond", "swirl", "mon", "globe", "chevrons", "house", "bars round"))
    second: Colour = tuple(round(c * 0.55 + g * 0.45) for c, g in zip(colour, ground, strict=True))  # type: ignore[assignment]
    turn = draws.uniform(0, 360)
    count = draws.randint(3, 7)

    def paint(painter: Painter, box: Box) -> None:  # noqa: C901, PLR0912 (one branch a shape)
        cx, cy, r = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, size / 2
        if kind == "ring":
            painter.ellipse((cx, cy), (r * 0.85, r * 0.85), colour, width=r * 0.28, arc=(turn, turn + 300))
            painter.ellipse((cx + r * 0.2, cy), (r * 0.35, r * 0.35), second)
        elif kind == "discs":
            for step in range(count):
                t = math.radians(turn + 360 * step / count)
                painter.ellipse((cx + math.cos(t) * r * 0.6, cy + math.sin(t) * r * 0.6), (r * 0.33, r * 0.33), colour if step % 2 else second)
        elif kind == "triangles":
            painter.polygon([(cx - r, cy + r * 0.8), (cx, cy - r * 0.9), (cx + r * 0.3, cy + r * 0.8)], colour)
            painter.polygon([(cx, cy + r * 0.8), (cx + r * 0.5, cy - r * 0.2), (cx + r, cy + r * 0.8)], second)
        elif kind == "wave":
            for step in range(3):
                points = [(box[0] + size * i / 24, cy + (step - 1) * r * 0.55 + math.sin(i / 24 * 6.3 + step) * r * 0.2) for i in range(25)]
                painter.line(points, colour if step % 2 else second, r * 0.25)
        elif kind == "leaf":
            painter.ellipse((cx - r * 0.2, cy), (r * 0.85, r * 0.38), colour, angle=-50)
            painter.ellipse((cx + r * 0.35, cy + r * 0.3), (r * 0.55, r * 0.24), second, angle=-20)
        elif kind == "hexagon":
            painter.polygon([(cx + math.cos(math.radians(60 * i)) * r, cy + math.sin(math.radians(60 * i)) * r) for i in range(6)], colour)
            painter.polygon([(cx + math.cos(math.radians(60 * i)) * r * 0.55, cy + math.sin(math.radians(60 * i)) * r * 0.55) for i in range(6)], ground)
            painter.ellipse((cx, cy), (r * 0.25, r * 0.25), second)
        elif kind in {"bars", "bars round"}:
            for step in range(4):
                left = box[0] + size * step / 4
                top = box[3] - size * (0.35 + 0.65 * ((step * 37 + count) % 4) / 3)
                painter.rectangle((left, top, left + size * 0.17, box[3]), colour if step % 2 else second)
                if kind == "bars round":
                    painter.ellipse((left + size * 0.085, top), (size * 0.085, size * 0.085), colour if step % 2 else second)
        elif kind == "diamond":
            for shift, tint in ((-0.3, colour), (0.3, second)):
                x = cx + shift * r
                painter.polygon([(x, cy - r), (x + r * 0.6, cy), (x, cy + r), (x - r * 0.6, cy)], tint, 0.85)
        elif kind == "swirl":
            points = [(cx + math.cos(t / 8 + turn) * r * t / 40, cy + math.sin(t / 8 + turn) * r * t / 40) for t in range(4, 40)]
            painter.line(points, colour, r * 0.22)
        elif kind == "mon":
            painter.ellipse((cx, cy), (r, r), colour)
            for step in range(count):
                t = math.radians(turn + 360 * step / count)
                painter.ellipse((cx + math.cos(t) * r * 0.5, cy + math.sin(t) * r * 0.5), (r * 0.34, r * 0.16), ground, angle=math.degrees(t))
        elif kind == "globe":
            painter.ellipse((cx, cy), (r * 0.92, r * 0.92), colour, width=0.3)
            painter.ellipse((cx, cy), (r * 0.42, r * 0.92), colour, width=0.25)
            for shift in (-0.4, 0.0, 0.4):
                half = math.sqrt(max(0.0, 0.84 - shift * shift)) * r
                painter.line([(cx - half, cy + shift * r), (cx + half, cy + shift * r)], colour, 0.25)
        elif kind == "chevrons":
            for step in range(3):
                x = box[0] + size * 0.28 * step
                painter.polygon([(x, box[1]), (x + size * 0.2, box[1]), (x + size * 0.42, cy), (x + size * 0.2, box[3]), (x, box[3]), (x + size * 0.22, cy)], colour if step % 2 == 0 else second)
        else:
            painter.polygon([(cx - r, cy), (cx, cy - r * 0.9), (cx + r, cy)], colour)
            painter.rectangle((cx - r * 0.65, cy, cx + r * 0.65, cy + r * 0.85), second)
            painter.rectangle((cx - r * 0.15, cy + r * 0.3, cx + r * 0.15, cy + r * 0.85), ground)

    return Picture(size, size, paint)


def make_icon(name: str, size: float, kind: str, colour: Colour, ground: Colour) -> Picture:
    """Draw a small sign for telephone, mobile, fax, mail, web or place."""

    def paint(painter: Painter, box: Box) -> None:
        cx, cy, r = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, size / 2
        ink = colour
        if kind == "disc":
            painter.ellipse((cx, cy), (r, r), colour)
        elif kind == "square":
            painter.rectangle(box, colour)
        if kind != "plain":
            ink, r = ground, r * 0.58
        _ICON_SHAPES[name](painter, cx, cy, r * 0.9, ink, colour if kind != "plain" else ground)

    return Picture(size, size, paint)


def _phone_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.ellipse((x - r * 0.1, y + r * 0.1), (r * 0.85, r * 0.85), ink, width=r * 0.42, arc=(60, 215))
    p.ellipse((x - r * 0.75, y - r * 0.45), (r * 0.32, r * 0.32), ink)
    p.ellipse((x + r * 0.4, y + r * 0.78), (r * 0.32, r * 0.32), ink)


def _mobile_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.rectangle((x - r * 0.55, y - r, x + r * 0.55, y + r), ink)
    p.rectangle((x - r * 0.4, y - r * 0.75, x + r * 0.4, y + r * 0.6), back)


def _fax_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.rectangle((x - r, y - r * 0.1, x + r, y + r * 0.9), ink)
    p.rectangle((x - r * 0.6, y - r, x + r * 0.6, y + r * 0.2), ink)
    p.rectangle((x - r * 0.45, y - r * 0.8, x + r * 0.45, y + r * 0.05), back)


def _mail_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.rectangle((x - r, y - r * 0.7, x + r, y + r * 0.7), ink)
    p.line([(x - r, y - r * 0.6), (x, y + r * 0.15), (x + r, y - r * 0.6)], back, max(0.12, r * 0.2))


def _globe_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.ellipse((x, y), (r * 0.95, r * 0.95), ink, width=max(0.12, r * 0.18))
    p.ellipse((x, y), (r * 0.42, r * 0.95), ink, width=max(0.12, r * 0.15))
    p.line([(x - r * 0.95, y), (x + r * 0.95, y)], ink, max(0.12, r * 0.15))


def _pin_shape(p: Painter, x: float, y: float, r: float, ink: Colour, back: Colour) -> None:
    p.ellipse((x, y - r * 0.3), (r * 0.65, r * 0.65), ink)
    p.polygon([(x - r * 0.6, y - r * 0.05), (x + r * 0.6, y - r * 0.05), (x, y + r)], ink)
    p.ellipse((x, y - r * 0.3), (r * 0.25, r * 0.25), back)


_ICON_SHAPES: dict[str, Callable[[Painter, float, float, float, Colour, Colour], None]] = {
    "phone": _phone_shape, "mobile": _mobile_shape, "fax": _fax_shape, "mail": _mail_shape, "globe": _globe_shape, "pin": _pin_shape,
}


def qr_text(draws: Draws, content: Content) -> str:
    """Write the content of a card's QR code: vCard 3.0 (RFC 2426), MECARD (NTT docomo) or a web address."""
    kind = draws.pick({"vcard": 4.0, "mecard": 3.0, "url": 3.0})
    name = content.person_name
    url = content.urls[0] if content.urls else ""
    phone = content.phones[0].number if content.phones else ""
    mail = content.emails[0] if content.emails else ""
    if kind == "url" or not name:
        return url or mail or phone or content.company.name
    family, given = (name[0], name[-1]) if content.japanese else (name[-1], name[0])
    if kind == "vcard":
        rows = ["BEGIN:VCARD", "VERSION:3.0", f"N:{family};{given};;;", f"FN:{' '.join(name)}", f"ORG:{content.company.name}"]
        rows += [f"TEL;TYPE=WORK:{phone}"] if phone else []
        rows += [f"EMAIL:{mail}"] if mail else []
        rows += [f"URL:{url}"] if url else []
        return "\r\n".join([*rows, "END:VCARD", ""])
    pieces = [f"N:{family},{given}"] + ([f"TEL:{phone}"] if phone else []) + ([f"EMAIL:{mail}"] if mail else []) + ([f"URL:{url}"] if url else [])
    return "MECARD:" + ";".join(pieces) + ";;"


def make_qr(draws: Draws, content: Content, size: float) -> Picture:
    """Draw a QR code on a white field."""
    code = segno.make(qr_text(draws, content), error="l", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    quiet = 2
    module = size / (len(rows) + 2 * quiet)

    def paint(painter: Painter, box: Box) -> None:
        painter.rectangle(box, (255, 255, 255))
        for y, row in enumerate(rows):
            start = None
            for x, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = x
                elif not dark and start is not None:
                    left, top = box[0] + (start + quiet) * module, box[1] + (y + quiet) * module
                    painter.rectangle((left, top, box[0] + (x + quiet) * module, top + module), (0, 0, 0))
                    start = None

    return Picture(size, size, paint)
