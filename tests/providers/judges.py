"""Independent judges of our requests: django-anymail and the vendors' own descriptions."""

import json
from email.utils import formataddr
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from pynews.model import Enclosure, Envelope, Letter, Mailbox, Message, Sheet

SPECS = Path(__file__).parents[2].parent / "shared" / "specs"
LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1
).map(str.strip)
WORDS = LINE.filter(bool)
BODY = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=200)
LOCAL = st.from_regex(r"[a-z0-9][a-z0-9.+_-]{0,15}[a-z0-9]", fullmatch=True).filter(
    lambda text: ".." not in text
)
ADDRESSES = st.builds("{}@{}".format, LOCAL, st.sampled_from(["example.org", "mail.example.org"]))
NAMES = st.one_of(
    st.just(""), st.sampled_from(['Last, "First"', "Zoë", "News (daily)", "a\\b"]), WORDS
)
CALENDAR_TYPE = 'text/calendar; charset="utf-8"; method="PUBLISH"'
FILES = st.sampled_from(
    [
        Enclosure("event.ics", CALENDAR_TYPE, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        Enclosure("a.pdf", "application/pdf", bytes(range(256))),
    ]
)
PICTURES = st.just(Enclosure("one.png", "image/png", b"\x89PNG" * 20, "one@news.example.org"))


@st.composite
def letters(draw: st.DrawFn, *, enclosures: bool = True, pictures: bool = True) -> Message:
    """A message as any edition might make it."""
    name, address = draw(NAMES), draw(ADDRESSES)
    reply_to = draw(st.one_of(st.none(), st.builds(Mailbox, NAMES, ADDRESSES)))
    kinds = [FILES] * enclosures + [PICTURES] * pictures
    enclosed = draw(st.lists(st.one_of(*kinds), max_size=2)) if kinds else []
    sheet = Sheet(
        sender=Mailbox(name, address),
        reply_to=reply_to,
        subject=(draw(WORDS),),
        html=("<p>", draw(BODY), 0, "</p>"),
        text=(draw(BODY), 0),
        markdown=(draw(BODY), 0),
        headers=(
            ("List-Id", ("News <news.example.org>",)),
            ("List-Unsubscribe", ("<", 1, ">")),
            ("List-Unsubscribe-Post", ("List-Unsubscribe=One-Click",)),
        ),
        unsubscribe=(1,),
        enclosures=tuple(enclosed),
    )
    number = draw(st.integers(0, 10**9))
    values = (draw(BODY), f"https://news.example.org/u/{number}")
    envelope = Envelope(address, draw(ADDRESSES))
    return Message(f"ref-{number}", envelope, b"", Letter(sheet, values))


@cache
def _settings() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            ANYMAIL={
                "POSTMARK_SERVER_TOKEN": "key",
                "RESEND_API_KEY": "key",
                "BREVO_API_KEY": "key",
                "MAILGUN_API_KEY": "key",
            },
            DEFAULT_CHARSET="utf-8",
            USE_I18N=False,
        )


def anymails(
    name: str, message: Message, *, bare: bool = False, **extra: Any
) -> tuple[str, dict[str, str], Any]:
    """Return address, headers and body of the request that django-anymail would make.

    Arguments:
        name: its back end.
        message: ours.
        bare: whether files' types go without parameters.
        extra: attributes that only anymail's messages have.
    """
    theirs = anymails_message(message, bare=bare)
    for attribute, wanted in extra.items():
        setattr(theirs, attribute, wanted)
    payload = anymails_payload(name, theirs)
    request = payload.get_request_params(payload.backend.api_url)
    return request["url"], request["headers"], json.loads(request["data"])


def anymails_message(message: Message, *, bare: bool = False, **esp_extra: Any) -> Any:
    """Return one of our messages as django-anymail's users write it.

    Arguments:
        message: ours.
        bare: whether files' types go without parameters.
        esp_extra: what only the one provider knows.
    """
    _settings()
    from anymail.message import AnymailMessage

    letter = message.letter
    assert letter is not None
    theirs = AnymailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=written(letter.sheet.sender),
        to=[message.envelope.recipient],
        reply_to=[written(letter.sheet.reply_to)] if letter.sheet.reply_to else None,
        headers=dict(letter.headers),
    )
    theirs.attach_alternative(letter.html, "text/html")
    for one in letter.sheet.enclosures:
        theirs.attach(_part(one, one.bare_type if bare else one.media_type))
    if esp_extra:
        theirs.esp_extra = esp_extra
    return theirs


def anymails_payload(name: str, theirs: Any) -> Any:
    """Return what django-anymail's back end of that name makes of a message."""
    from importlib import import_module

    backend = import_module(f"anymail.backends.{name}").EmailBackend()
    payload = backend.build_message_payload(theirs, {})
    if name == "amazon_ses":
        payload.finalize_payload()
    return payload


def written(mailbox: Mailbox | None) -> str:
    """Return a mailbox as a person types it, quoted where it must be."""
    assert mailbox is not None
    if not mailbox.name:
        return mailbox.email
    quoted = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{mailbox.email}>' if quoted else formataddr(("", mailbox.email))


def _part(one: Enclosure, media_type: str) -> Any:
    from email.encoders import encode_base64
    from email.mime.base import MIMEBase

    part = MIMEBase("application", "octet-stream")
    part.replace_header("Content-Type", media_type)
    part.set_payload(one.content)
    encode_base64(part)
    kind = "inline" if one.content_id else "attachment"
    part["Content-Disposition"] = f'{kind}; filename="{one.name}"'
    if one.content_id:
        part["Content-ID"] = f"<{one.content_id}>"
    return part


def same_mailbox(ours: str, theirs: str) -> bool:
    """Whether two mailboxes in text are one."""
    from email.utils import parseaddr

    return parseaddr(ours) == parseaddr(theirs)


@cache
def description(path: str) -> Any:
    """Return a vendor's own description; skip the test where there is none."""
    file = SPECS / path
    if not file.is_file():
        pytest.skip("no vendor descriptions")
    if file.suffix == ".json":
        return json.loads(file.read_text(encoding="utf-8"))
    import yaml

    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def validator(path: str, pointer: str) -> Any:
    """Return what proves a value against a part of a vendor's OpenAPI description.

    Arguments:
        path: of the description.
        pointer: JSON pointer to a schema.
    """
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    whole = description(path)
    folder = (SPECS / path).parent

    def retrieve(uri: str) -> Any:
        found = json.loads((folder / Path(uri).name).read_text(encoding="utf-8"))
        return Resource(contents=found, specification=DRAFT202012)

    registry = Registry(retrieve=retrieve).with_resource(
        "urn:vendor", Resource(contents=whole, specification=DRAFT202012)
    )
    return Draft202012Validator({"$ref": f"urn:vendor#{pointer}"}, registry=registry)


def botocores_proof(
    asked: tuple[str, str, dict[str, str], bytes], keys: tuple[str, ...], region: str
) -> str:
    """Return the Authorization header that botocore would make.

    Arguments:
        asked: method, address, the headers to sign (X-Amz-Date among them), body.
        keys: access key, secret, and the token where there is one.
        region: of the signature.
    """
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    method, url, headers, body = asked
    request = AWSRequest(method=method, url=url, data=body, headers=headers)
    request.context["timestamp"] = headers["X-Amz-Date"]
    auth = SigV4Auth(Credentials(*keys), "ses", region)
    canonical = auth.canonical_request(request)
    signature = auth.signature(auth.string_to_sign(request, canonical), request)
    names = auth.signed_headers(auth.headers_to_sign(request))
    return (
        f"AWS4-HMAC-SHA256 Credential={auth.scope(request)}, "
        f"SignedHeaders={names}, Signature={signature}"
    )


@cache
def botocores_model(operation: str) -> Any:
    """Return the input shape of an SES operation, from the vendor's service model."""
    import gzip

    from botocore.model import ServiceModel

    path = SPECS / "ses" / "service-2.json.gz"
    if not path.is_file():
        pytest.skip("no vendor descriptions")
    model = ServiceModel(json.loads(gzip.decompress(path.read_bytes())), "sesv2")
    return model.operation_model(operation).input_shape
