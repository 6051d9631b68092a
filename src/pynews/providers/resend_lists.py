"""Whom Resend writes to no more."""

from collections.abc import Iterator
from urllib.parse import quote

from pynews.model import ReportKind
from pynews.providers.lists import Entry, items
from pynews.providers.reporting import Tree, some
from pynews.providers.resend import LABEL, Resend

__all__ = ["entries"]

PATH = "suppressions?limit=100"
KINDS = {
    "bounce": ReportKind.BOUNCED_HARD,
    "complaint": ReportKind.COMPLAINED,
    "manual": ReportKind.UNSUBSCRIBED,
}


def entries(account: Resend) -> Iterator[Entry]:
    """Yield everybody who is suppressed."""

    def following(page: Tree, number: int) -> str:
        del number
        found = page["data"]
        last = found[-1] if isinstance(found[-1], dict) else {}
        more = page.get("has_more") is True and some(last, "id")
        return f"{PATH}&after={quote(str(more), safe='')}" if more else ""

    for item in items(account, LABEL, PATH, below="data", following=following):
        origin = some(item, "origin")
        at = some(item, "created_at")
        yield Entry("suppressions", some(item, "email"), KINDS.get(origin), at, origin)
