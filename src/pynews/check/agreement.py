"""What the words say of an event against what its calendar entry says.

A sentence is read when it names an event: by its title, by the first part of a
long title, or as "the event" where the issue has only one. Days by which one must
register, days of the past and days of other things are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from pynews.check.agenda import folded, is_over
from pynews.check.allusions import alluded
from pynews.check.dates import DayNamed, days_named
from pynews.check.hours import own_start, wrong_time
from pynews.check.naming import OTHER_MATTER, Sentence, events_named, sentences
from pynews.check.passages import Kind, Passage
from pynews.check.recurring import takes_place
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Decision, Event, Origin, Severity, When, day_in_words, time_in_words

__all__ = ["CHECKS"]

ANEW = re.compile(r"\W{0,3}?\s*(?:[;–—|]|,?\s+(?:and|but|then|while)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A day that words give to an event, and where."""

    place: Origin
    named: DayNamed
    event: Event


def ics_text_differ(subject: Subject) -> Iterator[Note]:
    """Find a day or a time in the words that the calendar does not have.

    Where several places agree on another day than the event's file, that file is named.
    """
    known = _known_days(subject)
    claims: dict[tuple[str, int, int], list[Claim]] = {}
    for written in subject.passages:
        passage = _as_minuted(written)
        for sentence in sentences(passage):
            days = sentence.days
            events = events_named(subject, sentence, known) if days else ()
            wrong = _wrong_day(subject, sentence, days, events)
            if wrong is not None:
                # Nobody edits what the board decided: then the event's file is wrong.
                place = passage.at(sentence.start + wrong.start)
                place = place if passage is written else events[0].origin
                claim = Claim(place, wrong, events[0])
                claims.setdefault((events[0].id, wrong.day, wrong.month), []).append(claim)
            elif events:
                yield from wrong_time(sentence, days, events)
            else:
                yield from alluded(subject, sentence, known)
    for event in subject.issue.events:
        yield from own_start(event, subject)
    for told in claims.values():
        yield _day_note(told)
    yield from _subject_day(subject, known)


def _as_minuted(passage: Passage) -> Passage:
    """Return a decision as the minutes have it: another check holds the words told against them."""
    quote = passage.item.quote if isinstance(passage.item, Decision) else ""
    if not days_named(quote):
        return passage
    line = " ".join(quote.split())
    return replace(passage, text=line, words=line, item=None)


def _wrong_day(
    subject: Subject, sentence: Sentence, days: tuple[DayNamed, ...], events: tuple[Event, ...]
) -> DayNamed | None:
    """Return the day ahead that none of the events has, when no other day fits."""
    today = subject.issue.send.date()
    wrong = None
    for named in days if events else ():
        candidates = named.near(today)
        if any(takes_place(event, day) for event in events for day in candidates):
            return None
        before = sentence.text[: named.start]
        fits = named.weekday in {None, *(day.weekday() for day in candidates)}
        ahead = any(day >= today for day in candidates) and fits
        if (
            ahead
            and not _of_another(subject, sentence.text, named, candidates)
            and (_right_behind(before, events) or not _other_matter(before, events))
        ):
            wrong = wrong or named
    return wrong


def _of_another(subject: Subject, text: str, named: DayNamed, candidates: tuple[date, ...]) -> bool:
    """Whether a day is another event's, and what follows it begins anew: "... 4 May; the ..."."""
    known = any(takes_place(each, day) for each in subject.library.events for day in candidates)
    return known and bool(ANEW.match(text, named.end))


def _right_behind(before: str, events: tuple[Event, ...]) -> bool:
    """Whether a day follows the event's title at once: "First event on ..."."""
    for event in events:
        title = r"\W+".join(map(re.escape, folded(event.title).split()))
        if re.search(
            rf"{title}\W*(?:(?:is|takes place|will be|on|this)\W+)*$", before, re.IGNORECASE
        ):
            return True
    return False


def _other_matter(before: str, events: tuple[Event, ...]) -> bool:
    """Whether the words before a day are of registering, of the past or of a change."""
    for event in events:
        title = r"\W+".join(map(re.escape, folded(event.title).split()))
        before = re.sub(title, " ", before, flags=re.IGNORECASE)
    return bool(OTHER_MATTER.search(before))


def _day_note(claims: list[Claim]) -> Note:
    claim = claims[0]
    event, calendar = claim.event, f'"{claim.event.title}" on {claim.event.when.day_words}'
    if len(claims) > 1:
        places = ", ".join(str(each.place) for each in claims)
        what = f'the calendar has {calendar}, {len(claims)} places say "{claim.named.words}"'
        return Note(event.origin, f"{what} ({places})")
    what = f'the words say "{claim.named.words}", the calendar has {calendar} ({event.origin})'
    return Note(claim.place, what)


def _known_days(subject: Subject) -> frozenset[date]:
    """Return every day that an item of the issue stands for, or that the letter explains."""
    days = {each.when.first_day for each in subject.library.events}
    days |= {each.when.last_day for each in subject.library.events}
    for opening in subject.library.openings:
        days |= {day for day in (opening.opens, opening.closes) if day}
    return frozenset(days)


def _subject_day(subject: Subject, known: frozenset[date]) -> Iterator[Note]:
    """Yield a day of subject or preheader that nothing in the issue has."""
    today = subject.issue.send.date()
    if not subject.issue.events or any(is_over(subject, each) for each in subject.issue.events):
        return
    elsewhere = {
        (named.day, named.month)
        for passage in subject.passages
        if passage.kind not in {Kind.SUBJECT, Kind.PREHEADER}
        for named in days_named(passage.words)
    }
    elsewhere |= {(day.day, day.month) for day in known}
    for passage in subject.said(Kind.SUBJECT, Kind.PREHEADER):
        for sentence in sentences(passage):
            if events_named(subject, sentence, known):
                continue
            for named in _ahead(sentence.days, today):
                told = (named.day, named.month) in elsewhere or any(
                    takes_place(event, day)
                    for event in subject.issue.events
                    for day in named.near(today)
                )
                if not told and not OTHER_MATTER.search(sentence.text[: named.start]):
                    yield Note(
                        passage.at(sentence.start + named.start),
                        f'"{named.words}" stands in the {passage.kind} and nowhere else: '
                        f"{_calendar(subject.issue.events)}",
                    )


def _ahead(days: Iterable[DayNamed], today: date) -> Iterator[DayNamed]:
    for named in days:
        if any(day >= today for day in named.near(today)):
            yield named


def _calendar(events: tuple[Event, ...]) -> str:
    event = events[0]
    return f'the calendar has "{event.title}" on {event.when.day_words}'


def ics_part_differ(subject: Subject) -> Iterator[Note]:
    """Find an event whose day in the calendar part is not told in the plain text."""
    told = days_named(subject.letter.text)
    for event in subject.issue.events:
        calendar = any(each.event_id == event.id for each in subject.invitations)
        shown = folded(event.title) in folded(subject.letter.text)
        if event.cancelled or event.recurrence or not calendar:
            continue
        if not shown or not any(named.is_day(event.when.first_day) for named in told):
            yield Note(
                event.origin,
                f'the plain text does not say that "{event.title}" is on '
                f"{_moment(event.when)}, as its calendar entry does",
            )


def _moment(when: When) -> str:
    words = day_in_words(when.first_day)
    return f"{words}, {time_in_words(when.start)}" if isinstance(when.start, datetime) else words


CHECKS = (
    Check(
        id="ics-text-differ",
        severity=Severity.MUST_FIX,
        why="Who reads the letter and who trusts the calendar would come on different days.",
        fix="Correct the words, or start: and end: in the event's file.",
        example='"The first community event is on 17 November" with start: 2021-11-16',
        look=ics_text_differ,
        of_message=False,
    ),
    Check(
        id="ics-part-differ",
        severity=Severity.MUST_FIX,
        why="Readers of the plain text would not learn what their calendar is told.",
        fix="Let the theme's issue.txt.j2 print card.title and card.when of each event.",
        example="a theme whose plain text leaves the date of an event out",
        look=ics_part_differ,
    ),
)
