"""The room's door: events become invitations."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pynews.errors import Problem, SourceError
from pynews.invite.change import change_words, only_place
from pynews.invite.life import history, next_step, record
from pynews.invite.links import links
from pynews.invite.names import file_name, uid
from pynews.invite.series import next_dates
from pynews.invite.vevent import Version, calendar, zone_components
from pynews.model import Change, Event, Invitation, Method, Publication, SentEvent, SentIssue

__all__ = ["check_events", "invite"]

# Programs differ in what they make of earlier years; a day after the last must still exist.
FIRST_YEAR, LAST_YEAR = 1900, 9998


def invite(
    events: tuple[Event, ...],
    *,
    sent: tuple[SentIssue, ...],
    publication: Publication,
    stamp: datetime,
    attach: int = 3,
) -> tuple[Invitation, ...]:
    """Return one invitation an event, in the order given.

    Arguments:
        events: those of the issue.
        sent: every real sending that the issue is compared with; see `earlier`.
        publication: who invites.
        stamp: the issue's send time, aware; never the clock.
        attach: at most so many are attached, changed ones before unchanged ones,
            then by date; the others are reached by their links.

    Raises:
        SourceError: two events with one id, a zone that does not exist, a series
            in a zone whose clocks no yearly rule can tell.
    """
    check_events(events)
    known = history(sent)
    attached = _attached(events, known, stamp, attach)
    names = _file_names(events)
    return tuple(
        _invitation(
            event,
            known.get(event.id),
            publication=publication,
            stamp=stamp,
            file_name=names[event.id],
            attached=event.id in attached,
        )
        for event in events
    )


def check_events(events: tuple[Event, ...]) -> None:
    """Check that calendars can hold these events.

    Raises:
        SourceError: see `invite`; all problems at once.
    """
    places: dict[str, Event] = {}
    problems = []
    for event in events:
        if event.id in places:
            what = f"the id {event.id!r} belongs to {places[event.id].origin} already"
            hint = "give one of the two events another id; one that was sent must keep its own"
            problems.append(Problem(what, str(event.origin), hint))
        places[event.id] = event
        if not FIRST_YEAR <= event.when.first_day.year <= event.when.last_day.year <= LAST_YEAR:
            what = f"no calendar holds the day {event.when.first_day.isoformat()}"
            problems.append(Problem(what, str(event.origin), "write start: 2021-11-16"))
    if problems:
        raise SourceError.of(problems)
    tuple(zone_components(events))


def _invitation(
    event: Event,
    last: SentEvent | None,
    *,
    publication: Publication,
    stamp: datetime,
    file_name: str,
    attached: bool,
) -> Invitation:
    step = next_step(event, last, stamp)
    version = Version(uid(event, publication, last), step.sequence, step.stamp)
    method = Method.CANCEL if event.cancelled else Method.PUBLISH
    return Invitation(
        event_id=event.id,
        uid=version.uid,
        method=method,
        sequence=step.sequence,
        stamp=step.stamp,
        change=step.change,
        words=change_words(event, step.change, last),
        file_name=file_name,
        ics=calendar(event, version, publication=publication, method=method),
        links=links(event, publication, after=stamp),
        attached=attached,
        record=record(event, step, version.uid),
        public_links=links(event, publication, after=stamp, public=True),
        place_only=only_place(event, last),
    )


def _attached(
    events: tuple[Event, ...], known: Mapping[str, SentEvent], stamp: datetime, most: int
) -> frozenset[str]:
    """Return the ids of the events that travel as parts."""

    def rank(event: Event) -> tuple[bool, str, str]:
        same = next_step(event, known.get(event.id), stamp).change is Change.UNCHANGED
        coming = next_dates(event, stamp, 1) if event.recurrence else ()
        when = coming[0] if coming else event.when
        start = when.start
        moment = start.astimezone(UTC).isoformat() if isinstance(start, datetime) else ""
        return (same, when.first_day.isoformat(), moment)

    told = {name for name, last in known.items() if last.cancelled}
    worth = [event for event in events if not (event.cancelled and event.id in told)]
    return frozenset(event.id for event in sorted(worth, key=rank)[: max(0, most)])


def _file_names(events: tuple[Event, ...]) -> dict[str, str]:
    """Return a file name for each event id; the second of a name gets "-2"."""
    names: dict[str, str] = {}
    for event in events:
        stem = file_name(event).removesuffix(".ics")
        name, number = f"{stem}.ics", 1
        while name in names.values():
            number += 1
            name = f"{stem}-{number}.ics"
        names[event.id] = name
    return names
