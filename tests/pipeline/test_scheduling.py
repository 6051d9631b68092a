"""What goes out by itself: at its hour, once, not too late, and never when a person said no."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews import deliver, pipeline
from pynews.audience import import_subscribers
from pynews.config import Project, load
from pynews.errors import PlanError, UsageError
from pynews.model import Plan
from pynews.store import Appointment, Campaign, Ledger, ScheduleState, State

AT = datetime(2021, 11, 2, 9, tzinfo=UTC)
ISSUE = "2021-11"


class Clock:
    def __init__(self) -> None:
        self.at = AT - timedelta(days=1)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(project: Path) -> Project:
    found = load(project)
    with pipeline.open_subscribers(found) as store:
        import_subscribers(
            store,
            project / "subscribers.example.csv",
            key=found.key,
            consent_source="",
            dry_run=False,
        )
    return found


Planned = tuple[pipeline.Built, Plan]


@pytest.fixture
def planned(opened: Project) -> Planned:
    built = pipeline.build(opened, ISSUE)
    return built, pipeline.make_plan(opened, built, at=AT)


@pytest.fixture
def scheduled(opened: Project, planned: Planned, clock: Clock) -> Campaign:
    appointment = Appointment.of(AT, "Europe/London", timedelta(hours=1))
    built, plan = planned
    return pipeline.schedule(opened, built, plan, appointment=appointment, now=clock)


def ticked(project: Project, clock: Clock, **how: object) -> list[tuple[str, int]]:
    found = pipeline.tick(project, now=clock, **how)  # type: ignore[arg-type]
    return [(str(one.outcome), one.tally.accepted) for one in found]


def state(project: Project) -> ScheduleState:
    with pipeline.open_ledger(project) as ledger:
        ((_, found),) = ledger.schedules()
    return found.state


def letters(project: Project) -> int:
    new = project.outbox / "new"
    return len(list(new.iterdir())) if new.is_dir() else 0


def test_it_goes_out_at_its_time_and_once(
    opened: Project, scheduled: Campaign, clock: Clock
) -> None:
    assert ticked(opened, clock) == []
    assert pipeline.next_due(opened, clock()) == AT
    clock.at = AT
    assert ticked(opened, clock) == [("sent", 5)]
    assert ticked(opened, clock) == []
    assert (letters(opened), state(opened)) == (5, ScheduleState.DONE)
    assert pipeline.next_due(opened, clock()) is None
    assert scheduled.recipients == 5


def test_later_than_its_grace_time_it_is_missed_and_waits_for_a_person(
    opened: Project, planned: Planned, scheduled: Campaign, clock: Clock
) -> None:
    clock.at = AT + timedelta(hours=1, seconds=1)
    assert ticked(opened, clock) == [("missed", 0)]
    assert ticked(opened, clock) == []
    assert (letters(opened), state(opened)) == (0, ScheduleState.MISSED)
    *_, end = pipeline.send(opened, *planned, now=clock)
    assert (end.tally.accepted, state(opened)) == (5, ScheduleState.DONE)
    assert end.campaign.id == scheduled.id


@pytest.mark.usefixtures("scheduled")
def test_just_within_its_grace_time_it_still_goes(opened: Project, clock: Clock) -> None:
    clock.at = AT + timedelta(hours=1)
    assert ticked(opened, clock) == [("sent", 5)]


@pytest.mark.usefixtures("scheduled")
def test_whoever_wants_catches_up(opened: Project, clock: Clock) -> None:
    clock.at = AT + timedelta(days=3)
    assert ticked(opened, clock, catch_up=True) == [("sent", 5)]


@pytest.mark.usefixtures("scheduled")
def test_a_clock_set_back_sends_nothing_early_or_twice(opened: Project, clock: Clock) -> None:
    clock.at = AT
    assert ticked(opened, clock) == [("sent", 5)]
    clock.at = AT - timedelta(hours=2)
    assert ticked(opened, clock) == []
    clock.at = AT + timedelta(minutes=1)
    assert ticked(opened, clock) == []
    assert letters(opened) == 5


@pytest.mark.usefixtures("scheduled")
def test_what_was_begun_and_left_for_long_does_not_go_on_by_itself(
    opened: Project, clock: Clock
) -> None:
    clock.at = AT
    assert ticked(opened, clock, stopping=stop_after(2)) == [("stopped", 0)]
    assert state(opened) is ScheduleState.RUNNING
    clock.at = AT + timedelta(days=2)
    assert ticked(opened, clock) == [("missed", 0)]


def stop_after(times: int) -> Callable[[], bool]:
    asked = iter(range(100))
    return lambda: next(asked) >= times - 1


@pytest.mark.usefixtures("scheduled")
def test_what_changed_since_it_was_scheduled_is_refused(
    opened: Project, project: Path, clock: Clock
) -> None:
    path = project / "newsletters" / ISSUE / "issue.md"
    path.write_text(path.read_text(encoding="utf-8").replace("The board met", "The board has met"))
    clock.at = AT
    (found,) = pipeline.tick(opened, now=clock)
    assert found.outcome == "failed"
    assert isinstance(found.error, PlanError)
    assert "other content" in str(found.error)
    assert letters(opened) == 0


@pytest.mark.usefixtures("scheduled")
def test_a_pause_holds_it_and_a_resume_lets_it_go(opened: Project, clock: Clock) -> None:
    who = {"who": "an editor", "why": "one more look"}
    pipeline.steer(opened, ISSUE, State.PAUSED, now=clock(), **who)
    clock.at = AT
    assert ticked(opened, clock) == []
    with pytest.raises(PlanError, match="paused already"):
        pipeline.steer(opened, ISSUE, State.PAUSED, now=clock(), **who)
    pipeline.steer(opened, ISSUE, State.OPEN, now=clock(), **who)
    assert ticked(opened, clock) == [("sent", 5)]
    with pytest.raises(UsageError, match="nothing of"):
        pipeline.steer(opened, ISSUE, State.PAUSED, now=clock(), **who)


@pytest.mark.usefixtures("scheduled")
def test_a_cancelled_one_never_goes_and_the_issue_may_be_planned_anew(
    opened: Project, planned: Planned, clock: Clock
) -> None:
    campaign, tally = pipeline.cancel(opened, ISSUE, why="", who="an editor", now=clock())
    assert (campaign.state, tally.accepted) == (State.CANCELLED, 0)
    clock.at = AT
    assert ticked(opened, clock) == []
    *_, end = pipeline.send(opened, *planned, now=clock)
    assert end.tally.accepted == 5


def test_before_its_time_nobody_sends_it_by_hand(
    opened: Project, planned: Planned, scheduled: Campaign, clock: Clock
) -> None:
    with pytest.raises(PlanError, match="is to go out at 2021-11-02 09:00 UTC by itself"):
        list(pipeline.send(opened, *planned, now=clock))
    assert scheduled.state is State.OPEN


def test_a_tick_beside_another_sender_waits_its_turn(
    opened: Project, scheduled: Campaign, clock: Clock
) -> None:
    clock.at = AT
    hold = (
        "import sys; from pathlib import Path; from pynews.deliver import sender_lock\n"
        "with sender_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    path = pipeline.ledger_path(opened)
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        assert ticked(opened, clock) == [("failed", 0)]
        other.kill()
    assert ticked(opened, clock) == [("sent", 5)]
    assert scheduled.recipients == letters(opened)


@pytest.mark.usefixtures("scheduled")
def test_who_will_wake_it_is_known(opened: Project, clock: Clock) -> None:
    assert not pipeline.wakers(opened, clock())
    ticked(opened, clock)
    assert pipeline.wakers(opened, clock()).last
    assert not pipeline.wakers(opened, clock() + timedelta(days=1))
    with pipeline.worker_lock(opened):
        assert pipeline.wakers(opened, clock() + timedelta(days=1)).worker
    assert deliver.lock_holder(opened.store) is None


@pytest.mark.parametrize(
    ("wall", "fold", "utc"),
    [
        ("2021-10-31T01:30", 0, "2021-10-31T00:30"),
        ("2021-10-31T01:30", 1, "2021-10-31T01:30"),
        ("2021-10-31T09:00", 0, "2021-10-31T09:00"),
        ("2021-03-28T09:00", 0, "2021-03-28T08:00"),
        ("2022-03-27T00:30", 0, "2022-03-27T00:30"),
        ("2022-03-27T02:30", 0, "2022-03-27T01:30"),
    ],
)
def test_both_nights_of_the_clocks_are_right(wall: str, fold: int, utc: str) -> None:
    appointment = Appointment(datetime.fromisoformat(wall), "Europe/London", fold)
    assert appointment.due == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert Appointment.of(appointment.due, "Europe/London", timedelta(hours=1)) == appointment


def test_a_copy_made_while_sending_adds_up(
    opened: Project, planned: Planned, clock: Clock, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    for number, _ in enumerate(pipeline.send(opened, *planned, now=clock)):
        if number == 1:
            with pipeline.open_ledger(opened) as ledger:
                assert ledger.copy_to(target) == target.stat().st_size
    with Ledger.open(target) as copy:
        (campaign,) = copy.campaigns()
        assert copy.tally(campaign).candidates == 5
        assert copy._database.execute("PRAGMA integrity_check").fetchone() == ("ok",)  # noqa: SLF001
    assert target.stat().st_mode & 0o077 == 0
    assert pipeline.backup(opened, tmp_path / "list.db") > 0


def test_the_audience_is_compared_with_the_last_issues(
    opened: Project, planned: Planned, clock: Clock
) -> None:
    first = pipeline.outlook(opened, planned[1])
    assert (first.last_count, first.doubts) == (None, ())
    list(pipeline.send(opened, *planned, now=clock))
    built = pipeline.build(opened, "2021-06")
    with pipeline.open_subscribers(opened) as store:
        left = next(iter(store.active_ids(lambda _: True)))
        store.unsubscribe(left, clock())
    ahead = pipeline.outlook(opened, pipeline.make_plan(opened, built))
    assert (ahead.last, ahead.last_count, ahead.came, ahead.gone) == (ISSUE, 5, 0, 1)
