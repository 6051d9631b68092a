"""The tables of the list: one that can be erased, and those that know only the keyed id."""

from datetime import UTC, datetime

__all__ = ["MIGRATIONS", "STANDING", "joined", "parted", "written"]

# Addresses and names stand in `person` alone; no other table points into it,
# because they must outlive an erasure. `list_state` has one row once anybody
# is on the list: which key made the ids, and how often the list changed.
MIGRATIONS = (
    """
CREATE TABLE list_state (fingerprint TEXT NOT NULL, changes INTEGER NOT NULL) STRICT;
CREATE TABLE subscriber (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL
    CHECK (status IN ('pending', 'active', 'unsubscribed', 'suppressed', 'erased')),
  groups TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  organisation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE wording (
  number INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (source, text)
) STRICT;
CREATE TABLE consent (
  subscriber TEXT NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  wording INTEGER NOT NULL,
  PRIMARY KEY (subscriber, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE status_change (
  subscriber TEXT NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (subscriber, number)
) STRICT, WITHOUT ROWID;
""",
    # Who is pending at their own wish, and until when; before this, without an end.
    """
CREATE TABLE pause (
  subscriber TEXT PRIMARY KEY,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO pause SELECT id, '9999-12-31T00:00:00+00:00' FROM subscriber s
WHERE status = 'pending' AND 'asked for a pause' = (
  SELECT reason FROM status_change WHERE subscriber = s.id ORDER BY number DESC LIMIT 1);
""",
)
# A pause ends by itself: `standing` is what `subscriber` says at this connection's moment.
STANDING = """
CREATE TEMP VIEW standing AS
SELECT id, groups, language, CASE
  WHEN status = 'pending' AND EXISTS (
    SELECT 1 FROM main.pause p WHERE p.subscriber = main.subscriber.id AND p.until <= moment())
  THEN 'active' ELSE status END AS status
FROM main.subscriber
"""


def written(at: datetime | None) -> str:
    """Return a moment as the tables hold it: ISO 8601, UTC, whole seconds; "" for None."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def joined(groups: tuple[str, ...]) -> str:
    """Return the names of groups as they stand in the table.

    Raises:
        ValueError: a name is empty or holds a semicolon.
    """
    if not all(groups) or ";" in "".join(groups):
        message = f"these are no names of groups: {groups!r}"
        raise ValueError(message)
    return ";".join(groups)


def parted(groups: str) -> tuple[str, ...]:
    """Return the names of groups as they stand in a value."""
    return tuple(groups.split(";")) if groups else ()
