"""``pynews tick``: does what is due and ends; for cron, timers and CI."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pynews import pipeline
from pynews.cli.project import json_option, open_project, project_option, pull_option
from pynews.cli.say import count, next_step, print_json
from pynews.cli.stopping import INTERRUPTED, gently
from pynews.errors import DeliveryError, PlanError, PynewsError
from pynews.pipeline import Ticked

__all__ = ["command", "report", "trouble"]


@click.command("tick")
@click.option("--catch-up", is_flag=True, help="Also send what is later than its grace time.")
@pull_option
@json_option
@project_option
def command(folder: Path | None, *, catch_up: bool, as_json: bool, pull: bool) -> int:
    """Send what is due, and end: 0 done or nothing to do, 9 try again later.

    What is later than its grace time is called missed and does not go by itself.
    """
    project = open_project(folder)
    clock = lambda: datetime.now(UTC)  # noqa: E731 the roof alone reads the clock
    with gently() as stopping:
        looked = pipeline.tick(project, now=clock, stopping=stopping, catch_up=catch_up, pull=pull)
        done = list(looked)
        stopped = stopping()
    if as_json:
        print_json({"schema": 1, "campaigns": [_tree(one) for one in done]})
    else:
        report(done)
        if not done:
            click.echo("Nothing is due.")
    if error := trouble(done):
        raise error
    return INTERRUPTED if stopped else 0


def report(done: Iterable[Ticked]) -> None:
    """Print a line for each appointment."""
    for one in done:
        issue, tally = one.campaign.issue, one.tally
        words = {
            "sent": f"{count(tally.accepted, 'message')} accepted",
            "stopped": f"stopped with {tally.pending:,} still to go",
            "missed": f"missed: it was due at {one.due:%Y-%m-%d %H:%M} UTC",
            "failed": str(one.error.problems[0].what) if one.error else "failed",
        }
        click.echo(f"{issue}: {words[one.outcome]}")
        if one.outcome == "missed":
            next_step(f"pynews send {issue}", f"sends it now; pynews cancel {issue} gives it up")


def trouble(done: Iterable[Ticked]) -> PynewsError | None:
    """Return the error that a tick ends with; None when all is well."""
    found = tuple(done)
    for one in found:
        if one.error:
            return one.error
    missed = [one.campaign.issue for one in found if one.outcome == "missed"]
    if missed:
        return PlanError(
            f"{', '.join(missed)} did not go out: it is later than its grace time",
            hint=f"pynews send {missed[0]}   sends it now",
        )
    refused = sum(one.tally.refused for one in found)
    unknown = sum(one.tally.unknown for one in found)
    if refused or unknown:
        return DeliveryError(
            f"{refused} refused, {unknown} unknown",
            hint="pynews status   says who; nobody unknown is written to twice",
        )
    return None


def _tree(one: Ticked) -> dict[str, Any]:
    """Return what was done about one appointment, for machines."""
    return {
        "issue": one.campaign.issue,
        "outcome": one.outcome,
        "due": one.due.isoformat(),
        "accepted": one.tally.accepted,
        "refused": one.tally.refused,
        "unknown": one.tally.unknown,
        "pending": one.tally.pending,
        "error": str(one.error) if one.error else None,
    }
