"""Whom a Postmark stream writes to no more."""

from collections.abc import Iterator
from urllib.parse import quote

from pynews.providers.lists import Entry, items
from pynews.providers.postmark import LABEL, Postmark
from pynews.providers.postmark_reports import REASONS
from pynews.providers.reporting import Tree, some

__all__ = ["entries"]


def entries(account: Postmark) -> Iterator[Entry]:
    """Yield everybody who is suppressed in the stream that we send through; it is one page."""

    def following(page: Tree, number: int) -> str:
        del page, number
        return ""

    path = f"message-streams/{quote(account.stream, safe='')}/suppressions/dump"
    for item in items(account, LABEL, path, below="Suppressions", following=following):
        reason = some(item, "SuppressionReason")
        at = some(item, "CreatedAt")
        yield Entry(account.stream, some(item, "EmailAddress"), REASONS.get(reason), at, reason)
