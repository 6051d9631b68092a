"""The public side that runs: uvicorn in a thread, with patience for nobody too slow."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from pynews.config import Project
from pynews.errors import UsageError
from pynews.providers.reporting import Reader
from pynews.serve.members.app import public_side
from pynews.serve.members.gate import BODY_SECONDS
from pynews.serve.members.office import Office, open_office

__all__ = ["Members", "Place", "members"]

HEAD_SECONDS = 10.0
HEAD_BYTES = 16 << 10
CONNECTIONS = 2000
LETTERS_AN_HOUR = 300


class Members:
    """The public side, running.

    Arguments:
        url: where it listens on this machine.
        base: its public address.
        office: what answers are made with.
    """

    def __init__(self, url: str, office: Office) -> None:
        """Note where it is."""
        self.url = url
        self.base = office.base
        self.office = office
        self._end = threading.Event()

    def serve_forever(self) -> None:
        """Wait until `stop` is called."""
        while not self._end.wait(1):
            pass

    def stop(self) -> None:
        """Let `serve_forever` return."""
        self._end.set()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the public side listens, and for whom it waits how long.

    Arguments:
        host, port: where; port 0 finds a free one.
        proxies: whose word on the caller's address is believed, separated by commas;
            nobody's when empty: anybody can write that header.
        seconds: how long a request may take to arrive.
    """

    host: str = "127.0.0.1"
    port: int = 0
    proxies: str = ""
    seconds: float = BODY_SECONDS


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def members(
    project: Project,
    place: Place = Place(),
    *,
    now: Callable[[], datetime] = _now,
    readers: Mapping[str, Reader] = MappingProxyType({}),
) -> Iterator[Members]:
    """Serve the public pages while the context lasts.

    Arguments:
        project: whose they are.
        place: where.
        now: the time, aware.
        readers: further readers of reports, by provider.

    Raises:
        UsageError: the port is taken.
        CredentialsError, ProjectError, TemplateError: see `open_office`.
    """
    with _listening(place) as listener:
        url = f"http://{place.host}:{listener.getsockname()[1]}"
        base = project.publication.unsubscribe_url or url
        with open_office(project, base=base, now=now, letters=LETTERS_AN_HOUR) as office:
            app = public_side(office, seconds=place.seconds, readers=readers)
            server = uvicorn.Server(_settings(app, place))
            thread = threading.Thread(
                target=server.run, kwargs={"sockets": [listener]}, name="members", daemon=True
            )
            thread.start()
            try:
                yield Members(url, office)
            finally:
                server.should_exit = True
                thread.join()


def _settings(app: ASGIApp, place: Place) -> uvicorn.Config:
    """Return uvicorn's settings: no log of addresses, nothing kept open for long."""
    return uvicorn.Config(
        app,
        http=type("Patience", (_Impatient,), {"seconds": min(place.seconds, HEAD_SECONDS)}),
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=place.proxies,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )


@contextmanager
def _listening(place: Place) -> Iterator[socket.socket]:
    """Open the listening socket.

    Raises:
        UsageError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((place.host, place.port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"cannot listen on {place.host}:{place.port}: {error}",
            hint="name another one: --port 8080",
        ) from error
    with listener:
        yield listener


class _Impatient(H11Protocol):
    """Closes a connection whose request does not begin in time (uvicorn waits for ever)."""

    seconds = HEAD_SECONDS
    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request's head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while the head is not complete."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._clock is None:
            self._clock = self.loop.call_later(self.seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
