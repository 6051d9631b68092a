"""Brevo's reports: not signed; a password of our own comes with them (Basic or Bearer)."""

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

__all__ = ["BrevoReports", "open_brevo_reports"]

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


def open_brevo_reports(secret: str, topics: tuple[str, ...]) -> "BrevoReports":
    """Return the reader; the secret is the password or token set on the webhook."""
    del topics
    return BrevoReports(passwords("brevo", secret))


@dataclass(frozen=True, slots=True)
class BrevoReports:
    """See `Reader`.

    Arguments:
        passwords: any of them proves a post.
    """

    passwords: tuple[str, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its password and read it."""
        proven_by_password(post, self.passwords)
        event = tree(post.body)
        name, address, at = (some(event, one) for one in ("event", "email", "ts_epoch"))
        words = clip(some(event, "reason"))
        own = "/".join((some(event, "message-id"), name, address, at))
        return Receipt(
            tuple(
                report(
                    "brevo",
                    (own, _kind(event, words), address),
                    at=moment(at, now=post.at),
                    who=who,
                    words=(some(event, "X-Mailin-custom"), words),
                    proven=False,
                )
            )
        )


def _kind(event: Tree, words: str) -> ReportKind | None:
    name = some(event, "event")
    return bounce_kind(words, permanent=True) if name in HARD else KINDS.get(name)
