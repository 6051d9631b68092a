"""A sending keeps to the pace, waits when it is asked to, and stops when nothing works."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from campaigns import START, Clock, Desk, People, freeze, subscriber

from pynews.deliver import Limits, read_limits, send
from pynews.deliver.pace import Pacing
from pynews.errors import PlanError, ProjectError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message, SubscriberStatus
from pynews.providers import Capabilities
from pynews.store import Campaign, Ledger, State, Tally

ACCEPTED, DEFERRED = DeliveryStatus.ACCEPTED, DeliveryStatus.DEFERRED
REFUSED, UNKNOWN = DeliveryStatus.REFUSED, DeliveryStatus.UNKNOWN


@dataclass
class Counter:
    """A provider that notes when it was given what, and answers as it is told."""

    clock: Clock
    answer: Callable[[int, Message], Delivery] = lambda _, one: Delivery(one.ref, ACCEPTED)
    capabilities: Capabilities = field(default_factory=Capabilities)
    calls: list[tuple[datetime, str, tuple[str, ...]]] = field(default_factory=list)
    name: str = "outbox"

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        refs = tuple(one.ref for one in messages)
        self.calls.append((self.clock(), key, refs))
        return [self.answer(len(self.calls), one) for one in messages]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        return {one.ref: None for one in messages}

    def check(self) -> None:
        """Nothing to check."""

    @property
    def refs(self) -> list[str]:
        return [ref for _, _, refs in self.calls for ref in refs]

    @property
    def moments(self) -> list[float]:
        return [(at - START).total_seconds() for at, _, _ in self.calls]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    clock = Clock()
    return Desk(tmp_path, Counter(clock), People.of(10), clock)


def run(ledger: Ledger, campaign: Campaign, desk: Desk, **other: object) -> Tally:
    return list(send(ledger, campaign, desk.means(**other)))[-1]


def counter(desk: Desk) -> Counter:
    assert isinstance(desk.provider, Counter)
    return desk.provider


def every(limit: int) -> list[str]:
    return [f"m-{subscriber(number).id}" for number in range(limit)]


def test_messages_go_no_faster_than_the_rate(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=4)
    run(ledger, campaign, desk, limits=Limits(rate=0.5))
    gaps = [b - a for a, b in pairwise(counter(desk).moments)]
    assert all(gap == pytest.approx(2, abs=0.01) for gap in gaps)
    assert sorted(counter(desk).refs) == sorted(every(10))


def test_a_restart_does_not_burst(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=2)
    progress = send(ledger, campaign, desk.means(limits=Limits(rate=0.1)))
    while ledger.tally(campaign).accepted < 2:
        next(progress)
    progress.close()
    before = counter(desk).moments[-1]
    run(ledger, campaign, desk, limits=Limits(rate=0.1))
    after = next(one for one in counter(desk).moments if one > before)
    assert after - before >= 9.9


def test_one_domain_that_wants_it_slow_does_not_hold_up_the_others(
    ledger: Ledger, desk: Desk
) -> None:
    for number in range(10):
        one = subscriber(number)
        if number % 2:
            email = f"reader{number}@slow.example"
            desk.people.by_id[one.id] = replace(one, email=email)
    campaign = freeze(ledger, desk.people, batch=10)
    run(ledger, campaign, desk, limits=Limits(domains={"slow.example": 0.1}))
    assert len(counter(desk).refs) == len(set(counter(desk).refs)) == 10
    quick = {f"m-{subscriber(number).id}" for number in range(0, 10, 2)}
    when = {refs[0]: at for at, _, refs in counter(desk).calls}
    assert max(when[ref] for ref in quick) < START + timedelta(seconds=1)
    slow = sorted(at for ref, at in when.items() if ref not in quick)
    assert slow[-1] - slow[0] >= timedelta(seconds=39)


def test_retry_after_is_waited_for_inside_the_run(ledger: Ledger, desk: Desk) -> None:
    wait = timedelta(seconds=120)

    def answer(number: int, one: Message) -> Delivery:
        return Delivery(one.ref, DEFERRED, "", "slow down", wait) if number == 3 else good(one)

    counter(desk).answer = answer
    campaign = freeze(ledger, desk.people, batch=4)
    assert run(ledger, campaign, desk).accepted == 10
    assert counter(desk).moments[:3] == [0, 0, 0]
    assert all(moment >= 120 for moment in counter(desk).moments[3:])
    assert sorted(set(counter(desk).refs)) == sorted(every(10))


def good(one: Message) -> Delivery:
    return Delivery(one.ref, ACCEPTED)


def test_a_provider_that_is_away_is_tried_later_and_later_and_then_left_alone(
    ledger: Ledger, desk: Desk
) -> None:
    counter(desk).answer = lambda _, one: Delivery(one.ref, DEFERRED, detail="no connection")
    campaign = freeze(ledger, desk.people, batch=10)
    with pytest.raises(RetryLaterError, match="no connection"):
        run(ledger, campaign, desk)
    moments = counter(desk).moments
    assert moments == sorted(moments)
    assert [round(b - a) for a, b in pairwise(moments)] == [2, 4, 8, 16, 32]
    assert ledger.tally(campaign).pending == 10


def test_somebody_who_is_put_off_alone_is_tried_again_after_the_others(
    ledger: Ledger, desk: Desk
) -> None:
    later = f"m-{subscriber(0).id}"
    seen: list[str] = []

    def answer(_: int, one: Message) -> Delivery:
        seen.append(one.ref)
        if one.ref == later and seen.count(later) < 3:
            return Delivery(one.ref, DEFERRED, detail="450 later")
        return good(one)

    desk.provider = Counter(desk.clock, answer, Capabilities(max_batch=5, batch_size=5))
    campaign = freeze(ledger, desk.people, batch=5)
    assert run(ledger, campaign, desk).accepted == 10
    assert seen.count(later) == 3
    assert all(seen.count(one) == 1 for one in every(10) if one != later)


def test_calls_grow_when_they_are_taken_and_shrink_when_they_are_too_large(
    ledger: Ledger, desk: Desk
) -> None:
    sizes: list[int] = []

    class Choosy(Counter):
        def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
            sizes.append(len(messages))
            if len(messages) > 30:
                raise ProjectError("too many at once")
            return super().hand_over(messages, key=key)

    desk.people = People.of(300)
    desk.provider = Choosy(desk.clock, capabilities=Capabilities(max_batch=200, batch_size=200))
    campaign = freeze(ledger, desk.people, batch=100)
    assert run(ledger, campaign, desk).accepted == 300
    assert sizes[0] == 10
    assert max(sizes) == 90
    assert max(sizes[-9:]) == 22
    assert sorted(counter(desk).refs) == sorted(every(300))


@pytest.mark.parametrize(
    ("status", "limit", "words"), [(UNKNOWN, 10, "no clear answer"), (REFUSED, 50, "were refused")]
)
def test_when_nothing_goes_well_the_campaign_stops_and_says_why(
    ledger: Ledger, desk: Desk, status: DeliveryStatus, limit: int, words: str
) -> None:
    desk.people = People.of(80)
    counter(desk).answer = lambda _, one: Delivery(one.ref, status, detail="out of order")
    campaign = freeze(ledger, desk.people, batch=80)
    with pytest.raises(RetryLaterError, match=words):
        run(ledger, campaign, desk)
    assert len(counter(desk).calls) == limit
    stopped = ledger.state(campaign)
    assert stopped.state is State.STOPPED
    assert "out of order" in stopped.why
    counter(desk).answer = lambda _, one: good(one)
    assert run(ledger, campaign, desk).accepted == 80 - limit
    assert [one.what.partition(":")[0] for one in ledger.decisions(campaign)] == ["stopped", "open"]


def test_a_days_number_is_kept_and_the_next_day_goes_on(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=4)
    for day, accepted in enumerate((3, 8, 10)):
        desk.clock.at = START + timedelta(days=day)
        limits = Limits(ramp=(3, 5), per_day=100)
        if accepted < 10:
            with pytest.raises(RetryLaterError, match="today's number for outbox"):
                run(ledger, campaign, desk, limits=limits)
            assert ledger.state(campaign).resting == datetime(2021, 11, 3 + day, tzinfo=UTC)
        else:
            run(ledger, campaign, desk, limits=limits)
        assert ledger.tally(campaign).accepted == accepted
    assert sorted(counter(desk).refs) == sorted(every(10))


@pytest.mark.parametrize("to", [State.PAUSED, State.CANCELLED])
def test_a_person_stops_it_at_the_next_batch_from_another_process(
    ledger: Ledger, desk: Desk, to: State
) -> None:
    campaign = freeze(ledger, desk.people, batch=4)

    def stop(step: str) -> None:
        if step == "handed over" and len(counter(desk).calls) == 5:
            with Ledger.open(ledger.path) as other:
                other.move(campaign, to, who="an editor", why="a mistake", now=START)

    with pytest.raises(PlanError, match=r"a mistake.*: 8 of 10 went out"):
        run(ledger, campaign, desk, checkpoint=stop)
    with pytest.raises(PlanError):
        run(ledger, campaign, desk)
    if to is State.PAUSED:
        ledger.move(campaign, State.OPEN, who="an editor", why="", now=START)
        assert run(ledger, campaign, desk).accepted == 10
    else:
        with pytest.raises(PlanError, match="was cancelled before"):
            ledger.move(campaign, State.OPEN, who="an editor", why="", now=START)
    assert ledger.tally(campaign).pending == (0 if to is State.PAUSED else 2)


def test_cancelled_before_the_first_message_the_issue_may_be_planned_anew(
    ledger: Ledger, desk: Desk
) -> None:
    campaign = freeze(ledger, desk.people)
    cancelled = ledger.move(campaign, State.CANCELLED, who="an editor", why="", now=START)
    assert cancelled.purpose == f"issue-cancelled-{campaign.id}"
    assert freeze(ledger, desk.people).id != campaign.id


def test_asked_to_stop_it_finishes_what_is_in_flight_and_the_next_run_goes_on(
    ledger: Ledger, desk: Desk
) -> None:
    campaign = freeze(ledger, desk.people, batch=4)
    tally = run(ledger, campaign, desk, stopping=lambda: len(counter(desk).calls) >= 3)
    assert (tally.accepted, tally.pending, tally.sending, tally.unknown) == (3, 7, 0, 0)
    assert run(ledger, campaign, desk).accepted == 10
    assert sorted(counter(desk).refs) == sorted(every(10))


def test_whoever_leaves_while_their_batch_is_being_handed_over_is_held_back(
    ledger: Ledger, desk: Desk
) -> None:
    campaign = freeze(ledger, desk.people, batch=10)

    def answer(number: int, one: Message) -> Delivery:
        if number == 2:
            desk.people.become(7, SubscriberStatus.UNSUBSCRIBED)
        return good(one)

    counter(desk).answer = answer
    tally = run(ledger, campaign, desk, limits=Limits(rate=1.0))
    assert (tally.accepted, tally.excluded) == (9, 1)
    assert f"m-{subscriber(7).id}" not in counter(desk).refs


def test_doubts_are_settled_by_the_same_key_and_the_same_messages(
    ledger: Ledger, desk: Desk
) -> None:
    taken: dict[str, tuple[str, ...]] = {}

    class Keyed(Counter):
        def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
            super().hand_over(messages, key=key)
            again = key in taken
            assert taken.setdefault(key, self.calls[-1][2]) == self.calls[-1][2]
            lost = len(self.calls) in {1, 3} and not again
            status = UNKNOWN if lost else ACCEPTED
            return [Delivery(one.ref, status, detail="no answer") for one in messages]

    can = Capabilities(max_batch=3, batch_size=5, idempotency=timedelta(hours=24))
    desk.provider = Keyed(desk.clock, capabilities=can)
    campaign = freeze(ledger, desk.people, batch=5)
    assert run(ledger, campaign, desk).accepted == 10
    assert sorted(ref for refs in taken.values() for ref in refs) == sorted(every(10))


def test_a_key_is_not_used_again_when_it_is_forgotten_or_a_reader_left(
    ledger: Ledger, desk: Desk
) -> None:
    can = Capabilities(batch_size=5, idempotency=timedelta(minutes=15))
    counter(desk).answer = lambda number, one: Delivery(
        one.ref, UNKNOWN if number < 3 else ACCEPTED
    )
    desk.provider = replace(counter(desk), capabilities=can)

    def leave(step: str) -> None:
        if step == "settled":
            desk.people.become(0, SubscriberStatus.UNSUBSCRIBED)
            desk.clock.forward(minutes=20)

    campaign = freeze(ledger, desk.people, batch=5)
    tally = run(ledger, campaign, desk, checkpoint=leave)
    (doubt,) = ledger.doubts(campaign)
    assert tally.unknown == len(doubt.recipients) == 2
    assert all(counter(desk).refs.count(ref) == 1 for ref in every(10))


def test_a_rate_that_makes_no_sense_is_told_with_the_others() -> None:
    good_ones = {"rate": "600/min", "domain_rates": "a.example 2/s, * 5/s", "ramp": "200 500"}
    found = read_limits({**good_ones, "per_day": "1000"}, 3.0)
    assert found == Limits(rate=10, domains={"a.example": 2, "*": 5}, per_day=1000, ramp=(200, 500))
    assert read_limits({}, 3.0).rate == 3.0
    with pytest.raises(ProjectError) as caught:
        read_limits({"rate": "fast", "domain_rates": "x", "ramp": "a", "per_day": "0"}, None)
    assert len(caught.value.problems) == 4


def test_a_clock_that_jumps_back_does_not_stop_the_pace_for_ever() -> None:
    pacing = Pacing(Limits(rate=1.0), "p", {"p": START + timedelta(days=30)})
    assert pacing.wait((), START) == timedelta()
    pacing.take(["x"], START)
    assert pacing.wait((), START) <= timedelta(seconds=1)
    for _ in range(10):
        pacing.slower()
    pacing.take(["x"], START)
    assert pacing.wait((), START) <= timedelta(seconds=66)
    pacing.faster()
