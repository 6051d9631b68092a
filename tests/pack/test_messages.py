"""A message, built by joining bytes, says what one built by the email package would say."""

import email
import email.policy
import html
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import quote

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.model import Mailbox, Picture, Recipient
from pynews.pack import Form, compile_form, edition_digest, read_as, unsubscribe_address
from pynews.pack.values import clean

KEY = b"a key for tests"
AT = datetime(2021, 11, 2, 9, tzinfo=UTC)
HOSTILE = (
    "Zoë",
    '"Quote" & <b>',
    "{{ x }} %s %(y)s ${z}",
    "事務 مرحبا",
    "👩🏽‍⚕️ e\u0301",
    "=?utf-8?q?x?=",
    "trailing   ",
    "x" * 10_000,
    "line\r\nBcc: all@example.org",
    "\x00\x07",
    ".",
    "",
)


def form_of(edition, publication, *invitations, campaign="c") -> Form:
    return compile_form(
        edition, invitations=invitations, publication=publication, at=AT, campaign=campaign
    )


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


def check_everything(form: Form, name: str) -> None:
    recipient = Recipient("a" * 26, "member@example.org", name, "", name)
    content = form.message(recipient, key=KEY).content
    message = parsed(content)
    shown = clean(name)
    first, place = shown or "members", shown or "your organisation"
    assert f"Dear {first} of {place}," in body(message, "plain")
    tree = lxml.html.fromstring(body(message, "html"))
    assert tree.xpath("string(//p[1])") == f"Dear {first} of {place},"
    links = tree.xpath("//a/@href")
    assert links[0].startswith("mailto:leave@example.org?subject=unsubscribe%20" + "a" * 26 + ".")
    assert links[1] == "https://example.org/?o=" + quote(place, safe="")
    assert message["subject"] == clean(f"For {first}")
    assert message["bcc"] is None
    headers, _, rest = content.partition(b"\r\n\r\n")
    assert b"\n" not in headers.replace(b"\r\n", b"")
    assert rest.count(b"\n") == rest.count(b"\r\n")
    assert max(len(line) for line in rest.split(b"\r\n")) <= 78


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_survives_the_journey(edition, publication, name):
    check_everything(form_of(edition, publication), name)


@given(name=st.text(max_size=300))
def test_any_text_survives_the_journey(edition, publication, name):
    # lxml refuses what XML 1.0 cannot hold; readers never see those characters either.
    visible = "".join(one for one in name if one.isprintable() or one in "\r\n\t ")
    check_everything(form_of(edition, publication), visible)


def test_the_message_has_the_shape_clients_expect(edition, publication, invitation):
    message = parsed(
        form_of(edition, publication, invitation)
        .message(Recipient("b", "member@example.org"), key=KEY)
        .content
    )
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    part = next(iter(message.iter_attachments()))
    assert part.get_content_disposition() == "attachment"
    assert part.get_filename() == "event.ics"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_payload(decode=True) == invitation.ics


def test_an_invitation_that_is_not_attached_stays_out(edition, publication, invitation):
    form = form_of(edition, publication, replace(invitation, attached=False))
    message = parsed(form.message(Recipient("b", "member@example.org"), key=KEY).content)
    assert message.get_content_type() == "multipart/alternative"


def test_pictures_travel_beside_the_html(edition, publication):
    picture = Picture("one@news.example.org", "one.png", "image/png", b"\x89PNG" * 50)
    form = form_of(replace(edition, pictures=(picture,)), publication)
    message = parsed(form.message(Recipient("b", "member@example.org"), key=KEY).content)
    related = message.get_body(("related",))
    assert related is not None
    found = [part for part in related.walk() if part.get_content_type() == "image/png"]
    assert found[0]["content-id"] == "<one@news.example.org>"
    assert found[0].get_payload(decode=True) == picture.content


def test_the_headers_let_everybody_leave(edition, publication):
    mailto = parsed(
        form_of(edition, publication).message(Recipient("b", "m@example.org"), key=KEY).content
    )
    assert mailto["List-Unsubscribe"].startswith(
        "<mailto:leave@example.org?subject=unsubscribe%20b."
    )
    assert mailto["List-Unsubscribe-Post"] is None
    served = replace(publication, unsubscribe_url="https://news.example.org/u")
    one_click = parsed(
        form_of(edition, served).message(Recipient("b", "m@example.org"), key=KEY).content
    )
    assert one_click["List-Unsubscribe"].startswith("<https://news.example.org/u/unsubscribe/b.")
    assert "mailto:leave@example.org" in one_click["List-Unsubscribe"]
    assert one_click["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one_click["List-Id"].endswith("<news.example.org>")


def test_names_beyond_ascii_stand_in_headers(edition, publication):
    foreign = replace(
        publication,
        name="Gemeinschaft für Gesundheit " * 4,
        sender=Mailbox("Gemeinschaft für „Gesundheit“", "news@example.org"),
        reply_to=Mailbox('Last, "First"', "reply@example.org"),
    )
    message = parsed(
        form_of(edition, foreign).message(Recipient("b", "m@example.org"), key=KEY).content
    )
    assert message["from"].addresses[0].display_name == "Gemeinschaft für „Gesundheit“"
    assert message["reply-to"].addresses[0].display_name == 'Last, "First"'


def test_without_a_reply_address_of_its_own_there_is_no_header(edition, publication):
    same = replace(publication, reply_to=publication.sender)
    message = parsed(
        form_of(edition, same).message(Recipient("b", "m@example.org"), key=KEY).content
    )
    assert message["reply-to"] is None


def test_a_form_written_down_and_read_back_makes_the_same_bytes(edition, publication, invitation):
    form = form_of(edition, publication, invitation)
    again = Form.from_bytes(form.to_bytes())
    recipient = Recipient("b", "member@example.org", "Zoë")
    assert again == form
    assert again.message(recipient, key=KEY) == form.message(recipient, key=KEY)


def test_every_recipient_and_campaign_has_a_ref_of_its_own(edition, publication):
    form = form_of(edition, publication)
    refs = {form.message(Recipient(str(n), "m@example.org"), key=KEY).ref for n in range(100)}
    assert len(refs) == 100
    other = form_of(edition, publication, campaign="d")
    assert not refs & {other.message(Recipient("1", "m@example.org"), key=KEY).ref}
    assert all(len(ref) <= 64 and ref.isalnum() for ref in refs)


def test_the_digest_names_content_and_not_time(edition, publication, invitation):
    def digest(edition_=edition, *invitations):
        return edition_digest(edition_, invitations=invitations, publication=publication)

    assert digest() == digest()
    assert digest() != digest(replace(edition, text=edition.text + "more"))
    assert digest() != digest(edition, invitation)
    assert digest() != edition_digest(
        edition,
        invitations=(),
        publication=replace(publication, address="2 Example Street", reply_to=publication.sender),
    )


def test_a_reading_shows_the_same_values_as_the_message(edition, publication):
    recipient = Recipient("b", "member@example.org", "Zoë & <co>")
    seen = read_as(edition, recipient, unsubscribe=unsubscribe_address(publication))
    message = parsed(form_of(edition, publication).message(recipient, key=KEY).content)
    assert seen.subject == message["subject"]
    assert seen.text.splitlines()[0] == body(message, "plain").splitlines()[0]
    assert html.escape("Zoë & <co>") in seen.html
    assert "PYNx" not in seen.html + seen.text + seen.subject
