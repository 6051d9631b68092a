"""A small server on loopback that plays a provider, with the faults of a real network.

How a provider speaks is a `Dialect`; the faults are the same for all. The server
knows the truth: every message it took, as often as it took it.
"""

import json
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, Self
from urllib.parse import parse_qs, urlsplit

__all__ = [
    "ACCEPTS_THEN",
    "TAKES_NOTHING",
    "ApiDouble",
    "Asked",
    "Dialect",
    "Said",
    "Taken",
    "json_objects",
]

Said = tuple[int, Mapping[str, str], str]
"""Status, headers and body of an answer."""
Taken = list[tuple[str, str]]
"""Ref and address of each message."""

ACCEPTS_THEN = ("drop", "half", "garbage", "500-accepted", "503-accepted", "hang", "drip", "flood")
TAKES_NOTHING = ("reset", "500", "503")
DRIP_SECONDS = 0.02
FLOOD_BYTES = 1 << 20
WAIT_SECONDS = 60


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Headers
    body: bytes = b""


class Dialect(Protocol):
    """How one provider speaks.

    Arguments:
        key: the key it knows.
        plain: behaviours that are an answer and nothing else, or make one of a request.
        forbidden: the answer to a wrong key.
    """

    key: str
    plain: Mapping[str, Said | Callable[[Asked], Said]]
    forbidden: Said

    def authorised(self, asked: Asked) -> bool:
        """Return whether a request carries the key."""
        ...

    def taken(self, asked: Asked) -> Taken | Said:
        """Return ref and address of each message in a request, or what is wrong with it."""
        ...

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        """Return the answer that says that messages were taken; ``first`` numbers them."""
        ...

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        """Return the answer to a question."""
        ...


class ApiDouble:
    """The server and what it knows.

    Arguments (all may be changed while it runs):
        script: behaviours of the next POSTs; afterwards ``accept``.
        chance: with this probability a POST without a script meets a fault.
        questions: how questions are answered: ``truth``, ``nothing`` (as before its
            records have caught up), or a behaviour.
    """

    def __init__(self, dialect: Dialect, seed: int = 1) -> None:
        """Know nothing yet; ``seed`` chooses the accidents."""
        self.dialect = dialect
        self.script: list[str] = []
        self.chance = 0.0
        self.questions = "truth"
        self.known: Taken = []
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.posts = 0
        self.asked = 0
        self.random = random.Random(seed)  # noqa: S311 accidents, not secrets
        self.changed = threading.Condition()
        self.closing = threading.Event()
        double = self

        class Handler(_Handler):
            provider = double

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def copies(self) -> Counter[str]:
        """How often each ref was taken."""
        return Counter(ref for ref, _ in self.known)

    def wait_for(self, count: int) -> None:
        """Return once so many messages were taken."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.known) >= count, timeout=WAIT_SECONDS)

    def behaviour(self) -> str:
        """Count a POST, and say how it is met."""
        with self.changed:
            self.posts += 1
            if self.script:
                return self.script.pop(0)
            return self.random.choice(FAULTS) if self.random.random() < self.chance else "accept"

    def take(self, asked: Asked, found: Taken) -> int:
        """Note what was taken; return how many messages were known before."""
        with self.changed:
            first = len(self.known)
            self.known += found
            self.paths.append(asked.path)
            self.bodies.append(asked.body)
            self.headers.append(dict(asked.headers.items()))
            self.changed.notify_all()
        return first

    def __enter__(self) -> Self:
        """Listen."""
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


FAULTS = ("reset", "drop", "half", "garbage", "500", "503")


class _Handler(BaseHTTPRequestHandler):
    provider: ApiDouble
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def do_POST(self) -> None:
        """Meet a hand-over."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked("POST", self.path, self.headers, body)
        double = self.provider
        behaviour = double.behaviour()
        if behaviour in double.dialect.plain:
            self._plain(behaviour, asked)
        elif behaviour == "reset":
            self._reset()
        elif behaviour in TAKES_NOTHING:
            self._say(int(behaviour), {}, '{"message": "Internal Server Error"}')
        elif not double.dialect.authorised(asked):
            self._say(*double.dialect.forbidden)
        else:
            self._take(behaviour, asked)

    def _take(self, behaviour: str, asked: Asked) -> None:
        found = self.provider.dialect.taken(asked)
        if isinstance(found, tuple):
            self._say(*found)
            return
        first = self.provider.take(asked, found)
        said = self.provider.dialect.accepted(asked, [ref for ref, _ in found], first)
        if behaviour == "accept":
            self._say(*said)
        elif behaviour[:3].isdecimal():
            self._say(int(behaviour[:3]), {}, "upstream trouble")
        else:
            getattr(self, f"_{behaviour}")()

    def _drop(self) -> None:
        self._reset()

    def _hang(self) -> None:
        self.connection.recv(1)  # until the other side gives up
        self.close_connection = True

    def _half(self) -> None:
        self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id')
        self._reset()

    def _garbage(self) -> None:
        self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
        self._reset()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not self.provider.closing.wait(DRIP_SECONDS):
            self.wfile.write(b" ")

    def _flood(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while not self.provider.closing.is_set():
            self.wfile.write(b" " * FLOOD_BYTES)

    def do_GET(self) -> None:
        """Answer a question."""
        double = self.provider
        double.asked += 1
        parts = urlsplit(self.path)
        asked = Asked("GET", self.path, self.headers)
        if not double.dialect.authorised(asked):
            self._say(*double.dialect.forbidden)
        elif double.questions in double.dialect.plain:
            self._plain(double.questions, asked)
        elif double.questions == "reset":
            self._reset()
        else:
            known = double.known if double.questions == "truth" else []
            self._say(*double.dialect.answer(parts.path, parse_qs(parts.query), known))

    def _plain(self, behaviour: str, asked: Asked) -> None:
        said = self.provider.dialect.plain[behaviour]
        self._say(*(said(asked) if callable(said) else said))

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _say(self, status: int, headers: Mapping[str, str], body: str) -> None:
        content = body.encode()
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def json_objects(body: bytes) -> list[dict[str, Any]]:
    """Return the objects of a JSON body, one or several."""
    found = json.loads(body)
    return found if isinstance(found, list) else [found]
