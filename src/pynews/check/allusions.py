"""Events that a sentence means without their title: by their place, their day and their hours."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from pynews.check.agenda import folded, is_over
from pynews.check.clocks import TimeNamed, times_named
from pynews.check.dates import DayNamed
from pynews.check.hours import beside
from pynews.check.naming import OTHER_MATTER, Sentence
from pynews.check.passages import Kind
from pynews.check.recurring import takes_place
from pynews.check.subject import Note, Subject
from pynews.model import Event

__all__ = ["alluded", "at_place"]

LETTER = {Kind.SUBJECT, Kind.PREHEADER, Kind.LETTER}
BEGIN = re.compile(
    r"\bwe\b(?:\s+\w+){0,2}?\s+(?:start|begin|meet|gather|kick off|(?:are )?back)\b", re.IGNORECASE
)
TO = re.compile(r"\s*(?:to|until|till|-|–|—|bis|à|a)\s*(?:about\s+)?", re.IGNORECASE)
LEAST_PLACE = 7


def alluded(subject: Subject, sentence: Sentence, known: frozenset[date]) -> Iterator[Note]:
    """Yield a day or an hour that cannot be right for the event that a sentence means.

    Arguments:
        subject: whose events may be meant.
        sentence: one without the title of an event.
        known: days that stand for something in the project's files.
    """
    days = sentence.days
    if sentence.passage.kind not in LETTER or len(days) != 1 or OTHER_MATTER.search(sentence.text):
        return
    named, today = days[0], subject.issue.send.date()
    near = named.near(today)
    here = [event for event in _ahead(subject) if at_place(event, sentence.text)]
    that_day = [e for e in subject.issue.events if any(takes_place(e, day) for day in near)]
    if len(that_day) == 1:
        if that_day[0] in here:
            yield from _hours(that_day[0], sentence, named)
    elif not that_day and any(day >= today for day in near) and not known & {*near}:
        for event in here:
            if event.recurrence is None and _span(sentence.text) == _own_span(event):
                yield Note(
                    sentence.passage.at(sentence.start + named.start),
                    f'the words say "{named.words}", the calendar has "{event.title}" at that '
                    f"hour on {event.when.day_words} ({event.origin})",
                )


def at_place(event: Event, text: str) -> bool:
    """Whether a text names the place of an event."""
    place = folded(re.split(r"[,(;]", event.where)[0]).removeprefix("the ")
    return len(place) >= LEAST_PLACE and f" {place} " in f" {folded(text)} "


def _ahead(subject: Subject) -> Iterator[Event]:
    for event in subject.issue.events:
        timed = isinstance(event.when.start, datetime)
        if timed and not event.cancelled and not is_over(subject, event):
            yield event


def _hours(event: Event, sentence: Sentence, named: DayNamed) -> Iterator[Note]:
    own, told = _own_span(event), _span(sentence.text)
    single = beside(sentence.text, named)
    clock: tuple[int, ...] | None = None
    if len(told) == len(own) == 2 and told != own:  # noqa: PLR2004 - from and to
        length = (told[1] - told[0], own[1] - own[0])
        inside = own[0] <= told[0] and told[1] <= own[1]
        shared = told[0] == own[0] or told[1] == own[1]
        clock = told if (length[0] == length[1] or shared) and not inside else None
    elif len(single) == 1 and not told and BEGIN.search(sentence.text) and not single[0].zone:
        clock = (_minutes(single[0]),) if _minutes(single[0]) != own[0] else None
    if clock:
        time = next(t for t in times_named(sentence.text) if _minutes(t) == clock[0])
        yield Note(
            sentence.passage.at(sentence.start + time.start),
            f'the words say "{sentence.text[time.start : time.end].strip()}", the calendar has '
            f'"{event.title}" at {event.when.words} ({event.origin})',
        )


def _span(text: str) -> tuple[int, ...]:
    """Return from when to when a text says that something lasts, in minutes of the day."""
    for first, last in pairwise(times_named(text)):
        if TO.fullmatch(text[first.end : last.start]) and not first.zone and not last.zone:
            return (_minutes(first), _minutes(last))
    return ()


def _own_span(event: Event) -> tuple[int, ...]:
    zone = ZoneInfo(event.when.zone)
    moments = (event.when.start, event.when.end)
    local = [each.astimezone(zone) for each in moments if isinstance(each, datetime)]
    return tuple(each.hour * 60 + each.minute for each in local)


def _minutes(time: TimeNamed) -> int:
    return time.clock[0] * 60 + time.clock[1]
