"""What does not fit between the event files and the record of what was sent.

Each case has one answer, and nothing is done silently:

==================  ===========================================================
what is odd         what happens until it is mended
==================  ===========================================================
file gone           the event is in no issue; calendars keep it. `Oddity.farewell`
                    is the cancelled event to send
id edited           as above, and the new id is a new event beside the old one
sent out of order   the highest SEQUENCE and DTSTAMP count; the next sending is
                    one above and wins in every calendar
recorded twice      equal records count once; else the later sending counts, with
                    the highest SEQUENCE and DTSTAMP of both
record lost         the issue's events count as never sent: SEQUENCE begins at 0,
                    and calendars that know them ignore it
narrowed since      the next issue tells of it only whom its file names; a correction
                    tells everybody who was told
==================  ===========================================================
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pynews.errors import Problem
from pynews.invite.life import farewell, history, sent_when
from pynews.invite.plain import one_line
from pynews.model import Event, Origin, SentEvent, SentIssue

__all__ = ["Oddity", "OddityKind", "oddities"]


class OddityKind(StrEnum):
    """The ways in which files and records can disagree."""

    GONE = "event-gone"
    RENAMED = "event-id-edited"
    OUT_OF_ORDER = "sent-out-of-order"
    RECORDED_TWICE = "sent-recorded-twice"
    LOST = "sent-record-lost"
    NARROWED = "event-narrowed"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing that does not fit.

    Arguments:
        kind: which of them.
        problem: what, where, and what a person can do.
        event_id: the event it is about, as sent; "" when it is about an issue.
        farewell: for GONE and RENAMED, the cancelled event that can still be sent.
    """

    kind: OddityKind
    problem: Problem
    event_id: str = ""
    farewell: Event | None = None


def oddities(
    events: tuple[Event, ...],
    sent: tuple[SentIssue, ...],
    *,
    today: date,
    zone: str,
    delivered: Iterable[str] = (),
) -> tuple[Oddity, ...]:
    """Return what does not fit, in a fixed order.

    Arguments:
        events: all event files.
        sent: every real sending on record.
        today: the issue's send day; an event that is over by then is not missed.
        zone: the publication's time zone.
        delivered: ids of the issues that the delivery ledger knows as really sent.
    """
    return (
        *_gone(events, sent, today=today, zone=zone),
        *_out_of_order(sent),
        *_recorded_twice(sent),
        *_lost(sent, delivered),
        *_narrowed(events, sent, today=today, zone=zone),
    )


def _gone(
    events: tuple[Event, ...], sent: tuple[SentIssue, ...], *, today: date, zone: str
) -> Iterator[Oddity]:
    """Yield the events that calendars still hold and no file tells of."""
    known = history(sent)
    present = {event.id for event in events}
    fresh = [event for event in events if event.id not in known]
    places = {told.id: issue.path for issue in _by_time(sent) for told in issue.events}
    for last in known.values():
        if last.id in present or last.cancelled or _over(last, today, zone):
            continue
        goodbye = farewell(last, origin=Origin(places[last.id], 1), zone=zone)
        twin = next((event for event in fresh if _same(event, last, zone)), None)
        if twin:
            yield Oddity(OddityKind.RENAMED, _renamed(last, twin), last.id, goodbye)
        else:
            yield Oddity(OddityKind.GONE, _missing(last, goodbye), last.id, goodbye)


def _over(last: SentEvent, today: date, zone: str) -> bool:
    if last.last_day:
        return date.fromisoformat(last.last_day) < today
    return not last.repeats and sent_when(last, zone).last_day < today


def _same(event: Event, last: SentEvent, zone: str) -> bool:
    """Return whether a file with another id looks like the event that was sent."""
    alike = one_line(event.title).casefold() == one_line(last.title).casefold()
    return alike or event.when.start == sent_when(last, zone).start


def _renamed(last: SentEvent, twin: Event) -> Problem:
    return Problem(
        f"calendars know {last.title!r} as {last.id!r}; under the id {twin.id!r} they would"
        " show it twice",
        str(twin.origin),
        f"write id: {last.id}",
    )


def _missing(last: SentEvent, goodbye: Event) -> Problem:
    return Problem(
        f"{last.title!r} ({goodbye.when.words}) was sent to calendars, and its file is gone",
        str(goodbye.origin),
        f"bring the file with id: {last.id} back; to call the event off write cancelled: yes in it",
    )


def _out_of_order(sent: tuple[SentIssue, ...]) -> Iterator[Oddity]:
    """Yield the events of which a later sending told an older version."""
    newest: dict[str, tuple[SentEvent, SentIssue]] = {}
    for issue in _by_time(sent):
        for told in issue.events:
            ahead, by = newest.get(told.id, (told, issue))
            if (ahead.sequence, ahead.stamp) > (told.sequence, told.stamp):
                if ahead.digest != told.digest:
                    problem = _older(told, issue, by)
                    yield Oddity(OddityKind.OUT_OF_ORDER, problem, told.id)
            else:
                newest[told.id] = (told, issue)


def _older(told: SentEvent, issue: SentIssue, by: SentIssue) -> Problem:
    return Problem(
        f"{_name(issue)} told calendars an older version of {told.title!r} than {_name(by)}"
        " before it",
        f"{issue.path}:1",
        "the next message with this event puts every calendar right;"
        f" if that cannot wait: pynews send {issue.issue} --correction",
    )


def _recorded_twice(sent: tuple[SentIssue, ...]) -> Iterator[Oddity]:
    """Yield the sendings that stand on record more than once, as after a merge."""
    found: Mapping[tuple[str, str], list[SentIssue]] = defaultdict(list)
    for issue in _by_time(sent):
        found[issue.issue, issue.purpose].append(issue)
    for _, records in sorted(found.items()):
        if len(records) > 1:
            yield Oddity(OddityKind.RECORDED_TWICE, _doubled(records))


def _doubled(records: list[SentIssue]) -> Problem:
    first, last = records[0], records[-1]
    told = {(one.at, one.edition_digest, one.events) for one in records}
    hint = (
        "delete one of the two entries"
        if len(told) == 1
        else ("keep the entry of the sending that reached people; until then the later one counts")
    )
    return Problem(
        f"the sending of {_name(first)} is recorded {len(records)} times", f"{last.path}:1", hint
    )


def _lost(sent: tuple[SentIssue, ...], delivered: Iterable[str]) -> Iterator[Oddity]:
    recorded = {issue.issue for issue in sent}
    for name in sorted(set(delivered) - recorded):
        problem = Problem(
            f"{name} was sent, and the record of what it told calendars is gone",
            hint=f"take its sent.json back: git checkout HEAD -- newsletters/{name}/sent.json",
        )
        yield Oddity(OddityKind.LOST, problem)


def _narrowed(
    events: tuple[Event, ...], sent: tuple[SentIssue, ...], *, today: date, zone: str
) -> Iterator[Oddity]:
    """Yield the events that calendars were told of as everybody's and that are for some now."""
    known = history(sent)
    issues = {told.id: issue.issue for issue in _by_time(sent) for told in issue.events}
    for event in events:
        last = known.get(event.id)
        if last is None or not event.meant_for or event.public or not last.public:
            continue
        if not (last.cancelled or _over(last, today, zone)):
            problem = Problem(
                f"{last.title!r} was told to everybody and is for {event.meant_for} now:"
                " the others will not hear when it changes",
                str(event.origin),
                f"tell a change with pynews send {issues[event.id]} --correction, which reaches"
                " all who were told; or take for: out",
            )
            yield Oddity(OddityKind.NARROWED, problem, event.id)


def _by_time(sent: tuple[SentIssue, ...]) -> list[SentIssue]:
    return sorted(sent, key=lambda issue: (issue.at, issue.issue, issue.purpose))


def _name(issue: SentIssue) -> str:
    return issue.issue if issue.purpose == "issue" else f"{issue.issue} ({issue.purpose})"
