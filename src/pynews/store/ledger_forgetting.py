"""Somebody is erased: the ledger forgets their name and keeps that a message was sent."""

from pynews.store.database import Database
from pynews.store.ledger_codec import id_bytes

__all__ = ["forget"]

FORGET = (
    "UPDATE recipient SET fields = NULL WHERE subscriber = ?1 AND fields IS NOT NULL",
    # What a provider said may hold the part of an address behind the @.
    """
UPDATE delivery SET detail = '' WHERE detail <> '' AND EXISTS (
  SELECT 1 FROM recipient r WHERE r.subscriber = ?1
  AND r.campaign = delivery.campaign AND r.number = delivery.number)
""",
)


def forget(database: Database, subscriber: str) -> bool:
    """Take the frozen names and the provider's words about one person out of every campaign.

    That something was sent to the keyed id stays: it is the evidence (UK GDPR
    article 17(3)(e)), and it tells nobody who that was.

    Returns:
        Whether there was anything to take out.
    """
    key = id_bytes(subscriber)
    changed = sum(database.execute(statement, (key,)).rowcount for statement in FORGET)
    return changed > 0
