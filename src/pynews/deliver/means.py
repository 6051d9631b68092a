"""By which means a campaign is sent: everything that is not in the ledger."""

import os
import platform
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pynews.deliver.pace import Limits
from pynews.model import Message, Reachable, Recipient
from pynews.providers import Provider

__all__ = ["PATIENCE", "Means", "this_sender"]

LEASE = timedelta(minutes=10)
PATIENCE = timedelta(minutes=15)
SLICE_SECONDS = 0.2


def this_sender() -> str:
    """Return the name of this process as an owner of batches: machine, colon, process."""
    return f"{platform.node()}:{os.getpid()}"


def _pass_on(step: str) -> None:
    """Do nothing at a checkpoint."""


def _go_on() -> bool:
    """Never ask to stop."""
    return False


def _rest(span: timedelta, hands: Collection[Future[Any]]) -> None:
    """Let a moment pass, in slices so short that a signal is heard."""
    seconds = min(max(span.total_seconds(), 0.0), SLICE_SECONDS)
    if hands:
        wait(hands, timeout=seconds, return_when=FIRST_COMPLETED)
    else:
        time.sleep(seconds)


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
        limits: how fast, and how many a day.
        patience: the longest wait within a sending; when it would have to wait
            longer it ends, and the next one goes on.
        rest: lets time pass: at most the span, less when one of the hand-overs ends.
        stopping: whether somebody asked this sender to finish what is in flight and end.
    """

    provider: Provider
    pack: Callable[[Recipient], Message]
    people: Callable[[Sequence[str]], Mapping[str, Reachable]]
    now: Callable[[], datetime]
    owner: str = field(default_factory=this_sender)
    lease: timedelta = LEASE
    checkpoint: Callable[[str], None] = _pass_on
    limits: Limits = field(default_factory=Limits)
    patience: timedelta = PATIENCE
    rest: Callable[[timedelta, Collection[Future[Any]]], None] = _rest
    stopping: Callable[[], bool] = _go_on

    @property
    def machine(self) -> str:
        """Start of the names of all senders on this machine."""
        return self.owner.partition(":")[0] + ":"
