"""A small server on loopback that plays Mailgun, with the faults of a real network.

It knows the truth: every message it took, as often as it took it.
"""

import json
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = "key-0123456789abcdef-secret"
DOMAIN = "mg.example.org"
FAULTS = ("reset", "drop", "half", "garbage", "500", "503")

PLAIN = {
    "302": (302, {"Location": "/elsewhere"}, "{}"),
    "400": (400, {}, '{"message": "from parameter is missing"}'),
    "400-address": (
        400,
        {},
        '{"message": "to parameter is not a valid address: reader@example.org"}',
    ),
    "401": (401, {}, "Forbidden"),
    "402": (402, {}, '{"message": "Payment required"}'),
    "403": (403, {}, '{"message": "Domain mg.example.org is disabled"}'),
    "404": (404, {}, '{"message": "Domain not found: mg.example.org"}'),
    "413": (413, {}, "Request Entity Too Large"),
    "429": (
        429,
        {},
        (
            '{"message": "Domain mg.example.org is not allowed to send:'
            ' account-requests-per-sec limit exceeded, try again after 120 seconds"}'
        ),
    ),
    "429-seconds": (429, {"Retry-After": "30"}, '{"message": "slow down"}'),
    "429-date": (
        429,
        {"Retry-After": "Tue, 02 Nov 2021 09:01:30 GMT", "Date": "Tue, 02 Nov 2021 09:00:00 GMT"},
        '{"message": "slow down"}',
    ),
    "429-bare": (429, {}, "slow down"),
    "echo": (400, {}, json.dumps({"message": f"your key {KEY} and reader@example.org are odd"})),
    "magnificent": (200, {}, "Mailgun Magnificent API"),
    "list": (200, {}, "[1, 2]"),
    "deep": (200, {}, "[" * 100_000),
}


class MailgunDouble:
    """The server and what it knows.

    Arguments (all may be changed while it runs):
        script: behaviours of the next POSTs; afterwards ``accept``.
        chance: with this probability a POST without a script meets a fault.
        events: how questions are answered: ``truth``, ``nothing`` (as before the
            events have caught up), or a behaviour.
    """

    def __init__(self, seed: int = 1) -> None:
        self.script: list[str] = []
        self.chance = 0.0
        self.events = "truth"
        self.state = "active"
        self.taken: list[tuple[str, str]] = []
        self.bodies: list[bytes] = []
        self.forms: list[dict[str, str]] = []
        self.posts = 0
        self.asked = 0
        self.random = random.Random(seed)
        self.changed = threading.Condition()
        self.closing = threading.Event()
        double = self

        class Handler(_Handler):
            mailgun = double

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
        return Counter(ref for ref, _ in self.taken)

    def wait_for(self, count: int) -> None:
        """Return once so many messages were taken."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.taken) >= count, timeout=60)

    def behaviour(self) -> str:
        with self.changed:
            self.posts += 1
            if self.script:
                return self.script.pop(0)
            return self.random.choice(FAULTS) if self.random.random() < self.chance else "accept"

    def take(self, form: dict[str, str], body: bytes) -> None:
        with self.changed:
            self.taken.append((form["v:ref"], form["to"]))
            self.forms.append(form)
            self.bodies.append(body)
            self.changed.notify_all()

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class _Handler(BaseHTTPRequestHandler):
    mailgun: MailgunDouble
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.mailgun.behaviour()
        if behaviour in PLAIN:
            self._say(*PLAIN[behaviour])
        elif behaviour == "reset":
            self._reset()
        elif behaviour in {"500", "503"}:
            self._say(int(behaviour), {}, '{"message": "Internal Server Error"}')
        elif not self._authorised():
            self._say(*PLAIN["401"])
        else:
            self.mailgun.take(*_form(self.headers["Content-Type"], content))
            getattr(self, f"_{behaviour.replace('-', '_')}")()

    def do_GET(self) -> None:
        self.mailgun.asked += 1
        if not self._authorised():
            self._say(*PLAIN["401"])
            return
        parts = urlsplit(self.path)
        if parts.path == f"/v4/domains/{DOMAIN}":
            self._say(200, {}, json.dumps({"domain": {"state": self.mailgun.state}}))
        elif self.mailgun.events in PLAIN:
            self._say(*PLAIN[self.mailgun.events])
        elif self.mailgun.events == "reset":
            self._reset()
        elif parts.path == f"/v3/{DOMAIN}/events":
            self._say(200, {}, json.dumps(self._page(parse_qs(parts.query))))
        else:
            self._say(*PLAIN["404"])

    def _page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """One event a page, so that pages are read to their end."""
        (recipient,) = query["recipient"]
        page = int(query.get("page", ["0"])[0])
        events = [
            {"event": "accepted", "recipient": to, "user-variables": {"ref": ref}}
            for ref, to in self.mailgun.taken
            if to == recipient and self.mailgun.events != "nothing"
        ]
        address = f"/v3/{DOMAIN}/events?recipient={recipient}&page={page + 1}"
        base = "https://elsewhere.example.org" if self.mailgun.events == "away" else self.base
        return {"items": events[page : page + 1], "paging": {"next": base + address}}

    @property
    def base(self) -> str:
        return self.mailgun.base

    def _authorised(self) -> bool:
        import base64

        expected = base64.b64encode(f"api:{KEY}".encode()).decode()
        return self.headers["Authorization"] == f"Basic {expected}"

    def _accept(self) -> None:
        number = len(self.mailgun.taken)
        answer = {"id": f"<{number}@mg.example.org>", "message": "Queued. Thank you."}
        self._say(200, {}, json.dumps(answer))

    def _500_accepted(self) -> None:
        self._say(500, {}, '{"message": "Internal Server Error"}')

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
        for drop in _drops(self.mailgun.closing):
            self.wfile.write(drop)
            self.wfile.flush()

    def _flood(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while not self.mailgun.closing.is_set():
            self.wfile.write(b" " * (1 << 20))

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _say(self, status: int, headers: dict[str, str], body: str) -> None:
        content = body.encode()
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _drops(closing: threading.Event) -> Iterator[bytes]:
    while not closing.wait(0.02):
        yield b" "


def _form(content_type: str, content: bytes) -> tuple[dict[str, str], bytes]:
    """Read a multipart form: the texts by name, and the message's bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    boundary = BytesParser(policy=policy.HTTP).parsebytes(head).get_boundary()
    texts: dict[str, str] = {}
    message = b""
    for part in content.split(f"--{boundary}".encode())[1:-1]:
        lines, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = BytesParser(policy=policy.HTTP).parsebytes(lines + b"\r\n\r\n")
        name = headers["Content-Disposition"].params["name"]
        if name == "message":
            message = value.removesuffix(b"\r\n")
        else:
            texts[name] = value.removesuffix(b"\r\n").decode()
    return texts, message
