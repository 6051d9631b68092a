"""What the list answers: whole subscribers, numbers, and all that is held on one person."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from pynews.model import Consent, Recipient, Subscriber, SubscriberStatus
from pynews.store.database import Database
from pynews.store.personal_record import PersonalRecord, StatusChange
from pynews.store.subscriber_tables import parted

__all__ = [
    "PAGE",
    "Meant",
    "Reached",
    "Sorted",
    "active_ids",
    "by_ids",
    "group_counts",
    "known_groups",
    "left_out",
    "page",
    "paged",
    "paused_until",
    "reach",
    "recipients",
    "record",
    "status_counts",
    "tally",
]

PAGE = 1000

_Value = TypeVar("_Value")

Meant = Callable[[tuple[str, ...]], bool]
Sorted = Callable[[tuple[str, ...], str], str]

SELECT = """
SELECT s.id, s.status, s.groups, s.language,
  coalesce(p.email, ''), coalesce(p.first_name, ''), coalesce(p.last_name, ''),
  coalesce(p.organisation, ''),
  coalesce(c.at, ''), coalesce(w.source, ''), coalesce(w.text, '')
FROM standing s
LEFT JOIN person p ON p.id = s.id
LEFT JOIN consent c ON c.subscriber = s.id
  AND c.number = (SELECT max(number) FROM consent WHERE subscriber = s.id)
LEFT JOIN wording w ON w.number = c.wording
"""
REACH = """
SELECT s.id, s.status, coalesce(p.email, '') FROM subscriber s
LEFT JOIN person p ON p.id = s.id WHERE s.id IN
"""
STATUSES = {one.value: one for one in SubscriberStatus}
EACH = f"{SELECT} WHERE s.id > ? ORDER BY s.id LIMIT ?"
ACTIVE_IDS = """
SELECT id FROM standing WHERE status = 'active' AND id > ? AND meant(groups)
ORDER BY id LIMIT ?
"""
RECIPIENTS = """
SELECT s.id, p.email, p.first_name, p.last_name, p.organisation, s.groups, s.language
FROM standing s JOIN person p ON p.id = s.id
WHERE s.status = 'active' AND s.id > ? AND meant(s.groups)
ORDER BY s.id LIMIT ?
"""
TALLY = "SELECT status, meant(groups), count(*) FROM standing GROUP BY 1, 2"
LEFT_OUT = """
SELECT s.id, s.status, coalesce(p.email, '')
FROM standing s LEFT JOIN person p ON p.id = s.id
WHERE s.status <> 'active' AND meant(s.groups) ORDER BY s.id LIMIT ?
"""
CONSENTS = """
SELECT c.at, coalesce(w.source, ''), coalesce(w.text, '')
FROM consent c LEFT JOIN wording w ON w.number = c.wording
WHERE c.subscriber = ? ORDER BY c.number
"""
PAUSED = """
SELECT p.until FROM pause p JOIN standing s ON s.id = p.subscriber
WHERE s.id = ? AND s.status = 'pending'
"""
CHANGES = "SELECT at, status, reason FROM status_change WHERE subscriber = ? ORDER BY number"


class Reached(NamedTuple):
    """Where somebody is reached, and whether they may be (`pynews.model.Reachable`)."""

    status: SubscriberStatus
    email: str


def paused_until(database: Database, id_: str) -> datetime | None:
    """Return until when somebody pauses; None for somebody who does not."""
    row = database.execute(PAUSED, (id_,)).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def page(database: Database, after: str) -> list[Subscriber]:
    """Return the next `PAGE` subscribers behind an id, whatever their status."""
    return list(_subscribers(database.execute(EACH, (after, PAGE))))


def by_ids(database: Database, ids: Sequence[str]) -> dict[str, Subscriber]:
    """Return those of the ids that the list knows."""
    found: dict[str, Subscriber] = {}
    rest = iter(ids)
    while chunk := tuple(islice(rest, PAGE)):
        marks = ", ".join("?" * len(chunk))
        rows = database.execute(f"{SELECT} WHERE s.id IN ({marks})", chunk)
        found.update((person.id, person) for person in _subscribers(rows))
    return found


def reach(database: Database, ids: Sequence[str]) -> dict[str, Reached]:
    """Return address and status of those of the ids that the list knows: the sender's way."""
    found: dict[str, Reached] = {}
    rest = iter(ids)
    while chunk := tuple(islice(rest, PAGE)):
        marks = ", ".join("?" * len(chunk))
        rows = database.execute(f"{REACH} ({marks})", chunk)
        found.update((id_, Reached(STATUSES[status], email)) for id_, status, email in rows)
    return found


def _subscribers(rows: Iterable[tuple[str, ...]]) -> Iterator[Subscriber]:
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


def active_ids(database: Database, after: str, *, meant: Meant) -> list[str]:
    """Return the next `PAGE` ids of active subscribers whose groups are meant."""
    _teach(database, meant)
    return [row[0] for row in database.execute(ACTIVE_IDS, (after, PAGE))]


def recipients(
    database: Database, after: str, *, meant: Meant, variant: Sorted | None = None
) -> list[Recipient]:
    """Return the next `PAGE` active subscribers whose groups are meant, each with a variant."""
    _teach(database, meant)
    rows = database.execute(RECIPIENTS, (after, PAGE))
    if variant is None:
        return [Recipient(*row[:5]) for row in rows]
    return [
        Recipient(id_, email, first, last, organisation, variant(parted(groups), language))
        for id_, email, first, last, organisation, groups, language in rows
    ]


def tally(database: Database, meant: Meant) -> dict[tuple[SubscriberStatus, bool], int]:
    """Return how many subscribers there are by status, and by whether their groups are meant."""
    _teach(database, meant)
    counts = database.execute(TALLY)
    return {(SubscriberStatus(status), bool(told)): count for status, told, count in counts}


def left_out(
    database: Database, meant: Meant, most: int
) -> list[tuple[str, SubscriberStatus, str]]:
    """Return id, status and address of the first who are meant and not active."""
    _teach(database, meant)
    rows = database.execute(LEFT_OUT, (most,))
    return [(id_, SubscriberStatus(status), email) for id_, status, email in rows]


def _teach(database: Database, meant: Meant) -> None:
    """Let SQL ask whether a set of groups is meant: a million rows need not come up for it."""
    database.create_function("meant", 1, lambda groups: meant(parted(groups)), deterministic=True)


def status_counts(database: Database) -> dict[SubscriberStatus, int]:
    """Return how many subscribers stand in each status; every status is named."""
    found = dict(database.execute("SELECT status, count(*) FROM standing GROUP BY status"))
    return {status: found.get(status.value, 0) for status in SubscriberStatus}


def group_counts(database: Database) -> dict[tuple[str, ...], int]:
    """Return how many active subscribers share each set of groups, in a settled order."""
    counts = database.execute(
        "SELECT groups, count(*) FROM standing WHERE status = 'active'"
        " GROUP BY groups ORDER BY groups"
    )
    return {parted(groups): count for groups, count in counts}


def known_groups(database: Database) -> tuple[str, ...]:
    """Return the names of all groups that somebody is in, sorted."""
    sets = database.execute("SELECT DISTINCT groups FROM subscriber")
    return tuple(sorted({name for (groups,) in sets for name in parted(groups)}))


def paged(
    read: Callable[[str], Sequence[_Value]], name: Callable[[_Value], str], after: str = ""
) -> Iterator[_Value]:
    """Yield page after page behind an id; the database is free while the caller works."""
    while True:
        found = read(after)
        yield from found
        if len(found) < PAGE:
            return
        after = name(found[-1])


def record(database: Database, id_: str) -> PersonalRecord:
    """Return all that is held on one person."""
    changes = database.execute(CHANGES, (id_,))
    return PersonalRecord(
        subscriber=by_ids(database, [id_]).get(id_),
        consents=tuple(Consent(*row) for row in database.execute(CONSENTS, (id_,))),
        history=tuple(StatusChange(at, SubscriberStatus(to), why) for at, to, why in changes),
    )
