"""Whom Amazon SES writes to no more: the account's suppression list in this region."""

from collections.abc import Iterator
from urllib.parse import quote

from pynews.model import ReportKind
from pynews.providers.lists import Entry, items
from pynews.providers.reporting import Tree, some
from pynews.providers.ses import LABEL, Ses

__all__ = ["entries"]

PATH = "v2/email/suppression/addresses?"
KINDS = {"BOUNCE": ReportKind.BOUNCED_HARD, "COMPLAINT": ReportKind.COMPLAINED}


def entries(account: Ses) -> Iterator[Entry]:
    """Yield everybody who is suppressed."""

    def following(page: Tree, number: int) -> str:
        del number
        token = some(page, "NextToken")
        return f"{PATH}NextToken={quote(token, safe='')}&PageSize=1000" if token else ""

    below = "SuppressedDestinationSummaries"
    for item in items(account, LABEL, f"{PATH}PageSize=1000", below=below, following=following):
        reason = some(item, "Reason")
        at = some(item, "LastUpdateTime")
        yield Entry("suppressed", some(item, "EmailAddress"), KINDS.get(reason), at, reason)
