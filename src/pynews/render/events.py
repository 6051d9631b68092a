"""An event and its invitation become a card."""

from pynews.model import Change, Event, Invitation, without_join
from pynews.render import days
from pynews.render.cards import EventCard, Link, Tile
from pynews.render.desk import Desk, Surface, one_line
from pynews.render.theme import Look

__all__ = ["event_card"]

CHANGED = {Change.TIME_KNOWN, Change.MOVED, Change.REWORDED, Change.CANCELLED}


def event_card(
    desk: Desk, event: Event, invitation: Invitation | None, *, alone: bool
) -> EventCard:
    """Return the card of an event.

    Arguments:
        desk: what card makers share.
        event: what takes place.
        invitation: its calendar part, or None.
        alone: whether it is the only event, so that links need not name it.

    Raises:
        SourceError: an address no link can lead to, a picture that is missing.
    """
    online = bool(event.join)
    event = event if desk.personal else without_join(event)
    on, look = not event.cancelled, desk.theme.look
    return EventCard(
        id=event.id,
        title=one_line(event.title),
        tile=Tile(*days.tile(look, event.when.first_day)),
        when=days.when(look, event.when),
        where=one_line(event.where) or desk.say("online" if online else "place_tbc"),
        repeats=days.repeats(look, event),
        change=_change(look, event, invitation),
        cancelled=event.cancelled,
        organiser=one_line(event.organiser),
        description=desk.rich(event.description, event.origin),
        register=_link(desk, event, event.register, "register", alone=alone) if on else None,
        join=_link(desk, event, event.join, "join", alone=alone) if on and desk.personal else None,
        calendar=_calendar(desk, invitation) if on else (),
        attachment=_attachment(desk, invitation),
    )


def _change(look: Look, event: Event, invitation: Invitation | None) -> str:
    if invitation is None or invitation.change not in CHANGED:
        return ""
    words = one_line(days.changed(look, event, invitation))
    return words[:1].upper() + words[1:]


def _link(desk: Desk, event: Event, address: str, key: str, *, alone: bool) -> Link | None:
    if not address:
        return None
    words = desk.say(key if alone else f"{key}_many", title=one_line(event.title))
    return Link(desk.href(address, event.origin), words)


def _calendar(desk: Desk, invitation: Invitation | None) -> tuple[Link, ...]:
    if invitation is None:
        return ()
    public = None if desk.personal else invitation.public_links
    links = public or invitation.links
    offered = {
        "calendar_file": links.ics,
        "calendar_google": links.google,
        "calendar_outlook": links.outlook,
        "calendar_office365": links.office365,
        "calendar_yahoo": links.yahoo,
    }
    return tuple(
        Link(href, desk.say(key), note=desk.notes.number(href))
        for key, href in offered.items()
        if href
    )


def _attachment(desk: Desk, invitation: Invitation | None) -> str:
    if invitation is None or not invitation.attached or desk.surface is not Surface.MESSAGE:
        return ""
    return invitation.file_name
