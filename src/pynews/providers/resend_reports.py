"""Resend's reports: signed by Svix over id, time and raw body."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256

from pynews.errors import CredentialsError
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

__all__ = ["ResendReports", "open_resend_reports"]

WINDOW = timedelta(seconds=300)
PREFIX = "whsec_"
KINDS = {
    "email.delivered": ReportKind.DELIVERED,
    "email.delivery_delayed": ReportKind.DEFERRED,
    "email.complained": ReportKind.COMPLAINED,
}


def open_resend_reports(secret: str, topics: tuple[str, ...]) -> "ResendReports":
    """Return the reader; the secret begins with ``whsec_``.

    Raises:
        CredentialsError: it is no such secret.
    """
    del topics
    try:
        keys = tuple(
            b64decode(key.removeprefix(PREFIX), validate=True)
            for key in signing_keys("resend", secret, "the webhook's signing secret")
        )
    except Error as error:
        what = "the signing secret of the reports of resend is no base64"
        raise CredentialsError(what, where="pynews.toml", hint="it begins with whsec_") from error
    return ResendReports(keys)


@dataclass(frozen=True, slots=True)
class ResendReports:
    """See `Reader`.

    Arguments:
        keys: the signing secrets, decoded.
    """

    keys: tuple[bytes, ...] = field(repr=False)

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its bytes and read it."""
        report_id = self._proven(post)
        event = tree(post.body)
        data = event.get("data")
        if not isinstance(data, dict):
            return Receipt()
        addresses = data.get("to")
        found = addresses if isinstance(addresses, list) else [addresses]
        # An event of a message to several people does not say which of them it is about.
        address = parseaddr(str(found[0]))[1] if len(found) == 1 else ""
        words = clip(*(some(data, "bounce", name) for name in ("type", "subType", "message")))
        return Receipt(
            tuple(
                report(
                    "resend",
                    (report_id, _kind(event, words), address),
                    at=moment(some(event, "created_at"), now=post.at),
                    who=who,
                    words=(_ref(data), words),
                )
            )
        )

    def _proven(self, post: Post) -> str:
        """Return the id of a post that is signed and new."""
        names = ("svix-id", "svix-timestamp", "svix-signature")
        report_id, stamp, given = (post.headers.get(name, "") for name in names)
        signed = f"{report_id}.{stamp}.".encode("utf-8", "replace") + post.body
        expected = [
            "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode("ascii")
            for key in self.keys
        ]
        if not report_id or not sum(matches(expected, one) for one in given.split()[:10]):
            why = "the signature is not Resend's"
            raise refuse(why)
        fresh(stamp, post.at, WINDOW)
        return report_id


def _kind(event: Tree, words: str) -> ReportKind | None:
    name = some(event, "type")
    if name == "email.bounced":
        kind = some(event, "data", "bounce", "type").lower()
        return bounce_kind(words, permanent=kind == "permanent")
    return KINDS.get(name)


def _ref(data: Tree) -> str:
    """Return the tag in which our messages carry their ref."""
    tags = data.get("tags")
    if isinstance(tags, list):
        named = {some(one, "name"): some(one, "value") for one in tags if isinstance(one, dict)}
        return named.get("ref", "")
    return some(data, "tags", "ref")
