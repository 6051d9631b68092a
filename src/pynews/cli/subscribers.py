"""``pynews subscribers``: the list."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import audience, pipeline
from pynews.cli.project import json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.errors import UsageError
from pynews.model import ImportReport, SubscriberStatus, masked

__all__ = ["command"]


@click.group("subscribers")
def command() -> None:
    """Keep the list of people who agreed to be written to."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--consent-source", default="", help="Where these people agreed, if no column says.")
@click.option("--skip-refused", is_flag=True, help="Leave wrong rows out instead of stopping.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@json_option
@project_option
def import_(file: Path, consent_source: str, folder: Path | None, **flags: bool) -> None:
    """Take over the people in a CSV FILE, all or nobody.

    It never brings back someone who left, was suppressed or erased.
    """
    project = open_project(folder)
    with pipeline.open_subscribers(project) as subscribers:
        report = audience.import_subscribers(
            subscribers,
            file,
            key=project.key,
            consent_source=consent_source,
            dry_run=flags["dry_run"],
            skip_refused=flags["skip_refused"],
        )
    if flags["as_json"]:
        print_json({"schema": 1, "dry_run": flags["dry_run"], **asdict(report)})
        return
    _print_report(report, file, dry_run=flags["dry_run"])
    if flags["dry_run"]:
        next_step(f"pynews subscribers import {file}", "does it")
    else:
        next_step("pynews plan", "who would get the latest issue")


def _print_report(report: ImportReport, file: Path, *, dry_run: bool) -> None:
    """Print what an import did."""
    would = "would be " if dry_run else ""
    parts = [
        f"{report.added:,} {would}added",
        f"{report.changed:,} {would}changed",
        f"{report.unchanged:,} unchanged",
    ]
    if report.kept_away:
        parts.append(f"{report.kept_away:,} stay away (they left, were suppressed or erased)")
    click.echo(f"{file}: {', '.join(parts)}")
    for note in report.notes:
        click.echo(f"  look at: {note}")
    for row, reason in report.refused:
        click.echo(f"  left out: {file}:{row}: {reason}")


@command.command("list")
@click.option("--all", "everyone", is_flag=True, help="Name each person, addresses masked.")
@json_option
@project_option
def list_(folder: Path | None, *, everyone: bool, as_json: bool) -> None:
    """Say how many people are on the list, by status."""
    project = open_project(folder)
    with pipeline.open_subscribers(project) as subscribers:
        totals = subscribers.totals()
        people = [
            {
                "id": person.id,
                "address": masked(person.email) if person.email else "",
                "status": person.status,
                "groups": list(person.groups),
            }
            for person in (subscribers.each() if everyone else ())
        ]
    counts = {str(status): totals.by_status.get(status, 0) for status in SubscriberStatus}
    if as_json:
        print_json({"schema": 1, "by_status": counts, "people": people})
        return
    for status, number in counts.items():
        if number:
            click.echo(f"  {status:<14}{number:,}")
    for person_ in people:
        click.echo(f"  {person_['address']:<32} {person_['status']}  {person_['id']}")
    if not totals.total:
        click.echo("The list is empty.")
        next_step("pynews subscribers import subscribers.csv", "fills it")


@command.command("suppress")
@click.argument("address")
@click.option("--reason", default="asked by hand", help="Why; no personal data.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@project_option
def suppress(address: str, reason: str, folder: Path | None, *, dry_run: bool) -> None:
    """Never write to ADDRESS again, whatever an import says."""
    if "@" not in address:
        raise UsageError(f"{address!r} is not an address", hint="write name@example.org")
    project = open_project(folder)
    with pipeline.open_subscribers(project) as subscribers:
        if dry_run:
            known = subscribers.get(address)
            state = known.status if known else "not on the list"
            click.echo(f"{masked(address)}, now {state}, would be suppressed")
            return
        changed = subscribers.suppress(address, reason, datetime.now(UTC))
    click.echo(f"{masked(address)} {'is suppressed' if changed else 'was suppressed before'}")
    next_step(
        "pynews plan",
        f"who gets the latest issue now ({count(1, 'person')} fewer)"
        if changed
        else "who gets the latest issue",
    )
