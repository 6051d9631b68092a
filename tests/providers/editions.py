"""Editions as they are frozen, and messages made of them: generated, or one by hand."""

from dataclasses import replace

from hypothesis import strategies as st
from judges import ADDRESSES, BODY, NAMES, WORDS
from samples import AT, INVITATION, PUBLICATION

from pynews.model import (
    Edition,
    Invitation,
    Mailbox,
    MergeField,
    Message,
    Picture,
    Publication,
    Recipient,
)
from pynews.pack import Form, compile_form

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
