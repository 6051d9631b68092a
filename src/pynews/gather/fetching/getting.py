"""One address is fetched: to a checked machine, so long, so much, over so many redirects."""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pynews.errors import RetryLaterError, SourceError
from pynews.gather.fetching.addresses import Place, looked_up, place_of, redirected

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

__all__ = ["Fetched", "Getter"]

MOST_BYTES: Final = 5_000_000
MOST_REDIRECTS: Final = 4
SECONDS: Final = 30.0
SILENCE: Final = 10.0
PIECE: Final = 65_536
OK, NOT_MODIFIED = 200, 304
MOVED = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({408, 425, 429})
SERVER_FAULTS = 500
NUMBERED = re.compile(r"\[Errno -?\d+\] ?")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back.

    Arguments:
        body: the bytes; empty when nothing has changed.
        etag, modified: what to ask with next time, or "".
        unchanged: whether the copy from before still holds.
    """

    body: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class Getter:
    """Fetches addresses within limits.

    Arguments:
        authority: a file of certificates to trust besides the machine's, or None.
        clock: seconds that only grow; an argument so that tests own time.
        most_bytes: how much is taken.
        seconds: how long all of it may take.
    """

    def __init__(
        self,
        *,
        authority: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        most_bytes: int = MOST_BYTES,
        seconds: float = SECONDS,
    ) -> None:
        """Begin; nothing is fetched yet."""
        self._authority = authority
        self._clock = clock
        self._most_bytes = most_bytes
        self._seconds = seconds

    def get(
        self, url: str, *, allow_private: bool = False, etag: str = "", modified: str = ""
    ) -> Fetched:
        """Return what stands at an address.

        Arguments:
            url: https, or webcal.
            allow_private: whether this very machine may be private, and may speak http.
            etag, modified: of the copy from before, if there is one.

        Raises:
            SourceError: it may not be fetched, is not there, or is too big.
            RetryLaterError: it cannot be had now.
        """
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "pynews"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        end = self._clock() + self._seconds
        place = place_of(url, allow_private=allow_private)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(place, headers, end, allow_private=allow_private)
            if not isinstance(answer, str):
                return answer
            following = redirected(place, answer, allow_private=allow_private)
            allow_private = allow_private and following.host == place.host
            place = following
        raise SourceError(f"it leads on more than {MOST_REDIRECTS} times", where=url)

    def _ask(
        self, place: Place, headers: Mapping[str, str], end: float, *, allow_private: bool
    ) -> Fetched | str:
        """Return the answer of one place, or where it leads on."""
        import urllib3

        numbers = looked_up(place, allow_private=allow_private)
        timeout = urllib3.Timeout(connect=SILENCE, read=SILENCE)
        try:
            with self._pool(place, numbers[0]) as pool:
                answer = pool.urlopen(
                    "GET",
                    place.target,
                    headers={**headers, "Host": _host(place)},
                    timeout=timeout,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                    assert_same_host=False,
                )
                try:
                    return self._answer(answer, place, end)
                finally:
                    answer.close()
        except (urllib3.exceptions.HTTPError, ssl.SSLError, OSError, ValueError) as error:
            raise RetryLaterError(
                f"it cannot be fetched now: {_reason(error)}",
                where=place.url,
                hint="there is no good copy yet; look at the address, or try again later",
            ) from error

    def _pool(self, place: Place, number: str) -> "HTTPConnectionPool":
        """Return a connection to that number alone; the certificate must be the host's."""
        import urllib3

        if place.scheme == "http":
            return urllib3.HTTPConnectionPool(number, place.port)
        return urllib3.HTTPSConnectionPool(
            number,
            place.port,
            ssl_context=self._context(),
            server_hostname=place.host,
            assert_hostname=place.host,
        )

    def _context(self) -> ssl.SSLContext:
        if self._authority:
            return ssl.create_default_context(cafile=self._authority)
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def _answer(self, answer: "BaseHTTPResponse", place: Place, end: float) -> Fetched | str:
        status, headers = int(answer.status), answer.headers
        if status in MOVED and headers.get("Location"):
            return str(headers["Location"])
        tags = (headers.get("ETag", "")[:500], headers.get("Last-Modified", "")[:100])
        if status == NOT_MODIFIED:
            return Fetched(b"", *tags, unchanged=True)
        if status in BUSY or status >= SERVER_FAULTS:
            raise RetryLaterError(f"the server answered {status}", where=place.url)
        if status != OK:
            raise SourceError(
                f"the server answered {status}", where=place.url, hint="look at the address"
            )
        if headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise SourceError("it comes packed although that was not asked for", where=place.url)
        return Fetched(self._body(answer, place, end), *tags)

    def _body(self, answer: "BaseHTTPResponse", place: Place, end: float) -> bytes:
        """Return the bytes, as they come, until there are too many or time is up."""
        pieces, size = [], 0
        while piece := answer.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._most_bytes:
                raise SourceError(
                    f"it is over {self._most_bytes:,} bytes",
                    where=place.url,
                    hint="ask for a smaller calendar or feed",
                )
            if self._clock() > end:
                raise RetryLaterError(f"it took over {self._seconds:g} seconds", where=place.url)
        return b"".join(pieces)


def _host(place: Place) -> str:
    usual = {"https": 443, "http": 80}[place.scheme]
    name = f"[{place.host}]" if ":" in place.host else place.host
    return name if place.port == usual else f"{name}:{place.port}"


def _reason(error: Exception) -> str:
    """Return the innermost reason, on one line, without addresses in memory."""
    while isinstance(error.__cause__, Exception):
        error = error.__cause__
    reason = getattr(error, "reason", None)
    words = str(reason if isinstance(reason, Exception) else error).split(": ", 1)[-1]
    told = NUMBERED.sub("", " ".join(words.split()))
    return told[:160] or type(error).__name__
