"""Events, roles and what has become of their days when the issue goes out."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations

from pynews.check.passages import Kind
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Block, Event, Severity, day_in_words

__all__ = ["CHECKS", "folded", "is_over"]

ALIKE = 0.9
FAR = timedelta(days=400)
LONG = timedelta(days=3)
JUST_CLOSED = timedelta(days=14)


def event_past(subject: Subject) -> Iterator[Note]:
    """Find an event that is over, or begun, when the issue goes out."""
    told = {each.id for each in subject.issue.events}
    for event in subject.issue.events:
        if not event.cancelled and is_over(subject, event):
            yield Note(
                event.origin,
                f'"{event.title}" was on {event.when.day_words}, and this issue goes out on '
                f"{day_in_words(subject.issue.send.date())}",
            )
    for event in subject.library.events:
        if event.id not in told and _year_mistaken(subject, event):
            yield Note(
                event.origin,
                f'"{event.title}" was never announced, and {event.when.day_words} is over: '
                "is the year right?",
            )


def event_end(subject: Subject) -> Iterator[Note]:
    """Find an event that ends when it begins (RFC 5545 section 3.8.2.2)."""
    for event in subject.issue.events:
        if event.when.time_known and event.when.end == event.when.start:
            yield Note(subject.field(event, "end"), f'"{event.title}" ends when it begins')


def event_far(subject: Subject) -> Iterator[Note]:
    """Find an event more than a year ahead."""
    today = subject.issue.send.date()
    for event in subject.issue.events:
        if event.when.first_day - today > FAR:
            yield Note(event.origin, f'"{event.title}" is on {event.when.day_words}')


def event_long(subject: Subject) -> Iterator[Note]:
    """Find an event with times that runs over several days."""
    for event in subject.issue.events:
        start, end = event.when.start, event.when.end
        if isinstance(start, datetime) and isinstance(end, datetime) and end - start > LONG:
            yield Note(subject.field(event, "end"), f'"{event.title}" lasts {event.when.words}')


def duplicate_event(subject: Subject) -> Iterator[Note]:
    """Two events that are one."""
    for first, second in combinations(subject.issue.events, 2):
        if _same(first, second):
            one, other = sorted((first, second), key=lambda each: not _settled(subject, each))
            yield Note(
                other.origin,
                f'"{other.title}" on {other.when.day_words} stands in {one.origin.path} too',
            )


def role_closed(subject: Subject) -> Iterator[Note]:
    """Find a role nobody can answer any more."""
    today = subject.issue.send.date()
    for opening in subject.issue.openings:
        if opening.closes and opening.closes < today:
            yield Note(
                subject.sources.key(opening.origin.path, "closes"),
                f'"{opening.title}" closed on {day_in_words(opening.closes)}, and this issue '
                f"goes out on {day_in_words(today)}",
            )


def role_closes_before_send(subject: Subject) -> Iterator[Note]:
    """Find a role that closed just before, so that this issue leaves it out."""
    today = subject.issue.send.date()
    told = {each.id for each in subject.issue.openings}
    for opening in subject.library.openings:
        closes = opening.closes
        if opening.id not in told and closes and today - JUST_CLOSED <= closes < today:
            yield Note(
                subject.sources.key(opening.origin.path, "closes"),
                f'"{opening.title}" closed on {day_in_words(closes)}, so this issue leaves it out',
            )


def block_empty(subject: Subject) -> Iterator[Note]:
    """Find a block the letter places that has nothing to tell."""
    issue = subject.issue
    filled = {
        Block.EVENTS: issue.events,
        Block.DECISIONS: issue.decisions,
        Block.ROLES: issue.openings,
        Block.STORIES: issue.stories,
        Block.DISCUSSION: issue.ideas,
    }
    for part in subject.draft.parts:
        if isinstance(part, Block) and not filled[part]:
            line = subject.sources.line(issue.path, f"{{{{ {part} }}}}") or 1
            yield Note(type(subject.top)(issue.path, line), f"{{{{ {part} }}}} has nothing to show")


def folded(text: str) -> str:
    """Return words in lower case with single blanks, for comparing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain))


def is_over(subject: Subject, event: Event) -> bool:
    """Return whether an event's last date began before the issue goes out."""
    send = subject.issue.send
    if event.recurrence is not None:
        last = next(
            (each.record.last_day for each in subject.invitations if each.event_id == event.id), ""
        )
        return bool(last) and last < send.date().isoformat()
    if isinstance(event.when.start, datetime):
        return event.when.start <= send and (event.when.end or event.when.start) <= send
    return event.when.last_day < send.date()


def _year_mistaken(subject: Subject, event: Event) -> bool:
    """Whether an event nobody heard of is over, and would be ahead in the year after."""
    send = subject.issue.send.date()
    if event.cancelled or event.recurrence or event.when.last_day >= send:
        return False
    ahead = (event.when.first_day + timedelta(days=365)) - send
    if not timedelta() <= ahead <= timedelta(days=62):
        return False
    announced = any(draft.send.date() <= event.when.last_day for draft in subject.library.drafts)
    return not announced and folded(event.title) in {
        *map(folded, (each.title for each in subject.issue.events)),
        *_named(subject, event),
    }


def _named(subject: Subject, event: Event) -> Iterator[str]:
    """Yield the event's title where the letter speaks of it."""
    title = folded(event.title)
    for passage in subject.said(Kind.SUBJECT, Kind.PREHEADER, Kind.LETTER):
        if title in folded(passage.words):
            yield title


def _settled(subject: Subject, event: Event) -> bool:
    """Whether an event was given its id, rather than written a second time in a hurry."""
    return subject.field(event, "id").line > 1


def _same(first: Event, second: Event) -> bool:
    """Whether two events are one: same day and hour, and same words of the name, or address."""
    titles = (first.title, second.title)
    if first.cancelled != second.cancelled or first.when.first_day != second.when.first_day:
        return False
    both_timed = first.when.time_known and second.when.time_known
    if both_timed and first.when.start != second.when.start:
        return False
    ratio = max(_alike(*map(folded, titles)), _alike(*map(_sorted, titles)))
    addresses = {first.join, first.register} & {second.join, second.register} - {""}
    return ratio >= ALIKE or bool(addresses and both_timed)


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second).ratio()


def _sorted(title: str) -> str:
    """Return the words of a title in the order of the alphabet, without the small ones."""
    return " ".join(sorted(set(folded(title).split()) - {"a", "an", "and", "of", "our", "the"}))


CHECKS = (
    Check(
        id="event-past",
        severity=Severity.MUST_FIX,
        why="Nobody can come to what is over, and calendars file it where nobody looks.",
        fix="Correct start:, or take the event out of the issue.",
        example="start: 2020-11-16 in an issue that goes out on 2 November 2021",
        look=event_past,
        of_message=False,
    ),
    Check(
        id="event-end",
        severity=Severity.MUST_FIX,
        why="Calendars refuse or hide an event that ends before it begins, or at once.",
        fix="Correct end:, or leave it out while it is not known.",
        example="start: 2021-11-16 12:00 with end: 2021-11-16 11:00",
        look=event_end,
        of_message=False,
    ),
    Check(
        id="event-far",
        severity=Severity.LOOK_AT,
        why="A day more than a year ahead is more often a mistyped year than a plan.",
        fix="Look at the year in start:.",
        example="start: 2031-11-16",
        look=event_far,
        of_message=False,
    ),
    Check(
        id="event-long",
        severity=Severity.LOOK_AT,
        why="An event of several days with one start and one end is often a mistyped month.",
        fix="Look at end:; for whole days write days only, with all_day: yes.",
        example="start: 2021-11-16 12:00 with end: 2021-12-16 13:00",
        look=event_long,
        of_message=False,
    ),
    Check(
        id="duplicate-event",
        severity=Severity.MUST_FIX,
        why="Readers would get the same event into their calendars twice.",
        fix="Delete one of the two files, the one that was never sent.",
        example="two files that both announce the first community event on 16 November",
        look=duplicate_event,
        of_message=False,
    ),
    Check(
        id="role-closed",
        severity=Severity.MUST_FIX,
        why="Readers would answer a role that is no longer open.",
        fix="Correct closes:, or take the role out of the issue.",
        example="closes: 2021-10-31 in an issue that goes out on 2 November",
        look=role_closed,
        of_message=False,
    ),
    Check(
        id="role-closes-before-send",
        severity=Severity.LOOK_AT,
        why="A role that closed a few days before is left out without a word.",
        fix="Send earlier, move closes:, or leave it as it is.",
        example="closes: 2021-10-31 with roles: open and send: 2021-11-02",
        look=role_closes_before_send,
        of_message=False,
    ),
    Check(
        id="block-empty",
        severity=Severity.LOOK_AT,
        why="The letter may promise something that readers then do not find.",
        fix="Take the block out, or name what it should show in the front matter.",
        example="{{ events }} in an issue without events",
        look=block_empty,
        of_message=False,
    ),
)
