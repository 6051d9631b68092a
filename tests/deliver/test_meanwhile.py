"""What others do to the list and to the campaign while it is being sent."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from campaigns import KEY, START, Clock, People, freeze, pack, subscriber

from pynews import audience
from pynews.deliver import Limits, Means, send
from pynews.errors import PlanError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message, Recipient
from pynews.providers import Capabilities
from pynews.store import Campaign, Ledger, State, Subscribers, Tally

READERS = 12
FIRST, LAST = 0, READERS - 1
AFTER = ("handed over", "settling", "settled")
STEPS = ("taken back", "claimed", "packed", "written ahead", *AFTER)
MODES = {
    "one a call": Capabilities(max_batch=1, batch_size=4),
    "one a call, many hands": Capabilities(max_batch=1, batch_size=4, connections=3),
    "a batch a call": Capabilities(max_batch=READERS, batch_size=READERS),
    "batches, many hands": Capabilities(max_batch=3, batch_size=6, connections=2),
}


@dataclass
class Counting:
    """A provider that takes everything and counts."""

    capabilities: Capabilities
    name: str = "outbox"
    taken: list[str] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        assert key
        self.calls.append(len(messages))
        self.taken += [one.ref for one in messages]
        return [Delivery(one.ref, DeliveryStatus.ACCEPTED) for one in messages]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        return {one.ref: one.ref in self.taken for one in messages}

    def check(self) -> None:
        """Nothing to check."""


@dataclass
class Scene:
    """A ledger and a list in one file, and what happens at a step of the sending."""

    folder: Path
    ledger: Ledger
    people: Subscribers
    provider: Counting
    clock: Clock = field(default_factory=Clock)

    @property
    def path(self) -> Path:
        return self.folder / "pynews.db"

    def send(
        self, campaign: Campaign, step: str = "", deed: Callable[[], object] = dict, **other: object
    ) -> Tally:
        """Send, and do something the first time that a step comes."""
        once = threading.Lock()

        def checkpoint(name: str) -> None:
            if name == step and once.acquire(blocking=False):
                deed()

        parts = {
            "provider": self.provider,
            "pack": pack,
            "people": self.people.reach,
            "now": self.clock,
            "rest": self.clock.rest,
            "checkpoint": checkpoint,
            "owner": "here:1",
        }
        *_, tally = send(self.ledger, campaign, Means(**{**parts, **other}))  # type: ignore[arg-type]
        return tally


@pytest.fixture(params=MODES)
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    path = tmp_path / "pynews.db"
    with Ledger.open(path) as ledger, Subscribers.open(path, key=KEY) as people:
        people.add_all(map(subscriber, range(READERS)), dry_run=False)
        yield Scene(tmp_path, ledger, people, Counting(MODES[request.param]))


def frozen(scene: Scene, issue: str = "2021-11") -> Campaign:
    size = scene.provider.capabilities.batch_size
    return freeze(scene.ledger, People.of(READERS), batch=size, issue=issue)


def refs(numbers: Iterable[int]) -> list[str]:
    return sorted(f"m-{subscriber(number).id}" for number in numbers)


def leaves(scene: Scene, who: int) -> None:
    with Subscribers.open(scene.path, key=KEY) as people:
        assert people.unsubscribe(subscriber(who).id, START)


def is_erased(scene: Scene, who: int) -> None:
    with Subscribers.open(scene.path, key=KEY) as people, Ledger.open(scene.path) as ledger:
        email = subscriber(who).email
        assert audience.erase(people, [ledger], scene.folder / "outbox", email, START).listed


def import_comes(scene: Scene) -> None:
    rows = [replace(subscriber(number), last_name="Anew") for number in range(READERS + 9)]
    with Subscribers.open(scene.path, key=KEY) as people:
        assert people.add_all(rows, dry_run=False).added == 9


@pytest.mark.parametrize(("deed", "who"), [(leaves, FIRST), (leaves, LAST), (is_erased, FIRST)])
@pytest.mark.parametrize("step", STEPS)
def test_whoever_goes_before_their_own_hand_over_gets_nothing_and_nobody_else_is_missed(
    scene: Scene, step: str, deed: Callable[[Scene, int], None], who: int
) -> None:
    before: list[str] = []

    def go() -> None:
        deed(scene, who)
        before.extend(scene.provider.taken)

    tally = scene.send(frozen(scene), step, go)
    late = set(refs([who])) <= set(before)
    assert not late or step in AFTER
    assert late or who == LAST or step not in AFTER
    stays = [number for number in range(READERS) if late or number != who]
    assert sorted(scene.provider.taken) == refs(stays)
    assert (tally.accepted, tally.excluded) == ((READERS, 0) if late else (READERS - 1, 1))


@pytest.mark.parametrize("step", STEPS)
def test_a_list_imported_meanwhile_adds_nobody_and_doubles_nobody(scene: Scene, step: str) -> None:
    campaign = frozen(scene)
    assert scene.send(campaign, step, lambda: import_comes(scene)).accepted == READERS
    assert sorted(scene.provider.taken) == refs(range(READERS))


@pytest.mark.parametrize("to", [State.PAUSED, State.CANCELLED])
@pytest.mark.parametrize("step", STEPS)
def test_a_person_who_stops_it_at_any_step_loses_nobody_and_doubles_nobody(
    scene: Scene, step: str, to: State
) -> None:
    campaign = frozen(scene)

    def stop() -> None:
        with Ledger.open(scene.path) as other:
            other.move(campaign, to, who="an editor", why="a mistake", now=START)

    try:
        ended = scene.send(campaign, step, stop)
    except PlanError:
        ended = scene.ledger.tally(campaign)
    assert ended.accepted == len(scene.provider.taken)
    assert ended.accepted + ended.pending == READERS
    if to is State.PAUSED:
        scene.ledger.move(campaign, State.OPEN, who="an editor", why="", now=START)
        assert scene.send(campaign).accepted == READERS
    elif not scene.provider.taken:
        assert scene.send(frozen(scene)).accepted == READERS
    else:
        with pytest.raises(PlanError, match="frozen before"):
            frozen(scene)
    assert max(Counter(scene.provider.taken).values()) == 1
    assert to is State.CANCELLED or sorted(scene.provider.taken) == refs(range(READERS))


def test_two_campaigns_share_one_providers_pace(tmp_path: Path) -> None:
    path = tmp_path / "pynews.db"
    limits = Limits(rate=2)
    with Ledger.open(path) as ledger, Subscribers.open(path, key=KEY) as people:
        people.add_all(map(subscriber, range(READERS)), dry_run=False)
        scene = Scene(tmp_path, ledger, people, Counting(MODES["one a call"]))
        for issue in ("2021-11", "2021-12"):
            scene.send(frozen(scene, issue), limits=limits)
    seconds = (scene.clock.at - START).total_seconds()
    assert len(scene.provider.taken) == 2 * READERS
    assert seconds >= (2 * READERS - 2) / 2 - 0.1


@pytest.mark.parametrize("made", ["before the first message", "in the middle"])
def test_a_copy_put_back_in_place_sends_nothing_though_nobody_can_be_asked(
    scene: Scene, made: str
) -> None:
    campaign = frozen(scene)
    copy = scene.folder / "copy.db"
    step = {"before the first message": "taken back", "in the middle": "settled"}[made]
    forward = {"settled": lambda: scene.clock.forward(seconds=9)}.get(step, dict)

    def back_up() -> None:
        with Ledger.open(scene.path) as other:
            other.copy_to(copy)
        forward()

    assert scene.send(campaign, step, back_up).accepted == READERS
    scene.ledger.close()
    scene.people.close()
    scene.path.write_bytes(copy.read_bytes())
    with Ledger.open(scene.path) as older, Subscribers.open(scene.path, key=KEY) as people:
        again = replace(scene, ledger=older, people=people)
        whole = not older.tally(campaign).pending  # all of it had begun
        with nullcontext() if whole else pytest.raises(PlanError, match="from an older copy"):
            again.send(campaign)
        assert sorted(scene.provider.taken) == refs(range(READERS))
        for mark in (b"", b"\xff torn", b"another 2021-11-02T09:00:00+00:00", b"x y\n"):
            (scene.folder / "pynews.db-mark").write_bytes(mark)
            assert again.send(campaign).pending == 0


@pytest.mark.parametrize("ahead", [-4, 4])
def test_another_machine_whose_clock_is_minutes_off_leaves_a_live_senders_batch_alone(
    scene: Scene, ahead: int
) -> None:
    campaign = frozen(scene)
    other = replace(scene, clock=Clock(START + timedelta(minutes=ahead)))
    there: list[str] = []

    def both() -> None:
        with Ledger.open(scene.path) as same:
            same.path = scene.folder / "elsewhere"  # its lock does not reach there
            elsewhere = replace(other, ledger=same)
            with suppress(RetryLaterError):
                elsewhere.send(campaign, owner="there:1", patience=timedelta())
        there.extend(scene.provider.taken)

    assert scene.send(campaign, "written ahead", both).accepted == READERS
    assert sorted(scene.provider.taken) == refs(range(READERS))
    mine = scene.provider.capabilities.batch_size
    assert set(there) <= set(refs(range(mine, READERS)))
    assert bool(there) is (mine < READERS)


def test_a_pack_that_fails_for_one_reader_sends_nobody_of_their_batch_twice(scene: Scene) -> None:
    campaign = frozen(scene)

    def broken(recipient: Recipient) -> Message:
        if recipient.email == subscriber(LAST).email:
            raise ValueError("no such letter")
        return pack(recipient)

    with pytest.raises(ValueError, match="no such letter"):
        scene.send(campaign, pack=broken)
    tally = scene.ledger.tally(campaign)
    assert (tally.accepted, tally.unknown) == (len(scene.provider.taken), 0)
    assert scene.send(campaign).accepted == READERS
    assert sorted(scene.provider.taken) == refs(range(READERS))
