"""GOV.UK Notify, played by a server on loopback and judged by its own client and description."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import letters, validator
from notifications_python_client.authentication import create_jwt_token
from notifications_python_client.notifications import NotificationsAPIClient
from notify_dialect import SECRET, SERVICE, TEMPLATE
from notify_dialect import Notify as Dialect

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Letter, Message
from pynews.providers import Provider, open_provider
from pynews.providers.notify import Notify, token
from pynews.providers.proof import UNKNOWN, ApiDouble, HttpContract, message
from pynews.providers.transport import HttpResponse

KEY = f"my_key-{SERVICE}-{SECRET}"
NOTIFY = Notify(SERVICE, SECRET, TEMPLATE)


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "notify"
    key = KEY
    settings: ClassVar = {"template_id": TEMPLATE}
    secrets = (SECRET, "eyJ")
    waits: ClassVar = {"429": None}
    refuses = ("to",)
    sentences: ClassVar = {
        "wrong key": "403",
        "unverified sender": "reply-to",
        "suspended account": "suspended",
        "daily limit": "daily",
    }
    mendable: ClassVar = {
        "403": (CredentialsError, "Invalid token"),
        "clock": (CredentialsError, "system clock"),
        "302": (ProjectError, "GOV.UK Notify said 302"),
        "daily": (RetryLaterError, "for today"),
        "trial": (ProjectError, "trial mode"),
        "team": (ProjectError, "team-only"),
        "template": (ProjectError, "Template not found"),
        "reply-to": (ProjectError, "does not exist"),
        "suspended": (ProjectError, "archived"),
        "400": (ProjectError, "personalisation"),
        "413": (ProjectError, "GOV.UK Notify said 413"),
        "no-errors": (ProjectError, "GOV.UK Notify said 400"),
    }

    @pytest.mark.parametrize("answer", ["list", "no-id"])
    def test_a_yes_that_names_no_message_is_unknown(
        self, double: ApiDouble, provider: Provider, answer: str
    ) -> None:
        double.script = [answer]
        assert self.one(provider).status is UNKNOWN

    @pytest.mark.parametrize("field", ["subject", "body"])
    def test_a_template_with_words_of_its_own_is_found_out_before_sending(
        self, double: ApiDouble, provider: Provider, field: str
    ) -> None:
        setattr(double.dialect, field, f"Hello (({field}))")
        with pytest.raises(ProjectError, match=f"template's {field} is not"):
            provider.check()

    def test_a_clock_that_is_wrong_is_refused_with_a_hint(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        assert isinstance(provider, Notify)
        slow = replace(provider, now=lambda: datetime.now(UTC) - timedelta(minutes=2))
        with pytest.raises(CredentialsError):
            slow.hand_over([message("reader")], key="k")
        assert double.copies == {}


@pytest.mark.parametrize(
    ("settings", "secret", "kind", "words"),
    [
        ({}, KEY, ProjectError, "template_id is missing"),
        ({"template_id": TEMPLATE}, "", CredentialsError, "needs a key"),
        ({"template_id": TEMPLATE}, "short", CredentialsError, "two UUIDs"),
        ({"template_id": TEMPLATE}, SECRET, CredentialsError, "two UUIDs"),
    ],
)
def test_a_wrong_setting_is_an_error_before_anything_is_sent(
    settings: dict[str, str], secret: str, kind: type[PynewsError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        open_provider("notify", settings=settings, secret=secret, folder=Path())


@given(secret=st.uuids().map(str), service=st.uuids().map(str))
@settings(deadline=None, max_examples=50)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_tokens_are_those_of_the_official_client(secret: str, service: str) -> None:
    theirs = create_jwt_token(secret, service)
    issued = jwt.decode(theirs, options={"verify_signature": False})["iat"]
    ours = token(service, secret, datetime.fromtimestamp(issued, UTC))
    assert ours == theirs


@given(
    name=st.sampled_from(["key", "my-own-key", "a b", ""]), ids=st.tuples(st.uuids(), st.uuids())
)
def test_a_key_is_read_as_the_official_client_reads_it(name: str, ids: tuple[Any, Any]) -> None:
    key = "-".join(str(part) for part in (name, *ids) if str(part))
    theirs = NotificationsAPIClient(key)
    ours = open_provider("notify", settings={"template_id": TEMPLATE}, secret=key, folder=Path())
    assert isinstance(ours, Notify)
    assert (ours.service, ours.secret) == (theirs.service_id, theirs.api_key)
    theirs.request_session.close()


def payload(message_: Message, notify: Notify = NOTIFY) -> Any:
    return json.loads(notify.build([message_], "k").body)


class _Recorder(NotificationsAPIClient):
    """The official client, writing down instead of sending."""

    def post(self, url: str, data: Any) -> Any:
        return url, data


@given(ours=letters(), reply_to=st.sampled_from(["", TEMPLATE]))
@settings(deadline=None, max_examples=30)
def test_a_message_is_what_the_official_client_would_send(ours: Message, reply_to: str) -> None:
    letter = ours.letter
    assert letter is not None
    client = _Recorder(KEY)
    url, theirs = client.send_email_notification(
        ours.envelope.recipient,
        TEMPLATE,
        personalisation={"subject": letter.subject, "body": letter.markdown},
        reference=ours.ref,
        email_reply_to_id=reply_to or None,
        one_click_unsubscribe_url=letter.unsubscribe,
    )
    client.request_session.close()
    notify = replace(NOTIFY, reply_to=reply_to)
    assert NOTIFY.build([ours], "k").url == f"{NOTIFY.base}{url}"
    assert payload(ours, notify) == theirs


@given(ours=letters())
@settings(deadline=None, max_examples=20)
def test_requests_fit_notifys_own_description(ours: Message) -> None:
    schema = "/components/schemas/SendEmailRequest"
    validator("govuk-notify/schema.json", schema).validate(payload(ours))


def test_the_description_would_notice_a_wrong_request() -> None:
    schema = validator("govuk-notify/schema.json", "/components/schemas/SendEmailRequest")
    wrong = payload(message("reader"))
    del wrong["template_id"]
    assert not schema.is_valid(wrong)


def test_unsubscribing_by_mail_is_no_one_click_address() -> None:
    plain = message("reader")
    assert plain.letter is not None
    sheet = replace(plain.letter.sheet, unsubscribe=("mailto:leave@example.org",))
    by_mail = replace(plain, letter=Letter(sheet, plain.letter.values))
    assert "one_click_unsubscribe_url" not in payload(by_mail)


def test_a_message_without_markdown_is_never_sent_empty() -> None:
    plain = message("reader")
    assert plain.letter is not None
    bare = replace(plain.letter.sheet, markdown=())
    with pytest.raises(ProjectError, match="without the Markdown"):
        payload(replace(plain, letter=Letter(bare, plain.letter.values)))
    with pytest.raises(ProjectError, match="in parts"):
        payload(replace(plain, letter=None))


@given(content=st.binary(max_size=300), status=st.sampled_from([200, 201, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    try:
        (delivery,) = NOTIFY.parse(HttpResponse(status, {}, content), [message("reader")])
    except PynewsError:
        assert 300 <= status < 500
    else:
        assert delivery.status is UNKNOWN
