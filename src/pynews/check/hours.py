"""What the words say of an event's time of day against what its calendar entry says."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pynews.check.clocks import TimeNamed, times_named
from pynews.check.dates import DayNamed, days_named
from pynews.check.naming import Sentence
from pynews.check.passages import Kind
from pynews.check.recurring import takes_place
from pynews.check.subject import Note, Subject
from pynews.model import Event, When

__all__ = ["beside", "own_start", "wrong_time"]

BEGINS = re.compile(
    r"(?:^|[.!?]\s+|\b(?:we|it|the event|the session)\s+)"
    r"(?:starts?|begins?)\s+(?:promptly\s+)?at\s+",
    re.IGNORECASE | re.MULTILINE,
)
TIME_NEAR = 24
REACH = 40
_JOINED = r"[\s,:(|–-]*(?:at|from|um|à|a las|between|\s)*[\s,:(|–-]*"
_ON = r"[\s,]*(?:GMT|BST|UTC)?[\s,]*(?:on|am|le|el|,)?\s*"


def own_start(event: Event, subject: Subject) -> Iterator[Note]:
    """Yield a time at which an event's own description has it begin, when it does not."""
    start = event.when.start
    if not isinstance(start, datetime):
        return
    for passage in subject.said(Kind.DESCRIPTION):
        begins = BEGINS.finditer(passage.words) if passage.item == event else ()
        for match in begins:
            times = times_named(passage.words[: match.end() + TIME_NEAR])
            named = next((time for time in times if time.start >= match.end() - 1), None)
            gap = passage.words[match.end() : named.start] if named else "-"
            if named is None or gap.strip() or _fits((named,), event.when):
                continue
            if not days_named(passage.words[named.end : named.end + REACH]):
                words = " ".join(passage.words[match.start() : named.end].split())
                yield Note(
                    passage.at(named.start),
                    f'the words say "{words}", the calendar has "{event.title}" at '
                    f"{event.when.words} ({event.origin})",
                )


def wrong_time(
    sentence: Sentence, days: tuple[DayNamed, ...], events: tuple[Event, ...]
) -> Iterator[Note]:
    """Yield a time right beside an event's day that is not the event's."""
    for named in days:
        times = beside(sentence.text, named)
        matched = [
            e for e in events if any(takes_place(e, d) for d in named.near(e.when.first_day))
        ]
        if not times or len(matched) != 1 or _moved(matched[0], named):
            continue
        when = matched[0].when
        if not _fits(times, when):
            yield Note(
                sentence.passage.at(sentence.start + times[0].start),
                f'the words say "{sentence.text[times[0].start : times[-1].end].strip()}", the '
                f'calendar has "{matched[0].title}" at {when.words} ({matched[0].origin})',
            )
            return


def beside(text: str, named: DayNamed) -> tuple[TimeNamed, ...]:
    """Return the times that follow a day at once, or stand just before it."""
    after = [t for t in times_named(text) if named.end <= t.start <= named.end + TIME_NEAR]
    after = [t for t in after if re.fullmatch(_JOINED, text[named.end : after[0].start])]
    if after:
        return tuple(after[:2])
    before = [t for t in times_named(text) if named.start - TIME_NEAR <= t.end <= named.start]
    joined = [t for t in before if re.fullmatch(_ON, text[before[-1].end : named.start])]
    return tuple(joined[-2:])


def _moved(event: Event, named: DayNamed) -> bool:
    """Whether a day is one that a date of a series was moved to, at whatever hour."""
    moved = event.recurrence.moved if event.recurrence else ()
    return any(named.is_day(each.to.first_day) for each in moved)


def _fits(times: tuple[TimeNamed, ...], when: When) -> bool:
    if not isinstance(when.start, datetime):
        return when.all_day
    zone = ZoneInfo(when.zone)
    start = when.start.astimezone(zone)
    if any(time.zone and time.zone != start.tzname() for time in times):
        return True
    if times[0].clock != (start.hour, start.minute):
        return False
    if len(times) == 1 or not isinstance(when.end, datetime):
        return True
    end = when.end.astimezone(zone)
    return times[1].clock == (end.hour, end.minute)
