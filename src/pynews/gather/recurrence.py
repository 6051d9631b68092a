"""How an event repeats, as an editor writes it.

Four forms, in any capitals; a rule without an end goes on for ever:

=======================  ==================================================
``every 2 weeks on Tuesday``          also ``every week on Tuesday``
``monthly on day 15``                 also ``every 3 months on day 15``
``monthly on the first Tuesday``      first to fifth, or last
any of these, then                    ``until 2022-06-30``, or ``6 times``
=======================  ==================================================

A month that has no such day is passed over. ``6 times`` counts the dates of the
rule, those left out or moved among them, as calendars count (RFC 5545 section
3.3.10, COUNT). The event's start is the first date and must fit the rule.

``except`` names dates that are left out (``2021-12-28``) or moved
(``2021-12-28 -> 2022-01-04 12:00``, or only the day or only the time when the
other stays), separated by commas or as a list.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from pynews.gather.moments import read_clock, read_day, read_moment
from pynews.model import Every, MovedDate, Recurrence, When, day_in_words
from pynews.model.when import DAYS, MONTHS

__all__ = ["read_repeats"]

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
NUMBERED = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
WEEK_DAYS = 7
# 99 weeks or months are more than any community plans; a greater number is a slip.
LONGEST_INTERVAL = 99
MOST_TIMES = 999

WEEKLY = re.compile(r"(?:every (?:(?P<every>\d+) weeks|week)|weekly) on (?P<weekday>[a-z]+)")
MONTHLY = re.compile(
    r"(?:every (?:(?P<every>\d+) months|month)|monthly) on "
    r"(?:day (?P<day>\d+)|the (?P<ordinal>[a-z0-9]+) (?P<weekday>[a-z]+))"
)
BOUND = re.compile(r",? (?:until (?P<until>\S+)|(?P<times>\d+) times)$")
EXCEPTIONS = "write except: 2021-12-28, or 2021-12-28 -> 2022-01-04 12:00"
FORMS = (
    "write repeats: every 2 weeks on Tuesday; monthly on day 15; monthly on the first Tuesday;"
    " then, if it ends, until 2022-06-30 or 6 times"
)


def read_repeats(text: str, except_: str | Iterable[str], when: When) -> Recurrence:
    """Return how an event repeats.

    Arguments:
        text: the rule, in one of the four forms above.
        except_: dates left out or moved; one text with commas, or several texts.
        when: the first date, which gives time of day, length and zone.

    Raises:
        ValueError: two lines, what is wrong and a hint.
    """
    rule = _bounded(_words(text), when)
    _check_first(rule, when)
    entries = tuple(_entries(except_))
    if not entries:
        return rule
    left_out, moved = _exceptions(entries, when)
    _check_exceptions((*left_out, *(one.day for one in moved)), rule, when)
    return replace(rule, left_out=left_out, moved=moved)


def _words(text: str) -> str:
    """Return the rule in lower case with single spaces and no full stop."""
    return " ".join(text.lower().split()).rstrip(".")


def _bounded(text: str, when: When) -> Recurrence:
    """Return the rule with its end, if it has one."""
    bound = BOUND.search(text)
    rule = _rule(text[: bound.start()] if bound else text, written=text)
    if bound is None:
        return rule
    if bound["times"]:
        return replace(rule, count=_number(bound["times"], "times", MOST_TIMES))
    until = _day(bound["until"], "write until 2022-06-30")
    if until < when.first_day:
        message = (
            f"it ends on {day_in_words(until)}, before its first date\n"
            f"give a day after {when.first_day.isoformat()}"
        )
        raise ValueError(message)
    return replace(rule, until=until)


def _rule(text: str, *, written: str) -> Recurrence:
    if match := WEEKLY.fullmatch(text):
        weekday = _weekday(match["weekday"])
        return Recurrence(Every.WEEK, _interval(match["every"]), weekday=weekday)
    match = MONTHLY.fullmatch(text)
    if match is None:
        message = f'"{written}" is not a way to repeat that I know\n{FORMS}'
        raise ValueError(message)
    interval = _interval(match["every"])
    if match["day"]:
        day = _number(match["day"], "day of the month", 31)
        return Recurrence(Every.MONTH_DATE, interval, day=day)
    ordinal = (ORDINALS | NUMBERED).get(match["ordinal"])
    if ordinal is None:
        message = f'"{match["ordinal"]}" is no place in a month\nwrite first to fifth, or last'
        raise ValueError(message)
    weekday = _weekday(match["weekday"])
    return Recurrence(Every.MONTH_WEEKDAY, interval, weekday=weekday, ordinal=ordinal)


def _weekday(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday; short names as in "Tue" or "Thurs" will do."""
    shortest = 3
    for number, day in enumerate(DAYS):
        if len(name) >= shortest and day.lower().startswith(name):
            return number
    message = f'"{name}" is no day of the week\nwrite one of {", ".join(DAYS)}'
    raise ValueError(message)


def _interval(digits: str | None) -> int:
    return _number(digits, "number of weeks or months", LONGEST_INTERVAL) if digits else 1


def _number(digits: str, what: str, most: int) -> int:
    """Return a number from 1 to ``most``."""
    number = int(digits) if len(digits) <= len(str(most)) else most + 1
    if not 1 <= number <= most:
        message = f"{digits} is no {what} I accept\ngive a number from 1 to {most}"
        raise ValueError(message)
    return number


def _day(text: str, hint: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        what = str(error).partition("\n")[0]
        message = f"{what}\n{hint}"
        raise ValueError(message) from error


def _days(rule: Recurrence, first: date) -> Iterator[date]:
    """Yield the rule's days in order, its end aside, as long as there are years."""
    if rule.every is Every.WEEK:
        ahead = ((rule.weekday or 0) - first.weekday()) % WEEK_DAYS
        start, step = first.toordinal() + ahead, rule.interval * WEEK_DAYS
        yield from map(date.fromordinal, range(start, date.max.toordinal() + 1, step))
        return
    months = first.year * len(MONTHS) + first.month - 1
    for month in range(months, (date.max.year + 1) * len(MONTHS), rule.interval):
        day = _day_of_month(rule, month // len(MONTHS), month % len(MONTHS) + 1)
        if day is not None and day >= first:
            yield day


def _day_of_month(rule: Recurrence, year: int, month: int) -> date | None:
    """Return the rule's day in one month, or None when that month has no such day."""
    starts_on, length = monthrange(year, month)
    number = rule.day or 0
    if rule.every is Every.MONTH_WEEKDAY:
        number = 1 + ((rule.weekday or 0) - starts_on) % WEEK_DAYS
        weeks = (length - number) // WEEK_DAYS
        number += WEEK_DAYS * (weeks if rule.ordinal == -1 else (rule.ordinal or 1) - 1)
    return date(year, month, number) if number <= length else None


def _check_first(rule: Recurrence, when: When) -> None:
    """Refuse a start that the rule does not give: calendars differ in what they show then."""
    first = when.first_day
    if next(_days(rule, first), None) != first:
        message = (
            f"the first date, {day_in_words(first)}, does not fit the rule\n"
            "let start be the first date of the series, or change the rule"
        )
        raise ValueError(message)


def _entries(except_: str | Iterable[str]) -> Iterator[str]:
    """Yield one exception after another."""
    for text in [except_] if isinstance(except_, str) else except_:
        yield from (part for entry in re.split(r"[,;\n]", text) if (part := entry.strip()))


def _exceptions(
    entries: Iterable[str], when: When
) -> tuple[tuple[date, ...], tuple[MovedDate, ...]]:
    """Return the dates left out and those moved, each in order."""
    left_out, moved = [], []
    for entry in entries:
        day_text, arrow, to_text = re.sub("→|=>", "->", entry).partition("->")
        day = _day(day_text.strip(), EXCEPTIONS)
        if arrow:
            moved.append(MovedDate(day, _moved_to(to_text.strip(), day, when)))
        else:
            left_out.append(day)
    return tuple(sorted(left_out)), tuple(sorted(moved, key=lambda one: one.day))


def _moved_to(text: str, day: date, when: When) -> When:
    """Return when a moved date takes place; its length stays."""
    zone = ZoneInfo(when.zone)
    try:
        if re.fullmatch(r"\d{1,2}:\d{2}", text):
            start: date | datetime = datetime.combine(day, read_clock(text), zone)
        else:
            start = read_moment(text, zone=zone)
    except ValueError as error:
        raise ValueError(str(error).replace("{key}:", f"except: {day} ->")) from error
    return _like(when, start)


def _like(when: When, start: date | datetime) -> When:
    """Return the event's time begun at ``start``; a day alone keeps the time of day."""
    zone = ZoneInfo(when.zone)
    if not isinstance(when.start, datetime):
        if isinstance(start, datetime):
            message = (
                "a date of a series without times moves to a day, not to a time\n"
                f"write only the day: {start.date()}"
            )
            raise ValueError(message)  # noqa: TRY004  what an editor wrote, not a type
        length = when.last_day - when.first_day
        return replace(when, start=start, end=None if when.end is None else start + length)
    first = when.start.astimezone(zone)
    if not isinstance(start, datetime):
        start = datetime.combine(start, first.time(), zone)
    if not isinstance(when.end, datetime):
        return replace(when, start=start)
    clock_length = when.end.astimezone(zone).replace(tzinfo=None) - first.replace(tzinfo=None)
    end = (start.replace(tzinfo=None) + clock_length).replace(tzinfo=zone)
    return replace(when, start=start, end=end)


def _check_exceptions(days: tuple[date, ...], rule: Recurrence, when: When) -> None:
    """Refuse an exception for a day that the series does not have, or has twice."""
    last = max(days) if rule.until is None else min(max(days), rule.until)
    series = set(
        takewhile(lambda day: day <= last, islice(_days(rule, when.first_day), rule.count))
    )
    for number, day in enumerate(days):
        if day in days[:number]:
            message = f"except names {day.isoformat()} twice\nkeep one of the two"
            raise ValueError(message)
        if day not in series:
            message = (
                f"except names {day_in_words(day)}, which is no date of the series\n"
                "name a date on which it would take place"
            )
            raise ValueError(message)
