"""`meishi sync`: the library and the user's server come to the same state."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line
from meishi.errors import SettingError

if TYPE_CHECKING:
    from meishi.services.sync_ledger import SyncReport
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
    """Sync contacts with the address book on your server (CardDAV), both ways."""
    from meishi.exchange.dav import CARDS, DavCollection  # noqa: PLC0415
    from meishi.services.sync_contacts import sync_contacts  # noqa: PLC0415
    from meishi.services.sync_ledger import SyncOptions  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        build_care_options,
        connect_to_server,
        local_now,
        open_store,
        read_settings,
    )

    settings = read_settings()
    if set_password:
        _set_password(settings)
        return
    url = _address(settings)
    options = SyncOptions(dry_run=dry_run, take_new=take_new, confirm_removals=confirm_removals)
    with connect_to_server(settings, url) as client, open_store(settings) as store:
        report = sync_contacts(
            store,
            DavCollection(url, CARDS, client=client),
            options=options,
            now=local_now(),
            care=build_care_options(settings),
        )
    if as_json:
        print_json_line(report)
    else:
        _print_report(report, dry_run=dry_run)


def _address(settings: Settings) -> str:
    if not settings.carddav_url:
        raise SettingError(
            "it is not said where your address book is",
            hint="Set MEISHI_CARDDAV_URL to its address, https://HOST/USER/contacts/ for instance.",
        )
    return settings.carddav_url


def _set_password(settings: Settings) -> None:
    from meishi.exchange.passwords import keep_password  # noqa: PLC0415
    from meishi.wiring import dav_user_of, server_of  # noqa: PLC0415

    host, user = server_of(_address(settings)), dav_user_of(settings)
    password = typer.prompt(f"Password of {user} at {host}", hide_input=True, err=True)
    sys.stderr.write(f"Kept in {keep_password(settings.home, host, user, password)}.\n")


def _print_report(report: SyncReport, *, dry_run: bool) -> None:
    out = console()
    done = {
        "new there": report.created_there,
        "changed there": report.changed_there,
        "changed here": report.changed_here,
        "new here": report.taken_over,
        "removed there because gone here": report.deleted_there,
        "removed there; kept here, not sent again": report.removed_there,
    }
    for word, names in done.items():
        if names:
            listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
            out.print(f"{word}: {len(names)} ({listed})", markup=False, highlight=False)
    for conflict in report.conflicts:
        what = f"{conflict.field} of {conflict.display_name}"
        out.print(
            f"both sides changed {what}: kept {conflict.kept}, not {conflict.other}", markup=False, highlight=False
        )
    if report.strangers:
        out.print(f"{report.strangers} there whom you have no card of; --take-new takes them over", highlight=False)
    if report.unreadable:
        out.print(f"{report.unreadable} there that cannot be read", highlight=False)
    if not any(done.values()) and not report.conflicts:
        out.print("Both sides are the same.")
    elif dry_run:
        out.print("Nothing was done: this was a dry run.")
