"""Answers that name nobody, half of them, strangers, or the same reader twice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from campaigns import START, Desk, People, freeze, subscriber

from pynews.deliver import send
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers import Capabilities
from pynews.store import Campaign, Ledger, Status, Tally

READERS = 8
ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
Answer = Callable[[Sequence[Message]], Sequence[Delivery]]


@dataclass
class Odd:
    """A provider that takes everything and answers as it likes; nobody can ask it."""

    answer: Answer
    name: str = "outbox"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(max_batch=READERS, batch_size=READERS)
    )
    taken: list[str] = field(default_factory=list)

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        assert key
        self.taken += [one.ref for one in messages]
        return self.answer(messages)

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        return {one.ref: None for one in messages}

    def check(self) -> None:
        """Nothing to check."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


def sent(ledger: Ledger, folder: Path, answer: Answer) -> tuple[Campaign, Odd, Tally]:
    """Send, and again, to a provider that answers so."""
    odd = Odd(answer)
    desk = Desk(folder, odd, People.of(READERS))
    campaign = freeze(ledger, desk.people, batch=READERS)
    for _ in range(2):
        *_, tally = send(ledger, campaign, desk.means())
    return campaign, odd, tally


def nobody(messages: Sequence[Message]) -> Sequence[Delivery]:
    del messages
    return []


def strangers(messages: Sequence[Message]) -> Sequence[Delivery]:
    return [Delivery(f"x{one.ref}", ACCEPTED) for one in messages]


def half(messages: Sequence[Message]) -> Sequence[Delivery]:
    return [Delivery(one.ref, ACCEPTED) for one in messages[::2]]


def both_ways(messages: Sequence[Message]) -> Sequence[Delivery]:
    yes = [Delivery(one.ref, ACCEPTED) for one in messages]
    return [*yes, *(Delivery(one.ref, REFUSED) for one in messages[::2]), *yes[::2]]


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [(nobody, 0), (strangers, 0), (half, READERS // 2), (both_ways, READERS // 2)],
)
def test_whoever_an_answer_does_not_name_clearly_is_in_doubt_by_name_and_not_written_to_again(
    ledger: Ledger, tmp_path: Path, answer: Answer, accepted: int
) -> None:
    campaign, odd, tally = sent(ledger, tmp_path, answer)
    assert tally == Tally(READERS, 0, accepted, 0, 0, 0, READERS - accepted)
    assert len(odd.taken) == len(set(odd.taken)) == READERS
    named = {one.subscriber for doubt in ledger.doubts(campaign) for one in doubt.recipients}
    clear = {one.subscriber for one in ledger.standings(campaign) if one.status is Status.ACCEPTED}
    assert named | clear == {subscriber(number).id for number in range(READERS)}
    assert len(named) == READERS - accepted
    assert ledger.assume(campaign, taken=True, who="an editor", now=START) == len(named)
    assert ledger.tally(campaign).accepted == READERS


def test_one_id_for_all_messages_is_kept_for_each(ledger: Ledger, tmp_path: Path) -> None:
    def alike(messages: Sequence[Message]) -> Sequence[Delivery]:
        return [Delivery(one.ref, ACCEPTED, "the-same") for one in (*messages, *messages)]

    campaign, _, tally = sent(ledger, tmp_path, alike)
    assert tally.accepted == READERS
    assert [one.provider_id for one in ledger.standings(campaign)] == ["the-same"] * READERS
