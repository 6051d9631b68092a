"""The ledger: what was approved, what was handed over, and what became of it.

One SQLite file, shared with the list of subscribers or its own. Recipients and
what they get are frozen in one transaction and never change; an attempt is
written down before a message is handed over, so that after any crash it is
known who may have got it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pynews.model import Exclusion, Plan, Reason, Recipient
from pynews.store import (
    ledger_batches,
    ledger_forgetting,
    ledger_freeze,
    ledger_keeping,
    ledger_reading,
    ledger_schedule,
    ledger_steering,
)
from pynews.store.database import BUSY_SECONDS, SAFE, Database, connect, transaction, translated
from pynews.store.ledger_schedule import Appointment, Schedule, ScheduleState, Waking
from pynews.store.ledger_schema import MIGRATIONS
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
from pynews.store.subscriber_leaving import overwrite

__all__ = ["Ledger"]

CACHE_KIB = 512  # batches are read once, in order: a larger cache only grows with the list
FREEZING_KIB = 1024  # a freeze sorts ids; it is over before messages take as much memory


class Ledger:
    """The ledger of one project; open it with `Ledger.open`, use it in one thread."""

    synchronous = SAFE  # a benchmark measures beside it what that costs

    def __init__(self, database: Database, path: Path) -> None:
        """Take an open database whose tables are up to date."""
        self._database = database
        self.path = path

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open the ledger in a database file, making file and tables where they lack.

        Arguments:
            path: the file; its folder must exist.
            busy_seconds: how long to wait for another process that writes.

        Raises:
            ProjectError: not a database of ours, or of a later version.
            RetryLaterError: another process holds it, or the disk is full.
        """
        database = connect(
            path,
            part="ledger",
            migrations=MIGRATIONS,
            busy_seconds=busy_seconds,
            synchronous=cls.synchronous,
        )
        database.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return cls(database, path)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        """Return the ledger, for ``with``."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    @contextmanager
    def _writing(self, *, lasting: bool = True) -> Iterator[Database]:
        """Do everything inside in one transaction, and speak of trouble in our own words."""
        if self._database.in_transaction:
            yield self._database
            return
        with translated(self.path), transaction(self._database, lasting=lasting) as database:
            yield database

    @contextmanager
    def _roomy(self) -> Iterator[None]:
        """Let the database keep more pages for a while."""
        self._database.execute(f"PRAGMA cache_size=-{FREEZING_KIB}")
        try:
            yield
        finally:
            self._database.execute(f"PRAGMA cache_size=-{CACHE_KIB}")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything inside, or nothing of it."""
        with self._writing():
            yield

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
        """Freeze a plan: all of it is written, or nothing. Both iterables are streamed.

        Arguments:
            plan: what was approved; its issue and purpose name the campaign.
            form: what is sent, as bytes that only their writer understands.
            recipients: in the order in which they are to be served; no address is kept.
            exclusions: those in question who are held back.
            batch_size: how many move together; also how many are in doubt after a crash.
            now: aware.

        Raises:
            PlanError: frozen before; somebody twice; not as many as the plan says.
            RetryLaterError: another process writes, or the disk is full.
        """
        with self._roomy(), self._writing() as database:
            digest = ledger_freeze.add_part(database, form)
            campaign = ledger_freeze.add_campaign(database, plan, digest, now)
            total = ledger_freeze.add_recipients(database, campaign, recipients)
            ledger_freeze.refuse_other_count(plan, total)
            excluded = ledger_freeze.add_exclusions(database, campaign, exclusions)
            ledger_freeze.add_batches(database, campaign, batch_size)
            ledger_freeze.count(database, campaign, total, excluded)
            return ledger_reading.by_id(database, campaign)

    def campaign(self, issue: str, purpose: str) -> Campaign | None:
        """Return the campaign of an issue and purpose, or None."""
        with translated(self.path):
            found = ledger_reading.campaigns(
                self._database, "WHERE issue = ? AND purpose = ?", (issue, purpose)
            )
        return found[0] if found else None

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return all campaigns in the order in which they were frozen."""
        with translated(self.path):
            return tuple(ledger_reading.campaigns(self._database))

    def form(self, campaign: Campaign) -> bytes:
        """Return the frozen bytes of what is sent."""
        with translated(self.path):
            return ledger_reading.form(self._database, campaign.id)

    def tally(self, campaign: Campaign) -> Tally:
        """Count every candidate of a campaign once."""
        with translated(self.path):
            return ledger_reading.tally(self._database, campaign.id)

    def exclusions(self, campaign: Campaign) -> Iterator[Exclusion]:
        """Yield who is held back and why, at the freeze or since; ``masked`` is empty."""
        with translated(self.path):
            yield from ledger_reading.exclusions(self._database, campaign.id)

    def standings(self, campaign: Campaign) -> Iterator[Standing]:
        """Yield where each recipient stands, in the order of their numbers."""
        with translated(self.path):
            yield from ledger_reading.standings(self._database, campaign.id)

    def standing(self, campaign: Campaign, subscriber: str) -> Standing | None:
        """Return where one person stands; None for somebody who was never in question."""
        with translated(self.path):
            return ledger_reading.standing(self._database, campaign.id, subscriber)

    def status_of(self, subscriber: str) -> tuple[tuple[Campaign, Standing], ...]:
        """Return where one person stands in every campaign they were in question for."""
        found = ((one, self.standing(one, subscriber)) for one in self.campaigns())
        return tuple((campaign, standing) for campaign, standing in found if standing)

    def claim(
        self, campaign: Campaign, *, owner: str, lease: datetime, now: datetime
    ) -> Batch | None:
        """Take the first batch that waits for a sender; None when none does.

        Arguments:
            owner: names the sender: machine, colon, anything.
            lease: until when it is its own; aware.
        """
        with self._writing(lasting=False) as database:  # the write-ahead brings it to the disk
            return ledger_batches.claim(database, campaign.id, owner=owner, lease=lease, now=now)

    def release(self, batch: Batch) -> None:
        """Give a claimed batch back: nothing of it was handed over."""
        with self._writing() as database:
            ledger_batches.release(database, batch)

    def write_ahead(
        self,
        batch: Batch,
        held_back: Mapping[Frozen, Reason],
        *,
        lease: datetime,
        now: datetime,
        calls: Iterable[Sequence[int]] = (),
    ) -> int | None:
        """Write down that a batch is about to be handed over; only then it may be.

        Arguments:
            held_back: those of the batch who left since the freeze.
            calls: the numbers of each hand-over, rising within each.

        Returns the number of the attempt; None when the batch is not the owner's any more.
        """
        with self._writing() as database:
            return ledger_batches.begin(
                database, batch, held_back, calls=calls, lease=lease, now=now
            )

    def settle(
        self,
        verdicts: Sequence[Verdict],
        now: datetime,
        free_at: Mapping[str, datetime] | None = None,
    ) -> None:
        """Write what came of attempts, all in one transaction.

        A verdict that comes after its batch was given up speaks only for those
        who are still in doubt because of that attempt.

        Arguments:
            free_at: from when on each of the provider's buckets is free (`pace`).
        """
        with self._writing() as database:
            for verdict in verdicts:
                ledger_batches.settle(database, verdict, now)
            ledger_keeping.keep_pace(database, free_at or {})

    def abandon(self, campaign: Campaign, *, machine: str, now: datetime) -> int:
        """Take back what dead senders held; return how many batches.

        Arguments:
            machine: start of the owners who are known to be dead.
        """
        with self._writing() as database:
            return ledger_batches.abandon(database, campaign.id, machine=machine, now=now)

    def doubts(self, campaign: Campaign) -> Iterator[Doubt]:
        """Yield the recipients of whom it is unknown whether they got it, by attempt."""
        with translated(self.path):
            yield from ledger_batches.doubts(self._database, campaign.id)

    def answer(self, campaign: Campaign, doubt: Doubt, taken: Mapping[int, bool]) -> None:
        """Write what is known by now of those in doubt; who was not taken waits again."""
        with self._writing() as database:
            ledger_batches.answer(database, campaign.id, doubt, taken)

    def frozen(self, campaign: Campaign, numbers: Iterable[int]) -> dict[int, Frozen]:
        """Return recipients as they were frozen, by their numbers."""
        with translated(self.path):
            return ledger_batches.frozen_by_number(self._database, campaign.id, numbers)

    def next_due(self, campaign: Campaign) -> datetime | None:
        """Return from when on the next batch that waits may be claimed; None for now, or never."""
        with translated(self.path):
            return ledger_batches.next_due(self._database, campaign.id)

    def move(self, campaign: Campaign, to: State, *, who: str, why: str, now: datetime) -> Campaign:
        """Pause, stop, cancel or open a campaign again, and write down who did and why.

        A sender at work stops at its next batch. A cancelled campaign of which
        nothing was handed over gives its name free.

        Raises:
            PlanError: it is in that state already, or was cancelled.
        """
        with self._writing() as database:
            ledger_steering.move(database, campaign, to, why)
            what = f"{to}: {why}" if why else str(to)
            ledger_steering.decide(database, campaign, who=who, what=what, now=now)
            if to is State.CANCELLED:
                ledger_schedule.mark(database, campaign.id, ScheduleState.CANCELLED)
                tally = ledger_reading.tally(database, campaign.id)
                ledger_steering.free_name(database, campaign, tally)
            return ledger_reading.by_id(database, campaign.id)

    def rest(self, campaign: Campaign, until: datetime) -> None:
        """Write down until when a campaign waits."""
        with self._writing() as database:
            ledger_steering.rest(database, campaign, until)

    def assume(self, campaign: Campaign, *, taken: bool, who: str, now: datetime) -> int:
        """Settle everybody in doubt as a person decides; return how many.

        Arguments:
            taken: whether they got it; otherwise they wait again.
        """
        with self._writing() as database:
            settled = ledger_batches.assume(database, campaign.id, taken=taken)
            word = "sent" if taken else "not sent"
            what = f"assumed {word}: {settled} unknown"
            ledger_steering.decide(database, campaign, who=who, what=what, now=now)
        return settled

    def decisions(self, campaign: Campaign) -> tuple[Decision, ...]:
        """Return what was decided about a campaign, oldest first."""
        with translated(self.path):
            return ledger_steering.decisions(self._database, campaign.id)

    def state(self, campaign: Campaign) -> Campaign:
        """Return a campaign as it stands now."""
        with translated(self.path):
            return ledger_reading.by_id(self._database, campaign.id)

    def subscribers(self, campaign: Campaign) -> Iterator[str]:
        """Yield the ids of a campaign's recipients in the order in which they were frozen."""
        with translated(self.path):
            yield from ledger_reading.subscribers(self._database, campaign.id)

    def progress(self, campaign: Campaign, *, attempts: int = 50) -> Progress | None:
        """Return how fast the last attempts went; None before any has ended."""
        with translated(self.path):
            return ledger_reading.progress(self._database, campaign.id, attempts=attempts)

    def taken_since(self, provider: str, since: datetime) -> int:
        """Return how many messages a provider took in attempts begun since a moment."""
        with translated(self.path):
            return ledger_reading.taken_since(self._database, provider, since)

    def first_use(self, provider: str) -> datetime | None:
        """Return when a provider was first used; None when it never was."""
        with translated(self.path):
            return ledger_reading.first_use(self._database, provider)

    def pace(self) -> dict[str, datetime]:
        """Return from when on each bucket of each provider is free."""
        with translated(self.path):
            return ledger_keeping.pace(self._database)

    def schedule(self, campaign: Campaign, appointment: Appointment) -> None:
        """Give a campaign its time; an earlier one is replaced."""
        with self._writing() as database:
            ledger_schedule.add(database, campaign.id, appointment)

    def schedules(self) -> tuple[tuple[Campaign, Schedule], ...]:
        """Return every appointment with its campaign, the earliest frozen first."""
        with translated(self.path):
            found = ledger_schedule.schedules(self._database)
            return tuple((ledger_reading.by_id(self._database, one.campaign), one) for one in found)

    def mark(self, campaign: Campaign, state: ScheduleState) -> bool:
        """Write how far an appointment is; False when the campaign has none."""
        with self._writing() as database:
            return ledger_schedule.mark(database, campaign.id, state)

    def note_waking(self, waking: Waking) -> None:
        """Write down that somebody looked whether an appointment is due."""
        with self._writing() as database:
            ledger_schedule.note_waking(database, waking)

    def wakings(self) -> tuple[Waking, ...]:
        """Return who looked last, the latest first."""
        with translated(self.path):
            return ledger_schedule.wakings(self._database)

    def last_activity(self, campaign: Campaign) -> datetime | None:
        """Return when a campaign last did something; None before its first attempt."""
        with translated(self.path):
            return ledger_schedule.last_activity(self._database, campaign.id)

    def copy_to(self, target: Path) -> int:
        """Write a whole copy of the file while senders go on; return its bytes."""
        return ledger_keeping.copy_to(self._database, target)

    def forget(self, subscriber: str) -> bool:
        """Take one person's frozen names out, from free pages too; see `ledger_forgetting`."""
        with self._writing() as database:
            changed = ledger_forgetting.forget(database, subscriber)
        with translated(self.path):
            overwrite(self._database, self.path)
        return changed
