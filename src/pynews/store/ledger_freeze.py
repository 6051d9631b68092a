"""Freezing a plan: one transaction, all or nothing, streaming."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from pynews.errors import PlanError
from pynews.model import Exclusion, Plan, Recipient
from pynews.store.database import Database
from pynews.store.ledger_codec import fields_text, id_bytes, ids_bytes, moment_text

__all__ = [
    "add_batches",
    "add_campaign",
    "add_exclusions",
    "add_part",
    "add_recipients",
    "count",
    "refuse_other_count",
]

GROUP = 500


def add_part(database: Database, content: bytes) -> bytes:
    """Keep bytes under their SHA-256 and return it; the same bytes are kept once."""
    digest = hashlib.sha256(content).digest()
    database.execute("INSERT OR IGNORE INTO part VALUES (?, ?)", (digest, content))
    return digest


def add_campaign(database: Database, plan: Plan, form: bytes, now: datetime) -> int:
    """Open a campaign and return its number.

    Raises:
        PlanError: this issue has a campaign of this purpose already.
    """
    values = (
        plan.issue,
        plan.purpose,
        plan.digest,
        plan.edition_digest,
        plan.subject,
        plan.sender,
        plan.provider,
        moment_text(plan.at),
        moment_text(now),
        form,
    )
    try:
        cursor = database.execute(
            "INSERT INTO campaign (issue, purpose, plan_digest, edition_digest, subject, sender,"
            " provider, at, frozen_at, form, recipients, excluded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
            values,
        )
    except sqlite3.IntegrityError as error:
        what = f"{plan.issue} ({plan.purpose}) was frozen before"
        raise PlanError(
            what, where=plan.issue, hint=f"see how far it is: pynews status {plan.issue}"
        ) from error
    return int(cursor.lastrowid or 0)


def add_recipients(database: Database, campaign: int, recipients: Iterable[Recipient]) -> int:
    """Write all recipients with numbers from 1; return how many.

    Raises:
        PlanError: somebody is in the plan twice.
    """
    rows = _recipient_rows(campaign, recipients)
    try:
        database.executemany("INSERT INTO recipient VALUES (?, ?, ?, ?)", rows)
    except sqlite3.IntegrityError as error:
        raise _twice() from error
    return _rows(database, "recipient", campaign)


def refuse_other_count(plan: Plan, found: int) -> None:
    """Refuse a freeze that is not what was approved.

    Raises:
        PlanError: there are more or fewer recipients than the plan says.
    """
    if found != plan.audience.count:
        what = f"the plan says {plan.audience.count} recipients, the list has {found}"
        raise PlanError(what, where=plan.issue, hint=f"plan again: pynews plan {plan.issue}")


def add_exclusions(database: Database, campaign: int, exclusions: Iterable[Exclusion]) -> int:
    """Write who is held back from the start; return how many.

    Raises:
        PlanError: somebody is held back twice, or is a recipient as well.
    """
    rows = ((campaign, id_bytes(one.subscriber), one.reason.value) for one in exclusions)
    try:
        database.executemany(
            "INSERT INTO exclusion (campaign, subscriber, reason) VALUES (?, ?, ?)", rows
        )
    except sqlite3.IntegrityError as error:
        raise _twice() from error
    both = database.execute(
        "SELECT 1 FROM exclusion JOIN recipient USING (campaign, subscriber)"
        " WHERE campaign = ? LIMIT 1",
        (campaign,),
    ).fetchone()
    if both:
        raise _twice()
    return _rows(database, "exclusion", campaign)


def add_batches(database: Database, campaign: int, size: int) -> None:
    """Cut the recipients into ranges of at most ``size``."""
    total = _rows(database, "recipient", campaign)
    database.executemany(
        "INSERT INTO batch (campaign, first, last) VALUES (?, ?, ?)",
        _ranges(campaign, total, size),
    )


def count(database: Database, campaign: int, recipients: int, excluded: int) -> None:
    """Write down how many there are: what the accounting equation starts from."""
    database.execute(
        "UPDATE campaign SET recipients = ?, excluded = ? WHERE id = ?",
        (recipients, excluded, campaign),
    )


def _recipient_rows(
    campaign: int, recipients: Iterable[Recipient]
) -> Iterator[tuple[int, int, bytes, str | None]]:
    """Yield a row for each recipient; ids are read many at once."""
    people = iter(recipients)
    first = 1
    while group := list(islice(people, GROUP)):
        ids = ids_bytes([one.subscriber for one in group])
        for number, id_, one in zip(range(first, first + len(group)), ids, group, strict=True):
            yield campaign, number, id_, fields_text(one)
        first += len(group)


def _ranges(campaign: int, total: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield first and last number of each batch."""
    for first in range(1, total + 1, size):
        yield campaign, first, min(first + size - 1, total)


def _rows(database: Database, table: str, campaign: int) -> int:
    """Return how many rows of a table belong to a campaign."""
    row = database.execute(
        f"SELECT count(*) FROM {table} WHERE campaign = ?",  # noqa: S608 our own table names
        (campaign,),
    ).fetchone()
    return int(row[0])


def _twice() -> PlanError:
    """Return the complaint about a plan that names somebody twice."""
    return PlanError(
        "somebody is in the plan twice", hint="plan again; nothing was written or sent"
    )
