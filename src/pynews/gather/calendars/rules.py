"""A recurrence rule of any calendar (RFC 5545 section 3.3.10): its days, one step at a time.

Libraries look for the next date of a rule that has none until the year 9999, which
takes them minutes. This one counts the days it looks at and stops.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Effort", "Rule", "days", "read_rule"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
NUMBER_LISTS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYSETPOS": (1, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 60),
}
OLD = re.compile(r"(D|W|MP|MD|YM|YD)(\d{1,3})((?: [#\w+-]+)*)")
OLD_KINDS = {
    "D": "DAILY",
    "W": "WEEKLY",
    "MP": "MONTHLY",
    "MD": "MONTHLY",
    "YM": "YEARLY",
    "YD": "YEARLY",
}
OLD_PARTS = {"W": "BYDAY", "MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
LAST_YEAR = 9998
WEEK = 7
CENTURY = 36_600
MONTHS = 12


class Effort:
    """How many days may still be looked at, for all rules of a file together."""

    def __init__(self, most: int = 200_000) -> None:
        """Begin with ``most``."""
        self.left = most

    def share(self) -> "Effort":
        """Take what one rule may use: a century of days, as long as there is any."""
        taken = max(0, min(self.left, CENTURY))
        self.left -= taken
        return Effort(taken)

    def give_back(self, rest: "Effort") -> None:
        """Take back what a rule did not use."""
        self.left += max(0, rest.left)


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule.

    Arguments:
        frequency: DAILY, WEEKLY, MONTHLY or YEARLY.
        interval: every so many of them, from 1.
        count: number of dates, or None.
        until: the value of UNTIL as written, or "".
        by_day: ordinal (0 for every) and weekday (0 Monday).
        numbers: BYMONTH and the like, by name; only those given.
        week_start: 0 Monday to 6 Sunday.
    """

    frequency: str
    interval: int
    count: int | None
    until: str
    by_day: tuple[tuple[int, int], ...]
    numbers: dict[str, tuple[int, ...]]
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """Return the rule a RRULE's value says.

    Raises:
        ValueError: what cannot be read, or repeats more than once a day.
    """
    parts = _parts(_modern(text))
    frequency = parts.pop("FREQ", "")
    if parts.get("RSCALE") == "GREGORIAN":  # what every rule means anyway (RFC 7529 section 4.1)
        del parts["RSCALE"]
    if parts.get("COUNT") in {"-1", "0"}:  # some writers' way of saying that there is none
        del parts["COUNT"]
    if frequency not in FREQUENCIES:
        message = f"it repeats {frequency or text[:40]!r}, which no newsletter can list"
        raise ValueError(message)
    numbers = {name: _numbers(name, parts.pop(name)) for name in NUMBER_LISTS if name in parts}
    rule = Rule(
        frequency,
        interval=_positive(parts.pop("INTERVAL", "1")),
        count=_positive(parts.pop("COUNT")) if "COUNT" in parts else None,
        until=parts.pop("UNTIL", ""),
        by_day=tuple(map(_weekday, parts.pop("BYDAY").split(","))) if "BYDAY" in parts else (),
        numbers=numbers,
        week_start=_weekday(parts.pop("WKST", "MO"))[1],
    )
    unknown = [name for name in parts if not name.startswith("X-")]
    if unknown:
        message = f"its rule has a part {unknown[0][:40]!r} that nobody knows"
        raise ValueError(message)
    return rule


def days(rule: Rule, first: date, *, effort: Effort, since: date | None = None) -> Iterator[date]:
    """Yield the rule's days in order, the first date always among them.

    COUNT is kept here; UNTIL, which may be a time, is the caller's to keep.

    Arguments:
        rule: the rule.
        first: the day of DTSTART.
        effort: taken from with each day looked at, at most a century of them; at 0
            nothing more is found.
        since: days before it need not be found when the rule has no COUNT.
    """
    share, found = effort.share(), 0
    if rule.count is not None or since is None or since <= first:
        yield first
        found, since = 1, first
    try:
        for day in _candidates(rule, first, since, share):
            if rule.count is not None and found >= rule.count:
                return
            if day > first:
                found += 1
                yield day
    finally:
        effort.give_back(share)


def _candidates(rule: Rule, first: date, since: date, effort: Effort) -> Iterator[date]:
    filled = _filled(rule, first)
    for begin, end in _periods(rule, first, since):
        # At least one, so that a rule cannot step through empty periods for nothing.
        effort.left -= max(1, (end - begin).days)
        if effort.left < 0:
            return
        chosen = [day for day in _range(begin, end) if _fits(filled, day)]
        if positions := rule.numbers.get("BYSETPOS"):
            picked = {_at(chosen, position) for position in positions}
            chosen = [day for day in chosen if day in picked]
        yield from chosen


def _periods(rule: Rule, first: date, since: date) -> Iterator[tuple[date, date]]:
    """Yield the days, weeks, months or years of the rule: first day, and the day after the last."""
    if rule.frequency in {"DAILY", "WEEKLY"}:
        length = WEEK if rule.frequency == "WEEKLY" else 1
        back = (first.weekday() - rule.week_start) % WEEK if length == WEEK else 0
        start, step = first.toordinal() - back, length * rule.interval
        skip = max(0, (since.toordinal() - start) // step)
        for ordinal in range(start + skip * step, date(LAST_YEAR, 12, 1).toordinal(), step):
            yield date.fromordinal(ordinal), date.fromordinal(ordinal + length)
        return
    length = MONTHS if rule.frequency == "YEARLY" else 1
    start = first.year * MONTHS + (first.month - 1 if length == 1 else 0)
    step = length * rule.interval
    skip = max(0, (since.year * MONTHS + since.month - 1 - start) // step)
    for month in range(start + skip * step, LAST_YEAR * MONTHS, step):
        end = month + length
        yield (
            date(month // MONTHS, month % MONTHS + 1, 1),
            date(end // MONTHS, end % MONTHS + 1, 1),
        )


def _filled(rule: Rule, first: date) -> Rule:
    """Return the rule with what it leaves to DTSTART."""
    by_day, numbers = rule.by_day, dict(rule.numbers)
    given = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & set(numbers)
    if rule.frequency == "WEEKLY" and not by_day:
        by_day = ((0, first.weekday()),)
    elif rule.frequency == "MONTHLY" and not by_day and not given:
        numbers["BYMONTHDAY"] = (first.day,)
    elif rule.frequency == "YEARLY" and not by_day and not given:
        numbers.setdefault("BYMONTH", (first.month,))
        numbers["BYMONTHDAY"] = (first.day,)
    elif rule.frequency == "YEARLY" and not by_day and given == {"BYWEEKNO"}:
        by_day = ((0, first.weekday()),)
    return Rule(rule.frequency, rule.interval, None, "", by_day, numbers)


def _fits(rule: Rule, day: date) -> bool:
    """Return whether every part of a rule allows a day; the cheapest are asked first."""
    numbers = rule.numbers
    return (
        ("BYMONTH" not in numbers or day.month in numbers["BYMONTH"])
        and ("BYMONTHDAY" not in numbers or _month_day_fits(numbers["BYMONTHDAY"], day))
        and (not rule.by_day or _weekday_fits(rule, day))
        and ("BYYEARDAY" not in numbers or _year_day_fits(numbers["BYYEARDAY"], day))
        and ("BYWEEKNO" not in numbers or _week_fits(numbers["BYWEEKNO"], day))
    )


def _month_day_fits(wanted: tuple[int, ...], day: date) -> bool:
    return day.day in wanted or day.day - _month_length(day) - 1 in wanted


def _year_day_fits(wanted: tuple[int, ...], day: date) -> bool:
    number = day.timetuple().tm_yday
    return number in wanted or number - _year_length(day) - 1 in wanted


def _week_fits(wanted: tuple[int, ...], day: date) -> bool:
    year, week, _ = day.isocalendar()
    last = date(year, 12, 28).isocalendar()[1]
    return year == day.year and (week in wanted or week - last - 1 in wanted)


def _weekday_fits(rule: Rule, day: date) -> bool:
    """Return whether BYDAY allows a day; ordinals count in the month, or in the year."""
    weekday = day.weekday()
    ordinals = [ordinal for ordinal, wanted in rule.by_day if wanted == weekday]
    if not ordinals or 0 in ordinals:
        return bool(ordinals)
    in_year = rule.frequency == "YEARLY" and "BYMONTH" not in rule.numbers
    position = day.timetuple().tm_yday if in_year else day.day
    size = _year_length(day) if in_year else _month_length(day)
    return (position - 1) // WEEK + 1 in ordinals or -((size - position) // WEEK + 1) in ordinals


def _month_length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _year_length(day: date) -> int:
    return 365 + isleap(day.year)


def _range(begin: date, end: date) -> Iterator[date]:
    return (begin + timedelta(days=number) for number in range((end - begin).days))


def _at(chosen: list[date], position: int) -> date | None:
    index = position - 1 if position > 0 else len(chosen) + position
    return chosen[index] if 0 <= index < len(chosen) else None


def _modern(text: str) -> str:
    """Return a rule of vCalendar 1.0 ("W2 TU #10") as iCalendar writes it; others as they are."""
    match = OLD.fullmatch(text.strip().upper())
    if match is None:
        return text
    kind, interval, rest = match[1], match[2], match[3].split()
    parts, named = [f"FREQ={OLD_KINDS[kind]}", f"INTERVAL={interval}"], []
    for word in rest:
        if word.startswith("#"):
            parts += [f"COUNT={word[1:]}"] if word != "#0" else []
        elif len(word) >= len("20211116"):
            parts.append(f"UNTIL={word}")
        else:
            named.append(word)
    if not any(part.startswith(("COUNT", "UNTIL")) for part in parts) and "#0" not in rest:
        parts.append("COUNT=2")  # vCalendar 1.0 section 2.3
    return ";".join([*parts, *_old_days(kind, named)])


def _old_days(kind: str, named: list[str]) -> list[str]:
    """Return what a rule of vCalendar 1.0 says after its interval: "1+ TU", "TU TH", "15"."""
    if not named:
        return []
    if kind == "MP":
        places = [word.rstrip("+-") for word in named if word[0].isdigit()]
        signs = ["-" * word.endswith("-") for word in named if word[0].isdigit()]
        days = [word for word in named if not word[0].isdigit()]
        both = [f"{s}{p}{day}" for s, p in zip(signs, places, strict=True) for day in days]
        return [f"BYDAY={','.join(both)}"]
    return [f"{OLD_PARTS[kind]}={','.join(named)}"] if kind in OLD_PARTS else []


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().upper().split(";")):
        name, equals, value = part.partition("=")
        if not equals or name.strip() in parts:
            message = f"its rule {text[:60]!r} cannot be read"
            raise ValueError(message)
        parts[name.strip()] = value.strip()
    return parts


def _positive(text: str) -> int:
    if not re.fullmatch(r"0*[1-9]\d{0,4}", text):
        message = f"its rule has the number {text[:40]!r}"
        raise ValueError(message)
    return int(text)


def _numbers(name: str, text: str) -> tuple[int, ...]:
    least, most = NUMBER_LISTS[name]
    found = []
    for part in text.split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", part.strip()):
            message = f"its rule has {name}={text[:40]}"
            raise ValueError(message)
        number = int(part)
        if not least <= abs(number) <= most:
            message = f"its rule has {name}={text[:40]}"
            raise ValueError(message)
        found.append(number)
    return tuple(found)


def _weekday(text: str) -> tuple[int, int]:
    match = BY_DAY.fullmatch(text.strip())
    if match is None:
        message = f"its rule has the day {text[:40]!r}"
        raise ValueError(message)
    return int(match[1] or 0), WEEKDAYS.index(match[2])
