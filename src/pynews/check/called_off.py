"""Events that will not take place, and letters that still invite to them."""

import re
from collections.abc import Iterator

from pynews.check.agenda import folded, is_over
from pynews.check.allusions import at_place
from pynews.check.naming import ATTEND, INVITES, Sentence, sentences
from pynews.check.passages import Kind
from pynews.check.recurring import takes_place
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Event, Severity

__all__ = ["CHECKS"]

CALLED_OFF = re.compile(
    r"\b(?:cancel\w*|call(?:ed|ing)? (?:it )?off|postpone\w*|put off|no longer|unfortunately|sorry"
    r"|regret\w*|apolog\w+|(?:will|can|does|is|are|shall)\s?(?:not|n['’]t)|won['’]t|cannot"
    r"|abgesagt|f[aä]llt aus|annul\w+|reporté\w*|cancelad\w+|suspend\w+|gohirio|canslo)\b",
    re.IGNORECASE,
)
LETTER = (Kind.SUBJECT, Kind.PREHEADER, Kind.LETTER)


def cancelled_announced(subject: Subject) -> Iterator[Note]:
    """Find words that invite to an event that is cancelled, in a letter that never says so."""
    said = tuple(subject.said(*LETTER))
    # One that nobody had heard of is not in the issue, and may still stand in the letter.
    for event in subject.library.events:
        title = "|".join(map(re.escape, event.title.split()))
        none = re.compile(rf"\bno\s+(?:{title})\b", re.IGNORECASE)
        off = (CALLED_OFF.search(each.words) or none.search(each.words) for each in said)
        if not event.cancelled or is_over(subject, event) or any(off):
            continue
        for passage in said:
            for sentence in sentences(passage):
                if _invites(subject, sentence, event):
                    yield Note(
                        passage.at(sentence.start),
                        f'"{event.title}" is announced here, and {event.origin.path} says '
                        "cancelled: yes",
                    )


def _invites(subject: Subject, sentence: Sentence, event: Event) -> bool:
    today = subject.issue.send.date()
    near = [day for named in sentence.days for day in named.near(today) if day >= today]
    if f" {folded(event.title)} " in f" {folded(sentence.text)} ":
        return any(takes_place(event, day) for day in near) or bool(ATTEND.search(sentence.text))
    alone = [e for e in subject.library.events if any(takes_place(e, day) for day in near)]
    meant = at_place(event, sentence.text) or INVITES.search(sentence.text)
    return alone == [event] and bool(meant)


CHECKS = (
    Check(
        id="cancelled-announced",
        severity=Severity.MUST_FIX,
        why="The letter invites people to a door that will be shut.",
        fix="Say in the letter that it is cancelled, or take cancelled: out of the event's file.",
        example='"See you at the meetup on 16 November" and cancelled: yes in its file',
        look=cancelled_announced,
        of_message=False,
    ),
)
