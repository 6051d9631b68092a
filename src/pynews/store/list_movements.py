"""How a list grows and shrinks, by month."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pynews.store.database import Database

__all__ = ["Movement", "movements"]

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# The first evidence of consent is when somebody joined; whoever came back joined again.
JOINED = """
SELECT substr(at, 1, 7), count(*) FROM consent WHERE number = 1 GROUP BY 1
UNION ALL
SELECT substr(at, 1, 7), count(*) FROM status_change c
WHERE status = 'active' AND reason = 'asked and confirmed' AND EXISTS (
  SELECT 1 FROM status_change b WHERE b.subscriber = c.subscriber AND b.number < c.number
  AND b.status IN ('unsubscribed', 'suppressed', 'erased'))
GROUP BY 1
"""
# Who was gone already does not leave again, whatever becomes of the record.
LEFT = """
SELECT substr(at, 1, 7), status, count(*) FROM (
  SELECT at, status, lag(status) OVER (PARTITION BY subscriber ORDER BY number) AS before
  FROM status_change)
WHERE status IN ('unsubscribed', 'suppressed', 'erased')
AND (before IS NULL OR before NOT IN ('unsubscribed', 'suppressed', 'erased'))
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """How many joined and left in a month.

    Arguments:
        joined: who agreed then, or came back.
        unsubscribed, suppressed, erased: who left, and how.
    """

    joined: int = 0
    unsubscribed: int = 0
    suppressed: int = 0
    erased: int = 0


def movements(database: Database) -> Mapping[str, Movement]:
    """Return every month in which something happened, the earliest first.

    What has no readable month, such as a consent "in spring", is left out.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for month, count in database.execute(JOINED):
        counts[month]["joined"] += count
    for month, status, count in database.execute(LEFT):
        counts[month][status] += count
    return {month: Movement(**counts[month]) for month in sorted(counts) if MONTH.fullmatch(month)}
