"""What will happen, before it happens: the plan, and how it differs from the last issue's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pynews import audience
from pynews.config import Project
from pynews.errors import Problem
from pynews.model import Audience, Plan
from pynews.pipeline.building import Built
from pynews.pipeline.opening import (
    is_rehearsal,
    ledgers,
    limits,
    open_provider,
    open_subscribers,
)
from pynews.pipeline.varying import sorting_of
from pynews.store import Campaign, State

__all__ = ["Outlook", "doubts_about", "letters", "make_plan", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan means beside the last issue.

    Arguments:
        last: the issue sent last in this way; "" when there was none.
        last_count: how many it was frozen for; None when there was none.
        came, gone: how many get this one and did not get that one, and the reverse.
        rate: messages a second that it will go at; None when only the provider knows.
        doubts: what is odd about the audience; sending then needs an explicit flag.
        groups: the expression of ``to`` in numbers: each group it names, then all of it.
    """

    last: str = ""
    last_count: int | None = None
    came: int = 0
    gone: int = 0
    rate: float | None = None
    doubts: tuple[Problem, ...] = ()
    groups: tuple[audience.GroupCount, ...] = ()


def make_plan(project: Project, built: Built, *, at: datetime | None = None) -> Plan:
    """Say who would get what, when, from whom and through whom; change nothing.

    Arguments:
        project: where everything is.
        built: the edition.
        at: planned time; the issue's own ``send`` when None.
    """
    moment = at or built.issue.send
    with open_subscribers(project, now=lambda: moment) as subscribers:
        sorting = (
            sorting_of(built.issues, subscribers, patterns=built.patterns)
            if len(built.versions) > 1
            else None
        )
        found = (
            audience.survey_readers(subscribers, built.readers, sorting=sorting)
            if built.readers
            else audience.survey(
                subscribers, built.issue.to, where=built.issue.path, sorting=sorting
            )
        )
    plan = Plan(
        issue=built.issue.id,
        purpose=built.purpose,
        edition_digest=built.digest,
        subject=built.issue.subject,
        sender=str(project.publication.sender),
        provider=project.provider.name,
        at=moment,
        audience=found,
    )
    if is_rehearsal(project):
        return replace(plan, purpose=f"rehearsal-{plan.digest[:12]}")
    return plan


def letters(built: Built, audience: Audience) -> tuple[str, ...]:
    """Return in words how many get which of an issue's letters; nothing where there is one."""
    if not audience.variants:
        return ()
    return tuple(
        f"{audience.variants[one.variant.name]:,} {one.variant.words}" for one in built.versions
    )


def outlook(project: Project, plan: Plan, *, correction: bool = False) -> Outlook:
    """Compare a plan with what was sent last, and say how fast it will go.

    A correction goes to those who got its issue, and is compared with nothing.
    """
    rate = limits(project, open_provider(project)).rate
    if correction:
        return Outlook(rate=rate, doubts=audience.safety(plan.audience, None))
    wanted = "outbox" if is_rehearsal(project) else "sent"
    with open_subscribers(project, now=lambda: plan.at) as subscribers:
        groups = audience.explain(subscribers, plan.audience.to)
        for word, ledger in ledgers(project):
            last = _last(ledger.campaigns(), plan) if word == wanted else None
            if last:
                now = (one.subscriber for one in audience.recipients(subscribers, plan.audience.to))
                came, gone = _difference(ledger.subscribers(last), now)
                doubts = audience.safety(plan.audience, last.recipients)
                return Outlook(last.issue, last.recipients, came, gone, rate, doubts, groups)
    return Outlook(rate=rate, doubts=audience.safety(plan.audience, None), groups=groups)


def doubts_about(project: Project, plan: Plan, *, correction: bool = False) -> tuple[Problem, ...]:
    """Return what is odd about a plan's audience; needs no provider."""
    if correction:
        return audience.safety(plan.audience, None)
    wanted = "outbox" if is_rehearsal(project) else "sent"
    known = [_last(ledger.campaigns(), plan) for word, ledger in ledgers(project) if word == wanted]
    last = next(filter(None, known), None)
    return audience.safety(plan.audience, last.recipients if last else None)


def _last(campaigns: tuple[Campaign, ...], plan: Plan) -> Campaign | None:
    """Return the newest campaign of another issue that was not cancelled."""
    others = (
        one
        for one in reversed(campaigns)
        if one.issue != plan.issue and one.state is not State.CANCELLED
    )
    return next(others, None)


def _difference(before: Iterator[str], now: Iterator[str]) -> tuple[int, int]:
    """Return how many are only in the second and only in the first; both rise."""
    came = gone = 0
    old, new = next(before, None), next(now, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(before, None), next(now, None)
        elif old is None or (new is not None and new < old):
            came, new = came + 1, next(now, None)
        else:
            gone, old = gone + 1, next(before, None)
    return came, gone
