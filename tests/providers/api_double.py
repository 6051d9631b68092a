"""A small server on loopback that plays a provider, with the faults of a real network.

How a provider speaks is a `Dialect`; the faults are the same for all. The server
knows the truth: every message it took, as often as it took it.
"""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, Self
from urllib.parse import parse_qs, urlsplit

Said = tuple[int, Mapping[str, str], str]
Taken = list[tuple[str, str]]

ACCEPTS_THEN = ("drop", "half", "garbage", "500-accepted", "503-accepted", "hang")
TAKES_NOTHING = ("reset", "500", "503")


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
        plain: behaviours that are an answer and nothing else.
        forbidden: the answer to a wrong key.
    """

    key: str
    plain: Mapping[str, Said]
    forbidden: Said

    def authorised(self, asked: Asked) -> bool: ...

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
        questions: how questions are answered: ``truth``, ``nothing`` (as before its
            records have caught up), or a behaviour.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.script: list[str] = []
        self.questions = "truth"
        self.known: Taken = []
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.posts = 0
        self.lock = threading.Lock()
        double = self

        class Handler(_Handler):
            provider = double

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def copies(self) -> Counter[str]:
        """How often each ref was taken."""
        return Counter(ref for ref, _ in self.known)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class _Handler(BaseHTTPRequestHandler):
    provider: ApiDouble
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked("POST", self.path, self.headers, body)
        double = self.provider
        with double.lock:
            double.posts += 1
            behaviour = double.script.pop(0) if double.script else "accept"
        if behaviour in double.dialect.plain:
            self._say(*double.dialect.plain[behaviour])
        elif behaviour == "reset":
            self._reset()
        elif behaviour in TAKES_NOTHING:
            self._say(int(behaviour), {}, '{"message": "Internal Server Error"}')
        elif not double.dialect.authorised(asked):
            self._say(*double.dialect.forbidden)
        else:
            self._take(behaviour, asked)

    def _take(self, behaviour: str, asked: Asked) -> None:
        double = self.provider
        found = double.dialect.taken(asked)
        if isinstance(found, tuple):
            self._say(*found)
            return
        with double.lock:
            first = len(double.known)
            double.known += found
            double.paths.append(self.path)
            double.bodies.append(asked.body)
            double.headers.append(dict(self.headers.items()))
        said = double.dialect.accepted(asked, [ref for ref, _ in found], first)
        if behaviour == "accept":
            self._say(*said)
        elif behaviour == "drop":
            self._reset()
        elif behaviour == "hang":
            self.connection.recv(1)  # until the other side gives up
            self.close_connection = True
        elif behaviour == "half":
            self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id')
            self._reset()
        elif behaviour == "garbage":
            self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
            self._reset()
        else:
            self._say(int(behaviour[:3]), {}, "upstream trouble")

    def do_GET(self) -> None:
        double = self.provider
        parts = urlsplit(self.path)
        if not double.dialect.authorised(Asked("GET", self.path, self.headers)):
            self._say(*double.dialect.forbidden)
        elif double.questions in double.dialect.plain:
            self._say(*double.dialect.plain[double.questions])
        elif double.questions == "reset":
            self._reset()
        else:
            known = double.known if double.questions == "truth" else []
            self._say(*double.dialect.answer(parts.path, parse_qs(parts.query), known))

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
    import json

    found = json.loads(body)
    return found if isinstance(found, list) else [found]
