"""The parts that layouts are put together from: a name, a company, lines to reach somebody, marks, QR codes."""

from __future__ import annotations

from collections.abc import Sequence

from generator.contact_lines import ContactLines
from generator.content import Content
from generator.draws import Draws
from generator.marks import make_logo, make_qr
from generator.phrases import Phrase, Segment, joined, phrase, plain_phrase, split_at
from generator.sheet import Block, Colour, Column, DoesNotFitError, Picture, Row, Sheet, TextBlock
from generator.styles import Style
from generator.wording import draw_wording

_READINGS = {
    "ja": {"none": 8.0, "ruby": 3.0, "line": 2.0, "roman": 4.0, "roman above": 0.7, "beside": 1.0, "both": 0.7},
    "bilingual": {"roman": 6.0, "roman above": 1.0, "beside": 1.5, "both": 1.0},
}
_READINGS_VERTICAL = {"none": 7.0, "ruby": 3.0}


class Kit:
    """Makes the blocks of one card.

    Args:
        draws: Source of chance.
        content: What the card says.
        style: How it looks.
        vertical: Set in columns.
        plain: Leave out what is not needed (a second try on a card that was too full).
    """

    def __init__(
        self, draws: Draws, content: Content, style: Style, *, vertical: bool = False, plain: bool = False
    ) -> None:
        self.draws = draws
        self.content = content
        self.style = style
        self.vertical = vertical
        self.plain = plain
        self.wording = draw_wording(draws.branch("wording"), content)
        self.palette = style.palette
        self.logo_seed = draws.branch("logo")

    # -- lines ---------------------------------------------------------------------------------------------------

    def line(
        self,
        text: Phrase,
        role: str = "",
        *,
        scale: float = 1.0,
        colour: Colour | None = None,
        tracking_em: float | None = None,
        vertical: bool | None = None,
    ) -> TextBlock:
        """Set a phrase in its role."""
        setting = self.style.setting(
            role or text.role,
            scale=scale,
            colour=colour,
            vertical=self.vertical if vertical is None else vertical,
            tracking_em=tracking_em,
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
            Segment(printed[0], "name", "name", value=family),
            Segment(gap),
            Segment(printed[1], "name", "name", value=given),
            role="name",
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
        text = draws.choice(
            (
                f"{given} {family}",
                f"{given} {family}",
                f"{given} {family}",
                f"{given} {family.upper()}",
                f"{given.upper()} {family.upper()}",
                f"{family} {given}",
                f"{family.upper()} {given}",
                f"{family.upper()} {given.upper()}",
                f"{family.upper()}, {given}",
            )
        )
        return phrase(Segment(text, "name_roman", "name_roman"), role="roman")

    def name(
        self, align: str = "left", *, colour: Colour | None = None, scale: float = 1.0, reading: str | None = None
    ) -> Block:
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
        weights = _READINGS_VERTICAL if self.vertical else _READINGS.get(self.content.language, _READINGS["ja"])
        reading = reading or self.draws.branch("reading").pick(weights)
        if reading == "none":
            return line
        if reading == "ruby":
            return self._with_ruby(line, colour)
        if reading == "line":
            kana = self.line(self._kana_phrase(), colour=colour, tracking_em=self.draws.choice((0.0, 0.1, 0.3)))
            return Column([kana, line], 0.7, align)
        roman = self.line(self.roman_phrase(), colour=colour)
        if reading == "beside":
            return Row([line, roman], self.draws.uniform(2.0, 4.0), "bottom")
        rows: list[Block] = [line, roman]
        if reading == "roman above":
            rows.reverse()
        elif reading == "both":
            rows[0] = self._with_ruby(line, colour)
        return Column(rows, self.draws.uniform(0.7, 1.4), align)

    def _kana_phrase(self) -> Phrase:
        family, given = self.kana_texts()
        return phrase(
            Segment(family, "name_kana", "name_kana"),
            Segment("　"),
            Segment(given, "name_kana", "name_kana"),
            role="ruby",
            kind="furigana",
        )

    def _with_ruby(self, line: TextBlock, colour: Colour | None) -> Block:
        parts = [s for s in line.phrase.segments if s.label == "name"]
        readings = self.kana_texts()
        starts: list[tuple[float, float]] = []
        position = 0
        for segment in parts:
            count = len([c for c in segment.text if not c.isspace()])
            own = line.glyphs[position : position + count]
            position += count
            if self.vertical:
                starts.append((own[0].y - own[0].size_mm * 0.88, own[-1].y + own[-1].size_mm * 0.12))
            else:
                starts.append((own[0].x, own[-1].x + own[-1].size_mm))
        rubies = [
            self.line(phrase(Segment(text, "name_kana", "name_kana"), kind="furigana", role="ruby"), colour=colour)
            for text in readings
        ]
        return _RubyName(line, rubies, starts, vertical=self.vertical, gap=self.draws.uniform(0.35, 0.8))

    def roles(
        self, align: str = "left", *, colour: Colour | None = None, one_line: bool | None = None, scale: float = 1.0
    ) -> Block | None:
        """Make the department and title lines, with qualifications; None when the person has neither."""
        draws = self.draws.branch("roles")
        if one_line is None:
            one_line = draws.chance(0.3)
        lines = (
            self._japanese_roles(draws, one_line=one_line)
            if self.content.japanese
            else self._latin_roles(draws, one_line=one_line)
        )
        if not lines:
            return None
        blocks = [self.line(one, "title", colour=colour, scale=scale) for one in lines]
        return self.stack(blocks, draws.uniform(0.7, 1.3), align)

    def _role_segments(self) -> tuple[list[Segment], list[Segment], list[Segment]]:
        content = self.content
        return (
            [Segment(text, "department", f"department:{n}") for n, text in enumerate(content.departments)],
            [Segment(text, "title", f"title:{n}") for n, text in enumerate(content.titles)],
            [Segment(text, "title", f"title:q{n}") for n, text in enumerate(content.qualifications)],
        )

    def _japanese_roles(self, draws: Draws, *, one_line: bool) -> list[Phrase]:
        departments, titles, marks = self._role_segments()
        gap, title_gap = draws.choice(("　", " ", "　")), draws.choice(("　", "・", " / ", "　", "／", " 兼 "))
        rows = [departments] if draws.chance(0.6) else [[d] for d in departments]
        lines = [_spread(row, gap) for row in rows if row]
        if titles and one_line and lines and len(lines[-1].text) + sum(len(t.text) for t in titles) < 20:
            lines[-1] = joined([lines[-1], _spread(titles, title_gap)], gap)
        elif titles:
            lines += [_spread(titles, title_gap)] if draws.chance(0.6) else [phrase(t) for t in titles]
        if not marks:
            return lines
        mark_gap = draws.choice(("　", "・", " / ", "／"))
        mark_lines = [_spread(marks, mark_gap)] if draws.chance(0.5) else [phrase(m) for m in marks]
        return mark_lines + lines if draws.chance(0.25) else lines + mark_lines

    def _latin_roles(self, draws: Draws, *, one_line: bool) -> list[Phrase]:
        departments, titles, _ = self._role_segments()
        gap = draws.choice((", ", " | ", " / "))
        lines = [_spread(titles, draws.choice((", ", " & ", " / ")))] if titles else []
        if not departments:
            return lines
        row = _spread(departments, ", ")
        if titles and one_line:
            return [joined([lines[0], row], gap)]
        return [row, *lines] if draws.chance(0.35) else [*lines, row]

    # -- the company ---------------------------------------------------------------------------------------------

    def company_line(
        self,
        *,
        max_length: float,
        role: str = "company",
        colour: Colour | None = None,
        align: str = "left",
        scale: float = 1.0,
    ) -> Block:
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
        breaks = [n for n, c in enumerate(name) if c in " 　"] or [
            n for n, c in enumerate(name) if name[n - 2 : n] in {"会社", "法人"}
        ]
        if breaks:
            at = min(breaks, key=lambda n: abs(n - len(name) / 2))
            rows = split_at(whole, at)
            for shrink in (0.9, 0.75):
                block2 = self.stack(
                    [self.line(row, role, scale=scale * shrink, colour=colour) for row in rows], 0.9, align
                )
                if (block2.height if self.vertical else block2.width) <= max_length:
                    return block2
        raise DoesNotFitError("the company's name is too long")

    def company(
        self,
        align: str = "left",
        *,
        max_length: float,
        logo: str | None = None,
        colour: Colour | None = None,
        scale: float = 1.0,
        extras: bool = True,
    ) -> Block:
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
        if (
            extras
            and not self.vertical
            and self.content.japanese
            and self.content.company.english
            and draws.chance(0.75 if self.content.language == "bilingual" else 0.1)
        ):
            english = phrase(Segment(self.content.company.english, "company"), role="small")
            rows.append(self._narrow(english, room, colour))
        if extras and not self.plain and self.content.slogan:
            slogan = plain_phrase(self.content.slogan, "slogan", kind="slogan")
            rows.insert(0 if draws.chance(0.55) else len(rows), self._narrow(slogan, room, colour))
        if extras and not self.vertical and not self.plain and draws.chance(0.12):
            rows.insert(0, self._wordmark(room, colour))
        block = self.stack(rows, draws.uniform(0.8, 1.5), align)
        if logo == "none":
            return block
        mark = self.logo(size, colour=colour)
        if logo == "left" and not self.vertical:
            return Row([mark, block], draws.uniform(1.5, 3.0), "middle")
        return Column([mark, block], draws.uniform(1.2, 2.5), align)

    def _wordmark(self, room: float, colour: Colour | None) -> Block | None:
        """Set the company's short name as a logo beside its full name; it is no field of its own."""
        word = self.content.company.domain_word.split("-")[0]
        text = self.draws.branch("wordmark").choice((word.upper(), word.capitalize(), word))
        block = self.line(
            plain_phrase(text, "logo", kind="logo"),
            colour=colour or self.palette.accent,
            tracking_em=self.draws.choice((0.0, 0.08)),
        )
        return block if word and block.width <= room else None

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

    def contact(
        self,
        max_length: float,
        max_depth: float,
        *,
        align: str = "left",
        colour: Colour | None = None,
        mode: str | None = None,
        order: str | None = None,
        notes: bool = True,
    ) -> Block:
        """Make the block of address, numbers, mail and web.

        Args:
            max_length: mm along the lines.
            max_depth: mm across the lines.
            align: left, centre or right.
            colour: Instead of the ink.
            mode: lines, table or icons; None draws one.
            order: Letters a, n, w for address, numbers, web; None draws one.
            notes: Whether noise lines may stand here.

        Raises:
            DoesNotFitError: Even small type is too big.
        """
        return ContactLines(self).block(
            max_length, max_depth, align=align, colour=colour, mode=mode, order=order, notes=notes
        )


def _spread(segments: Sequence[Segment], gap: str) -> Phrase:
    out: list[Segment] = []
    for segment in segments:
        if out:
            out.append(Segment(gap))
        out.append(segment)
    return Phrase(tuple(out))


class _RubyName:
    """A name with its reading set small beside each part."""

    def __init__(
        self,
        line: TextBlock,
        rubies: Sequence[TextBlock],
        spans: Sequence[tuple[float, float]],
        *,
        vertical: bool,
        gap: float,
    ) -> None:
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

    def put(self, sheet: Sheet, x: float, y: float) -> None:
        for ruby, place in zip(self.rubies, self.places, strict=True):
            if self.vertical:
                ruby.put(sheet, x + self.line.width + self.gap, y + self.lead + place)
            else:
                ruby.put(sheet, x + self.lead + place, y)
        if self.vertical:
            self.line.put(sheet, x, y + self.lead)
        else:
            self.line.put(sheet, x + self.lead, y + self.rubies[0].height + self.gap)
