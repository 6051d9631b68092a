"""``pynews worker``: stays, and sends what comes due."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import pipeline
from pynews.cli.project import open_project, project_option, pull_option
from pynews.cli.stopping import gently
from pynews.cli.tick import report
from pynews.config import Project
from pynews.errors import PynewsError, RetryLaterError

__all__ = ["command"]

SLICE_SECONDS = 0.2


@click.command("worker")
@click.option("--every", default=30, show_default=True, help="Seconds between two looks.")
@pull_option
@project_option
def command(folder: Path | None, *, every: int, pull: bool) -> None:
    """Send what comes due, until Ctrl-C or SIGTERM; one worker a project.

    It is a loop of pynews tick: what it cannot do now it tries again at the next look.
    """
    project = open_project(folder)
    with pipeline.worker_lock(project), gently() as stopping:
        click.echo("Waiting for what comes due; Ctrl-C ends it.", err=True)
        while not stopping():
            _look(project, stopping, pull=pull)
            _rest(every, stopping)
    click.echo("stopped", err=True)


def _look(project: Project, stopping: Callable[[], bool], *, pull: bool) -> None:
    """Do what is due; trouble is told, and tried again at the next look."""
    clock = lambda: datetime.now(UTC)  # noqa: E731 the roof alone reads the clock
    try:
        looked = pipeline.tick(project, now=clock, stopping=stopping, kind="worker", pull=pull)
        done = list(looked)
    except RetryLaterError as error:
        click.echo(f"later: {error}", err=True)
        return
    report(done)
    for one in done:
        if isinstance(one.error, PynewsError):
            click.echo(f"error: {one.error}", err=True)


def _rest(seconds: int, stopping: Callable[[], bool]) -> None:
    """Wait for the next look, and hear signals meanwhile."""
    until = time.monotonic() + seconds
    while not stopping() and time.monotonic() < until:
        time.sleep(SLICE_SECONDS)
