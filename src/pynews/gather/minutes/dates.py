"""The dates that minutes speak of: a small grammar that rather finds no day than a wrong one.

Day month [year], month day [year], ISO, dotted and numeric by locale, ranges, an optional
weekday that is checked, and days counted from the meeting. What is vague yields no day.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pynews.gather.minutes.calendar import (
    CENTURY,
    Tense,
    candidates,
    checked,
    month_number,
    nth_weekday,
    settled,
    weekday_number,
)
from pynews.gather.minutes.forms import BARE, forms_in, vague_in

__all__ = ["Reading", "find_dates", "find_time"]

CLOCK = re.compile(
    r"(?<![\d/.:£$€-])(?:(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?!\d|[./]\d)\s?(?P<half>[ap]\.?m\b)?"
    r"|(?P<only>1[0-2]|0?[1-9])(?:\s?(?:-|–|to)\s?1?\d(?::[0-5]\d)?)?\s?(?P<half_only>[ap]\.?m\b)|(?P<named>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
HOUR = re.compile(r"\d|noon|mid", re.IGNORECASE)
APART = re.compile(r"\s(?:and|&|\+)\s(?!(?:\w+\s)?(?:close|end|finish|run|last|goes))")
HOURS, HALF_DAY, WEEK, MONTHS, MIDDLE = 24, 12, 7, 12, 15


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says about a day.

    Arguments:
        start, end: where the phrase stands in the words that were read.
        words: the phrase.
        day: the day, or None when it yields none.
        last: the last day of a range, or None.
        form: the rule that read it.
        has_year: whether the year was written.
        conflict: why the reading is doubtful, or "".
        alternatives: other days the phrase could mean.
    """

    start: int
    end: int
    words: str
    day: date | None
    last: date | None = None
    form: str = "vague"
    has_year: bool = False
    conflict: str = ""
    alternatives: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    base: date | None
    day_first: bool
    tense: Tense


def find_dates(
    words: str,
    *,
    base: date | None,
    day_first: bool = True,
    tense: Tense = Tense.OPEN,
    is_about_dates: bool = False,
) -> tuple[Reading, ...]:
    """Return the days and the vague phrases in a sentence, in order.

    Arguments:
        words: one sentence without markup or web addresses.
        base: the meeting's day, from which years and "tomorrow" are counted; None if unknown.
        day_first: whether 3/4 is the third of April.
        tense: whether the sentence looks back or ahead.
        is_about_dates: whether 1/10 can only be a date here.
    """
    frame = _Frame(base, day_first, tense)
    found: list[Reading] = []
    for name, form in forms_in(words):
        found += _readings(name, form, words, found, frame)
    if is_about_dates and not found:
        found += _readings("numeric-bare", BARE, words, found, frame)
    found += [
        Reading(match.start(), match.end(), match.group().strip(), None)
        for match in vague_in(words)
        if _is_free(found, match)
    ]
    return tuple(sorted(found, key=lambda reading: reading.start))


def _readings(
    name: str, form: re.Pattern[str], words: str, found: list[Reading], frame: _Frame
) -> list[Reading]:
    free = (match for match in form.finditer(words) if _is_free(found, match))
    readings = (_read(name, match, frame) for match in free)
    return [reading for reading in readings if reading]


def find_time(words: str, *, is_after_date: bool = False) -> str:
    """Return the first time of day in a sentence as 24-hour "HH:MM", or "".

    Arguments:
        words: the sentence or a part of it.
        is_after_date: whether the words follow a date, so that 18.30 can only be a time.
    """
    for match in CLOCK.finditer(words) if HOUR.search(words) else ():
        if match["named"]:
            return "00:00" if match["named"].casefold() == "midnight" else "12:00"
        hour = int(match["hour"] or match["only"])
        half = (match["half"] or match["half_only"] or "").casefold().replace(".", "")
        dotted = (
            match["hour"] and not half and words[match.end("hour")] == "." and not is_after_date
        )
        if hour < HOURS and not dotted:
            hour = (
                hour % HALF_DAY + HALF_DAY * (half == "pm") if half and hour <= HALF_DAY else hour
            )
            return f"{hour:02}:{match['minute'] or '00'}"
    return ""


def _is_free(found: list[Reading], match: re.Match[str]) -> bool:
    return not any(match.start() < reading.end and reading.start < match.end() for reading in found)


def _read(name: str, match: re.Match[str], frame: _Frame) -> Reading | None:
    blank = Reading(match.start(), match.end(), match.group().strip(), None, form=name)
    if name.startswith("relative"):
        return _relative(blank, match, frame)
    if name == "nth-weekday":
        return _nth_weekday(blank, match, frame)
    if name == "weekday-day":
        return _weekday_day(blank, match, frame)
    if name.startswith("range"):
        return _range(blank, match, frame)
    return _single(blank, match, frame)


def _relative(blank: Reading, match: re.Match[str], frame: _Frame) -> Reading:
    word = " ".join(match["relative"].casefold().split())
    if frame.base is None:
        return replace(
            blank, conflict=f'"{blank.words}" counts from a day that the notes do not give'
        )
    if blank.form == "relative":
        return replace(blank, day=frame.base + timedelta(days=word == "tomorrow"))
    weekday = weekday_number(match["weekday"])
    ahead = (weekday - frame.base.weekday()) % 7
    if ahead == 0 and word != "this":
        ahead = 7
    day = frame.base + timedelta(days=ahead)
    if word == "next" and ahead + frame.base.weekday() < WEEK:
        later = day + timedelta(days=7)
        doubt = f'"{blank.words}" may also mean {later:%d %B %Y}'.replace("mean 0", "mean ")
        return replace(blank, day=day, conflict=doubt, alternatives=(later,))
    return replace(blank, day=day)


def _weekday_day(blank: Reading, match: re.Match[str], frame: _Frame) -> Reading:
    if frame.base is None:
        return replace(blank, conflict=f'"{blank.words}" has no month')
    days = candidates(None, int(match["day"]), frame.base, frame.tense)
    weekday = weekday_number(match["weekday"])
    fit = next((day for day in days if day.weekday() == weekday), None)
    if fit:
        return replace(blank, day=fit)
    return replace(blank, conflict=f'"{blank.words}" fits no month near the meeting')


def _nth_weekday(blank: Reading, match: re.Match[str], frame: _Frame) -> Reading | None:
    month = month_number(match["month"])
    near = settled(match["year"], month, int(match["day"] or MIDDLE), frame.base, frame.tense)
    if near is None:
        return _yearless(blank, match["year"], month, MIDDLE)
    day = nth_weekday(near.year, month, weekday_number(match["weekday"]), match["nth"])
    if match["day"] and day.day != int(match["day"]):
        doubt = f'"{blank.words}" does not fit: that weekday is {day:%d %B %Y}'
        return replace(blank, day=near, conflict=doubt, alternatives=(day,))
    return replace(blank, day=day, has_year=bool(match["year"]))


def _range(blank: Reading, match: re.Match[str], frame: _Frame) -> Reading | None:
    parts = match.groupdict()
    if parts.get("iso"):
        first, last = _iso(parts["iso"]), _iso(parts["iso_last"])
        return replace(blank, day=first, last=last, has_year=True) if first and last else None
    month = month_number(parts["month"])
    month_last = month_number(parts.get("month_last") or parts["month"])
    year = parts.get("year") or parts.get("year_last")
    known = settled(year, month, int(parts["day"]), frame.base, frame.tense)
    if known is None:
        return _yearless(blank, year, month, int(parts["day"]))
    turned = known.year + (month_last < month)
    last = _day(_full(parts.get("year_last")) or turned, month_last, int(parts["day_last"]))
    if last is None or last < known:
        return None
    if APART.search(blank.words) and (last - known).days > 1:
        last = None
    read = replace(blank, day=known, last=last, has_year=bool(year))
    return _weekday_checked(read, parts.get("weekday"), parts.get("weekday_last"))


def _single(blank: Reading, match: re.Match[str], frame: _Frame) -> Reading | None:
    parts = match.groupdict()
    weekday = parts.get("weekday") or parts.get("weekday_after") or parts.get("weekday_bracket")
    if parts.get("iso"):
        day = _iso(parts["iso"])
        return _weekday_checked(replace(blank, day=day, has_year=True), weekday) if day else None
    if parts.get("one"):
        return _numeric(blank, parts, weekday, frame)
    if parts["month"] in {"may", "mar", "march"} and not (parts.get("year") or weekday):
        return None
    month = month_number(parts["month"])
    day = settled(parts.get("year"), month, int(parts["day"]), frame.base, frame.tense)
    if day is None:
        return _yearless(blank, parts.get("year"), month, int(parts["day"]))
    return _weekday_checked(replace(blank, day=day, has_year=bool(parts.get("year"))), weekday)


def _numeric(
    blank: Reading, parts: dict[str, str | None], weekday: str | None, frame: _Frame
) -> Reading | None:
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    orders = ((one, two), (two, one)) if frame.day_first else ((two, one), (one, two))
    days = [
        settled(parts.get("year"), month, day, frame.base, frame.tense)
        for day, month in orders
        if 0 < month <= MONTHS
    ]
    real = [day for day in days if day is not None]
    if not real:
        return None
    return _weekday_checked(
        replace(blank, day=real[0], has_year=bool(parts.get("year"))),
        weekday,
        others=tuple(real[1:]),
    )


def _weekday_checked(
    reading: Reading,
    weekday: str | None,
    weekday_last: str | None = None,
    others: tuple[date, ...] = (),
) -> Reading:
    conflict, alternatives = checked(reading.day, weekday, has_year=reading.has_year)
    if not conflict and weekday_last:
        conflict, alternatives = checked(reading.last, weekday_last, has_year=reading.has_year)
    if conflict and others:
        alternatives = (
            *(day for day in others if weekday and day.weekday() == weekday_number(weekday)),
            *alternatives,
        )
    return replace(reading, conflict=conflict, alternatives=alternatives)


def _yearless(blank: Reading, year: str | None, month: int, day: int) -> Reading | None:
    if year or _day(2024, month, day) is None:
        return None
    return replace(blank, conflict=f'the year of "{blank.words}" is not known')


def _iso(words: str | None) -> date | None:
    year, month, day = (int(part) for part in re.split(r"[-/.]", words or "0-0-0"))
    return _day(year, month, day)


def _full(year: str | None) -> int:
    digits = (year or "").lstrip("'")
    return int(digits) + (CENTURY if len(digits) < len("2021") else 0) if digits else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
