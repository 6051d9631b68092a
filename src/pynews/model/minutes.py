"""What one file of board notes says, as gather reads it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pynews.model.items import Decision, Idea
from pynews.model.origin import Origin

__all__ = ["Action", "Call", "Mention", "MentionKind", "Minutes", "Relation"]


class MentionKind(StrEnum):
    """What sort of thing fixed in time the notes mention."""

    EVENT = "event"
    MEETING = "meeting"
    ELECTION = "election"
    DEADLINE = "deadline"
    RELEASE = "release"
    VACATION = "vacation"


class Relation(StrEnum):
    """Where a mentioned date lies, seen from the meeting."""

    UPCOMING = "upcoming"
    PAST = "past"
    NEXT_MEETING = "next-meeting"


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing fixed in time that the notes mention; not yet an event that we announce.

    Arguments:
        quote: verbatim span of the decoded file.
        origin: where it begins.
        title: a few words naming it.
        day: first day, or None when the words yield no day.
        end: last day of a range, or None.
        time: local 24-hour time as written, "14:00", or "".
        when: the words of the date as written.
        kind: what sort of thing it is.
        relation: upcoming, past, or this body's own next meeting.
        conflict: why the reading is doubtful, or "".
        alternatives: other days the words could mean.
        warnings: what an editor should look at.
    """

    quote: str
    origin: Origin
    title: str
    day: date | None
    end: date | None = None
    time: str = ""
    when: str = ""
    kind: MentionKind = MentionKind.EVENT
    relation: Relation = Relation.UPCOMING
    conflict: str = ""
    alternatives: tuple[date, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A role, seat or task the notes say is open."""

    quote: str
    origin: Origin
    title: str


@dataclass(frozen=True, slots=True)
class Action:
    """A task with whoever does it; owner empty when nobody was named."""

    quote: str
    origin: Origin
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """One file of notes, read.

    Arguments:
        path: its path below the project's root (or as given).
        title: the body's name as a newsletter would use it.
        day: the meeting's date, or None.
        chair, attendees, apologies: bare names as written.
        decisions: certain enough to print.
        possible_decisions: for the editor to look at.
        mentions: things fixed in time.
        calls: openings.
        ideas: open discussion.
        actions: tasks.
        next_meeting: its day, or None.
        warnings: what was doubtful, repaired or cut off, one sentence each.
        text: the decoded text, line ends as LF; quotes are verbatim spans of it.
    """

    path: str
    title: str = ""
    day: date | None = None
    chair: str = ""
    attendees: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    possible_decisions: tuple[Decision, ...] = ()
    mentions: tuple[Mention, ...] = ()
    calls: tuple[Call, ...] = ()
    ideas: tuple[Idea, ...] = ()
    actions: tuple[Action, ...] = ()
    next_meeting: date | None = None
    warnings: tuple[str, ...] = ()
    text: str = ""
