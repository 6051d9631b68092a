"""Mailtrap's reports: HMAC over the raw body."""

import hmac
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from pynews.errors import SourceError
from pynews.model import Report, ReportKind
from pynews.providers.reporting import (
    Post,
    Receipt,
    Tree,
    Who,
    bounce_kind,
    clip,
    matches,
    moment,
    refuse,
    report,
    signing_keys,
    some,
    trees,
)

__all__ = ["MailtrapReports", "open_mailtrap_reports"]

KINDS = {
    "delivery": ReportKind.DELIVERED,
    "soft bounce": ReportKind.BOUNCED_SOFT,
    "spam": ReportKind.COMPLAINED,
    "unsubscribe": ReportKind.UNSUBSCRIBED,
}


def open_mailtrap_reports(secret: str, topics: tuple[str, ...]) -> "MailtrapReports":
    """Return the reader; the secret is the webhook's signature key."""
    del topics
    return MailtrapReports(signing_keys("mailtrap", secret, "the webhook's signature key"))


@dataclass(frozen=True, slots=True)
class MailtrapReports:
    """See `Reader`.

    Arguments:
        keys: signature keys.
    """

    keys: tuple[str, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its bytes and read it."""
        given = post.headers.get("mailtrap-signature", "")
        expected = [hmac.new(key.encode(), post.body, sha256).hexdigest() for key in self.keys]
        if not matches(expected, given):
            why = "the signature is not Mailtrap's"
            raise refuse(why)
        events = trees(post.body, below="events")
        return Receipt(tuple(found for event in events for found in _read(event, post, who)))


def _read(event: Tree, post: Post, who: Who) -> Iterator[Report]:
    """Yield what one event says; an odd one among many says nothing."""
    name = some(event, "event")
    words = clip(*(some(event, one) for one in ("bounce_category", "reason", "response")))
    kind = bounce_kind(words, permanent=True) if name == "bounce" else KINDS.get(name)
    with suppress(SourceError):
        at = moment(some(event, "timestamp"), now=post.at)
        ref = some(event, "custom_variables", "ref")
        named = (some(event, "event_id"), kind, some(event, "email"))
        yield from report("mailtrap", named, at=at, who=who, words=(ref, words))
