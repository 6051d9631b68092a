"""``pynews reconcile [ISSUE]``: what became of those who are in doubt."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pynews import pipeline
from pynews.cli.project import issue_argument, json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.errors import DeliveryError

__all__ = ["command"]

ASSUMED = {"sent": True, "not-sent": False}
NAMED = 100


@click.command("reconcile")
@issue_argument
@click.option(
    "--assume",
    type=click.Choice(tuple(ASSUMED)),
    help="Decide for those of whom the provider cannot say.",
)
@json_option
@project_option
def command(issue: str | None, assume: str | None, folder: Path | None, *, as_json: bool) -> None:
    """Ask the provider about everybody in doubt, and name who stays so.

    --assume sent: they got it, nobody writes to them again. --assume not-sent:
    they wait again, and pynews send ISSUE writes to them; some may get it twice.
    """
    project = open_project(folder)
    done = list(
        pipeline.reconcile(
            project,
            issue,
            assume=ASSUMED[assume] if assume else None,
            who=getpass.getuser(),
            now=lambda: datetime.now(UTC),
        )
    )
    if as_json:
        print_json({"schema": 1, "campaigns": [_tree(one) for one in done]})
    else:
        _report(done)
    left = sum(one.after.unknown for one in done)
    if left:
        raise DeliveryError(
            f"{count(left, 'person', 'people')} may or may not have it",
            hint="ask one of them; then pynews reconcile --assume sent (or not-sent)",
        )


def _report(done: list[pipeline.Reconciled]) -> None:
    """Print what was settled and who is left."""
    if not done:
        click.echo("Nobody is in doubt.")
    for one in done:
        before, after = one.before, one.after
        click.echo(
            f"{one.campaign.issue}: of {before.unknown + before.sending:,} in doubt"
            f" {after.accepted - before.accepted:,} were sent, {after.unknown:,} are unknown,"
            f" {after.pending:,} wait"
        )
        for person in one.people[:NAMED]:
            click.echo(f"  unknown: {person.email}")
        if len(one.people) > NAMED:
            click.echo(f"  and {len(one.people) - NAMED:,} more; --json names all")
        if after.pending:
            next_step(f"pynews send {one.campaign.issue}", "writes to those who wait")


def _tree(one: pipeline.Reconciled) -> dict[str, Any]:
    """Return what was settled, for machines."""
    return {
        "issue": one.campaign.issue,
        "in_doubt": one.before.unknown + one.before.sending,
        "accepted": one.after.accepted,
        "pending": one.after.pending,
        "unknown": one.after.unknown,
        "people": [{"id": person.id, "address": person.email} for person in one.people],
    }
