"""JSON of people, complete and readable by meishi again; the form's version changes with its meaning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.domain.content_lines import clean
from meishi.errors import UnreadableFileError
from meishi.exchange.person import Person, Read, lasting_uid

FORMAT_VERSION = 1
"""The newest version of the form; values may be added within a version, never taken away or changed in meaning."""


class JsonLibrary(BaseModel):
    """The whole file.

    Attributes:
        format: Says what the file is.
        version: The version of the form.
        written_at: When.
        people: Everybody.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal["meishi"] = "meishi"
    version: int = FORMAT_VERSION
    written_at: datetime
    people: tuple[Person, ...]


class JsonPerson(Person):
    """One line of JSON lines: a person, and the version of the form."""

    version: int = FORMAT_VERSION


def write_json(people: Sequence[Person], written_at: datetime) -> bytes:
    """Write people as one JSON document in UTF-8."""
    library = JsonLibrary(written_at=written_at, people=tuple(people))
    return (_encoded(library, indent=2) + "\n").encode("utf-8", errors="replace")


def write_json_lines(people: Sequence[Person]) -> bytes:
    """Write people as one JSON object a line in UTF-8, for pipelines."""
    lines = (_encoded(JsonPerson(**dict(person))) + "\n" for person in people)
    return "".join(lines).encode("utf-8", errors="replace")


def read_json(content: bytes, name: str = "JSON") -> Read:
    """Read what `write_json` or `write_json_lines` wrote.

    Args:
        content: The file.
        name: What to call it in errors.

    Raises:
        UnreadableFileError: It is no such file, or of a newer meishi.
    """
    try:
        text = content.decode("utf-8-sig")
        people = _document(text, name) if _is_document(text) else _lines(text, name)
    except (UnicodeDecodeError, json.JSONDecodeError, ValidationError, RecursionError) as error:
        raise UnreadableFileError(
            f"{name}: is no contacts file of meishi ({_first_line(error)})",
            hint="Name a file that `meishi export json` or `meishi export jsonl` wrote.",
        ) from error
    # A file may come from anywhere, and the identity becomes part of file names and addresses.
    return Read(
        tuple(person.model_copy(update={"uid": lasting_uid(person.uid, person.contact)}) for person in people), {}
    )


def _encoded(model: BaseModel, indent: int | None = None) -> str:
    return json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=indent)


def _is_document(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict) and '"people"' in text
    except json.JSONDecodeError:
        return False


def _document(text: str, name: str) -> tuple[Person, ...]:
    loaded = _clean(json.loads(text))
    _refuse_newer(loaded.get("version"), name)
    return JsonLibrary.model_validate(loaded).people


def _lines(text: str, name: str) -> tuple[Person, ...]:
    people = []
    for line in text.split("\n"):
        if line.strip():
            loaded = _clean(json.loads(line))
            _refuse_newer(loaded.get("version") if isinstance(loaded, dict) else None, name)
            people.append(Person.model_validate(loaded))
    return tuple(people)


def _clean(loaded: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Take out of all texts what no terminal should be sent and not every database takes."""
    if isinstance(loaded, str):
        return clean(loaded)
    if isinstance(loaded, list):
        return [_clean(one) for one in loaded]
    return {name: _clean(value) for name, value in loaded.items()} if isinstance(loaded, dict) else loaded


def _refuse_newer(version: object, name: str) -> None:
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise UnreadableFileError(
            f"{name}: was written by a newer meishi (form {version}, this one knows {FORMAT_VERSION})",
            hint="Install the newest meishi.",
        )


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error).splitlines()[0]
