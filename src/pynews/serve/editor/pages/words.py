"""Times, sizes and places in the words the preview uses."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pynews.model import day_in_words, time_in_words

__all__ = ["Tree", "counted", "moment_words", "place_tree", "utc_words"]

Tree = dict[str, object]


def moment_words(moment: datetime, zone: str) -> str:
    """Return a moment as people in ``zone`` say it: "Tuesday 2 November 2021, 9am GMT"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_in_words(local.date())}, {time_in_words(local)} {local.tzname()}"


def utc_words(moment: datetime) -> str:
    """Return a moment in UTC: "2021-11-02 09:00 UTC"."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 event", "2 events"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def place_tree(where: str) -> Tree:
    """Return ``path:line`` taken apart; line 0 when none was given."""
    path, _, line = where.rpartition(":")
    if path and line.isdecimal():
        return {"path": path, "line": int(line)}
    return {"path": where, "line": 0}
