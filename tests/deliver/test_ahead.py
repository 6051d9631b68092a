"""While every hand is at work the next batches are packed, and nothing more than packed."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from campaigns import Desk, People, freeze, subscriber

from pynews.deliver import send
from pynews.errors import RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message, SubscriberStatus
from pynews.providers import Capabilities
from pynews.store import Ledger, Tally

READERS = 8
HANDS = 2


@dataclass
class Slow:
    """A provider that answers no call before it may."""

    name: str = "outbox"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(max_batch=1, batch_size=1, connections=HANDS)
    )
    may: threading.Event = field(default_factory=threading.Event)
    taken: list[str] = field(default_factory=list)

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Take it, when it may."""
        assert key
        assert self.may.wait(60)
        self.taken += [one.ref for one in messages]
        return [Delivery(one.ref, DeliveryStatus.ACCEPTED) for one in messages]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Say truly what was taken."""
        return {one.ref: one.ref in self.taken for one in messages}

    def check(self) -> None:
        """Work always."""


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, slow: Slow) -> Desk:
    return Desk(tmp_path, slow, People.of(READERS))


def each(numbers: Sequence[int]) -> list[str]:
    return sorted(f"m-{subscriber(number).id}" for number in numbers)


def test_packed_batches_are_written_ahead_together_when_hands_are_free(
    ledger: Ledger, desk: Desk, slow: Slow
) -> None:
    def watch(step: str) -> None:
        desk.steps.append(step)
        if desk.steps.count("packed") == 2 * HANDS:
            slow.may.set()

    campaign = freeze(ledger, desk.people, batch=1)
    *_, tally = send(ledger, campaign, desk.means(checkpoint=watch))
    assert tally == Tally(READERS, 0, READERS, 0, 0, 0, 0)
    assert sorted(slow.taken) == each(range(READERS))
    mine = [step for step in desk.steps if step in {"packed", "written ahead"}]
    assert mine[: 3 * HANDS] == ["packed", "written ahead"] * HANDS + ["packed"] * HANDS
    assert mine.index("written ahead", 2 * HANDS) == 3 * HANDS


def test_who_leaves_after_their_message_was_packed_gets_nothing(
    ledger: Ledger, desk: Desk, slow: Slow
) -> None:
    def leave(step: str) -> None:
        desk.steps.append(step)
        if step == "packed" and desk.steps.count("packed") == 2 * HANDS:
            desk.people.become(HANDS, SubscriberStatus.UNSUBSCRIBED)
            del desk.people.by_id[subscriber(HANDS + 1).id]
            slow.may.set()

    campaign = freeze(ledger, desk.people, batch=1)
    *_, tally = send(ledger, campaign, desk.means(checkpoint=leave))
    assert tally == Tally(READERS, 2, READERS - 2, 0, 0, 0, 0)
    assert sorted(slow.taken) == each([0, 1, *range(4, READERS)])


def test_a_sender_that_stops_lets_what_it_packed_wait_again(
    ledger: Ledger, desk: Desk, slow: Slow
) -> None:
    def stop(step: str) -> None:
        desk.steps.append(step)
        if desk.steps.count("packed") == 2 * HANDS:
            slow.may.set()

    campaign = freeze(ledger, desk.people, batch=1)
    *_, tally = send(ledger, campaign, desk.means(checkpoint=stop, stopping=slow.may.is_set))
    assert tally == Tally(READERS, 0, HANDS, 0, READERS - HANDS, 0, 0)
    claimed = ledger.claim(
        campaign, owner="there:2", lease=desk.clock() + desk.means().lease, now=desk.clock()
    )
    assert claimed is not None
    assert claimed.recipients[0].number == HANDS + 1
    ledger.release(claimed)
    *_, tally = send(ledger, campaign, desk.means())
    assert tally.accepted == READERS
    assert sorted(slow.taken) == each(range(READERS))


def test_a_ledger_that_cannot_be_written_leaves_packed_batches_to_the_next_sender(
    ledger: Ledger, tmp_path: Path, desk: Desk, slow: Slow
) -> None:
    quick = Ledger.open(tmp_path / "pynews.db", busy_seconds=0.05)
    others = Ledger.open(tmp_path / "pynews.db")
    held = others.together()

    def hold(step: str) -> None:
        desk.steps.append(step)
        if step == "packed" and desk.steps.count("packed") == 2 * HANDS:
            held.__enter__()
            slow.may.set()

    campaign = freeze(ledger, desk.people, batch=1)
    with quick, others:
        with pytest.raises(RetryLaterError, match="busy"):
            list(send(quick, campaign, desk.means(checkpoint=hold)))
        held.__exit__(None, None, None)
    assert sorted(slow.taken) == each(range(HANDS))
    *_, tally = send(ledger, campaign, desk.means())
    assert tally.accepted == READERS
    assert sorted(slow.taken) == each(range(READERS))
