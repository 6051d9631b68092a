"""``pynews cancel ISSUE``: gives a sending up for good."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import open_project, project_option
from pynews.cli.say import next_step

__all__ = ["command"]


@click.command("cancel")
@click.argument("issue")
@click.option("--why", default="", help="The reason, for status and for later.")
@project_option
def command(issue: str, why: str, folder: Path | None) -> None:
    """Give the sending of ISSUE up for good, and say how many have it.

    When nothing was handed over yet, the issue may be planned anew.
    """
    project = open_project(folder)
    campaign, tally = pipeline.cancel(
        project, issue, why=why, who=getpass.getuser(), now=datetime.now(UTC)
    )
    gone = f"{tally.accepted:,} of {campaign.recipients:,} have it"
    unknown = f", {tally.unknown:,} unknown" if tally.unknown else ""
    click.echo(f"{issue} is cancelled: {gone}{unknown}.")
    if tally.accepted or tally.unknown:
        next_step(f"pynews status {issue}", "who has it")
    else:
        next_step(f"pynews plan {issue}", "nobody has it, so it may be planned anew")
