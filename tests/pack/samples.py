"""A publication and an invitation, for whoever makes messages in a test."""

from datetime import UTC, datetime

from pynews.model import (
    CalendarLinks,
    Change,
    Invitation,
    Mailbox,
    Method,
    Publication,
    SentEvent,
)

AT = datetime(2021, 11, 2, 9, tzinfo=UTC)
PUBLICATION = Publication(
    id="news.example.org",
    name="Example community",
    language="en-GB",
    timezone="Europe/London",
    base_url="",
    theme="plain",
    sender=Mailbox("Example community", "news@example.org"),
    reply_to=Mailbox("", "reply@example.org"),
    organisation="Example community",
    address="1 Example Street",
)
INVITATION = Invitation(
    event_id="event",
    uid="event@news.example.org",
    method=Method.PUBLISH,
    sequence=0,
    stamp=AT,
    change=Change.NEW,
    words="new",
    file_name="event.ics",
    ics=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    links=CalendarLinks("", "", "", ""),
    attached=True,
    record=SentEvent("event", 0, AT, "d", "s", "2021-11-16", "", "Event"),
)
