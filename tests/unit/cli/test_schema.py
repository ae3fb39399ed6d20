from __future__ import annotations

import json

import pytest

from command_tree import commands
from json_forms import forms_now, golden_forms
from meishi.cli.schema import FORMS, schema
from meishi.errors import UsageError
from meishi.exchange.json_library import FORMAT_VERSION

WHAT_TO_DO = """
The JSON that meishi prints is not what tests/golden/json_forms.txt promises.
- Was something taken away, or does it mean something else? Raise the version of its form in src/meishi/cli/schema.py
  (that of the library's JSON in exchange/json_library.py too), and say so in CHANGELOG.md.
- Was something added? The version stays.
Then `python tests/json_forms.py` writes the file anew.
"""


def test_every_command_that_prints_json_has_a_form():
    printing = {name for name, command in commands() if any("--json" in parameter.opts for parameter in command.params)}

    assert {name.partition(" --")[0] for name in FORMS} == printing | {"export json", "export jsonl"}


def test_the_json_is_what_was_promised():
    golden, now = golden_forms(), forms_now()
    for form in golden.keys() & now.keys():
        gone = sorted(golden[form] - now[form])
        assert not gone, f"{form} lost {gone}, or changed it within its version.{WHAT_TO_DO}"
    assert now == golden, WHAT_TO_DO


def test_the_form_of_the_librarys_json_has_the_version_that_stands_in_it():
    assert {FORMS[name].version for name in ("export json", "export jsonl")} == {FORMAT_VERSION}


def test_a_form_is_shown_with_its_version_and_all_are_listed(capsys):
    schema(["show", "--private"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["$id"] == "urn:meishi:CareRecord:1"
    assert {"notes", "closeness"} <= shown["properties"].keys()

    schema([])
    assert {line.rpartition("  ")[0] for line in capsys.readouterr().out.splitlines()} == set(FORMS)

    with pytest.raises(UsageError, match="prints no JSON"):
        schema(["note"])
