"""`meishi schema`: what the JSON looks like that a command prints, for those who write programs that read it.

A form has a version. Values may be added within a version; the number rises when one is taken away, or gets another
type or meaning, so that a program that checks it is told before it reads nonsense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from meishi.cli.printing import console, print_json
from meishi.errors import UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel


class Form(NamedTuple):
    """What a command prints.

    Attributes:
        model: Where its type is; loaded when it is asked for.
        version: Rises when anything is taken away or gets another meaning.
    """

    model: str
    version: int = 1

    def load(self) -> type[BaseModel]:
        """Give the type."""
        from importlib import import_module  # noqa: PLC0415

        module, _, name = self.model.partition(":")
        model: type[BaseModel] = getattr(import_module(module), name)
        return model


_CONTACT = Form("meishi.store:ContactRecord")
_CHANGE = Form("meishi.store:ChangeRecord")
_BACKUP = Form("meishi.services.backup:BackupOutcome")
_MAIL = Form("meishi.store:MailRecord")
_FIND = Form("meishi.store:FindRecord")
_FILED = Form("meishi.services.watch:Filed")

FORMS = {
    "read": Form("meishi.domain.reading:CardReading"),
    "import": Form("meishi.services.import_:FileOutcome"),
    "watch": _FILED,
    "import-contacts": Form("meishi.services.import_contacts:ContactsOutcome"),
    "contacts": _CONTACT,
    "show": _CONTACT,
    "show --private": Form("meishi.store:CareRecord"),
    "edit": _CONTACT,
    "merge": _CONTACT,
    "split": _CONTACT,
    "history": _CHANGE,
    "undo": _CHANGE,
    "today": Form("meishi.services.today:Agenda"),
    "postcards": Form("meishi.store:PostcardTask"),
    "postcards print": Form("meishi.services.print_postcards:PrintedCard"),
    "postcards coverage": Form("meishi.services.coverage:Group"),
    "followups": Form("meishi.services.follow_ups:FollowUpTask"),
    "bonds": Form("meishi.services.bonds:Bond"),
    "year": Form("meishi.services.bonds:LookBack"),
    "find add": _FIND,
    "find list": _FIND,
    "find take": _FILED,
    "find match": Form("meishi.services.finds:FindMatches"),
    "mail": Form("meishi.services.one_line_mail:Draft"),
    "mail --send": _MAIL,
    "mails list": _MAIL,
    "mails settle": _MAIL,
    "trip": Form("meishi.services.trip:PersonThere"),
    "export json": Form("meishi.exchange.json_library:JsonLibrary"),
    "export jsonl": Form("meishi.exchange.json_library:JsonPerson"),
    "sync": Form("meishi.services.sync_ledger:SyncReport"),
    "backup": _BACKUP,
    "restore": _BACKUP,
    "check": Form("meishi.services.check:CheckOutcome"),
    "forget": Form("meishi.services.forget:ForgetOutcome"),
    "learn": Form("meishi.services.learn:LearnOutcome"),
    "evaluate": Form("meishi.services.evaluate:Evaluation"),
    "doctor": Form("meishi.services.doctor:Finding"),
    "serve": Form("meishi.web.serving:Invitation"),
    "feed": Form("meishi.web.feed_key:Feed"),
    "token add": Form("meishi.web.tokens:NewToken"),
    "token list": Form("meishi.web.tokens:Token"),
}
"""What each command prints by `--json`, `export` by itself."""


def schema(
    command: Annotated[list[str] | None, typer.Argument(help="The command; all of them when left out.")] = None,
) -> None:
    """Print what the JSON of a command looks like, as JSON Schema with the version of its form."""
    if not command:
        for name, form in FORMS.items():
            console().print(f"{name}  {form.version}", markup=False, highlight=False)
        return
    name = " ".join(command)
    if name not in FORMS:
        raise UsageError(f"meishi {name} prints no JSON", hint="`meishi schema` lists the commands that do.")
    print_json(json_schema(name))


def json_schema(name: str) -> dict[str, Any]:
    """Describe what a command prints: one line of it, or the document (JSON Schema 2020-12)."""
    form = FORMS[name]
    model = form.load()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:meishi:{model.__name__}:{form.version}",
        **model.model_json_schema(mode="serialization"),
    }
