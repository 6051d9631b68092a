"""Somebody leaves, is suppressed or erased, or comes back because they asked to."""

from pathlib import Path

from pynews.errors import RetryLaterError
from pynews.model import Subscriber, SubscriberStatus
from pynews.store.database import Database
from pynews.store.subscriber_tables import joined

__all__ = ["erase", "leave", "overwrite", "pause", "resume", "welcome"]

# Who may not be written to; a later one of these is never undone by an earlier one.
ACTIVE, PENDING = SubscriberStatus.ACTIVE, SubscriberStatus.PENDING
AWAY = (SubscriberStatus.UNSUBSCRIBED, SubscriberStatus.SUPPRESSED, SubscriberStatus.ERASED)

SET_STATUS = """
INSERT INTO subscriber (id, status) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET status = excluded.status
"""
NOTE = """
INSERT INTO status_change SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4
FROM status_change WHERE subscriber = ?1
"""
ERASE = (
    "DELETE FROM pause WHERE subscriber = :id",
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
PERSON = """
INSERT INTO person VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET email = excluded.email, first_name = excluded.first_name,
  last_name = excluded.last_name, organisation = excluded.organisation
"""
CONSENT = """
INSERT INTO consent
SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM consent WHERE subscriber = ?1), ?2, number
FROM wording WHERE source = ?3 AND text = ?4
"""


def leave(database: Database, id_: str, to: SubscriberStatus, at: str, reason: str) -> bool:
    """Move somebody to a status of `AWAY` and note it, unless they stand there or further.

    Somebody the list does not know yet is remembered by the id alone.
    """
    row = database.execute("SELECT status FROM subscriber WHERE id = ?", (id_,)).fetchone()
    if row is not None and SubscriberStatus(row[0]) in AWAY[AWAY.index(to) :]:
        return False
    database.execute("DELETE FROM pause WHERE subscriber = ?", (id_,))
    database.execute(SET_STATUS, (id_, to.value))
    database.execute(NOTE, (id_, at, to.value, reason))
    return True


def pause(database: Database, id_: str, at: str, until: str) -> bool:
    """Make somebody active pending until a moment, at their own wish; or move that moment."""
    if not (_move(database, id_, ACTIVE, PENDING) or _is_paused(database, id_)):
        return False
    database.execute(
        "INSERT INTO pause VALUES (?, ?) ON CONFLICT (subscriber) DO UPDATE SET until = ?2",
        (id_, until),
    )
    database.execute(NOTE, (id_, at, PENDING.value, f"asked for a pause until {until[:10]}"))
    return True


def resume(database: Database, id_: str, at: str) -> bool:
    """Make somebody active again who had asked for a pause, whether it is over or not."""
    if not (_is_paused(database, id_) and _move(database, id_, PENDING, ACTIVE)):
        return False
    database.execute("DELETE FROM pause WHERE subscriber = ?", (id_,))
    database.execute(NOTE, (id_, at, ACTIVE.value, "ended the pause"))
    return True


def _is_paused(database: Database, id_: str) -> bool:
    found = database.execute(
        "SELECT 1 FROM pause p JOIN subscriber s ON s.id = p.subscriber"
        " WHERE s.id = ? AND s.status = 'pending'",
        (id_,),
    ).fetchone()
    return found is not None


def _move(database: Database, id_: str, before: SubscriberStatus, after: SubscriberStatus) -> bool:
    """Move somebody from one status to another; return whether they stood there."""
    done = database.execute(
        "UPDATE subscriber SET status = ? WHERE id = ? AND status = ?",
        (after.value, id_, before.value),
    )
    return done.rowcount > 0


def erase(database: Database, id_: str, at: str) -> bool:
    """Take out everything that tells who somebody is; `overwrite` takes the bytes."""
    changed = leave(database, id_, SubscriberStatus.ERASED, at, "")
    for statement in ERASE:
        database.execute(statement, {"id": id_})
    return changed


def overwrite(database: Database, path: Path) -> None:
    """Rewrite the file and empty its write-ahead log: deleted rows leave no bytes behind.

    Raises:
        RetryLaterError: another process still reads old pages.
    """
    database.execute("VACUUM")
    busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise RetryLaterError(
            "erased, but another pynews still reads old pages of the database",
            where=str(path),
            hint="run the same command again in a moment",
        )


def welcome(database: Database, person: Subscriber, at: str) -> None:
    """Make somebody active who asked for it and proved that the address is theirs."""
    consent = person.consent
    database.execute("DELETE FROM pause WHERE subscriber = ?", (person.id,))
    database.execute(SET_STATUS, (person.id, SubscriberStatus.ACTIVE.value))
    database.execute(
        "UPDATE subscriber SET groups = ?, language = ? WHERE id = ?",
        (joined(person.groups), person.language, person.id),
    )
    database.execute(
        PERSON,
        (person.id, person.email, person.first_name, person.last_name, person.organisation),
    )
    database.execute(
        "INSERT OR IGNORE INTO wording (source, text) VALUES (?, ?)", (consent.source, consent.text)
    )
    database.execute(CONSENT, (person.id, consent.at, consent.source, consent.text))
    database.execute(NOTE, (person.id, at, SubscriberStatus.ACTIVE.value, "asked and confirmed"))
