"""Subscribers, recipients, and those who are held back."""

import hashlib
import hmac
import re
from binascii import b2a_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from pynews.model.naming import named

__all__ = [
    "Audience",
    "Consent",
    "Exclusion",
    "ImportReport",
    "ListTotals",
    "Reachable",
    "Reason",
    "Recipient",
    "Subscriber",
    "SubscriberStatus",
    "masked",
    "normalised_address",
    "subscriber_id",
    "token_owner",
    "unsubscribe_token",
]

URL_SAFE = bytes.maketrans(b"+/", b"-_")  # RFC 4648 section 5
INNER, OUTER = 0x36, 0x5C  # RFC 2104 section 2
SUBSCRIBER = re.compile(r"[a-z2-7]{26}")


class SubscriberStatus(StrEnum):
    """What we may do with an address."""

    PENDING = "pending"
    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"
    ERASED = "erased"


class Reason(StrEnum):
    """Why a subscriber does not get this message.

    ``in-doubt`` is for corrections: it is not known whether they got what is corrected.
    """

    PENDING = "pending"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"
    ERASED = "erased"
    NOT_ADDRESSED = "not-addressed"
    IN_DOUBT = "in-doubt"


def normalised_address(address: str) -> str:
    """Return the form in which two spellings of one address are equal.

    The domain is case-insensitive (RFC 5321 section 2.4) and so, in the practice
    of every mailbox provider we know, is the local part; the domain is compared
    in its ASCII form (IDNA 2008, RFC 5891, mapped as UTS 46 says), so that
    ``faß.example`` and ``fass.example`` stay the two domains they are.
    """
    local, _, domain = address.strip().rpartition("@")
    return f"{local.casefold()}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    """Return a domain in its ASCII form; one that has none only in small letters."""
    if domain.isascii():
        return domain.lower()
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return domain.casefold()


def subscriber_id(key: bytes, address: str) -> str:
    """Return the id by which everything but the address table knows a subscriber.

    A keyed hash (BLAKE2b, RFC 7693) of the normalised address, 26 characters of
    ``a-z2-7``: stable between imports, and no way back to the address without the key.
    """
    digest = hashlib.blake2b(
        normalised_address(address).encode(), key=hashlib.sha256(key).digest(), digest_size=16
    ).digest()
    return named(digest)


def unsubscribe_token(key: bytes, subscriber: str) -> str:
    """Return the untimed signature that proves an unsubscribe link (RFC 8058 section 5)."""
    inner, outer = _signing(key)
    told, proof = inner.copy(), outer.copy()
    told.update(subscriber.encode())
    proof.update(told.digest())
    letters = b2a_base64(proof.digest()[:16], newline=False).translate(URL_SAFE, b"=")
    return letters.decode("ascii")


@lru_cache(maxsize=4)
def _signing(key: bytes) -> "tuple[hashlib._Hash, hashlib._Hash]":
    """Return both halves of an HMAC-SHA-256 (RFC 2104) as far as they are the same for all.

    `hmac` begins anew for every reader, which takes twice as long as all that is left to do.
    """
    block = hashlib.sha256().block_size
    short = key if len(key) <= block else hashlib.sha256(key).digest()
    padded = short.ljust(block, b"\0")
    inner = hashlib.sha256(bytes(byte ^ INNER for byte in padded) + b"unsubscribe:")
    return inner, hashlib.sha256(bytes(byte ^ OUTER for byte in padded))


def token_owner(keys: Iterable[bytes], text: str) -> str | None:
    """Return whose unsubscribe link ``{subscriber}.{token}`` is; None when nobody signed it.

    Arguments:
        keys: those that may have signed it.
        text: the last part of the link, as it came.
    """
    subscriber, _, token = text.partition(".")
    if not (SUBSCRIBER.fullmatch(subscriber) and token.isascii()):
        return None
    proofs = [hmac.compare_digest(unsubscribe_token(key, subscriber), token) for key in keys]
    return subscriber if any(proofs) else None


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else can use: ``a***@example.org``."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if domain else "***"


@dataclass(frozen=True, slots=True)
class Consent:
    """The evidence that somebody agreed to be written to.

    Arguments:
        at: when, as written in the source (ISO 8601).
        source: where, such as "joining form".
        text: what they were told.
    """

    at: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person on the list.

    Arguments:
        id: the keyed id.
        email: the address, its domain in ASCII; "" once it was erased.
        status: what we may do with it.
        consent: the newest evidence of their agreement.
        first_name, last_name, organisation: as they gave them; may be empty.
        groups: names of the groups they are in.
        language: BCP 47 tag, or "" for the publication's.
        row: row of the spreadsheet it was read from (its header is row 1); 0 from the store.
    """

    id: str
    email: str
    status: SubscriberStatus
    consent: Consent
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    language: str = ""
    row: int = field(default=0, compare=False)


class Reachable(Protocol):
    """What has to be known of somebody at the moment of hand-over."""

    @property
    def email(self) -> str:
        """Where they are written to; "" when they were erased."""
        ...

    @property
    def status(self) -> SubscriberStatus:
        """Whether they may be written to."""
        ...


@dataclass(frozen=True, slots=True)
class Recipient:
    """A subscriber who gets this message.

    Arguments:
        subscriber: the keyed id.
        email: where to.
        first_name, last_name, organisation: values for merge fields; may be empty.
        variant: name of the letter they get; see `Variant`.
    """

    subscriber: str
    email: str
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody who is held back: keyed id, masked address, and why."""

    subscriber: str
    masked: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets an issue, in numbers, and who is held back.

    Arguments:
        to: the group expression; "" means everyone.
        count: number of recipients.
        digest: SHA-256 over the recipients' ids, in order, and the variants they get.
        held_back: number of people held back, by reason.
        excluded: those who would have got it but for their status; at most 100 are named.
        variants: number of recipients by the variant's name; empty where there is one letter.
    """

    to: str
    count: int
    digest: str
    held_back: Mapping[Reason, int]
    excluded: tuple[Exclusion, ...] = ()
    variants: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListTotals:
    """How many subscribers stand in each status."""

    by_status: Mapping[SubscriberStatus, int]

    @property
    def total(self) -> int:
        """Everyone the store knows, erased ones included."""
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Arguments:
        added, changed, unchanged: numbers of subscribers.
        refused: row number (the header is row 1) and reason of each row left out.
        kept_away: rows of people who left, were suppressed or erased and stay so.
        notes: what an editor should know of the file, such as a repaired encoding.
    """

    added: int
    changed: int
    unchanged: int
    refused: tuple[tuple[int, str], ...] = ()
    kept_away: int = 0
    notes: tuple[str, ...] = ()
