"""The lines that say how to reach somebody: address, numbers, mail, web; as lines, as a table, or behind signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.content import PhoneEntry
from generator.marks import make_sign
from generator.phrases import Phrase, Segment, joined, phrase, plain_phrase, split_at
from generator.sheet import Block, Colour, Column, DoesNotFitError, Row, Space, TextBlock
from generator.wording import labelled

if TYPE_CHECKING:
    from generator.kit import Kit

_KANJI_CODE = str.maketrans("0123456789-", "〇一二三四五六七八九ー")
_WIDE_CODE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_SHRINKS = (1.0, 0.94, 0.88, 0.82, 0.76)
_LEAST_PT = 5.6
_LONGEST_LINE = 46
_LONGEST_BREAKABLE = 1.9
"""A line this many times longer than its room would need a third line; cards do not do that."""


@dataclass(frozen=True)
class Frame:
    """Where the lines go.

    Attributes:
        room: mm along the lines.
        scale: Of the type size.
        colour: Instead of the ink.
        pair: Whether two numbers may share a line.
        gap: mm between lines.
    """

    room: float
    scale: float
    colour: Colour | None = None
    pair: bool = False
    gap: float = 0.5


@dataclass(frozen=True)
class _Entry:
    """A row of a table: label, value and sign; the address has no value, its lines are made apart."""

    label: str
    value: tuple[Segment, ...]
    sign: str


class ContactLines:
    """Makes the lines to reach somebody of one card.

    Args:
        kit: The card's parts.
    """

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.content = kit.content
        self.wording = kit.wording

    def block(
        self,
        room: float,
        depth: float,
        *,
        align: str,
        colour: Colour | None,
        mode: str | None,
        order: str | None,
        notes: bool,
    ) -> Block:
        """Make the whole block; see `Kit.contact`."""
        draws = self.kit.draws.branch("contact")
        weights = {"lines": 7.0, "table": 1.6, "icons": 1.0 if self.content.japanese else 2.5}
        drawn_mode = draws.pick(weights)
        mode = mode or ("lines" if self.kit.vertical else drawn_mode)
        order = order or draws.pick({"anw": 8.0, "nwa": 2.0, "naw": 1.0, "wna": 0.5, "awn": 0.5})
        first_pair, gap_em = draws.chance(0.5), draws.uniform(0.25, 0.6)
        for scale in _SHRINKS:
            if self.kit.style.sizes_pt["body"] * scale < _LEAST_PT and scale < 1.0:
                break
            for pair in (first_pair, not first_pair):
                frame = Frame(room, scale, colour, pair, max(0.45, gap_em * self._em(scale)))
                try:
                    block = self._arranged(frame, align=align, mode=mode, order=order, notes=notes)
                except DoesNotFitError:
                    continue
                along, across = (block.height, block.width) if self.kit.vertical else (block.width, block.height)
                if along <= room and across <= depth:
                    return block
        raise DoesNotFitError("the contact block is too big")

    def _em(self, scale: float) -> float:
        return self.kit.style.sizes_pt["body"] * scale * 25.4 / 72

    def _line(self, text: Phrase, frame: Frame, role: str = "body") -> TextBlock:
        return self.kit.line(text, role, scale=frame.scale, colour=frame.colour)

    def _length(self, block: Block) -> float:
        return block.height if self.kit.vertical else block.width

    def _arranged(self, frame: Frame, *, align: str, mode: str, order: str, notes: bool) -> Block:
        if mode == "table" and not self.content.headings:
            return self._table(order, frame)
        if mode == "icons":
            return self._icon_list(order, frame)
        groups: dict[str, Callable[[Frame], list[Block]]] = {
            "a": self._address_group,
            "n": self._number_group,
            "w": self._web_group,
        }
        space = self.kit.draws.branch("spacing").choice((0.0, 0.0, 0.5, 1.0)) * self._em(frame.scale) * 0.8
        blocks: list[Block] = []
        for number, letter in enumerate(order):
            made = groups[letter](frame)
            if made and number and space and not self.kit.vertical:
                blocks.append(Space(0, max(0.0, space - frame.gap)))
            blocks += made
        if notes and not self.kit.plain:
            texts = [*self.content.notes, *([self.content.registration] if self.content.registration else [])]
            tail: list[Block] = [self._line(plain_phrase(text, "small"), frame, "small") for text in texts]
            blocks = [*tail, *blocks] if self.kit.draws.branch("notes").chance(0.25) else [*blocks, *tail]
        return self.kit.stack(blocks, frame.gap, align)

    # -- addresses -------------------------------------------------------------------------------------------------

    def address_lines(self, office: int, frame: Frame, *, with_label: bool = True) -> list[TextBlock]:
        """Make the lines of an address, broken where a card would break them.

        Raises:
            DoesNotFitError: A piece is longer than the room.
        """
        make = self._japanese_address if self.content.japanese else self._latin_address
        blocks: list[TextBlock] = []
        for one in make(office, with_label=with_label):
            blocks += self._broken(one, frame)
        return blocks

    def _keys(self, office: int) -> tuple[str, str]:
        return (f"address:{office}", f"postal_code:{office}") if office else ("address", "postal_code")

    def _japanese_address(self, office: int, *, with_label: bool) -> list[Phrase]:
        draws = self.kit.draws.branch(f"address {office}")
        address, (key, _) = self.content.addresses[office], self._keys(office)
        head = self._address_head(office, with_label=with_label)
        code = self._postal_code(office)
        street = Segment(address.parts[0], "address", key)
        building = Segment(address.parts[1], "building", key) if len(address.parts) > 1 else None
        first = [*head, *code, *([Segment(draws.choice((" ", "　", " ", "  ")))] if code else []), street]
        whole = [*first, Segment(draws.choice((" ", "　"))), building] if building else first
        arrangement = draws.pick({"one": 5.0, "building apart": 3.0, "code apart": 3.0, "all apart": 2.0})
        if arrangement == "one" and sum(len(s.text) for s in whole) < _LONGEST_LINE:
            return [Phrase(tuple(whole))]
        if arrangement in {"code apart", "all apart"} and code:
            if building and arrangement == "code apart":
                return [Phrase((*head, *code)), phrase(street, Segment(" "), building)]
            return [Phrase((*head, *code)), phrase(street), *([phrase(building)] if building else [])]
        return [Phrase(tuple(first)), *([phrase(building)] if building else [])]

    def _address_head(self, office: int, *, with_label: bool) -> list[Segment]:
        heading = self.content.headings[office] if office < len(self.content.headings) else ""
        draws = self.kit.draws.branch(f"heading {office}")
        if heading:
            form = self.kit.draws.branch("heading").choice(("【{}】", "［{}］", "{}", "■{}", "{} /", "〈{}〉"))
            return [Segment(form.format(heading), "label"), Segment(" ")]
        if self.wording.address_label and with_label and not self.kit.vertical:
            return [Segment(self.wording.address_label, "label"), Segment(draws.choice((" ", "　")))]
        return []

    def _postal_code(self, office: int) -> list[Segment]:
        draws = self.kit.draws.branch(f"code {office}")
        printed = self.content.addresses[office].postal_code
        if not printed or draws.chance(0.04):
            return []
        if self.kit.vertical and draws.chance(0.55):
            printed = printed.translate(_KANJI_CODE)
        elif draws.chance(0.04):
            printed = printed.translate(_WIDE_CODE)
        mark = self.wording.postal_mark
        segments = [Segment(mark.strip(), "label")] if mark.strip() else []
        segments += [Segment(" ")] if mark.endswith(" ") else []
        return [*segments, Segment(printed, "postal_code", self._keys(office)[1])]

    def _latin_address(self, office: int, *, with_label: bool) -> list[Phrase]:
        address, (key, _) = self.content.addresses[office], self._keys(office)
        code, code_is_out = address.postal_code, False
        lines: list[Phrase] = []
        for number, text in enumerate(address.parts):
            segments: list[Segment] = []
            if number == 0 and self.wording.address_label and with_label:
                segments += [Segment(self.wording.address_label + ":", "label"), Segment(" ")]
            at = text.find(code) if code and not code_is_out else -1
            if at < 0:
                lines.append(Phrase((*segments, Segment(text, "address", key))))
                continue
            code_is_out = True
            pieces = ((text[:at], "address"), (code, "postal_code"), (text[at + len(code) :], "address"))
            glue = " "
            for piece, label in pieces:
                if piece:
                    # The code is a part of the address as printed, so all three pieces bear the address's key.
                    segments.append(Segment(piece, label, key, value=piece, glue=glue))
                    glue = ""
            lines.append(Phrase(tuple(segments)))
        return lines

    def _broken(self, one: Phrase, frame: Frame) -> list[TextBlock]:
        block = self._line(one, frame)
        length = self._length(block)
        if length <= frame.room:
            return [block]
        if length > frame.room * _LONGEST_BREAKABLE:
            raise DoesNotFitError("a line is too long")
        at = self._break_position(one, frame.room / length)
        if at <= 2:
            raise DoesNotFitError("a line is too long and cannot be broken")
        blocks = [self._line(part, frame) for part in split_at(one, at)]
        if max(map(self._length, blocks)) > frame.room:
            raise DoesNotFitError("a line is too long")
        return blocks

    def _break_position(self, one: Phrase, share: float) -> int:
        """Find where to break: before the building, at a comma or a blank, else where the line is full."""
        text, limit = one.text, int(len(one.text) * share)
        if not self.content.japanese:
            blanks = [n for n, c in enumerate(text) if c == " " and n <= limit]
            commas = [n for n in blanks if text[n - 1] in ",-·" and n > len(text) * 0.3]
            return max(commas or blanks, default=0)
        starts = [
            sum(len(s.text) for s in one.segments[:number])
            for number, segment in enumerate(one.segments)
            if segment.label == "building" and number
        ]
        if any(start <= limit for start in starts):
            return max(start for start in starts if start <= limit)
        towns = [n for n in range(len(text) // 3, limit + 1) if text[n - 1] in "市区町村"]
        if towns:
            return max(towns)
        at = limit - 1
        while at > 2 and (text[at].isdigit() or text[at] in "-－ー番号丁目" or text[at - 1] in "-－（("):
            at -= 1
        return at

    # -- numbers, mail, web ----------------------------------------------------------------------------------------

    def phone_phrase(self, entry: PhoneEntry, number: int) -> Phrase:
        """Word one telephone number."""
        made = labelled(
            self.wording,
            self.wording.labels.get(entry.meaning, ""),
            [Segment(entry.number, entry.label, f"phone:{number}")],
        )
        if not entry.extension:
            return made
        words = self.wording.labels["extension"]
        tail = [
            Segment(words, "label"),
            Segment("" if words.endswith(("：", ")")) else " "),
            Segment(entry.extension, "extension", f"extension:{number}"),
        ]
        if self.content.japanese and self.kit.draws.branch("extension").chance(0.4) and words.isalnum():
            return Phrase((*made.segments, Segment("（"), *tail, Segment("）")))
        return Phrase((*made.segments, Segment(" "), *tail))

    def phone_phrases(self, office: int | None = None) -> list[Phrase]:
        """Word all numbers, or those of one office."""
        return [
            self.phone_phrase(entry, number)
            for number, entry in enumerate(self.content.phones)
            if office is None or entry.office == office
        ]

    def net_phrases(self) -> list[Phrase]:
        """Word e-mail addresses, web addresses and handles."""
        content, labels, front = self.content, self.wording.labels, self._front_pattern()
        found = [
            labelled(self.wording, labels["email"], [Segment(mail, "email", f"email:{number}")], front)
            for number, mail in enumerate(content.emails)
        ]
        for number, url in enumerate(content.urls):
            label = "" if url.startswith("www") and labels["url"] == "www" else labels["url"]
            found.append(labelled(self.wording, label, [Segment(url, "url", f"url:{number}")], front))
        if self.kit.draws.branch("net").chance(0.12):
            found.reverse()
        if not self.kit.plain:
            found += [plain_phrase(text, "body") for text in content.social]
        return found

    def _front_pattern(self) -> str | None:
        """Get the pattern for mail and web, which never run into their label nor stand before it."""
        if self.wording.pattern in {"{l}{n}", "{n} ({l})", "{n} {l}"}:
            return "{l}: {n}" if self.wording.pattern == "{l}{n}" and not self.kit.vertical else "{l} {n}"
        return None

    def _address_group(self, frame: Frame) -> list[Block]:
        blocks: list[Block] = []
        for office in range(len(self.content.addresses)):
            blocks += self.address_lines(office, frame)
            if len(self.content.addresses) > 1:
                blocks += self._numbers(self.phone_phrases(office), frame)
        return blocks

    def _number_group(self, frame: Frame) -> list[Block]:
        if len(self.content.addresses) > 1:
            return []  # they stand with their addresses
        return self._numbers(self.phone_phrases(), frame)

    def _numbers(self, phrases: Sequence[Phrase], frame: Frame) -> list[Block]:
        gaps = (
            ("　", "  ", " ", "　　", " / ", "　|　", "・")
            if self.content.japanese
            else ("  ", "   ", " | ", " · ", " / ")
        )
        if frame.pair and len(phrases) > 1:
            both = self._line(joined(phrases[:2], self.kit.draws.branch("pair").choice(gaps)), frame)
            if self._length(both) <= frame.room:
                return [both, *(self._line(one, frame) for one in phrases[2:])]
        return [self._line(one, frame) for one in phrases]

    def _web_group(self, frame: Frame) -> list[Block]:
        phrases = self.net_phrases()
        if frame.pair and len(phrases) == 2 and self.kit.draws.branch("web pair").chance(0.25):
            both = self._line(joined(phrases, "　" if self.content.japanese else "  "), frame)
            if self._length(both) <= frame.room:
                return [both]
        return [self._line(one, frame) for one in phrases]

    # -- tables and signs ------------------------------------------------------------------------------------------

    def _entries(self, order: str) -> list[_Entry]:
        content, labels = self.content, self.wording.labels
        found: list[_Entry] = []
        for letter in order:
            if letter == "a" and content.addresses:
                word = self.wording.address_label or ("住所" if content.japanese else "Address")
                found.append(_Entry(word, (), "pin"))
            elif letter == "n":
                for number, entry in enumerate(content.phones):
                    sign = {"mobile": "mobile", "fax": "fax"}.get(entry.label, "phone")
                    found.append(
                        _Entry(labels[entry.meaning], (Segment(entry.number, entry.label, f"phone:{number}"),), sign)
                    )
            elif letter == "w":
                mails = [(Segment(m, "email", f"email:{n}"),) for n, m in enumerate(content.emails)]
                urls = [(Segment(u, "url", f"url:{n}"),) for n, u in enumerate(content.urls)]
                found += [_Entry(labels["email"], mail, "mail") for mail in mails]
                found += [_Entry(labels["url"], url, "globe") for url in urls]
        return found

    def _table(self, order: str, frame: Frame) -> Block:
        """Set labels in a column of their own."""
        em, entries = self._em(frame.scale), self._entries(order)
        palette = self.kit.palette
        label_colour = palette.accent if frame.colour is None and palette.kind == "white" else frame.colour
        labels = [
            self.kit.line(phrase(Segment(e.label, "label")), "label", scale=frame.scale, colour=label_colour)
            if e.label
            else None
            for e in entries
        ]
        first = max((b.width for b in labels if b is not None), default=0.0)
        first += self.kit.draws.branch("table").uniform(0.8, 2.2) * em
        rows: list[Block] = []
        for label, entry in zip(labels, entries, strict=True):
            if entry.value:
                right: Block = self._line(Phrase(entry.value), frame)
            else:
                narrower = replace(frame, room=frame.room - first)
                right = Column(self.address_lines(0, narrower, with_label=False), frame.gap)
            left: Block = Row([label, Space(first - label.width)]) if label is not None else Space(first)
            rows.append(Row([left, right]))
        return Column(rows, frame.gap)

    def _icon_list(self, order: str, frame: Frame) -> Block:
        """Set drawn signs where labels would stand; fax numbers keep their word, or nobody could tell."""
        em = self._em(frame.scale)
        size = em * self.kit.draws.branch("icons").uniform(1.0, 1.5)
        shape = self.kit.draws.branch("icon kind").choice(("disc", "square", "plain"))
        palette = self.kit.palette
        ground = palette.ground if frame.colour is None else palette.accent
        rows: list[Block] = []
        for entry in self._entries(order):
            sign = make_sign(entry.sign, size, shape, frame.colour or palette.accent, ground)
            if not entry.value:
                narrower = replace(frame, room=frame.room - size - em)
                right: Block = Column(self.address_lines(0, narrower, with_label=False), frame.gap * 0.8)
            elif entry.sign == "fax":
                right = self._line(labelled(self.wording, entry.label or "FAX", entry.value, "{l} {n}"), frame)
            else:
                right = self._line(Phrase(entry.value), frame)
            rows.append(Row([sign, right], em * 0.6, "middle" if entry.value else "top"))
        return Column(rows, max(frame.gap, 0.7))
