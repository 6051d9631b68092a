"""How commands speak: sizes, counts, JSON, the next sensible command."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

__all__ = ["count", "next_step", "print_json", "size", "titled"]

KB = 1000


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 event", "2 events", "4,000 people"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(number: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{number} bytes" if number < KB else f"{round(number / KB):,} KB"


def titled(rows: Mapping[str, str], *, width: int = 12) -> None:
    """Print lines of a word and what it says."""
    for word, says in rows.items():
        if says:
            click.echo(f"  {word:<{width}}{says}")


def next_step(command: str, why: str) -> None:
    """Print the next sensible command."""
    click.echo(f"Next: {command}   {why}")


def print_json(tree: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON value in UTF-8, whatever the console's encoding."""
    text = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
