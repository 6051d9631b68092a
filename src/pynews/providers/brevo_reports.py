"""Brevo's reports: not signed; a password of our own comes with them (Basic or Bearer)."""

from collections.abc import Iterator

from pynews.model import Report, ReportKind
from pynews.providers.password_proof import PasswordReports
from pynews.providers.reporting import (
    Post,
    Tree,
    Who,
    bounce_kind,
    clip,
    moment,
    passwords,
    report,
    some,
)

__all__ = ["open_brevo_reports"]

KINDS = {
    "delivered": ReportKind.DELIVERED,
    "deferred": ReportKind.DEFERRED,
    "soft_bounce": ReportKind.BOUNCED_SOFT,
    "spam": ReportKind.COMPLAINED,
    "complaint": ReportKind.COMPLAINED,
    "unsubscribe": ReportKind.UNSUBSCRIBED,
    "unsubscribed": ReportKind.UNSUBSCRIBED,
}
HARD = {"hard_bounce", "invalid_email"}


def open_brevo_reports(secret: str, topics: tuple[str, ...]) -> PasswordReports:
    """Return the reader; the secret is the password or token set on the webhook."""
    del topics
    return PasswordReports(passwords("brevo", secret), _read)


def _read(event: Tree, post: Post, who: Who) -> Iterator[Report]:
    """Yield what one event says."""
    name, address, at = (some(event, one) for one in ("event", "email", "ts_epoch"))
    words = clip(some(event, "reason"))
    own = "/".join((some(event, "message-id"), name, address, at))
    return report(
        "brevo",
        (own, _kind(event, words), address),
        at=moment(at, now=post.at),
        who=who,
        words=(some(event, "X-Mailin-custom"), words),
        proven=False,
    )


def _kind(event: Tree, words: str) -> ReportKind | None:
    name = some(event, "event")
    return bounce_kind(words, permanent=True) if name in HARD else KINDS.get(name)
