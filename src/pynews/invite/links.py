"""Add-to-calendar links: compose pages of web calendars, filled in.

No vendor documents them. A time ending in ``Z`` is UTC, so that each reader sees
it in a zone of their own; spaces are ``%20``, because some pages show a ``+``.
"""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from pynews.invite.names import hosted_url
from pynews.invite.series import next_dates
from pynews.invite.vevent import place_of, text_of, title_of
from pynews.model import CalendarLinks, Event, Publication, When, without_join

__all__ = ["links"]

GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose?"
YAHOO = "https://calendar.yahoo.com/?"
# Four links an event stand in a message that mail clients cut at 102 KB.
LONGEST_DETAILS = 300
DAY = timedelta(days=1)


def links(
    event: Event, publication: Publication, *, after: datetime | None = None, public: bool = False
) -> CalendarLinks:
    """Return the addresses that put an event into a reader's calendar.

    A cancelled event has none but the hosted file, which takes it out again. For a
    series they add one date, since only the .ics can carry the rule.

    Arguments:
        event: what to add.
        publication: for the address of the hosted file.
        after: for a series, the first date not before this moment is taken; its
            first date when None or when there is none left.
        public: True for pages everybody can read: the joining address is left out.
    """
    hosted = hosted_url(event, publication)
    if event.cancelled:
        return CalendarLinks("", "", "", "", hosted)
    shown = without_join(event) if public else event
    coming = next_dates(event, after, 1) if after and event.recurrence else ()
    when = coming[0] if coming else event.when
    return CalendarLinks(
        google=_google(shown, when),
        outlook=_outlook(OUTLOOK, shown, when),
        office365=_outlook(OFFICE, shown, when),
        yahoo=_yahoo(shown, when),
        ics=hosted,
    )


def _google(event: Event, when: When) -> str:
    start, end = _compact(when.start), _compact(_end(when))
    fields = {
        "action": "TEMPLATE",
        "text": title_of(event),
        "dates": f"{start}/{end}",
        "details": _details(event),
        "location": place_of(event),
        "ctz": when.zone if when.time_known else "",
    }
    return GOOGLE + _query(fields)


def _outlook(page: str, event: Event, when: When) -> str:
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": _extended(when.start),
        "enddt": _extended(_end(when)),
        "subject": title_of(event),
        "body": _details(event),
        "location": place_of(event),
        "allday": "" if when.time_known else "true",
    }
    return page + _query(fields)


def _yahoo(event: Event, when: When) -> str:
    several = when.last_day != when.first_day
    last = _compact(_end(when)) if when.time_known else _compact(when.last_day) * several
    fields = {
        "v": "60",
        "title": title_of(event),
        "st": _compact(when.start),
        "et": last,
        "dur": "" if when.time_known else "allday",
        "desc": _details(event),
        "in_loc": place_of(event),
    }
    return YAHOO + _query(fields)


def _query(fields: dict[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)


def _end(when: When) -> date | datetime:
    """Return the end as links want it: the day after the last for days, the start when not said."""
    if isinstance(when.start, datetime):
        return when.end or when.start
    return when.last_day + DAY


def _compact(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")


def _extended(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()


def _details(event: Event) -> str:
    """Return the description, cut at a word; what leads to the event comes first."""
    text = text_of(event)
    if len(text) <= LONGEST_DETAILS:
        return text
    ways = [event.join, event.register]
    kept = text[:LONGEST_DETAILS].rsplit(None, 1)[0]
    return "\n\n".join([*(way for way in ways if way and way not in kept), f"{kept} ..."])
