"""Independent judges: the vendors' own libraries, and django-anymail's readers."""

import json
from datetime import UTC, datetime, timedelta

import django.conf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sendgrid.helpers.eventwebhook import EventWebhook
from svix.webhooks import Webhook, WebhookVerificationError

from pynews.errors import CredentialsError, SourceError
from pynews.model import ReportKind
from pynews.providers.reporting import Post, open_reports
from pynews.providers.ses_reports import SesReports

from .senders import DAY, KINDS, SENDERS, WHSEC, pem, public_key, sns, svix

if not django.conf.settings.configured:
    django.conf.settings.configure(
        ANYMAIL={
            "MAILGUN_WEBHOOK_SIGNING_KEY": "x",
            "MAILTRAP_TRACKING_SECRET": "x",
            "WEBHOOK_SECRET": "a:b",
        },
        SECRET_KEY="x",
    )

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CERTIFICATE = pem(NOON - DAY, NOON + DAY)
BODIES = st.text(max_size=200).map(str.encode)


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def believed(name: str, body: bytes, headers: dict[str, str], at: datetime) -> bool:
    """Whether our reader takes a signature, whatever it makes of the words."""
    sender = SENDERS[name]
    reader = open_reports(name, secret=sender.secret, topics=sender.topics)
    try:
        reader.receive(Post(lower(headers), body, at), lambda address: address)
    except CredentialsError:
        return False
    except SourceError:  # the words do not matter here
        return True
    return True


@given(
    tree=st.dictionaries(st.text(max_size=9), st.text(max_size=9)), seconds=st.integers(-400, 400)
)
def test_svix_and_we_believe_the_same_posts(tree, seconds):
    """The library reads the machine's clock, so that the post is moved, not the clock."""
    now = datetime.now(UTC).replace(microsecond=0)
    if abs(abs(seconds) - 300) < 5:
        return
    body = json.dumps(tree).encode()
    headers = svix(body, now + timedelta(seconds=seconds), "x")
    try:
        Webhook(WHSEC).verify(body, headers)
        theirs = True
    except WebhookVerificationError:
        theirs = False
    assert believed("resend", body, headers, now) == theirs == (abs(seconds) < 300)


@given(body=BODIES, change=st.booleans())
def test_svix_and_we_refuse_the_same_forgeries(body, change):
    now = datetime.now(UTC)
    headers = svix(body, now, "x")
    seen = body + b" " if change else body
    try:
        Webhook(WHSEC).verify(seen, headers)
        theirs = True
    except WebhookVerificationError:
        theirs = False
    except ValueError:  # it also reads the words, after the signature
        theirs = True
    assert believed("resend", seen, headers, now) == theirs == (not change)


@given(body=BODIES, change=st.booleans())
def test_sendgrids_library_and_we_believe_the_same_posts(body, change):
    headers = SENDERS["sendgrid"].sign(body, NOON, "x")
    seen = body + b" " if change else body
    judge = EventWebhook(public_key())
    mark, stamp = headers.values()
    theirs = judge.verify_signature(seen.decode(), mark, stamp)
    assert believed("sendgrid", seen, headers, NOON) == theirs == (not change)


def anymail_view(name: str):
    from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
    from anymail.webhooks.brevo import BrevoTrackingWebhookView
    from anymail.webhooks.mailgun import MailgunTrackingWebhookView
    from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
    from anymail.webhooks.postmark import PostmarkTrackingWebhookView
    from anymail.webhooks.resend import ResendTrackingWebhookView
    from anymail.webhooks.sendgrid import SendGridTrackingWebhookView

    return {
        "brevo": BrevoTrackingWebhookView,
        "mailgun": MailgunTrackingWebhookView,
        "mailtrap": MailtrapTrackingWebhookView,
        "postmark": PostmarkTrackingWebhookView,
        "resend": ResendTrackingWebhookView,
        "sendgrid": SendGridTrackingWebhookView,
        "ses": AmazonSESTrackingWebhookView,
    }[name]


class Posted:
    """As much of a Django request as anymail's readers look at."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        self.body = body
        self.headers = lower(headers)
        self.content_type = "application/json"
        self.encoding = "utf-8"


SAME = {
    "delivered": {ReportKind.DELIVERED},
    "bounced": {ReportKind.BOUNCED_HARD, ReportKind.BOUNCED_SOFT},
    "rejected": {ReportKind.BOUNCED_HARD, ReportKind.BOUNCED_SOFT},
    "deferred": {ReportKind.BOUNCED_SOFT, ReportKind.DEFERRED},
    "complained": {ReportKind.COMPLAINED},
    "unsubscribed": {ReportKind.UNSUBSCRIBED},
}
ADDRESSES = st.from_regex(
    r"[a-z0-9]([a-z0-9+_-]{0,20}[a-z0-9])?@[a-z0-9]{1,20}\.example\.org", fullmatch=True
)


def ours(name: str, body: bytes, headers: dict[str, str]):
    sender = SENDERS[name]
    if name == "ses":
        reader = SesReports(sender.topics, lambda _: CERTIFICATE)
    else:
        reader = open_reports(name, secret=sender.secret)
    return reader.receive(Post(lower(headers), body, NOON), lambda address: address).reports


@pytest.mark.filterwarnings("ignore:django-anymail has dropped")
@pytest.mark.parametrize(
    "name", ["brevo", "mailgun", "mailtrap", "postmark", "resend", "sendgrid", "ses"]
)
@given(kind=st.sampled_from(KINDS), address=ADDRESSES, seconds=st.integers(0, 250))
def test_anymail_and_we_read_the_same(name, kind, address, seconds):
    at = NOON - timedelta(seconds=seconds)
    body, headers = SENDERS[name].post(kind, address, at, "own-id")
    kind_of_view = anymail_view(name)
    # Its reader for SES wants boto3 at hand only to confirm topics.
    view = kind_of_view.__new__(kind_of_view) if name == "ses" else kind_of_view()
    theirs = view.parse_events(Posted(body, headers))
    found = ours(name, body, headers)
    expected = [one for one in theirs if one.event_type in SAME]
    assert len(found) == len(expected)
    for mine, one in zip(found, expected, strict=True):
        assert mine.kind in SAME[one.event_type]
        assert mine.subscriber == one.recipient
        assert abs(mine.at - one.timestamp) < timedelta(seconds=1)


def test_a_signed_hello_from_amazon_is_read_as_nothing():
    body = json.dumps(sns("Notification", "Successfully validated", NOON, "n")).encode()
    assert ours("ses", body, {}) == ()
