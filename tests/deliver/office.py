"""Senders in processes of their own, and the steps at which one may be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

SENDER = Path(__file__).parent / "sender.py"
STEPS = (
    "freezing",
    "frozen",
    "taken back",
    "claimed",
    "packed",
    "written ahead",
    "handing over",
    "handed over",
    "settling",
    "settled",
    "told",
    "asked",
    "answered",
)


class Office:
    """Senders that obey orders, each in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def start(self, **order: object) -> int:
        """Let a sender begin; return the number of its process."""
        self._pipe(self.process.stdin).write(json.dumps(order) + "\n")
        self._pipe(self.process.stdin).flush()
        return int(self._pipe(self.process.stdout).readline())

    def code(self) -> int:
        """Return the exit code of the sender that began last."""
        return int(self._pipe(self.process.stdout).readline())

    def run(self, **order: object) -> int:
        self.start(**order)
        return self.code()

    def kill_at(self, progress: Callable[[], int], goal: int, **order: object) -> bool:
        """Kill a sender once it has come so far; say whether it was still at work."""
        process = self.start(**order)
        with suppress(ProcessLookupError):
            while progress() <= goal:
                os.kill(process, 0)
            os.kill(process, signal.SIGKILL)
        return self.code() == -signal.SIGKILL

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe
        return pipe


def opened() -> Iterator[Office]:
    with subprocess.Popen(
        [sys.executable, SENDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Office(process)
