"""Days and times as an editor writes them in our own files: ``2021-11-16 12:00``."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pynews.model import day_in_words, time_in_words

__all__ = ["read_clock", "read_day", "read_moment"]

DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
ZONE = re.compile(r"\s*(Z|[+-]\d{2}:?\d{2})$")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T,]+(\d{1,2}:\d{2}))?$")


def read_day(text: str) -> date:
    """Return a day written as ``2021-11-16``.

    Raises:
        ValueError: two lines, what is wrong and a hint with ``{key}`` in it.
    """
    match = DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(_refusal(text))
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        message = f'"{text}" is not a day of the calendar ({error})\nwrite {{key}}: 2021-11-16'
        raise ValueError(message) from error


def read_clock(text: str) -> time:
    """Return a time of day written as ``12:30``.

    Raises:
        ValueError: as `read_day`.
    """
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        message = f'"{text}" is not a time I accept\nwrite the time as 12:30 (24 hours)'
        raise ValueError(message)
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError as error:
        message = f'"{text}" is not a time of day\nhours go from 00 to 23, minutes to 59'
        raise ValueError(message) from error


def read_moment(text: str, *, zone: ZoneInfo) -> date | datetime:
    """Return a day, or a day and time in ``zone``: ``2021-11-16`` or ``2021-11-16 12:00``.

    An offset may follow (``2021-10-31 01:30+00:00``) to say which of the two is
    meant in the night the clocks go back.

    Raises:
        ValueError: as `read_day`; also for a time that the clock skips or shows twice.
    """
    written = text.strip()
    offset = ZONE.search(written) if ":" in written else None
    bare = written[: offset.start()] if offset else written
    day_text, _, clock_text = bare.replace("T", " ", 1).partition(" ")
    if not DAY.fullmatch(day_text):
        raise ValueError(_refusal(text))
    day = read_day(day_text)
    if not clock_text.strip():
        return day
    local = datetime.combine(day, read_clock(clock_text), tzinfo=zone)
    if offset:
        return _with_offset(local, offset[1], zone)
    return _checked(local, written)


def _with_offset(local: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """Return the moment an explicit offset names, told in ``zone``."""
    if offset == "Z":
        return local.replace(tzinfo=UTC).astimezone(zone)
    sign = -1 if offset[0] == "-" else 1
    shift = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return (local.replace(tzinfo=UTC) - shift).astimezone(zone)


def _checked(local: datetime, written: str) -> datetime:
    """Return the moment; refuse one that does not exist or exists twice."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    if back.replace(fold=0) != local.replace(fold=0) or back.time() != local.time():
        message = (
            f'"{written}" does not exist: the clocks go forward then\n'
            f"write {{key}}: {back:%Y-%m-%d %H:%M} or a time before the change"
        )
        raise ValueError(message)
    later = local.replace(fold=1)
    if later.utcoffset() != local.utcoffset():
        message = (
            f'"{written}" happens twice: the clocks go back then\n'
            f"write {{key}}: {local:%Y-%m-%d %H:%M%z} or {later:%Y-%m-%d %H:%M%z}"
        )
        raise ValueError(message)
    return local


def _refusal(text: str) -> str:
    """Return the complaint about a date in a foreign shape, with how we read it."""
    wanted = "2021-11-16 12:00"
    reading = ""
    if match := SLASHED.fullmatch(text.strip()):
        try:
            day = date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            pass
        else:
            clock = match[4]
            wanted = day.isoformat() + (f" {clock}" if clock else "")
            reading = f" (I read this as {day_in_words(day)}{_clock_words(day, clock)})"
    return f'"{text}" is not a date I accept\nwrite {{key}}: {wanted}{reading}'


def _clock_words(day: date, clock: str | None) -> str:
    """Return ", midday" for "12:00"; nothing for what is no time."""
    if not clock:
        return ""
    try:
        return f", {time_in_words(datetime.combine(day, read_clock(clock)))}"
    except ValueError:
        return ""
