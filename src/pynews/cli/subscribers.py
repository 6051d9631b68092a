"""``pynews subscribers``: the list."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pynews import audience, pipeline
from pynews.cli.health import print_health, print_movements
from pynews.cli.project import json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json, titled
from pynews.config import Project
from pynews.errors import UsageError
from pynews.model import (
    ImportReport,
    Subscriber,
    SubscriberStatus,
    masked,
    subscriber_id,
)
from pynews.store import Reports

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
            key=subscribers.key,
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
    with pipeline.open_subscribers(project, now=_now) as subscribers:
        totals = subscribers.totals()
        counts = {str(status): totals.by_status.get(status, 0) for status in SubscriberStatus}
        people = map(_row, subscribers.each() if everyone else ())
        if as_json:
            print_json({"schema": 1, "by_status": counts, "people": list(people)})
            return
        for status, number in counts.items():
            if number:
                click.echo(f"  {status:<14}{number:,}")
        for person in people:
            click.echo(f"  {person['address']:<32} {person['status']}  {person['id']}")
    if not totals.total:
        click.echo("The list is empty.")
        next_step("pynews subscribers import subscribers.csv", "fills it")


def _row(person: Subscriber) -> dict[str, Any]:
    """Return one person as the list names them."""
    return {
        "id": person.id,
        "address": masked(person.email) if person.email else "",
        "status": person.status,
        "groups": list(person.groups),
    }


@command.command("add")
@click.argument("address")
@click.option("--first-name", default="")
@click.option("--last-name", default="")
@click.option("--organisation", default="")
@click.option("--group", "groups", multiple=True, help="A group they are in; may be repeated.")
@click.option("--language", default="", help="BCP 47 tag; the newsletter's own when missing.")
@click.option("--consent-source", required=True, help="Where they agreed.")
@click.option("--consent-text", default="", help="What they were told.")
@click.option("--consent-at", default="", help="When they agreed; today when missing.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@json_option
@project_option
def add(
    address: str,
    folder: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
    **fields: Any,  # noqa: ANN401 - click's options, text or many texts
) -> None:
    """Put one person on the list, with the evidence that they agreed.

    It never brings back someone who left, was suppressed or erased: that is their
    own wish alone, on the public pages.
    """
    project = open_project(folder)
    now = datetime.now(UTC)
    with pipeline.open_subscribers(project) as subscribers:
        person = _person(address, subscribers.key, now, fields)
        report = subscribers.add_all([person], dry_run=dry_run, at=now)
    if report.kept_away:
        raise UsageError(
            f"{masked(person.email)} left, was suppressed or erased, and stays away",
            hint="they may come back by themselves: pynews serve",
        )
    if as_json:
        tree = {"id": person.id, "added": report.added, "changed": report.changed}
        print_json({"schema": 1, "dry_run": dry_run, **tree})
        return
    would = "would be " if dry_run else ""
    done = "added" if report.added else "changed" if report.changed else "on the list already"
    click.echo(f"{masked(person.email)} {would if not report.unchanged else 'is '}{done}")
    next_step("pynews plan", "who would get the latest issue")


def _person(address: str, key: bytes, now: datetime, fields: Mapping[str, Any]) -> Subscriber:
    """Return the person that the options of ``add`` describe.

    Raises:
        UsageError: one of them cannot be.
    """
    try:
        email = audience.accepted_address(address)
    except ValueError as error:
        raise UsageError(f"{address!r}: {error}", hint="write name@example.org") from error
    if any(not name.strip() or ";" in name for name in fields["groups"]):
        raise UsageError("a group needs a name without a semicolon", hint="--group members")
    values = {name: text for name, text in fields.items() if name != "groups"}
    values |= {"email": email, "groups": ";".join(fields["groups"])}
    values["consent_at"] = fields["consent_at"] or now.date().isoformat()
    try:
        return audience.read_person(values, key=key)
    except ValueError as error:
        raise UsageError(str(error), hint="nothing was changed") from error


@command.command("show")
@click.argument("address")
@json_option
@project_option
def show(address: str, folder: Path | None, *, as_json: bool) -> None:
    """Say where ADDRESS stands: status, groups, consent, what was sent."""
    project = open_project(folder)
    held = _held(project, _checked(address))
    if as_json:
        print_json(held)
        return
    person = held["subscriber"]
    click.echo(f"{masked(address)}: {person['status'] if person else 'not on the list'}")
    if person:
        titled(
            {
                "id": person["id"],
                "groups": ", ".join(person["groups"]),
                "language": person["language"],
            }
        )
    for one in held["consents"]:
        click.echo(f"  agreed      {' · '.join(part for part in one.values() if part)}")
    for one in held["history"]:
        click.echo(f"  {one['at']}  {one['status']}  {one['reason']}".rstrip())
    for one in held["sendings"]:
        click.echo(f"  {one['issue']:<12}{one['status']}  {one['detail']}".rstrip())
    for one in held["reports"]:
        click.echo(f"  {one['at']}  {one['kind']}  {one['reason']}".rstrip())
    if person:
        next_step(f"pynews subscribers export {address}", "all that is held, for them to keep")
    else:
        next_step(f"pynews subscribers add {address}", "puts them on it; --help says with what")


@command.command("export")
@click.argument("address")
@project_option
def export(address: str, folder: Path | None) -> None:
    """Print all that is held on ADDRESS as JSON, for its owner (UK GDPR article 15)."""
    print_json(_held(open_project(folder), _checked(address)))


@command.command("erase")
@click.argument("address")
@click.option("--confirm", default="", help="The address once more, where nobody can type it.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@json_option
@project_option
def erase(address: str, confirm: str, folder: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Forget ADDRESS everywhere: list, records of sendings, outbox.

    A keyed id stays, so that no import brings the person back. This cannot be undone.
    """
    project = open_project(folder)
    if dry_run:
        held = _held(project, _checked(address))
        state = held["subscriber"]["status"] if held["subscriber"] else "not on the list"
        if as_json:
            print_json({"schema": 1, "dry_run": True, "status": state})
            return
        click.echo(f"{masked(address)}, now {state}, would be erased")
        return
    if not confirm and sys.stdin.isatty():
        confirm = click.prompt("This cannot be undone. Type the address to erase it")
    if confirm.strip().casefold() != _checked(address).casefold():
        raise UsageError(
            "nothing was erased: the address was not confirmed",
            hint=f"pynews subscribers erase {address} --confirm {address}",
        )
    with pipeline.open_subscribers(project) as subscribers:
        done = audience.erase(
            subscribers,
            (ledger for _, ledger in pipeline.ledgers(project)),
            project.outbox,
            address,
            datetime.now(UTC),
        )
        with Reports.open(project.store) as book:
            book.forget(subscriber_id(subscribers.key, address))
    if as_json:
        print_json({"schema": 1, "dry_run": False, **asdict(done)})
        return
    said = "is erased" if done.listed else "was erased before"
    click.echo(f"{masked(address)} {said}; {count(done.messages, 'message')} left the outbox")
    click.echo("Backups made before today still hold them: remove those, or erase again after one.")


def _now() -> datetime:
    return datetime.now(UTC)


def _checked(address: str) -> str:
    """Return an address that can be one.

    Raises:
        UsageError: it cannot.
    """
    if "@" not in address.strip():
        raise UsageError(f"{address!r} is not an address", hint="write name@example.org")
    return address.strip()


def _held(project: Project, address: str) -> dict[str, Any]:
    """Return all that is held on one person: list, sendings, messages in the outbox."""
    with pipeline.open_subscribers(project, now=_now) as subscribers:
        record = subscribers.export(address)
        id_ = subscriber_id(subscribers.key, address)
    sendings = [
        {
            "record": word,
            "issue": campaign.issue,
            "at": campaign.at.isoformat(),
            "status": standing.status,
            "detail": standing.detail,
        }
        for word, ledger in pipeline.ledgers(project)
        for campaign, standing in ledger.status_of(id_)
    ]
    with Reports.open(project.store) as book:
        reports = [
            {
                "at": one.at.isoformat(),
                "kind": one.kind,
                "provider": one.provider,
                "reason": one.reason,
            }
            for one in book.of(id_)
        ]
    return {"schema": 1, **record.as_dict(), "sendings": sendings, "reports": reports}


@command.command("health")
@json_option
@project_option
def health(folder: Path | None, *, as_json: bool) -> None:
    """Say how the list grows, and what came back of what was sent."""
    project = open_project(folder)
    with pipeline.open_subscribers(project, now=_now) as subscribers:
        totals = subscribers.totals()
        movements = subscribers.movements()
    state = pipeline.list_health(project, datetime.now(UTC))
    if as_json:
        print_json(
            {
                "schema": 1,
                "by_status": {str(status): number for status, number in totals.by_status.items()},
                "months": {month: asdict(one) for month, one in movements.items()},
                **asdict(state),
            }
        )
        return
    click.echo(f"{totals.by_status[SubscriberStatus.ACTIVE]:,} active; joined and left by month:")
    print_movements(movements)
    print_health(state)


@command.command("suppress")
@click.argument("address")
@click.option("--reason", default="asked by hand", help="Why; no personal data.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@json_option
@project_option
def suppress(
    address: str, reason: str, folder: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Never write to ADDRESS again, whatever an import says."""
    if "@" not in address:
        raise UsageError(f"{address!r} is not an address", hint="write name@example.org")
    project = open_project(folder)
    with pipeline.open_subscribers(project) as subscribers:
        if dry_run:
            known = subscribers.get(address)
            state = known.status if known else "not on the list"
            if as_json:
                print_json({"schema": 1, "dry_run": True, "status": state})
                return
            click.echo(f"{masked(address)}, now {state}, would be suppressed")
            return
        changed = subscribers.suppress(address, reason, datetime.now(UTC))
    if as_json:
        print_json({"schema": 1, "dry_run": False, "changed": changed})
        return
    click.echo(f"{masked(address)} {'is suppressed' if changed else 'was suppressed before'}")
    next_step(
        "pynews plan",
        f"who gets the latest issue now ({count(1, 'person')} fewer)"
        if changed
        else "who gets the latest issue",
    )
