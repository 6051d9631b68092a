"""Who bounced, complained or left by Mailgun's own handling: asked before a sending."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from pynews.errors import CredentialsError, RetryLaterError
from pynews.model import Report, ReportKind
from pynews.providers.mailgun import open_mailgun
from pynews.providers.reporting import Who, bounce_kind, clip, some
from pynews.providers.transport import HttpRequest, HttpResponse, Transport

__all__ = ["MailgunLists", "open_mailgun_lists"]

LISTS = {
    "bounces": ReportKind.BOUNCED_HARD,
    "complaints": ReportKind.COMPLAINED,
    "unsubscribes": ReportKind.UNSUBSCRIBED,
}
MOST_PAGES = 1000


def open_mailgun_lists(settings: Mapping[str, str], secret: str) -> "MailgunLists":
    """Return the lists of an account; settings and secret as for sending."""
    from pathlib import Path

    opened = open_mailgun(settings, secret, Path())
    return MailgunLists(opened.domain, opened.key, opened.base)


@dataclass(frozen=True, slots=True)
class MailgunLists:
    """The suppression lists of a Mailgun domain.

    Arguments:
        domain: the sending domain.
        key: its API key.
        base: start of all addresses.
        transport: how requests travel.
    """

    domain: str
    key: str = field(repr=False)
    base: str
    transport: Transport = field(default_factory=Transport, repr=False)

    def left(self, who: Who, now: datetime) -> Iterator[Report]:
        """Yield a report for every entry.

        Arguments:
            who: returns the keyed id of an address.
            now: aware.

        Raises:
            CredentialsError: the key is refused.
            RetryLaterError: no answer now.
        """
        for name, kind in LISTS.items():
            for item in self._items(name):
                address, at = some(item, "address"), _date(some(item, "created_at"), now)
                words = clip(*(some(item, part) for part in ("code", "error")))
                said = bounce_kind(words, permanent=True) if name == "bounces" else kind
                if "@" in address and address.isprintable():
                    subscriber = who(address)
                    own = f"list/{name}/{subscriber}/{at.isoformat()}"
                    yield Report("mailgun", own, at, said, subscriber, "", words)

    def _items(self, name: str) -> Iterator[Mapping[str, object]]:
        """Yield the entries of one list, page after page."""
        pair = b64encode(f"api:{self.key}".encode()).decode("ascii")
        following = f"{self.base}/v3/{quote(self.domain, safe='')}/{name}?limit=1000"
        for _ in range(MOST_PAGES):
            if not following.startswith(f"{self.base}/"):
                return
            request = HttpRequest("GET", following, (("Authorization", f"Basic {pair}"),))
            tree = _tree(self.transport.exchange(request))
            items = tree.get("items")
            if not isinstance(items, list) or not items:
                return
            yield from (item for item in items if isinstance(item, dict))
            following = some(tree, "paging", "next")


def _tree(answer: object) -> Mapping[str, object]:
    """Return what an answer holds.

    Raises:
        CredentialsError: the key is refused.
        RetryLaterError: it holds nothing.
    """
    if isinstance(answer, HttpResponse) and answer.status in {401, 403}:
        what = "Mailgun refuses the key for its lists"
        hint = "reading them needs an API key of the account or domain, not only a sending key"
        raise CredentialsError(what, where="pynews.toml", hint=hint)
    if isinstance(answer, HttpResponse) and answer.status == 200:  # noqa: PLR2004 - HTTP's own
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return found
    what = "Mailgun's lists cannot be asked now"
    raise RetryLaterError(what, hint="run the same command again in a while")


def _date(text: str, now: datetime) -> datetime:
    """Return a moment of RFC 5322; now when there is none, or a later one."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return now
    return min(found if found.tzinfo else found.replace(tzinfo=UTC), now)
