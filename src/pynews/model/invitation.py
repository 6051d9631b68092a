"""An event as readers' calendars get it, and what was sent of it before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["CalendarLinks", "Change", "Invitation", "Method", "SentEvent", "SentIssue"]


class Method(StrEnum):
    """The iTIP methods we use (RFC 5546 sections 3.2.1 and 3.2.5)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


class Change(StrEnum):
    """What is different since the event was last sent."""

    NEW = "new"
    TIME_KNOWN = "time-known"
    MOVED = "moved"
    REWORDED = "reworded"
    CANCELLED = "cancelled"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SentEvent:
    """What was last sent of one event.

    Arguments:
        id: the event's id.
        sequence: RFC 5545 SEQUENCE, from 0.
        stamp: RFC 5545 DTSTAMP, UTC.
        digest: SHA-256 over all its fields that a calendar sees.
        significant: SHA-256 over those whose change moves SEQUENCE.
        start, end: as ISO text, for telling what changed; end may be "".
        title: as sent, for a cancellation when the file is gone.
        cancelled: whether it was sent as cancelled.
        uid: RFC 5545 UID it was sent under; "" means ``id@`` the publication's id.
        zone: IANA name of the zone the event is told in; "" when not recorded.
        all_day: True when whole days were meant; a date without it is a day whose
            time was to be confirmed.
        where: place in words, as sent.
        repeats: the series' rule and exceptions as one line of text; "" for a single event.
        last_day: ISO date of the last day it takes place; "" for an endless series
            or when not recorded.
        public: whether archive and feeds may show it.
    """

    id: str
    sequence: int
    stamp: datetime
    digest: str
    significant: str
    start: str
    end: str
    title: str
    cancelled: bool = False
    uid: str = ""
    zone: str = ""
    all_day: bool = False
    where: str = ""
    repeats: str = ""
    last_day: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class SentIssue:
    """The record of one real sending (``sent.json``), without addresses.

    Arguments:
        issue: its id.
        path: the file below the project's root.
        at: when it was sent, UTC.
        edition_digest: what was sent.
        accepted: number of messages the provider took.
        events: what calendars were told.
        purpose: ``issue``, or ``correction-N``.
    """

    issue: str
    path: str
    at: datetime
    edition_digest: str
    accepted: int
    events: tuple[SentEvent, ...] = ()
    purpose: str = "issue"


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """Addresses that put an event into a reader's calendar; "" where there is none.

    ``ics`` is the hosted file (only with a ``base_url``); the others are compose
    pages of web calendars.
    """

    google: str
    outlook: str
    office365: str
    yahoo: str
    ics: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event made ready for calendars.

    Arguments:
        event_id: the event's id.
        uid: RFC 5545 UID, stable for ever.
        method: PUBLISH, or CANCEL once it is cancelled.
        sequence: RFC 5545 SEQUENCE.
        stamp: RFC 5545 DTSTAMP, UTC.
        change: what is different since the last sending.
        words: the change in words, such as "updated: 17 November, was 16 November".
        file_name: ASCII, ends in ``.ics``.
        ics: the file's bytes, CRLF line ends.
        links: add-to-calendar addresses, for those who got the message.
        public_links: the same for pages everybody can read; None means no difference.
        place_only: whether it moved to another place at the same time.
        attached: whether it travels as a part of the message.
        record: what a real sending writes into ``sent.json``.
    """

    event_id: str
    uid: str
    method: Method
    sequence: int
    stamp: datetime
    change: Change
    words: str
    file_name: str
    ics: bytes
    links: CalendarLinks
    attached: bool
    record: SentEvent
    public_links: CalendarLinks | None = None
    place_only: bool = False
