"""Amazon SES reports, brought by SNS: RSA with SHA-256, from topics that are ours.

A valid signature only says that Amazon sent it, for anybody's topic; so the
topics are pinned. The address that a post wants opened is never opened, and a
certificate is fetched from Amazon's own hosts alone.
"""

import re
import threading
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate, load_pem_x509_certificate

from pynews.errors import ProjectError, RetryLaterError
from pynews.model import Report, ReportKind
from pynews.providers.reporting import (
    Post,
    Receipt,
    Tree,
    Who,
    bounce_kind,
    clip,
    moment,
    refuse,
    report,
    some,
    tree,
)
from pynews.providers.transport import HttpRequest, HttpResponse, Transport

__all__ = ["SesReports", "certificate_address", "fetch_certificate", "open_ses_reports"]

WINDOW = timedelta(hours=1)
HOST = re.compile(r"sns\.(?P<region>[a-z]{2}(-[a-z]+)+-\d{1,2})\.amazonaws\.com(\.cn)?")
PATH = re.compile(r"/SimpleNotificationService-[0-9a-f]{32}\.pem")
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
MOST_CERTIFICATES = 8


def open_ses_reports(secret: str, topics: tuple[str, ...]) -> "SesReports":
    """Return the reader; it needs no secret, but the topics that are ours.

    Raises:
        ProjectError: no topic is named.
    """
    del secret
    if not topics:
        what = "the reports of ses need the topics they come from"
        hint = '[reports.ses] topics = ["arn:aws:sns:eu-west-2:123456789012:reports"]'
        raise ProjectError(what, where="pynews.toml", hint=hint)
    return SesReports(topics)


class SesReports:
    """See `Reader`.

    Arguments:
        topics: whose posts are ours.
        fetch: returns the certificate at an address that was found good.
    """

    def __init__(
        self, topics: tuple[str, ...], fetch: Callable[[str], bytes] | None = None
    ) -> None:
        """Fetch nothing yet."""
        self._topics = topics
        self._fetch = fetch or fetch_certificate
        self._known: dict[str, Certificate] = {}
        self._lock = threading.Lock()

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post and read it."""
        whole = tree(post.body)
        self._prove(whole, post)
        kind = some(whole, "Type")
        if kind == "SubscriptionConfirmation":
            return Receipt(note=_invitation(whole))
        if kind != "Notification":
            return Receipt()
        message = some(whole, "Message")
        if not message.lstrip().startswith("{"):
            return Receipt()  # SNS says hello in plain words
        own = some(whole, "MessageId")
        return Receipt(tuple(_read(tree(message), own, post, who)))

    def _prove(self, whole: Tree, post: Post) -> None:
        """Refuse what is not signed by Amazon, from another topic, or old."""
        topic = some(whole, "TopicArn")
        if topic not in self._topics:
            why = "it comes from another topic"
            raise refuse(why)
        if some(whole, "SignatureVersion") != "2":
            why = "set SignatureVersion 2 on the topic"
            raise refuse(why)
        sent = moment(some(whole, "Timestamp"), now=post.at + 2 * WINDOW)
        if abs(post.at - sent) > WINDOW:
            why = "it is too old"
            raise refuse(why)
        address = certificate_address(some(whole, "SigningCertURL"), topic)
        key = self._certificate(address, post.at).public_key()
        if not isinstance(key, RSAPublicKey):
            why = "its certificate is not Amazon's"
            raise refuse(why)
        try:
            given = b64decode(some(whole, "Signature"), validate=True)
            key.verify(given, _signed(whole), PKCS1v15(), SHA256())
        except (InvalidSignature, Error, ValueError) as error:
            why = "the signature is not Amazon's"
            raise refuse(why) from error

    def _certificate(self, address: str, at: datetime) -> Certificate:
        """Return a certificate that is valid now; each is fetched once."""
        with self._lock:
            found = self._known.get(address)
            if found is None:
                try:
                    found = load_pem_x509_certificate(self._fetch(address))
                except ValueError as error:
                    why = "its certificate is none"
                    raise refuse(why) from error
                if len(self._known) >= MOST_CERTIFICATES:
                    self._known.clear()
                self._known[address] = found
        if not found.not_valid_before_utc <= at <= found.not_valid_after_utc:
            why = "its certificate is not valid now"
            raise refuse(why)
        return found


def certificate_address(text: str, topic: str) -> str:
    """Return the address of a certificate if it is Amazon's, in the topic's own region.

    Raises:
        CredentialsError: it is somewhere else.
    """
    try:
        parts = urlsplit(text if text.isascii() and text.isprintable() else "")
    except ValueError:
        parts = urlsplit("")
    host = HOST.fullmatch(parts.netloc)  # the whole of it: no user, no port
    fits = (
        parts.scheme == "https"
        and host is not None
        and host["region"] == (topic.split(":") + [""] * 4)[3]
        and PATH.fullmatch(parts.path)
        and not (parts.query or parts.fragment)
    )
    if not fits:
        why = "its certificate is not at Amazon's"
        raise refuse(why)
    return text


def fetch_certificate(address: str) -> bytes:
    """Fetch a certificate, without following anybody elsewhere.

    Raises:
        RetryLaterError: it cannot be had now.
    """
    answer = Transport(connect=5, read=5).exchange(HttpRequest("GET", address, ()))
    if isinstance(answer, HttpResponse) and answer.status == 200:  # noqa: PLR2004 - HTTP's own
        return answer.body
    what = "Amazon's certificate cannot be fetched"
    raise RetryLaterError(what, hint="Amazon repeats the report by itself")


def _signed(whole: Tree) -> bytes:
    """Return the bytes that are signed: names and values, in order."""
    names = NOTIFICATION if some(whole, "Type") == "Notification" else CONFIRMATION
    lines = (f"{name}\n{some(whole, name)}\n" for name in names if name in whole)
    return "".join(lines).encode("utf-8", "replace")


def _invitation(whole: Tree) -> str:
    """Return what the operator types to let a topic of ours write to us."""
    return (
        "SNS asks whether this address takes reports. To agree: aws sns confirm-subscription"
        f" --topic-arn {some(whole, 'TopicArn')} --token {some(whole, 'Token')[:400]}"
    )


def _read(event: Tree, own: str, post: Post, who: Who) -> Iterator[Report]:
    """Yield what an event says of each address it names."""
    name = some(event, "eventType") or some(event, "notificationType")
    part = event.get(name.lower(), {})
    part = part if isinstance(part, dict) else {}
    at = moment(some(part, "timestamp") or some(event, "mail", "timestamp"), now=post.at)
    for number, (address, words) in enumerate(_addresses(name, part)):
        kind = _kind(name, part, words)
        told = (_ref(event), words)
        named = (f"{own}/{number}", kind, address)
        yield from report("ses", named, at=at, who=who, words=told)


def _addresses(name: str, part: Tree) -> Iterator[tuple[str, str]]:
    """Yield address and words of each person an event is about."""
    lists = {
        "Bounce": "bouncedRecipients",
        "Complaint": "complainedRecipients",
        "Delivery": "recipients",
        "DeliveryDelay": "delayedRecipients",
    }
    found = part.get(lists.get(name, ""))
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            words = (some(one, "status"), some(one, "diagnosticCode"))
            yield some(one, "emailAddress"), clip(some(part, "bounceSubType"), *words)
        elif isinstance(one, str):
            yield one, ""


def _kind(name: str, part: Tree, words: str) -> ReportKind | None:
    if name == "Bounce":
        return bounce_kind(words, permanent=some(part, "bounceType") == "Permanent")
    return {
        "Complaint": ReportKind.COMPLAINED,
        "Delivery": ReportKind.DELIVERED,
        "DeliveryDelay": ReportKind.DEFERRED,
    }.get(name)


def _ref(event: Tree) -> str:
    """Return the tag in which our messages carry their ref."""
    mail = event.get("mail")
    tags = mail.get("tags") if isinstance(mail, dict) else None
    found = tags.get("ref") if isinstance(tags, dict) else None
    return str(found[0]) if isinstance(found, list) and found else ""
