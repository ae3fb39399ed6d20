"""An example of every command, shown at the end of its `--help`; a test runs them, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meishi.wording import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

_EXAMPLE = marked("Example: {command}")

EXAMPLES = {
    "doctor": "meishi doctor",
    "read": "meishi read card.jpg --json",
    "import": 'meishi import cards --met-at "Trade fair" --met-on 2026-11-20 --tag fair',
    "import-contacts": "meishi import-contacts contacts.csv --yes --with-aftercare --tag google",
    "watch": "meishi watch scans --once",
    "contacts": "meishi contacts --tag fair",
    "show": "meishi show 1",
    "review": "meishi review 1",
    "edit": "meishi edit 1 --set company=山田商店 --set titles.+=部長",
    "history": "meishi history 1",
    "undo": "meishi undo --contact 1",
    "merge": "meishi merge 1 2",
    "split": "meishi split 1 --card 2",
    "today": "meishi today",
    "postcards": "meishi postcards --all",
    "postcards write": 'meishi postcards write 1 --good "laughed at the rain" --line "Thank you for the umbrella."',
    "postcards print": "meishi postcards print 1 --proof -o postcards.pdf",
    "postcards posted": "meishi postcards posted 1 3",
    "postcards answered": "meishi postcards answered 1 --on 2026-11-24",
    "postcards returned": "meishi postcards returned 3",
    "postcards declined": "meishi postcards declined 3",
    "postcards reopen": "meishi postcards reopen 3",
    "postcards coverage": "meishi postcards coverage --by month",
    "followups": "meishi followups --week",
    "followups done": 'meishi followups done 1 --note "sent the recipe"',
    "followups snooze": "meishi followups snooze 1 --days 14",
    "followups answered": "meishi followups answered 1",
    "followups skip": "meishi followups skip 1",
    "followups stop": "meishi followups stop 1",
    "followups resume": "meishi followups resume 1",
    "note": 'meishi note 1 "said that the shop is too large for two"',
    "closeness": "meishi closeness 1 trusted",
    "bonds": "meishi bonds",
    "year": "meishi year 2026",
    "find add": 'meishi find add https://example.com/bees --why "her garden" --tag garden',
    "find list": "meishi find list",
    "find match": "meishi find match 1",
    "find take": "meishi find take links",
    "find remove": "meishi find remove 2",
    "mail": 'meishi mail 3 --find 1 --line "Found this, thought of your garden."',
    "mails list": "meishi mails list --open",
    "mails settle": "meishi mails settle 1 --sent",
    "trip": "meishi trip 札幌 --from 2026-12-01 --to 2026-12-03",
    "export vcard": "meishi export vcard --photo -o telephone.vcf",
    "export csv": "meishi export csv --for google -o google.csv",
    "export ics": "meishi export ics --alarm 08:30 -o tasks.ics",
    "export json": "meishi export json -o everybody.json",
    "export jsonl": "meishi export jsonl --since 2026-11-01",
    "export with": "meishi export with mycrm -o mycrm.txt",
    "sync": "meishi sync --dry-run",
    "backup": "meishi backup library.zip",
    "restore": "meishi restore library.zip",
    "check": "meishi check --repair",
    "learn": "meishi learn --dry-run",
    "evaluate": "meishi evaluate labelled",
    "serve": "meishi serve --lan",
    "feed": "meishi feed --at http://192.168.1.5:8765",
    "token add": "meishi token add notebook --read-only",
    "token list": "meishi token list",
    "token remove": "meishi token remove notebook",
    "schema": "meishi schema contacts",
    "forget": "meishi forget 1 --yes",
}
"""In an order in which they make sense, on a library that is empty at first."""


def add_examples(app: typer.Typer) -> None:
    """Let the help of every command end with its example."""
    for name, info in _commands(app):
        info.epilog = _EXAMPLE.format(command=EXAMPLES[name])


def _commands(
    app: typer.Typer, above: str = ""
) -> Iterator[tuple[str, typer.models.CommandInfo | typer.models.TyperInfo]]:
    yield from ((f"{above}{command.name}", command) for command in app.registered_commands)
    for group in app.registered_groups:
        below = group.typer_instance
        assert below is not None
        name = f"{above}{below.info.name}"
        if name in EXAMPLES:
            yield name, group
        yield from _commands(below, f"{name} ")
