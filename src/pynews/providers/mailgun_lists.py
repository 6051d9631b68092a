"""Who bounced, complained or left by Mailgun's own handling."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from pynews.model import ReportKind
from pynews.providers.lists import Entry, items
from pynews.providers.mailgun import LABEL, Mailgun
from pynews.providers.reporting import Tree, bounce_kind, some

__all__ = ["entries"]

LISTS = {
    "bounces": ReportKind.BOUNCED_HARD,
    "complaints": ReportKind.COMPLAINED,
    "unsubscribes": ReportKind.UNSUBSCRIBED,
}


def entries(account: Mailgun) -> Iterator[Entry]:
    """Yield everybody on the domain's three lists."""
    start = f"{account.base}/"

    def following(page: Tree, number: int) -> str:
        del number
        found = some(page, "paging", "next")
        return found.removeprefix(start) if found.startswith(start) else ""

    for name, kind in LISTS.items():
        path = f"v3/{quote(account.domain, safe='')}/{name}?limit=1000"
        for item in items(account, LABEL, path, below="items", following=following):
            words = f"{some(item, 'code')} {some(item, 'error')}"
            said = bounce_kind(words, permanent=True) if name == "bounces" else kind
            yield Entry(name, some(item, "address"), said, _iso(some(item, "created_at")), words)


def _iso(text: str) -> str:
    """Return a moment of RFC 5322 as ISO 8601; as it is when it is none."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError):
        return text
