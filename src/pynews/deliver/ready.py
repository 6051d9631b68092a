"""A batch is made ready: who may still get it, their messages, and the attempt written ahead."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from pynews.deliver.means import Means
from pynews.errors import PynewsError
from pynews.model import Message, Reachable, Reason, Recipient, SubscriberStatus
from pynews.store import Batch, Campaign, Frozen, LedgerPromise

__all__ = [
    "GROWTH",
    "Call",
    "Cut",
    "Packed",
    "Ready",
    "call_key",
    "everybody_stays",
    "make_ready",
    "pack_next",
    "recipient",
]

GROWTH = 10
AROUND = 600  # bytes that a message takes in memory beside its content, about
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
        subscribers: the keyed ids of those whom they are for.
    """

    attempt: int
    key: str
    written_at: datetime
    messages: Mapping[int, Message]
    subscribers: tuple[str, ...] = ()

    @property
    def domains(self) -> list[str]:
        """The domain of each recipient."""
        return [_domain(message) for message in self.messages.values()]


@dataclass(frozen=True, slots=True)
class Packed:
    """A claimed batch with its messages, of which nothing is written ahead yet.

    Arguments:
        batch: claimed by this sender.
        messages: by the recipient's number.
        subscribers: the keyed ids of those whom they are for, by number.
        held_back: who left since the freeze, with the reason.
    """

    batch: Batch
    messages: Mapping[int, Message]
    subscribers: Mapping[int, str]
    held_back: Mapping[Frozen, Reason]

    @property
    def size(self) -> int:
        """How many bytes its messages take, about."""
        return sum([len(one.content) + AROUND for one in self.messages.values()])


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch whose attempt is written ahead, cut into hand-overs."""

    batch: Batch
    attempt: int
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """How a batch is cut.

    Arguments:
        size: messages of its first call; the next ones are larger and larger.
        most: messages a call may hold.
        by_domain: whether a call is for one domain only.
    """

    size: int
    most: int
    by_domain: bool = False


def pack_next(ledger: LedgerPromise, campaign: Campaign, means: Means) -> Packed | None:
    """Claim the next batch and make its messages; None when none waits.

    Nothing is on the disk yet: a sender that dies now leaves a batch that waits.
    """
    batch = _claim(ledger, campaign, means)
    if batch is None:
        return None
    try:
        chosen, held_back = _who(batch, means)
        messages = _packed(chosen, means)
    except BaseException:
        with suppress(PynewsError):
            ledger.release(batch)
        raise
    means.checkpoint("packed")
    ids = {number: one.subscriber for number, one in chosen}
    return Packed(replace(batch, recipients=()), messages, ids, held_back)


def make_ready(
    ledger: LedgerPromise,
    campaign: Campaign,
    means: Means,
    batches: Sequence[Packed],
    cut: Cut,
) -> tuple[Ready, ...]:
    """Write the attempts of batches ahead, in one transaction; without those that are not ours now.

    Who left since the freeze is held back, in the same transaction.
    """
    now = means.now()
    lease = now + means.lease
    written: list[tuple[Packed, tuple[tuple[int, ...], ...], int | None]] = []
    with ledger.together():
        for one in batches:
            parts = tuple(_parts(one.messages, cut))
            attempt = ledger.write_ahead(
                one.batch, one.held_back, calls=parts, lease=lease, now=now
            )
            written.append((one, parts, attempt))
    ready: list[Ready] = []
    for one, parts, attempt in written:
        if attempt is None:
            continue
        means.checkpoint("written ahead")
        calls = (
            Call(
                attempt,
                call_key(campaign, one.batch.id, attempt, part),
                now,
                {number: one.messages[number] for number in part},
                tuple([one.subscribers[number] for number in part]),
            )
            for part in parts
        )
        ready.append(Ready(one.batch, attempt, tuple(calls)))
    return tuple(ready)


def call_key(campaign: Campaign, batch: int, attempt: int, numbers: Sequence[int]) -> str:
    """Return the name of a hand-over, the same whenever it is worked out."""
    return f"{campaign.plan_digest[:16]}-{batch}-{attempt}-{numbers[0]}"


def recipient(frozen: Frozen, subscriber: Reachable | None) -> Recipient:
    """Return somebody with the values frozen for them and the address the list has now."""
    return Recipient(
        frozen.subscriber,
        subscriber.email if subscriber else "",
        frozen.first_name,
        frozen.last_name,
        frozen.organisation,
        frozen.variant,
    )


def everybody_stays(subscribers: Sequence[str], means: Means) -> bool:
    """Return whether all of them may still be written to."""
    people = means.people(subscribers)
    return all(
        one in people and people[one].status is SubscriberStatus.ACTIVE for one in subscribers
    )


def _claim(ledger: LedgerPromise, campaign: Campaign, means: Means) -> Batch | None:
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


def _parts(messages: Mapping[int, Message], cut: Cut) -> Iterator[tuple[int, ...]]:
    """Cut a batch's numbers into as many hand-overs as the provider needs."""
    groups: list[list[int]] = [list(messages)]
    if cut.by_domain:
        numbers = sorted(messages, key=lambda number: (_domain(messages[number]), number))
        named = groupby(numbers, key=lambda number: _domain(messages[number]))
        groups = [list(group) for _, group in named]
    size = cut.size
    for group in groups:
        place = 0
        while place < len(group):
            yield tuple(group[place : place + size])
            place += size
            size = min(size * GROWTH, cut.most)


def _domain(message: Message) -> str:
    """Return the domain of a message's recipient."""
    return message.envelope.recipient.rpartition("@")[2].lower()
