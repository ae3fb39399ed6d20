"""The press: draws postcards in a process beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meishi.services.print_postcards import PrintedCard, PrintJob, draw_postcards, preview_postcard, print_postcards
from meishi.services.side_process import SideProcess
from meishi.store import ContactRecord
from meishi.wording import marked


class Press:
    """Draws postcards by the functions of `print_postcards`, in a process of its own; see `SideProcess`."""

    def __init__(self) -> None:
        self._process = SideProcess(marked("What draws the postcards has ended before it was done."))

    def draw(self, records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]) -> bytes:
        """Draw the cards of some contacts; see `draw_postcards`.

        Raises:
            EngineFailedError: The process has ended, for want of memory for instance; the next call starts another one.
        """
        return self._process.run(draw_postcards, records, job, messages)

    def try_out(
        self, records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]
    ) -> tuple[PrintedCard, ...]:
        """Tell what would be printed and what not; see `print_postcards`.

        Raises:
            EngineFailedError: The process has ended.
        """
        return self._process.run(print_postcards, records, job, None, messages)

    def preview(self, record: ContactRecord, job: PrintJob, messages: Mapping[int, tuple[str, ...]]) -> bytes:
        """Draw one side of a contact's card as a PNG; see `preview_postcard`.

        Raises:
            CardError: It cannot be drawn, or the process has ended.
        """
        return self._process.run(preview_postcard, record, job, messages)

    def close(self) -> None:
        """End the process at once."""
        self._process.close()
