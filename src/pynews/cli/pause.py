"""``pynews pause ISSUE``: stops a sending at its next batch until ``resume``."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import open_project, project_option
from pynews.cli.say import next_step
from pynews.store import State

__all__ = ["command"]


@click.command("pause")
@click.argument("issue")
@click.option("--why", default="", help="The reason, for status and for later.")
@project_option
def command(issue: str, why: str, folder: Path | None) -> None:
    """Stop sending ISSUE at the next batch, or keep it from beginning; resume lets it go on."""
    project = open_project(folder)
    campaign = pipeline.steer(
        project, issue, State.PAUSED, why=why, who=getpass.getuser(), now=datetime.now(UTC)
    )
    click.echo(f"{campaign.issue} is paused.")
    next_step(f"pynews resume {issue}", "lets it go on where it stopped")
