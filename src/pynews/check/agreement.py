"""What the words say of an event against what its calendar entry says.

A sentence is read when it names an event: by its title, by the first part of a
long title, or as "the event" where the issue has only one. Days by which one must
register, days of the past and days of other things are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pynews.check.agenda import folded, is_over
from pynews.check.clocks import TimeNamed, times_named
from pynews.check.dates import DayNamed, days_named
from pynews.check.passages import Kind, Passage
from pynews.check.recurring import takes_place
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Decision, Event, Origin, Severity, When, day_in_words, time_in_words

__all__ = ["CHECKS"]

SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+(?=\S)|\n\s*\n|\n(?=\s*(?:[-*#>]|\d+[.)])\s)")
OTHER_MATTER = re.compile(
    r"(?:\b(?:regist|book|sign(?:ing)?[ -]?up|rsvp|appl(?:y|ication)|deadline|clos(?:e|es|ed|ing)\b"
    r"|submit|submission|proposal|call for|ticket|early bird|postpone|rescheduled|moved|originally"
    r"|instead of|was to|were to|recording|last year|previous|cancel|anmeld|inscri|vote|voting"
    r"|survey|poll|remind|open(?:s|ed)?\b|publish|announce|release)"
    r"|\b(?:by|until|till|before|after|since|from|bis|avant|antes)\W+(?:the\s+)?(?:end\s+of\s+)?$)",
    re.IGNORECASE,
)
ATTEND = re.compile(
    r"\b(?:join us|see you|come along|come to|meet(?:s|ing)? (?:you )?(?:on|at|again)|takes? place"
    r"|taking place|is on|will be on|be held|is held|happens?|happening|invite you|save the date"
    r"|(?:event|meetup|meet-up|workshop|webinar|session|hackathon|drop-in)\s*(?:is\s+)?(?:on\b|:))",
    re.IGNORECASE,
)
INVITES = re.compile(
    r"\b(?:join us|see you|come along|save the date|meet us|we(?:'ll| will)? meet|invite you"
    r"|put it in your diary|look forward to (?:seeing|meeting) you)\b",
    re.IGNORECASE,
)
OCCASIONS = re.compile(
    r"\b(agm|appointment|assembly|call|clinic|conference|congress|council|course|deadline|drop-in"
    r"|election|event|fair|festival|forum|gathering|hackathon|lecture|lunch|meeting|meetup|panel"
    r"|party|picnic|seminar|session|sprint|summit|talk|training|webinar|workshop)s?\b",
    re.IGNORECASE,
)
GENERIC = r"\b(?:the|our|this|first|next|upcoming|community)\s+(?:[\w-]+\s+){{0,1}}{noun}s?\b"
TIME_NEAR = 24
LEAST_LETTERS = 8
MONTH = 31
LONG_AGO = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, with the days and times in it."""

    passage: Passage
    start: int
    text: str

    @property
    def days(self) -> tuple[DayNamed, ...]:
        """The days it names."""
        return days_named(self.text)


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
    for passage in subject.passages:
        for sentence in _sentences(passage) if not _quoted(passage) else ():
            days = sentence.days
            events = _events_named(subject, sentence, known) if days else ()
            wrong = _wrong_day(subject, sentence, days, events)
            if wrong is not None:
                claim = Claim(passage.at(sentence.start + wrong.start), wrong, events[0])
                claims.setdefault((events[0].id, wrong.day, wrong.month), []).append(claim)
            elif events:
                yield from _wrong_time(sentence, days, events)
    for told in claims.values():
        yield _day_note(told)
    yield from _subject_day(subject, known)


def _quoted(passage: Passage) -> bool:
    """Whether another check holds the passage's day against the minutes."""
    return isinstance(passage.item, Decision) and bool(days_named(passage.item.quote))


def _sentences(passage: Passage) -> Iterator[Sentence]:
    start = 0
    for match in (*SENTENCE.finditer(passage.words), None):
        end = match.start() if match else len(passage.words)
        yield Sentence(passage, start, passage.words[start:end])
        start = match.end() if match else end


def _events_named(
    subject: Subject, sentence: Sentence, known: frozenset[date]
) -> tuple[Event, ...]:
    """Return the events a sentence speaks of; all of the same name together."""
    item = sentence.passage.item
    if isinstance(item, Event):
        own = sentence.passage.kind is Kind.TITLE or ATTEND.search(sentence.text)
        return (item,) if own else ()
    words = f" {folded(sentence.text)} "
    named = [each for each in _current(subject) if _is_named(each, words)]
    longest = max((len(folded(each.title)) for each in named), default=0)
    if named:
        return tuple(
            each for each in named if len(folded(each.title)) == longest or len(named) == 1
        )
    ahead = [each for each in subject.issue.events if not each.cancelled]
    if len(ahead) == 1 and _speaks_of(ahead[0], sentence, subject.issue.send.date(), known):
        return (ahead[0],)
    return ()


def _current(subject: Subject) -> Iterator[Event]:
    """Yield the events a letter of this day may mean; what is over has a check of its own."""
    oldest = subject.issue.send.date() - LONG_AGO
    for event in subject.library.events:
        told = event in subject.issue.events
        recent = event.recurrence is not None or event.when.last_day > oldest
        if recent and not (told and is_over(subject, event)):
            yield event


def _is_named(event: Event, words: str) -> bool:
    title = re.split(r"[:(–—|]|\s-\s", event.title)[0]
    short = folded(title)
    if f" {folded(event.title)} " in words:
        return len(folded(event.title)) >= LEAST_LETTERS or " " in folded(event.title)
    return len(short) >= LEAST_LETTERS and " " in short and f" {short} " in words


def _speaks_of(event: Event, sentence: Sentence, today: date, known: frozenset[date]) -> bool:
    """Whether "the event" or "join us" can only mean the one event of the issue."""
    ahead = [day for named in sentence.days for day in named.near(today) if day >= today]
    other = [day for day in ahead if day in known and not takes_place(event, day)]
    near = any(abs((day - event.when.first_day).days) <= MONTH for day in ahead)
    if other or not near:
        return False
    own = {*folded(event.title).split(), "event"}
    nouns = {noun.lower() for noun in OCCASIONS.findall(sentence.text)}
    if nouns - own or _names_another(sentence):
        return False
    if INVITES.search(sentence.text):
        return True
    noun = "|".join(map(re.escape, sorted(nouns)))
    generic = noun and re.search(GENERIC.format(noun=f"(?:{noun})"), sentence.text, re.IGNORECASE)
    return bool(generic and ATTEND.search(sentence.text))


def _names_another(sentence: Sentence) -> bool:
    """Whether the sentence has a proper name of its own, such as another conference's."""
    inner = sentence.text
    for day in reversed(days_named(inner)):
        inner = inner[: day.start] + " " * (day.end - day.start) + inner[day.end :]
    inner = re.sub(r"^\W*\w+", "", inner)
    return bool(re.search(r"\b(?!I\b|GMT|BST|UTC|NHS\b)[A-Z]\w+", inner))


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
        if ahead and (_right_behind(before, events) or not OTHER_MATTER.search(before)):
            wrong = wrong or named
    return wrong


def _right_behind(before: str, events: tuple[Event, ...]) -> bool:
    """Whether a day follows the event's title at once: "First event on ..."."""
    for event in events:
        title = r"\W+".join(map(re.escape, folded(event.title).split()))
        if re.search(
            rf"{title}\W*(?:(?:is|takes place|will be|on|this)\W+)*$", before, re.IGNORECASE
        ):
            return True
    return False


def _day_note(claims: list[Claim]) -> Note:
    claim = claims[0]
    event, calendar = claim.event, f'"{claim.event.title}" on {claim.event.when.day_words}'
    if len(claims) > 1:
        places = ", ".join(str(each.place) for each in claims)
        what = f'the calendar has {calendar}, {len(claims)} places say "{claim.named.words}"'
        return Note(event.origin, f"{what} ({places})")
    what = f'the words say "{claim.named.words}", the calendar has {calendar} ({event.origin})'
    return Note(claim.place, what)


def _wrong_time(
    sentence: Sentence, days: tuple[DayNamed, ...], events: tuple[Event, ...]
) -> Iterator[Note]:
    """Yield a time right beside an event's day that is not the event's."""
    for named in days:
        times = _beside(sentence.text, named)
        matched = [
            e for e in events if any(takes_place(e, d) for d in named.near(e.when.first_day))
        ]
        if not times or len(matched) != 1 or matched[0].recurrence is not None:
            continue
        when = matched[0].when
        if not _fits(times, when):
            yield Note(
                sentence.passage.at(sentence.start + times[0].start),
                f'the words say "{sentence.text[times[0].start : times[-1].end].strip()}", the '
                f'calendar has "{matched[0].title}" at {when.words} ({matched[0].origin})',
            )
            return


def _beside(text: str, named: DayNamed) -> tuple[TimeNamed, ...]:
    """Return the times that follow a day at once, or stand just before it."""
    after = [t for t in times_named(text) if named.end <= t.start <= named.end + TIME_NEAR]
    after = [t for t in after if re.fullmatch(_JOINED, text[named.end : after[0].start])]
    if after:
        return tuple(after[:2])
    before = [t for t in times_named(text) if named.start - TIME_NEAR <= t.end <= named.start]
    joined = [t for t in before if re.fullmatch(_ON, text[before[-1].end : named.start])]
    return tuple(joined[-2:])


_JOINED = r"[\s,:(|–-]*(?:at|from|um|à|a las|between|\s)*[\s,:(|–-]*"
_ON = r"[\s,]*(?:GMT|BST|UTC)?[\s,]*(?:on|am|le|el|,)?\s*"


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
    elsewhere = {
        (named.day, named.month)
        for passage in subject.passages
        if passage.kind not in {Kind.SUBJECT, Kind.PREHEADER}
        for named in days_named(passage.words)
    }
    elsewhere |= {(day.day, day.month) for day in known}
    for passage in subject.said(Kind.SUBJECT, Kind.PREHEADER):
        for sentence in _sentences(passage):
            if _events_named(subject, sentence, known) or not subject.issue.events:
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
