"""Which edition a command is about: the issue's own, or that of its correction."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from pynews import pipeline
from pynews.config import Project
from pynews.errors import Gathered, PlanError, UsageError
from pynews.model import Plan

__all__ = ["check_time", "correction_option", "correction_options", "edition_of", "planned"]

PAST = timedelta(days=1)
AHEAD = timedelta(hours=1)
Command = TypeVar("Command", bound=Callable[..., Any])


def correction_options(command: Command) -> Command:
    """Add ``--correction`` and ``--include-unknown``."""
    return correction_option(
        click.option(
            "--include-unknown",
            is_flag=True,
            help="With --correction: also to those in doubt whether they got the issue.",
        )(command)
    )


def correction_option(command: Command) -> Command:
    """Add ``--correction`` alone, where nobody is written to."""
    return click.option(
        "--correction",
        is_flag=True,
        help="The text of ISSUE/correction.md and the changed invitations,"
        " to those who got the issue.",
    )(command)


def edition_of(project: Project, issue: str | None, flags: Mapping[str, bool]) -> pipeline.Built:
    """Return the issue's edition, or with ``--correction`` that of its correction.

    Raises:
        UsageError: ``--include-unknown`` without ``--correction``.
    """
    if flags["correction"]:
        return pipeline.correct(
            project,
            issue,
            now=datetime.now(UTC),
            include_unknown=flags.get("include_unknown", False),
        )
    if flags.get("include_unknown"):
        raise UsageError(
            "--include-unknown is for corrections",
            hint=f"add --correction; pynews reconcile {issue or 'ISSUE'}   settles who is in doubt",
        )
    return pipeline.build(project, issue)


def check_time(project: Project, at: datetime, *, early: bool = True) -> None:
    """Refuse a real sending far from its planned time.

    Arguments:
        project, at: whose, and the planned time.
        early: whether it is too early, too, when the time has not come.

    Raises:
        PlanError: it is.
    """
    if pipeline.is_rehearsal(project):
        return
    now = datetime.now(ZoneInfo(project.publication.timezone))
    if now - at > PAST:
        raise PlanError(
            f"the planned time, {at:%Y-%m-%d %H:%M}, lies in the past",
            hint=f"to send it now, write send: {now:%Y-%m-%d %H:%M} into its file",
        )
    if early and at - now > AHEAD:
        raise PlanError(
            f"the planned time, {at:%Y-%m-%d %H:%M}, has not come",
            hint=f"run this then; or write send: {now:%Y-%m-%d %H:%M} into its file",
        )


def planned(
    project: Project,
    found: Gathered,
    edition: Callable[[], pipeline.Built],
    *,
    at: datetime | None = None,
    allow_lossy: Collection[str] = (),
) -> tuple[pipeline.Built, Plan]:
    """Return an edition and its plan; what stands against sending it is kept for later.

    Arguments:
        project: whose.
        found: keeps the reasons.
        edition: makes the edition, in a process of its own where that can be.
        at: planned time; the issue's own when None.
        allow_lossy: losses on the way that were accepted.

    Raises:
        PynewsError: there can be no plan; with the reasons kept so far.
    """
    built: pipeline.Built | None = None
    plan: Plan | None = None
    with found:
        built = pipeline.apart(edition)
    if built is not None:
        with found:
            pipeline.refuse_losses(project, built, allow_lossy)
        with found:
            plan = pipeline.make_plan(project, built, at=at)
        if plan is None:
            with found:
                if at is None:
                    check_time(project, built.issue.send, early=False)
            with found:
                pipeline.refuse_findings(project, built)
    if built is None or plan is None:
        raise found.gravest()
    return built, plan
