"""What came back, remembered by keyed id: so that a repetition changes nothing, and for the rates.

No address stands here. A report is written down after it took effect, so that
one that a crash interrupts is taken again by its sender's next try.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pynews.model import Report, ReportKind
from pynews.store.database import Database, connect, transaction, translated
from pynews.store.subscriber_leaving import overwrite

__all__ = ["Reports"]

LONGEST = 200
MIGRATIONS = (
    """
CREATE TABLE report (
  provider TEXT NOT NULL,
  report_id TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  subscriber TEXT NOT NULL,
  ref TEXT NOT NULL,
  reason TEXT NOT NULL,
  proven INTEGER NOT NULL,
  PRIMARY KEY (provider, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_of ON report (subscriber, at);
CREATE INDEX report_when ON report (kind, at);
CREATE TABLE seen (
  what TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (what, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_until ON seen (until);
""",
)
ADD = "INSERT OR IGNORE INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
FIELDS = "provider, report_id, at, kind, subscriber, ref, reason, proven"


class Reports:
    """The reports in their database file; a context manager that closes it.

    It may be used from several threads: each call is one step.
    """

    def __init__(self, database: Database, path: Path) -> None:
        """Take an opened database; use `Reports.open`."""
        self._database = database
        self._path = path
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the reports, making file and tables where they lack.

        Raises:
            ProjectError: the file is no database of ours.
            RetryLaterError: another process holds it.
        """
        return cls(connect(path, migrations=MIGRATIONS, part="reports"), path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def __enter__(self) -> Self:
        """Return the open reports."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def known(self, report: Report) -> bool:
        """Whether this very report came before."""
        with self._reading() as database:
            row = database.execute(
                "SELECT 1 FROM report WHERE provider = ? AND report_id = ?",
                (report.provider, _name(report.report_id)),
            ).fetchone()
        return row is not None

    def add(self, reports: Iterable[Report]) -> None:
        """Remember reports, in one step; one that came before changes nothing."""
        if rows := [_row(one) for one in reports]:
            with self._reading() as database, transaction(database):
                database.executemany(ADD, rows)

    def of(self, subscriber: str) -> tuple[Report, ...]:
        """Return what came back about one person, the earliest first."""
        query = f"SELECT {FIELDS} FROM report WHERE subscriber = ? ORDER BY at"  # noqa: S608 - ours
        with self._reading() as database:
            return tuple(_report(row) for row in database.execute(query, (subscriber,)))

    def people(self, since: datetime) -> Mapping[ReportKind, int]:
        """Return about how many people each kind of report came since a moment."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT kind, count(DISTINCT subscriber) FROM report WHERE at >= ? GROUP BY kind",
                (_written(since),),
            )
            found = dict(rows.fetchall())
        return {kind: found.get(kind.value, 0) for kind in ReportKind}

    def forget(self, subscriber: str) -> bool:
        """Take the words of all reports about one person out; their number stays."""
        with self._reading() as database:
            done = database.execute(
                "UPDATE report SET reason = '' WHERE subscriber = ? AND reason <> ''", (subscriber,)
            )
            overwrite(database, self._path)
        return done.rowcount > 0

    def seen(self, what: str, name: str, content: bytes = b"") -> bool | None:
        """Return whether a one-time name was used before; None: with other content.

        Arguments:
            what: what kind of name, such as "mailgun token".
            name: the name, of any length.
            content: what came with it.
        """
        with self._reading() as database:
            row = database.execute(
                "SELECT digest FROM seen WHERE what = ? AND name = ?", (what, _name(name))
            ).fetchone()
        if row is None:
            return False
        return True if row[0] == _digest(content) else None

    def use(
        self, what: str, name: str, content: bytes = b"", *, now: datetime, keep: timedelta
    ) -> bool:
        """Use up a one-time name; return False when somebody else did before.

        Arguments:
            what, name, content: see `seen`.
            now: aware.
            keep: how long it must not be used again.
        """
        values = (what, _name(name), _digest(content), _written(now + keep))
        with self._reading() as database, transaction(database):
            database.execute("DELETE FROM seen WHERE until < ?", (_written(now),))
            done = database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", values)
        return done.rowcount > 0

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        """Use the database alone, errors translated."""
        with self._lock, translated(self._path):
            yield self._database


def _name(name: str) -> str:
    """Return a name as it stands in the table: short, and nobody's address."""
    return _digest(name.encode("utf-8", "surrogatepass"))


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _written(at: datetime) -> str:
    """Return a moment as the tables hold it: ISO 8601, UTC, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _row(report: Report) -> tuple[str | int, ...]:
    """Return a report as it stands in the table."""
    return (
        report.provider,
        _name(report.report_id),
        _written(report.at),
        report.kind.value,
        report.subscriber,
        report.ref[:LONGEST],
        report.reason[:LONGEST],
        int(report.proven),
    )


def _report(row: tuple[str, str, str, str, str, str, str, int]) -> Report:
    """Return a row as a value."""
    provider, report_id, at, kind, subscriber, ref, reason, proven = row
    moment = datetime.fromisoformat(at)
    known = ReportKind(kind)
    return Report(provider, report_id, moment, known, subscriber, ref, reason, bool(proven))
