"""The way to a provider over HTTP: one request, one answer, and no second try, ever.

A library that repeats a POST by itself doubles mail; so retries and redirects
are off, and where no answer came it is said whether the request may have gone.
Certificates are proved with the machine's own store (and certifi's), so that a
proxy of an organisation is trusted where its machines trust it.
"""

import json
import logging
import re
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import escape
from http.client import HTTPException
from typing import Any, cast
from urllib.parse import quote, quote_plus

import requests
import urllib3
from requests.adapters import HTTPAdapter

from pynews.model import masked

__all__ = [
    "READ_SECONDS",
    "HttpRequest",
    "HttpResponse",
    "NoAnswer",
    "Pace",
    "Transport",
    "retry_after",
    "told",
    "utc_now",
]

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
ANSWER_LIMIT = 4 << 20
TOLD_LIMIT = 300
READ_LIMIT = 4 * TOLD_LIMIT
ADDRESS = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
PROOF = re.compile(
    r"\b(basic|bearer|credential|signature)[ =:]+[\w+/=.~-]{16,}", re.ASCII | re.IGNORECASE
)
SECONDS_IN_WORDS = re.compile(r"\b(\d{1,6}) ?s(?:ec(?:ond)?s?)?\b", re.IGNORECASE)
HANDSHAKE = {
    "CERTIFICATE_VERIFY_FAILED",
    "NO_PROTOCOLS_AVAILABLE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "UNSUPPORTED_PROTOCOL",
    "WRONG_VERSION_NUMBER",
}


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request, complete; its headers and body never show in a log or a traceback.

    Arguments:
        method: GET or POST.
        url: absolute.
        headers: name and value; among them the key.
        body: bytes; empty for GET.
        messages: how many messages it hands over; they count for the pace.
    """

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    messages: int = 1


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A complete answer.

    Arguments:
        status: the HTTP status.
        headers: by name in lower case.
        body: bytes.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No complete answer came.

    Arguments:
        gone: whether the request may have reached the other side.
        detail: what happened, without an address or a key.
    """

    gone: bool
    detail: str


class _MachinesTrust(HTTPAdapter):
    """Proves certificates with the machine's own store."""

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 the library's own signature
        **pool_kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Open a pool of direct connections."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs, ssl_context=_context())

    def proxy_manager_for(
        self,
        proxy: str,
        **proxy_kwargs: Any,  # noqa: ANN401
    ) -> urllib3.ProxyManager:
        """Open a pool of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **proxy_kwargs, ssl_context=_context())
        return cast("urllib3.ProxyManager", manager)


def _aloud(record: logging.LogRecord) -> bool:
    """Return whether a library's word may be said: not with an address that a URL holds."""
    return record.levelno <= logging.DEBUG


logging.getLogger("urllib3.connection").addFilter(_aloud)


def _context() -> ssl.SSLContext:
    """Return what proves the other side's certificate."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Pace:
    """Keeps messages apart, so that a provider's limit is kept and not run into.

    Arguments:
        rate: messages a second; None for no limit.
    """

    def __init__(self, rate: float | None) -> None:
        """Begin with a free moment."""
        self._apart = 1 / rate if rate else 0.0
        self._free = 0.0
        self._lock = threading.Lock()

    def book(self, messages: int, *, now: float) -> float:
        """Take the next free moment for so many messages; return the seconds until then.

        Arguments:
            messages: what goes then.
            now: seconds of a clock that never goes back.
        """
        with self._lock:
            moment = max(now, self._free)
            self._free = moment + messages * self._apart
        return moment - now


class Transport:
    """Connections to one provider, kept open, one for each thread.

    Arguments:
        connect: seconds until a connection must stand.
        read: seconds between two parts of an answer, and for all of it.
        rate: messages a second that may go; None for no limit.
    """

    def __init__(
        self,
        *,
        connect: float = CONNECT_SECONDS,
        read: float = READ_SECONDS,
        rate: float | None = None,
    ) -> None:
        """Open nothing yet."""
        self._connect = connect
        self._read = read
        self._pace = Pace(rate)
        self._local = threading.local()

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once, when it is its turn; return the answer, or why there is none."""
        time.sleep(self._pace.book(request.messages, now=time.monotonic()))
        try:
            with self._session(request.url).request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                timeout=(self._connect, self._read),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._body(response)
        except (OSError, ValueError, HTTPException, urllib3.exceptions.HTTPError) as error:
            return self.explain(error)  # RequestException is an OSError
        if body is None:
            return NoAnswer(gone=True, detail="the answer did not end")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpResponse(response.status_code, headers, body)

    def _session(self, url: str) -> requests.Session:
        """Return this thread's session; the machine's proxies are looked up once."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            found = session.merge_environment_settings(url, {}, None, None, None)
            session.proxies, session.verify = found["proxies"], found["verify"]
            session.trust_env = False
            if session.verify is True:
                session.mount("https://", _MachinesTrust())
            session.headers.update({"User-Agent": "pynews", "Accept-Encoding": "identity"})
            self._local.session = session
        return session

    def _body(self, response: requests.Response) -> bytes | None:
        """Return the answer's body; None when it grows or drips without an end."""
        until = time.monotonic() + self._read
        parts: list[bytes] = []
        size = 0
        while part := response.raw.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > ANSWER_LIMIT or time.monotonic() > until:
                return None
        return b"".join(parts)

    def explain(self, error: Exception) -> NoAnswer:
        """Say what happened, and whether bytes may have left; in doubt they have."""
        causes = tuple(_causes(error))
        if any(isinstance(one, requests.ConnectTimeout) for one in causes):
            return NoAnswer(gone=False, detail=f"no connection within {self._connect:g} seconds")
        if any(isinstance(one, ssl.SSLError) and one.reason in HANDSHAKE for one in causes):
            return NoAnswer(gone=False, detail="no secure connection: its certificate is not good")
        if any(isinstance(one, NEVER_LEFT) for one in causes):
            return NoAnswer(gone=False, detail="no connection")
        if any(isinstance(one, requests.Timeout) for one in causes):
            return NoAnswer(gone=True, detail=f"no answer within {self._read:g} seconds")
        return NoAnswer(gone=True, detail="the connection broke before the answer was complete")


NEVER_LEFT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ProxyError,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)


def told(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a provider's words on one line, without keys and with addresses masked.

    A server may echo a key as it came, or in the form that its own page or log gives it.
    """
    line = " ".join(text.split())
    for secret in filter(None, secrets):
        for shape in _shapes(secret):
            line = line.replace(shape, "***")
    if len(line) > READ_LIMIT:  # what follows takes its time over a long word
        line = line[:READ_LIMIT].rpartition(" ")[0] or line[:TOLD_LIMIT].partition("@")[0]
    line = "".join(one if one.isprintable() else " " for one in line)
    line = PROOF.sub(r"\1 ***", line)
    return ADDRESS.sub(lambda found: masked(found[0]), line)[:TOLD_LIMIT]


def _shapes(secret: str) -> Iterator[str]:
    """Yield the forms in which a key may come back, the longest first."""
    found = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        escape(secret),
        json.dumps(secret)[1:-1],
        b64encode(secret.encode()).decode("ascii").rstrip("="),
    }
    yield from sorted(found, key=len, reverse=True)


def retry_after(response: HttpResponse, words: str = "") -> timedelta | None:
    """Return how long an answer asks us to wait, or None.

    Understands seconds and a date (RFC 9110 section 10.2.3; compared with the
    answer's own Date, so that our clock does not matter), and "try again after
    120 seconds" in the text.
    """
    asked = response.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return timedelta(seconds=min(int(asked), 10**7))
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(response.headers["date"])
        return max(wait, timedelta())
    except (ValueError, TypeError, KeyError):
        found = SECONDS_IN_WORDS.search(words)
        return timedelta(seconds=int(found[1])) if found else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that is wrapped in it."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inside: Sequence[object] = (*one.args, getattr(one, "reason", None))
        waiting.extend(inside)


def utc_now() -> datetime:
    """Return the time that a request is signed with; no message depends on it."""
    return datetime.now(UTC)
