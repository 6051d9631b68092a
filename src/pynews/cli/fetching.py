"""``pynews gather --fetch``: what other people's calendars, tables and feeds say, as files."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from pynews.cli.project import open_project
from pynews.cli.say import count, next_step, print_json, progress
from pynews.config import EventSource, Project
from pynews.errors import Problem, RetryLaterError, SourceError
from pynews.gather import CONTENT
from pynews.gather.fetching import Getter, Incoming, Keeper, Wanted, kind_of, read_incoming
from pynews.gather.filing import Filing, entry_of_event, entry_of_post, file_entries
from pynews.store import replace_files

__all__ = ["fetch_into", "incoming_of", "say_filing", "write_filing"]

RECENT = timedelta(days=120)
WORDS = {
    "new": "new",
    "changed": "changed at its source, brought up to date",
    "kept": "changed at its source, your words stand",
    "alike": "looks like one you have, left out (--both files it)",
}


def fetch_into(
    folder: Path | None, files: tuple[Path, ...], *, both: bool, dry_run: bool, as_json: bool
) -> None:
    """Fetch, compare with what stands in the project, write and tell.

    Raises:
        RetryLaterError: a source is down and there is no good copy; the others were filed.
        SourceError: a source is not what it should be; the others were filed.
    """
    project = open_project(folder)
    wanted = _from_files(files) if files else _from_config(project)
    if not wanted:
        raise SourceError(
            "there is nothing to fetch",
            where="pynews.toml",
            hint='write [[sources.events]] with type = "ics" and url = "https://..."',
        )
    today = datetime.now(ZoneInfo(project.publication.timezone)).date()
    incoming = incoming_of(project, wanted, today=today)
    filing = _filed(project, incoming, today=today, both=both)
    if not dry_run:
        write_filing(project.root, filing)
    if as_json:
        print_json(
            {
                "schema": 1,
                "written": sorted(filing.contents) if not dry_run else [],
                "changes": [asdict(change) for change in filing.changes],
                "warnings": [str(one) for one in incoming.warnings],
                "failed": [str(one) for one in incoming.failed],
            }
        )
    else:
        say_filing(filing, incoming.warnings, dry_run=dry_run)
        if filing.contents and not dry_run:
            next_step("git status", "look at what came in, and keep what you want")
        elif filing.contents:
            next_step("pynews gather --fetch", "writes it")
    _raise(incoming)


def incoming_of(project: Project, wanted: Iterable[Wanted], *, today: date) -> Incoming:
    """Return what sources say, the last good copy where one is down."""
    wanted = list(wanted)
    afar = sum("://" in one.url for one in wanted)
    if afar and sys.stderr.isatty():
        progress(f"Asking {count(afar, 'source')}; each may take up to 30 seconds")
    # SSL_CERT_FILE is what OpenSSL calls a file of further authorities.
    getter = Getter(authority=os.environ.get("SSL_CERT_FILE") or None)
    found = read_incoming(
        wanted,
        root=project.root,
        keeper=Keeper(project.root, getter),
        zone=project.publication.timezone,
        after=today,
    )
    if afar and sys.stderr.isatty():
        progress()
    return found


def write_filing(root: Path, filing: Filing, copied: Mapping[str, bytes] | None = None) -> None:
    """Write what was decided, and files that are copied as they are; each is old or new."""
    contents = {name: text.encode() for name, text in filing.contents.items()} | dict(copied or {})
    if contents:
        replace_files(root / CONTENT, contents)


def say_filing(filing: Filing, warnings: Iterable[Problem], *, dry_run: bool) -> None:
    """Print what is new or has changed, each with its file and the difference."""
    for change in filing.changes:
        click.echo(f"{CONTENT}/{change.name}: {WORDS[change.kind]}")
        for line in change.lines:
            click.echo(f"  {line}")
    for warning in warnings:
        click.echo(f"look at: {warning}")
    files = [name for name in filing.contents if name.endswith(".md")]
    click.echo(f"{'Would write' if dry_run else 'Wrote'} {count(len(files), 'file')}.")


def _filed(project: Project, incoming: Incoming, *, today: date, both: bool) -> Filing:
    zone = project.publication.timezone
    entries = [
        entry_of_event(event, zone=zone)
        for event in incoming.events
        if event.recurrence or event.when.last_day >= today
    ]
    recent = today - RECENT
    entries += [entry_of_post(post) for post in incoming.posts if (post.day or today) >= recent]
    return file_entries(entries, content=project.root / CONTENT, both=both)


def _from_config(project: Project) -> list[Wanted]:
    return [_wanted(one) for one in (*project.event_sources, *project.story_sources)]


def _wanted(source: EventSource) -> Wanted:
    return Wanted(source.type, source.url, source.allow_private)


def _from_files(files: Iterable[Path]) -> list[Wanted]:
    found = []
    for path in files:
        if path.parts[0].rstrip(":").lower() in {"http", "https", "webcal"}:
            raise SourceError(
                "this is a web address, not a file",
                where=f"{path}",
                hint='write it into pynews.toml, below [[sources.events]]: url = "https://..."',
            )
        kind = kind_of(path)
        if not kind:
            raise SourceError(
                "this is no calendar, table or feed",
                where=str(path),
                hint="name .ics, .csv, .xml, .atom or .rss files; board notes need no --fetch",
            )
        found.append(Wanted(kind, path.resolve().as_posix()))
    return found


def _raise(incoming: Incoming) -> None:
    if incoming.failed:
        error = RetryLaterError if incoming.later else SourceError
        raise error.of(incoming.failed)
