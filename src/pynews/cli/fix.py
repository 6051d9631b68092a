"""``pynews fix``: mends what is mechanical in the project's own files."""

from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import project_option
from pynews.cli.say import count, next_step
from pynews.config import find_root

__all__ = ["command"]


@click.command("fix")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show the difference, write nothing.")
@project_option
def command(folder: Path | None, *, yes: bool, dry_run: bool) -> None:
    """Mend garbled text, date styles, missing event ids and missing alt="" on decoration.

    Shows the difference and asks. Board minutes are never touched.
    """
    root = folder.resolve() if folder else find_root(Path.cwd())
    mends = tuple(pipeline.mends(root))
    for mend in mends:
        click.echo(mend.difference(), nl=False)
    if not mends:
        click.echo("Nothing to mend.")
    elif dry_run:
        click.echo(f"Would write {count(len(mends), 'file')}.")
    elif yes or click.confirm(f"Write {count(len(mends), 'file')}?"):
        for mend in mends:
            pipeline.mend(mend)
        click.echo(f"Wrote {count(len(mends), 'file')}.")
    next_step("pynews check", "what else there is to mend")
