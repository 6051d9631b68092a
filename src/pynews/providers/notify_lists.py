"""To whom GOV.UK Notify could not deliver lately: it keeps no list, but seven days of messages."""

from collections.abc import Iterator
from urllib.parse import quote

from pynews.model import ReportKind
from pynews.providers.lists import Entry, items
from pynews.providers.notify import LABEL, Notify
from pynews.providers.reporting import Tree, some

__all__ = ["entries"]

PATH = "v2/notifications?template_type=email&status=permanent-failure"


def entries(account: Notify) -> Iterator[Entry]:
    """Yield whoever's provider said that there is no such address."""

    def following(page: Tree, number: int) -> str:
        del number
        found = page["notifications"]
        last = some(found[-1], "id") if isinstance(found[-1], dict) else ""
        return f"{PATH}&older_than={quote(last, safe='')}" if last else ""

    for item in items(account, LABEL, PATH, below="notifications", following=following):
        at = some(item, "completed_at") or some(item, "created_at")
        own = some(item, "id")
        kind = ReportKind.BOUNCED_HARD if some(item, "status") == "permanent-failure" else None
        yield Entry(f"failed/{own}", some(item, "email_address"), kind, at, "permanent-failure")
