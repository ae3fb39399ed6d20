"""Take finds: what a browser, a phone or a mail rule drops into a folder becomes finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from meishi.decode import printable
from meishi.errors import CardError
from meishi.exchange.read_find import read_find
from meishi.services.import_ import FileOutcome, SetAside
from meishi.store import Store


def take_finds(
    files: Sequence[Path], store: Store, *, tags_of: Callable[[Path], tuple[str, ...]], now: Callable[[], datetime]
) -> Iterator[FileOutcome]:
    """Keep what is in some files; the same link or text is kept once.

    Args:
        files: Shortcuts, texts and mails.
        store: The library.
        tags_of: The user's words for sorting what is in a file.
        now: The clock that notes when something was found.

    Yields:
        One outcome a file.

    Raises:
        StoreError: The library refuses; what was saved before is safe.
    """
    for file in files:
        try:
            find = read_find(file).model_copy(update={"tags": tags_of(file)})
        except CardError as error:
            yield FileOutcome(file=printable(file), set_aside=(SetAside.because(file, error),))
        else:
            yield FileOutcome(file=printable(file), find_id=store.mail.add_find(find, now=now()).id)
