"""Postmark's reports: not signed; a password of our own comes with them (Basic)."""

from dataclasses import dataclass, field

from pynews.model import ReportKind
from pynews.providers.password_proof import proven_by_password
from pynews.providers.reporting import (
    Post,
    Receipt,
    Tree,
    Who,
    bounce_kind,
    clip,
    moment,
    passwords,
    report,
    some,
    tree,
)

__all__ = ["PostmarkReports", "open_postmark_reports"]

TIMES = ("BouncedAt", "DeliveredAt", "ChangedAt")
COMPLAINTS = {"SpamComplaint", "SpamNotification"}
HARD = {"HardBounce", "BadEmailAddress"}
SOFT = {"SoftBounce", "Blocked", "DMARCPolicy", "DnsError"}


def open_postmark_reports(secret: str, topics: tuple[str, ...]) -> "PostmarkReports":
    """Return the reader; the secret is the password of the webhook's Basic authentication."""
    del topics
    return PostmarkReports(passwords("postmark", secret))


@dataclass(frozen=True, slots=True)
class PostmarkReports:
    """See `Reader`.

    Arguments:
        passwords: any of them proves a post.
    """

    passwords: tuple[str, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its password and read it."""
        proven_by_password(post, self.passwords)
        event = tree(post.body)
        at = next((some(event, name) for name in TIMES if some(event, name)), "")
        address = some(event, "Email") or some(event, "Recipient")
        own = some(event, "ID") or "/".join((some(event, "MessageID"), address, at))
        words = clip(*(some(event, name) for name in ("Type", "Description", "Details")))
        return Receipt(
            tuple(
                report(
                    "postmark",
                    (f"{some(event, 'RecordType')}/{own}", _kind(event, words), address),
                    at=moment(at, now=post.at),
                    who=who,
                    words=(some(event, "Metadata", "ref"), words),
                    proven=False,
                )
            )
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
    reasons = {
        "HardBounce": ReportKind.BOUNCED_HARD,
        "SpamComplaint": ReportKind.COMPLAINED,
        "ManualSuppression": ReportKind.UNSUBSCRIBED,
    }
    return reasons.get(some(event, "SuppressionReason"))
