"""The list: who may be written to, with the evidence, and who never again."""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from pynews.errors import CredentialsError, RetryLaterError
from pynews.model import (
    Consent,
    ImportReport,
    ListTotals,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
)
from pynews.store import subscriber_intake as intake
from pynews.store.database import Database, connect, transaction, translated
from pynews.store.personal_record import PersonalRecord, StatusChange
from pynews.store.subscriber_tables import MIGRATIONS, PAGE, SELECT, parted, subscribers

__all__ = ["Subscribers"]

# Who may not be written to; a later one of these is never undone by an earlier one.
AWAY = (SubscriberStatus.UNSUBSCRIBED, SubscriberStatus.SUPPRESSED, SubscriberStatus.ERASED)


class Subscribers:
    """The list in its database file; a context manager that closes it.

    It may be used from several threads: each call is one step.
    """

    def __init__(self, database: Database, path: Path, key: bytes) -> None:
        """Take an opened database; use `Subscribers.open`."""
        self._database = database
        self._path = path
        self._key = key
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, key: bytes) -> Self:
        """Open the list, creating its file when there is none.

        Arguments:
            path: the database file; its folder must exist.
            key: the project's secret, from which ids are made.

        Raises:
            CredentialsError: the list was made with another key, so that nobody who
                left would be known again.
            ProjectError: the file is no database of ours.
            RetryLaterError: another process holds it.
        """
        database = connect(path, migrations=MIGRATIONS, part="subscribers")
        store = cls(database, path, key)
        try:
            with translated(path):
                store._check_key()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; nothing else may be called afterwards."""
        with self._lock:
            self._database.close()

    def __enter__(self) -> Self:
        """Return the open list."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    # Reading

    def get(self, address: str) -> Subscriber | None:
        """Return whom an address belongs to, in whatever spelling; None when unknown."""
        id_ = subscriber_id(self._key, address)
        return self.by_ids([id_]).get(id_)

    def by_ids(self, ids: Sequence[str]) -> dict[str, Subscriber]:
        """Return those of the given ids that the list knows, whatever their status."""
        found: dict[str, Subscriber] = {}
        rest = iter(ids)
        while chunk := tuple(islice(rest, PAGE)):
            marks = ", ".join("?" * len(chunk))
            with self._reading() as database:
                rows = database.execute(f"{SELECT} WHERE s.id IN ({marks})", chunk).fetchall()
            found.update((person.id, person) for person in subscribers(rows))
        return found

    def each(self, after: str = "") -> Iterator[Subscriber]:
        """Yield everyone the list knows, erased ones included, in the order of their ids.

        A page at a time, so that a million take no memory and nobody who writes
        has to wait for a slow reader.

        Arguments:
            after: the id to go on behind; "" begins at the beginning.
        """
        while True:
            with self._reading() as database:
                rows = database.execute(
                    f"{SELECT} WHERE s.id > ? ORDER BY s.id LIMIT {PAGE}", (after,)
                ).fetchall()
            yield from subscribers(rows)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def totals(self) -> ListTotals:
        """Return how many subscribers stand in each status; every status is named."""
        with self._reading() as database:
            counts = database.execute("SELECT status, count(*) FROM subscriber GROUP BY status")
            found = dict(counts.fetchall())
        return ListTotals({status: found.get(status.value, 0) for status in SubscriberStatus})

    def group_counts(self) -> Mapping[tuple[str, ...], int]:
        """Return how many active subscribers share each set of groups, in a settled order."""
        with self._reading() as database:
            counts = database.execute(
                "SELECT groups, count(*) FROM subscriber WHERE status = 'active'"
                " GROUP BY groups ORDER BY groups"
            ).fetchall()
        return {parted(groups): count for groups, count in counts}

    def known_groups(self) -> tuple[str, ...]:
        """Return the names of all groups that somebody on the list is in, sorted."""
        with self._reading() as database:
            sets = database.execute("SELECT DISTINCT groups FROM subscriber").fetchall()
        return tuple(sorted({name for (groups,) in sets for name in parted(groups)}))

    def export(self, address: str) -> PersonalRecord:
        """Return all that the list holds on one person (UK GDPR article 15)."""
        id_ = subscriber_id(self._key, address)
        with self._reading() as database:
            consents = database.execute(
                "SELECT c.at, coalesce(w.source, ''), coalesce(w.text, '')"
                " FROM consent c LEFT JOIN wording w ON w.number = c.wording"
                " WHERE c.subscriber = ? ORDER BY c.number",
                (id_,),
            ).fetchall()
            changes = database.execute(
                "SELECT at, status, reason FROM status_change WHERE subscriber = ? ORDER BY number",
                (id_,),
            ).fetchall()
            person = self.by_ids([id_]).get(id_)
        return PersonalRecord(
            subscriber=person,
            consents=tuple(Consent(*row) for row in consents),
            history=tuple(StatusChange(at, SubscriberStatus(to), why) for at, to, why in changes),
        )

    # Writing

    def add_all(
        self,
        arrivals: Iterable[Subscriber],
        *,
        dry_run: bool,
        at: datetime | None = None,
        approve: intake.Approve | None = None,
    ) -> ImportReport:
        """Take over a list: everybody, or, when anything goes wrong, nobody.

        Never brings back someone who left, was suppressed or erased; who is
        listed as gone, goes. An empty field says nothing: what we know stays.
        Of rows with the same address one is taken, the others are refused.

        Arguments:
            arrivals: read once, a row at a time; what it raises undoes the import.
            dry_run: only say what would happen.
            at: when this happens, for the history; aware.
            approve: called with the report before anything is written for good;
                what it raises undoes the import.

        Raises:
            RetryLaterError: another process is writing, or the disk is full.
        """
        with self._lock, translated(self._path):
            try:
                intake.lay_beside(self._database, arrivals)
                with transaction(self._database) as database:
                    report = intake.compare(database)
                    if approve is not None:
                        approve(report)
                    if not dry_run:
                        self._claim_key()
                        intake.take_over(database, _written(at))
            finally:
                intake.put_away(self._database)
        return report

    def suppress(self, address: str, reason: str, at: datetime) -> bool:
        """Never write to an address again; one we do not know yet is remembered by its id.

        Arguments:
            address: in whatever spelling.
            reason: why, such as "complaint" or "hard bounce"; no personal data.
            at: when; aware.

        Returns:
            Whether that changed anything.
        """
        return self.suppress_id(subscriber_id(self._key, address), reason, at)

    def suppress_id(self, subscriber: str, reason: str, at: datetime) -> bool:
        """Never write to a subscriber again; see `suppress`."""
        with self._writing():
            return self._leave(subscriber, SubscriberStatus.SUPPRESSED, at, reason)

    def unsubscribe(self, subscriber: str, at: datetime) -> bool:
        """Take somebody at their word, at once; the link's signature was checked before.

        Returns:
            Whether that changed anything: a second time, or for someone
            suppressed or erased, it does not.
        """
        with self._writing():
            return self._leave(subscriber, SubscriberStatus.UNSUBSCRIBED, at, "asked to leave")

    def erase(self, address: str, at: datetime) -> bool:
        """Forget a person: address, names and groups are gone, from the file's free pages too.

        The keyed id stays, so that no import brings them back (UK GDPR article
        17), and so do the times of their consent. Words of consent that only
        they had go as well, for they may name them.

        Returns:
            Whether there was anything left to erase.

        Raises:
            RetryLaterError: they are erased, but another process still reads old
                pages of the file; the same call again finishes it.
        """
        id_ = subscriber_id(self._key, address)
        with self._writing() as database:
            changed = self._leave(id_, SubscriberStatus.ERASED, at, "")
            for statement in ERASE:
                database.execute(statement, {"id": id_})
        self._overwrite()
        return changed

    # Within

    def _leave(self, id_: str, to: SubscriberStatus, at: datetime, reason: str) -> bool:
        """Move somebody to a status of `AWAY`, and note it, unless they stand there or further."""
        database = self._database
        row = database.execute("SELECT status FROM subscriber WHERE id = ?", (id_,)).fetchone()
        if row is not None and SubscriberStatus(row[0]) in AWAY[AWAY.index(to) :]:
            return False
        self._claim_key()
        database.execute(
            "INSERT INTO subscriber (id, status) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET status = excluded.status",
            (id_, to.value),
        )
        database.execute(
            "INSERT INTO status_change SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4"
            " FROM status_change WHERE subscriber = ?1",
            (id_, _written(at), to.value, reason),
        )
        return True

    def _overwrite(self) -> None:
        """Rewrite the file and empty its write-ahead log: deleted rows leave no bytes behind."""
        with self._reading() as database:
            database.execute("VACUUM")
            busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            what = "erased, but another pynews still reads old pages of the database"
            raise RetryLaterError(
                what, where=str(self._path), hint="run the same command again in a moment"
            )

    def _check_key(self) -> None:
        """Refuse a list that was made with another key."""
        row = self._database.execute("SELECT fingerprint FROM list_key").fetchone()
        if row is not None and row[0] != self._fingerprint():
            what = "this list was made with another key"
            raise CredentialsError(
                what,
                where=str(self._path),
                hint="use the key it was made with: with another one, nobody who left is known",
            )

    def _claim_key(self) -> None:
        """Remember, with the first one who comes, which key the ids are made with."""
        self._database.execute(
            "INSERT INTO list_key SELECT ? WHERE NOT EXISTS (SELECT 1 FROM list_key)",
            (self._fingerprint(),),
        )

    def _fingerprint(self) -> str:
        """Return what tells two keys apart and reveals neither."""
        return hashlib.blake2b(b"pynews list", key=self._key[:64], digest_size=16).hexdigest()

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        """Use the database alone, errors translated."""
        with self._lock, translated(self._path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """Use the database alone, all or nothing."""
        with self._reading() as database, transaction(database):
            yield database


ERASE = (
    "DELETE FROM person WHERE id = :id",
    "UPDATE subscriber SET groups = '', language = '' WHERE id = :id",
    "UPDATE status_change SET reason = '' WHERE subscriber = :id",
    """
DELETE FROM wording WHERE number IN (SELECT wording FROM consent WHERE subscriber = :id)
AND NOT EXISTS (SELECT 1 FROM consent WHERE wording = wording.number AND subscriber <> :id)
""",
    """
UPDATE consent SET wording = 0
WHERE subscriber = :id AND wording NOT IN (SELECT number FROM wording)
""",
)


def _written(at: datetime | None) -> str:
    """Return a moment as the tables hold it: ISO 8601, UTC, whole seconds; "" for None."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")
