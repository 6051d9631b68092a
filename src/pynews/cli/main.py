"""The ``pynews`` command: finds the command asked for, loads only that one, ends with its code."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from pynews import __version__
from pynews.cli.streams import lost, open_streams
from pynews.errors import PynewsError, RetryLaterError

__all__ = ["COMMANDS", "main"]

# name: module, then what --help says; the module is imported when the command is called.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("pynews.cli.init", "Make a new project."),
    "new": ("pynews.cli.new", "Begin an issue with what board notes and calendars say."),
    "gather": ("pynews.cli.gather", "Say what board notes hold, each with its line."),
    "build": ("pynews.cli.build", "Make the e-mail, text, web page and invitations of an issue."),
    "check": ("pynews.cli.check", "Say what must be fixed in an issue, or looked at."),
    "fix": ("pynews.cli.fix", "Mend dates, letters and ids in the project's files."),
    "preview": ("pynews.cli.preview", "Look at an issue in the browser, live."),
    "plan": ("pynews.cli.plan", "Say who would get what, when and through whom."),
    "send": ("pynews.cli.send", "Send an issue, each member once."),
    "schedule": ("pynews.cli.schedule", "Freeze an issue now, to go out later by itself."),
    "tick": ("pynews.cli.tick", "Send what is due, and end; for cron, timers and CI."),
    "worker": ("pynews.cli.worker", "Stay, and send what comes due."),
    "status": ("pynews.cli.status", "Say what was sent and what became of it."),
    "pause": ("pynews.cli.pause", "Stop a sending until resume."),
    "resume": ("pynews.cli.resume", "Let a paused sending go on."),
    "cancel": ("pynews.cli.cancel", "Give a sending up for good."),
    "reconcile": ("pynews.cli.reconcile", "Settle who may or may not have it."),
    "backup": ("pynews.cli.backup", "Copy list and ledger, also while sending."),
    "subscribers": (
        "pynews.cli.subscribers",
        "Keep the list: import, add, show, export, suppress, erase.",
    ),
    "track": ("pynews.cli.track", "Say what came back; fetch who left by mail."),
    "publish": ("pynews.cli.publish", "Write the archive, its calendar feed and news feed."),
    "serve": ("pynews.cli.serve", "Serve the public pages: subscribe, leave, calendars."),
}
INTERRUPTED = 130
TRY_LATER = RetryLaterError.exit_code


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order an editor meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import and return one command, or None."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command = import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(command, click.Command):
            message = f"{COMMANDS[cmd_name][0]}.command is no command"
            raise TypeError(message)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib

            close = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"I know {', '.join(COMMANDS)}."
            ctx.fail(f"there is no command {name!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="pynews %(version)s")
def pynews() -> None:
    """Newsletters and event mail for communities that keep their words in files.

    \b
    Start:  pynews init my-newsletter      a new project
            pynews build                   the latest issue, into build/
            pynews preview                 look at it
            pynews send 2021-11            into the outbox, or to everyone
    """  # noqa: D301 - click reads the backspace as "keep these lines as they are"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and end the process with its exit code.

    Arguments:
        arguments: as on the command line; ``sys.argv`` when None.
    """
    open_streams()
    code = _run(arguments)
    for reason in lost():
        click.echo(f"error: what I had to say could not be written: {reason}", err=True)
        code = code or TRY_LATER
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """Return the exit code of one command."""
    try:
        code = pynews.main(arguments, prog_name="pynews", standalone_mode=False)
    except PynewsError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}", err=True)
        return error.exit_code
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    return code if isinstance(code, int) else 0
