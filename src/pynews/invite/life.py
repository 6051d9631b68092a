"""The life of an event across issues: what was sent of it, and what that makes of it now.

The table is RFC 5546's cycle of a published event (sections 3.2.1, 3.2.5) with
RFC 5545 sections 3.8.7.2 (DTSTAMP) and 3.8.7.4 (SEQUENCE):

=========================================  =========  =============  =======
what happened                              SEQUENCE   DTSTAMP        METHOD
=========================================  =========  =============  =======
sent for the first time                    0          the sending's  PUBLISH
time, place, series or joining changed     one more   later          PUBLISH
only words changed                         the same   later          PUBLISH
cancelled                                  one more   later          CANCEL
nothing changed                            the same   the same       as last
=========================================  =========  =============  =======

"Later" is the sending's planned time, or a second after the latest stamp ever
sent when that is not before it. An event fetched from another calendar keeps that
calendar's UID, and its SEQUENCE never falls below the one it has there, so that a
reader of both follows whichever tells the newest.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pynews.invite.series import last_day, rule_words
from pynews.model import Change, Event, Origin, SentEvent, SentIssue, When

__all__ = ["Step", "earlier", "farewell", "history", "next_step", "record", "sent_when"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one sending does to an event: the change, SEQUENCE, DTSTAMP (UTC)."""

    change: Change
    sequence: int
    stamp: datetime


def history(sent: Iterable[SentIssue]) -> Mapping[str, SentEvent]:
    """Return what calendars last learned of each event, by event id.

    The sending with the latest ``at`` is the last one, in whatever order the
    records are given; a record that git merged in twice counts once. Where an
    earlier sending had a higher SEQUENCE or DTSTAMP with other content (two issues
    sent in the wrong order, two branches that both sent), calendars disagree: the
    highest of both are returned with empty digests, so that whatever is sent next
    counts as changed and wins everywhere.
    """
    found: dict[str, list[tuple[datetime, SentEvent]]] = defaultdict(list)
    for issue in sent:
        for event in issue.events:
            found[event.id].append((issue.at, event))
    return {name: _latest(records) for name, records in sorted(found.items())}


def earlier(
    sent: Iterable[SentIssue], *, issue: str, purpose: str = "issue"
) -> tuple[SentIssue, ...]:
    """Return the sendings an issue is compared with: those before its own.

    An issue that was sent already and is built again must come out as it was sent,
    so that its own record, and whatever went out after it, do not count. Before
    its sending, and for a correction not sent yet, everything counts.
    """
    known = tuple(sent)
    own = [one.at for one in known if (one.issue, one.purpose) == (issue, purpose)]
    return tuple(one for one in known if not own or one.at < min(own))


def next_step(event: Event, last: SentEvent | None, stamp: datetime) -> Step:
    """Return what a sending at ``stamp`` makes of an event.

    Arguments:
        event: as its file says now.
        last: from `history`; None when it was never sent.
        stamp: the sending's planned time, aware.
    """
    stamp = stamp.astimezone(UTC).replace(microsecond=0)
    least = event.source_sequence
    if last is None:
        return Step(Change.CANCELLED if event.cancelled else Change.NEW, least, stamp)
    if _digest(_all(event)) == last.digest:
        return Step(Change.UNCHANGED, last.sequence, last.stamp.astimezone(UTC))
    stamp = max(stamp, last.stamp.astimezone(UTC) + timedelta(seconds=1))
    if _digest(_significant(event)) == last.significant or (event.cancelled and last.cancelled):
        raised = last.digest == ""
        return Step(Change.REWORDED, max(last.sequence + raised, least), stamp)
    return Step(_significant_change(event, last), max(last.sequence + 1, least), stamp)


def record(event: Event, step: Step, uid: str) -> SentEvent:
    """Return what a real sending writes into ``sent.json`` of this event."""
    when, last = event.when, last_day(event)
    return SentEvent(
        id=event.id,
        sequence=step.sequence,
        stamp=step.stamp,
        digest=_digest(_all(event)),
        significant=_digest(_significant(event)),
        start=_moment(when, when.start),
        end=_moment(when, when.end),
        title=event.title,
        cancelled=event.cancelled,
        uid=uid,
        zone=when.zone,
        all_day=when.all_day,
        where=event.where,
        repeats=rule_words(event),
        last_day=last.isoformat() if last else "",
        public=event.public,
    )


def sent_when(last: SentEvent, zone: str) -> When:
    """Return the time that was sent; ``zone`` serves records that hold none."""
    zone = last.zone or zone
    start, end = _read(last.start, zone), _read(last.end, zone) if last.end else None
    return When(start, end, zone, last.all_day)


def farewell(last: SentEvent, *, origin: Origin, zone: str) -> Event:
    """Return the cancelled event that takes leave of calendars when its file is gone.

    Arguments:
        last: from `history`.
        origin: where to point complaints, such as the ``sent.json``.
        zone: the publication's, for records that hold none.
    """
    return Event(
        id=last.id,
        title=last.title,
        when=sent_when(last, zone),
        origin=origin,
        where=last.where,
        cancelled=True,
        public=last.public,
    )


def _latest(records: list[tuple[datetime, SentEvent]]) -> SentEvent:
    """Return the last record, raised to the highest version any calendar holds."""
    ordered = [event for _, event in sorted(records, key=lambda one: (one[0], *_version(one[1])))]
    last = ordered[-1]
    ahead = [one for one in ordered[:-1] if _version(one)[:2] >= _version(last)[:2]]
    if all(one.digest == last.digest for one in ahead):
        top = max((last, *ahead), key=_version)
        return replace(last, sequence=top.sequence, stamp=top.stamp)
    top = max(ahead, key=_version)
    return replace(last, sequence=top.sequence, stamp=top.stamp, digest="", significant="")


def _version(event: SentEvent) -> tuple[int, datetime, str]:
    return (event.sequence, event.stamp.astimezone(UTC), event.digest)


def _significant_change(event: Event, last: SentEvent) -> Change:
    if event.cancelled:
        return Change.CANCELLED
    before = sent_when(last, event.when.zone)
    known = before.to_be_confirmed and not event.when.to_be_confirmed
    same_days = before.first_day == event.when.first_day and not last.repeats
    return Change.TIME_KNOWN if known and same_days and not last.cancelled else Change.MOVED


def _significant(event: Event) -> list[object]:
    """Return what moves SEQUENCE when it changes (RFC 5546 section 2.1.4), and where to join."""
    when = event.when
    return [
        _moment(when, when.start),
        _moment(when, when.end),
        when.all_day,
        [when.zone, rule_words(event)] if event.recurrence else [],
        event.where,
        event.join,
        event.cancelled,
    ]


def _all(event: Event) -> list[object]:
    """Return every field of the event that a calendar sees."""
    words = [event.title, event.description, event.register, event.organiser]
    return [*_significant(event), *words]


def _digest(fields: list[object]) -> str:
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(when: When, moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(when.zone)).isoformat()
    return moment.isoformat() if moment else ""


def _read(text: str, zone: str) -> date | datetime:
    day_alone = len("2021-11-16")
    if len(text) == day_alone:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
