"""The tables of the list: one that can be erased, and those that know only the keyed id."""

from collections.abc import Iterable, Iterator

from pynews.model import Consent, Subscriber, SubscriberStatus

__all__ = ["MIGRATIONS", "PAGE", "SELECT", "Row", "joined", "parted", "subscribers"]

PAGE = 1000

Row = tuple[str, ...]

# Addresses and names stand in `person` alone. The other tables have no
# foreign key into it: they must outlive an erasure.
MIGRATIONS = (
    """
CREATE TABLE list_key (fingerprint TEXT NOT NULL) STRICT;
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

SELECT = """
SELECT s.id, s.status, s.groups, s.language,
  coalesce(p.email, ''), coalesce(p.first_name, ''), coalesce(p.last_name, ''),
  coalesce(p.organisation, ''),
  coalesce(c.at, ''), coalesce(w.source, ''), coalesce(w.text, '')
FROM subscriber s
LEFT JOIN person p ON p.id = s.id
LEFT JOIN consent c ON c.subscriber = s.id
  AND c.number = (SELECT max(number) FROM consent WHERE subscriber = s.id)
LEFT JOIN wording w ON w.number = c.wording
"""


def subscribers(rows: Iterable[Row]) -> Iterator[Subscriber]:
    """Turn rows of `SELECT` into subscribers."""
    for id_, status, groups, language, email, first, last, organisation, *consent in rows:
        yield Subscriber(
            id=id_,
            email=email,
            status=SubscriberStatus(status),
            consent=Consent(*consent),
            first_name=first,
            last_name=last,
            organisation=organisation,
            groups=parted(groups),
            language=language,
        )


def joined(groups: tuple[str, ...]) -> str:
    """Return the names of groups as they stand in the table; no name holds a semicolon."""
    return ";".join(groups)


def parted(groups: str) -> tuple[str, ...]:
    """Return the names of groups as they stand in a value."""
    return tuple(groups.split(";")) if groups else ()
