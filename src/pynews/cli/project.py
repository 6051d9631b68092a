"""What most commands begin with: finding the project, and the options they share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pynews.config import Project, find_root, load

__all__ = [
    "issue_argument",
    "json_option",
    "lossy_option",
    "open_project",
    "project_option",
    "provider_option",
    "pull_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])


def project_option(command: Command) -> Command:
    """Add ``--project DIR``."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="The project's folder; found upwards from here when missing.",
    )(command)


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(command)


def provider_option(command: Command) -> Command:
    """Add ``--provider NAME``."""
    return click.option("--provider", help="Send through this one instead of pynews.toml's.")(
        command
    )


def pull_option(command: Command) -> Command:
    """Add ``--no-pull``."""
    return click.option(
        "--pull/--no-pull",
        default=True,
        help="Fetch first who left by mail or at the provider, and send nothing while that"
        " cannot be known.  [default: pull]",
    )(command)


def lossy_option(command: Command) -> Command:
    """Add ``--allow-lossy NAME``, as often as there are losses."""
    return click.option(
        "--allow-lossy",
        metavar="NAME",
        multiple=True,
        help="Accept that the provider leaves this out; pynews plan names it.",
    )(command)


def issue_argument(command: Command) -> Command:
    """Add ISSUE, which may be left out."""
    return click.argument("issue", required=False)(command)


def open_project(folder: Path | None, *, provider: str | None = None) -> Project:
    """Return the project a command is about.

    Arguments:
        folder: of ``--project``; searched upwards from here when None.
        provider: of ``--provider``.

    Raises:
        ProjectError: there is none, or its configuration is wrong.
    """
    root = folder.resolve() if folder else find_root(Path.cwd())
    return load(root, options={"provider.name": provider} if provider else None)
