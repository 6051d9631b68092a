"""The kinds of item: decision, event, opening, story, and the idea still under discussion."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from pynews.model.origin import Origin
from pynews.model.when import When

__all__ = [
    "Certainty",
    "Decision",
    "Event",
    "Every",
    "Idea",
    "MovedDate",
    "Opening",
    "Outcome",
    "Recurrence",
    "Story",
    "event_id",
    "without_join",
]

MOST_LETTERS = 81


WITHHELD = "(see the newsletter)"
SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?", re.IGNORECASE)
# What may go on an address: no blank, bracket or quote ends it.
LEFT = r"[^\s<>()\[\]\"'|]"


class Certainty(StrEnum):
    """How plainly the notes say that something was settled."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"


class Outcome(StrEnum):
    """Which way the body settled it."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the board settled.

    Arguments:
        text: what readers are told, on one line.
        origin: where the notes say so.
        quote: verbatim span of the decoded file that says it; may run over lines.
        gist: a few words naming the matter; may be empty.
        certainty: whether the notes say so outright.
        outcome: adopted, rejected or deferred.
        cue: the rule or word that made gather see it; empty when an editor wrote it.
        meant_for: group expression of those who are told of it; "" means everyone.
    """

    text: str
    origin: Origin
    quote: str = ""
    gist: str = ""
    certainty: Certainty = Certainty.EXPLICIT
    outcome: Outcome = Outcome.ADOPTED
    cue: str = ""
    meant_for: str = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """Something talked about and left open ("still in discussion"); see `Decision`."""

    text: str
    origin: Origin
    quote: str = ""
    meant_for: str = ""


class Every(StrEnum):
    """The forms in which an event may repeat."""

    WEEK = "week"
    MONTH_DATE = "month-date"
    MONTH_WEEKDAY = "month-weekday"


@dataclass(frozen=True, slots=True)
class MovedDate:
    """One date of a series that takes place at another time."""

    day: date
    to: When


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How an event repeats.

    Arguments:
        every: which form.
        interval: every N weeks or months, from 1.
        weekday: 0 Monday to 6 Sunday, for WEEK and MONTH_WEEKDAY.
        day: day of the month, 1 to 31, for MONTH_DATE.
        ordinal: 1 to 5, or -1 for the last, for MONTH_WEEKDAY.
        until: last day on which it may take place, itself included.
        count: number of dates; at most one of ``until`` and ``count`` is given.
        left_out: dates on which it does not take place.
        moved: dates that take place at another time.
    """

    every: Every
    interval: int = 1
    weekday: int | None = None
    day: int | None = None
    ordinal: int | None = None
    until: date | None = None
    count: int | None = None
    left_out: tuple[date, ...] = ()
    moved: tuple[MovedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a date that people can attend; it lives across issues.

    Arguments:
        id: stable for ever; the calendar's UID is ``id@`` the project's id.
        title: what it is called.
        when: its time.
        origin: its file, at the line of ``start``.
        where: place in words; empty when it is to be confirmed.
        join: address to join online; never in a public archive or feed.
        register: address to sign up.
        organiser: who runs it; the publication when empty.
        recurrence: how it repeats, or None.
        cancelled: True once it will not take place.
        public: whether archive and feeds may show it.
        description: Markdown.
        source: where it was fetched from, or empty.
        source_id: its identity there, or empty.
        source_sequence: its RFC 5545 SEQUENCE there; ours never falls below it.
        meant_for: group expression of those who are told of it; "" means everyone.
    """

    id: str
    title: str
    when: When
    origin: Origin
    where: str = ""
    join: str = ""
    register: str = ""
    organiser: str = ""
    recurrence: Recurrence | None = None
    cancelled: bool = False
    public: bool = True
    description: str = ""
    source: str = ""
    source_id: str = ""
    source_sequence: int = 0
    meant_for: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A volunteer role one can still answer.

    Arguments:
        id: the file's name without its ending.
        title: the role.
        origin: its file, at the line of ``title``.
        commitment: how much time it takes, in words; may be empty.
        contact: address of whom to ask; "reply to this message" when empty.
        apply: address of a form; may be empty.
        opens: first day on which it is open, or None.
        closes: last day to answer, or None.
        skills: what helps, in the order given.
        description: Markdown.
        meant_for: group expression of those who are told of it; "" means everyone.
    """

    id: str
    title: str
    origin: Origin
    commitment: str = ""
    contact: str = ""
    apply: str = ""
    opens: date | None = None
    closes: date | None = None
    skills: tuple[str, ...] = ()
    description: str = ""
    meant_for: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Anything else worth reading.

    Arguments:
        id: the file's name without its ending.
        title: its headline.
        origin: its file, at the line of ``title``.
        link: where to read on; may be empty.
        image: path of a picture, below the project's root; may be empty.
        alt: what the picture shows, for those who cannot see it.
        text: Markdown.
        meant_for: group expression of those who are told of it; "" means everyone.
    """

    id: str
    title: str
    origin: Origin
    link: str = ""
    image: str = ""
    alt: str = ""
    text: str = ""
    meant_for: str = ""


def event_id(name: str) -> str:
    """Return the id that a file's name gives its event, in letters that every calendar takes.

    Arguments:
        name: without its ending; one that is such an id already is returned as it is.

    Returns:
        The id; "" when nothing of the name can stand in one.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    if letters != name or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", letters):
        letters = re.sub(r"[^A-Za-z0-9._]+", "-", letters).strip("-._")
    return letters[:MOST_LETTERS]


def without_join(event: Event) -> Event:
    """Return the event as everybody may see it: its joining address stands nowhere.

    Neither does another spelling of it that a mail program or a browser would open:
    without its scheme, in capitals, with Markdown's or HTML's escapes, percent-encoded,
    or with another query behind the same path.
    """
    if not event.join:
        return event
    secret = _spellings(event.join.strip())

    def said(text: str) -> str:
        return secret.sub(WITHHELD, text)

    return replace(
        event,
        join="",
        title=said(event.title),
        where="" if secret.fullmatch(event.where.strip()) else said(event.where),
        register="" if secret.search(event.register) else event.register,
        organiser=said(event.organiser),
        description=said(event.description),
    )


@lru_cache(maxsize=1024)
def _spellings(secret: str) -> re.Pattern[str]:
    """Return what finds an address however it is written."""
    bare = SCHEME.sub("", secret, count=1)
    address = re.split(r"[?#]", bare)[0].rstrip("/")
    ways = [_escaped(bare)]
    if "/" in address:
        # Its query is taken along; without a path it would be every address of a host.
        ways.insert(0, rf"{_escaped(address)}(?![\w-])(?:(?:\\?[/?#]|%2f|%3f|%23){LEFT}*)?")
    start = rf"(?:[a-z][a-z0-9+.-]{{0,10}}{_escaped('://')})?(?:{_escaped('www.')})?"
    return re.compile(f"{start}(?:{'|'.join(ways)})", re.IGNORECASE)


def _escaped(text: str) -> str:
    """Return a pattern for a text whose signs may be escaped in any usual way."""
    return "".join(
        re.escape(one)
        if one.isalnum() or not one.isascii()
        else rf"(?:\\?{re.escape(one)}|%{ord(one):02x}|&#{ord(one)};|&#x{ord(one):x};"
        + ("|&amp;)" if one == "&" else ")")
        for one in text
    )
