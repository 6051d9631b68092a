"""Which event a sentence speaks of: by its title, or as "the event" where there is one only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pynews.check.agenda import folded, is_over
from pynews.check.calendar_words import WEEKDAYS
from pynews.check.dates import DayNamed, days_named
from pynews.check.passages import Kind, Passage
from pynews.check.recurring import takes_place
from pynews.check.subject import Subject
from pynews.model import Event

__all__ = ["ATTEND", "INVITES", "OTHER_MATTER", "Sentence", "events_named", "sentences"]

SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+(?=\S)|\n\s*\n|\n(?=\s*(?:[-*#>]|\d+[.)])\s)")
ATTEND = re.compile(
    r"\b(?:join us|see you|come along|come to|meet(?:s|ing)? (?:you )?(?:on|at|again)|takes? place"
    r"|taking place|(?:we|it|doors) (?:start|begin|open)s?|is on|will be on|be held|is held"
    r"|happens?|happening|invite you|save the date"
    r"|(?:event|meetup|meet-up|workshop|webinar|session|hackathon|drop-in)\s*(?:is\s+)?(?:on\b|:))",
    re.IGNORECASE,
)
INVITES = re.compile(
    r"\b(?:join us|see you|come along|save the date|meet us|we(?:'ll| will)? meet|invite you"
    r"|put it in your diary|look forward to (?:seeing|meeting) you)\b",
    re.IGNORECASE,
)
OTHER_MATTER = re.compile(
    r"(?:\b(?:regist|book|sign(?:ing)?[ -]?up|rsvp|appl(?:y|ication)|deadline|clos(?:e|es|ed|ing)\b"
    r"|submit|submission|proposal|call for|ticket|early bird|postpone|rescheduled|moved|originally"
    r"|instead of|was to|were to|recording|last year|previous|cancel|anmeld|inscri|vote|voting"
    r"|(?:was|were) (?:on|held)|took place|survey|poll|remind"
    r"|open(?:s|ed)?\b|publish|announce|release)"
    r"|\b(?:by|until|till|before|after|since|from|bis|avant|antes)\W+(?:the\s+)?(?:end\s+of\s+)?$)",
    re.IGNORECASE,
)
OCCASIONS = re.compile(
    r"\b(agm|appointment|assembly|call|clinic|conference|congress|council|course|deadline|drop-in"
    r"|election|event|fair|festival|forum|gathering|hackathon|lecture|lunch|meeting|meetup|panel"
    r"|party|picnic|seminar|session|sprint|summit|talk|training|webinar|workshop)s?\b",
    re.IGNORECASE,
)
GENERIC = r"\b(?:the|our|this|first|next|upcoming|community)\s+(?:[\w-]+\s+){{0,1}}{noun}s?\b"
SHORTLY = (
    rf"(?:^ |\b(?:a|an|our|the|this|upcoming|join|join us (?:at|for)) ){{}}"
    rf"(?= (?:is|on|at|takes|will|starts?|begins?|happens|returns|comes|runs|this|from"
    rf"|{'|'.join(name.lower() for name in WEEKDAYS if name.isascii())}|\d))"
)
LEAST_LETTERS = 8
LEAST_SHORT = 7
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


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage, in order."""
    start = 0
    for match in (*SENTENCE.finditer(passage.words), None):
        end = match.start() if match else len(passage.words)
        yield Sentence(passage, start, passage.words[start:end])
        start = match.end() if match else end


def events_named(subject: Subject, sentence: Sentence, known: frozenset[date]) -> tuple[Event, ...]:
    """Return the events a sentence speaks of; all of the same name together.

    Arguments:
        subject: whose events may be meant.
        sentence: one that names a day.
        known: days that stand for something in the project's files.
    """
    item = sentence.passage.item
    if isinstance(item, Event):
        own = sentence.passage.kind is Kind.TITLE or ATTEND.search(sentence.text)
        return (item,) if own else ()
    words = f" {folded(sentence.text)} "
    named = [each for each in _current(subject) if _is_named(each, words)]
    named = named or _shortly_named(tuple(_current(subject)), words)
    longest = max((len(folded(each.title)) for each in named), default=0)
    if named:
        return tuple(
            each for each in named if len(folded(each.title)) == longest or len(named) == 1
        )
    ahead = [e for e in subject.issue.events if not e.cancelled and not is_over(subject, e)]
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


def _shortly_named(events: tuple[Event, ...], words: str) -> list[Event]:
    """Return the event meant by the end of its title, as "our hack day" by "Spring hack day".

    What stands before and behind must leave no doubt that it is the same occasion: "the
    hack day planning" and "last year's hack day" are others.
    """
    ends = {each.id: folded(each.title).split()[1:] for each in events}
    return [
        each
        for each in events
        if len(" ".join(ends[each.id])) >= LEAST_SHORT
        and len(ends[each.id]) > 1
        and sum(other == ends[each.id] for other in ends.values()) == 1
        and re.search(SHORTLY.format(re.escape(" ".join(ends[each.id]))), words)
    ]


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
