"""`meishi doctor`: is everything there that reading and keeping cards stands on?"""

from __future__ import annotations

from typing import Annotated

import typer

from meishi.cli.printing import console, print_json_line, words
from meishi.errors import ExitCode


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a finding, one a line.")] = False,
) -> None:
    """Look at the installation and say how to mend what is missing."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from meishi.services.doctor import Verdict, diagnose, is_ready  # noqa: PLC0415
    from meishi.wiring import Settings, describe_library, read_settings  # noqa: PLC0415

    settings = read_settings()
    variables = [f"MEISHI_{name.upper()}" for name in Settings.model_fields]
    findings = diagnose(settings.home, lambda: describe_library(settings), variables)
    if as_json:
        for finding in findings:
            print_json_line(finding)
    else:
        say = words()
        styles = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.MISSING: "bold red"}
        table = Table.grid(padding=(0, 2))
        for finding in findings:
            said = Text(say(finding.message))
            if finding.remedy:
                said.append(f"\n-> {say(finding.remedy)}", style="dim")
            table.add_row(Text(say(finding.verdict), style=styles[finding.verdict]), Text(say(finding.part)), said)
        console().print(table)
    if not is_ready(findings):
        raise typer.Exit(ExitCode.SETUP)
