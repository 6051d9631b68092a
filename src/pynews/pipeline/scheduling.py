"""What goes out by itself: an appointment, whoever looks whether it is time, and what is late."""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pynews import deliver
from pynews.config import Project
from pynews.errors import PlanError, PynewsError
from pynews.model import Plan
from pynews.pipeline.building import Built
from pynews.pipeline.correcting import build_again
from pynews.pipeline.opening import ledger_path, ledgers, open_ledger
from pynews.pipeline.sending import Clock, Desk, carry_out, freeze, open_desk, refuse_changed
from pynews.pipeline.steering import rehearsing
from pynews.store import (
    Appointment,
    Campaign,
    Ledger,
    Schedule,
    ScheduleState,
    State,
    Tally,
    Waking,
)

__all__ = [
    "Outcome",
    "Ticked",
    "Wakers",
    "next_due",
    "schedule",
    "tick",
    "wakers",
    "worker_lock",
]

OPEN = {ScheduleState.SCHEDULED, ScheduleState.RUNNING}
FRESH = timedelta(hours=2)


def _go_on() -> bool:
    """Never ask to stop."""
    return False


class Outcome(StrEnum):
    """What a tick did about one appointment."""

    SENT = "sent"
    STOPPED = "stopped"
    MISSED = "missed"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did about one appointment.

    Arguments:
        campaign: which one.
        outcome: what was done.
        tally: how far it is.
        due: when it was to go out, in UTC.
        error: why it failed.
    """

    campaign: Campaign
    outcome: Outcome
    tally: Tally
    due: datetime
    error: PynewsError | None = None


@dataclass(frozen=True, slots=True)
class Wakers:
    """Who will see that an appointment is due.

    Arguments:
        worker: the number of the worker's process; None when there is none here.
        last: who looked last, when that is not long ago.
    """

    worker: str | None
    last: Waking | None

    def __bool__(self) -> bool:
        """Return whether anybody will."""
        return self.worker is not None or self.last is not None


def schedule(
    project: Project, built: Built, plan: Plan, *, appointment: Appointment, now: Clock
) -> Campaign:
    """Freeze a confirmed plan, to go out by itself at its time.

    Raises:
        PlanError: it was frozen before, with other content or for another time.
    """
    with open_desk(project, now=now) as desk:
        campaign = desk.ledger.campaign(plan.issue, plan.purpose)
        if campaign is None:
            return freeze(desk, built, plan, appointment)
        refuse_changed(project, built, campaign)
        if campaign.at != plan.at or desk.ledger.last_activity(campaign):
            raise PlanError(
                f"{plan.issue} was frozen before, for {campaign.at:%Y-%m-%d %H:%M} UTC",
                where=built.issue.path,
                hint=f"pynews cancel {plan.issue}   gives it up, then schedule it anew",
            )
        desk.ledger.schedule(campaign, appointment)
        return campaign


def tick(
    project: Project,
    *,
    now: Clock,
    stopping: Callable[[], bool] = _go_on,
    catch_up: bool = False,
    kind: str = "tick",
    pull: bool = True,
) -> Iterator[Ticked]:
    """Do what is due and end: the one thing that cron, timers and the worker all call.

    Arguments:
        project: where everything is.
        now: the time, aware.
        stopping: whether to finish what is in flight and end.
        catch_up: also send what is later than its grace time allows.
        kind: who looks, ``tick`` or ``worker``.
        pull: whether to fetch first who left by mail or at the provider.

    Raises:
        RetryLaterError: the database is busy.
    """
    for mine in _records(project):
        with open_ledger(mine) as ledger:
            ledger.note_waking(Waking(platform.node(), kind, now()))
            known = ledger.schedules()
            due = [one for one in known if _is_due(*one, now(), catch_up=catch_up)]
        for campaign, found in due:
            if not stopping():
                means = (now, stopping)
                yield from _see_to(mine, campaign, found, means, catch_up=catch_up, pull=pull)


def _records(project: Project) -> Iterator[Project]:
    """Yield the project, and as it rehearses where that has a record of its own."""
    yield project
    rehearsal = rehearsing(project)
    if rehearsal is not project and ledger_path(rehearsal).is_file():
        yield rehearsal


def _is_due(campaign: Campaign, found: Schedule, now: datetime, *, catch_up: bool) -> bool:
    """Return whether an appointment wants something now; what was missed, when somebody says so."""
    resting = campaign.resting is not None and campaign.resting > now
    wanted = found.state in OPEN or (catch_up and found.state is ScheduleState.MISSED)
    ready = wanted and campaign.state is State.OPEN
    return ready and found.due <= now and not resting


def _see_to(
    project: Project,
    campaign: Campaign,
    found: Schedule,
    means: tuple[Clock, Callable[[], bool]],
    *,
    catch_up: bool,
    pull: bool,
) -> Iterator[Ticked]:
    """Send one campaign that is due, or call it missed; an error is told, not raised."""
    now, stopping = means
    try:
        with open_desk(project, now=now, stopping=stopping) as opened:
            campaign = opened.ledger.state(campaign)
            if not catch_up and _is_late(opened.ledger, campaign, found, now()):
                yield _give_up(opened, campaign, found)
                return
            built = build_again(project, campaign)
            for _ in carry_out(opened, built, campaign, pull=pull):
                pass
            tally = opened.ledger.tally(campaign)
            outcome = Outcome.SENT if tally.finished else Outcome.STOPPED
            yield Ticked(campaign, outcome, tally, found.due)
    except PynewsError as error:
        with open_ledger(project) as ledger:
            yield Ticked(campaign, Outcome.FAILED, ledger.tally(campaign), found.due, error)


def _is_late(ledger: Ledger, campaign: Campaign, found: Schedule, now: datetime) -> bool:
    """Return whether it is too late to go by itself.

    A campaign that has begun is late when nothing happened for as long as its
    grace time: a machine restored from an old copy must not go on by itself.
    """
    moments = (found.due, campaign.resting, ledger.last_activity(campaign))
    return now > max(one for one in moments if one) + found.appointment.grace


def _give_up(desk: Desk, campaign: Campaign, found: Schedule) -> Ticked:
    """Leave a late campaign to a person."""
    tally = desk.ledger.tally(campaign)
    state = ScheduleState.DONE if tally.finished else ScheduleState.MISSED
    desk.ledger.mark(campaign, state)
    outcome = Outcome.SENT if tally.finished else Outcome.MISSED
    return Ticked(campaign, outcome, tally, found.due)


def next_due(project: Project, now: datetime) -> datetime | None:
    """Return when the next appointment comes; None when there is none."""
    moments = (due for _, due, _ in scheduled(project))
    return min((one for one in moments if one > now), default=None)


def scheduled(project: Project) -> Iterator[tuple[str, datetime, str]]:
    """Yield the issue, the moment and the record of each appointment that stands."""
    for word, ledger in ledgers(project):
        for campaign, found in ledger.schedules():
            if found.state in OPEN and campaign.state is State.OPEN:
                yield campaign.issue, max(found.due, campaign.resting or found.due), word


def wakers(project: Project, now: datetime) -> Wakers:
    """Return who will see that an appointment is due."""
    path = ledger_path(project)
    last = None
    if path.is_file():
        with open_ledger(project) as ledger:
            last = next((one for one in ledger.wakings() if one.kind == "tick"), None)
    fresh = last if last and timedelta() <= now - last.at <= FRESH else None
    return Wakers(deliver.lock_holder(project.store), fresh)


@contextmanager
def worker_lock(project: Project) -> Iterator[None]:
    """Be the only worker of a project while inside.

    Raises:
        RetryLaterError: another one is at work.
    """
    with deliver.worker_lock(project.store):
        yield
