"""What goes as our own bytes, or into Amazon's templates, is what django-anymail would send."""

import json
from base64 import b64decode
from collections import Counter
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from editions import campaigns
from hypothesis import given, settings
from judges import anymails_message, anymails_payload
from mailgun_double import DOMAIN, KEY, form_of

from pynews.model import Letter, Message
from pynews.providers.mailgun import Mailgun
from pynews.providers.ses import Ses
from pynews.providers.sigv4 import Credentials

SES = Ses("eu-west-2", Credentials("AKIA0", "secret"), base="https://email.eu-west-2.amazonaws.com")
MAILGUN = Mailgun(DOMAIN, KEY)
HEADERS = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")
Mailboxes = list[tuple[str, str]]


def reading(content: bytes) -> dict[str, Any]:
    """Return what a mail program shows of a message, however it is encoded."""
    whole = message_from_bytes(content, policy=policy.default)
    assert isinstance(whole, EmailMessage)
    html, text = whole.get_body(("html",)), whole.get_body(("plain",))
    assert html is not None
    assert text is not None
    return {
        "from": _mailboxes(whole["From"].addresses),
        "to": _mailboxes(whole["To"].addresses),
        "reply-to": _mailboxes(whole["Reply-To"].addresses) if "Reply-To" in whole else [],
        "subject": _plain(whole["Subject"]),
        "html": _lines(html.get_content()),
        "text": _lines(text.get_content()),
        "headers": {name: _plain(whole[name]) for name in HEADERS},
        "files": Counter(_files(whole)),
    }


def _mailboxes(addresses: tuple[Address, ...]) -> Mailboxes:
    return [(_plain(one.display_name), one.addr_spec) for one in addresses]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _files(whole: EmailMessage) -> list[tuple[str, str, str, bytes]]:
    return [
        (
            part.get_filename() or "",
            part.get_content_type(),
            str(part.get_param("method")) + str(part["Content-ID"]),
            part.get_payload(decode=True),  # type: ignore[misc]
        )
        for part in whole.walk()
        if part.get_filename()
    ]


def letter_of(message: Message) -> Letter:
    assert message.letter is not None
    return message.letter


@given(ours=campaigns())
@settings(deadline=None, max_examples=25)
def test_amazon_is_given_the_message_that_anymail_would_give_it(ours: list[Message]) -> None:
    (message,) = ours
    tags = [{"Name": "ref", "Value": message.ref}]
    theirs = anymails_payload("amazon_ses", anymails_message(message, EmailTags=tags)).params
    mine = json.loads(SES.build([message], "k").body)
    my_bytes = b64decode(mine.pop("Content")["Raw"]["Data"])
    their_bytes = theirs.pop("Content")["Raw"]["Data"]
    assert mine == theirs
    assert reading(my_bytes) == reading(their_bytes)


@given(ours=campaigns(readers=3, whole=False))
@settings(deadline=None, max_examples=25)
def test_amazons_template_is_filled_for_each_reader_as_anymail_would(ours: list[Message]) -> None:
    (batch, *rest) = SES.batches(ours)
    if rest:  # two braces in a row go as our own bytes
        return
    first = anymails_message(ours[0])
    first.body, first.alternatives, first.subject = "", [], ""
    first.to = [one.envelope.recipient for one in ours]
    first.extra_headers = {}
    first.template_id = "newsletter"
    first.merge_data = {
        one.envelope.recipient: {f"v{n}": value for n, value in enumerate(letter_of(one).values)}
        for one in ours
    }
    first.merge_headers = {
        one.envelope.recipient: {
            name: value for name, value in letter_of(one).headers if name in HEADERS
        }
        for one in ours
    }
    payload = anymails_payload("amazon_ses", first)
    mine, theirs = json.loads(SES.build(batch, "k").body), payload.params
    assert payload.api_name == "send_bulk_email"
    for my, their, one in zip(
        mine["BulkEmailEntries"], theirs["BulkEmailEntries"], ours, strict=True
    ):
        assert my.pop("ReplacementTags") == [{"Name": "ref", "Value": one.ref}]
        assert _data(my) == _data(their)
        assert my == their
    assert mine.pop("BulkEmailEntries") == theirs.pop("BulkEmailEntries")
    assert _parsed(mine["FromEmailAddress"]) == _parsed(theirs["FromEmailAddress"])
    replies = [one.get("ReplyToAddresses", []) for one in (mine, theirs)]
    assert [_parsed(one) for one in replies[0]] == [_parsed(one) for one in replies[1]]
    assert theirs["DefaultContent"]["Template"]["TemplateName"] == "newsletter"
    assert set(mine) == set(theirs)


def _data(entry: dict[str, Any]) -> Any:
    template = entry["ReplacementEmailContent"]["ReplacementTemplate"]
    return json.loads(template.pop("ReplacementTemplateData"))


def _parsed(mailbox: str) -> Mailboxes:
    header: Any = policy.default.header_factory("From", mailbox)
    return _mailboxes(header.addresses)


@given(ours=campaigns())
@settings(deadline=None, max_examples=25)
def test_mailgun_is_given_the_message_that_anymail_would_have_it_make(ours: list[Message]) -> None:
    (message,) = ours
    extra = {"o:tracking": "no", "o:suppress-headers": "X-Mailgun-Variables"}
    made = anymails_message(message, sender_domain=DOMAIN, **extra)
    made.metadata, made.track_opens, made.track_clicks = {"ref": message.ref}, False, False
    payload = anymails_payload("mailgun", made)
    theirs = payload.get_request_params("https://api.mailgun.net/v3/")
    request = MAILGUN.build(ours, "k")
    form, content = form_of(dict(request.headers)["Content-Type"], request.body)
    assert request.url == f"{theirs['url']}.mime"
    data: dict[str, Any] = theirs["data"]
    assert {name: [value] for name, value in form.items()} == {
        name: value if isinstance(value, list) else [value]
        for name, value in data.items()
        if name == "to" or (name[1:2] == ":" and name[0] in "ov")
    }
    seen = reading(content)
    assert seen["from"] == _parsed(data["from"][0])
    assert seen["reply-to"] == (_parsed(data["h:Reply-To"]) if "h:Reply-To" in data else [])
    assert seen["subject"] == _plain(data["subject"])
    assert (seen["html"], seen["text"]) == (_lines(data["html"]), _lines(data["text"]))
    assert seen["headers"] == {name: _plain(data[f"h:{name.title()}"]) for name in HEADERS}
    files = Counter(
        (name, kind.partition(";")[0], content)
        for _, (name, content, kind) in theirs["files"] or ()
    )
    mine = Counter((name, kind, content) for name, kind, _, content in seen["files"].elements())
    letters = letter_of(message).sheet.enclosures
    inline = {one.content_id: one.name for one in letters if one.content_id}
    assert mine == Counter(
        {(inline.get(name, name), *rest): count for (name, *rest), count in files.items()}
    )
