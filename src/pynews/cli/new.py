"""``pynews new ISSUE --from FILE``: an issue with what board notes and calendars say."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from pynews.cli.fetching import incoming_of, say_filing, write_filing
from pynews.cli.plan import as_option
from pynews.cli.project import open_project, project_option
from pynews.cli.say import count, next_step
from pynews.config import Project
from pynews.errors import Problem, SourceError, UsageError
from pynews.gather import CONTENT, gather_minutes, read_moment
from pynews.gather.fetching import Wanted, kind_of
from pynews.gather.filing import (
    Entry,
    IssueText,
    doubts_of,
    entry_of_call,
    entry_of_event,
    entry_of_mention,
    entry_of_post,
    file_entries,
    propose_issue,
)
from pynews.model import Minutes, Relation

__all__ = ["command"]

ISSUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
SHELVES = frozenset({"minutes", "events", "roles", "stories"})
MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
NINE = time(9)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files named say.

    Arguments:
        notes: board notes as an issue names them, and what they say.
        copied: notes from elsewhere, to be copied into newsletters/minutes/.
        entries: files to be: events, roles, stories.
        warnings: what was doubtful.
    """

    notes: tuple[tuple[str, Minutes], ...]
    copied: dict[str, bytes]
    entries: tuple[Entry, ...]
    warnings: tuple[Problem, ...]


@click.command("new")
@click.argument("issue")
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Board notes, or an .ics, .csv or feed file; may be given more than once.",
)
@click.option("--send", "send", metavar="TIME", help="When it is to go out: 2021-12-01 09:00.")
@click.option("--attendees", is_flag=True, help="Let the letter name who was at the meeting.")
@click.option("--both", is_flag=True, help="File events that look like another one, too.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, write nothing.")
@project_option
def command(  # noqa: PLR0913 - one argument an option
    issue: str,
    files: tuple[Path, ...],
    send: str | None,
    folder: Path | None,
    *,
    attendees: bool,
    both: bool,
    dry_run: bool,
) -> None:
    """Begin ISSUE (such as 2021-12) with what FILES say, each with its line.

    Decisions stand in its list; events and roles become files. What is doubtful
    comes commented out, with the reason. Where the issue stands already, your
    words stay: only what is new or has changed is proposed, as comments.
    """
    project = open_project(folder)
    _refuse_name(issue)
    zone = ZoneInfo(project.publication.timezone)
    today = datetime.now(zone).date()
    gathered = _gathered(project, files, today)
    path = project.root / CONTENT / issue / "issue.md"
    before = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") if path.is_file() else ""
    doubts = [doubt for name, one in gathered.notes for doubt in doubts_of(name, one.mentions)]
    text = propose_issue(
        gathered.notes,
        send=_send(send, issue, zone, today),
        doubts=doubts,
        attendees=attendees,
        before=before,
    )
    filing = file_entries(gathered.entries, content=project.root / CONTENT, both=both)
    if text.text != before:
        filing.contents[f"{issue}/issue.md"] = text.text
    if not dry_run:
        write_filing(project.root, filing, gathered.copied)
    _say(issue, text, before, dry_run=dry_run)
    say_filing(filing, gathered.warnings, dry_run=dry_run)
    next_step(f"pynews preview {issue}", "write the subject, judge the comments, look at it")


def _refuse_name(issue: str) -> None:
    """Refuse what cannot be an issue's folder, and a month that no calendar has.

    Raises:
        UsageError: with a name that would do.
    """
    if issue in SHELVES:
        raise UsageError(
            f"newsletters/{issue}/ is not for issues", hint="name the issue by its month: 2021-12"
        )
    if not ISSUE.fullmatch(issue):
        raise UsageError(
            f"{issue!r} cannot name an issue", hint="write letters, digits and hyphens: 2021-12"
        )
    if (named := MONTH.fullmatch(issue)) and not _day(named):
        raise UsageError(f"there is no {issue} in any calendar", hint="write it so: 2021-12")


def _day(named: re.Match[str]) -> date | None:
    """Return the day that an issue's name says, or None where no calendar has it."""
    try:
        return date(int(named[1]), int(named[2]), int(named[3] or 1))
    except ValueError:
        return None


def _send(words: str | None, issue: str, zone: ZoneInfo, today: date) -> datetime:
    """Return when the issue is to go out: as said, else as it is called, else tomorrow at 9am."""
    if words:
        try:
            moment = read_moment(words, zone=zone)
        except ValueError as error:
            what, _, hint = str(error).partition("\n")
            raise UsageError(what, hint=as_option(hint, "--send")) from error
        if isinstance(moment, datetime):
            return moment
        return datetime.combine(moment, NINE, zone)
    named = MONTH.match(issue)
    if named and (day := _day(named)):
        return datetime.combine(day, NINE, zone)
    return datetime.combine(today + timedelta(days=1), NINE, zone)


def _gathered(project: Project, files: Sequence[Path], today: date) -> Gathered:
    """Return what the files say; all that is wrong with them is told at once."""
    notes: list[tuple[str, Minutes]] = []
    copied: dict[str, bytes] = {}
    entries: list[Entry] = []
    wanted = []
    problems: list[Problem] = []
    for path in files:
        if kind := kind_of(path):
            wanted.append(Wanted(kind, path.resolve().as_posix()))
            continue
        try:
            name, content = _name_of(project, path)
            (minutes,) = gather_minutes([path], root=project.root)
        except SourceError as error:
            problems.extend(error.problems)
            continue
        copied |= {name: content} if content is not None else {}
        notes.append((name, minutes))
        entries += _entries(name, minutes)
    incoming = incoming_of(project, wanted, today=today)
    problems += incoming.failed
    if problems:
        raise SourceError.of(problems)
    zone = project.publication.timezone
    entries += [
        entry_of_event(event, zone=zone)
        for event in incoming.events
        if event.recurrence or event.when.last_day >= today
    ]
    entries += [entry_of_post(post) for post in incoming.posts]
    return Gathered(tuple(notes), copied, tuple(entries), tuple(incoming.warnings))


def _name_of(project: Project, path: Path) -> tuple[str, bytes | None]:
    """Return how an issue names board notes, and their bytes when they lie elsewhere.

    Raises:
        SourceError: other notes of that name stand in newsletters/minutes/.
    """
    content = (project.root / CONTENT).resolve()
    if not path.is_file():
        raise SourceError(
            "there is no such file", where=str(path), hint="board notes lie in newsletters/minutes/"
        )
    if path.resolve().is_relative_to(content):
        return path.resolve().relative_to(content).as_posix(), None
    name = f"minutes/{path.name}"
    standing = content / name
    data = path.read_bytes()
    if standing.exists() and standing.read_bytes() != data:
        raise SourceError(
            f"other notes stand in {CONTENT}/{name}",
            where=str(path),
            hint="rename your file, or put it there yourself",
        )
    return name, data


def _entries(name: str, minutes: Minutes) -> Iterator[Entry]:
    """Yield the events and roles of board notes that leave no doubt."""
    for mention in minutes.mentions:
        sure = not mention.conflict and not mention.warnings
        if mention.relation is Relation.UPCOMING and sure:
            entry = entry_of_mention(mention, source=name)
            if entry:
                yield entry
    for call in minutes.calls:
        yield entry_of_call(call, source=name, opens=minutes.day)


def _say(issue: str, proposed: IssueText, before: str, *, dry_run: bool) -> None:
    """Print the difference of an issue that stood there, or what the new one holds."""
    name = f"{CONTENT}/{issue}/issue.md"
    if not before:
        told = count(proposed.added - proposed.commented, "decision") + " told"
        doubtful = f", {proposed.commented:,} commented out for you to judge"
        said = told + (doubtful if proposed.commented else "")
        click.echo(f"{name}: {'would be ' if dry_run else ''}new, {said}")
    elif proposed.text == before:
        click.echo(f"{name}: nothing new")
    else:
        lines = difflib.unified_diff(
            before.splitlines(), proposed.text.splitlines(), name, f"{name} (now)", n=1, lineterm=""
        )
        for line in lines:
            click.echo(line)
