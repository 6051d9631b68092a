"""Time zones as calendar files name them: by IANA name, Windows name, or rules of their own."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from pynews.gather.calendars.lines import Block
from pynews.gather.calendars.moments import read_value
from pynews.gather.calendars.names import bare, fixed_offset, iana_name
from pynews.gather.calendars.rules import Effort, days, read_rule

__all__ = ["OwnZone", "Zones"]

OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2}):?(\d{2})?")
MOST_OBSERVANCES = 100
# Days looked at for the onsets of one year.
ENOUGH = 40_000


@dataclass(frozen=True, slots=True)
class Observance:
    """One STANDARD or DAYLIGHT of a VTIMEZONE.

    Arguments:
        begins: its first onset, clock time.
        onsets: further ones it lists.
        rule: its RRULE, or "".
        before, offset: offset from UTC before and after an onset.
    """

    begins: datetime
    onsets: tuple[datetime, ...]
    rule: str
    before: timedelta
    offset: timedelta


@dataclass(frozen=True, slots=True)
class OwnZone:
    """A zone that the file itself describes (RFC 5545 section 3.6.5)."""

    observances: tuple[Observance, ...]

    def aware(self, clock: datetime) -> datetime:
        """Return clock time of this zone as a moment."""
        latest: tuple[datetime, Observance] | None = None
        for observance in self.observances:
            onset = _last_onset(observance, clock)
            if onset and (latest is None or onset > latest[0]):
                latest = onset, observance
        first = min(self.observances, key=lambda one: one.begins)
        offset = latest[1].offset if latest else first.before
        return clock.replace(tzinfo=timezone(offset))


class Zones:
    """The zones of one calendar file."""

    def __init__(self, blocks: list[Block]) -> None:
        """Remember the file's own VTIMEZONE blocks; they are read when a name asks for them."""
        self.blocks = {bare(block.text("TZID")): block for block in blocks}
        self.known: dict[str, ZoneInfo | OwnZone | None] = {}

    def zone(self, name: str) -> ZoneInfo | OwnZone | None:
        """Return the zone of a TZID, or None when nothing says what it means."""
        name = bare(name)
        if name not in self.known:
            self.known[name] = self._find(name)
        return self.known[name]

    def _find(self, name: str) -> ZoneInfo | OwnZone | None:
        block = self.blocks.get(name)
        local = block.text("X-LIC-LOCATION") if block else ""
        for candidate in (name, local):
            if iana := iana_name(candidate):
                return ZoneInfo(iana)
        if block and (own := _own(block)):
            return own
        offset = fixed_offset(name)
        return None if offset is None else _fixed(offset)


def _fixed(offset: timedelta) -> OwnZone:
    """Return the zone of a name that is nothing but its offset."""
    begin = datetime.min  # noqa: DTZ901  clock time has no zone
    return OwnZone((Observance(begin, (), "", offset, offset),))


def _own(block: Block) -> OwnZone | None:
    """Return the zone a VTIMEZONE describes; None when it cannot be told."""
    try:
        found = tuple(_observance(part) for part in block.inside[:MOST_OBSERVANCES])
    except (ValueError, OverflowError):
        return None
    return OwnZone(found) if found else None


def _observance(block: Block) -> Observance:
    begins = _clock(block.text("DTSTART"))
    listed = [text for line in block.every("RDATE") for text in line.value.split(",")]
    rule = block.text("RRULE")
    if rule and read_rule(rule).frequency != "YEARLY":
        message = "a zone whose rule is not yearly"
        raise ValueError(message)
    return Observance(
        begins,
        onsets=tuple(_clock(text) for text in listed),
        rule=rule,
        before=_offset(block.text("TZOFFSETFROM") or block.text("TZOFFSETTO")),
        offset=_offset(block.text("TZOFFSETTO")),
    )


def _clock(text: str) -> datetime:
    value = read_value(text)
    return (
        value.replace(tzinfo=None)
        if isinstance(value, datetime)
        else datetime.combine(value, datetime.min.time())
    )


def _offset(text: str) -> timedelta:
    match = OFFSET.fullmatch(text)
    if match is None:
        message = f"{text[:40]!r} is no offset"
        raise ValueError(message)
    span = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if span >= timedelta(days=1):
        message = f"{text[:40]!r} is no offset"
        raise ValueError(message)
    return -span if match[1] == "-" else span


def _last_onset(observance: Observance, clock: datetime) -> datetime | None:
    """Return the last onset not after a clock time."""
    onsets = [observance.begins, *observance.onsets]
    if observance.rule:
        onsets += [*_yearly(observance, clock.year - 1), *_yearly(observance, clock.year)]
    return max((onset for onset in onsets if onset <= clock), default=None)


@lru_cache(maxsize=4096)
def _yearly(observance: Observance, year: int) -> tuple[datetime, ...]:
    """Return the onsets of a year that the rule gives."""
    rule, first = read_rule(observance.rule), observance.begins.date()
    until = read_value(rule.until) if rule.until else None
    found = days(rule, first, effort=Effort(ENOUGH), since=date(year, 1, 1))
    near = takewhile(lambda day: day.year <= year, found)
    onsets = (datetime.combine(day, observance.begins.time()) for day in near if day.year == year)
    return tuple(onset for onset in onsets if _in_force(onset, until, observance.before))


def _in_force(onset: datetime, until: date | datetime | None, before: timedelta) -> bool:
    """Return whether a rule still holds; its UNTIL is UTC, the onset clock time before it."""
    if isinstance(until, datetime):
        return onset - (before if until.tzinfo else timedelta(0)) <= until.replace(tzinfo=None)
    return until is None or onset.date() <= until
