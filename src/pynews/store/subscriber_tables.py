"""The tables of the list: one that can be erased, and those that know only the keyed id."""

__all__ = ["MIGRATIONS", "joined", "parted"]

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
)


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
