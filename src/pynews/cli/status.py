"""``pynews status``: what happened, how far it is, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pynews import pipeline
from pynews.cli.plan import in_words
from pynews.cli.project import issue_argument, json_option, open_project, project_option
from pynews.cli.say import bar, count, duration, next_step, print_json, spoken
from pynews.config import Project
from pynews.errors import UsageError
from pynews.store import Campaign, Decision, Progress, Schedule, ScheduleState, State, Tally

__all__ = ["command"]

NAMED = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that is said of one campaign."""

    word: str
    campaign: Campaign
    tally: Tally
    progress: Progress | None
    schedule: Schedule | None
    decisions: tuple[Decision, ...]
    unknown: tuple[str, ...]
    letters: int = 1

    @property
    def rate(self) -> float:
        """Messages a second, lately; 0 when it is not known."""
        return self.progress.rate if self.progress else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at that rate; None when it is not known."""
        left = self.tally.pending + self.tally.sending
        return left / self.rate if self.rate and left else None


@click.command("status")
@issue_argument
@click.option("--address", help="Say where one person stands, with the proof.")
@json_option
@project_option
def command(issue: str | None, address: str | None, folder: Path | None, *, as_json: bool) -> None:
    """Say what was sent of ISSUE, or of every issue, how far it is and what became of it."""
    project = open_project(folder)
    if address:
        _prove(project, address, issue, as_json=as_json)
        return
    found = list(_found(project, issue))
    if issue and not found:
        raise UsageError(f"nothing was sent of {issue!r}", hint=f"pynews send {issue}   sends it")
    if as_json:
        print_json({"schema": 1, "campaigns": [_tree(one) for one in found]})
        return
    for one in found:
        _print(project, one)
    if not found:
        click.echo("Nothing was sent yet.")
        next_step("pynews send", "puts the latest issue into the outbox")


def _found(project: Project, issue: str | None) -> Iterator[Found]:
    """Yield the campaigns asked about."""
    for word, ledger in pipeline.ledgers(project):
        appointments = {campaign.id: one for campaign, one in ledger.schedules()}
        for campaign in ledger.campaigns():
            if issue in {None, campaign.issue}:
                tally = ledger.tally(campaign)
                people = pipeline.unknown_people(project, ledger, campaign) if tally.unknown else ()
                yield Found(
                    word,
                    campaign,
                    tally,
                    ledger.progress(campaign),
                    appointments.get(campaign.id),
                    ledger.decisions(campaign),
                    tuple(person.email for person in people),
                    1 if tally.finished else pipeline.count_letters(ledger, campaign),
                )


def _state(one: Found) -> str:
    """Return in a word how a campaign stands."""
    if one.campaign.state is not State.OPEN:
        why = f" ({one.campaign.why})" if one.campaign.why else ""
        return f"{one.campaign.state}{why}"
    if one.tally.finished:
        return "done"
    if one.schedule and one.schedule.state in {ScheduleState.SCHEDULED, ScheduleState.MISSED}:
        return str(one.schedule.state)
    return "interrupted" if not one.tally.sending else "on its way, or interrupted"


def _print(project: Project, one: Found) -> None:
    """Print one campaign."""
    campaign, tally = one.campaign, one.tally
    place = "rehearsal in outbox/" if one.word == "outbox" else f"through {campaign.provider}"
    name = f"{campaign.issue}, {campaign.purpose}" if _corrects(campaign) else campaign.issue
    click.echo(f"{name}, {place}: {_state(one)}, plan {campaign.plan_digest[:6]}")
    if one.schedule and one.schedule.state is not ScheduleState.DONE:
        click.echo(f"  due {in_words(one.schedule.due, project)}: {one.schedule.state}")
    if not tally.finished:
        done = tally.accepted + tally.refused + tally.unknown
        click.echo(f"  {bar(done, done + tally.pending + tally.sending)}{_pace(one)}")
    if one.letters > 1:
        frozen = in_words(campaign.frozen_at, project)
        click.echo(f"  {one.letters} letters, by the groups and languages people had on {frozen}")
    parts = [
        count(tally.accepted, "message") + " accepted",
        f"{tally.excluded} held back" if tally.excluded else "",
        f"{tally.refused} refused" if tally.refused else "",
        f"{tally.pending + tally.sending} still to go" if not tally.finished else "",
        f"{tally.unknown} unknown" if tally.unknown else "",
    ]
    click.echo("  " + ", ".join(part for part in parts if part))
    for address in one.unknown[:NAMED]:
        click.echo(f"  unknown: {address}")
    for decision in one.decisions:
        click.echo(f"  {decision.at:%Y-%m-%d %H:%M} UTC, {decision.who}: {decision.what}")
    _next(one)


def _corrects(campaign: Campaign) -> bool:
    return campaign.purpose.startswith("correction")


def _pace(one: Found) -> str:
    """Return rate and time left, where they are known."""
    left = one.seconds_left
    return f", {one.rate:,.0f} a second, about {duration(left)} left" if left else ""


def _next(one: Found) -> None:
    """Print what can be done about a campaign that is not done."""
    issue, state = one.campaign.issue, one.campaign.state
    again = spoken(issue, one.campaign.purpose)
    if state is State.PAUSED:
        next_step(f"pynews resume {issue}", "lets it go on")
    elif one.tally.unknown:
        next_step(f"pynews reconcile {issue}", "asks the provider about those unknown")
    elif state is not State.CANCELLED and not one.tally.finished:
        waits = one.schedule and one.schedule.state is ScheduleState.SCHEDULED
        if waits:
            next_step(f"pynews cancel {issue}", "gives it up; otherwise it goes out by itself")
        else:
            next_step(f"pynews send {again}", "finishes it; nobody gets it twice")


def _prove(project: Project, address: str, issue: str | None, *, as_json: bool) -> None:
    """Print where one person stands, with what proves it."""
    proofs = [
        one for one in pipeline.proof(project, address) if issue in {None, one.campaign.issue}
    ]
    if as_json:
        print_json({"schema": 1, "address": address, "campaigns": [_proof(one) for one in proofs]})
        return
    if not proofs:
        click.echo(f"{address} was never in question for anything that was sent.")
    for one in proofs:
        standing = one.standing
        parts = [
            f"at {standing.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if standing.at else "",
            f"letter {one.letter or 'everyone else'}" if one.letter is not None else "",
            f"as {standing.provider_id}" if standing.provider_id else "",
            f"attempt {standing.attempt}" if standing.attempt else "",
            f"plan {one.campaign.plan_digest[:6]}",
            standing.detail,
        ]
        where = "outbox" if one.record == "outbox" else one.campaign.provider
        click.echo(
            f"{one.campaign.issue}, {where}: {standing.status}, "
            + ", ".join(part for part in parts if part)
        )


def _proof(one: pipeline.Proof) -> dict[str, Any]:
    """Return where one person stands, for machines."""
    at: datetime | None = one.standing.at
    return {
        "record": one.record,
        "issue": one.campaign.issue,
        "purpose": one.campaign.purpose,
        "provider": one.campaign.provider,
        "plan_digest": one.campaign.plan_digest,
        "status": one.standing.status,
        "at": at.isoformat() if at else None,
        "attempt": one.standing.attempt,
        "provider_id": one.standing.provider_id,
        "detail": one.standing.detail,
        "variant": one.letter,
    }


def _tree(one: Found) -> dict[str, Any]:
    """Return one campaign in the public JSON shape."""
    campaign, tally = one.campaign, one.tally
    return {
        "record": one.word,
        "issue": campaign.issue,
        "purpose": campaign.purpose,
        "provider": campaign.provider,
        "plan_digest": campaign.plan_digest,
        "edition_digest": campaign.edition_digest,
        "at": campaign.at.isoformat(),
        "frozen_at": campaign.frozen_at.isoformat(),
        "state": campaign.state,
        "why": campaign.why,
        "schedule": one.schedule.state if one.schedule else None,
        "finished": tally.finished,
        "candidates": tally.candidates,
        "excluded": tally.excluded,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "pending": tally.pending,
        "sending": tally.sending,
        "unknown": tally.unknown,
        "unknown_people": list(one.unknown),
        "rate": round(one.rate, 1),
        "seconds_left": round(one.seconds_left) if one.seconds_left else None,
    }
