"""A letter in parts says the same as the message's bytes."""

import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.model import Enclosure, Letter, Mailbox, MergeField, Picture, Recipient
from pynews.pack import Form, compile_form

KEY = b"a key for tests"
AT = datetime(2021, 11, 2, 9, tzinfo=UTC)
VALUES = st.text(st.characters(codec="utf-8"), max_size=60)


def form_of(edition, publication, *invitations) -> Form:
    return compile_form(
        edition, invitations=invitations, publication=publication, at=AT, campaign="c"
    )


def both(form: Form, recipient: Recipient) -> tuple[Letter, EmailMessage]:
    message = form.message(recipient, key=KEY)
    assert message.letter is not None
    whole = message_from_bytes(message.content, policy=email.policy.default)
    assert isinstance(whole, EmailMessage)
    return message.letter, whole


def body(whole: EmailMessage, kind: str) -> str:
    part = whole.get_body((kind,))
    assert part is not None
    return part.get_payload(decode=True).decode().replace("\r\n", "\n")  # type: ignore[union-attr]


@given(first=VALUES, place=VALUES)
def test_any_value_stands_in_the_letter_as_in_the_message(edition, publication, first, place):
    served = replace(publication, unsubscribe_url="https://news.example.org/u")
    recipient = Recipient("a" * 26, "member@example.org", first, "", place)
    letter, whole = both(form_of(edition, served), recipient)
    assert letter.html == body(whole, "html")
    assert letter.text == body(whole, "plain")
    assert letter.subject == whole["subject"]
    headers = dict(letter.headers)
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID"):
        assert headers[name] == whole[name]
    assert f"<{letter.unsubscribe}>" in whole["List-Unsubscribe"]


def test_names_are_read_back_and_headers_stay_ascii(edition, publication):
    foreign = replace(
        publication,
        name="Gemeinschaft für Gesundheit " * 4,
        sender=Mailbox("Gemeinschaft für „Gesundheit“", "news@example.org"),
        reply_to=Mailbox('Last, "First"', "reply@example.org"),
    )
    letter, whole = both(form_of(edition, foreign), Recipient("b", "m@example.org"))
    assert letter.sheet.sender == foreign.sender
    assert letter.sheet.reply_to == foreign.reply_to
    assert all(value.isascii() and "\n" not in value for _, value in letter.headers)
    assert whole["List-Id"].endswith("<news.example.org>")


def test_without_a_reply_address_of_its_own_there_is_none(edition, publication):
    same = replace(publication, reply_to=publication.sender)
    letter, _ = both(form_of(edition, same), Recipient("b", "m@example.org"))
    assert letter.sheet.reply_to is None


def test_pictures_and_calendars_are_enclosed(edition, publication, invitation):
    picture = Picture("one@news.example.org", "one.png", "image/png", b"\x89PNG" * 50)
    form = form_of(replace(edition, pictures=(picture,)), publication, invitation)
    letter, _ = both(form, Recipient("b", "m@example.org"))
    calendar = 'text/calendar; charset="utf-8"; method="PUBLISH"'
    assert letter.sheet.enclosures == (
        Enclosure("one.png", "image/png", picture.content, "one@news.example.org"),
        Enclosure("event.ics", calendar, invitation.ics),
    )
    assert [one.bare_type for one in letter.sheet.enclosures] == ["image/png", "text/calendar"]


def test_all_letters_of_a_campaign_share_one_sheet(edition, publication):
    form = form_of(edition, publication)
    first, second = (both(form, Recipient(n, "m@example.org", n))[0] for n in "ab")
    assert first.sheet is second.sheet
    assert first.values != second.values
    again = Form.from_bytes(form.to_bytes())
    assert both(again, Recipient("a", "m@example.org", "a"))[0] == first


def test_without_markdown_a_form_is_written_as_before(edition, publication):
    form = form_of(edition, publication)
    assert b"markdown" not in form.to_bytes()
    assert both(form, Recipient("a", "m@example.org"))[0].markdown == ""


def test_markdown_is_frozen_with_the_form(edition, publication):
    told = "Dear PYNx0x,\n\n# News\n\n[Leave](PYNx1x)\n"
    form = form_of(replace(edition, markdown=told), publication)
    again = Form.from_bytes(form.to_bytes())
    assert again == form
    assert form.digest() != form_of(edition, publication).digest()
    letter, _ = both(again, Recipient("a", "m@example.org", "Zoë"))
    assert letter.markdown == f"Dear Zoë,\n\n# News\n\n[Leave]({letter.unsubscribe})\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("((subject))", "(\u200b(subject)\u200b)"),
        ("[x](https://example.org)", "[x]\u200b(https://example.org)"),
        ("# big", "\u200b# big"),
        ("* item", "\u200b* item"),
        ("O'Neil (Leeds)", "O'Neil (Leeds)"),
    ],
)
def test_a_name_is_no_markup_for_notify(edition, publication, value, shown):
    field = MergeField("PYNx0x", "first_name", "members")
    notify = replace(edition, markdown="PYNx0x", fields=(field,), html="<p>", text="-", subject="S")
    letter, _ = both(form_of(notify, publication), Recipient("a", "m@example.org", value))
    assert letter.markdown == shown


def test_a_letters_values_are_a_sequence_like_any_other(edition, publication):
    form = form_of(edition, publication)
    one, again, other = (
        form.message(Recipient("a" * 26, "member@example.org", name), key=KEY).letter
        for name in ("Zoë & co", "Zoë & co", "Alex")
    )
    assert one is not None
    assert one == again
    assert hash(one.values) == hash(again.values if again else ())
    assert one != other
    assert one.values == tuple(one.values)
    assert one.values[:2] == tuple(one.values)[:2]
    assert len(one.values) == len(list(one.values))
    assert one.values != "Zoë & co"
