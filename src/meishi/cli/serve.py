"""`meishi serve`: the same library in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.extras import needs_web
from meishi.cli.printing import print_error, print_json_line, say_aloud, words
from meishi.cli.stopping import end_on_sigterm
from meishi.errors import SettingError, UsageError
from meishi.wording import marked

if TYPE_CHECKING:
    from email.message import EmailMessage

    from meishi.web.doorkeeper import Doorkeeper
    from meishi.web.serving import Site, Tls

# What a form changes is seen at once, what an import saves meanwhile within a second.
_ANSWERS_HOLD_SECONDS = 1.0


def serve(
    *,
    host: Annotated[str, typer.Option(help="Where to listen; this machine alone when left out.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 8765,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let the telephone reach it too: devices in your network that you let in.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(help="Another name that browsers may call this machine, `desk.local` for instance."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing.")] = False,
    certificate: Annotated[Path | None, typer.Option(help="Speak TLS with this certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's key (PEM).")] = None,
    set_password: Annotated[
        bool,
        typer.Option("--set-password", help="Ask for a password by which devices come in without a link, then end."),
    ] = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="Take the password away, then end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object when browsers are answered.")] = False,
) -> None:
    """Show the library in a browser: on this machine, and with --lan on your telephone."""
    with needs_web():
        from meishi.web import Parts, PostOffice, create_app  # noqa: PLC0415
        from meishi.web.doorkeeper import Doorkeeper  # noqa: PLC0415
        from meishi.web.feed_key import FeedKey  # noqa: PLC0415
        from meishi.web.serving import Tls, take_site  # noqa: PLC0415
        from meishi.web.serving import serve as serve_app  # noqa: PLC0415
        from meishi.web.tokens import Tokens  # noqa: PLC0415
    from meishi.exchange.mail import send  # noqa: PLC0415
    from meishi.services.inbox import Inbox, InboxImporter  # noqa: PLC0415
    from meishi.services.print_postcards import PrintJob  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        addressing_options,
        build_care_options,
        build_import,
        build_part_reader,
        local_now,
        mail_options,
        mail_sender,
        new_message_id,
        open_library,
        print_options,
        read_settings,
        smtp_server,
        user_name,
    )

    settings = read_settings()
    tls = _tls(certificate, key, Tls)
    doorkeeper = Doorkeeper(settings.home, local_now, is_secure=tls is not None)
    if set_password or no_password:
        doorkeeper.set_password(_ask_password() if set_password else None)
        say_aloud(
            marked("the library has a new password") if set_password else marked("the library has no password any more")
        )
        return
    site = take_site(host, port, lan=lan, names=name or (), tls=tls is not None)
    library = open_library(settings)
    library.store.hold_answers(_ANSWERS_HOLD_SECONDS)

    def deliver(message: EmailMessage) -> None:
        send(message, smtp_server(settings))

    post_office = PostOffice(
        options=mail_options(settings),
        sender=lambda: mail_sender(settings),
        new_message_id=new_message_id,
        deliver=deliver if settings.smtp_host else None,
    )
    importer = InboxImporter(Inbox(settings.home), build_import(settings, library, print_error, gives_way=True))
    parts = Parts(
        library=library,
        care=build_care_options(settings),
        clock=local_now,
        user=user_name(),
        doorkeeper=doorkeeper,
        tokens=Tokens(settings.home),
        feed_key=FeedKey(settings.home),
        importer=importer,
        part_reader=build_part_reader(settings, library, print_error),
        post_office=post_office,
        print_job=PrintJob(addressing=addressing_options(settings), printing=print_options(settings)),
        language=None if settings.language == "auto" else settings.language,
        read_only=read_only,
    )
    app = create_app(parts, address=site.address, hosts=site.hosts)
    end_on_sigterm()
    if not read_only:
        importer.inbox.sweep()
        importer.wake()
    try:
        serve_app(app, site, tls=tls, started=lambda: _tell(site, doorkeeper, with_code=lan, as_json=as_json))
    except KeyboardInterrupt:
        say_aloud("closed")
    finally:
        importer.stop()
        parts.press.close()
        parts.part_reader.close()
        library.store.close()


def _tell(site: Site, doorkeeper: Doorkeeper, *, with_code: bool, as_json: bool) -> None:
    """Say where the page is, and how to come in."""
    from meishi.web.serving import Invitation  # noqa: PLC0415

    invitation = Invitation(address=site.address, link=f"{site.address}/pair/{doorkeeper.new_link()}")
    if as_json:
        print_json_line(invitation)
        return
    if with_code:
        import segno  # noqa: PLC0415

        segno.make(invitation.link, error="l").terminal(out=sys.stderr, compact=True, border=2)
    said = words()(
        "{address} shows your library. This link lets one device in, once, within a quarter of an hour:",
        address=site.address,
    )
    say_aloud(said)
    sys.stderr.write(f"\n  {invitation.link}\n\n")
    if site.address.startswith("http://") and with_code:
        say_aloud("what you see there travels unencrypted: use it in a network that you trust, or give a --certificate")
    say_aloud("Ctrl-C ends it")


def _tls(certificate: Path | None, key: Path | None, make: type[Tls]) -> Tls | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise UsageError("a certificate takes its key", hint="Give both: --certificate FILE --key FILE.")
    return make(certificate, key)


def _ask_password() -> str:
    import getpass  # noqa: PLC0415

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n") or _no_password()
    first = getpass.getpass(words()("Password of the library: "))
    if getpass.getpass(words()("Once more: ")) != first:
        raise UsageError("the two are not the same", hint="Try again.")
    return first or _no_password()


def _no_password() -> str:
    raise SettingError("an empty password is none", hint="Take it away by --no-password.")
