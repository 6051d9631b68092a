"""The list: who may be written to, with the evidence, and who never again."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pynews.model import (
    ImportReport,
    ListTotals,
    Recipient,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
)
from pynews.store import subscriber_intake as intake
from pynews.store import subscriber_leaving as leaving
from pynews.store import subscriber_reading as reading
from pynews.store.database import BUSY_SECONDS, Database, connect, transaction, translated
from pynews.store.list_key import choose_key, note_change
from pynews.store.list_movements import Movement, movements
from pynews.store.personal_record import PersonalRecord
from pynews.store.subscriber_tables import MIGRATIONS, STANDING, joined, written

__all__ = ["Subscribers"]

_Value = TypeVar("_Value")


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
    def open(
        cls,
        path: Path,
        *,
        key: bytes,
        old_keys: Sequence[bytes] = (),
        now: Callable[[], datetime] | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open the list, creating its file when there is none.

        Arguments:
            path: the database file; its folder must exist.
            key: the project's secret, from which ids are made.
            old_keys: secrets it had before. Ids are made with the one that made the
                first of them, for ever: those of people who were erased cannot be
                made anew.
            now: the moment at which it is asked who is active, aware: somebody whose
                pause is over by then is. None: nobody's is.
            busy_seconds: how long to wait for another process that writes.

        Raises:
            CredentialsError: the list was made with another key, so that nobody who
                left would be known again.
            ProjectError: the file is no database of ours.
            RetryLaterError: another process holds it.
        """
        database = connect(
            path, migrations=MIGRATIONS, part="subscribers", busy_seconds=busy_seconds
        )
        store = cls(database, path, key)
        try:
            with store._reading():
                database.create_function("moment", 0, lambda: written(now and now()))
                database.execute(STANDING)
                store._key = choose_key(database, (key, *old_keys), path)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def key(self) -> bytes:
        """The secret from which this list's ids are made."""
        return self._key

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

    # Reading one by one

    def get(self, address: str) -> Subscriber | None:
        """Return whom an address belongs to, in whatever spelling; None when unknown."""
        id_ = subscriber_id(self._key, address)
        return self.by_ids([id_]).get(id_)

    def by_ids(self, ids: Sequence[str]) -> dict[str, Subscriber]:
        """Return those of the given ids that the list knows, whatever their status."""
        with self._reading() as database:
            return reading.by_ids(database, ids)

    def reach(self, ids: Sequence[str]) -> dict[str, reading.Reached]:
        """Return where those of the given ids that the list knows are reached, and if they are."""
        with self._reading() as database:
            return reading.reach(database, ids)

    def each(self, after: str = "") -> Iterator[Subscriber]:
        """Yield everyone the list knows, erased ones included, in the order of their ids.

        A page at a time, so that a million take no memory and nobody who writes
        has to wait for a slow reader.

        Arguments:
            after: the id to go on behind; "" begins at the beginning.
        """
        return self._each(reading.page, lambda person: person.id)(after)

    def export(self, address: str) -> PersonalRecord:
        """Return all that the list holds on one person (UK GDPR article 15)."""
        return self.record(subscriber_id(self._key, address))

    def record(self, subscriber: str) -> PersonalRecord:
        """Return all that the list holds on a subscriber."""
        with self._reading() as database:
            return reading.record(database, subscriber)

    # Reading many

    def active_ids(self, meant: reading.Meant) -> Iterator[str]:
        """Yield the ids of active subscribers whose groups are meant, in order.

        Arguments:
            meant: says whether a set of groups is meant; must not raise.
        """
        return self._each(partial(reading.active_ids, meant=meant), str)("")

    def recipients(
        self, meant: reading.Meant, *, variant: reading.Sorted | None = None
    ) -> Iterator[Recipient]:
        """Yield active subscribers whose groups are meant, in the order of their ids.

        Arguments:
            meant: see `active_ids`.
            variant: says by groups and language which letter somebody gets; must not raise.
        """
        read = partial(reading.recipients, meant=meant, variant=variant)
        return self._each(read, lambda recipient: recipient.subscriber)("")

    def tally(self, meant: reading.Meant) -> Mapping[tuple[SubscriberStatus, bool], int]:
        """Return how many there are by status, and by whether their groups are meant."""
        with self._reading() as database:
            return reading.tally(database, meant)

    def left_out(
        self, meant: reading.Meant, *, most: int
    ) -> Sequence[tuple[str, SubscriberStatus, str]]:
        """Return id, status and address of the first who are meant and not active, by id."""
        with self._reading() as database:
            return reading.left_out(database, meant, most)

    def totals(self) -> ListTotals:
        """Return how many subscribers stand in each status; every status is named."""
        with self._reading() as database:
            return ListTotals(reading.status_counts(database))

    def group_counts(self) -> Mapping[tuple[str, ...], int]:
        """Return how many active subscribers share each set of groups, in a settled order."""
        with self._reading() as database:
            return reading.group_counts(database)

    def movements(self) -> Mapping[str, Movement]:
        """Return how many joined and left, by month (``2021-11``), the earliest first."""
        with self._reading() as database:
            return movements(database)

    def known_groups(self) -> tuple[str, ...]:
        """Return the names of all groups that somebody on the list is in, sorted."""
        with self._reading() as database:
            return reading.known_groups(database)

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Within, every answer is about the same moment; others may write meanwhile."""
        with self._reading() as database:
            database.execute("BEGIN")
            try:
                yield
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")

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
            SourceError: far too many rows repeat an address.
        """
        with self._reading() as database:
            try:
                intake.lay_beside(database, arrivals)
                refused = intake.refuse_repeated(database)
                seen = self._changes()
                report = intake.compare(database, refused)
                with transaction(database):
                    if self._changes() != seen:
                        report = intake.compare(database, refused)
                    if approve is not None:
                        approve(report)
                    if not dry_run:
                        intake.take_over(database, written(at))
                        self._note_change()
            finally:
                intake.put_away(database)
        return report

    def welcome(self, person: Subscriber, at: datetime) -> None:
        """Take in somebody who asked and proved that the address is theirs.

        The one way back for who left, was suppressed or erased: their own wish.

        Arguments:
            person: with the consent they just gave.
            at: when; aware.
        """
        with self._writing() as database:
            leaving.welcome(database, person, written(at))
            self._note_change()

    def prefer(self, subscriber: str, *, groups: tuple[str, ...], language: str) -> None:
        """Note the groups and the language somebody chose; nobody erased gets any back."""
        with self._writing() as database:
            database.execute(
                "UPDATE subscriber SET groups = ?, language = ?"
                " WHERE id = ? AND status <> 'erased'",
                (joined(groups), language, subscriber),
            )
            self._note_change()

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
        with self._writing() as database:
            self._note_change()
            return leaving.leave(
                database, subscriber, SubscriberStatus.SUPPRESSED, written(at), reason
            )

    def unsubscribe(self, subscriber: str, at: datetime) -> bool:
        """Take somebody at their word, at once; the link's signature was checked before.

        Returns:
            Whether that changed anything: a second time, or for someone
            suppressed or erased, it does not.
        """
        return self.unsubscribe_all([subscriber], at) == 1

    def unsubscribe_all(self, subscribers: Iterable[str], at: datetime) -> int:
        """Take several people at their word, in one step; see `unsubscribe`.

        Returns:
            For how many that changed anything.
        """
        away = SubscriberStatus.UNSUBSCRIBED
        with self._writing() as database:
            self._note_change()
            return sum(
                leaving.leave(database, one, away, written(at), "asked to leave")
                for one in subscribers
            )

    def pause(self, subscriber: str, at: datetime, *, until: datetime) -> bool:
        """Write to an active subscriber no more until a moment; it ends by itself, or by `resume`.

        Returns:
            Whether they are on the list, so that it holds.
        """
        with self._writing() as database:
            self._note_change()
            return leaving.pause(database, subscriber, written(at), written(until))

    def paused_until(self, subscriber: str) -> datetime | None:
        """Return until when somebody pauses; None when they do not, or no more."""
        with self._reading() as database:
            return reading.paused_until(database, subscriber)

    def resume(self, subscriber: str, at: datetime) -> bool:
        """Write again to somebody who had asked for a pause; return whether that is new."""
        with self._writing() as database:
            self._note_change()
            return leaving.resume(database, subscriber, written(at))

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
        with self._writing() as database:
            self._note_change()
            changed = leaving.erase(database, subscriber_id(self._key, address), written(at))
        with self._reading() as database:
            leaving.overwrite(database, self._path)
        return changed

    # Within

    def _each(
        self, read: Callable[[Database, str], Sequence[_Value]], name: Callable[[_Value], str]
    ) -> Callable[[str], Iterator[_Value]]:
        """Return what yields page after page behind an id."""

        def page(after: str) -> Sequence[_Value]:
            with self._reading() as database:
                return read(database, after)

        return lambda after: reading.paged(page, name, after)

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

    def _changes(self) -> int:
        """Return how often the list changed."""
        row = self._database.execute("SELECT changes FROM list_state").fetchone()
        return int(row[0]) if row else 0

    def _note_change(self) -> None:
        note_change(self._database, self._key)
