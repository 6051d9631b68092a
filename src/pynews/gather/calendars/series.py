"""A series of another calendar: one of our own forms, or its next dates one by one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from pynews.gather.calendars.moments import read_value
from pynews.gather.calendars.rules import Effort, Rule, days
from pynews.model import Every, Recurrence, When

__all__ = ["MOST_DATES", "days_of", "next_days", "on_day", "our_form"]

MOST_DATES = 50
HORIZON = timedelta(days=400)
LONGEST_INTERVAL, MOST_TIMES = 99, 999
LAST_ORDINAL = 5


def our_form(rule: Rule, when: When) -> Recurrence | None:
    """Return the rule in one of the forms an event file can hold, or None."""
    if rule.interval > LONGEST_INTERVAL or (rule.count or 1) > MOST_TIMES:
        return None
    if rule.frequency == "WEEKLY":
        return _weekly(rule, when)
    return _monthly(rule, when) if rule.frequency == "MONTHLY" else None


def days_of(rule: Rule, when: When, *, effort: Effort, since: date | None = None) -> Iterator[date]:
    """Yield the days of a rule up to its UNTIL."""
    until = _until(rule, when)
    found = days(rule, when.first_day, effort=effort, since=since)
    return takewhile(lambda day: until is None or day <= until, found)


def next_days(rule: Rule, when: When, *, effort: Effort, after: date | None) -> tuple[date, ...]:
    """Return the days to list when no form of ours says the rule: at most 50 in 400 days."""
    begin = max(after, when.first_day) if after else when.first_day
    found = days_of(rule, when, effort=effort, since=begin)
    near = takewhile(lambda day: day <= begin + HORIZON, found)
    return tuple(islice((day for day in near if day >= begin), MOST_DATES))


def on_day(when: When, day: date) -> When:
    """Return the same clock time and length on another day."""
    if not isinstance(when.start, datetime):
        end = None if when.end is None else day + (when.last_day - when.first_day)
        return When(day, end, when.zone, when.all_day)
    zone = ZoneInfo(when.zone)
    local = when.start.astimezone(zone)
    start = datetime.combine(day, local.time(), zone)
    if not isinstance(when.end, datetime):
        return When(start, None, when.zone)
    clock_length = when.end.astimezone(zone).replace(tzinfo=None) - local.replace(tzinfo=None)
    end_clock = start.replace(tzinfo=None) + clock_length
    return When(start, max(start, end_clock.replace(tzinfo=zone)), when.zone)


def _weekly(rule: Rule, when: When) -> Recurrence | None:
    weekday = when.first_day.weekday()
    if rule.numbers or rule.by_day not in ((), ((0, weekday),)):
        return None
    return _bounded(Recurrence(Every.WEEK, rule.interval, weekday=weekday), rule, when)


def _monthly(rule: Rule, when: When) -> Recurrence | None:
    first = when.first_day
    if not rule.by_day:
        if rule.numbers.get("BYMONTHDAY", (first.day,)) != (first.day,) or set(rule.numbers) - {
            "BYMONTHDAY"
        }:
            return None
        return _bounded(Recurrence(Every.MONTH_DATE, rule.interval, day=first.day), rule, when)
    ordinal = _ordinal(rule, first)
    if ordinal is None:
        return None
    series = Recurrence(
        Every.MONTH_WEEKDAY, rule.interval, weekday=first.weekday(), ordinal=ordinal
    )
    return _bounded(series, rule, when)


def _ordinal(rule: Rule, first: date) -> int | None:
    """Return which weekday of the month is meant: "2TU", or "TU" with BYSETPOS=2."""
    ((ordinal, weekday), *others) = rule.by_day
    positions = rule.numbers.get("BYSETPOS", ())
    if others or set(rule.numbers) - {"BYSETPOS"} or weekday != first.weekday():
        return None
    if ordinal == 0 and len(positions) == 1:
        ordinal = positions[0]
    elif positions:
        return None
    last = (first + timedelta(weeks=1)).month != first.month
    if ordinal == -1:
        return -1 if last else None
    return ordinal if ordinal == (first.day - 1) // 7 + 1 <= LAST_ORDINAL else None


def _bounded(series: Recurrence, rule: Rule, when: When) -> Recurrence | None:
    until = _until(rule, when)
    if until is not None and until < when.first_day:
        return None
    return Recurrence(
        series.every,
        series.interval,
        weekday=series.weekday,
        day=series.day,
        ordinal=series.ordinal,
        until=until,
        count=rule.count if until is None else None,
    )


def _until(rule: Rule, when: When) -> date | None:
    """Return the last day on which the rule's UNTIL lets the event begin."""
    if not rule.until:
        return None
    until = read_value(rule.until)
    if not isinstance(until, datetime):
        return until
    zone = ZoneInfo(when.zone)
    local = until.astimezone(zone) if until.tzinfo else until.replace(tzinfo=zone)
    if not isinstance(when.start, datetime):
        return until.date()
    begins = datetime.combine(local.date(), when.start.astimezone(zone).time(), zone)
    late = begins.astimezone(UTC) > local.astimezone(UTC)
    return local.date() - timedelta(days=late)
