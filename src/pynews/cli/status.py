"""``pynews status``: what happened, and what to do about it."""

from pathlib import Path
from typing import Any

import click

from pynews import pipeline
from pynews.cli.project import issue_argument, json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.errors import UsageError
from pynews.store import Campaign, Tally

__all__ = ["command"]


@click.command("status")
@issue_argument
@json_option
@project_option
def command(issue: str | None, folder: Path | None, *, as_json: bool) -> None:
    """Say what was sent of ISSUE, or of every issue, and what became of it."""
    project = open_project(folder)
    found: list[tuple[str, Campaign, Tally]] = []
    for word, ledger in pipeline.ledgers(project):
        found.extend(
            (word, campaign, ledger.tally(campaign))
            for campaign in ledger.campaigns()
            if issue in {None, campaign.issue}
        )
    if issue and not found:
        raise UsageError(f"nothing was sent of {issue!r}", hint=f"pynews send {issue}   sends it")
    if as_json:
        print_json({"schema": 1, "campaigns": [_tree(*one) for one in found]})
        return
    for word, campaign, tally in found:
        _print(word, campaign, tally)
    if not found:
        click.echo("Nothing was sent yet.")
        next_step("pynews send", "puts the latest issue into the outbox")


def _print(word: str, campaign: Campaign, tally: Tally) -> None:
    """Print one campaign."""
    state = "done" if tally.finished else "interrupted"
    place = "rehearsal in outbox/" if word == "outbox" else f"through {campaign.provider}"
    click.echo(f"{campaign.issue}, {place}: {state}, plan {campaign.plan_digest[:6]}")
    parts = [
        count(tally.accepted, "message") + " accepted",
        f"{tally.excluded} held back" if tally.excluded else "",
        f"{tally.refused} refused" if tally.refused else "",
        f"{tally.pending + tally.sending} still to go" if not tally.finished else "",
        f"{tally.unknown} unknown" if tally.unknown else "",
    ]
    click.echo("  " + ", ".join(part for part in parts if part))
    if not tally.finished:
        next_step(f"pynews send {campaign.issue}", "finishes it; nobody gets it twice")


def _tree(word: str, campaign: Campaign, tally: Tally) -> dict[str, Any]:
    """Return one campaign in the public JSON shape."""
    return {
        "record": word,
        "issue": campaign.issue,
        "purpose": campaign.purpose,
        "provider": campaign.provider,
        "plan_digest": campaign.plan_digest,
        "edition_digest": campaign.edition_digest,
        "at": campaign.at.isoformat(),
        "frozen_at": campaign.frozen_at.isoformat(),
        "finished": tally.finished,
        "candidates": tally.candidates,
        "excluded": tally.excluded,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "pending": tally.pending,
        "sending": tally.sending,
        "unknown": tally.unknown,
    }
