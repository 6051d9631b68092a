"""What came back later: delivered, bounced, complained."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["MAILBOX", "Report", "ReportKind"]

# The provider of what came as a mail, which anybody can write.
MAILBOX = "mailbox"


class ReportKind(StrEnum):
    """What a report says of a message."""

    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCED_HARD = "bounced-hard"
    BOUNCED_SOFT = "bounced-soft"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that came back about one person.

    Arguments:
        provider: who says so, as in the table of providers; `MAILBOX` for mail.
        report_id: names the report; the same for every repetition of it.
        at: when it happened, as the provider says; aware.
        kind: what happened.
        subscriber: the keyed id.
        ref: the message's ref; may be empty.
        reason: the provider's words, addresses masked; may be empty.
        proven: whether a signature (or the person's own link) proves it; what only
            came with a password is believed less.

    Raises:
        ValueError: a moment without its zone.
    """

    provider: str
    report_id: str
    at: datetime
    kind: ReportKind
    subscriber: str
    ref: str = ""
    reason: str = ""
    proven: bool = True

    def __post_init__(self) -> None:
        """Refuse a moment that could be several."""
        if self.at.tzinfo is None:
            message = "a moment without its zone"
            raise ValueError(message)
