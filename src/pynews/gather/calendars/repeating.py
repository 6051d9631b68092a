"""A VEVENT that repeats, with its exceptions: one event with a series, or its next dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from pynews.gather.calendars.event import Setting, dated, event_of, moment_of
from pynews.gather.calendars.lines import Block, Line, Notes
from pynews.gather.calendars.rules import Effort, Rule, read_rule
from pynews.gather.calendars.series import MOST_DATES, days_of, next_days, on_day, our_form
from pynews.model import Event, MovedDate, Recurrence, When

__all__ = ["repeated"]

MOST_EXCEPTIONS = 1_000


@dataclass(slots=True)
class Exceptions:
    """What does not follow the rule: dates left out, and dates told by an event of their own."""

    left_out: set[date] = field(default_factory=set)
    told: dict[date, Event] = field(default_factory=dict)


def repeated(
    event: Event,
    block: Block,
    overrides: list[Block],
    *,
    setting: Setting,
    notes: Notes,
    after: date | None,
) -> tuple[Event, ...]:
    """Return the events that a repeating VEVENT stands for.

    Arguments:
        event: its first date.
        block: its lines.
        overrides: its dates that were changed one by one.
        setting: what the file says of all events.
        notes: takes what could not be told.
        after: the day from which dates are wanted; the first when None.

    Raises:
        ValueError: a rule that cannot be read, or that repeats more than once a day.
    """
    rules = [read_rule(line.value) for line in block.every("RRULE")]
    exceptions = _exceptions(event, block, overrides, setting, notes)
    plain = not block.first("RDATE") and not block.first("EXRULE")
    if len(rules) == 1 and plain:
        ours = our_form(rules[0], event.when)
        if ours is not None:
            return _as_series(event, ours, rules[0], exceptions, setting.effort)
    return _one_by_one(event, block, exceptions, setting=setting, notes=notes, after=after)


def _exceptions(
    event: Event, block: Block, overrides: list[Block], setting: Setting, notes: Notes
) -> Exceptions:
    found = Exceptions()
    for line, text in _values(block.every("EXDATE")):
        try:
            found.left_out.add(_day(moment_of(line, text, setting), event.when))
        except ValueError as error:
            notes.add(line.number, f"a date left out was passed over: {error}")
    for override in overrides[:MOST_EXCEPTIONS]:
        named = override.first("RECURRENCE-ID")
        try:
            told = event_of(override, setting)
            if named is not None:
                found.told[_day(moment_of(named, named.value, setting), event.when)] = told
        except (ValueError, OverflowError) as error:
            notes.add(override.number, f"a changed date was passed over: {error}")
    return found


def _as_series(
    event: Event, series: Recurrence, rule: Rule, exceptions: Exceptions, effort: Effort
) -> tuple[Event, ...]:
    """Return the event with its series; a date told with other words is an event of its own."""
    named = {*exceptions.left_out, *exceptions.told}
    last = max(named, default=date.min)
    held = takewhile(lambda day: day <= last, days_of(rule, event.when, effort=effort))
    named &= set(held) if named else set()
    moved, left_out, own = [], [], []
    for day in sorted(named):
        told = exceptions.told.get(day)
        if told is None or told.cancelled:
            left_out.append(day)
        elif _only_moved(told, event):
            moved.append(MovedDate(day, told.when))
        else:
            left_out.append(day)
            own.append(dated(told, told.when))
    whole = replace(series, left_out=tuple(left_out), moved=tuple(moved))
    return (replace(event, recurrence=whole), *own)


def _only_moved(told: Event, event: Event) -> bool:
    """Return whether a changed date has another time and nothing else."""
    same_kind = told.when.time_known == event.when.time_known and told.when.zone == event.when.zone
    return same_kind and (told.title, told.where, told.join) == (
        event.title,
        event.where,
        event.join,
    )


def _one_by_one(
    event: Event,
    block: Block,
    exceptions: Exceptions,
    *,
    setting: Setting,
    notes: Notes,
    after: date | None,
) -> tuple[Event, ...]:
    """Return the next dates as single events, because no form of ours says the rule."""
    days = _listed_days(event.when, block, setting, after)
    moments = {(day, on_day(event.when, day)) for day in days}
    moments |= {*_extra(event.when, block, setting, notes)}
    kept = (one for one in moments if one[0] not in exceptions.left_out)
    coming = (one for one in kept if after is None or one[0] >= after)
    wanted = sorted(coming, key=lambda one: (one[0], str(one[1].start)))[:MOST_DATES]
    notes.add(
        block.number,
        f"{event.title[:60]!r} repeats in a way that no event file can say:"
        f" {len(wanted)} of its dates were taken one by one",
    )
    found = []
    for day, when in wanted:
        told = exceptions.told.get(day)
        found.append(dated(told, told.when) if told else dated(event, when))
    return tuple(found)


def _listed_days(when: When, block: Block, setting: Setting, after: date | None) -> set[date]:
    """Return the days of all RRULEs, without those of any EXRULE."""
    effort, found = setting.effort, {when.first_day}
    for line in block.every("RRULE"):
        found |= {*next_days(read_rule(line.value), when, effort=effort, after=after)}
    for line in block.every("EXRULE"):
        last = max(found)
        rule = read_rule(line.value)
        found -= {*takewhile(lambda day: day <= last, days_of(rule, when, effort=effort))}  # noqa: B023
    return found


def _extra(when: When, block: Block, setting: Setting, notes: Notes) -> Iterator[tuple[date, When]]:
    """Yield the dates that RDATE adds, by day."""
    for line, text in _values(block.every("RDATE")):
        try:
            moment = moment_of(line, text, setting)
        except ValueError as error:
            notes.add(line.number, f"a further date was passed over: {error}")
            continue
        day = _day(moment, when)
        yield day, _shifted(on_day(when, day), moment)


def _shifted(when: When, moment: date | datetime) -> When:
    """Return the time begun at a moment, with its length kept."""
    if not isinstance(moment, datetime) or not isinstance(when.start, datetime):
        return when
    zone = ZoneInfo(when.zone)
    end = when.end + (moment - when.start) if isinstance(when.end, datetime) else None
    return When(moment.astimezone(zone), end, when.zone)


def _values(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Yield each of the values that lines hold, at most a thousand."""
    count = 0
    for line in lines:
        for text in line.value.split(","):
            if text.strip() and count < MOST_EXCEPTIONS:
                count += 1
                yield line, text


def _day(moment: date | datetime, when: When) -> date:
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(when.zone)).date()
    return moment
