"""Finds the texts of the code that are said to users, for `make wording` and the test that the catalogues are whole.

Babel's own reader knows plain texts alone. Here a text with values in it, `f"{path}: the file is empty"`, becomes the
template that `Wording` knows it by, `{path}: the file is empty`. What counts:

- what `say`, `marked` and `say_aloud` take, and both forms that `plural` takes;
- message and hint of every error of `meishi.errors`, and of its kin;
- in the terminal: the `help=` of options and arguments, and the docstring of every command.

Texts that come to be said with their values in them already bear a comment in the catalogue, by which `Wording` knows
which templates to look for.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Iterator
from typing import IO, Any

from meishi.wording import VALUES_IN_IT

_SAY = {"say", "marked", "say_aloud", "say_with_hint"}

Found = tuple[int, str | None, str | tuple[str, str], list[str]]


def extract(file: IO[bytes], _keywords: object, _comment_tags: object, options: dict[str, Any]) -> Iterator[Found]:
    """Give the texts of one file of Python code, in the form that Babel's extraction methods have."""
    tree = ast.parse(file.read())
    is_terminal = options.get("help") == "yes"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _said_by(node, is_terminal=is_terminal)
    if is_terminal:
        yield from _docstrings(tree)


def _said_by(call: ast.Call, *, is_terminal: bool) -> Iterator[Found]:
    # `words()("...")` is `say("...")`, too.
    called = call.func.func if isinstance(call.func, ast.Call) else call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name == "plural":
        forms = [text for argument in call.args[:2] for text in _texts(argument)]
        if len(forms) == 2:
            yield call.lineno, "plural", (forms[0], forms[1]), []
        return
    wanted: list[ast.expr] = []
    if name in _SAY or (name == "words" and isinstance(call.func, ast.Call)):
        wanted = call.args[: 2 if name == "say_with_hint" else 1]
    elif name.endswith("Error") and not hasattr(builtins, name):
        # Some errors have a number first.
        wanted = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "hint")]
    if is_terminal:
        wanted += [keyword.value for keyword in call.keywords if keyword.arg == "help"]
    for argument in wanted:
        for text in _texts(argument):
            comes_with_values = name not in {"say", "words"} and re.search(r"\{\w+\}", text)
            yield call.lineno, None, text, [VALUES_IN_IT] if comes_with_values else []


def _docstrings(tree: ast.Module) -> Iterator[Found]:
    """Give the docstrings of commands: functions in the open that have arguments as Typer describes them."""
    described = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _is_annotated(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            notes = [argument.annotation for argument in (*node.args.args, *node.args.kwonlyargs)]
            is_command = any(_is_annotated(note) or getattr(note, "id", "") in described for note in notes)
            if is_command and (text := ast.get_docstring(node)):
                yield node.lineno, None, inspect.cleandoc(text), []


def _is_annotated(note: ast.expr | None) -> bool:
    return isinstance(note, ast.Subscript) and getattr(note.value, "id", "") == "Annotated"


def _texts(node: ast.expr) -> Iterator[str]:
    """Give the texts that an expression can be: a text, a text with values, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr) and (template := _template(node)):
        yield template
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _template(text: ast.JoinedStr) -> str | None:
    """Give a text with names instead of values; None where it has no words of its own."""
    places: dict[str, str] = {}
    parts = []
    for part in text.values:
        if isinstance(part, ast.FormattedValue):
            source = ast.unparse(part.value)
            name = re.findall(r"[^\W\d]\w*", source)[-1]
            while places.setdefault(name, source) != source:
                name += "_2"
            parts.append("{" + name + "}")
        else:
            assert isinstance(part, ast.Constant)
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
    template = "".join(parts)
    return template if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", template)) else None
