"""A batch is made ready: who may still get it, their messages, and the attempt written ahead."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pynews.deliver.means import Means
from pynews.errors import PynewsError
from pynews.model import Message, Reason, Recipient, Subscriber, SubscriberStatus
from pynews.store import Batch, Campaign, Frozen, Ledger

__all__ = ["Call", "Ready", "make_ready", "recipient"]

REASONS = {
    SubscriberStatus.PENDING: Reason.PENDING,
    SubscriberStatus.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    SubscriberStatus.SUPPRESSED: Reason.SUPPRESSED,
    SubscriberStatus.ERASED: Reason.ERASED,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One hand-over to the provider.

    Arguments:
        attempt: which attempt it belongs to.
        key: names it to a provider that knows keys.
        written_at: when the attempt was written ahead.
        messages: by the recipient's number.
    """

    attempt: int
    key: str
    written_at: datetime
    messages: Mapping[int, Message]


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch whose attempt is written ahead, cut into hand-overs."""

    batch: Batch
    attempt: int
    calls: tuple[Call, ...]


def make_ready(ledger: Ledger, campaign: Campaign, means: Means) -> Ready | None:
    """Claim the next batch and write its attempt ahead; None when none waits.

    Who left since the freeze is held back, in the same transaction as the attempt.
    """
    while batch := _claim(ledger, campaign, means):
        try:
            chosen, held_back = _who(batch, means)
            messages = _packed(chosen, means)
        except BaseException:
            with suppress(PynewsError):
                ledger.release(batch)
            raise
        means.checkpoint("packed")
        now = means.now()
        attempt = ledger.write_ahead(batch, held_back, lease=now + means.lease, now=now)
        if attempt is not None:
            means.checkpoint("written ahead")
            key = f"{campaign.plan_digest[:16]}-{batch.id}-{attempt}"
            return Ready(batch, attempt, tuple(_calls(messages, attempt, key, now, means)))
    return None


def recipient(frozen: Frozen, subscriber: Subscriber) -> Recipient:
    """Return somebody with the values frozen for them and the address the list has now."""
    return Recipient(
        frozen.subscriber,
        subscriber.email,
        frozen.first_name,
        frozen.last_name,
        frozen.organisation,
    )


def _claim(ledger: Ledger, campaign: Campaign, means: Means) -> Batch | None:
    """Claim the next batch that waits."""
    now = means.now()
    batch = ledger.claim(campaign, owner=means.owner, lease=now + means.lease, now=now)
    if batch:
        means.checkpoint("claimed")
    return batch


def _who(batch: Batch, means: Means) -> tuple[list[tuple[int, Recipient]], dict[Frozen, Reason]]:
    """Return who of a batch still gets it, by number, and who does not, with the reason."""
    people = means.people([one.subscriber for one in batch.recipients])
    chosen: list[tuple[int, Recipient]] = []
    held_back: dict[Frozen, Reason] = {}
    for one in batch.recipients:
        subscriber = people.get(one.subscriber)
        if subscriber is None:
            held_back[one] = Reason.ERASED
        elif subscriber.status is SubscriberStatus.ACTIVE:
            chosen.append((one.number, recipient(one, subscriber)))
        else:
            held_back[one] = REASONS[subscriber.status]
    return chosen, held_back


def _packed(chosen: list[tuple[int, Recipient]], means: Means) -> dict[int, Message]:
    """Return everybody's message, by number.

    Raises:
        ValueError: two messages of one ref: one of them would be taken for the other.
    """
    messages = {number: means.pack(one) for number, one in chosen}
    if len({message.ref for message in messages.values()}) < len(messages):
        complaint = "two recipients' messages have the same ref"
        raise ValueError(complaint)
    return messages


def _calls(
    messages: Mapping[int, Message], attempt: int, key: str, now: datetime, means: Means
) -> Iterator[Call]:
    """Cut a batch's messages into as many hand-overs as the provider needs."""
    size = means.provider.capabilities.max_batch
    numbers = list(messages)
    for place in range(0, len(numbers), size):
        part = {number: messages[number] for number in numbers[place : place + size]}
        yield Call(attempt, f"{key}-{place // size}", now, part)
