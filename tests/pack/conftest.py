"""What the pack tests share: an edition with merge fields, a publication, an invitation."""

from datetime import UTC, datetime

import pytest

from pynews.model import (
    CalendarLinks,
    Change,
    Edition,
    Invitation,
    Mailbox,
    MergeField,
    Method,
    Publication,
    SentEvent,
)

FIELDS = (
    MergeField("PYNx0x", "first_name", "members"),
    MergeField("PYNx1x", "unsubscribe_url"),
    MergeField("PYNx2x", "organisation", "your organisation"),
)
HTML = (
    '<p>Dear PYNx0x of PYNx2x,</p><p><a href="PYNx1x">Unsubscribe</a>'
    ' <a href="https://example.org/?o=PYNx2x">more</a></p>\n'
)
TEXT = "Dear PYNx0x of PYNx2x,\n.a line with a dot\ntrailing \n\nUnsubscribe: PYNx1x\n"


@pytest.fixture
def edition() -> Edition:
    return Edition("2021-11", "For PYNx0x", "A line", HTML, TEXT, "<p></p>", FIELDS)


@pytest.fixture
def publication() -> Publication:
    return Publication(
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
        unsubscribe_mailto="leave@example.org",
    )


@pytest.fixture
def invitation() -> Invitation:
    stamp = datetime(2021, 11, 2, 9, tzinfo=UTC)
    record = SentEvent("event", 0, stamp, "d", "s", "2021-11-16", "", "Event")
    return Invitation(
        event_id="event",
        uid="event@news.example.org",
        method=Method.PUBLISH,
        sequence=0,
        stamp=stamp,
        change=Change.NEW,
        words="new",
        file_name="event.ics",
        ics=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        links=CalendarLinks("", "", "", ""),
        attached=True,
        record=record,
    )
