"""Tries links on the network, politely: HEAD first, one at a time for each host.

Addresses of private networks are refused, at every redirect too, and the connection
goes to the very address that was looked up, so that a name cannot be swapped between.
"""

import ipaddress
import socket
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pynews.check.rule import Check
from pynews.check.subject import Subject
from pynews.model import Finding, Origin, Severity

if TYPE_CHECKING:
    import urllib3

__all__ = ["CHECKS", "Answer", "link_findings", "try_links"]

HOSTS_AT_ONCE = 6
MOST_LINKS = 200
MOST_REDIRECTS = 4
SECONDS = 8.0
MOVED = {301, 302, 303, 307, 308}
# What servers answer to HEAD, or to programs, though the page is there for people.
TRY_GET = {400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503, 999}
SHY = {401, 403, 405, 406, 429, 999}
AGENT = "pynews link check (one request for each link; a person asked for it)"


LINK_STATUS = Check(
    id="link-status",
    severity=Severity.LOOK_AT,
    why="Readers would be led to a page that is not there.",
    fix="Open it in a browser, and correct the address.",
    example="an address that answers 404; told by pynews check --links only",
)
CHECKS = (LINK_STATUS,)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of trying one address: a status, or 0 with the reason."""

    status: int
    reason: str = ""

    @property
    def good(self) -> bool:
        """Whether readers would find a page, as far as can be told."""
        return 200 <= self.status < 400 or self.status in SHY  # noqa: PLR2004 - HTTP's own numbers


def try_links(
    addresses: Iterable[str],
    *,
    known: Mapping[str, Answer] | None = None,
    private: bool = False,
) -> dict[str, Answer]:
    """Return what came of each web address; those known are not tried again.

    Arguments:
        addresses: any; those that are not http(s) are left out, and all beyond 200.
        known: answers of an earlier round.
        private: whether addresses of private networks may be tried.
    """
    kept = dict(known or {})
    web = sorted({each.partition("#")[0] for each in addresses if _host(each)}, key=_host)
    fresh = [each for each in web if each not in kept][:MOST_LINKS]
    queues = [tuple(queue) for _, queue in groupby(fresh, key=_host)]
    with ThreadPoolExecutor(max_workers=HOSTS_AT_ONCE) as pool:
        for answers in pool.map(partial(_try_all, private=private), queues):
            kept.update(answers)
    return {each: kept[each] for each in web if each in kept}


def link_findings(subject: Subject, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield a finding for each written link that leads nowhere.

    Arguments:
        subject: whose links were tried.
        answers: of `try_links`.
    """
    for link, place in dict.fromkeys(subject.links):
        answer = answers.get(link.href.partition("#")[0])
        if answer is not None and not answer.good:
            yield _finding(link.href, place, answer)


def _finding(href: str, place: Origin, answer: Answer) -> Finding:
    return Finding(
        rule=LINK_STATUS.id,
        severity=LINK_STATUS.severity,
        place=place,
        what=f"{href} answers {answer.status or answer.reason}",
        why=LINK_STATUS.why,
        fix=LINK_STATUS.fix,
    )


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        place = f"{parts.hostname}:{parts.port or ''}"
    except ValueError:
        return ""
    return place if parts.scheme in {"http", "https"} else ""


def _try_all(addresses: tuple[str, ...], *, private: bool) -> dict[str, Answer]:
    return {each: _try(each, private=private) for each in addresses}


def _try(address: str, *, private: bool) -> Answer:
    answer = _follow("HEAD", address, private=private)
    if answer.status in TRY_GET:
        return _follow("GET", address, private=private)
    return answer


def _follow(method: str, address: str, *, private: bool) -> Answer:
    for _ in range(MOST_REDIRECTS + 1):
        if not _host(address):
            return Answer(0, "with a redirect to something that is no web page")
        answer, target = _ask(method, address, private=private)
        if not target:
            return answer
        address = urljoin(address, target)
    return Answer(0, f"with more than {MOST_REDIRECTS} redirects")


def _ask(method: str, address: str, *, private: bool) -> tuple[Answer, str]:
    """Return the answer to one request, and where it redirects to or ""."""
    import urllib3

    parts = urlsplit(address)
    try:
        place = _looked_up(parts.hostname or "", parts.port or 443, private=private)
    except OSError as error:
        return Answer(0, str(error)), ""
    target = urllib3.util.Url(path=parts.path or "/", query=parts.query or None).url
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT}
    try:
        with _pool(parts.scheme, place, parts.hostname or "", parts.port) as pool:
            response = pool.request(
                method,
                target,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            status, moved = response.status, response.headers.get("Location", "")
            response.close()
    except urllib3.exceptions.HTTPError as error:
        return Answer(0, f"nothing ({type(error).__name__})"), ""
    return Answer(status), moved if status in MOVED else ""


def _pool(scheme: str, place: str, host: str, port: int | None) -> "urllib3.HTTPConnectionPool":
    import urllib3

    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(place, port or 80, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        place, port or 443, timeout=timeout, server_hostname=host, assert_hostname=host
    )


def _looked_up(host: str, port: int, *, private: bool) -> str:
    """Return the address of a host.

    Raises:
        OSError: there is none, or one of them is no public address.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OSError("no such host") from error
    found = {str(answer[4][0]) for answer in answers}
    for address in found:
        if not private and not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise OSError("an address of a private network")
    return min(found)
