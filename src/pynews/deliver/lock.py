"""One sender at a time for one ledger, on this machine."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident

from pynews.errors import ProjectError, RetryLaterError

__all__ = ["lock_holder", "sender_lock", "worker_lock"]

_HELD: dict[Path, tuple[int, int]] = {}

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    BEYOND = 1 << 20  # a locked byte cannot be read there, so it is one behind the number

    def _lock(handle: int) -> None:
        """Lock one byte, or raise OSError."""
        os.lseek(handle, BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        """Lock the file, or raise OSError."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def sender_lock(ledger: Path) -> Iterator[None]:
    """Be the only sender of a ledger while inside.

    The lock ends with the process, whatever ends it; so who holds it knows that
    no other sender is alive on this machine. The file ``-sending`` beside the
    ledger stays, with the number of the last sender in it. A thread that has the
    lock may take it again.

    Arguments:
        ledger: the ledger's database file.

    Raises:
        RetryLaterError: another sender is at work.
        ProjectError: the folder cannot be written.
    """
    with _only(ledger, "sending", "already sending"):
        yield


@contextmanager
def worker_lock(ledger: Path) -> Iterator[None]:
    """Be the only worker of a ledger while inside; a worker is no sender until something is due.

    Raises:
        RetryLaterError: another worker is at work.
        ProjectError: the folder cannot be written.
    """
    with _only(ledger, "worker", "a worker is at work already"):
        yield


def lock_holder(ledger: Path) -> str | None:
    """Return the number of the worker's process; None when no worker is at work."""
    path = ledger.resolve().with_name(f"{ledger.name}-worker")
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        _lock(handle)
    except OSError:
        return os.read(handle, 20).decode("ascii", "replace").strip() or "?"
    finally:
        os.close(handle)
    return None


@contextmanager
def _only(ledger: Path, kind: str, complaint: str) -> Iterator[None]:
    """Hold the lock of one kind."""
    path = ledger.resolve().with_name(f"{ledger.name}-{kind}")
    if _HELD.get(path) == (os.getpid(), get_ident()):
        yield
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise ProjectError(what, where=str(path), hint="check the folder's permissions") from error
    try:
        _take(handle, path, complaint)
        _HELD[path] = (os.getpid(), get_ident())
        try:
            yield
        finally:
            del _HELD[path]
    finally:
        os.close(handle)


def _take(handle: int, path: Path, complaint: str) -> None:
    """Lock the file and write who holds it."""
    try:
        _lock(handle)
    except OSError as error:
        holder = os.read(handle, 20).decode("ascii", "replace").strip()
        what = f"{complaint} (process {holder})" if holder else complaint
        raise RetryLaterError(
            what, where=str(path), hint="let it finish; pynews status shows how far it is"
        ) from error
    with suppress(OSError):  # a full disk must not keep a sender from saying so itself
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
