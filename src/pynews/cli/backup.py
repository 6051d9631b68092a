"""``pynews backup FILE``: a whole copy of list and ledger, also while sending."""

from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import open_project, project_option
from pynews.cli.say import size

__all__ = ["command"]


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@project_option
def command(file: Path, folder: Path | None) -> None:
    """Copy the list and the record of sendings into FILE, also while something is being sent.

    It holds addresses: keep it as safe as the database itself. A copy put back
    does not know what was sent after it was made: see docs/schedule.md first.
    """
    project = open_project(folder)
    written = pipeline.backup(project, file.absolute())
    click.echo(f"Wrote {file} ({size(written)}): list and ledger as of now.")
