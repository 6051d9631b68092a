"""What every request passes: limits on its size and time, headers on its answer."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pynews.errors import PynewsError

__all__ = ["Gate"]

FORM_BYTES = 16 << 10
REPORT_BYTES = 1 << 20
BODY_SECONDS = 10.0
HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = ("strict-transport-security", "max-age=31536000")

log = logging.getLogger(__name__)


class Gate:
    """Reads a request whole, or refuses it; nobody sees what went wrong inside.

    Arguments:
        app: who answers.
        sorry: makes the page for a status.
        prefix: what the public address has before each path, such as ``/news``.
        secure: whether the public address is https.
        seconds: how long a request's body may take.
    """

    def __init__(
        self,
        app: ASGIApp,
        sorry: Callable[[int], str],
        *,
        prefix: str = "",
        secure: bool = False,
        seconds: float = BODY_SECONDS,
    ) -> None:
        """Take the application."""
        self._app, self._sorry, self._seconds = app, sorry, seconds
        self._prefix = prefix
        self._headers = [
            (name.encode(), value.encode())
            for name, value in (*HEADERS.items(), *((HSTS,) if secure else ()))
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": self._with_headers(message["headers"])}
            await send(message)

        answer = await self._guarded(self._stripped(scope), receive, sent)
        if answer is not None and not started:
            await answer(scope, receive, sent)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """Let the application answer; return the answer when something goes wrong inside."""
        try:
            return await self._answer(scope, receive, send)
        except ClientDisconnect:
            return None
        except PynewsError as error:
            log.error("%s", error)  # noqa: TRY400 - our own errors say where; a traceback says less
        except Exception:
            log.exception("a bug")
        return self._page(500)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """Let the application answer; return an answer when it is not asked."""
        if _head_bytes(scope) > FORM_BYTES:
            return self._page(431)
        names = {name for name, _ in scope["headers"]}
        if {b"content-length", b"transfer-encoding"} <= names:
            return self._page(400)  # two servers may read two requests in it (RFC 9112 section 6.1)
        most = REPORT_BYTES if scope["path"].startswith("/reports/") else FORM_BYTES
        try:
            async with asyncio.timeout(self._seconds):
                body = await _body(scope, receive, most)
        except TimeoutError:
            return self._page(408)
        if body is None:
            return self._page(413)
        await self._app(scope, _given(body, receive), send)
        return None

    def _stripped(self, scope: Scope) -> Scope:
        """Return the request as if the public address had no path of its own."""
        path: str = scope["path"]
        if self._prefix and (path + "/").startswith(self._prefix + "/"):
            return {**scope, "path": path.removeprefix(self._prefix) or "/"}
        return scope

    def _page(self, status: int) -> Response:
        answer = HTMLResponse(self._sorry(status), status)
        answer.headers["connection"] = "close"
        return answer

    def _with_headers(self, own: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Return headers with ours; what the answer says itself stays."""
        names = {name.lower() for name, _ in own}
        return [*own, *(pair for pair in self._headers if pair[0] not in names)]


def _head_bytes(scope: Scope) -> int:
    """Return about how long a request's head is."""
    named = sum(len(name) + len(value) for name, value in scope["headers"])
    return len(scope["raw_path"]) + len(scope["query_string"]) + named


async def _body(scope: Scope, receive: Receive, most: int) -> bytes | None:
    """Return the body; None when it is longer than it may be."""
    said: bytes = dict(scope["headers"]).get(b"content-length", b"0")
    if not said.isdigit() or len(said) > len(str(most)) or int(said) > most:
        return None
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += bytes(message.get("body", b""))
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return body


def _given(body: bytes, receive: Receive) -> Receive:
    """Return how the application receives a body that was read already."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return waiting.pop() if waiting else await receive()

    return given
