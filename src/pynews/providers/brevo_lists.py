"""Whom Brevo writes to no more: they bounced, complained, left there, or somebody blocked them."""

from collections.abc import Iterator

from pynews.model import ReportKind
from pynews.providers.brevo import LABEL, Brevo
from pynews.providers.lists import Entry, items
from pynews.providers.reporting import Tree, bounce_kind, some

__all__ = ["entries"]

PAGE = 100
PATH = f"smtp/blockedContacts?limit={PAGE}&sort=asc&offset="
KINDS = {
    "contactFlaggedAsSpam": ReportKind.COMPLAINED,
    "unsubscribedViaApi": ReportKind.UNSUBSCRIBED,
    "unsubscribedViaEmail": ReportKind.UNSUBSCRIBED,
    "unsubscribedViaMA": ReportKind.UNSUBSCRIBED,
}


def entries(account: Brevo) -> Iterator[Entry]:
    """Yield everybody who is blocked."""

    def following(page: Tree, number: int) -> str:
        del page
        return f"{PATH}{number * PAGE}"

    for item in items(account, LABEL, f"{PATH}0", below="contacts", following=following):
        code, words = some(item, "reason", "code"), some(item, "reason", "message")
        kind = bounce_kind(words, permanent=True) if code == "hardBounce" else KINDS.get(code)
        at = some(item, "blockedAt")
        yield Entry("blocked", some(item, "email"), kind, at, f"{code} {words}")
