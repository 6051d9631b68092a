"""``pynews gather [FILE...]``: what the sources say, with file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pynews.cli.project import json_option, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.config import find_root
from pynews.errors import Problem, ProjectError, SourceError
from pynews.gather import gather_minutes, minutes_files
from pynews.gather.fetching import kind_of
from pynews.model import Action, Decision, Mention, Minutes, day_in_words

__all__ = ["command", "minutes_tree"]


@click.command("gather")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--fetch",
    is_flag=True,
    help="Fetch the calendars, tables and feeds of pynews.toml, and write what is new as files.",
)
@click.option("--both", is_flag=True, help="With --fetch: file look-alikes too.")
@click.option("--dry-run", is_flag=True, help="With --fetch: say what would be written.")
@json_option
@project_option
def command(
    files: tuple[Path, ...],
    folder: Path | None,
    *,
    fetch: bool,
    both: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say what board notes hold: decisions, events, openings, each with its line.

    Without FILES all notes in newsletters/minutes/ are read. What is not certain
    enough to print is listed as possible, never as decided.

    With --fetch the sources of pynews.toml, or .ics, .csv and feed FILES, become
    files in newsletters/; what an editor changed there stays.
    """
    if fetch:
        from pynews.cli.fetching import fetch_into

        fetch_into(folder, files, both=both, dry_run=dry_run, as_json=as_json)
        return
    _refuse_calendars(files)
    root = _root(folder, needed=not files)
    chosen = files or minutes_files(root)
    problems: list[Problem] = []
    found = list(_read(chosen, root, problems))
    if as_json:
        trees = [minutes_tree(minutes) for minutes in found]
        if found:
            print_json(trees[0] if len(files) == 1 else trees)
    else:
        _tell(found)
    if problems:
        raise SourceError.of(problems)
    if not chosen:
        raise SourceError(
            "there are no notes to read",
            where="newsletters/minutes/",
            hint="put the board's notes there as Markdown or text, or name files",
        )


def _tell(found: list[Minutes]) -> None:
    """Print what was found, and what to do next."""
    for minutes in found:
        _print(minutes)
    if any(_tells(minutes) for minutes in found):
        next_step("pynews build", "make the issue that tells it")
    elif found:
        next_step("pynews new --help", "begin an issue by hand: these notes hold nothing to tell")


def _tells(minutes: Minutes) -> bool:
    """Say whether notes hold anything for readers."""
    told = (minutes.decisions, minutes.possible_decisions, minutes.mentions, minutes.calls)
    return any(told)


def _refuse_calendars(files: tuple[Path, ...]) -> None:
    """Refuse calendars, tables and feeds: read as board notes they say nonsense."""
    wrong = [path for path in files if kind_of(path)]
    if wrong:
        named = " ".join(str(path) for path in wrong)
        raise SourceError.of(
            Problem(
                "this is a calendar, table or feed, not board notes",
                str(path),
                hint=f"pynews gather --fetch {named}",
            )
            for path in wrong
        )


def _root(folder: Path | None, *, needed: bool) -> Path:
    """Return the project's folder; a named file may lie outside of any project."""
    if folder:
        return folder.resolve()
    try:
        return find_root(Path.cwd())
    except ProjectError:
        if needed:
            raise
        return Path.cwd()


def _read(files: tuple[Path, ...], root: Path, problems: list[Problem]) -> Iterator[Minutes]:
    """Yield the notes that can be read; note what is wrong with the others."""
    for path in files:
        try:
            yield from gather_minutes([path], root=root)
        except SourceError as error:
            problems.extend(error.problems)


def minutes_tree(minutes: Minutes) -> dict[str, Any]:
    """Return what notes hold in the public JSON shape."""
    return {
        "schema": 1,
        "file": minutes.path,
        "title": minutes.title,
        "date": minutes.day.isoformat() if minutes.day else None,
        "chair": minutes.chair,
        "attendees": list(minutes.attendees),
        "apologies": list(minutes.apologies),
        "decisions": [_decision(decision) for decision in minutes.decisions],
        "possible_decisions": [_decision(decision) for decision in minutes.possible_decisions],
        "events": [_mention(mention) for mention in minutes.mentions],
        "openings": [
            {"quote": call.quote, "line": call.origin.line, "title": call.title}
            for call in minutes.calls
        ],
        "open_discussion": [
            {"quote": idea.quote, "line": idea.origin.line} for idea in minutes.ideas
        ],
        "actions": [
            {"quote": action.quote, "line": action.origin.line, "owner": action.owner}
            for action in minutes.actions
        ],
        "next_meeting": minutes.next_meeting.isoformat() if minutes.next_meeting else None,
        "warnings": list(minutes.warnings),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "quote": decision.quote,
        "text": decision.text,
        "line": decision.origin.line,
        "gist": decision.gist,
        "certainty": decision.certainty,
        "outcome": decision.outcome,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "quote": mention.quote,
        "line": mention.origin.line,
        "title": mention.title,
        "date": mention.day.isoformat() if mention.day else None,
        "end": mention.end.isoformat() if mention.end else None,
        "time": mention.time or None,
        "when": mention.when,
        "kind": mention.kind,
        "relation": mention.relation,
        "conflict": mention.conflict or None,
        "alternatives": [day.isoformat() for day in mention.alternatives],
        "warnings": list(mention.warnings),
    }


def _print(minutes: Minutes) -> None:
    """Print what one file holds."""
    day = f", {day_in_words(minutes.day)}" if minutes.day else ""
    click.echo(f"{minutes.path}: {minutes.title or 'no title'}{day}")
    who = [count(len(minutes.attendees), "attendee")]
    if minutes.apologies:
        who.append(count(len(minutes.apologies), "apology", "apologies"))
    click.echo(f"  {', '.join(who)}")
    for words, lines in _sections(minutes):
        if lines:
            click.echo(f"  {words}")
            for line in lines:
                click.echo(f"    {line}")
    if not minutes.decisions:
        click.echo("  no decision found")
    if minutes.next_meeting:
        click.echo(f"  next meeting: {day_in_words(minutes.next_meeting)}")
    for warning in minutes.warnings:
        click.echo(f"  look at: {warning}")


def _sections(minutes: Minutes) -> Iterator[tuple[str, list[str]]]:
    """Yield headings and lines, each line with its place."""
    yield "decisions", [f"{item.origin.line}: {item.text}" for item in minutes.decisions]
    yield (
        "possible decisions, for you to judge",
        [f"{item.origin.line}: {item.text}" for item in minutes.possible_decisions],
    )
    yield "events", [_event_line(mention) for mention in minutes.mentions]
    yield "openings", [f"{call.origin.line}: {call.title}" for call in minutes.calls]
    yield "still in discussion", [f"{idea.origin.line}: {idea.text}" for idea in minutes.ideas]
    yield "actions", [_action_line(action) for action in minutes.actions]


def _action_line(action: Action) -> str:
    """Return a task with whoever does it."""
    task = " ".join(action.quote.split())
    return f"{action.origin.line}: {action.owner or 'nobody named'}: {task}"


def _event_line(mention: Mention) -> str:
    """Return an event with its day, or the words that yield none."""
    when = day_in_words(mention.day) if mention.day else mention.when or "no day given"
    clock = f", {mention.time}" if mention.time else ""
    doubt = f" (look at: {mention.conflict})" if mention.conflict else ""
    return f"{mention.origin.line}: {mention.title}: {when}{clock} [{mention.relation}]{doubt}"
