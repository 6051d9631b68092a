"""By which means a campaign is sent: everything that is not in the ledger."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pynews.model import Message, Recipient, Subscriber
from pynews.providers import Provider

__all__ = ["Means", "this_sender"]

LEASE = timedelta(minutes=10)


def this_sender() -> str:
    """Return the name of this process as an owner of batches: machine, colon, process."""
    return f"{platform.node()}:{os.getpid()}"


def _pass_on(step: str) -> None:
    """Do nothing at a checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a sending needs beside the ledger and the campaign.

    Arguments:
        provider: who takes the messages.
        pack: makes the message of one recipient; the same recipient, the same bytes.
        people: the list as it is now, by id; who is not on it any more is missing.
        now: the time, aware; called from several threads.
        owner: this sender; begins with the machine and a colon.
        lease: how long a batch is its own. Half of it must be longer than the
            provider's time-outs: after that a sender that slept hands nothing over.
        checkpoint: told the name of each step, just before or after it; for
            watching, and for tests that stop there.
    """

    provider: Provider
    pack: Callable[[Recipient], Message]
    people: Callable[[Sequence[str]], Mapping[str, Subscriber]]
    now: Callable[[], datetime]
    owner: str = field(default_factory=this_sender)
    lease: timedelta = LEASE
    checkpoint: Callable[[str], None] = _pass_on

    @property
    def machine(self) -> str:
        """Start of the names of all senders on this machine."""
        return self.owner.partition(":")[0] + ":"
