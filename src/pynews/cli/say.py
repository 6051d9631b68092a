"""How commands speak: sizes, counts, JSON, the next sensible command."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from pynews.cli.streams import ORDERS, print_bytes

__all__ = [
    "bar",
    "count",
    "duration",
    "next_step",
    "print_json",
    "progress",
    "size",
    "spoken",
    "titled",
]

KB = 1000


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 event", "2 events", "4,000 people"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(number: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{number} bytes" if number < KB else f"{round(number / KB):,} KB"


def bar(done: int, total: int, *, width: int = 24) -> str:
    """Return how far something is, as a bar and in numbers."""
    filled = width * done // total if total else width
    return f"[{'#' * filled}{'.' * (width - filled)}] {done:,} of {total:,}"


def duration(seconds: float) -> str:
    """Return a span as a person says it: "40 seconds", "12 minutes", "3 hours"."""
    for size, noun, least in ((86400, "day", 2), (3600, "hour", 2), (60, "minute", 2)):
        if seconds >= size * least:
            return count(round(seconds / size), noun)
    return count(max(round(seconds), 1), "second")


def titled(rows: Mapping[str, str], *, width: int = 12) -> None:
    """Print lines of a word and what it says."""
    for word, says in rows.items():
        if says:
            click.echo(f"  {word:<{width}}{says}")


def next_step(command: str, why: str) -> None:
    """Print the next sensible command."""
    click.echo(f"Next: {command}   {why}")


def spoken(issue: str, purpose: str) -> str:
    """Return how a command names a campaign: ``2021-11``, or ``2021-11 --correction``."""
    return f"{issue} --correction" if purpose.startswith("correction") else issue


def print_json(tree: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON value in UTF-8, whatever the console's encoding."""
    text = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    # JSON may hold these as they are; a terminal that shows it may not.
    safe = ORDERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    print_bytes(safe.encode("utf-8", "replace"))


def progress(text: str = "") -> None:
    """Show on standard error how far something is, in place of what was shown there before."""
    sys.stderr.flush()
    sys.stderr.buffer.write(f"\r{text:<60}\r{text}".encode("ascii", "replace"))
    sys.stderr.buffer.flush()
