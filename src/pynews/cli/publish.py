"""``pynews publish``: the archive with its calendar and news feeds, ready for any web server."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from pynews import pipeline, publish
from pynews.cli.project import json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.config import Project
from pynews.errors import UsageError

__all__ = ["command"]

FOLDER = "public"


@click.command("publish")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; public/ in the project when missing.",
)
@click.option(
    "--also",
    metavar="ISSUE",
    multiple=True,
    help="Show this issue too, although no sent.json tells of it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and stop.")
@json_option
@project_option
def command(
    target: Path | None, also: tuple[str, ...], folder: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Write the archive: issues that were sent, a page and a file an event, the feeds.

    Nothing leaves this machine: put the folder on any web server. What stands there
    without being written by pynews is left alone.
    """
    project = open_project(folder)
    place = _place(project, target)
    zone = ZoneInfo(project.publication.timezone)
    today = datetime.now(UTC).astimezone(zone).date()
    site = pipeline.make_site(project, today=today, also=also)
    act = publish.compare if dry_run else publish.write_site
    change = act(place, site.files)
    for note in site.notes:
        click.echo(f"look: {note}", err=True)
    if as_json:
        print_json(_tree(place, site, change))
        return
    told = f"{count(site.issues, 'issue')}, {count(site.events, 'event')}"
    click.echo(f"{told}, {count(len(site.files), 'file')} in {place}")
    verb = "would be " if dry_run else ""
    click.echo(
        f"  {len(change.new)} {verb}new, {len(change.changed)} {verb}changed,"
        f" {len(change.gone)} {verb}removed"
    )
    if not site.issues:
        click.echo("  No issue was sent yet; --also ISSUE shows one nevertheless.")
    next_step(f"open {place / 'index.html'}", "look at it, then put the folder on a web server")


def _place(project: Project, target: Path | None) -> Path:
    """Return the folder to write.

    Raises:
        UsageError: it is the project itself, or holds it.
    """
    place = target.resolve() if target else project.root / FOLDER
    if project.root.is_relative_to(place) or place.is_relative_to(project.root / "newsletters"):
        raise UsageError(
            f"the archive cannot be written to {place}", hint="pynews publish --to public"
        )
    return place


def _tree(place: Path, site: pipeline.Site, change: publish.Change) -> dict[str, object]:
    """Return what was written in the public JSON shape."""
    return {
        "schema": 1,
        "folder": str(place),
        "issues": site.issues,
        "events": site.events,
        "files": [
            {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(site.files.items())
        ],
        "new": list(change.new),
        "changed": list(change.changed),
        "removed": list(change.gone),
        "notes": [str(note) for note in site.notes],
    }
