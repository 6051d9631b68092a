"""The calendar feed: all public events in one file that calendars subscribe to.

No METHOD, because a subscription is no iTIP message; a cancelled event stays, so
that subscribers see it struck out rather than missing.
"""

from datetime import datetime, timedelta

from pynews.invite.invitations import check_events
from pynews.invite.life import history, next_step
from pynews.invite.names import uid
from pynews.invite.plain import one_line
from pynews.invite.vevent import Version, components, empty_calendar, zone_components
from pynews.model import Event, Publication, SentIssue

__all__ = ["feed"]

# What we ask for; clients poll as they like, from every half an hour to once a day.
REFRESH, REFRESH_TEXT = timedelta(hours=6), "PT6H"


def feed(
    events: tuple[Event, ...],
    *,
    publication: Publication,
    sent: tuple[SentIssue, ...],
    stamp: datetime,
) -> bytes:
    """Return the feed of all public events, ordered by day and id; without joining addresses.

    Arguments:
        events: all there are; those not public are left out.
        publication: whose feed it is.
        sent: every real sending, for each event's SEQUENCE and DTSTAMP.
        stamp: DTSTAMP of what was never sent, aware; such as the latest issue's send time.

    Raises:
        SourceError: as `invite`.
    """
    shown = tuple(event for event in events if event.public)
    shown = tuple(sorted(shown, key=lambda event: (event.when.first_day, event.id)))
    check_events(shown)
    known = history(sent)
    whole = empty_calendar()
    for name in ("name", "x-wr-calname"):
        whole.add(name, one_line(publication.name))
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", REFRESH_TEXT)
    for zone in zone_components(shown):
        whole.add_component(zone)
    for event in shown:
        last = known.get(event.id)
        step = next_step(event, last, stamp)
        version = Version(uid(event, publication, last), step.sequence, step.stamp)
        for component in components(event, version, publication=publication, public=True):
            whole.add_component(component)
    return bytes(whole.to_ical())
