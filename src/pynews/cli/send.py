"""``pynews send ISSUE``: freezes a confirmed plan and sends; resumes what was interrupted."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from pynews import pipeline
from pynews.cli.edition import correction_options, edition_of
from pynews.cli.plan import held_back_lines, print_plan
from pynews.cli.project import (
    issue_argument,
    json_option,
    lossy_option,
    open_project,
    project_option,
    provider_option,
    pull_option,
)
from pynews.cli.say import bar, count, next_step, print_json, progress, spoken
from pynews.cli.stopping import INTERRUPTED, gently
from pynews.config import Project
from pynews.errors import DeliveryError, PlanError
from pynews.model import Plan

__all__ = ["approve", "command"]

PAST = timedelta(days=1)
AHEAD = timedelta(hours=1)


@click.command("send")
@issue_argument
@click.option("--confirm", metavar="ISSUE:COUNT:DIGEST", help="As pynews plan printed it.")
@click.option("--dry-run", is_flag=True, help="Print the plan and stop.")
@click.option("--any-audience", is_flag=True, help="Also when it is empty or much larger.")
@correction_options
@json_option
@lossy_option
@provider_option
@pull_option
@project_option
def command(
    issue: str | None,
    confirm: str | None,
    folder: Path | None,
    provider: str | None,
    allow_lossy: tuple[str, ...],
    **flags: bool,
) -> int:
    """Send ISSUE, each member once; or finish a sending that was interrupted.

    With the outbox as provider nothing leaves this machine and nothing is asked.
    Ctrl-C finishes what is in flight; the same command goes on from there.
    """
    project = open_project(folder, provider=provider)
    built = edition_of(project, issue, flags)
    pipeline.refuse_unsafe(project)
    pipeline.refuse_losses(project, built, allow_lossy)
    plan = pipeline.make_plan(project, built)
    if flags["dry_run"]:
        print_plan(project, built, plan)
        return 0
    if pipeline.unfinished(project, plan) is None:
        if not pipeline.is_rehearsal(project):
            _check_time(plan, datetime.now(ZoneInfo(project.publication.timezone)))
        approve(project, built, plan, confirm, any_audience=flags["any_audience"])
    with gently() as stopping:
        end = _run(project, built, plan, stopping, pull=flags["pull"])
    if flags["as_json"]:
        print_json(_tree(plan, end))
    else:
        _report(project, built, plan, end)
    tally = end.tally
    if not tally.finished:
        return INTERRUPTED
    if tally.refused or tally.unknown:
        raise DeliveryError(
            f"{tally.refused} refused, {tally.unknown} unknown",
            hint="pynews status   says who; nobody unknown is written to twice",
        )
    return 0


def approve(
    project: Project,
    built: pipeline.Built,
    plan: Plan,
    confirm: str | None,
    *,
    any_audience: bool,
) -> None:
    """Make sure that the audience is plausible and that a person approved exactly this plan."""
    pipeline.refuse_unready(project, built, plan, any_audience=any_audience)
    if confirm is not None:
        _match(plan, confirm)
    elif not pipeline.is_rehearsal(project):
        _confirm(project, built, plan)


def _check_time(plan: Plan, now: datetime) -> None:
    """Refuse a real sending far from its planned time."""
    if now - plan.at > PAST:
        raise PlanError(
            f"the planned time, {plan.at:%Y-%m-%d %H:%M}, lies in the past",
            hint=f"to send it now, write send: {now:%Y-%m-%d %H:%M} into its file",
        )
    if plan.at - now > AHEAD:
        raise PlanError(
            f"the planned time, {plan.at:%Y-%m-%d %H:%M}, has not come",
            hint=f"run this then; or write send: {now:%Y-%m-%d %H:%M} into its file",
        )


def _confirm(project: Project, built: pipeline.Built, plan: Plan) -> None:
    """Ask the person at the terminal for the number of recipients."""
    print_plan(project, built, plan)
    if not sys.stdin.isatty():
        raise PlanError(
            "nobody is here to confirm this",
            hint=f"look at it, then add --confirm {plan.confirmation}",
        )
    typed = click.prompt("Type the number of recipients to send", default="", show_default=False)
    if typed.replace(",", "").strip() != str(plan.audience.count):
        raise PlanError("not confirmed, nothing was sent", hint="run it again when you are sure")


def _match(plan: Plan, confirm: str) -> None:
    """Refuse a confirmation of another plan."""
    if confirm != plan.confirmation:
        raise PlanError(
            f"the plan is {plan.confirmation}, you confirmed {confirm}",
            hint="something changed since: look at pynews plan"
            f" {spoken(plan.issue, plan.purpose)} again",
        )


def _run(
    project: Project,
    built: pipeline.Built,
    plan: Plan,
    stopping: Callable[[], bool],
    *,
    pull: bool,
) -> pipeline.Sending:
    """Send, showing how far it is on a terminal; return how it ended."""
    end: pipeline.Sending | None = None
    show = sys.stderr.isatty()
    clock = lambda: datetime.now(UTC)  # noqa: E731 the roof alone reads the clock
    for end in pipeline.send(project, built, plan, now=clock, stopping=stopping, pull=pull):
        if show:
            tally = end.tally
            done = tally.candidates - tally.excluded - tally.pending - tally.sending
            progress(f"  {bar(done, end.campaign.recipients)}")
    if show:
        progress()
    if end is None:
        message = "a sending ended without a word"
        raise RuntimeError(message)
    return end


def _report(project: Project, built: pipeline.Built, plan: Plan, end: pipeline.Sending) -> None:
    """Print what happened and what to do next."""
    tally = end.tally
    messages = count(tally.accepted, "message")
    outbox = pipeline.is_rehearsal(project)
    name = f"{plan.issue}, {built.purpose}" if built.readers else plan.issue
    if end.already_done:
        where = "already lie in outbox/" if outbox else "went out before"
        click.echo(f"{name}: {messages} {where}. Nothing to send.")
    elif outbox:
        click.echo(f"{name}: {messages} in outbox/. Nothing left this machine.")
    else:
        click.echo(f"{name}: {messages} accepted by {plan.provider}.")
    for line in held_back_lines(plan.audience):
        click.echo(f"  {line}")
    since = tally.excluded - len(plan.audience.excluded)
    if since > 0:
        click.echo(f"  held back: {since} more who left since the plan was frozen")
    if not tally.finished:
        left = f"{tally.pending + tally.sending:,} still to go"
        command = f"pynews send {spoken(plan.issue, built.purpose)}"
        next_step(command, f"goes on with the {left}; nobody gets it twice")
    elif outbox:
        next_step("pynews preview", "see the issue; any mail program opens outbox/ as a Maildir")
    else:
        next_step("pynews status", "what was sent, and what became of it")


def _tree(plan: Plan, end: pipeline.Sending) -> dict[str, Any]:
    """Return the end of a sending in the public JSON shape."""
    tally = end.tally
    return {
        "schema": 1,
        "issue": plan.issue,
        "purpose": end.campaign.purpose,
        "plan_digest": end.campaign.plan_digest,
        "edition_digest": end.campaign.edition_digest,
        "provider": plan.provider,
        "already_done": end.already_done,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "unknown": tally.unknown,
        "held_back": tally.excluded,
        "excluded": [
            {"id": one.subscriber, "address": one.masked, "reason": one.reason}
            for one in plan.audience.excluded
        ],
    }
