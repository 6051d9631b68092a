"""Days, times and lengths as iCalendar writes them, and as some writers think it does."""

import re
from datetime import UTC, date, datetime, timedelta

__all__ = ["read_length", "read_value"]

VALUE = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?"
)
LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
# Windows begins its zones in 1601.
FIRST_YEAR, LAST_YEAR = 1600, 9998


def read_value(text: str) -> date | datetime:
    """Return a DATE, or a DATE-TIME without a zone or in UTC (RFC 5545 sections 3.3.4, 3.3.5).

    Hyphens, colons, fractions and offsets are passed over or taken; 24:00 is the
    next day's midnight and a leap second the second before.

    Raises:
        ValueError: anything else.
    """
    match = VALUE.fullmatch(text.strip().strip('"').split("/")[0])
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        message = f"{text[:40]!r} is no date"
        raise ValueError(message)
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return day
    return _time(day, match)


def read_length(text: str) -> timedelta:
    """Return a DURATION (RFC 5545 section 3.3.6).

    Raises:
        ValueError: it is none, or goes backwards.
    """
    match = LENGTH.fullmatch(text.strip().upper())
    if match is None or match[1] == "-" or text.strip().upper().endswith(("P", "T")):
        message = f"{text[:40]!r} is no length"
        raise ValueError(message)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _time(day: date, match: re.Match[str]) -> datetime:
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
    moment = datetime.combine(day, datetime.min.time())
    if hour == 24 and not minute and not second:  # noqa: PLR2004  hours of a day
        moment, hour = moment + timedelta(days=1), 0
    moment = moment.replace(hour=hour, minute=minute, second=second)
    zone = match[7]
    if not zone:
        return moment
    if zone not in "Zz":
        sign = 1 if zone[0] == "-" else -1
        moment += sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return moment.replace(tzinfo=UTC)
