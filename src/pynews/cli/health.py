"""How commands tell the list's health."""

from collections.abc import Mapping

import click

from pynews import track
from pynews.cli.say import titled
from pynews.store import Movement

__all__ = ["print_health", "print_movements"]

MONTHS = 12


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
