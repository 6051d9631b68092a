"""The door: a server for this machine alone that lets in only who was given the token.

Every request must name this very address as its Host (no other name may be made
to point here: DNS rebinding), come from this app's own pages, and bring the
token: in the address at the first visit, as a cookie afterwards. Anything else
is refused without a word. What a program is started with, everybody on a machine
can read; so the address a browser is started with is good for one visit.
"""

import hmac
import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from pynews.errors import UsageError
from pynews.serve.editor.reply import Policy, Reply, refusal

__all__ = ["Door", "Request"]

LOGGER = logging.getLogger(__name__)
HOST = "127.0.0.1"
LARGEST_BODY = 65_536
LARGEST_ADDRESS = 4_096
PATIENCE = 20
STREAMS = 24


class Request:
    """One request that was let in.

    Arguments:
        method: GET or POST.
        target: path and query as asked.
        body: what was posted.
    """

    def __init__(self, method: str, target: str, body: bytes = b"") -> None:
        """Take the target apart."""
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path
        self.body = body
        self._query = parse_qs(parts.query, max_num_fields=20)

    def value(self, name: str, default: str = "") -> str:
        """Return a value of the query."""
        return self._query.get(name, [default])[0]


Answer = Callable[[Request], Reply]
Stream = Callable[[Request], Iterator[bytes]]


class Door(ThreadingHTTPServer):
    """Listens on 127.0.0.1; ``url`` is the address that lets an editor in.

    Arguments:
        port: where; 0 finds a free one.
        answer: gives a reply to a request.
        stream: gives pieces of the endless reply to ``/news``, one after another.

    Raises:
        UsageError: the port is taken.
    """

    daemon_threads = True
    block_on_close = False
    # On Windows this would let another program listen on the same port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 64

    def __init__(self, port: int, answer: Answer, stream: Stream) -> None:
        """Take the port and make a token."""
        self.answer = answer
        self.stream = stream
        self.token = secrets.token_urlsafe(32)
        self.streams = BoundedSemaphore(STREAMS)
        self._once: set[str] = set()
        try:
            super().__init__((HOST, port), _Guard)
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be had: {error.strerror}",
                hint="leave --port away, and a free one is found",
            ) from error
        self.address = f"{HOST}:{self.server_port}"
        self.cookie = f"pynews-{self.server_port}"

    @property
    def url(self) -> str:
        """The address with the token."""
        return f"http://{self.address}/?token={self.token}"

    def url_once(self) -> str:
        """Return an address that lets in whoever visits it first, and nobody after them."""
        token = secrets.token_urlsafe(32)
        self._once.add(token)
        return f"http://{self.address}/?token={token}"

    def opens(self, token: str) -> bool:
        """Whether a token lets somebody in; one for a single visit is used up by that."""
        if hmac.compare_digest(token.encode(), self.token.encode()):
            return True
        try:
            self._once.remove(token)  # one step: of two visitors one is first
        except KeyError:
            return False
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """Note a fault; a browser that hung up is none worth a traceback on the screen."""
        del request, client_address
        LOGGER.debug("a request failed: %s", sys.exception())


class _Guard(BaseHTTPRequestHandler):
    """Checks a request before anything is done for it."""

    server: Door
    protocol_version = "HTTP/1.1"
    server_version = "pynews"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True
    wbufsize = -1
    error_message_format = ""
    common: ClassVar[dict[str, str]] = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    def do_GET(self) -> None:
        """Answer a question."""
        if not self._asks_properly():
            return self._refuse(HTTPStatus.FORBIDDEN)
        if self._brings_token():
            return self._let_in()
        if not self._is_known():
            return self._refuse(HTTPStatus.FORBIDDEN)
        if urlsplit(self.path).path == "/news":
            return self._stream()
        return self._answer(b"")

    def do_POST(self) -> None:
        """Take something in; only from this app's own pages."""
        own = self.headers.get("Origin") == f"http://{self.server.address}"
        typed = self.headers.get("Content-Type", "").partition(";")[0] == "application/json"
        if not (own and typed and self._asks_properly() and self._is_known()):
            return self._refuse(HTTPStatus.FORBIDDEN)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            return self._refuse(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self._answer(self.rfile.read(int(length)))

    def _asks_properly(self) -> bool:
        """Whether Host, Origin and fetch metadata are those of this app's own pages."""
        if self.headers.get_all("Host") != [self.server.address]:
            return False
        if len(self.path) > LARGEST_ADDRESS or not self.path.startswith("/"):
            return False
        if self.headers.get("Origin", f"http://{self.server.address}") != (
            f"http://{self.server.address}"
        ):
            return False
        return self.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}

    def _brings_token(self) -> bool:
        parts = urlsplit(self.path)
        if parts.path != "/":
            return False
        try:
            given = parse_qs(parts.query, max_num_fields=20).get("token", [""])[0]
        except ValueError:
            return False
        return self.server.opens(given)

    def _is_known(self) -> bool:
        try:
            jar = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return False
        given = jar[self.server.cookie].value if self.server.cookie in jar else ""
        return hmac.compare_digest(given.encode(), self.server.token.encode())

    def _let_in(self) -> None:
        """Turn the token into a cookie, and take it out of the address."""
        cookie = f"{self.server.cookie}={self.server.token}; Path=/; HttpOnly; SameSite=Strict"
        headers = {"Location": "/", "Set-Cookie": cookie}
        self._send(Reply(status=HTTPStatus.SEE_OTHER, headers=headers))

    def _answer(self, body: bytes) -> None:
        try:
            request = Request(self.command, self.path, body)
        except ValueError:
            return self._refuse(HTTPStatus.BAD_REQUEST)
        try:
            reply = self.server.answer(request)
        except Exception:  # one page's bug must not close the connection without an answer
            LOGGER.exception("no answer")
            reply = refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._send(reply)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._send(refusal(status))

    def _send(self, reply: Reply) -> None:
        if not all(map(_is_one_line, (reply.media_type, *reply.headers.values()))):
            LOGGER.error("a header that is none")
            reply = refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.send_response(reply.status)
        self._head({"Content-Type": reply.media_type, "Content-Length": str(len(reply.body))})
        self._head({"Content-Security-Policy": reply.policy, **reply.headers})
        self._head(self.common)
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

    def _head(self, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)

    def _stream(self) -> None:
        """Send news as they come (server-sent events, HTML standard section 9.2)."""
        self.close_connection = True
        if not self.server.streams.acquire(blocking=False):
            return self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            self.send_response(HTTPStatus.OK)
            self._head({"Content-Type": "text/event-stream", "Connection": "close"})
            self._head({"Content-Security-Policy": Policy.MAIL, **self.common})
            self.end_headers()
            self.wfile.flush()
            for piece in self.server.stream(Request("GET", self.path)):
                self.wfile.write(piece)
                self.wfile.flush()
        except (OSError, ValueError):
            LOGGER.debug("a browser hung up")
        finally:
            self.server.streams.release()
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no proper request, without a word."""
        del message, explain
        self.requestline = getattr(self, "requestline", "")
        self.request_version = getattr(self, "request_version", "HTTP/1.0") or "HTTP/1.0"
        self._refuse(HTTPStatus(code))

    def version_string(self) -> str:
        """Say no more than needed."""
        return self.server_version

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note a request without its query, in which a token may stand."""
        path = getattr(self, "path", "").partition("?")[0]
        LOGGER.debug("%s %s %s %s", self.command, path, code, size)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Note what the library says."""
        LOGGER.debug(format, *args)


def _is_one_line(value: str) -> bool:
    """Whether a value can stand in a header: the library would send a line's end as it is."""
    return value.isascii() and value.isprintable()
