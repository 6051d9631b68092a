"""Which year a day without one lies in, and whether a weekday fits its date."""

from datetime import date, timedelta
from enum import StrEnum

__all__ = [
    "CENTURY",
    "Tense",
    "candidates",
    "checked",
    "month_number",
    "nth_weekday",
    "settled",
    "weekday_number",
]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NTH = ("fi", "se", "th", "fo")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


CENTURY = 2000
NEAR = 3
FARTHEST = 400


class Tense(StrEnum):
    """Where a sentence looks."""

    AHEAD = "ahead"
    BACK = "back"
    OPEN = "open"


def month_number(name: str | None) -> int:
    """Return 1 to 12 for a month's name, its beginning or its number."""
    if name and name.isdigit():
        return int(name)
    return MONTHS.index((name or "").casefold()[:3]) + 1


def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or its beginning."""
    return WEEKDAYS.index(name.casefold()[:3])


def nth_weekday(year: int, month: int, weekday: int, nth: str) -> date:
    """Return "the second Thursday" or "the last Thursday" of a month.

    Arguments:
        year, month: the month.
        weekday: 0 (Monday) to 6.
        nth: first, second, third, fourth or last, or 1st to 4th.
    """
    if nth.casefold() == "last":
        after = date(year + month // len(MONTHS), month % len(MONTHS) + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    ahead = (weekday - first.weekday()) % 7
    return first + timedelta(days=ahead + 7 * NTH.index(nth.casefold()[:2]))


def settled(year: str | None, month: int, day: int, base: date | None, tense: Tense) -> date | None:
    """Return the day meant, or None where it does not exist or its year cannot be known.

    Without a year, the nearest such day: ahead or back as the sentence looks, else either way.
    """
    if year:
        digits = year.lstrip("'")
        full = int(digits) + (CENTURY if len(digits) < len("2021") else 0)
        if full == int(digits) or base is None or abs(full - base.year) <= NEAR:
            return _real(full, month, day)
    if base is None:
        return None
    days = candidates(month, day, base, tense)
    return days[0] if days else None


def candidates(month: int | None, day: int, base: date, tense: Tense) -> tuple[date, ...]:
    """Return the days near the meeting that have this number (and month), the likeliest first."""
    if month is None:
        near = [base.replace(day=1) + timedelta(days=31 * step) for step in (0, 1, 2)]
        days = [_real(first.year, first.month, day) for first in near]
    else:
        days = [_real(base.year + step, month, day) for step in (-1, 0, 1)]
    real = [found for found in days if found and abs((found - base).days) <= FARTHEST]
    if tense is Tense.AHEAD or month is None:
        real = [found for found in real if found >= base] or real[-1:]
    if tense is Tense.BACK:
        return tuple(sorted((d for d in real if d <= base), reverse=True))
    return tuple(sorted(real, key=lambda found: _distance(found, base)))


def checked(
    day: date | None, weekday: str | None, *, has_year: bool
) -> tuple[str, tuple[date, ...]]:
    """Return a conflict and other readings when the weekday named is not the date's."""
    if day is None or not weekday or day.weekday() == weekday_number(weekday):
        return "", ()
    wanted = weekday_number(weekday)
    words = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    conflict = f"{words} is a {NAMES[day.weekday()]}, not a {NAMES[wanted]}"
    offset = (wanted - day.weekday() + 3) % 7 - 3
    others = [day + timedelta(days=offset)]
    years = (day.year - 1, day.year + 1) if has_year else (day.year + 1, day.year - 1)
    for year in years:
        other = _real(year, day.month, day.day)
        if other and other.weekday() == wanted:
            others.append(other)
    return conflict, tuple(others)


def _distance(found: date, base: date) -> tuple[int, bool]:
    days = (found - base).days
    # A board looks further ahead than back: a day eight months on beats one four months ago.
    return (days if days >= 0 else -2 * days), days < 0


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
