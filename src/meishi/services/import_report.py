"""The report of an import: one page for a browser, complete in itself, that shows what needs a look."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from meishi.exchange.files import write_private
from meishi.services.card_pictures import card_jpeg
from meishi.services.import_ import FileOutcome, Library
from meishi.store import ContactRecord
from meishi.wording import Wording

# Nothing is fetched: the page shows personal data and may lie anywhere.
_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif; margin: 2rem auto; max-width: 62rem;
  padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; margin-bottom: 0; }}
h2 {{ font-size: 1.15rem; margin-top: 2.5rem; border-bottom: 1px solid #8886; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1.5rem; }}
article {{ break-inside: avoid; }}
article h3 {{ font-size: 1rem; margin: .5rem 0 0; }}
article img {{ max-width: 100%; border: 1px solid #8886; background: #fff; display: block; margin-bottom: .3rem; }}
article ul {{ margin: .3rem 0; padding-left: 1.2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8883; }}
.quiet {{ opacity: .7; }}
</style>
</head>
<body>
"""


def write_import_report(
    file: Path, outcomes: Sequence[FileOutcome], library: Library, say: Wording, *, occasion: str | None, now: datetime
) -> None:
    """Write the report of an import, readable by its owner alone.

    It tells about everybody on the pictures as the library has them now, also about those whom an earlier, interrupted
    run had saved already.

    Args:
        file: Where to; a file that is there is replaced.
        outcomes: What became of the pictures.
        library: Where the contacts are.
        say: The words of who reads it.
        occasion: Where the people were met.
        now: The time that the report bears.

    Raises:
        UsageError: The file cannot be written.
        StoreError: The library refuses.
    """
    write_private(file, "".join(_page(outcomes, library, say, occasion, now)).encode())


def _page(
    outcomes: Sequence[FileOutcome], library: Library, say: Wording, occasion: str | None, now: datetime
) -> Iterator[str]:
    ids = library.store.contacts_on([outcome.sha256 for outcome in outcomes if outcome.sha256])
    doubtful: list[int] = []
    sound: list[ContactRecord] = []
    for contact_id in ids:
        record = library.store.contact(contact_id)
        if record.review_reasons:
            doubtful.append(contact_id)
        else:
            sound.append(record)
    set_aside = [aside for outcome in outcomes for aside in outcome.set_aside]
    title = say("Import of {when}", when=f"{now:%Y-%m-%d %H:%M}")
    yield _HEAD.format(title=title, language=say.language)
    yield f"<h1>{title}</h1>\n<p class=quiet>"
    yield f"{escape(occasion)} · " if occasion else ""
    counts = {
        say("pictures"): outcomes,
        say("people"): ids,
        say("to look at"): doubtful,
        say("set aside"): set_aside,
    }
    yield " · ".join(f"{name}: {len(counted)}" for name, counted in counts.items()) + "</p>\n"
    if doubtful:
        yield f"<h2>{say('To look at')} ({len(doubtful)})</h2>\n<div class=cards>\n"
        for contact_id in doubtful:
            yield _doubtful_card(library.store.contact(contact_id), library, say)
        yield "</div>\n"
    if set_aside:
        yield f"<h2>{say('Set aside')} ({len(set_aside)})</h2>\n<table>\n"
        for aside in set_aside:
            hint = f"<span class=quiet>{escape(say(aside.hint))}</span>"
            yield f"<tr><td>{escape(say(aside.reason))}<br>{hint}</td></tr>\n"
        yield "</table>\n"
    if sound:
        yield f"<h2>{say('In order')} ({len(sound)})</h2>\n<table>\n"
        headings = (say("number"), say("name"), say("company"), say("postcard due"))
        yield "<tr>" + "".join(f"<th>{escape(heading)}</th>" for heading in headings) + "</tr>\n"
        yield from (_row(record) for record in sound)
        yield "</table>\n"
    yield "</body>\n</html>\n"


def _doubtful_card(record: ContactRecord, library: Library, say: Wording) -> str:
    name = escape(record.contact.display_name)
    pictures = (card_jpeg(card, library.originals) for card in library.store.cards(record.id))
    alt = say("The card of {name}", name=name)
    images = "".join(
        f'<img alt="{alt}" src="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}">\n'
        for jpeg in pictures
        if jpeg
    )
    reasons = "".join(f"<li>{escape(say(reason))}</li>" for reason in record.review_reasons)
    company = f"{escape(record.contact.company)}<br>" if record.contact.company else ""
    number = f"<span class=quiet>{say('contact {number}', number=record.id)}</span>"
    return f"<article>\n{images}<h3>{name}</h3>\n{company}{number}\n<ul>{reasons}</ul>\n</article>\n"


def _row(record: ContactRecord) -> str:
    due = min(postcard.due_on for postcard in record.postcards)
    cells = (str(record.id), record.contact.display_name, record.contact.company or "", f"{due}")
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"
