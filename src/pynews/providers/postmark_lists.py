"""Whom a Postmark stream writes to no more."""

from collections.abc import Iterator
from urllib.parse import quote

from pynews.model import ReportKind
from pynews.providers.lists import Entry, items
from pynews.providers.postmark import LABEL, Postmark
from pynews.providers.reporting import Tree, some

__all__ = ["entries"]

KINDS = {
    "HardBounce": ReportKind.BOUNCED_HARD,
    "SpamComplaint": ReportKind.COMPLAINED,
    "ManualSuppression": ReportKind.UNSUBSCRIBED,
}


def entries(account: Postmark) -> Iterator[Entry]:
    """Yield everybody who is suppressed in the stream that we send through; it is one page."""

    def following(page: Tree, number: int) -> str:
        del page, number
        return ""

    path = f"message-streams/{quote(account.stream, safe='')}/suppressions/dump"
    for item in items(account, LABEL, path, below="Suppressions", following=following):
        reason = some(item, "SuppressionReason")
        at = some(item, "CreatedAt")
        yield Entry(account.stream, some(item, "EmailAddress"), KINDS.get(reason), at, reason)
