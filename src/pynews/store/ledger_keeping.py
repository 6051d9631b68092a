"""The ledger's keeping: how fast providers were used, and copies of the file."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pynews.errors import ProjectError
from pynews.store.database import Database, translated
from pynews.store.ledger_codec import moment, moment_text

__all__ = ["copy_to", "keep_pace", "pace"]


def keep_pace(database: Database, free_at: Mapping[str, datetime]) -> None:
    """Write down from when on each bucket is free again, so that a restart cannot burst."""
    database.executemany(
        "INSERT INTO pace VALUES (?, ?) ON CONFLICT DO UPDATE SET free_at = excluded.free_at",
        ((name, moment_text(at)) for name, at in free_at.items()),
    )


def pace(database: Database) -> dict[str, datetime]:
    """Return from when on each bucket is free."""
    return {name: moment(at) for name, at in database.execute("SELECT name, free_at FROM pace")}


def copy_to(database: Database, target: Path) -> int:
    """Write a whole copy of the database file, as it is at one moment; return its bytes.

    A sender may go on writing meanwhile. The copy stands under its name only when
    it is complete and on the disk; nobody but its owner may read it.

    Raises:
        ProjectError: there is a file of that name, or the folder cannot be written.
        RetryLaterError: the disk is full.
    """
    if target.exists():
        what = "there is a file of that name already"
        raise ProjectError(what, where=str(target), hint="name another file")
    half = target.with_name(f"{target.name}.{os.getpid()}.half")
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with translated(half):
            database.execute("VACUUM INTO ?", (str(half),))
        with half.open("rb") as file:
            os.fsync(file.fileno())
        os.link(half, target)
        return target.stat().st_size
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise ProjectError(what, where=str(target), hint="check folder and permissions") from error
    finally:
        half.unlink(missing_ok=True)
