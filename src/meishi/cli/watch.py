"""`meishi watch`: what is dropped into a folder becomes contacts, or finds."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from meishi.cli.printing import console, print_error, print_json_line, say_aloud, say_with_hint, words
from meishi.cli.stopping import end_on_sigterm
from meishi.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meishi.services.import_ import FileOutcome
    from meishi.services.watch import Filed, WatchedFolder, Watcher
    from meishi.wiring import Settings


Settle = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="How long a file must not have changed to be complete.")
]


def watch(
    folder: Annotated[Path, typer.Argument(help="Where pictures are dropped: by you, a scanner, a phone's sync.")],
    *,
    once: Annotated[bool, typer.Option("--once", help="Read what is there now, then end.")] = False,
    met_at: Annotated[str | None, typer.Option(help="Where or on what occasion you met these people.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="Your own word for sorting; the names of sub-folders count too.")
    ] = None,
    settle: Settle = 3.0,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look every second, for network folders that announce no changes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file, one a line.")] = False,
    engine: Annotated[
        str | None, typer.Option(help="What reads text: auto, tesseract, second-opinion or ppocr.")
    ] = None,
    print_service: Annotated[
        Literal["systemd", "launchd"] | None,
        typer.Option(help="Watch nothing; print the file that lets the system start this same command."),
    ] = None,
) -> None:
    """Import what is dropped into a folder, then move it to archive/ there, or to set-aside/ with the reason.

    Pictures become contacts; links (.url, .webloc), texts (.txt) and mails to yourself (.eml) become finds.
    """
    from meishi.services.watch import WatchedFolder, keep_looking, look_once, wake_on_changes  # noqa: PLC0415
    from meishi.wiring import read_settings  # noqa: PLC0415

    if print_service:
        _print_service(print_service)
        return
    settings = read_settings(engine=engine)
    is_terminated = end_on_sigterm()
    left = False
    try:
        with WatchedFolder.claim(folder, home=settings.home, say=words()) as watched:
            watcher = _build_watcher(watched, settings, settle, met_at, tuple(tag or ()))
            if once:
                results = look_once(watcher)
            else:
                say_aloud(words()("watching {path}; Ctrl-C ends it", path=watched.path))
                wakes = wake_on_changes(watched.path, lambda: watcher.is_waiting, poll=poll)
                results = keep_looking(watcher, wakes, clock=time.monotonic, tell=print_error)
            for filed in results:
                left |= bool(filed.outcome.set_aside)
                print_filed(filed, as_json=as_json)
    except KeyboardInterrupt:
        if not is_terminated:
            say_aloud("stopped; what was read is saved")
        raise typer.Exit(ExitCode.OK if is_terminated else ExitCode.INTERRUPTED) from None
    if watcher.is_waiting:
        say_aloud("some files are still being written; they are left for the next time")
    if left or watcher.is_waiting or watcher.left_alone:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE)


def _build_watcher(
    watched: WatchedFolder, settings: Settings, settle_seconds: float, met_at: str | None, tags: tuple[str, ...]
) -> Watcher:
    from meishi.domain.encounter import Encounter  # noqa: PLC0415
    from meishi.exchange.read_find import holds_find  # noqa: PLC0415
    from meishi.services.take_finds import take_finds  # noqa: PLC0415
    from meishi.services.watch import Settling, Watcher  # noqa: PLC0415
    from meishi.wiring import build_import, local_now, open_library  # noqa: PLC0415

    library = open_library(settings)
    import_by_settings = build_import(settings, library, print_error)

    def tags_of(file: Path) -> tuple[str, ...]:
        return (*tags, *watched.tags_of(file))

    def encounter_of(file: Path) -> Encounter:
        return Encounter(met_on=local_now().date(), met_at=met_at, tags=tags_of(file))

    def import_files(files: Sequence[Path]) -> Iterator[FileOutcome]:
        finds = [file for file in files if holds_find(file)]
        yield from take_finds(finds, library.store, tags_of=tags_of, now=local_now)
        if pictures := [file for file in files if file not in finds]:
            yield from import_by_settings(pictures, encounter_of)

    return Watcher(
        watched, import_files, settling=Settling(settle_seconds), clock=time.monotonic, now=local_now, tell=say_aloud
    )


def print_filed(filed: Filed, *, as_json: bool) -> None:
    """Say what became of a dropped file."""
    if as_json:
        print_json_line(filed)
        return
    outcome = filed.outcome
    say = words()
    # No names: what a service prints is kept in the system's log.
    parts = [
        " ".join(
            (
                say("contact {number}", number=contact.id),
                *([say("known before")] if contact.is_known else []),
                *([say("to review")] if contact.review_reasons else []),
            )
        )
        for contact in outcome.contacts
    ]
    if outcome.find_id is not None:
        parts.append(say("find {number}", number=outcome.find_id))
    if outcome.is_known:
        parts.append(say("known already"))
    if outcome.set_aside:
        parts.append(say("set aside"))
    if filed.filed_as is None:
        parts.append(say("left where it is"))
    said = ", ".join(parts) or say("nothing new")
    console().print(f"{Path(outcome.file).name}: {said}", markup=False, highlight=False)
    for aside in outcome.set_aside:
        say_with_hint(aside.reason, aside.hint)


def _print_service(manager: Literal["systemd", "launchd"]) -> None:
    from meishi.services.watch import ServiceManager, service_file  # noqa: PLC0415

    sys.stdout.write(
        service_file(ServiceManager(manager), list(_same_command()), _needed_environment(), user_home=Path.home())
    )


def _same_command() -> Iterator[str]:
    """The words of this command with full paths, without the one that asks for the service."""
    program = shutil.which(sys.argv[0]) or sys.argv[0]
    yield str(Path(program).absolute())
    words = iter(sys.argv[1:])
    for word in words:
        if word == "--print-service":
            next(words, None)
        elif not word.startswith("--print-service="):
            yield str(Path(word).resolve()) if Path(word).is_dir() else word


def _needed_environment() -> dict[str, str]:
    """What a service does not inherit: where programs are, and meishi's settings but for those that hold passwords."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("MEISHI_")}
    kept.pop("MEISHI_DATABASE_URL", None)
    return {"PATH": os.environ.get("PATH", os.defpath), **dict(sorted(kept.items()))}
