"""Serving the app: sockets that are bound before anything is said, one server, and an end without loose threads."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from pydantic import BaseModel, ConfigDict

from meishi.errors import SettingError
from meishi.web.guard import Guard
from meishi.wording import marked

LOOPBACK = "127.0.0.1"
_END_SECONDS = 5


@dataclass(frozen=True)
class Tls:
    """What TLS takes: files in PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Site:
    """Where the page is.

    Attributes:
        sockets: Bound, not listening yet.
        address: Where browsers reach it, without a path.
        hosts: All that browsers may call it.
    """

    sockets: tuple[socket.socket, ...]
    address: str
    hosts: frozenset[str]


class Invitation(BaseModel):
    """Where the page is, and how to come in; what a program is told that starts it.

    Attributes:
        address: Where browsers reach it.
        link: What lets one device in, once.
    """

    model_config = ConfigDict(frozen=True)

    address: str
    link: str


def take_site(host: str, port: int, *, lan: bool, names: Sequence[str] = (), tls: bool = False) -> Site:
    """Bind to addresses of this machine.

    Args:
        host: Where to listen.
        port: The port; 0 takes one that is free.
        lan: Whether devices of the local network reach it too.
        names: What else browsers may call it.
        tls: Whether TLS is spoken there.

    Raises:
        SettingError: The port is taken, or there is no such address here.
    """
    addresses = [host]
    if lan and (found := lan_address()) != host:
        addresses.append(found)
    sockets: list[socket.socket] = []
    for address in addresses:
        try:
            sockets.append(_bind(address, sockets[0].getsockname()[1] if sockets else port))
        except OSError as error:
            for bound in sockets:
                bound.close()
            raise SettingError(
                f"{address} port {port} cannot be used: {error.strerror or error}",
                hint="Something else listens there, perhaps another `meishi serve`; choose another one by --port.",
            ) from error
    port = sockets[0].getsockname()[1]
    called = [*addresses, *names, *(["localhost"] if host in {LOOPBACK, "::1"} else [])]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        called += [LOOPBACK, "localhost", lan_address()]
    usual = port == (443 if tls else 80)
    hosts = [(f"[{name}]" if ":" in name else name).lower() + ("" if usual else f":{port}") for name in called]
    shown = names[0] if names else lan_address() if host in {"0.0.0.0", "::"} else addresses[-1]  # noqa: S104
    shown = f"[{shown}]" if ":" in shown else shown
    address = f"{'https' if tls else 'http'}://{shown}" + ("" if usual else f":{port}")
    return Site(tuple(sockets), address, frozenset(hosts))


def serve(app: Guard, site: Site, *, tls: Tls | None = None, started: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first.

    Args:
        app: The app.
        site: Where.
        tls: What TLS takes; plain HTTP without.
        started: Called as soon as browsers are answered.

    Raises:
        KeyboardInterrupt: The signal that ended it, once everything is closed.
        SettingError: The certificate cannot be used.
    """
    # What is loaded by now stays for good. Looking through it again and again for what is no longer needed took a third
    # of the time of a page.
    gc.collect()
    gc.freeze()
    try:
        make_server(app, tls=tls, started=started).run(sockets=list(site.sockets))
    finally:
        for bound in site.sockets:
            bound.close()


def make_server(app: Guard, *, tls: Tls | None = None, started: Callable[[], None]) -> uvicorn.Server:
    """Make what serves the app, and does not yet.

    Raises:
        SettingError: The certificate cannot be used.
    """
    config = uvicorn.Config(
        app,
        # Addresses and what is done with them are nobody's business; failures are said by `Guard`.
        access_log=False,
        log_level="error",
        server_header=False,
        # No proxy is trusted to say who asks.
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_END_SECONDS,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    try:
        config.load()
    except OSError as error:
        raise SettingError(
            f"the certificate cannot be used: {error.strerror or error}",
            hint=marked("It takes a certificate and its key, both in PEM."),
        ) from error
    return _Server(config, started, app.close)


class _Server(uvicorn.Server):
    """Says when it has started, and when it is about to end."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tell_ending()
        await super().shutdown(sockets)


def lan_address() -> str:
    """Tell this machine's address in the local network.

    Nothing is sent: connecting a datagram socket only asks the system which way it would go. The address is one that
    documents use (RFC 5737).

    Raises:
        SettingError: There is no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError as error:
            raise SettingError(
                marked("this machine is in no network"), hint=marked("Join one, or name an address by --host.")
            ) from error
    return str(address)


def _bind(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # asyncio sends answers without delay only where the protocol is named; else, each takes 40 ms more.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A server that ended a moment ago does not block its port; one that still runs does.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        bound.listen(128)
    except OSError:
        bound.close()
        raise
    return bound
