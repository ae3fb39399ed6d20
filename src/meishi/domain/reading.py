"""The reading of one card: the promised JSON object."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Setting

from meishi.domain.card import Quad
from meishi.domain.contact import Contact
from meishi.domain.field import Field
from meishi.domain.text import Box, Direction, TextLine


class LinePlace(BaseModel):
    """Where and how surely a text line was read.

    Attributes:
        box: Where it stands.
        direction: Horizontal line or vertical column.
        confidence: 0..1.
    """

    model_config = ConfigDict(frozen=True)

    box: Box
    direction: Direction = Direction.HORIZONTAL
    confidence: float = 0.95


class StageSeconds(BaseModel):
    """Wall-clock seconds that each stage took for a card; shared work of a batch is divided evenly."""

    model_config = ConfigDict(frozen=True)

    rectify: float = 0.0
    recognize: float = 0.0
    extract: float = 0.0


class CardReading(BaseModel):
    """Everything that reading one card gives; the names are a promise to programs outside.

    Attributes:
        file: The file as the user named it.
        page: Page within the file, from 1.
        card: Which card of the page, from 1.
        quad: The card's corners in the picture: top left, top right, bottom right, bottom left of the upright card.
        orientation_degrees: How far the picture has to be turned clockwise to set the card upright.
        size: Width and height of the upright card image, whose pixels the boxes of the fields count; None in readings
            of the first version, which did not say.
        contact: What the card says.
        fields: Each value with its source, in the order of the lines.
        review_reasons: Why a person should look at it; empty when nothing is doubtful.
        lines: The text lines in reading order.
        alternatives: For each line, what else it may say, best first.
        line_places: Where they stand; for drawing and learning, and not given to other programs. Empty in readings of
            the first versions, which did not keep them.
        look: What the card looks like from afar (`meishi.domain.look`), for knowing it again, and not given to other
            programs; None in readings of the first versions.
        codes: What the card's QR codes say, as it stands there.
        engine: Name and version of what read the text.
        seconds: What each stage took.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    page: int = 1
    card: int = 1
    quad: Quad
    orientation_degrees: int = 0
    size: tuple[int, int] | None = None
    contact: Contact
    fields: tuple[Field, ...] = ()
    review_reasons: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    line_places: tuple[LinePlace, ...] = Setting(default=(), exclude=True, repr=False)
    look: str | None = Setting(default=None, exclude=True, repr=False)
    codes: tuple[str, ...] = ()
    engine: str
    seconds: StageSeconds = StageSeconds()

    @property
    def text_lines(self) -> tuple[TextLine, ...]:
        """The text lines as the extract stage got them, without their words; empty where their places are not kept."""
        others = self.alternatives or ((),) * len(self.lines)
        if not len(self.lines) == len(self.line_places) == len(others):
            return ()
        return tuple(
            TextLine(text, place.confidence, place.box, place.direction, alternatives=alternatives)
            for text, place, alternatives in zip(self.lines, self.line_places, others, strict=True)
        )
