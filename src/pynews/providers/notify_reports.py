"""GOV.UK Notify's delivery receipts: not signed; a bearer token of our own comes with them."""

from collections.abc import Iterator

from pynews.model import Report, ReportKind
from pynews.providers.password_proof import PasswordReports
from pynews.providers.reporting import (
    Post,
    Tree,
    Who,
    clip,
    moment,
    passwords,
    report,
    some,
)

__all__ = ["open_notify_reports"]

KINDS = {
    "delivered": ReportKind.DELIVERED,
    "permanent-failure": ReportKind.BOUNCED_HARD,
    "temporary-failure": ReportKind.BOUNCED_SOFT,
}
TIMES = ("completed_at", "sent_at", "created_at")


def open_notify_reports(secret: str, topics: tuple[str, ...]) -> PasswordReports:
    """Return the reader; the secret is the bearer token set for callbacks."""
    del topics
    return PasswordReports(passwords("notify", secret), _read)


def _read(event: Tree, post: Post, who: Who) -> Iterator[Report]:
    """Yield what one event says."""
    status = some(event, "status")
    at = next((some(event, name) for name in TIMES if some(event, name)), "")
    return report(
        "notify",
        (f"{some(event, 'id')}/{status}", KINDS.get(status), some(event, "to")),
        at=moment(at, now=post.at),
        who=who,
        words=(some(event, "reference"), clip(status)),
        proven=False,
    )
