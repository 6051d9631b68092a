"""What the ledger answers: which campaigns there are, how far each is, where somebody stands."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from pynews.model import Exclusion, Reason, named
from pynews.store.database import Database
from pynews.store.ledger_codec import id_bytes, moment, moment_text
from pynews.store.ledger_values import Campaign, Progress, Standing, State, Status, Tally

__all__ = [
    "by_id",
    "campaigns",
    "exclusions",
    "first_use",
    "form",
    "progress",
    "standing",
    "standings",
    "subscribers",
    "taken_since",
    "tally",
]

COLUMNS = tuple(field.name for field in fields(Campaign))

COUNTS = """SELECT c.recipients, c.excluded, coalesce(sum(b.excluded), 0),
    coalesce(sum(b.accepted), 0), coalesce(sum(b.refused), 0), coalesce(sum(b.unknown), 0),
    coalesce(sum((b.last - b.first + 1 - b.excluded - b.accepted - b.refused - b.unknown)
        * (b.state = 'done')), 0),
    coalesce(sum((b.last - b.first + 1 - b.excluded - b.accepted - b.refused - b.unknown)
        * (b.state = 'sending')), 0),
    coalesce(sum((b.last - b.first + 1 - b.excluded - b.accepted - b.refused - b.unknown)
        * (b.state IN ('pending', 'claimed'))), 0)
    FROM campaign c LEFT JOIN batch b ON b.campaign = c.id WHERE c.id = ? GROUP BY c.id"""

STANDINGS = """SELECT r.subscriber, r.number, b.state, d.status, d.provider_id, d.detail, e.reason,
    a.id, a.started FROM batch b
    JOIN recipient r ON r.campaign = b.campaign AND r.number BETWEEN b.first AND b.last
    LEFT JOIN delivery d ON d.campaign = r.campaign AND d.number = r.number
    LEFT JOIN exclusion e ON e.campaign = r.campaign AND e.subscriber = r.subscriber
    LEFT JOIN attempt a ON a.id = coalesce(d.attempt, b.attempt)
    WHERE b.campaign = ?"""

IMPLIED = {
    "pending": Status.PENDING,
    "claimed": Status.PENDING,
    "sending": Status.SENDING,
    "done": Status.ACCEPTED,
}


def campaigns(
    database: Database, where: str = "", values: tuple[str | int, ...] = ()
) -> list[Campaign]:
    """Return campaigns in the order in which they were frozen."""
    rows = database.execute(
        f"SELECT {', '.join(COLUMNS)} FROM campaign {where} ORDER BY id",  # noqa: S608 our own words
        values,
    )
    return [_campaign(row) for row in rows]


def by_id(database: Database, campaign: int) -> Campaign:
    """Return the campaign of a number that exists."""
    return campaigns(database, "WHERE id = ?", (campaign,))[0]


def form(database: Database, campaign: int) -> bytes:
    """Return the frozen bytes of what is sent."""
    row = database.execute(
        "SELECT content FROM campaign JOIN part ON digest = form WHERE campaign.id = ?", (campaign,)
    ).fetchone()
    return bytes(row[0])


def tally(database: Database, campaign: int) -> Tally:
    """Count every candidate of a campaign once; reads its batches, never its recipients."""
    row = database.execute(COUNTS, (campaign,)).fetchone()
    recipients, before, since, accepted, refused, unknown, implied, sending, pending = row
    return Tally(
        candidates=recipients + before,
        excluded=before + since,
        accepted=accepted + implied,
        refused=refused,
        pending=pending,
        sending=sending,
        unknown=unknown,
    )


def exclusions(database: Database, campaign: int) -> Iterator[Exclusion]:
    """Yield who is held back and why; without a masked address, which the ledger has not."""
    rows = database.execute(
        "SELECT subscriber, reason FROM exclusion WHERE campaign = ? ORDER BY subscriber",
        (campaign,),
    )
    for subscriber, reason in rows:
        yield Exclusion(named(subscriber), "", Reason(reason))


def standings(database: Database, campaign: int) -> Iterator[Standing]:
    """Yield where each recipient stands, in the order of their numbers."""
    for row in database.execute(f"{STANDINGS} ORDER BY r.number", (campaign,)):
        yield _standing(row)


def standing(database: Database, campaign: int, subscriber: str) -> Standing | None:
    """Return where one person stands; None for somebody who was never in question."""
    key = id_bytes(subscriber)
    row = database.execute(f"{STANDINGS} AND r.subscriber = ?", (campaign, key)).fetchone()
    if row:
        return _standing(row)
    held_back = database.execute(
        "SELECT reason FROM exclusion WHERE campaign = ? AND subscriber = ?", (campaign, key)
    ).fetchone()
    return Standing(subscriber, Status.EXCLUDED, detail=held_back[0]) if held_back else None


def progress(database: Database, campaign: int, *, attempts: int) -> Progress | None:
    """Return how fast the last attempts of a campaign went; None before any has ended."""
    row = database.execute(
        "SELECT sum(accepted), min(started), max(ended) FROM"
        " (SELECT a.accepted, a.started, a.ended FROM attempt a JOIN batch b ON b.id = a.batch"
        " WHERE b.campaign = ? AND a.outcome = 'settled' ORDER BY a.id DESC LIMIT ?)",
        (campaign, attempts),
    ).fetchone()
    return Progress(row[0], moment(row[1]), moment(row[2])) if row[1] else None


def taken_since(database: Database, provider: str, since: datetime) -> int:
    """Return how many messages a provider took in attempts begun since a moment."""
    row = database.execute(
        "SELECT coalesce(sum(a.accepted), 0) FROM attempt a JOIN batch b ON b.id = a.batch"
        " JOIN campaign c ON c.id = b.campaign WHERE c.provider = ? AND a.started >= ?",
        (provider, moment_text(since)),
    ).fetchone()
    return int(row[0])


def first_use(database: Database, provider: str) -> datetime | None:
    """Return when the first attempt through a provider was made; None when none was."""
    row = database.execute(
        "SELECT min(a.started) FROM attempt a JOIN batch b ON b.id = a.batch"
        " JOIN campaign c ON c.id = b.campaign WHERE c.provider = ?",
        (provider,),
    ).fetchone()
    return moment(row[0]) if row[0] else None


def subscribers(database: Database, campaign: int) -> Iterator[str]:
    """Yield the ids of a campaign's recipients in the order in which they were frozen."""
    rows = database.execute(
        "SELECT subscriber FROM recipient WHERE campaign = ? ORDER BY number", (campaign,)
    )
    for (subscriber,) in rows:
        yield named(subscriber)


def _campaign(row: Sequence[Any]) -> Campaign:
    """Return a row of COLUMNS as a value."""
    values = dict(zip(COLUMNS, row, strict=True))
    values |= {"at": moment(values["at"]), "frozen_at": moment(values["frozen_at"])}
    resting = values["resting"]
    values |= {"state": State(values["state"]), "resting": moment(resting) if resting else None}
    return Campaign(**values)


def _standing(row: Sequence[Any]) -> Standing:
    """Return a recipient's row, delivery and exclusion as one value."""
    subscriber, number, state, status, provider_id, detail, reason, attempt, started = row
    if reason:
        return Standing(named(subscriber), Status.EXCLUDED, number, detail=reason)
    stands = Status(status) if status else IMPLIED[state]
    if stands is Status.PENDING:
        return Standing(named(subscriber), stands, number)
    return Standing(
        subscriber=named(subscriber),
        status=stands,
        number=number,
        provider_id=provider_id or "",
        detail=detail or "",
        attempt=attempt,
        at=moment(started),
    )
