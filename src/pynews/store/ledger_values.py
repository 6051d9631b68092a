"""What the ledger answers with: campaigns, their count, batches, and where somebody stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pynews.model import Delivery

__all__ = [
    "Batch",
    "Campaign",
    "Decision",
    "Doubt",
    "Frozen",
    "Progress",
    "Standing",
    "State",
    "Status",
    "Tally",
    "Verdict",
]


class State(StrEnum):
    """Whether a campaign may go on.

    ``stopped`` is the sender's own doing, when nothing goes well; ``paused`` and
    ``cancelled`` are a person's.
    """

    OPEN = "open"
    PAUSED = "paused"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """Where one candidate of a campaign stands; each stands in exactly one place."""

    EXCLUDED = "excluded"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A frozen plan: what was approved, and nothing else goes out under its name.

    Arguments:
        id: its number in this ledger.
        issue, purpose: what it is a sending of; together unique.
        plan_digest, edition_digest: what was approved (`Plan`).
        subject, sender, provider: as in the plan.
        at: planned time, aware.
        frozen_at: when the plan was frozen, aware.
        recipients: how many were frozen.
        state: whether it may go on, as of when it was read.
        why: the reason for a state that is not open; may be empty.
        resting: nothing is handed over before; aware, or None.
    """

    id: int
    issue: str
    purpose: str
    plan_digest: str
    edition_digest: str
    subject: str
    sender: str
    provider: str
    at: datetime
    frozen_at: datetime
    recipients: int
    state: State = State.OPEN
    why: str = ""
    resting: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Every candidate of a campaign, counted once.

    Arguments:
        candidates: all who were in question.
        excluded: held back when the plan was frozen, or since.
        accepted: taken by the provider.
        refused: refused by the provider for good.
        pending: nothing was handed over yet.
        sending: being handed over now.
        unknown: handed over without a clear answer.

    Raises:
        ValueError: the parts do not add up to the whole: somebody is lost or counted twice.
    """

    candidates: int
    excluded: int
    accepted: int
    refused: int
    pending: int
    sending: int
    unknown: int

    def __post_init__(self) -> None:
        """Check the accounting equation."""
        parts = (
            self.excluded,
            self.accepted,
            self.refused,
            self.pending,
            self.sending,
            self.unknown,
        )
        if sum(parts) != self.candidates or min(parts) < 0:
            message = f"the ledger does not add up: {self.candidates} candidates, {parts}"
            raise ValueError(message)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to hand over; some may still be unknown."""
        return not self.pending and not self.sending


@dataclass(frozen=True, slots=True)
class Frozen:
    """A recipient as frozen with the plan: no address, but the values of merge fields.

    Arguments:
        number: place in the campaign, from 1.
        subscriber: the keyed id.
        first_name, last_name, organisation: as they were.
        variant: name of the letter they get.
    """

    number: int
    subscriber: str
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A range of recipients that moves as one, claimed by one sender.

    Arguments:
        id: its number in this ledger.
        campaign: whose it is.
        owner: who claimed it.
        tries: how many attempts were made before.
        recipients: those in it whose fate is still open, in order.
    """

    id: int
    campaign: int
    owner: str
    tries: int
    recipients: tuple[Frozen, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one attempt.

    Arguments:
        batch: which batch.
        attempt: the number that `Ledger.write_ahead` gave.
        deliveries: what became of each number of the attempt; DEFERRED means that
            nothing was taken and it is to be tried again.
        wait: how long to wait before that.
    """

    batch: Batch
    attempt: int
    deliveries: Mapping[int, Delivery]
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Recipients of one attempt of whom it is not known whether they got it.

    Arguments:
        batch: number of the batch.
        attempt: number of the attempt.
        started, ended: its write-ahead, and when it was closed; aware.
        recipients: who, in order.
        calls: the numbers of each hand-over of the attempt, of those that were clear too.
    """

    batch: int
    attempt: int
    started: datetime
    ended: datetime
    recipients: tuple[Frozen, ...]
    calls: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands in one campaign.

    Arguments:
        subscriber: the keyed id.
        status: where they stand.
        number: place among the recipients; 0 for those held back from the start.
        provider_id: the provider's name for the message; may be empty.
        detail: the reason of an exclusion or refusal, or what is in doubt; may be empty.
        attempt: number of the attempt that says so; 0 when none does.
        at: when that attempt was written down; aware, or None.
    """

    subscriber: str
    status: Status
    number: int = 0
    provider_id: str = ""
    detail: str = ""
    attempt: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person, or the sender itself, decided about a campaign, and when."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How fast a campaign went lately.

    Arguments:
        accepted: messages taken by the attempts looked at.
        first, last: when the first of them began and the last ended; aware.
    """

    accepted: int
    first: datetime
    last: datetime

    @property
    def rate(self) -> float:
        """Messages a second; 0 when too little is known."""
        seconds = (self.last - self.first).total_seconds()
        return self.accepted / seconds if seconds > 0 else 0.0
