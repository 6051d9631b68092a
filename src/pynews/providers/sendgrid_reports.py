"""SendGrid's reports: ECDSA over time and raw body."""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from pynews.errors import CredentialsError, SourceError
from pynews.model import Report, ReportKind
from pynews.providers.reporting import (
    Post,
    Receipt,
    Tree,
    Who,
    bounce_kind,
    clip,
    fresh,
    moment,
    refuse,
    report,
    signing_keys,
    some,
    trees,
)

__all__ = ["SendgridReports", "open_sendgrid_reports"]

WINDOW = timedelta(minutes=10)
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
KINDS = {
    "delivered": ReportKind.DELIVERED,
    "deferred": ReportKind.DEFERRED,
    "spamreport": ReportKind.COMPLAINED,
    "unsubscribe": ReportKind.UNSUBSCRIBED,
    "group_unsubscribe": ReportKind.UNSUBSCRIBED,
}
DROPPED = {
    "bounced address": ReportKind.BOUNCED_HARD,
    "invalid": ReportKind.BOUNCED_HARD,
    "spam reporting address": ReportKind.COMPLAINED,
    "unsubscribed address": ReportKind.UNSUBSCRIBED,
}


def open_sendgrid_reports(secret: str, topics: tuple[str, ...]) -> "SendgridReports":
    """Return the reader; the secret is the webhook's public verification key.

    Raises:
        CredentialsError: it is no such key.
    """
    del topics
    return SendgridReports(
        tuple(
            _key(one) for one in signing_keys("sendgrid", secret, "the webhook's verification key")
        )
    )


def _key(text: str) -> EllipticCurvePublicKey:
    try:
        found = load_der_public_key(b64decode(text, validate=True))
    except (Error, ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, EllipticCurvePublicKey):
        what = "the verification key of the reports of sendgrid is none"
        hint = "copy it from Mail Settings, Event Webhook"
        raise CredentialsError(what, where="pynews.toml", hint=hint)
    return found


@dataclass(frozen=True, slots=True)
class SendgridReports:
    """See `Reader`.

    Arguments:
        keys: public keys.
    """

    keys: tuple[EllipticCurvePublicKey, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its bytes and read it."""
        stamp = post.headers.get(TIMESTAMP, "")
        signed = stamp.encode("utf-8", "replace") + post.body
        given = post.headers.get(SIGNATURE, "")
        if not any(_signed(key, given, signed) for key in self.keys):
            why = "the signature is not SendGrid's"
            raise refuse(why)
        fresh(stamp, post.at, WINDOW)
        events = trees(post.body)
        return Receipt(tuple(found for event in events for found in _read(event, post, who)))


def _signed(key: EllipticCurvePublicKey, given: str, signed: bytes) -> bool:
    try:
        key.verify(b64decode(given, validate=True), signed, ECDSA(SHA256()))
    except (InvalidSignature, Error, ValueError):
        return False
    return True


def _read(event: Tree, post: Post, who: Who) -> Iterator[Report]:
    """Yield what one event says; an odd one among many says nothing."""
    words = clip(*(some(event, name) for name in ("type", "status", "reason")))
    with suppress(SourceError):
        at = moment(some(event, "timestamp"), now=post.at)
        named = (some(event, "sg_event_id"), _kind(event, words), some(event, "email"))
        yield from report("sendgrid", named, at=at, who=who, words=(some(event, "ref"), words))


def _kind(event: Tree, words: str) -> ReportKind | None:
    name = some(event, "event")
    if name == "bounce":
        return bounce_kind(words, permanent=some(event, "type") != "blocked")
    if name == "dropped":
        return DROPPED.get(some(event, "reason").lower())
    return KINDS.get(name)
