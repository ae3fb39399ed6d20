"""The review screen: a value's picture on top, the form below it, the card's text beside the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import chop_cells, set_cell_size
from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Input, Static

from meishi.cli.printing import words
from meishi.cli.review.picture_widget import PictureWidget
from meishi.cli.review.pictures import Canvas, Grey, cut_parts, draw, draws_sixths, enlarge
from meishi.cli.review.pixel_terminal import PixelTerminal
from meishi.errors import CardError, ContactNotFoundError, MeishiError
from meishi.services.card_pictures import card_image
from meishi.services.correct import confirm_contact, confirm_value, set_values
from meishi.services.import_ import Library
from meishi.services.merge import keep_apart, merge_contacts
from meishi.services.review import Form, FormLine, look_at, with_empty_lines
from meishi.wording.states import FIELD_WORDS, when_and_where

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from meishi.store import ChangeRecord, ContactRecord, Question

_LABEL_COLUMNS = 13
say = words()


class _Step(NamedTuple):
    """A change of this session, which can be taken back.

    Attributes:
        place: Which contact of the queue it was about.
        change_id: Its number in the journal.
    """

    place: int
    change_id: int


class ReviewApp(App[None]):
    """Goes through contacts that need a look, by keyboard alone.

    Args:
        queue: Numbers of the contacts, in the order to be shown.
        library: Where they are.
        by: Who looks.
        now: The clock for the journal.
        pixels: How the terminal draws pixels; None where it does not.

    Attributes:
        done: How many contacts have nothing doubtful left.
    """

    TITLE = "meishi review"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    CSS = """
    #head { height: 1; background: $primary; color: $text; padding: 0 1; }
    #reasons { height: 2; padding: 0 1; color: $text-warning; }
    #picture { height: 8; padding: 0 1; }
    #columns { height: 1fr; }
    #form { width: 3fr; height: 1fr; padding: 0 1; }
    #lines { width: 2fr; height: 1fr; padding: 0 1; border-left: solid $primary; }
    #said { height: 1; padding: 0 1; color: $text-accent; }
    #entry { height: 1; border: none; padding: 0 1; display: none; }
    #entry.open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm_value", say("it is right")),
        Binding("e", "edit", say("correct")),
        Binding("a", "confirm_contact", say("all right")),
        Binding("s", "skip", say("skip")),
        Binding("u", "undo", say("undo")),
        Binding("plus", "add", say("one more"), key_display="+"),
        Binding("q", "quit", say("end")),
        Binding("m", "join", say("same person"), show=False),
        Binding("d", "keep_apart", say("two people"), show=False),
        Binding("up,k", "move(-1)", say("up"), show=False),
        Binding("down,j", "move(1)", say("down"), show=False),
        Binding("right", "turn(1)", say("picture on"), show=False),
        Binding("left", "turn(-1)", say("picture back"), show=False),
        Binding("p", "previous", say("back"), show=False),
        Binding("escape", "close_entry", say("leave it"), show=False),
        *(Binding(str(number), f"take({number})", str(number), show=False) for number in range(1, 10)),
    ]

    def __init__(
        self,
        queue: Sequence[int],
        library: Library,
        *,
        by: str,
        now: Callable[[], datetime],
        pixels: PixelTerminal | None = None,
    ) -> None:
        super().__init__()
        self._queue = tuple(queue)
        self._library = library
        self._by = by
        self._now = now
        self._place = 0
        self._form: Form | None = None
        self._rows: tuple[FormLine, ...] = ()
        self._row = 0
        self._part = 0
        self._entry_path = ""
        self._is_entering = False
        self._steps: list[_Step] = []
        self._settled: set[int] = set()
        self._pictures: dict[int, NDArray[np.uint8] | str] = {}
        self._has_sixths = draws_sixths()
        self._pixels = pixels

    @property
    def done(self) -> int:
        """How many contacts have nothing doubtful left."""
        return len(self._settled)

    def compose(self) -> ComposeResult:
        """Lay the screen out for 80 columns and 24 rows and more."""
        yield Static(id="head", markup=False)
        yield Static(id="reasons", markup=False)
        yield PictureWidget(self._pixels.wipe if self._pixels else "", id="picture", markup=False)
        with Horizontal(id="columns"):
            yield Static(id="form", markup=False)
            yield Static(id="lines", markup=False)
        yield Static(id="said", markup=False)
        yield Input(id="entry", compact=True)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show the first contact."""
        # What is drawn depends on the sizes that the layout gives.
        self.call_after_refresh(self._open, 0)

    def on_resize(self) -> None:
        """Draw again for another size."""
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - as it is in the base class
        """While a value is entered, keys are its letters."""
        return not self._is_entering or action in {"close_entry", "quit"}

    def action_move(self, rows: int) -> None:
        """Go to another value."""
        if self._rows:
            self._select((self._row + rows) % len(self._rows))

    def action_turn(self, parts: int) -> None:
        """Show another part of a picture that is too long to be legible as a whole."""
        self._part += parts
        self._show()

    def action_confirm_value(self) -> None:
        """Note that the value is right, and go to the next one."""
        line = self._line
        if line is None or self._form is None:
            return
        if not line.value:
            self.action_edit()
        else:
            contact_id = self._form.record.id
            self._change(
                lambda: confirm_value(contact_id, line.path, self._library.store, by=self._by, now=self._now())
            )

    def action_confirm_contact(self) -> None:
        """Note that everything is right, and go to the next contact."""
        if self._form is not None:
            contact_id = self._form.record.id
            self._change(lambda: confirm_contact(contact_id, self._library.store, by=self._by, now=self._now()))

    def action_join(self) -> None:
        """Say that the contact is the person that the library asks about."""
        if self._form is not None and self._form.record.questions:
            gone, kept = self._form.record.id, self._form.record.questions[0].other_id
            try:
                record = merge_contacts(kept, gone, self._library.store, by=self._by, now=self._now())
            except MeishiError as error:
                self._say(_with_hint(error))
                return
            self._note_step(record.id)
            self._settled.add(gone)
            self._open(self._place + 1)
            name = record.contact.display_name
            self._say(say("{name}: one contact now, {number}.", name=name, number=record.id))

    def action_keep_apart(self) -> None:
        """Say that the contact is somebody else than the person that the library asks about."""
        if self._form is not None and self._form.record.questions:
            contact_id, other_id = self._form.record.id, self._form.record.questions[0].other_id
            self._change(lambda: self._kept_apart(contact_id, other_id))

    def _kept_apart(self, contact_id: int, other_id: int) -> ContactRecord:
        keep_apart(contact_id, other_id, self._library.store, by=self._by, now=self._now())
        return self._library.store.contact(contact_id)

    def action_take(self, number: int) -> None:
        """Take one of the alternatives."""
        line = self._line
        if line is not None and number <= len(line.alternatives):
            self._set(line.path, line.alternatives[number - 1])

    def action_edit(self) -> None:
        """Open the value for correction."""
        if self._line is not None:
            self._open_entry(self._line, self._line.path, self._line.value)

    def action_add(self) -> None:
        """Enter one more of the kind of value that is selected."""
        if self._line is not None and "." in self._line.path and not self._line.path.startswith("name."):
            part, _, rest = self._line.path.partition(".")
            member = rest.partition(".")[2]
            self._open_entry(self._line, ".".join(filter(None, (part, "+", member))), "")

    def action_close_entry(self) -> None:
        """Leave the value as it is."""
        self._is_entering = False
        self.query_one("#entry", Input).remove_class("open")
        self.set_focus(None)
        self.call_after_refresh(self._show)

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Put the value right."""
        self.action_close_entry()
        self._set(self._entry_path, event.value)

    def action_skip(self) -> None:
        """Leave the contact for another time."""
        self._open(self._place + 1)

    def action_previous(self) -> None:
        """Look at the contact before again."""
        self._open(max(0, self._place - 1), towards=-1)

    def action_undo(self) -> None:
        """Take back the last change of this session."""
        if not self._steps:
            self._say(say("Nothing was changed here yet."))
            return
        step = self._steps.pop()
        try:
            undone = self._library.store.undo(now=self._now(), change_id=step.change_id)
        except MeishiError as error:
            self._say(_with_hint(error))
            return
        self._settled.discard(self._queue[step.place])
        self._open(step.place)
        self._say(say("Taken back: {what}", what=say(undone.summary)))

    @property
    def _line(self) -> FormLine | None:
        return self._rows[self._row] if self._rows else None

    def _open_entry(self, line: FormLine, path: str, value: str) -> None:
        self._entry_path = path
        entry = self.query_one("#entry", Input)
        entry.value = value
        entry.cursor_position = len(value)
        entry.add_class("open")
        entry.focus()
        self._is_entering = True
        self.refresh_bindings()
        self._say(say("{what}: Enter saves, Escape leaves it; empty takes it away", what=say(FIELD_WORDS[line.kind])))

    def _set(self, path: str, value: str) -> None:
        if self._form is not None:
            contact_id = self._form.record.id
            self._change(
                lambda: set_values(contact_id, {path: value}, self._library.store, by=self._by, now=self._now())
            )

    def _change(self, change: Callable[[], ContactRecord]) -> None:
        """Make a change, and go on to what is doubtful next."""
        row = self._row
        try:
            record = change()
        except MeishiError as error:
            self._say(_with_hint(error))
            return
        latest = self._note_step(record.id)
        if not record.review_reasons:
            self._settled.add(record.id)
            self._open(self._place + 1)
            self._say(say("{name}: nothing doubtful is left.", name=record.contact.display_name))
            return
        self._settled.discard(record.id)
        self._load()
        self._select(self._next_doubtful(row))
        if self._line is not None and not self._line.alternatives:
            self._say(say(latest.summary))

    def _note_step(self, contact_id: int) -> ChangeRecord:
        latest = self._library.store.history(contact_id)[0]
        self._steps.append(_Step(self._place, latest.id))
        return latest

    def _next_doubtful(self, row: int) -> int:
        following = [*range(row + 1, len(self._rows)), *range(min(row + 1, len(self._rows)))]
        return next((other for other in following if self._rows[other].is_doubtful), min(row, len(self._rows) - 1))

    def _open(self, place: int, *, towards: int = 1) -> None:
        """Show the contact at a place of the queue, or the nearest one beyond that is still there."""
        gone = True
        while gone:
            try:
                self._place = place
                self._load()
                gone = False
            except ContactNotFoundError:
                # Joined with another one, here or elsewhere.
                place += towards if place else 1
        self._pictures.clear()
        self._select(next((row for row, line in enumerate(self._rows) if line.is_doubtful), self._first_missing()))

    def _first_missing(self) -> int:
        return next((row for row, line in enumerate(self._rows) if not line.value), 0)

    def _load(self) -> None:
        self._form, self._rows = None, ()
        if self._place < len(self._queue):
            self._form = look_at(self._queue[self._place], self._library.store)
            self._rows = with_empty_lines(self._form)

    def _select(self, row: int) -> None:
        self._row = max(0, row)
        self._part = 0
        self._show()
        self._say_alternatives()

    def _say(self, text: str) -> None:
        said = self.query_one("#said", Static)
        said.update(_fitted(text, said.content_size.width))

    def _say_alternatives(self) -> None:
        line = self._line
        offers = [f"{number} {value}" for number, value in enumerate(line.alternatives, start=1)] if line else []
        self._say(say("or: {values}", values="   ".join(offers)) if offers else "")

    def _show(self) -> None:
        form, line = self._form, self._line
        head, reasons = self.query_one("#head", Static), self.query_one("#reasons", Static)
        if form is None or line is None:
            count = len(self._queue)
            head.update(
                say(
                    "All {count} looked at, {done} with nothing doubtful left. q ends, p goes back.",
                    count=count,
                    done=self.done,
                )
            )
            for name in ("reasons", "picture", "form", "lines"):
                self.query_one(f"#{name}", Static).update("")
            return
        met = form.record.encounters[-1].encounter
        where = say("You met {where}", where=when_and_where(say, met.met_on, met.met_at, self._now().date()))
        place = say("{number} of {count}", number=self._place + 1, count=len(self._queue))
        head.update(f"{place}   {form.record.contact.display_name}   {where}")
        reasons.update(self._reasons(form, line))
        self._show_picture(form, line)
        self.query_one("#form", Static).update(self._form_text())
        self.query_one("#lines", Static).update(self._card_lines(form, line))

    def _reasons(self, form: Form, line: FormLine) -> Text:
        """Why the contact is shown; what concerns the selected value comes first."""
        asked = len(form.record.questions)
        reasons = list(form.record.review_reasons[: len(form.record.review_reasons) - asked])
        reasons.sort(key=lambda reason: not (line.value and line.value in reason))
        said = [say(reason) for reason in reasons]
        said[1:1] = [
            say(
                "The same person as {name}? m: yes, d: no ({reasons})",
                name=self._called(question),
                reasons=say.listing([say(reason) for reason in question.because]),
            )
            for question in form.record.questions
        ]
        if len(said) == 1:
            # Alone, it may take both rows.
            return Text(said[0])
        width = self.query_one("#reasons", Static).content_size.width
        return Text("\n").join(_fitted(reason, width) for reason in said)

    def _called(self, question: Question) -> str:
        contact = self._library.store.contact(question.other_id).contact
        return " ".join(filter(None, (contact.display_name, contact.company, f"({question.other_id})")))

    def _show_picture(self, form: Form, line: FormLine) -> None:
        widget = self.query_one("#picture", PictureWidget)
        if line.card is None or line.box is None:
            nowhere = say("This value stands nowhere on the card.") if line.value else say("Nothing was read for this.")
            widget.update(nowhere)
            return
        card = self._card(form, line.card)
        if isinstance(card, str):
            widget.update(Text(card))
            return
        size = widget.content_size
        cell = self._pixels.cell if self._pixels else None
        canvas = Canvas(max(20, size.width), max(4, size.height), self._has_sixths, cell)
        # Below pixels there is always a row of text.
        room = canvas._replace(rows=canvas.rows - 1) if self._pixels else canvas
        parts: list[Grey] = cut_parts(card, line.box, line.raw or line.value, room)
        self._part %= len(parts)
        part = parts[self._part]
        turn = say("part {number} of {count}: ← → turn", number=self._part + 1, count=len(parts))
        caption = Text(turn if len(parts) > 1 else "", style="dim")
        if self._pixels:
            enlarged = enlarge(part, room.columns, room.rows, self._pixels.cell)
            widget.show_pixels(self._pixels.draw(enlarged), caption)
        elif len(parts) == 1:
            widget.update(draw(part, canvas))
        else:
            widget.update(Text("\n").join([draw(part, canvas._replace(rows=canvas.rows - 1)), caption]))

    def _card(self, form: Form, number: int) -> NDArray[np.uint8] | str:
        if number not in self._pictures:
            try:
                self._pictures[number] = card_image(form.cards[number], self._library.originals)
            except CardError as error:
                self._pictures[number] = _with_hint(error)
        return self._pictures[number]

    def _form_text(self) -> Text:
        size = self.query_one("#form", Static).content_size
        texts: list[Text] = []
        selected = 0
        for number, line in enumerate(self._rows):
            mark = "!" if line.is_doubtful else "✓" if line.is_checked else " "
            head, value = f"{mark} {set_cell_size(say(FIELD_WORDS[line.kind]), _LABEL_COLUMNS)}", line.value or "—"
            pieces = [value]
            if number == self._row:
                # The selected value is shown whole, however long it is.
                pieces = chop_cells(value, max(2, size.width - len(head)))
                selected = len(texts)
            for piece in pieces:
                text = Text(head + piece)
                text.truncate(size.width, overflow="ellipsis", pad=True)
                text.stylize("yellow" if line.is_doubtful else "green" if line.is_checked else "")
                text.stylize("reverse" if number == self._row else "")
                texts.append(text)
                head = " " * len(head)
        return _window(texts, selected, size.height)

    def _card_lines(self, form: Form, line: FormLine) -> Text:
        """What the card says, line by line, with the line marked that the value comes from."""
        if not form.cards:
            return Text(say("No card is kept."))
        number = line.card or 0
        size = self.query_one("#lines", Static).content_size
        texts = form.cards[number].reading.lines
        source = line.line if line.card is not None else None
        rows = []
        for index, said in enumerate(texts):
            text = Text(f"{'>' if index == source else ' '} {said}", style="bold" if index == source else "")
            text.truncate(size.width, overflow="ellipsis")
            rows.append(text)
        return _window(rows, source or 0, size.height)


def _with_hint(error: MeishiError) -> str:
    return f"{say(str(error))} {say(error.hint)}"


def _fitted(said: str, width: int) -> Text:
    text = Text(said)
    text.truncate(width, overflow="ellipsis")
    return text


def _window(rows: Sequence[Text], selected: int, height: int) -> Text:
    """As many rows as there is room for, the selected one among them, with what comes before and after it."""
    first = max(0, min(selected - height // 2, len(rows) - height))
    return Text("\n").join(rows[first : first + max(1, height)])
