"""Which edition a command is about: the issue's own, or that of its correction."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from pynews import pipeline
from pynews.config import Project
from pynews.errors import UsageError

__all__ = ["correction_option", "correction_options", "edition_of"]

Command = TypeVar("Command", bound=Callable[..., Any])


def correction_options(command: Command) -> Command:
    """Add ``--correction`` and ``--include-unknown``."""
    return correction_option(
        click.option(
            "--include-unknown",
            is_flag=True,
            help="With --correction: also to those in doubt whether they got the issue.",
        )(command)
    )


def correction_option(command: Command) -> Command:
    """Add ``--correction`` alone, where nobody is written to."""
    return click.option(
        "--correction",
        is_flag=True,
        help="The text of ISSUE/correction.md and the changed invitations,"
        " to those who got the issue.",
    )(command)


def edition_of(project: Project, issue: str | None, flags: Mapping[str, bool]) -> pipeline.Built:
    """Return the issue's edition, or with ``--correction`` that of its correction.

    Raises:
        UsageError: ``--include-unknown`` without ``--correction``.
    """
    if flags["correction"]:
        return pipeline.correct(
            project,
            issue,
            now=datetime.now(UTC),
            include_unknown=flags.get("include_unknown", False),
        )
    if flags.get("include_unknown"):
        raise UsageError(
            "--include-unknown is for corrections",
            hint=f"add --correction; pynews reconcile {issue or 'ISSUE'}   settles who is in doubt",
        )
    return pipeline.build(project, issue)
