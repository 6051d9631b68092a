"""Postmark's reports: not signed; a password of our own comes with them (Basic)."""

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

__all__ = ["REASONS", "open_postmark_reports"]

# Why somebody is on Postmark's own list.
REASONS = {
    "HardBounce": ReportKind.BOUNCED_HARD,
    "SpamComplaint": ReportKind.COMPLAINED,
    "ManualSuppression": ReportKind.UNSUBSCRIBED,
}
TIMES = ("BouncedAt", "DeliveredAt", "ChangedAt")
COMPLAINTS = {"SpamComplaint", "SpamNotification"}
HARD = {"HardBounce", "BadEmailAddress"}
SOFT = {"SoftBounce", "Blocked", "DMARCPolicy", "DnsError"}


def open_postmark_reports(secret: str, topics: tuple[str, ...]) -> PasswordReports:
    """Return the reader; the secret is the password of the webhook's Basic authentication."""
    del topics
    return PasswordReports(passwords("postmark", secret), _read)


def _read(event: Tree, post: Post, who: Who) -> Iterator[Report]:
    """Yield what one event says."""
    at = next((some(event, name) for name in TIMES if some(event, name)), "")
    address = some(event, "Email") or some(event, "Recipient")
    own = some(event, "ID") or "/".join((some(event, "MessageID"), address, at))
    words = clip(*(some(event, name) for name in ("Type", "Description", "Details")))
    return report(
        "postmark",
        (f"{some(event, 'RecordType')}/{own}", _kind(event, words), address),
        at=moment(at, now=post.at),
        who=who,
        words=(some(event, "Metadata", "ref"), words),
        proven=False,
    )


def _kind(event: Tree, words: str) -> ReportKind | None:
    """Return what an event means to us."""
    record, kind = some(event, "RecordType"), some(event, "Type")
    if record == "SubscriptionChange":
        return _change(event)
    if record == "Delivery":
        return ReportKind.DELIVERED
    if kind in COMPLAINTS:
        return ReportKind.COMPLAINED
    if kind in HARD:
        return bounce_kind(words, permanent=True)
    if kind in SOFT:
        return ReportKind.BOUNCED_SOFT
    return ReportKind.DEFERRED if kind == "Transient" else None


def _change(event: Tree) -> ReportKind | None:
    """Return what a change of Postmark's own list means; coming back there means nothing here."""
    if event.get("SuppressSending") is not True:
        return None
    return REASONS.get(some(event, "SuppressionReason"))
