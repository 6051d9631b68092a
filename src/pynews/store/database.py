"""SQLite, opened as a ledger needs it: commits survive power loss, writers wait their turn."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pynews.errors import ProjectError, RetryLaterError

__all__ = ["Database", "connect", "transaction", "translated"]

BUSY_SECONDS = 10.0
SAFE = "FULL"  # on the disk when it is committed: SQLite's word for it
DISK_HINT = "make room on the disk, then run the same command again: nothing was lost"


class Database(sqlite3.Connection):
    """A connection that knows how safely it commits."""

    synchronous: str = SAFE


def connect(
    path: Path,
    *,
    migrations: Sequence[str],
    part: str = "ledger",
    busy_seconds: float = BUSY_SECONDS,
    synchronous: str = SAFE,
) -> Database:
    """Open a database file, creating it and bringing one part's tables up to date.

    The parts of the store (subscribers, ledger) share one file, and each counts
    its own migrations in the table ``store_part``.

    Arguments:
        path: the file; its folder must exist.
        migrations: SQL scripts, oldest first; a statement ends with ``;`` at a line's end.
        part: whose tables these are.
        busy_seconds: how long a writer waits for another.
        synchronous: SQLite's word for when a commit is over; anything but the usual one is
            for measuring what that costs.

    Raises:
        ProjectError: the file is no database of ours, or was written by a later version.
        RetryLaterError: another process holds it, or the disk is full.
    """
    with translated(path):
        _keep_private(path)
        database = sqlite3.connect(
            path,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            factory=Database,
        )
        database.synchronous = synchronous
        try:
            _refuse_strangers(database, path)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(f"PRAGMA synchronous={synchronous}")
            database.execute("PRAGMA foreign_keys=ON")
            database.execute("PRAGMA secure_delete=ON")
            _migrate(database, path, part, migrations)
        except BaseException:
            database.close()
            raise
        return database


def _keep_private(path: Path) -> None:
    """Make a new file that nobody but its owner may read; SQLite's side files follow its mode."""
    with suppress(OSError):  # SQLite says better what is wrong; who made the file chose its mode
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _refuse_strangers(database: Database, path: Path) -> None:
    """Leave a database alone that holds tables but never was ours."""
    names = {row[0] for row in database.execute("SELECT name FROM sqlite_schema")}
    if names and "store_part" not in names:
        what = "this database belongs to another program"
        raise ProjectError(
            what,
            where=str(path),
            hint="name another file under [store] in pynews.toml",
        )


def _migrate(database: Database, path: Path, part: str, migrations: Sequence[str]) -> None:
    """Run the scripts this part has not seen, all in one transaction."""
    done = _version(database, part)
    if done > len(migrations):
        what = f"the {part} in this database has version {done}, I know up to {len(migrations)}"
        raise ProjectError(
            what,
            where=str(path),
            hint="use the pynews that wrote it, or a newer one",
        )
    if done == len(migrations):
        return
    with transaction(database):
        for script in migrations[_version(database, part) :]:
            for statement in script.split(";\n"):
                if statement.strip():
                    database.execute(statement)
        database.execute(
            "INSERT INTO store_part VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET version = excluded.version",
            (part, len(migrations)),
        )


def _version(database: Database, part: str) -> int:
    """Return how many of its migrations this part has seen."""
    database.execute(
        "CREATE TABLE IF NOT EXISTS store_part"
        " (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )
    row = database.execute("SELECT version FROM store_part WHERE name = ?", (part,)).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def transaction(database: Database, *, lasting: bool = True) -> Iterator[Database]:
    """Do everything inside, or nothing; takes the write lock at once.

    A deferred transaction that upgrades fails as soon as another writer is
    at work, without waiting; ``BEGIN IMMEDIATE`` waits.

    Arguments:
        database: which one.
        lasting: whether it is on the disk when it is done. Otherwise it gets there with
            the next one that is: only a loss of power in between undoes it, never half.
    """
    if relaxed := not lasting and database.synchronous == SAFE:
        database.execute("PRAGMA synchronous=NORMAL")
    try:
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    finally:
        if relaxed:
            database.execute(f"PRAGMA synchronous={SAFE}")


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into our own errors, with the file's place.

    A broken constraint or a wrong statement is a bug of ours and stays what it is.

    Raises:
        ProjectError: not a database, or not writable.
        RetryLaterError: busy, or the disk is full.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            what = "the database is busy"
            raise RetryLaterError(
                what,
                where=str(path),
                hint="another pynews is writing; try again in a moment",
            ) from error
        if "full" in said or "disk I/O" in said:
            raise RetryLaterError(said, where=str(path), hint=DISK_HINT) from error
        raise ProjectError(
            said, where=str(path), hint="check that the folder exists and may be written"
        ) from error
    except sqlite3.DatabaseError as error:
        raise ProjectError(
            str(error), where=str(path), hint="this is no pynews database; move it away"
        ) from error
