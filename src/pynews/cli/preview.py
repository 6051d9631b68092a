"""``pynews preview [ISSUE]``: the local web app, live."""

from contextlib import suppress
from pathlib import Path

import click

from pynews import pipeline, serve
from pynews.cli.project import issue_argument, open_project, project_option
from pynews.cli.say import next_step
from pynews.gather import CONTENT

__all__ = ["command"]


@click.command("preview")
@issue_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 finds a free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--export",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a folder to show a colleague instead; without recipients.",
)
@project_option
def command(
    issue: str | None, port: int, folder: Path | None, target: Path | None, *, no_browser: bool
) -> None:
    """Look at ISSUE in the browser; the page follows when a file is saved.

    The page is served on 127.0.0.1 to this machine alone, behind a token.
    """
    project = open_project(folder)
    if target:
        click.echo(f"Wrote {serve.export_preview(project, issue, target)}")
        next_step("pynews plan", "who would get it")
        return
    if issue and not any(
        path.parent.name == issue for path in (project.root / CONTENT).glob("*/issue.md")
    ):
        pipeline.build(project, issue)  # which says what was meant
    with serve.preview(project, issue, port=port) as running, suppress(KeyboardInterrupt):
        click.echo(f"Preview: {running.url}   (Ctrl-C ends it)")
        if not no_browser:
            import webbrowser

            webbrowser.open(running.url_once())
        running.serve_forever()
