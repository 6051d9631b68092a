"""Mailgun's reports: signed, but not their content.

The signature is an HMAC over time and token alone, so that whoever sees one post
could put any content under it: a token counts once, and not for long.
"""

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from pynews.model import ReportKind
from pynews.providers.reporting import (
    Post,
    Receipt,
    Tree,
    Who,
    bounce_kind,
    clip,
    fresh,
    matches,
    moment,
    refuse,
    report,
    signing_keys,
    some,
    tree,
)

__all__ = ["MailgunReports", "open_mailgun_reports"]

# A post that fails is repeated for eight hours.
WINDOW = timedelta(hours=9)
KINDS = {
    "delivered": ReportKind.DELIVERED,
    "complained": ReportKind.COMPLAINED,
    "unsubscribed": ReportKind.UNSUBSCRIBED,
}
SUPPRESSED = {
    "suppress-bounce": ReportKind.BOUNCED_HARD,
    "suppress-complaint": ReportKind.COMPLAINED,
    "suppress-unsubscribe": ReportKind.UNSUBSCRIBED,
}


def open_mailgun_reports(secret: str, topics: tuple[str, ...]) -> "MailgunReports":
    """Return the reader; the secret is the webhook signing key, not the API key."""
    del topics
    return MailgunReports(signing_keys("mailgun", secret, "the webhook signing key"))


@dataclass(frozen=True, slots=True)
class MailgunReports:
    """See `Reader`.

    Arguments:
        keys: webhook signing keys.
    """

    keys: tuple[str, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its token and read it."""
        whole = tree(post.body)
        token = self._proven(whole, post)
        event = whole.get("event-data")
        if not isinstance(event, dict):
            return Receipt()
        return Receipt(
            tuple(
                report(
                    "mailgun",
                    (token, _kind(event), some(event, "recipient")),
                    at=moment(some(event, "timestamp"), now=post.at),
                    who=who,
                    words=(some(event, "user-variables", "ref"), _words(event)),
                )
            ),
            once=token,
            keep=2 * WINDOW,
        )

    def _proven(self, whole: Tree, post: Post) -> str:
        """Return the token of a post that is signed and not too old."""
        stamp, token = (some(whole, "signature", name) for name in ("timestamp", "token"))
        given = some(whole, "signature", "signature")
        signed = f"{stamp}{token}".encode("utf-8", "replace")
        expected = [hmac.new(key.encode(), signed, sha256).hexdigest() for key in self.keys]
        if not token or not matches(expected, given):
            why = "the signature is not Mailgun's"
            raise refuse(why)
        fresh(stamp, post.at, WINDOW)
        return token


def _kind(event: Tree) -> ReportKind | None:
    """Return what an event means to us; None for one that means nothing."""
    name = some(event, "event")
    if name != "failed":
        return KINDS.get(name)
    suppressed = SUPPRESSED.get(some(event, "reason"))
    permanent = some(event, "severity") == "permanent"
    return suppressed or bounce_kind(_words(event), permanent=permanent)


def _words(event: Tree) -> str:
    status = "delivery-status"
    parts = (some(event, status, name) for name in ("code", "message", "description"))
    return clip(some(event, "reason"), *parts)
