"""``pynews serve``: the public pages."""

import logging
import signal
from contextlib import suppress
from pathlib import Path

import click

from pynews.cli.project import open_project, project_option
from pynews.errors import ProjectError

__all__ = ["command"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="Where to listen; a proxy stands before it.")
@click.option("--port", type=click.IntRange(0, 65535), default=8025, help="0 finds a free one.")
@click.option(
    "--trust-proxy",
    "proxies",
    default="",
    help="Addresses of proxies whose X-Forwarded-For is believed, such as 127.0.0.1; nobody's"
    " when missing.",
)
@project_option
def command(host: str, port: int, proxies: str, folder: Path | None) -> None:
    """Serve the public pages: subscribe, confirm, unsubscribe, preferences, calendars, reports.

    Put any reverse proxy with https before it, and its address into pynews.toml:
    [unsubscribe] url. Messages then carry one-click links.
    """
    try:
        from pynews.serve.members import Place, members
    except ImportError as error:
        raise ProjectError(
            f"the public pages need more: {error.name} is missing",
            hint="in the folder you cloned: pip install '.[serve]'",
        ) from error
    project = open_project(folder)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    with members(project, Place(host, port, proxies)) as running:
        signal.signal(signal.SIGTERM, lambda *_: running.stop())
        click.echo(f"Members' pages: {running.url}/   public: {running.base}/   (Ctrl-C ends it)")
        if project.publication.unsubscribe_url and not proxies:
            click.echo("Behind a proxy? --trust-proxy ADDRESS, or all members count as one caller.")
        if not project.publication.unsubscribe_url:
            click.echo('Next: [unsubscribe] url = "https://..."   so that messages link here')
        with suppress(KeyboardInterrupt):
            running.serve_forever()
