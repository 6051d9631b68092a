"""Events as iCalendar text (RFC 5545), written through icalendar, folded at 75 octets, CRLF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pynews.errors import SourceError
from pynews.invite.names import page_url
from pynews.invite.plain import description, one_line
from pynews.invite.series import originals, rule
from pynews.invite.zones import UTC_NAMES, check_zone, timezone
from pynews.model import Event, Method, MovedDate, Publication, Recurrence, When, without_join

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Component

__all__ = ["PRODUCT", "Version", "calendar", "components", "title_of", "zone_components"]

PRODUCT = "-//pynews//pynews//EN"
# Ten years of a weekly series; a rule that fits so long will not be doubted at its end.
CHECKED = 520


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of an event is written.

    Arguments:
        uid: RFC 5545 UID.
        sequence: RFC 5545 SEQUENCE.
        stamp: RFC 5545 DTSTAMP, UTC.
    """

    uid: str
    sequence: int
    stamp: datetime


def calendar(event: Event, version: Version, *, publication: Publication, method: Method) -> bytes:
    """Return the .ics of one event (one UID), as it travels in a message.

    Raises:
        SourceError: a series in a zone whose clocks no yearly rule can tell.
    """
    whole = empty_calendar()
    whole.add("method", method.value)
    for zone in zone_components((event,)):
        whole.add_component(zone)
    for component in components(event, version, publication=publication):
        whole.add_component(component)
    return bytes(whole.to_ical())


def empty_calendar() -> "Calendar":
    """Return a VCALENDAR with what each must have (RFC 5545 section 3.6)."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    return whole


def components(
    event: Event, version: Version, *, publication: Publication, public: bool = False
) -> "Iterator[Component]":
    """Yield an event's VEVENT and one for each of its dates that moved.

    Arguments:
        event: what takes place.
        version: UID, sequence and stamp.
        publication: who invites.
        public: True where everybody can read it: the joining address is left out.
    """
    shown = without_join(event) if public else event
    main = _component(shown, shown.when, version, publication)
    series = event.recurrence
    if series is None:
        yield main
        return
    main.add("rrule", rule(series, event.when))
    exact = {when.first_day: when.start for when in _touched(series, event.when)}
    if left_out := [exact[day] for day in sorted(series.left_out) if day in exact]:
        main.add("exdate", [_written(start, event) for start in left_out])
    yield main
    if not event.cancelled:
        for moved in sorted(series.moved, key=_moved_from):
            if moved.day in exact:
                part = _component(shown, moved.to, version, publication)
                part.add("recurrence-id", _written(exact[moved.day], event))
                yield part


def zone_components(events: tuple[Event, ...]) -> "Iterator[Any]":
    """Yield a VTIMEZONE for each zone that the events' series are written in.

    Raises:
        SourceError: for every series whose zone cannot be written.
    """
    zones: dict[str, Any] = {}
    problems = []
    for event in events:
        if not _in_zone(event):
            continue
        zone = event.when.zone
        try:
            check_zone(zone, islice(_starts(event), CHECKED))
            zones[zone] = timezone(zone)
        except ValueError as error:
            problems.append(_refused(event, error).problems[0])
    if problems:
        raise SourceError.of(problems)
    yield from (zones[zone] for zone in sorted(zones))


def title_of(event: Event) -> str:
    """Return the title with what a reader must know first."""
    title = one_line(event.title)
    if event.cancelled:
        return f"CANCELLED: {title}"
    return f"{title} (time TBC)" if event.when.to_be_confirmed else title


def text_of(event: Event) -> str:
    """Return the description as plain text, with the addresses to join and to sign up."""
    text = plain_description(event.description)
    parts = [text] if text else []
    if not event.cancelled:
        ways = (("Join", one_line(event.join)), ("Sign up", one_line(event.register)))
        parts += [f"{name}: {address}" for name, address in ways if address and address not in text]
    return "\n\n".join(parts)


def place_of(event: Event) -> str:
    """Return where it takes place: "Online" when there is only an address to join."""
    return one_line(event.where) or ("Online" if event.join else "")


@lru_cache(maxsize=4096)
def plain_description(markdown: str) -> str:
    """Return Markdown as plain text; kept, since links and parts of a series ask for it again."""
    return description(markdown)


def _component(event: Event, when: When, version: Version, publication: Publication) -> "Component":
    from icalendar import Event as Component
    from icalendar import vUri

    part = Component()
    part.add("uid", version.uid)
    part.add("dtstamp", version.stamp.astimezone(UTC))
    part.add("sequence", version.sequence)
    part.add("summary", title_of(event))
    _add_times(part, when, event)
    for name, text in (("description", text_of(event)), ("location", place_of(event))):
        if text:
            part.add(name, text)
    if address := _address(event, publication):
        part.add("url", vUri(address))
    part.add("organizer", _organiser(event, publication))
    part.add("status", _status(event, when))
    if when.to_be_confirmed:
        part.add("transp", "TRANSPARENT")
    if event.join and not event.cancelled:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"}
        part.add("conference", vUri(_uri(event.join)), parameters=parameters)
    return part


def _add_times(part: "Component", when: When, event: Event) -> None:
    """Add DTSTART and DTEND; for days DTEND is the day after (RFC 5545 section 3.6.1)."""
    part.add("dtstart", _written(when.start, event))
    if not isinstance(when.start, datetime):
        part.add("dtend", when.last_day + timedelta(days=1))
    elif when.end is not None and when.end > when.start:
        part.add("dtend", _written(when.end, event))


def _written(moment: Any, event: Event) -> Any:  # noqa: ANN401  a date or a datetime, as given
    """Return a moment as it is written: UTC, or in its zone for a series; a date stays one."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(event.when.zone) if _in_zone(event) else UTC)


def _in_zone(event: Event) -> bool:
    """Return whether the event is written in its zone: a timed series outside UTC."""
    timed = event.when.time_known or any(
        moved.to.time_known for moved in (event.recurrence.moved if event.recurrence else ())
    )
    return event.recurrence is not None and timed and event.when.zone not in UTC_NAMES


def _starts(event: Event) -> Iterator[datetime]:
    """Yield the moments at which a series begins, as far as its zone is checked."""
    series = event.recurrence
    if series is None:
        return
    whens = (one.to for one in series.moved)
    for when in (*whens, *islice(originals(series, event.when), CHECKED)):
        if isinstance(when.start, datetime):
            yield when.start


def _touched(series: Recurrence, first: When) -> Iterator[When]:
    """Yield the series' dates that an exception names."""
    days = {*series.left_out, *(moved.day for moved in series.moved)}
    last = max(days, default=first.first_day)
    for when in takewhile(lambda when: when.first_day <= last, originals(series, first)):
        if when.first_day in days:
            yield when


def _status(event: Event, when: When) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if when.to_be_confirmed else "CONFIRMED"


def _address(event: Event, publication: Publication) -> str:
    """Return the event's URL: to join, else to sign up, else its page."""
    chosen = (event.join or event.register) if not event.cancelled else ""
    return _uri(chosen or page_url(event, publication))


def _uri(address: str) -> str:
    """Return an address with everything encoded that a URI cannot hold (RFC 3986 section 2)."""
    return quote(one_line(address), safe="%:/?#[]@!$&'()*+,;=~")


def _organiser(event: Event, publication: Publication) -> Any:  # noqa: ANN401  icalendar's own type
    from icalendar import vCalAddress

    name = one_line(event.organiser) or one_line(publication.organisation or publication.name)
    address = vCalAddress(f"mailto:{quote(publication.sender.email, safe='@+!$*-._~')}")
    if name:
        # A parameter value holds no double quote (RFC 5545 section 3.2).
        address.params["CN"] = name.replace('"', "'")
    return address


def _moved_from(moved: MovedDate) -> Any:  # noqa: ANN401  sorts by a date
    return moved.day


def _refused(event: Event, error: ValueError) -> SourceError:
    return SourceError(
        f"the series {event.title!r} cannot be told to calendars: {error}",
        where=str(event.origin),
        hint="write each date as an event of its own, or name a neighbouring zone whose clocks"
        " follow a rule; single events work in every zone",
    )
