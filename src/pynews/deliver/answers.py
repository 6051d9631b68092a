"""The side journal: answers that the ledger could not take, kept where there is room for them.

A provider said that it took a message, and at that moment the disk is full or
the ledger busy. The file beside the ledger has its room from the start of the
sending, so that the answer can be kept there; the next sender reads it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from pynews.errors import ProjectError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus
from pynews.store import Batch, Verdict

__all__ = ["Answers"]

ROOM = 128 * 1024
HINT = "make room on the disk, then run the same command again: nothing was handed over"


class Answers:
    """The side journal of one sender.

    Arguments:
        ledger: the ledger's file; the journal lies beside it.
    """

    def __init__(self, ledger: Path) -> None:
        """Name the file."""
        self.path = ledger.with_name(f"{ledger.name}-answers")
        self._used = 0

    def prepare(self) -> None:
        """Take the room that is needed when there is none.

        Raises:
            RetryLaterError: the disk is full now.
            ProjectError: the folder cannot be written.
        """
        try:
            with open(self.path, "wb", opener=_private) as file:
                file.write(b"\0" * ROOM)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            where, what = str(self.path), f"cannot be written: {error.strerror}"
            self.path.unlink(missing_ok=True)
            if isinstance(error, PermissionError):
                raise ProjectError(what, where=where, hint="check its permissions") from error
            raise RetryLaterError(what, where=where, hint=HINT) from error
        self._used = 0

    def keep(self, verdicts: Iterable[Verdict]) -> None:
        """Keep verdicts, as far as there is room; what does not fit is in doubt later."""
        with suppress(OSError), self.path.open("r+b") as file:
            for verdict in verdicts:
                line = (json.dumps(_tree(verdict), separators=(",", ":")) + "\n").encode()
                if self._used + len(line) > ROOM:
                    return
                file.seek(self._used)
                file.write(line)
                self._used += len(line)
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """Remove the journal: the ledger has everything."""
        self.path.unlink(missing_ok=True)

    def read(self) -> tuple[Verdict, ...]:
        """Return the verdicts that an earlier sender had to keep; a torn one ends them."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        return tuple(_verdicts(content))


def _verdicts(content: bytes) -> Iterator[Verdict]:
    """Yield the whole lines of a journal."""
    for line in content.rstrip(b"\0").split(b"\n"):
        try:
            yield _verdict(json.loads(line))
        except (ValueError, KeyError, TypeError):
            return


def _private(path: str, flags: int) -> int:
    """Open a file that nobody but its owner may read."""
    return os.open(path, flags, 0o600)


def _tree(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as JSON holds it."""
    return {
        "campaign": verdict.batch.campaign,
        "batch": verdict.batch.id,
        "attempt": verdict.attempt,
        "wait": verdict.wait.total_seconds() if verdict.wait else 0,
        "deliveries": {
            str(number): [one.ref, one.status.value, one.provider_id, one.detail]
            for number, one in verdict.deliveries.items()
        },
    }


def _verdict(tree: dict[str, object]) -> Verdict:
    """Return the verdict of a line."""
    deliveries = tree["deliveries"]
    if not isinstance(deliveries, dict):
        raise TypeError
    return Verdict(
        Batch(int(str(tree["batch"])), int(str(tree["campaign"])), "", 0, ()),
        int(str(tree["attempt"])),
        {
            int(number): Delivery(ref, DeliveryStatus(status), name, detail)
            for number, (ref, status, name, detail) in deliveries.items()
        },
        timedelta(seconds=float(str(tree["wait"]))) or None,
    )
