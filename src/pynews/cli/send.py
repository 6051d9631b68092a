"""``pynews send ISSUE``: freezes a confirmed plan and sends; resumes what was interrupted."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pynews import pipeline
from pynews.cli.edition import check_time, correction_options, edition_of, planned
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
from pynews.errors import DeliveryError, Gathered, PlanError
from pynews.model import Plan

__all__ = ["approve", "command"]


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
    found = Gathered()
    with found:
        pipeline.refuse_unsafe(project)
    built, plan = planned(
        project, found, lambda: edition_of(project, issue, flags), allow_lossy=allow_lossy
    )
    if flags["dry_run"]:
        found.refuse()
        print_plan(project, built, plan)
        return 0
    if pipeline.unfinished(project, plan) is None:
        with found:
            check_time(project, plan.at)
        approve(project, built, plan, confirm, found=found, any_audience=flags["any_audience"])
    found.refuse()
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
    found: Gathered,
    any_audience: bool,
) -> None:
    """Make sure that the audience is plausible and that a person approved exactly this plan.

    Raises:
        PynewsError: not; with every reason that was found before.
    """
    with found:
        pipeline.refuse_unready(project, built, plan, any_audience=any_audience)
    if confirm is not None:
        with found:
            _match(plan, confirm)
    found.refuse()
    if confirm is None and not pipeline.is_rehearsal(project):
        _confirm(project, built, plan)


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
