"""Which web addresses may be fetched: https, at public machines, unless allowed by name."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from pynews.errors import SourceError

__all__ = ["Place", "looked_up", "place_of", "redirected"]

PORTS = {"https": 443, "http": 80}
MOST_LETTERS = 2_000
LAST_PORT = 65_535
# RFC 4291 section 2.4: the part of IPv6 that is given out; RFC 6052: IPv4 behind a translator.
UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads.

    Arguments:
        url: the address, for complaints.
        scheme: ``https``, or ``http`` for a private machine that is allowed by name.
        host, port: whom to ask.
        target: path and query.
    """

    url: str
    scheme: str
    host: str
    port: int
    target: str


def place_of(url: str, *, allow_private: bool) -> Place:
    """Return the place an address names; ``webcal:`` means https.

    Raises:
        SourceError: it may not be fetched.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    scheme = "https" if parts.scheme in {"webcal", "webcals"} else parts.scheme
    if scheme not in PORTS or not host or len(url) > MOST_LETTERS or not _is_plain(url):
        raise SourceError(
            "this is no web address to fetch",
            where=url[:200],
            hint="write https://example.org/events.ics",
        )
    if parts.username is not None or parts.password is not None:
        raise SourceError("an address may hold no password", where=_bare(host, parts.path))
    if scheme == "http" and not allow_private:
        raise SourceError(
            "only https is fetched", where=url, hint="write https:// in front; most sites have it"
        )
    target = parts.path or "/"
    target = f"{target}?{parts.query}" if parts.query else target
    return Place(url, scheme, host, port or PORTS[scheme], target)


def redirected(place: Place, location: str, *, allow_private: bool) -> Place:
    """Return where a redirect leads; from https it never leads to http.

    Raises:
        SourceError: it may not be followed.
    """
    try:
        following = place_of(urljoin(place.url, location), allow_private=allow_private)
    except SourceError as error:
        one = error.problems[0]
        what = f"it leads to {one.where}: {one.what}"
        raise SourceError(what, where=place.url, hint=one.hint) from error
    if place.scheme == "https" and following.scheme != "https":
        raise SourceError("it leads from https to http", where=place.url)
    if allow_private and following.host != place.host:
        # The permission is for the machine that pynews.toml names, not for those it points to.
        return place_of(following.url, allow_private=False)
    return following


def looked_up(place: Place, *, allow_private: bool) -> tuple[str, ...]:
    """Return the numeric addresses of a place; the connection must go to one of these.

    The name is looked up once and never again, so that an answer that changes in between
    (DNS rebinding) cannot lead to a machine that was not checked. One private address among
    several makes the name suspect as a whole.

    Raises:
        SourceError: the name is unknown, or leads to a private machine.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(
            f"the name {place.host} cannot be looked up",
            where=place.url,
            hint="look at the address, and whether this machine is online",
        ) from error
    numbers = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(_is_public(number) for number in numbers):
        raise SourceError(
            f"{place.host} is a machine of a private network",
            where=place.url,
            hint="write allow_private = true beside its url when it is meant",
        )
    return numbers


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner = _inner(address)
    if inner is not None:
        return _is_public(str(inner))
    # Python calls global whatever no registry reserves, such as ::127.0.0.1 and fec0::1.
    return address in UNICAST and address.is_global


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that packets to an IPv6 one end up at, if they do."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_plain(url: str) -> bool:
    return url.isprintable() and " " not in url.strip()


def _bare(host: str, path: str) -> str:
    return f"https://{host}{path}"
