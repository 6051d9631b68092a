"""A list comes in: laid beside the one we hold, compared, and taken over in one stroke."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from pynews.errors import SourceError
from pynews.model import ImportReport, Subscriber, SubscriberStatus
from pynews.store.database import Database
from pynews.store.subscriber_tables import joined

__all__ = ["Approve", "compare", "lay_beside", "put_away", "refuse_repeated", "take_over"]

Approve = Callable[[ImportReport], None]


class Fate(StrEnum):
    """What becomes of one row that comes in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEAVES = "leaves"
    STAYS_AWAY = "stays-away"


MOST_REFUSED = 10_000

# Both stand in SQLite's own temporary file, so that a million rows take no
# memory. Sorted by id, the comparison and the takeover read and write the list
# from front to back: twice as quick, and the list is locked for half as long.
ARRIVED = """
CREATE TEMP TABLE arrived (
  line INTEGER, fate TEXT,
  id TEXT, email TEXT, status TEXT, groups TEXT, language TEXT,
  first_name TEXT, last_name TEXT, organisation TEXT,
  at TEXT, source TEXT, text TEXT
)
"""
INSERT = f"INSERT INTO arrived VALUES ({', '.join('?' * 13)})"  # noqa: S608 - question marks only
SORTED = """
CREATE TEMP TABLE incoming AS SELECT * FROM arrived
ORDER BY id, status IN ('unsubscribed', 'suppressed') DESC, rowid
"""
TWICE = """
SELECT later.rowid, later.line, prior.line
FROM incoming later CROSS JOIN incoming prior
  ON prior.rowid = later.rowid - 1 AND prior.id = later.id
"""

FATES = """
UPDATE incoming SET fate = coalesce((
  SELECT CASE
    WHEN s.status = 'active' AND incoming.status = 'pending' THEN 'same'
    WHEN s.status = 'unsubscribed' AND incoming.status = 'suppressed' THEN 'leaves'
    WHEN s.status NOT IN ('active', 'pending') THEN 'stays-away'
    WHEN incoming.status IN ('unsubscribed', 'suppressed') THEN 'leaves'
    WHEN s.status = 'pending' AND EXISTS (SELECT 1 FROM pause WHERE subscriber = s.id)
      THEN 'stays-away'
    WHEN s.status = incoming.status
      AND incoming.email = p.email
      AND incoming.groups IN ('', s.groups)
      AND incoming.language IN ('', s.language)
      AND incoming.first_name IN ('', p.first_name)
      AND incoming.last_name IN ('', p.last_name)
      AND incoming.organisation IN ('', p.organisation)
      AND (incoming.at || incoming.source || incoming.text = '' OR EXISTS (
        SELECT 1 FROM consent c JOIN wording w ON w.number = c.wording
        WHERE c.subscriber = s.id
          AND c.at = incoming.at AND w.source = incoming.source AND w.text = incoming.text))
      THEN 'same'
    ELSE 'changed'
  END
  FROM subscriber s LEFT JOIN person p ON p.id = s.id WHERE s.id = incoming.id
), 'new')
"""

# What a row leaves empty, it says nothing about: the list keeps what it knows.
TAKE_OVER = (
    """
INSERT INTO subscriber SELECT id, status, groups, language FROM incoming
WHERE fate = 'new'
""",
    """
INSERT INTO person SELECT id, email, first_name, last_name, organisation FROM incoming
WHERE fate = 'new'
""",
    """
UPDATE subscriber SET
  status = i.status,
  groups = CASE i.groups WHEN '' THEN subscriber.groups ELSE i.groups END,
  language = CASE i.language WHEN '' THEN subscriber.language ELSE i.language END
FROM incoming i WHERE i.id = subscriber.id AND i.fate = 'changed'
""",
    """
UPDATE person SET
  email = i.email,
  first_name = CASE i.first_name WHEN '' THEN person.first_name ELSE i.first_name END,
  last_name = CASE i.last_name WHEN '' THEN person.last_name ELSE i.last_name END,
  organisation = CASE i.organisation WHEN '' THEN person.organisation ELSE i.organisation END
FROM incoming i WHERE i.id = person.id AND i.fate = 'changed'
""",
    """
UPDATE subscriber SET status = i.status
FROM incoming i WHERE i.id = subscriber.id AND i.fate = 'leaves'
""",
    """
INSERT OR IGNORE INTO wording (source, text)
SELECT DISTINCT source, text FROM incoming WHERE fate IN ('new', 'changed')
""",
    """
INSERT INTO consent
SELECT i.id, coalesce((SELECT max(number) FROM consent WHERE subscriber = i.id), 0) + 1,
  i.at, w.number
FROM incoming i JOIN wording w ON w.source = i.source AND w.text = i.text
WHERE i.fate IN ('new', 'changed')
  AND (i.at <> '' OR i.source <> '' OR i.text <> '')
  AND NOT EXISTS (
    SELECT 1 FROM consent c
    WHERE c.subscriber = i.id AND c.at = i.at AND c.wording = w.number)
""",
)
NOTE_LEAVING = """
INSERT INTO status_change
SELECT id, coalesce((SELECT max(number) FROM status_change WHERE subscriber = i.id), 0) + 1,
  ?, status, 'import'
FROM incoming i WHERE fate = 'leaves' OR (fate = 'new' AND status <> 'active')
"""


def lay_beside(database: Database, arrivals: Iterable[Subscriber]) -> None:
    """Write what comes in into a temporary table; the list itself is not touched."""
    put_away(database)
    database.execute("BEGIN")
    try:
        database.execute(ARRIVED)
        database.executemany(INSERT, _rows(arrivals))
        database.execute(SORTED)
        database.execute("DROP TABLE arrived")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _rows(arrivals: Iterable[Subscriber]) -> Iterator[tuple[object, ...]]:
    """Yield what `INSERT` takes; whoever has no row of a file is counted instead."""
    for place, person in enumerate(arrivals, 1):
        if person.status is SubscriberStatus.ERASED:
            message = "nobody comes in as erased: erase them"
            raise ValueError(message)
        yield (
            person.row or place,
            None,
            person.id,
            person.email,
            person.status.value,
            joined(person.groups),
            person.language,
            person.first_name,
            person.last_name,
            person.organisation,
            person.consent.at,
            person.consent.source,
            person.consent.text,
        )


def refuse_repeated(database: Database) -> tuple[tuple[int, str], ...]:
    """Take out every row whose address another one has, and say which.

    The first is kept, unless another says that the person left.

    Raises:
        SourceError: there are too many to tell.
    """
    found = database.execute(TWICE).fetchmany(MOST_REFUSED + 1)
    if len(found) > MOST_REFUSED:
        raise SourceError(
            f"over {MOST_REFUSED:,} rows repeat an address", hint="is this the right file?"
        )
    database.executemany("DELETE FROM incoming WHERE rowid = ?", [row[:1] for row in found])
    return tuple(sorted((line, f"the same address as in row {kept}") for _, line, kept in found))


def compare(database: Database, refused: tuple[tuple[int, str], ...]) -> ImportReport:
    """Decide what becomes of each row; the list itself is not touched."""
    database.execute(FATES)
    counts = dict.fromkeys(Fate, 0)
    for fate, count in database.execute("SELECT fate, count(*) FROM incoming GROUP BY fate"):
        counts[Fate(fate)] = count
    return ImportReport(
        added=counts[Fate.NEW],
        changed=counts[Fate.CHANGED] + counts[Fate.LEAVES],
        unchanged=counts[Fate.SAME],
        refused=refused,
        kept_away=counts[Fate.STAYS_AWAY],
    )


def take_over(database: Database, at: str) -> None:
    """Carry out what `compare` decided; the caller's transaction makes it one stroke."""
    for statement in TAKE_OVER:
        database.execute(statement)
    database.execute(NOTE_LEAVING, (at,))


def put_away(database: Database) -> None:
    """Drop the temporary tables; nothing happens when there are none."""
    database.execute("DROP TABLE IF EXISTS temp.arrived")
    database.execute("DROP TABLE IF EXISTS temp.incoming")
