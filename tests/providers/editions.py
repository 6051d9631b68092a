"""Editions as they are frozen, and messages made of them: generated, or one by hand."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st
from judges import ADDRESSES, BODY, NAMES, WORDS

from pynews.model import (
    CalendarLinks,
    Change,
    Edition,
    Invitation,
    Mailbox,
    MergeField,
    Message,
    Method,
    Picture,
    Publication,
    Recipient,
    SentEvent,
)
from pynews.pack import Form, compile_form

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
FIELDS = (
    MergeField("PYNx0x", "first_name", "members"),
    MergeField("PYNx1x", "unsubscribe_url"),
)
ONE = Picture("one@news.example.org", "one.png", "image/png", b"\x89PNG" * 20)
READERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


def form_of(
    edition: Edition, *invitations: Invitation, publication: Publication = PUBLICATION
) -> Form:
    """Return an edition's form, with https addresses to leave by."""
    served = replace(publication, unsubscribe_url="https://news.example.org")
    return compile_form(edition, invitations=invitations, publication=served, at=AT, campaign="c")


@st.composite
def campaigns(draw: st.DrawFn, *, readers: int = 1, whole: bool = True) -> list[Message]:
    """Messages of one campaign to so many readers, as any edition might make them.

    Arguments:
        draw: hypothesis's own.
        readers: how many.
        whole: whether calendars and pictures travel along.
    """
    sender = Mailbox(draw(NAMES), draw(ADDRESSES))
    edition = Edition(
        "2021-11",
        f"{draw(WORDS)} for PYNx0x",
        "",
        f"<p>{draw(BODY)} PYNx0x</p><a href='PYNx1x'>Leave</a>\n",
        f"{draw(BODY)} PYNx0x\n\nLeave: PYNx1x\n",
        "",
        FIELDS,
        (ONE,) if whole and draw(st.booleans()) else (),
    )
    invitations = (INVITATION,) if whole and draw(st.booleans()) else ()
    publication = replace(
        PUBLICATION, sender=sender, reply_to=Mailbox(draw(NAMES), draw(ADDRESSES))
    )
    form = form_of(edition, *invitations, publication=publication)
    return [
        form.message(Recipient(f"{n:026}", f"r{n}@example.org", draw(READERS)), key=b"k")
        for n in range(readers)
    ]
