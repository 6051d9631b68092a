"""The state machine of batches: pending, claimed, sending, done; and doubts of single recipients.

Each function is the inside of one transaction. A guard in its ``WHERE`` says
whose batch it must be; no row changed means "not mine any more".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from pynews.model import Delivery, DeliveryStatus, Reason
from pynews.store.database import Database
from pynews.store.ledger_codec import calls_text, frozen, moment, moment_text, read_calls
from pynews.store.ledger_values import Batch, Doubt, Frozen, Verdict

__all__ = [
    "abandon",
    "answer",
    "assume",
    "begin",
    "claim",
    "doubts",
    "frozen_by_number",
    "next_due",
    "release",
    "settle",
]

OPEN = """SELECT r.number, r.subscriber, r.fields FROM batch b
    JOIN recipient r ON r.campaign = b.campaign AND r.number BETWEEN b.first AND b.last
    LEFT JOIN delivery d ON d.campaign = r.campaign AND d.number = r.number
    LEFT JOIN exclusion e ON e.campaign = r.campaign AND e.subscriber = r.subscriber
    WHERE b.id = ? AND d.number IS NULL AND e.subscriber IS NULL ORDER BY r.number"""

FRESH = """SELECT r.number, r.subscriber, r.fields FROM batch b
    JOIN recipient r ON r.campaign = b.campaign AND r.number BETWEEN b.first AND b.last
    WHERE b.id = ? ORDER BY r.number"""  # before the first attempt nobody's fate is known

RECOUNT = """UPDATE batch SET
    excluded = (SELECT count(*) FROM exclusion e WHERE e.campaign = batch.campaign
        AND e.number BETWEEN batch.first AND batch.last),
    (accepted, refused, unknown) = (SELECT coalesce(sum(d.status = 'accepted'), 0),
        coalesce(sum(d.status = 'refused'), 0), coalesce(sum(d.status = 'unknown'), 0)
        FROM delivery d WHERE d.campaign = batch.campaign
        AND d.number BETWEEN batch.first AND batch.last)
    WHERE id = ?"""

WRITE = """INSERT INTO delivery (campaign, number, attempt, status, provider_id, detail)
    VALUES (?, ?, ?, ?, ?, ?)"""

DOUBTS = """SELECT b.id, a.id, a.started, coalesce(a.ended, a.started), a.calls,
    r.number, r.subscriber, r.fields FROM delivery d
    JOIN attempt a ON a.id = d.attempt JOIN batch b ON b.id = a.batch
    JOIN recipient r ON r.campaign = d.campaign AND r.number = d.number
    WHERE d.campaign = ? AND d.status = 'unknown' ORDER BY a.id, r.number"""


def claim(
    database: Database, campaign: int, *, owner: str, lease: datetime, now: datetime
) -> Batch | None:
    """Take the first batch that waits; None when none does, or the campaign may not go on."""
    row = database.execute(
        "UPDATE batch SET state = 'claimed', owner = ?, lease = ? WHERE id ="
        " (SELECT b.id FROM batch b JOIN campaign c ON c.id = b.campaign"
        " WHERE b.campaign = ? AND b.state = 'pending' AND c.state = 'open'"
        " AND (b.not_before IS NULL OR b.not_before <= ?) ORDER BY b.id LIMIT 1)"
        " RETURNING id, tries",
        (owner, moment_text(lease), campaign, moment_text(now)),
    ).fetchone()
    if row is None:
        return None
    id_, tries = row
    recipients = _open(database, id_) if tries else frozen(database.execute(FRESH, (id_,)))
    return Batch(id_, campaign, owner, tries, recipients)


def release(database: Database, batch: Batch) -> None:
    """Give a claimed batch back: nothing of it was handed over."""
    database.execute(
        "UPDATE batch SET state = 'pending', owner = NULL, lease = NULL"
        " WHERE id = ? AND state = 'claimed' AND owner = ?",
        (batch.id, batch.owner),
    )


def begin(
    database: Database,
    batch: Batch,
    held_back: Mapping[Frozen, Reason],
    *,
    calls: Iterable[Sequence[int]],
    lease: datetime,
    now: datetime,
) -> int | None:
    """Write an attempt ahead, with those who left since; None when the batch is not mine now.

    Nor when a person stopped the campaign since it was claimed: then it waits again.
    """
    changed = database.execute(
        "UPDATE batch SET state = 'sending', tries = tries + 1, lease = ?, not_before = NULL"
        " WHERE id = ? AND state = 'claimed' AND owner = ?"
        " AND (SELECT c.state FROM campaign c WHERE c.id = batch.campaign) = 'open'",
        (moment_text(lease), batch.id, batch.owner),
    ).rowcount
    if not changed:
        release(database, batch)
        return None
    attempt = database.execute(
        "INSERT INTO attempt (batch, owner, started, calls) VALUES (?, ?, ?, ?)",
        (batch.id, batch.owner, moment_text(now), calls_text(calls)),
    ).lastrowid
    database.execute("UPDATE batch SET attempt = ? WHERE id = ?", (attempt, batch.id))
    database.executemany(
        "INSERT INTO exclusion (campaign, subscriber, number, reason)"
        " SELECT campaign, subscriber, number, ? FROM recipient WHERE campaign = ? AND number = ?",
        ((reason.value, batch.campaign, one.number) for one, reason in held_back.items()),
    )
    database.execute(RECOUNT, (batch.id,))
    return attempt


def settle(database: Database, verdict: Verdict, now: datetime) -> bool:
    """Write what came of an attempt; False when its batch has moved on without it."""
    again = any(one.status is DeliveryStatus.DEFERRED for one in verdict.deliveries.values())
    not_before = moment_text(now + verdict.wait) if again and verdict.wait else None
    changed = database.execute(
        "UPDATE batch SET state = ?, owner = NULL, lease = NULL, not_before = ?"
        " WHERE id = ? AND state = 'sending' AND attempt = ?",
        ("pending" if again else "done", not_before, verdict.batch.id, verdict.attempt),
    ).rowcount
    if not changed:
        return _settle_late(database, verdict)
    database.executemany(WRITE, _rows(verdict, explicit=again))
    taken = sum(one.status is DeliveryStatus.ACCEPTED for one in verdict.deliveries.values())
    _close(database, verdict.attempt, "settled", now, taken)
    database.execute(RECOUNT, (verdict.batch.id,))
    return True


def abandon(database: Database, campaign: int, *, machine: str, now: datetime) -> int:
    """Take back what dead senders held; return how many batches.

    A claimed batch waits again: nothing was handed over. Of a batch that was
    being sent every recipient without a verdict becomes unknown.

    Arguments:
        machine: start of the owners who are known to be dead; others are held
            to be dead when their lease has passed.
    """
    dead = "campaign = ? AND (substr(owner, 1, ?) = ? OR lease < ?)"
    who = (campaign, len(machine), machine, moment_text(now))
    claimed = database.execute(
        f"UPDATE batch SET state = 'pending', owner = NULL, lease = NULL"  # noqa: S608
        f" WHERE state = 'claimed' AND {dead}",
        who,
    ).rowcount
    sending = database.execute(
        f"SELECT id, attempt FROM batch WHERE state = 'sending' AND {dead}",  # noqa: S608
        who,
    ).fetchall()
    for batch, attempt in sending:
        _doubt_all(database, campaign, batch, attempt)
        _close(database, attempt, "abandoned", now)
    return claimed + len(sending)


def doubts(database: Database, campaign: int) -> Iterator[Doubt]:
    """Yield the unknown recipients of a campaign, attempt by attempt."""
    rows = database.execute(DOUBTS, (campaign,)).fetchall()
    for (batch, attempt, started, ended, calls), group in groupby(rows, key=lambda row: row[:5]):
        yield Doubt(
            batch,
            attempt,
            moment(started),
            moment(ended),
            frozen(row[5:] for row in group),
            read_calls(calls),
        )


def assume(database: Database, campaign: int, *, taken: bool) -> int:
    """Settle all doubts of a campaign one way, as a person decided; return how many people."""
    settled = 0
    for doubt in list(doubts(database, campaign)):
        numbers = {one.number: taken for one in doubt.recipients}
        answer(database, campaign, doubt, numbers)
        settled += len(numbers)
    return settled


def frozen_by_number(
    database: Database, campaign: int, numbers: Iterable[int]
) -> dict[int, Frozen]:
    """Return frozen recipients by their numbers."""
    rows = (
        database.execute(
            "SELECT number, subscriber, fields FROM recipient WHERE campaign = ? AND number = ?",
            (campaign, number),
        ).fetchone()
        for number in numbers
    )
    return {one.number: one for one in frozen(rows)}


def next_due(database: Database, campaign: int) -> datetime | None:
    """Return from when on a batch that waits for its time may be claimed; None when none does."""
    row = database.execute(
        "SELECT min(coalesce(not_before, '')) FROM batch WHERE campaign = ? AND state = 'pending'",
        (campaign,),
    ).fetchone()
    return moment(row[0]) if row[0] else None


def answer(database: Database, campaign: int, doubt: Doubt, taken: Mapping[int, bool]) -> None:
    """Write what is known by now of those in doubt.

    Arguments:
        taken: for a recipient's number, whether the provider took the message;
            who was not taken waits again.
    """
    still = {
        row[0]
        for row in database.execute(
            "SELECT number FROM delivery WHERE campaign = ? AND attempt = ? AND status = 'unknown'",
            (campaign, doubt.attempt),
        )
    }
    database.executemany(
        "UPDATE delivery SET status = 'accepted', detail = '' WHERE campaign = ? AND number = ?",
        ((campaign, number) for number, yes in taken.items() if yes and number in still),
    )
    again = [number for number, yes in taken.items() if not yes and number in still]
    if again:
        _reopen(database, campaign, doubt, again)
    database.execute(RECOUNT, (doubt.batch,))


def _open(database: Database, batch: int) -> tuple[Frozen, ...]:
    """Return those of a batch whose fate is open."""
    return frozen(database.execute(OPEN, (batch,)))


def _rows(verdict: Verdict, *, explicit: bool) -> Iterator[tuple[int, int, int, str, str, str]]:
    """Yield a row for everybody whose fate the batch's own state does not tell."""
    for number, one in verdict.deliveries.items():
        accepted = one.status is DeliveryStatus.ACCEPTED
        if one.status is DeliveryStatus.DEFERRED or (
            accepted and not one.provider_id and not explicit
        ):
            continue
        yield _row(verdict, number, one)


def _row(verdict: Verdict, number: int, one: Delivery) -> tuple[int, int, int, str, str, str]:
    """Return a delivery as the values of a row."""
    campaign, attempt = verdict.batch.campaign, verdict.attempt
    return campaign, number, attempt, one.status.value, one.provider_id, one.detail


def _settle_late(database: Database, verdict: Verdict) -> bool:
    """Let a verdict that comes late speak for those who are still in doubt because of it.

    Nobody is handed over again on a late word: what it calls deferred stays in doubt.
    """
    changed = 0
    for number, one in verdict.deliveries.items():
        if one.status in {DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED}:
            changed += database.execute(
                "UPDATE delivery SET status = ?, provider_id = ?, detail = ?"
                " WHERE campaign = ? AND number = ? AND attempt = ? AND status = 'unknown'",
                (
                    one.status.value,
                    one.provider_id,
                    one.detail,
                    verdict.batch.campaign,
                    number,
                    verdict.attempt,
                ),
            ).rowcount
    database.execute(RECOUNT, (verdict.batch.id,))
    return bool(changed)


def _doubt_all(database: Database, campaign: int, batch: int, attempt: int) -> None:
    """Call everybody of an abandoned attempt unknown."""
    detail = "the sender stopped before the answer was written down"
    rows = [
        (campaign, one.number, attempt, DeliveryStatus.UNKNOWN.value, "", detail)
        for one in _open(database, batch)
    ]
    database.executemany(WRITE, rows)
    database.execute(
        "UPDATE batch SET state = 'done', owner = NULL, lease = NULL WHERE id = ?", (batch,)
    )
    database.execute(RECOUNT, (batch,))


def _reopen(database: Database, campaign: int, doubt: Doubt, numbers: list[int]) -> None:
    """Let some of a batch wait again; what is known of the others stays known."""
    done = database.execute(
        "UPDATE batch SET state = 'pending' WHERE id = ? AND state = 'done'", (doubt.batch,)
    ).rowcount
    if done:
        accepted = DeliveryStatus.ACCEPTED.value
        rows = [
            (campaign, one.number, doubt.attempt, accepted, "", "")
            for one in _open(database, doubt.batch)
        ]
        database.executemany(WRITE, rows)
    database.executemany(
        "DELETE FROM delivery WHERE campaign = ? AND number = ?",
        ((campaign, number) for number in numbers),
    )


def _close(database: Database, attempt: int, outcome: str, now: datetime, taken: int = 0) -> None:
    """Write when and how an attempt ended, and how many messages it brought to the provider."""
    database.execute(
        "UPDATE attempt SET ended = ?, outcome = ?, accepted = ? WHERE id = ?",
        (moment_text(now), outcome, taken, attempt),
    )
