"""GOV.UK Notify's delivery receipts: not signed; a bearer token of our own comes with them."""

from dataclasses import dataclass, field

from pynews.model import ReportKind
from pynews.providers.password_proof import proven_by_password
from pynews.providers.reporting import (
    Post,
    Receipt,
    Who,
    clip,
    moment,
    passwords,
    report,
    some,
    tree,
)

__all__ = ["NotifyReports", "open_notify_reports"]

KINDS = {
    "delivered": ReportKind.DELIVERED,
    "permanent-failure": ReportKind.BOUNCED_HARD,
    "temporary-failure": ReportKind.BOUNCED_SOFT,
}
TIMES = ("completed_at", "sent_at", "created_at")


def open_notify_reports(secret: str, topics: tuple[str, ...]) -> "NotifyReports":
    """Return the reader; the secret is the bearer token set for callbacks."""
    del topics
    return NotifyReports(passwords("notify", secret))


@dataclass(frozen=True, slots=True)
class NotifyReports:
    """See `Reader`.

    Arguments:
        passwords: any of them proves a post.
    """

    passwords: tuple[str, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its token and read it; text messages are nothing to us."""
        proven_by_password(post, self.passwords)
        event = tree(post.body)
        status = some(event, "status")
        at = next((some(event, name) for name in TIMES if some(event, name)), "")
        return Receipt(
            tuple(
                report(
                    "notify",
                    (f"{some(event, 'id')}/{status}", KINDS.get(status), some(event, "to")),
                    at=moment(at, now=post.at),
                    who=who,
                    words=(some(event, "reference"), clip(status)),
                    proven=False,
                )
            )
        )
