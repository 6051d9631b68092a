"""How commands tell the list's health."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import click

from pynews import pipeline, track
from pynews.cli.say import titled
from pynews.config import Project
from pynews.store import Movement, Reports

__all__ = ["list_health", "print_health", "print_movements"]

WITHIN = timedelta(days=90)
MONTHS = 12


def list_health(project: Project) -> track.Health:
    """Return what came back in the last 90 days of what was really sent."""
    since = datetime.now(UTC) - WITHIN
    sent = sum(
        ledger.tally(campaign).accepted
        for word, ledger in pipeline.ledgers(project)
        if word == "sent"
        for campaign in ledger.campaigns()
        if campaign.frozen_at >= since
    )
    with Reports.open(project.store) as book:
        return track.health(sent, book.people(since))


def print_health(state: track.Health) -> None:
    """Print what came back in the last 90 days."""
    click.echo("Last 90 days:")
    titled(
        {
            "sent": f"{state.sent:,}",
            "bounced": _part(state.bounced, state.bounce_rate),
            "complained": _part(state.complained, state.complaint_rate),
            "left there": f"{state.unsubscribed:,}" if state.unsubscribed else "",
        }
    )
    click.echo(f"Complaints: {state.says}")


def print_movements(movements: Mapping[str, Movement]) -> None:
    """Print who joined and left in each of the last months."""
    for month, one in list(movements.items())[-MONTHS:]:
        left = one.unsubscribed + one.suppressed + one.erased
        click.echo(f"  {month}   +{one.joined:,}  -{left:,}")


def _part(number: int, rate: float | None) -> str:
    return f"{number:,}" if rate is None else f"{number:,} ({rate:.2%})"
