"""`meishi sync`: the library and the user's server come to the same state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line, progress_bar, talk, words
from meishi.errors import SettingError
from meishi.wording import marked

if TYPE_CHECKING:
    from meishi.services.sync_ledger import SyncOptions, SyncReport
    from meishi.wiring import Settings


def sync(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, do nothing.")] = False,
    take_new: Annotated[
        bool, typer.Option("--take-new", help="Take people over whom only the server has, without aftercare.")
    ] = False,
    confirm_removals: Annotated[
        bool, typer.Option("--confirm-removals", help="You know that many contacts were removed.")
    ] = False,
    set_password: Annotated[
        bool, typer.Option("--set-password", help="Ask for the password, keep it, and end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a collection, one a line.")] = False,
) -> None:
    """Sync contacts and tasks with the address book and the calendar on your server, both ways."""
    from meishi.services.sync_ledger import SyncOptions  # noqa: PLC0415
    from meishi.wiring import read_settings  # noqa: PLC0415

    settings = read_settings()
    if not settings.carddav_url and not settings.caldav_url:
        raise SettingError(
            "it is not said where your address book or calendar is",
            hint="Set MEISHI_CARDDAV_URL or MEISHI_CALDAV_URL, to https://HOST/USER/contacts/ for instance.",
        )
    if set_password:
        _set_password(settings)
        return
    # Tasks come second: what is changed about people shows in them.
    for what, run in ((marked("contacts"), _sync_contacts), (marked("tasks"), _sync_tasks)):
        with progress_bar(words()(what)) as progress:
            bar = progress.add_task("", total=None)
            options = SyncOptions(
                dry_run=dry_run,
                take_new=take_new,
                confirm_removals=confirm_removals,
                progress=lambda done, total, bar=bar: progress.update(bar, completed=done, total=total),  # type: ignore[misc]
            )
            report = run(settings, options)
        if report and as_json:
            print_json_line(report)
        elif report:
            _print_report(words()(what), report, dry_run=dry_run)


def _sync_contacts(settings: Settings, options: SyncOptions) -> SyncReport | None:
    from meishi.exchange.dav import CARDS, DavCollection  # noqa: PLC0415
    from meishi.services.sync_contacts import sync_contacts  # noqa: PLC0415
    from meishi.wiring import build_care_options, connect_to_server, local_now, open_store  # noqa: PLC0415

    if not (url := settings.carddav_url):
        return None
    with connect_to_server(settings, url) as client, open_store(settings) as store:
        collection = DavCollection(url, CARDS, client=client)
        return sync_contacts(store, collection, options=options, now=local_now(), care=build_care_options(settings))


def _sync_tasks(settings: Settings, options: SyncOptions) -> SyncReport | None:
    from meishi.exchange.dav import TASKS, DavCollection  # noqa: PLC0415
    from meishi.services.follow_ups import Planner  # noqa: PLC0415
    from meishi.services.sync_tasks import BY, sync_tasks  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        build_care_options,
        build_wording,
        connect_to_server,
        local_now,
        open_store,
    )

    if not (url := settings.caldav_url):
        return None
    now = local_now()
    with connect_to_server(settings, url) as client, open_store(settings) as store:
        planner = Planner(store, now.date(), now, build_care_options(settings), BY)
        collection = DavCollection(url, TASKS, client=client)
        return sync_tasks(planner, collection, options=options, say=build_wording(settings))


def _set_password(settings: Settings) -> None:
    from meishi.exchange.passwords import keep_password  # noqa: PLC0415
    from meishi.wiring import dav_user_of, server_of  # noqa: PLC0415

    host, user = server_of(settings.carddav_url or settings.caldav_url or ""), dav_user_of(settings)
    say = words()
    password = typer.prompt(say("Password of {user} at {host}", user=user, host=host), hide_input=True, err=True)
    place = keep_password(settings.home, host, user, password)
    talk(say("Kept in {place}.", place=say(place)))


def _print_report(what: str, report: SyncReport, *, dry_run: bool) -> None:
    say = words()

    def tell(said: str) -> None:
        console().print(said, markup=False, highlight=False)

    done = {
        say("new there"): report.created_there,
        say("changed there"): report.changed_there,
        say("changed here"): report.changed_here,
        say("new here"): report.taken_over,
        say("removed there because gone here"): report.deleted_there,
        say("removed there; kept here, not sent again"): report.removed_there,
    }
    for word, names in done.items():
        if names:
            listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
            tell(f"{what}, {word}: {len(names)} ({listed})")
    for conflict in report.conflicts:
        tell(
            say(
                "both sides changed {field} of {name}: kept {kept}, not {other}",
                field=conflict.field,
                name=conflict.display_name,
                kept=conflict.kept,
                other=conflict.other,
            )
        )
    if report.strangers:
        tell(say("{count} there whom you have no card of; --take-new takes them over", count=report.strangers))
    if report.unreadable:
        tell(say("{count} there that cannot be read", count=report.unreadable))
    if report.unsettled:
        tell(say("{count} kept changing there meanwhile; the next run goes on with them", count=report.unsettled))
    if not any(done.values()) and not report.conflicts:
        tell(say("{what}: both sides are the same", what=what))
    elif dry_run:
        tell(say("{what}: nothing was done, this was a dry run", what=what))
