"""The list's health: how often people complain and mail comes back; nobody's reading is watched."""

from collections.abc import Mapping
from dataclasses import dataclass

from pynews.model import ReportKind

__all__ = ["GOOD", "LIMIT", "Health", "health"]

# Gmail's and Yahoo's rule for senders: below 0.1 %, and never 0.3 %.
GOOD, LIMIT = 0.001, 0.003


@dataclass(frozen=True, slots=True)
class Health:
    """What came back of what was sent.

    Arguments:
        sent: messages the provider took.
        delivered, bounced, complained, unsubscribed: of how many people it was reported.
        complaint_rate, bounce_rate: as parts of one; None while nothing was sent.
        says: what that means, in a few words.
    """

    sent: int
    delivered: int
    bounced: int
    complained: int
    unsubscribed: int
    complaint_rate: float | None
    bounce_rate: float | None
    says: str


def health(sent: int, people: Mapping[ReportKind, int]) -> Health:
    """Return the health of a list.

    Arguments:
        sent: messages the provider took.
        people: about how many people each kind of report came in the same time.
    """
    bounced = people.get(ReportKind.BOUNCED_HARD, 0)
    complained = people.get(ReportKind.COMPLAINED, 0)
    rate = complained / sent if sent else None
    return Health(
        sent=sent,
        delivered=people.get(ReportKind.DELIVERED, 0),
        bounced=bounced,
        complained=complained,
        unsubscribed=people.get(ReportKind.UNSUBSCRIBED, 0),
        complaint_rate=rate,
        bounce_rate=bounced / sent if sent else None,
        says=_says(rate),
    )


def _says(rate: float | None) -> str:
    """Return what a rate of complaints means to the large mailbox providers."""
    if rate is None:
        return "nothing was sent yet"
    if rate >= LIMIT:
        return "over 0.3 %: large providers refuse such mail; write to fewer, who asked for it"
    if rate >= GOOD:
        return "over 0.1 %: too many; ask what people expected"
    return "below 0.1 %, as large providers want it"
