"""A message, its envelope, and what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pynews.model.letter import Letter

__all__ = ["Delivery", "DeliveryStatus", "Envelope", "Message"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the servers are told (RFC 5321): who sends, who gets it."""

    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one reader sees (RFC 5322), complete.

    Arguments:
        ref: names this message to the provider and in the ledger; ``[A-Za-z0-9_-]``,
            at most 64 characters; the same for every attempt.
        envelope: who it is from and for.
        content: the message's bytes, CRLF line ends.
        letter: the same in parts, for providers that do not take those bytes.
    """

    ref: str
    envelope: Envelope
    content: bytes
    letter: Letter | None = None


class DeliveryStatus(StrEnum):
    """What is known of one message handed over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message handed over for one recipient, with what is known of it.

    Arguments:
        ref: the message's ref.
        status: accepted, refused, deferred or unknown.
        provider_id: the provider's own name for it; may be empty.
        detail: the provider's reason, without an address; may be empty.
        retry_after: how long the provider asks us to wait, or None.
    """

    ref: str
    status: DeliveryStatus
    provider_id: str = ""
    detail: str = ""
    retry_after: timedelta | None = None
