"""SQLite, opened as a ledger needs it: every commit survives power loss, every writer waits its turn."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pynews.errors import ProjectError, RetryLaterError

__all__ = ["Database", "connect", "transaction", "translated"]

Database = sqlite3.Connection

BUSY_SECONDS = 10.0
DISK_HINT = "make room on the disk, then run the same command again: nothing was lost"


def connect(path: Path, *, migrations: Sequence[str], busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open a database file, creating it and bringing its tables up to date.

    Arguments:
        path: the file; its folder must exist.
        migrations: SQL scripts, oldest first; ``PRAGMA user_version`` counts those done.
        busy_seconds: how long a writer waits for another.

    Raises:
        ProjectError: the file is no database of ours, or was written by a later version.
        RetryLaterError: another process holds it, or the disk is full.
    """
    with translated(path):
        database = sqlite3.connect(
            path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            database.execute("PRAGMA foreign_keys=ON")
            _migrate(database, path, migrations)
        except BaseException:
            database.close()
            raise
        return database


def _migrate(database: Database, path: Path, migrations: Sequence[str]) -> None:
    """Run the scripts this file has not seen, all in one transaction."""
    done = _version(database)
    if done > len(migrations):
        raise ProjectError(
            f"this database has version {done}, I know up to {len(migrations)}",
            where=str(path),
            hint="use the pynews that wrote it, or a newer one",
        )
    if done == len(migrations):
        return
    with transaction(database):
        for script in migrations[_version(database) :]:
            for statement in script.split(";\n"):
                if statement.strip():
                    database.execute(statement)
        database.execute(f"PRAGMA user_version={len(migrations)}")


def _version(database: Database) -> int:
    """Return how many migrations this file has seen."""
    with closing(database.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


@contextmanager
def transaction(database: Database) -> Iterator[Database]:
    """Do everything inside, or nothing; takes the write lock at once.

    A deferred transaction that upgrades fails as soon as another writer is
    at work, without waiting; ``BEGIN IMMEDIATE`` waits.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into our own errors, with the file's place.

    Raises:
        ProjectError: not a database, or not writable.
        RetryLaterError: busy, or the disk is full.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise RetryLaterError(
                "the database is busy",
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
