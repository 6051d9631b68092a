"""An event for search engines: schema.org JSON-LD on its web page, never in a message."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pynews.invite.life import sent_when
from pynews.invite.names import page_url
from pynews.invite.plain import description, one_line
from pynews.model import Event, Every, Publication, Recurrence, SentIssue, When, without_join
from pynews.model.when import DAYS

__all__ = ["event_jsonld"]

SCHEMA = "https://schema.org"
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def event_jsonld(
    event: Event, *, publication: Publication, sent: tuple[SentIssue, ...] = ()
) -> str:
    """Return a schema.org Event as JSON that can stand inside a ``<script>``.

    Arguments:
        event: what takes place; "" is returned when it is not public.
        publication: who organises it, and where its page is.
        sent: every real sending: a start told before makes it rescheduled.
    """
    if not event.public:
        return ""
    shown = without_join(event)
    before = _previous_start(event, sent)
    tree: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": one_line(shown.title),
        "startDate": _moment(event.when.start, event.when),
        "endDate": _moment(event.when.end, event.when),
        "eventStatus": f"{SCHEMA}/{_status(event, before)}",
        "previousStartDate": before,
        "eventAttendanceMode": _mode(event),
        "location": _location(shown, publication, online=_online(event)),
        "description": description(shown.description),
        "organizer": {
            "@type": "Organization",
            "name": one_line(shown.organiser)
            or one_line(publication.organisation or publication.name),
            **({"url": publication.base_url} if publication.base_url else {}),
        },
        "url": page_url(event, publication) or one_line(shown.register),
        "eventSchedule": _schedule(event),
    }
    text = json.dumps({key: value for key, value in tree.items() if value}, indent=2)
    return text.translate(ESCAPES)


def _status(event: Event, before: str) -> str:
    if event.cancelled:
        return "EventCancelled"
    return "EventRescheduled" if before else "EventScheduled"


def _previous_start(event: Event, sent: tuple[SentIssue, ...]) -> str:
    """Return the latest start told that differs from today's; a time found out is no new date."""
    told = [
        sent_when(record, event.when.zone)
        for issue in sorted(sent, key=lambda one: one.at)
        for record in issue.events
        if record.id == event.id
    ]
    for when in reversed(told):
        found_out = when.to_be_confirmed and when.first_day == event.when.first_day
        if when.start != event.when.start and not found_out:
            return _moment(when.start, when)
    return ""


def _online(event: Event) -> bool:
    return bool(event.join) or event.where.strip().casefold() == "online"


def _in_place(event: Event) -> bool:
    return bool(without_join(event).where.strip()) and event.where.strip().casefold() != "online"


def _mode(event: Event) -> str:
    """Return how one attends; "" when nothing is said of it."""
    online, in_place = _online(event), _in_place(event)
    if online and in_place:
        return f"{SCHEMA}/MixedEventAttendanceMode"
    if online:
        return f"{SCHEMA}/OnlineEventAttendanceMode"
    return f"{SCHEMA}/OfflineEventAttendanceMode" if in_place else ""


def _location(event: Event, publication: Publication, *, online: bool) -> Any:  # noqa: ANN401  JSON
    """Return the place, the page that says how to join, or both."""
    places: list[dict[str, str]] = []
    if _in_place(event):
        where = one_line(event.where)
        places.append({"@type": "Place", "name": where, "address": where})
    if online:
        address = one_line(event.register) or page_url(event, publication) or publication.base_url
        places.append({"@type": "VirtualLocation"} | ({"url": address} if address else {}))
    return places[0] if len(places) == 1 else places


def _schedule(event: Event) -> dict[str, Any]:
    """Return a series as a schema.org Schedule; {} for a single event."""
    series = event.recurrence
    if series is None:
        return {}
    start, end = event.when.start, event.when.end
    gone = sorted({*series.left_out, *(moved.day for moved in series.moved)})
    tree = {
        "@type": "Schedule",
        "repeatFrequency": f"P{series.interval}{'W' if series.every is Every.WEEK else 'M'}",
        **_days(series),
        "repeatCount": series.count,
        "startDate": event.when.first_day.isoformat(),
        "endDate": series.until.isoformat() if series.until else "",
        "startTime": _clock(start, event.when),
        "endTime": _clock(end, event.when),
        "scheduleTimezone": event.when.zone,
        "exceptDate": [day.isoformat() for day in gone],
    }
    return {key: value for key, value in tree.items() if value}


def _days(series: Recurrence) -> dict[str, Any]:
    if series.every is Every.MONTH_DATE:
        return {"byMonthDay": series.day}
    day = {"byDay": f"{SCHEMA}/{DAYS[series.weekday or 0]}"}
    return day if series.every is Every.WEEK else {**day, "byMonthWeek": series.ordinal}


def _moment(moment: date | datetime | None, when: When) -> str:
    """Return a day, or a time with its offset, as ISO 8601."""
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(when.zone)).isoformat()
    return moment.isoformat() if moment else ""


def _clock(moment: date | datetime | None, when: When) -> str:
    if not isinstance(moment, datetime):
        return ""
    return moment.astimezone(ZoneInfo(when.zone)).strftime("%H:%M")
