"""Somebody is erased everywhere: list, sendings, rehearsal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pynews.model import subscriber_id
from pynews.providers import forget_in_outbox
from pynews.store import Ledger, Subscribers

__all__ = ["Erasure", "erase"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure took out.

    Arguments:
        listed: whether the list held anything.
        ledgers: how many records of sendings held their name.
        messages: how many messages lay in the outbox.
    """

    listed: bool
    ledgers: int
    messages: int


def erase(
    store: Subscribers, ledgers: Iterable[Ledger], outbox: Path, address: str, at: datetime
) -> Erasure:
    """Forget a person wherever this machine holds them (UK GDPR article 17).

    The keyed id stays, so that no import brings them back, and so does the
    evidence that something was sent. Backups made from now on do not hold them.

    Arguments:
        store: the list.
        ledgers: the records of sendings there are.
        outbox: the rehearsal's Maildir; may be missing.
        address: in whatever spelling.
        at: when; aware.

    Raises:
        RetryLaterError: another process still reads old pages; the same call again
            finishes it.
        ProjectError: the outbox cannot be written.
    """
    subscriber = subscriber_id(store.key, address)
    return Erasure(
        messages=forget_in_outbox(outbox, address),
        ledgers=sum([ledger.forget(subscriber) for ledger in ledgers]),
        listed=store.erase(address, at),
    )
