"""``pynews init DIR``: a new project from the packaged starter."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from pynews.cli.say import count, next_step
from pynews.errors import ProjectError, UsageError
from pynews.store import replace_files

__all__ = ["command"]

# Names that would mean something to this repository's own tools stand under another one.
RENAMED = {"gitignore": ".gitignore"}


@click.command("init")
@click.argument("name", metavar="DIRECTORY", type=click.Path(file_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be written and write nothing.")
def command(name: str, *, dry_run: bool) -> None:
    """Make a new project in DIRECTORY, with an example issue that builds at once."""
    if not name.strip():
        raise UsageError("no folder is named", hint="pynews init newsletter; . is this folder")
    directory = Path(name)
    if directory.exists() and any(directory.iterdir()):
        raise ProjectError(
            "this folder is not empty",
            where=str(directory),
            hint="name a new folder; nothing was written",
        )
    today = datetime.now(UTC).date()
    contents = _starter(files("pynews") / "starter", "", _words(today))
    if dry_run:
        for below in sorted(contents):
            click.echo(f"would write {directory / below}")
        return
    by_folder: dict[Path, dict[str, bytes]] = {}
    for below, content in contents.items():
        path = directory / below
        by_folder.setdefault(path.parent, {})[path.name] = content
    for folder, named in sorted(by_folder.items()):
        replace_files(folder, named)
    click.echo(f"Made {directory} with {count(len(contents), 'file')}.")
    click.echo("  pynews.toml            name, sender and postal address: make them yours")
    click.echo("  newsletters/           board notes, events, roles, stories, one folder an issue")
    next_step(f"cd {directory} && pynews build", "makes the example issue")


def _words(today: date) -> dict[str, str]:
    """Return what the starter's placeholders stand for: days ahead of today."""
    send = today + timedelta(days=14)
    event = today + timedelta(days=35)
    return {
        "@TODAY@": today.isoformat(),
        "@SEND@": send.isoformat(),
        "@ISSUE@": f"{send:%Y-%m}",
        "@EVENT@": event.isoformat(),
    }


def _starter(folder: Traversable, above: str, words: dict[str, str]) -> dict[str, bytes]:
    """Return path and bytes of every file of the starter."""
    found: dict[str, bytes] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = RENAMED.get(entry.name, _filled(entry.name, words))
        if entry.is_dir():
            found |= _starter(entry, f"{above}{name}/", words)
        elif not entry.name.endswith((".py", ".pyc")):
            text = _filled(entry.read_text(encoding="utf-8"), words)
            found[above + name] = text.encode()
    return found


def _filled(text: str, words: dict[str, str]) -> str:
    for token, word in words.items():
        text = text.replace(token, word)
    return text
