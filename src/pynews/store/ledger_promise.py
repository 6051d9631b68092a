"""What every ledger promises, so that a second store can take the place of the first.

The contract's tests stand in ``tests/store/ledger_contract.py``: a store that inherits
them and passes may carry sendings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pynews.model import Exclusion, Plan, Reason, Recipient
from pynews.store.ledger_schedule import Appointment, Schedule, ScheduleState, Waking
from pynews.store.ledger_values import (
    Batch,
    Campaign,
    Decision,
    Doubt,
    Frozen,
    Progress,
    Standing,
    State,
    Tally,
    Verdict,
)

__all__ = ["LedgerPromise"]


class LedgerPromise(Protocol):
    """The state machine of sendings; see `pynews.store.Ledger` for the arguments.

    Every writing method is one transaction, durable when it returns, or an error
    and nothing changed. Two exceptions: a claim may be lost with the power until the
    next write, for nothing is handed over on a claim alone, and then its batch waits
    again; and inside ``together`` everything is durable when that ends, not before.
    """

    @property
    def path(self) -> Path:
        """Beside which file this machine keeps its lock and its side journal."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Write everything inside, or nothing of it."""
        ...

    def freeze(
        self,
        plan: Plan,
        *,
        form: bytes,
        recipients: Iterable[Recipient],
        exclusions: Iterable[Exclusion],
        batch_size: int,
        now: datetime,
    ) -> Campaign:
        """Freeze a plan: all of it is written, or nothing. Both iterables are streamed."""
        ...

    def campaign(self, issue: str, purpose: str) -> Campaign | None:
        """Return the campaign of an issue and purpose, or None."""
        ...

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return all campaigns in the order in which they were frozen."""
        ...

    def form(self, campaign: Campaign) -> bytes:
        """Return the frozen bytes of what is sent."""
        ...

    def tally(self, campaign: Campaign) -> Tally:
        """Count every candidate of a campaign once."""
        ...

    def exclusions(self, campaign: Campaign) -> Iterator[Exclusion]:
        """Yield who is held back and why, at the freeze or since; ``masked`` is empty."""
        ...

    def standings(self, campaign: Campaign) -> Iterator[Standing]:
        """Yield where each recipient stands, in the order of their numbers."""
        ...

    def standing(self, campaign: Campaign, subscriber: str) -> Standing | None:
        """Return where one person stands; None for somebody who was never in question."""
        ...

    def status_of(self, subscriber: str) -> tuple[tuple[Campaign, Standing], ...]:
        """Return where one person stands in every campaign they were in question for."""
        ...

    def claim(
        self, campaign: Campaign, *, owner: str, lease: datetime, now: datetime
    ) -> Batch | None:
        """Take the first batch that waits for a sender; None when none does.

        No other sender gets it meanwhile; durable only with the next write.
        """
        ...

    def release(self, batch: Batch) -> None:
        """Give a claimed batch back: nothing of it was handed over."""
        ...

    def write_ahead(
        self,
        batch: Batch,
        held_back: Mapping[Frozen, Reason],
        *,
        lease: datetime,
        now: datetime,
        calls: Iterable[Sequence[int]] = (),
    ) -> int | None:
        """Write down that a batch is about to be handed over; only then it may be."""
        ...

    def settle(
        self,
        verdicts: Sequence[Verdict],
        now: datetime,
        free_at: Mapping[str, datetime] | None = None,
    ) -> None:
        """Write what came of attempts, all in one transaction."""
        ...

    def abandon(self, campaign: Campaign, *, machine: str, now: datetime) -> int:
        """Take back what dead senders held; return how many batches."""
        ...

    def doubts(self, campaign: Campaign) -> Iterator[Doubt]:
        """Yield the recipients of whom it is unknown whether they got it, by attempt."""
        ...

    def answer(self, campaign: Campaign, doubt: Doubt, taken: Mapping[int, bool]) -> None:
        """Write what is known by now of those in doubt; who was not taken waits again."""
        ...

    def frozen(self, campaign: Campaign, numbers: Iterable[int]) -> dict[int, Frozen]:
        """Return recipients as they were frozen, by their numbers."""
        ...

    def next_due(self, campaign: Campaign) -> datetime | None:
        """Return from when on the next batch that waits may be claimed; None for now, or never."""
        ...

    def move(self, campaign: Campaign, to: State, *, who: str, why: str, now: datetime) -> Campaign:
        """Pause, stop, cancel or open a campaign again, and write down who did and why."""
        ...

    def rest(self, campaign: Campaign, until: datetime) -> None:
        """Write down until when a campaign waits."""
        ...

    def assume(self, campaign: Campaign, *, taken: bool, who: str, now: datetime) -> int:
        """Settle everybody in doubt as a person decides; return how many."""
        ...

    def decisions(self, campaign: Campaign) -> tuple[Decision, ...]:
        """Return what was decided about a campaign, oldest first."""
        ...

    def state(self, campaign: Campaign) -> Campaign:
        """Return a campaign as it stands now."""
        ...

    def subscribers(self, campaign: Campaign) -> Iterator[str]:
        """Yield the ids of a campaign's recipients in the order in which they were frozen."""
        ...

    def progress(self, campaign: Campaign, *, attempts: int = 50) -> Progress | None:
        """Return how fast the last attempts went; None before any has ended."""
        ...

    def taken_since(self, provider: str, since: datetime) -> int:
        """Return how many messages a provider took in attempts begun since a moment."""
        ...

    def first_use(self, provider: str) -> datetime | None:
        """Return when a provider was first used; None when it never was."""
        ...

    def pace(self) -> dict[str, datetime]:
        """Return from when on each bucket of each provider is free."""
        ...

    def schedule(self, campaign: Campaign, appointment: Appointment) -> None:
        """Give a campaign its time; an earlier one is replaced."""
        ...

    def schedules(self) -> tuple[tuple[Campaign, Schedule], ...]:
        """Return every appointment with its campaign, the earliest frozen first."""
        ...

    def mark(self, campaign: Campaign, state: ScheduleState) -> bool:
        """Write how far an appointment is; False when the campaign has none."""
        ...

    def note_waking(self, waking: Waking) -> None:
        """Write down that somebody looked whether an appointment is due."""
        ...

    def wakings(self) -> tuple[Waking, ...]:
        """Return who looked last, the latest first."""
        ...

    def last_activity(self, campaign: Campaign) -> datetime | None:
        """Return when a campaign last did something; None before its first attempt."""
        ...
