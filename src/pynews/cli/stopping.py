"""Ctrl-C and SIGTERM: the first finishes what is in flight, the second ends at once."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

__all__ = ["INTERRUPTED", "gently"]

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def gently() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether somebody asked to stop.

    The second signal ends the process where it stands: the ledger says then who
    is in doubt, and the next sender asks about them.
    """
    asked = False

    def hear(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal asked
        if asked:
            os._exit(INTERRUPTED)
        asked = True
        click.echo("\nstopping: what is in flight is finished first; again ends at once", err=True)

    before = {number: signal.signal(number, hear) for number in SIGNALS}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
