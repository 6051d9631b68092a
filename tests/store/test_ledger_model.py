"""The ledger against a plain model: whatever happens in whatever order, everybody counts once."""

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pynews.model import (
    Audience,
    Delivery,
    DeliveryStatus,
    Plan,
    Reason,
    Recipient,
    subscriber_id,
)
from pynews.store import Batch, Doubt, Ledger, Status, Verdict

START = datetime(2021, 11, 2, 9, tzinfo=UTC)
LEASE = timedelta(minutes=10)
COUNT = 7
MEANING = {
    DeliveryStatus.ACCEPTED: Status.ACCEPTED,
    DeliveryStatus.REFUSED: Status.REFUSED,
    DeliveryStatus.UNKNOWN: Status.UNKNOWN,
    DeliveryStatus.DEFERRED: Status.PENDING,
}
FATES = st.lists(st.sampled_from(list(DeliveryStatus)), min_size=COUNT, max_size=COUNT)
YES = st.lists(st.sampled_from([True, False, None]), min_size=COUNT, max_size=COUNT)


class TheLedger(RuleBasedStateMachine):
    """Two senders, who claim, begin, settle late or never, and ask."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.ledger = Ledger.open(self.folder / "pynews.db")
        self.now = START
        audience = Audience("", COUNT, "d" * 64, {})
        plan = Plan("i", "issue", "e" * 64, "s", "f", "outbox", START, audience)
        ids = [subscriber_id(b"k", f"{n}@example.org") for n in range(COUNT)]
        self.campaign = self.ledger.freeze(
            plan,
            form=b"",
            recipients=[Recipient(one, "") for one in ids],
            exclusions=(),
            batch_size=3,
            now=START,
        )
        self.model = dict.fromkeys(range(1, COUNT + 1), Status.PENDING)
        self.claimed: list[Batch] = []
        self.sending: list[tuple[Batch, int]] = []
        self.lost: list[tuple[Batch, int]] = []

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.folder)

    @rule(owner=st.sampled_from(["a:1", "b:1"]))
    def claim(self, owner: str) -> None:
        found = self.ledger.claim(self.campaign, owner=owner, lease=self.now + LEASE, now=self.now)
        waiting = {n for n, status in self.model.items() if status is Status.PENDING}
        held = {one.number for batch in self.claimed for one in batch.recipients}
        if found:
            assert {one.number for one in found.recipients} <= waiting - held
            self.claimed.append(found)
        else:
            assert waiting == held

    @precondition(lambda self: self.claimed)
    @rule(leave=st.lists(st.booleans(), min_size=3, max_size=3))
    def begin(self, leave: list[bool]) -> None:
        batch = self.claimed.pop()
        gone = {
            one: Reason.UNSUBSCRIBED
            for one, left in zip(batch.recipients, leave, strict=False)
            if left
        }
        attempt = self.ledger.write_ahead(batch, gone, lease=self.now + LEASE, now=self.now)
        assert attempt
        stay = tuple(one for one in batch.recipients if one not in gone)
        self.model |= {one.number: Status.EXCLUDED for one in gone}
        self.model |= {one.number: Status.SENDING for one in stay}
        self.sending.append((replace(batch, recipients=stay), attempt))

    @precondition(lambda self: self.claimed)
    @rule()
    def give_back(self) -> None:
        self.ledger.release(self.claimed.pop())

    @precondition(lambda self: self.sending)
    @rule(fates=FATES)
    def settle(self, fates: list[DeliveryStatus]) -> None:
        batch, attempt = self.sending.pop()
        deliveries = self.deliveries(batch, fates)
        self.ledger.settle([Verdict(batch, attempt, deliveries)], self.now)
        self.model |= {number: MEANING[one.status] for number, one in deliveries.items()}

    @precondition(lambda self: self.lost)
    @rule(fates=FATES)
    def settle_late(self, fates: list[DeliveryStatus]) -> None:
        batch, attempt = self.lost.pop()
        doubted = {
            one.number
            for doubt in self.ledger.doubts(self.campaign)
            if doubt.attempt == attempt
            for one in doubt.recipients
        }
        deliveries = self.deliveries(batch, fates)
        self.ledger.settle([Verdict(batch, attempt, deliveries)], self.now)
        clear = {DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED}
        self.model |= {
            number: MEANING[one.status]
            for number, one in deliveries.items()
            if number in doubted and one.status in clear
        }

    @rule(machine=st.sampled_from(["a:", "b:"]))
    def die(self, machine: str) -> None:
        self.ledger.abandon(self.campaign, machine=machine, now=self.now)
        self.claimed = [one for one in self.claimed if not one.owner.startswith(machine)]
        dead = [one for one in self.sending if one[0].owner.startswith(machine)]
        self.sending = [one for one in self.sending if one not in dead]
        self.lost += dead
        self.model |= {one.number: Status.UNKNOWN for batch, _ in dead for one in batch.recipients}

    @rule(yes=YES)
    def ask(self, yes: list[bool | None]) -> None:
        for doubt in self.ledger.doubts(self.campaign):
            if self.busy(doubt):
                continue
            answers = dict(zip((one.number for one in doubt.recipients), yes, strict=False))
            taken = {number: one for number, one in answers.items() if one is not None}
            self.ledger.answer(self.campaign, doubt, taken)
            self.model |= {
                number: Status.ACCEPTED if one else Status.PENDING for number, one in taken.items()
            }

    def busy(self, doubt: Doubt) -> bool:
        """Whether somebody else of the batch is being handed over: the lock forbids to ask then."""
        at_work = [*self.claimed, *(batch for batch, _ in self.sending)]
        return any(batch.id == doubt.batch for batch in at_work)

    def deliveries(self, batch: Batch, fates: list[DeliveryStatus]) -> dict[int, Delivery]:
        return {
            one.number: Delivery(f"r{one.number}", fate, "id" if one.number % 2 else "")
            for one, fate in zip(batch.recipients, fates, strict=False)
        }

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        standings = {one.number: one.status for one in self.ledger.standings(self.campaign)}
        assert standings == self.model

    @invariant()
    def the_tally_counts_everybody_once(self) -> None:
        tally = self.ledger.tally(self.campaign)
        counted = Counter(self.model.values())
        assert {status: getattr(tally, status.value) for status in Status} == {
            status: counted[status] for status in Status
        }
        assert tally.candidates == COUNT


TestTheLedger = TheLedger.TestCase
TestTheLedger.settings = settings(deadline=None, max_examples=60, stateful_step_count=25)
