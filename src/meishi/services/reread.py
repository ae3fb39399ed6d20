"""Read again: what stands in one part of a card's picture, as proposals for one value of its contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from meishi.domain.contact import Contact
from meishi.domain.entry import PHONE_FIELDS
from meishi.domain.field import FieldKind
from meishi.domain.text import Box
from meishi.errors import NoTextFoundError, UsageError
from meishi.pipeline import PartReading, ReadingOptions, ReadingParts, read_part
from meishi.services.card_pictures import photo_of
from meishi.services.review import settable
from meishi.services.side_process import SideProcess
from meishi.store import CardRecord, Originals
from meishi.wording import marked

ReadPart = Callable[[CardRecord, Originals, Box], tuple[PartReading, ...]]
"""Reads a part of a card, as `read_kept_part` does; called in another process."""

# The least that can be a glyph; a finger that slips draws less.
_LEAST_SIDE_PX = 6
_PHONES = frozenset(PHONE_FIELDS.values())


class PartReader:
    """Reads parts of cards, in a process of its own; see `SideProcess`.

    Args:
        originals: Where the pictures are kept.
        make_read: Gives what reads there, each time anew: it may have learned something meanwhile.
    """

    def __init__(self, originals: Originals, make_read: Callable[[], ReadPart]) -> None:
        self._originals = originals
        self._make_read = make_read
        self._process = SideProcess(marked("Reading ended the reading process, or took too long."))

    def propose(self, contact: Contact, path: str, kind: FieldKind, card: CardRecord, box: Box) -> tuple[str, ...]:
        """Read a part of a card for a value of its contact. Nothing is saved: whoever drew the box decides.

        Args:
            contact: Whose card it is.
            path: The value.
            kind: What it is.
            card: The card.
            box: The part, in pixels of the card's image; what lies beyond the card is left out.

        Returns:
            At least one text that the value can take, as the contact would have it, the likeliest first.

        Raises:
            UsageError: The box is too small or lies beside the card.
            NoTextFoundError: Nothing that the value could take was read there.
            CardError: The picture cannot be read any more, or reading it failed.
        """
        box = _on_card(box, card)
        readings = self._process.run(self._make_read(), card, self._originals, box)
        proposals = settable(contact, path, _texts(readings, kind))
        if not proposals:
            raise NoTextFoundError(
                marked("Nothing was read there that fits."),
                hint=marked("Draw the box a little larger, around whole lines, or type what the card says."),
            )
        return proposals

    def close(self) -> None:
        """End the process at once."""
        self._process.close()


def read_kept_part(
    card: CardRecord, originals: Originals, box: Box, parts: ReadingParts, options: ReadingOptions
) -> tuple[PartReading, ...]:
    """Read a part of a card from its kept original; see `meishi.pipeline.read_part`.

    Raises:
        UnreadableFileError: The original is gone or damaged.
        CardError: The engine failed on it.
    """
    return read_part(photo_of(card, originals), card.reading, box, parts, options)


def _on_card(box: Box, card: CardRecord) -> Box:
    x, y, width, height = box
    # Readings of the first version do not say how large their image was: no box belongs to it.
    card_width, card_height = card.reading.size or (0, 0)
    right, bottom = min(x + width, card_width), min(y + height, card_height)
    x, y = max(0, x), max(0, y)
    if right - x < _LEAST_SIDE_PX or bottom - y < _LEAST_SIDE_PX:
        raise UsageError(marked("That box is too small."), hint=marked("Draw it around the whole text."))
    return x, y, right - x, bottom - y


def _texts(readings: Sequence[PartReading], kind: FieldKind) -> Iterator[str]:
    """Give what a value of a kind may be by some readings: what was told apart as such, then all that stands there."""
    wanted = _PHONES if kind in _PHONES else {kind}
    for reading in readings:
        yield from (field.value for field in reading.fields if field.kind in wanted and not field.inferred)
    for reading in readings:
        yield " ".join(line.text for line in reading.lines)
    for reading in readings:
        yield from (field.raw for field in reading.fields if field.kind in wanted and not field.inferred)
        if len(reading.lines) == 1:
            yield from reading.lines[0].alternatives
