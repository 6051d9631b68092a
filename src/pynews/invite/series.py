"""An event that repeats: its rule as calendars say it (RFC 5545 section 3.3.10), and its dates."""

import heapq
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from pynews.model import Event, Every, Recurrence, When

__all__ = ["dates", "last_day", "next_dates", "on_day", "originals", "rule", "rule_words"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# No community plans further ahead; beyond it an endless rule would only run on.
MOST = 20_000
LAST_YEAR = 9998


def rule(recurrence: Recurrence, when: When) -> dict[str, list[Any]]:
    """Return the RRULE's parts; UNTIL in UTC for a timed series (RFC 5545 section 3.3.10).

    Arguments:
        recurrence: the rule.
        when: the first date.
    """
    parts = _parts(recurrence)
    if recurrence.count is not None:
        parts["COUNT"] = [recurrence.count]
    if recurrence.until is not None:
        last = on_day(when, recurrence.until).start
        parts["UNTIL"] = [last.astimezone(UTC) if isinstance(last, datetime) else last]
    return parts


def rule_words(event: Event) -> str:
    """Return rule and exceptions on one line, "" for a single event; the same for the same rule."""
    if event.recurrence is None:
        return ""
    series = event.recurrence
    parts = [f"{key}={','.join(map(str, value))}" for key, value in _parts(series).items()]
    bounds = [f"COUNT={series.count}"] * (series.count is not None)
    bounds += [f"UNTIL={series.until}"] * (series.until is not None)
    left_out = [f"not {day}" for day in sorted(series.left_out)]
    moved = [f"{m.day} -> {_span_words(m.to)}" for m in sorted(series.moved, key=lambda m: m.day)]
    return "; ".join([";".join(parts + bounds), *left_out, *moved])


def originals(series: Recurrence, when: When) -> Iterator[When]:
    """Yield the dates the rule gives, exceptions not yet applied, at most 20,000.

    Arguments:
        series: the rule.
        when: the first date.
    """
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    text = ";".join(f"{k}={','.join(map(str, v))}" for k, v in _parts(series).items())
    begin = datetime.combine(when.first_day, time())
    moments: Iterator[datetime] = iter(rrulestr(text, dtstart=begin))
    until = series.until or date(LAST_YEAR, 12, 31)
    days = takewhile(lambda day: day <= until, (moment.date() for moment in moments))
    for day in islice(days, MOST if series.count is None else min(series.count, MOST)):
        yield on_day(when, day)


def dates(event: Event) -> Iterator[When]:
    """Yield the dates on which the event takes place, in order, moved ones at their new time."""
    series = event.recurrence
    if series is None:
        yield event.when
        return
    gone = {*series.left_out, *(moved.day for moved in series.moved)}
    moved = sorted((moved.to for moved in series.moved), key=_key)
    kept = (when for when in originals(series, event.when) if when.first_day not in gone)
    yield from heapq.merge(kept, moved, key=_key)


def next_dates(event: Event, after: datetime, count: int) -> tuple[When, ...]:
    """Return the next dates of an event, for previews and lists.

    Arguments:
        event: a series, or a single event (which has one date).
        after: aware; a date counts when it has not begun before it. A day whose
            time is not known counts until it is over.
        count: at most so many.
    """

    def to_come(when: When) -> bool:
        if isinstance(when.start, datetime):
            return when.start >= after
        return when.last_day >= after.astimezone(ZoneInfo(when.zone)).date()

    return tuple(islice(filter(to_come, dates(event)), count))


def last_day(event: Event) -> date | None:
    """Return the last day the event can take place; None for an endless series."""
    series = event.recurrence
    if series is None:
        return event.when.last_day
    if series.until is not None:
        ends = [on_day(event.when, series.until), *(moved.to for moved in series.moved)]
        return max(when.last_day for when in ends)
    if series.count is not None:
        return max((when.last_day for when in dates(event)), default=event.when.last_day)
    return None


def on_day(when: When, day: date) -> When:
    """Return the same clock time and length on another day."""
    zone = ZoneInfo(when.zone)
    if not isinstance(when.start, datetime):
        length = when.last_day - when.first_day
        return replace(when, start=day, end=None if when.end is None else day + length)
    start = when.start.astimezone(zone)
    moved = datetime.combine(day, start.time(), zone)
    if not isinstance(when.end, datetime):
        return replace(when, start=moved)
    # Clock time, not elapsed time: "6pm to 8pm" stays so when the clocks change.
    length = when.end.astimezone(zone).replace(tzinfo=None) - start.replace(tzinfo=None)
    end = (moved.replace(tzinfo=None) + length).replace(tzinfo=zone)
    return replace(when, start=moved, end=end)


def _parts(recurrence: Recurrence) -> dict[str, list[Any]]:
    weekly = recurrence.every is Every.WEEK
    parts: dict[str, list[Any]] = {"FREQ": ["WEEKLY" if weekly else "MONTHLY"]}
    if recurrence.interval > 1:
        parts["INTERVAL"] = [recurrence.interval]
    if recurrence.every is Every.MONTH_DATE:
        parts["BYMONTHDAY"] = [recurrence.day]
        return parts
    weekday = WEEKDAYS[recurrence.weekday or 0]
    parts["BYDAY"] = [weekday if weekly else f"{recurrence.ordinal}{weekday}"]
    return parts


def _span_words(when: When) -> str:
    return json.dumps([str(when.start), str(when.end or ""), when.all_day])


def _key(when: When) -> tuple[date, str]:
    start = when.start
    moment = start.astimezone(UTC).isoformat() if isinstance(start, datetime) else ""
    return (when.first_day, moment)
