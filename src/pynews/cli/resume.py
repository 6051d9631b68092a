"""``pynews resume ISSUE``: lets a paused or stopped sending go on."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import open_project, project_option
from pynews.cli.say import next_step
from pynews.store import State

__all__ = ["command"]


@click.command("resume")
@click.argument("issue")
@click.option("--why", default="", help="The reason, for status and for later.")
@project_option
def command(issue: str, why: str, folder: Path | None) -> None:
    """Let a sending of ISSUE go on that was paused, or that stopped when nothing went well.

    The frozen plan goes on: whoever left meanwhile is held back, nobody is added.
    """
    project = open_project(folder)
    campaign = pipeline.steer(
        project, issue, State.OPEN, why=why, who=getpass.getuser(), now=datetime.now(UTC)
    )
    click.echo(f"{campaign.issue} may go on.")
    next_step(f"pynews send {issue}", "goes on now; a worker or tick does so by itself")
