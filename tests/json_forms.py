"""What meishi's JSON looks like, in lines that can be compared; `python tests/json_forms.py` writes the golden ones.

A line is a path with its type, or with one of its values where only some are possible:

    contact.addresses[].building: string | null
    follow_ups[].state = scheduled
"""

from __future__ import annotations

from pathlib import Path

from meishi.cli.schema import FORMS, json_schema

GOLDEN = Path(__file__).parent / "golden" / "json_forms.txt"


def forms_now():
    """The lines of each form, by its name and version."""
    found = {}
    for command in FORMS:
        schema = json_schema(command)
        found[schema["$id"].removeprefix("urn:meishi:")] = set(_lines(schema, schema, ""))
    return found


def golden_forms():
    """The same as it was promised."""
    blocks = GOLDEN.read_text(encoding="utf-8").strip().split("\n\n")
    return {head: set(lines) for head, *lines in map(str.splitlines, blocks)}


def _lines(schema, root, path):
    if "$ref" in schema:
        yield from _lines(root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        nested = [option for option in options if "$ref" in option or option.get("type") in {"object", "array"}]
        yield f"{path}: {' | '.join(sorted({_type(option, root) for option in options}))}"
        for option in nested:
            yield from _within(option, root, path)
        return
    yield f"{path or '(line)'}: {_type(schema, root)}"
    yield from _within(schema, root, path)


def _within(schema, root, path):
    schema = _resolved(schema, root)
    for value in schema.get("enum", [schema["const"]] if "const" in schema else []):
        yield f"{path} = {value}"
    for name, value in schema.get("properties", {}).items():
        yield from _lines(value, root, f"{path}.{name}".lstrip("."))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _lines(schema["additionalProperties"], root, f"{path}.*")
    for number, item in enumerate(schema.get("prefixItems", [])):
        yield from _lines(item, root, f"{path}[{number}]")
    if isinstance(schema.get("items"), dict):
        yield from _lines(schema["items"], root, f"{path}[]")


def _type(schema, root):
    schema = _resolved(schema, root)
    return schema.get("format") or schema.get("type") or "any"


def _resolved(schema, root):
    return root["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


if __name__ == "__main__":
    GOLDEN.write_text(
        "\n\n".join("\n".join((head, *sorted(lines))) for head, lines in sorted(forms_now().items())) + "\n",
        encoding="utf-8",
    )
