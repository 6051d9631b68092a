"""``pynews schedule ISSUE --at TIME``: freezes now what goes out later by itself."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.edition import planned
from pynews.cli.plan import in_words, moment_of, print_plan
from pynews.cli.project import (
    issue_argument,
    json_option,
    lossy_option,
    open_project,
    project_option,
    provider_option,
)
from pynews.cli.say import count, duration, next_step, print_json
from pynews.cli.send import approve
from pynews.errors import Gathered, UsageError
from pynews.store import Appointment

__all__ = ["command"]

SPAN = re.compile(r"(\d{1,5}) ?(min|minutes?|h|hours?|d|days?)")
UNITS = {"m": 60, "h": 3600, "d": 86400}


@click.command("schedule")
@issue_argument
@click.option("--at", required=True, help='Time in the publication\'s zone: "2021-11-02 09:00".')
@click.option("--grace", default="1 h", show_default=True, help="How late it may still begin.")
@click.option("--confirm", metavar="ISSUE:COUNT:DIGEST", help="As pynews plan --at printed it.")
@click.option("--dry-run", is_flag=True, help="Print the plan and stop.")
@click.option("--any-audience", is_flag=True, help="Also when it is empty or much larger.")
@json_option
@lossy_option
@provider_option
@project_option
def command(
    issue: str | None,
    confirm: str | None,
    folder: Path | None,
    provider: str | None,
    allow_lossy: tuple[str, ...],
    *,
    any_audience: bool,
    **how: str | bool,
) -> None:
    """Freeze ISSUE now, to be sent at a time by pynews tick or pynews worker."""
    project = open_project(folder, provider=provider)
    found, at, now = Gathered(), None, datetime.now(UTC)
    with found:
        pipeline.refuse_unsafe(project)
    with found:
        at = moment_of(str(how["at"]), project)
        _refuse_past(at, now)
    with found:
        _span(str(how["grace"]))
    built, plan = planned(
        project, found, lambda: pipeline.build(project, issue), at=at, allow_lossy=allow_lossy
    )
    if how["dry_run"]:
        found.refuse()
        print_plan(project, built, plan)
        return
    if pipeline.unfinished(project, plan) is None:
        approve(project, built, plan, confirm, found=found, any_audience=any_audience)
    found.refuse()
    if at is None:  # then there was a reason
        return
    appointment = Appointment.of(at, project.publication.timezone, _span(str(how["grace"])))
    campaign = pipeline.schedule(
        project, built, plan, appointment=appointment, now=lambda: datetime.now(UTC)
    )
    wakers = pipeline.wakers(project, now)
    if how["as_json"]:
        print_json(
            {
                "schema": 1,
                "issue": campaign.issue,
                "plan_digest": campaign.plan_digest,
                "recipients": campaign.recipients,
                "at": at.isoformat(),
                "utc": appointment.due.isoformat(),
                "grace_seconds": int(appointment.grace.total_seconds()),
                "worker": wakers.worker,
                "last_tick": wakers.last.at.isoformat() if wakers.last else None,
            }
        )
        return
    click.echo(
        f"{campaign.issue}: {count(campaign.recipients, 'person', 'people')}, "
        f"{in_words(at, project)}, in {duration((at - now).total_seconds())}."
    )
    click.echo(f"  {_who_wakes(wakers, now)}")
    next_step("pynews status", f"how it stands; pynews cancel {campaign.issue} gives it up")


def _refuse_past(at: datetime | None, now: datetime) -> None:
    """Refuse a time that has passed.

    Raises:
        UsageError: it has.
    """
    if at is not None and at <= now:
        raise UsageError("--at lies in the past", hint="pynews send   sends it now")


def _span(text: str) -> timedelta:
    """Return a grace time."""
    found = SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"--grace: {text!r} is not a span", hint='write "30 min", "1 h" or "2 d"')
    return timedelta(seconds=int(found[1]) * UNITS[found[2][0]])


def _who_wakes(wakers: pipeline.Wakers, now: datetime) -> str:
    """Return who will see that it is time; a warning when nobody will."""
    if wakers.worker:
        return f"A worker (process {wakers.worker}) will send it."
    if wakers.last:
        ago = duration((now - wakers.last.at).total_seconds())
        return f"pynews tick looks after it; it last ran {ago} ago on {wakers.last.machine}."
    return (
        "Nothing will send it by itself yet: start pynews worker, or let cron, a timer or CI run"
        " pynews tick (docs/schedule.md)."
    )
