"""Time zones as calendars can carry them: a VTIMEZONE of yearly rules.

The rule is the last line of the zone's file in the ``tzdata`` package, a POSIX TZ
string (RFC 9636 section 3.3). It holds from now on, so that a series whose dates
the rule does not fit is refused rather than told an hour wrong.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

__all__ = ["UTC_NAMES", "ZoneRule", "check_zone", "timezone", "zone_rule"]

UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "UCT", "Zulu", "Universal"})
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST = 5

_NAME = r"(?:<([A-Za-z0-9+-]+)>|([A-Za-z]+))"
_OFFSET = r"([+-]?\d{1,2}(?::\d{2}(?::\d{2})?)?)"
_DAY = r"M(\d{1,2})\.(\d)\.(\d)(?:/([+-]?\d+(?::\d{2}(?::\d{2})?)?))?"
_FOOTER = re.compile(f"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,{_DAY},{_DAY})?")


@dataclass(frozen=True, slots=True)
class Onset:
    """When one half of the year begins, in the clock time that ends there.

    Arguments:
        name: the zone's short name from then on, such as "BST".
        before, offset: offset from UTC before and from then on.
        month: 1 to 12, or 0 when the zone never changes its clocks.
        week: 1 to 4, or 5 for the last.
        weekday: 0 Sunday to 6 Saturday, as POSIX counts.
        time: clock time of the change.
    """

    name: str
    before: timedelta
    offset: timedelta
    month: int = 0
    week: int = 0
    weekday: int = 0
    time: timedelta = timedelta(hours=2)

    @property
    def by_day(self) -> str:
        """The weekday as a RRULE says it: "-1SU"."""
        week = -1 if self.week == LAST else self.week
        return f"{week}{WEEKDAYS[self.weekday]}"

    @property
    def first(self) -> datetime:
        """The first onset since 1970, as clock time without zone."""
        if not self.month:
            return datetime(1970, 1, 1)  # noqa: DTZ001  a VTIMEZONE's onset is local time
        begin = date(1970, self.month, 1)
        day = begin + timedelta(days=(self.weekday - begin.isoweekday()) % 7)
        day += timedelta(weeks=self.week - 1)
        while day.month != self.month:
            day -= timedelta(weeks=1)
        return datetime.combine(day, datetime.min.time()) + self.time


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """What a zone's clocks do every year.

    Arguments:
        zone: IANA name.
        posix: the rule as the zone's file says it.
        standard: the half of the year with the smaller offset.
        daylight: the other half, or None.
    """

    zone: str
    posix: str
    standard: Onset
    daylight: Onset | None = None

    def clock(self) -> ZoneInfo:
        """Return the rule alone as a time zone, without the zone's past (RFC 9636 section 3)."""
        empty = b"TZif2" + bytes(15) + bytes(4 * 4) + (1).to_bytes(4) + (4).to_bytes(4)
        type_and_name = bytes(6) + b"UTC\0"
        content = (empty + type_and_name) * 2 + b"\n" + self.posix.encode("ascii") + b"\n"
        return ZoneInfo.from_file(io.BytesIO(content), key=self.zone)


@cache
def zone_rule(zone: str) -> ZoneRule:
    """Return the yearly rule of a zone.

    Raises:
        ValueError: no such zone, or a rule that yearly onsets cannot say.
    """
    posix = _footer(zone)
    match = _FOOTER.fullmatch(posix)
    if not match:
        message = f"the clocks of {zone} follow no yearly rule ({posix or 'none given'})"
        raise ValueError(message)
    name, offset = match[1] or match[2], -_span(match[3])
    other = match[4] or match[5]
    if not other:
        return ZoneRule(zone, posix, Onset(name, offset, offset))
    shifted = -_span(match[6]) if match[6] else offset + timedelta(hours=1)
    summer = _onset(zone, other, offset, shifted, match.groups()[6:10])
    winter = _onset(zone, name, shifted, offset, match.groups()[10:14])
    # Ireland's rule calls its summer "standard"; calendars expect the larger offset as daylight.
    if summer.offset < winter.offset:
        summer, winter = winter, summer
    return ZoneRule(zone, posix, standard=winter, daylight=summer)


def check_zone(zone: str, starts: Iterable[datetime]) -> None:
    """Check that the yearly rule gives the times meant.

    Arguments:
        zone: IANA name.
        starts: aware moments at which something takes place.

    Raises:
        ValueError: the zone's clocks differ from its yearly rule at one of them.
    """
    rule, truth = zone_rule(zone).clock(), ZoneInfo(zone)
    for start in starts:
        local = start.astimezone(truth)
        if local.replace(tzinfo=rule).utcoffset() != local.utcoffset():
            message = f"the clocks of {zone} do not follow their yearly rule on {local.date()}"
            raise ValueError(message)


def timezone(zone: str) -> "Timezone":
    """Return the VTIMEZONE of a zone (RFC 5545 section 3.6.5), one rule a half-year.

    Raises:
        ValueError: as `zone_rule`.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    rule = zone_rule(zone)
    component = Timezone()
    component.add("tzid", zone)
    if rule.daylight is not None:
        component.add_component(_filled(TimezoneDaylight(), rule.daylight))
    component.add_component(_filled(TimezoneStandard(), rule.standard))
    return component


def _filled(
    part: "TimezoneDaylight | TimezoneStandard", onset: Onset
) -> "TimezoneDaylight | TimezoneStandard":
    part.add("tzname", onset.name)
    part.add("tzoffsetfrom", onset.before)
    part.add("tzoffsetto", onset.offset)
    part.add("dtstart", onset.first)
    if onset.month:
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": onset.month, "BYDAY": onset.by_day})
    return part


def _footer(zone: str) -> str:
    """Return the last line of a zone's file in the tzdata package."""
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", zone):
        message = f"{zone!r} is no time zone"
        raise ValueError(message)
    try:
        content = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    except OSError as error:
        message = f"{zone!r} is no time zone"
        raise ValueError(message) from error
    return content.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _span(text: str) -> timedelta:
    """Return hours, minutes and seconds as POSIX writes them."""
    hours, minutes, seconds, *_ = [*text.lstrip("+-").split(":"), "0", "0"]
    span = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -span if text.startswith("-") else span


def _onset(
    zone: str, name: str, before: timedelta, offset: timedelta, rule: tuple[str | None, ...]
) -> Onset:
    month, week, weekday, time = rule
    at = _span(time) if time else timedelta(hours=2)
    if not timedelta(0) <= at < timedelta(days=1):
        message = f"the clocks of {zone} change at a time that lies on another day"
        raise ValueError(message)
    numbers = (int(month or 0), int(week or 0), int(weekday or 0))
    return Onset(name, before, offset, *numbers, time=at)
