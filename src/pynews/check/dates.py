"""Finds days that a text names, in words or numbers, with the weekday beside them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pynews.check.calendar_words import MONTHS, WEEKDAYS

__all__ = ["DayNamed", "days_named"]

HALF_A_YEAR = timedelta(days=200)
CENTURY = 100


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len)[::-1])


_WEEKDAY = rf"(?P<weekday>{_either(WEEKDAYS)})\b\.?"
_LEAD = rf"(?:(?<!\w){_WEEKDAY}\s*(?:,\s*|\(\s*)?(?:(?:on\s+)?the\s+|den\s+|le\s+|el\s+|día\s+)?)?"
_DAY = r"(?<![\d:/.])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.(?=\s))?(?![\d:])"
_MONTH = rf"(?P<month>{_either(MONTHS)})(?!\w)\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_AFTER = rf"(?:\s*\(\s*(?:a\s+)?(?P<after>{_either(WEEKDAYS)})\s*\))?"
DAY_FIRST = re.compile(
    rf"{_LEAD}{_DAY}\s*(?:of\s+|de\s+|d['’]\s*|o\s+)?{_MONTH}(?:,?\s*(?:de\s+|of\s+)?{_YEAR})?{_AFTER}"
)
MONTH_FIRST = re.compile(rf"{_LEAD}(?<!\w){_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s*{_YEAR})?{_AFTER}")
ISO = re.compile(rf"{_LEAD}(?<![\d-]){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d){_AFTER}")
SLASHED = re.compile(
    rf"{_LEAD}(?<![\d/.])(?P<day>\d{{1,2}})(?P<mark>[/.])(?P<month>\d{{1,2}})(?P=mark)"
    rf"(?P<year>(?:20)?\d{{2}})(?![\d/]){_AFTER}"
)
# "Saturday 30 and Sunday 1 May", "16 to 18 November": the first day borrows the month.
BORROWING = re.compile(
    rf"{_LEAD}(?<![\d:/.-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s*"
    r"(?:to|until|till|and|or|through|bis|und|au|et|y|al|e|-|–|—|&|/|,)\s*(?:the\s+)?$"
)
REACH = 40


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day as a text names it.

    Arguments:
        start, end: where it stands in the text.
        day, month: as written; may be impossible.
        year: None when it was not said.
        weekday: 0 Monday to 6 Sunday, or None.
        words: as written, on one line.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    words: str

    def near(self, today: date) -> tuple[date, ...]:
        """Return the days it may mean, seen from one day; none when it is impossible.

        Without a year that is the nearest one, and the next where two are about as near.
        """
        if self.year:
            return tuple(self._in(self.year))
        found = [day for year in range(today.year - 1, today.year + 2) for day in self._in(year)]
        if not found:
            return tuple(day for day in self._in(today.year + 4 - today.year % 4))
        nearest = min(abs(day - today) for day in found)
        return tuple(day for day in found if abs(day - today) <= max(nearest, HALF_A_YEAR))

    def is_day(self, day: date) -> bool:
        """Whether it may be this day."""
        return (self.day, self.month) == (day.day, day.month) and self.year in {None, day.year}

    @property
    def possible(self) -> bool:
        """Whether any calendar has it; 29 February counts without a year."""
        return any(True for _ in self._in(self.year or 2000))

    def _in(self, year: int) -> Iterator[date]:
        try:
            yield date(year, self.month, self.day)
        except ValueError:
            return


def days_named(text: str) -> tuple[DayNamed, ...]:
    """Return the days that a text names, in order; overlapping readings once."""
    found: list[DayNamed] = []
    for pattern in (DAY_FIRST, MONTH_FIRST, ISO, SLASHED):
        for match in pattern.finditer(text):
            one = _read(match)
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
                found.extend(_borrowed(text, one))
    return tuple(sorted(found, key=lambda one: one.start))


def _read(match: re.Match[str]) -> DayNamed:
    groups = match.groupdict()
    month = groups["month"]
    year = int(groups["year"]) if groups["year"] else None
    weekday = WEEKDAYS.get(" ".join((groups["weekday"] or groups["after"] or "").split()))
    return DayNamed(
        start=match.start(),
        end=match.end(),
        day=int(groups["day"]),
        month=int(month) if month.isdigit() else MONTHS[month],
        year=year + 2000 if year is not None and year < CENTURY else year,
        weekday=weekday,
        words=" ".join(match[0].split()).rstrip("."),
    )


def _borrowed(text: str, later: DayNamed) -> Iterator[DayNamed]:
    before = text[max(0, later.start - REACH) : later.start]
    match = BORROWING.search(before)
    if match:
        start = later.start - len(before) + match.start()
        weekday = WEEKDAYS.get(" ".join((match["weekday"] or "").split()))
        words = " ".join(text[start : later.end].split())
        one = replace(later, start=start, end=later.start, day=int(match["day"]), weekday=weekday)
        yield replace(one, words=words)
        yield from _borrowed(text, one)
