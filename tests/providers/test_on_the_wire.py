"""What really goes over the wire: kept connections that have gone, redirects, proxies."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import pytest

from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport

SECRET = "key-of-the-wire-0123456789"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Wire:
    """A server that speaks bytes: it writes down every request, and ends connections as told.

    Arguments:
        answers: for each request in order, what is said and whether the connection ends then.
    """

    def __init__(self, *answers: tuple[bytes, bool]) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.ended = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def _serve(self) -> None:
        while self.answers:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self._talk(connection)
            self.ended.set()

    def _talk(self, connection: socket.socket) -> None:
        while self.answers:
            request = self._read(connection)
            if not request:
                return
            self.requests.append(request)
            said, last = self.answers.pop(0)
            connection.sendall(said)
            if last:
                return

    def _read(self, connection: socket.socket) -> bytes:
        found = b""
        while not found.endswith(b"body"):
            part = connection.recv(1 << 16)
            if not part:
                return b""
            found += part
        return found

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.clear()
        with suppress(OSError):
            socket.create_connection(self.server.getsockname(), timeout=5).close()
        self.server.close()
        self.thread.join(timeout=5)


def post(transport: Transport, base: str) -> HttpResponse | NoAnswer:
    headers = (("Authorization", f"Bearer {SECRET}"),)
    return transport.exchange(HttpRequest("POST", f"{base}/", headers, b"body"))


def test_a_kept_connection_that_the_server_has_ended_is_opened_anew_and_nothing_goes_twice() -> (
    None
):
    transport = Transport(connect=2, read=2)
    with Wire((ANSWER, True), (ANSWER, True)) as wire:
        assert isinstance(post(transport, wire.base), HttpResponse)
        assert wire.ended.wait(5)
        assert isinstance(post(transport, wire.base), HttpResponse)
        assert len(wire.requests) == 2


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-"])
def test_a_kept_connection_that_ends_over_a_request_leaves_one_copy_and_unknown(
    said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    transport = Transport(connect=2, read=2)
    with Wire((ANSWER, False), (said, True), (ANSWER, True)) as wire:
        assert isinstance(post(transport, wire.base), HttpResponse)
        answer = post(transport, wire.base)
        assert isinstance(answer, HttpResponse) is bool(said)  # a status line, and nothing said
        assert answer.body == b"" if isinstance(answer, HttpResponse) else answer.gone
        assert len(wire.requests) == 2
    loud = [one.getMessage() for one in caplog.records if one.levelno > logging.DEBUG]
    assert not loud


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_takes_the_key_or_the_message_anywhere(status: int) -> None:
    with Wire((ANSWER, True)) as elsewhere:
        said = f"HTTP/1.1 {status} Go\r\nLocation: {elsewhere.base}/\r\nContent-Length: 0\r\n\r\n"
        with Wire((said.encode(), True)) as wire:
            answer = post(Transport(connect=2, read=2), wire.base)
            assert isinstance(answer, HttpResponse)
            assert answer.status == status
            assert len(wire.requests) == 1
        assert elsewhere.requests == []


@contextmanager
def proxy(meet: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[str, list[str]]]:
    """A proxy that writes down what it is asked for, its credentials among them."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(f"{self.requestline}\n{self.headers}")
            meet(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://user:proxy-password@127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_sees_neither_key_nor_message_and_nothing_has_gone(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(lambda handler: handler.send_error(status)) as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        monkeypatch.setenv("NO_PROXY", "")
        answer = post(Transport(connect=2, read=2), "https://api.example.org")
    assert isinstance(answer, NoAnswer)
    assert not answer.gone
    assert "proxy-password" not in answer.detail
    (line,) = asked
    assert line.startswith("CONNECT api.example.org:443")
    assert SECRET not in line


def test_a_proxy_that_ends_a_tunnel_before_it_stands_has_seen_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def end(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(200)
        handler.end_headers()
        handler.close_connection = True

    with proxy(end) as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        monkeypatch.setenv("NO_PROXY", "")
        answer = post(Transport(connect=2, read=2), "https://api.example.org")
    assert isinstance(answer, NoAnswer)
    assert SECRET not in "".join(asked)
    assert len(asked) == 1
