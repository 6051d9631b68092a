"""What a person does about a sending that is half done."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews import pipeline
from pynews.audience import import_subscribers
from pynews.config import Project, load
from pynews.errors import PlanError, UsageError
from pynews.pipeline.planning import _difference
from pynews.store import ScheduleState, State

NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
ISSUE = "2021-11"


@pytest.fixture
def opened(project: Path) -> Project:
    found = load(project)
    path = project / "subscribers.example.csv"
    with pipeline.open_subscribers(found) as store:
        import_subscribers(store, path, key=found.key, consent_source="", dry_run=False)
    return found


def stop_at_once() -> bool:
    return True


def test_one_that_was_stopped_before_its_first_message_is_taken_up_or_given_up(
    opened: Project,
) -> None:
    built = pipeline.build(opened, ISSUE)
    plan = pipeline.make_plan(opened, built)
    *_, end = pipeline.send(opened, built, plan, now=lambda: NOW, stopping=stop_at_once)
    assert (end.tally.pending, end.tally.accepted) == (5, 0)
    assert pipeline.unfinished(opened, plan)
    campaign, tally = pipeline.cancel(opened, ISSUE, why="no", who="an editor", now=NOW)
    assert (campaign.state, tally.pending) == (State.CANCELLED, 5)
    assert pipeline.unfinished(opened, plan) is None
    assert list(pipeline.reconcile(opened, None, assume=None, who="e", now=lambda: NOW)) == []


def test_nothing_on_its_way_cannot_be_steered(opened: Project) -> None:
    for act in (
        lambda: pipeline.cancel(opened, "2020-01", why="", who="e", now=NOW),
        lambda: pipeline.steer(opened, "2020-01", State.PAUSED, why="", who="e", now=NOW),
        lambda: pipeline.proof(opened, "nobody@example.org"),
    ):
        with pytest.raises(UsageError):
            act()


def test_another_time_or_sender_than_the_approved_one_is_refused(
    opened: Project, project: Path
) -> None:
    built = pipeline.build(opened, ISSUE)
    plan = pipeline.make_plan(opened, built)
    list(pipeline.send(opened, built, plan, now=lambda: NOW, stopping=stop_at_once))
    text = (project / "pynews.toml").read_text(encoding="utf-8")
    other = text.replace("newsletter@example.org>", "someone@example.org>")
    (project / "pynews.toml").write_text(other, encoding="utf-8")
    changed = load(project)
    with pytest.raises(PlanError):
        list(pipeline.send(changed, pipeline.build(changed, ISSUE), plan, now=lambda: NOW))
    with pipeline.open_ledger(opened) as ledger:
        assert ledger.tally(ledger.campaigns()[0]).accepted == 0
        assert not ledger.mark(ledger.campaigns()[0], ScheduleState.DONE)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_who_came_and_who_is_gone_is_counted_right(before: set[int], now: set[int]) -> None:
    def rising(numbers: set[int]) -> Iterator[str]:
        return iter([f"{number:02}" for number in sorted(numbers)])

    came, gone = _difference(rising(before), rising(now))
    assert (came, gone) == (len(now - before), len(before - now))
