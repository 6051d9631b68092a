"""Those of whom it is unknown whether they got it: by the same key again, or by asking."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from pynews.deliver.hands import HandOver, handed_over
from pynews.deliver.means import Means
from pynews.deliver.ready import Call, call_key, recipient
from pynews.errors import PlanError, PynewsError
from pynews.model import DeliveryStatus, Message, Reachable, SubscriberStatus
from pynews.providers import Repeating
from pynews.store import Batch, Campaign, Doubt, Frozen, LedgerPromise, Verdict

__all__ = ["ask", "refuse_copy", "repeat"]

FEW = 3

MARGIN = timedelta(seconds=90)  # longer than a request may be on its way

CLEAR = {DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED}


def ask(ledger: LedgerPromise, campaign: Campaign, means: Means) -> None:
    """Settle what can be settled; who was surely not taken waits again.

    A provider that knows keys is given the same bytes under the same key again,
    for as long as it remembers keys: it takes them once. A provider that can be
    asked is asked: a "yes" is believed at once, a "no" only after the provider
    has had time to notice (``settle``) and while it still remembers (``remembers``).

    Raises:
        PynewsError: the provider cannot be asked now.
    """
    repeat(ledger, campaign, means)
    if means.provider.capabilities.reconcile:
        for doubt in ledger.doubts(campaign):
            _inquire(ledger, campaign, doubt, means)


def repeat(ledger: LedgerPromise, campaign: Campaign, means: Means) -> None:
    """Hand unclear calls over again, each under its own key, where the provider knows keys.

    Raises:
        PynewsError: the provider takes nothing now.
    """
    if means.provider.capabilities.idempotency:
        for doubt in ledger.doubts(campaign):
            for numbers in doubt.calls:
                _repeat(ledger, campaign, doubt, numbers, means)


def _repeat(
    ledger: LedgerPromise, campaign: Campaign, doubt: Doubt, numbers: Sequence[int], means: Means
) -> None:
    """Hand one call over again, as far as it is unclear and all who would get it still stay.

    Who left since is not written to: had they not been taken the first time, they would be
    now. Who was put off by the call has another attempt, and is no part of this one.

    Raises:
        PynewsError: the provider takes nothing now.
    """
    unclear = {one.number for one in doubt.recipients}.intersection(numbers)
    if not unclear or not _remembered(doubt, means):
        return
    people = ledger.frozen(campaign, numbers)
    known = means.people([one.subscriber for one in people.values()])
    messages = {
        number: means.pack(recipient(one, known.get(one.subscriber)))
        for number, one in people.items()
    }
    gone = {number for number in unclear if not _stays(people[number], known)}
    way = _way(means, messages, unclear=unclear, gone=gone)
    if way is None or not _remembered(doubt, means):
        return
    key = call_key(campaign, doubt.batch, doubt.attempt, numbers)
    handed = handed_over(Call(doubt.attempt, key, doubt.started, messages), means, way)
    said = {
        number: one
        for number, one in handed.deliveries.items()
        if number in unclear and one.status in CLEAR
    }
    batch = Batch(doubt.batch, campaign.id, means.owner, 0, ())
    ledger.settle([Verdict(batch, doubt.attempt, said)], means.now())
    means.checkpoint("answered")
    if isinstance(handed.trouble, PynewsError):
        raise handed.trouble


def _way(
    means: Means, messages: Mapping[int, Message], *, unclear: set[int], gone: set[int]
) -> HandOver | None:
    """Return how a call may be handed over again; None when it may not."""
    provider = means.provider
    if isinstance(provider, Repeating) and unclear - gone:
        return partial(
            provider.repeat,
            unclear={messages[number].ref for number in unclear},
            gone={messages[number].ref for number in gone},
        )
    if len(unclear) < len(messages) or gone:
        return None
    return provider.hand_over


def _stays(one: Frozen, known: Mapping[str, Reachable]) -> bool:
    """Return whether somebody may still be written to."""
    found = known.get(one.subscriber)
    return found is not None and found.status is SubscriberStatus.ACTIVE


def _remembered(doubt: Doubt, means: Means) -> bool:
    """Return whether the provider still knows the key of an attempt."""
    known = means.provider.capabilities.idempotency
    age = means.now() - doubt.started
    return known is not None and timedelta() <= age < known - MARGIN


def refuse_copy(ledger: LedgerPromise, campaign: Campaign, means: Means) -> None:
    """Refuse to go on when the provider has messages of which this ledger knows nothing.

    Then it is a copy, put back or carried to another machine, and who is pending here has
    it already. Asks about the first few who wait, where the provider can be asked; a key
    that may only send is good enough.

    Raises:
        PlanError: it is a copy.
    """
    capabilities, now = means.provider.capabilities, means.now()
    if not capabilities.reconcile or capabilities.rehearsal:
        return
    batch = ledger.claim(campaign, owner=means.owner, lease=now + means.lease, now=now)
    if batch is None:
        return
    found: Mapping[str, bool | None] = {}
    try:
        few = batch.recipients[:FEW]
        known = means.people([one.subscriber for one in few])
        messages = [
            means.pack(recipient(one, known[one.subscriber])) for one in few if _stays(one, known)
        ]
        with suppress(PynewsError):
            found = means.provider.find(messages)
    finally:
        ledger.release(batch)
    if any(found.values()):
        raise PlanError(
            f"{means.provider.name} has messages of {campaign.issue} that this database knows"
            " nothing of: it is a copy, and another one has sent since",
            where=str(ledger.path),
            hint=f"go on with the other one; or give this one up: pynews cancel {campaign.issue}",
        )


def _inquire(ledger: LedgerPromise, campaign: Campaign, doubt: Doubt, means: Means) -> None:
    """Ask the provider which messages of an attempt it took."""
    messages = _messages(doubt, means)
    found = means.provider.find(tuple(messages.values()))
    means.checkpoint("asked")
    believed = _no_is_no(doubt, means)
    answers = {number: found.get(message.ref) for number, message in messages.items()}
    ledger.answer(
        campaign,
        doubt,
        {number: yes for number, yes in answers.items() if yes or (yes is False and believed)},
    )
    means.checkpoint("answered")


def _messages(doubt: Doubt, means: Means) -> Mapping[int, Message]:
    """Return the messages in doubt by number; of erased people only where the ref is enough."""
    people = means.people([one.subscriber for one in doubt.recipients])
    by_ref = means.provider.capabilities.finds_by_ref
    return {
        one.number: means.pack(recipient(one, people.get(one.subscriber)))
        for one in doubt.recipients
        if by_ref or (one.subscriber in people and people[one.subscriber].email)
    }


def _no_is_no(doubt: Doubt, means: Means) -> bool:
    """Return whether a "no" may be believed by now."""
    capabilities, now = means.provider.capabilities, means.now()
    if capabilities.remembers is not None and now - doubt.started > capabilities.remembers:
        return False
    if capabilities.settle == timedelta():
        return True
    last = min(doubt.ended, doubt.started + means.lease)
    return now - last >= capabilities.settle
