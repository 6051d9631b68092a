"""``pynews track``: what came back."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import pipeline, track
from pynews.cli.health import print_health
from pynews.cli.project import json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.config import Project
from pynews.errors import ProjectError

__all__ = ["command"]


@click.command("track")
@click.option("--pull", is_flag=True, help="Fetch who left by mail or at the provider.")
@click.option(
    "--mailbox", multiple=True, help="A Maildir, an mbox or imaps://user@host/INBOX to read, too."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@json_option
@project_option
def command(mailbox: tuple[str, ...], folder: Path | None, **flags: bool) -> None:
    """Say what came back; with --pull fetch it first.

    Run it with --pull before each sending where no server takes reports: it reads
    bounces, complaints and wishes to leave from the unsubscribe address's mailbox,
    and asks the provider for its own lists.
    """
    project = open_project(folder)
    if flags["pull"] or mailbox:
        taken = _pull(project, mailbox, pull=flags["pull"], dry_run=flags["dry_run"])
        if flags["as_json"]:
            print_json({"schema": 1, "dry_run": flags["dry_run"], **asdict(taken)})
            return
        _print(taken, dry_run=flags["dry_run"])
        next_step("pynews plan", "who gets the latest issue now")
        return
    state = pipeline.list_health(project, datetime.now(UTC))
    if flags["as_json"]:
        print_json({"schema": 1, **asdict(state)})
        return
    print_health(state)


def _pull(
    project: Project, mailboxes: tuple[str, ...], *, pull: bool, dry_run: bool
) -> track.Taken:
    """Fetch from every place there is.

    Raises:
        ProjectError: there is none.
    """
    taken = pipeline.pull(
        project,
        now=datetime.now(UTC),
        mailboxes=mailboxes,
        configured=pull,
        dry_run=dry_run,
    )
    if taken is None:
        raise ProjectError(
            "there is nothing to fetch from",
            where="pynews.toml",
            hint='set mailbox = "imaps://user@host/INBOX" below [unsubscribe], or name --mailbox',
        )
    return taken


def _print(taken: track.Taken, *, dry_run: bool) -> None:
    """Print what became of what was fetched."""
    would = "would be " if dry_run else ""
    click.echo(f"{count(taken.new, 'new report')}, {taken.known:,} known before")
    click.echo(
        f"  {taken.unsubscribed:,} {would}unsubscribed, {taken.suppressed:,} {would}suppressed"
    )
    if taken.strangers:
        click.echo(f"  {taken.strangers:,} about people who are not on the list")
