"""Amazon's signature of a request, version 4 (HMAC-SHA256 over its canonical form)."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit

from pynews.providers.transport import HttpRequest

__all__ = ["Credentials", "signed"]

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs; nothing of it shows in a log.

    Arguments:
        access: the access key's id.
        secret: the secret access key.
        token: the session's token, for temporary keys; or "".
    """

    access: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def signed(
    request: HttpRequest, credentials: Credentials, *, region: str, service: str, at: datetime
) -> HttpRequest:
    """Return a request with its signature.

    Arguments:
        request: complete; its address and headers must not change any more.
        credentials: who signs.
        region: such as ``eu-west-2``.
        service: such as ``ses``.
        at: aware; the other side allows five minutes of difference.
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    added = [("X-Amz-Date", stamp)]
    if credentials.token:
        added.append(("X-Amz-Security-Token", credentials.token))
    whole = replace(request, headers=(*request.headers, *added))
    names, canonical = _canonical(whole)
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    text = "\n".join((ALGORITHM, stamp, scope, sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    proof = (
        f"{ALGORITHM} Credential={credentials.access}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    return replace(whole, headers=(*whole.headers, ("Authorization", proof)))


def _canonical(request: HttpRequest) -> tuple[str, str]:
    """Return the names of the signed headers, and the form of a request that is signed."""
    parts = urlsplit(request.url)
    headers = sorted((name.lower(), " ".join(value.split())) for name, value in request.headers)
    headers = sorted([*headers, ("host", parts.netloc)])
    names = ";".join(name for name, _ in headers)
    lines = (
        request.method,
        quote(parts.path or "/", safe="/~"),
        _query(parts.query.split("&")),
        *(f"{name}:{value}" for name, value in headers),
        "",
        names,
        sha256(request.body).hexdigest(),
    )
    return names, "\n".join(lines)


def _query(pairs: Iterable[str]) -> str:
    """Return a query in order, each part encoded once."""
    split = (pair.partition("=") for pair in pairs if pair)
    encoded = sorted(
        (quote(unquote(name), safe="~"), quote(unquote(value), safe="~"))
        for name, _, value in split
    )
    return "&".join(f"{name}={value}" for name, value in encoded)
