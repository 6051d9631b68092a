"""Mailgun, played by a server on loopback."""

import logging
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import validator
from mailgun_double import DOMAIN, KEY, PLAIN, MailgunDouble, _form
from provider_contract import ProviderContract, message

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Envelope, Message
from pynews.providers import Provider, open_provider
from pynews.providers.mailgun import Mailgun
from pynews.providers.transport import HttpResponse, Transport

ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
DEFERRED, UNKNOWN = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN


@pytest.fixture
def double() -> Iterator[MailgunDouble]:
    with MailgunDouble() as running:
        yield running


@pytest.fixture
def mailgun(double: MailgunDouble) -> Mailgun:
    return Mailgun(DOMAIN, KEY, double.base, Transport(connect=2, read=0.3))


def hand_over(mailgun: Mailgun, name: str = "reader") -> Delivery:
    (delivery,) = mailgun.hand_over([message(name)], key="key-1")
    return delivery


class TestThePromise(ProviderContract):
    @pytest.fixture
    def provider(self, double: MailgunDouble, tmp_path: Path) -> Provider:
        given = {"domain": DOMAIN, "base_url": double.base}
        return open_provider("mailgun", settings=given, secret=KEY, folder=tmp_path)


def test_an_address_cannot_smuggle_in_a_second_one(double: MailgunDouble, mailgun: Mailgun) -> None:
    crafted = Message("ref-1", Envelope("a@example.org", "b@example.org, c@example.org"), b"")
    (delivery,) = mailgun.hand_over([crafted], key="k")
    assert (delivery.status, double.posts) == (REFUSED, 0)


def test_our_bytes_arrive_as_they_are(double: MailgunDouble, mailgun: Mailgun) -> None:
    strange = bytes(range(256)) + b"\r\n--pynews\r\n"
    mailgun.hand_over([Message("r", Envelope("a@example.org", "b@example.org"), strange)], key="k")
    assert double.bodies == [strange]


def test_readers_are_not_tracked_and_see_no_ref(double: MailgunDouble, mailgun: Mailgun) -> None:
    hand_over(mailgun)
    assert double.forms == [
        {
            "to": "reader@example.org",
            "o:tracking": "no",
            "o:tracking-clicks": "no",
            "o:tracking-opens": "no",
            "o:suppress-headers": "X-Mailgun-Variables",
            "v:ref": "ref-reader",
        }
    ]


def test_an_accepted_message_has_mailguns_name_for_it(mailgun: Mailgun) -> None:
    delivery = hand_over(mailgun)
    assert (delivery.status, delivery.provider_id) == (ACCEPTED, "1@mg.example.org")


@pytest.mark.parametrize(
    "fault", ["drop", "hang", "half", "garbage", "500-accepted", "drip", "flood"]
)
def test_one_copy_is_taken_and_it_is_unknown_when_the_answer_is_lost(
    double: MailgunDouble, mailgun: Mailgun, fault: str
) -> None:
    double.script = [fault]
    assert hand_over(mailgun).status is UNKNOWN
    assert double.posts == 1
    assert double.copies == {"ref-reader": 1}
    assert mailgun.find([message("reader")]) == {"ref-reader": True}


@pytest.mark.parametrize("fault", ["reset", "500", "503", "magnificent", "list", "deep"])
def test_it_is_unknown_when_nobody_can_say_that_nothing_was_taken(
    double: MailgunDouble, mailgun: Mailgun, fault: str
) -> None:
    double.script = [fault]
    assert hand_over(mailgun).status is UNKNOWN
    assert double.posts == 1
    assert mailgun.find([message("reader")]) == {"ref-reader": False}


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("429", 120), ("429-seconds", 30), ("429-date", 90), ("429-bare", None)],
)
def test_a_limit_says_how_long_to_wait_in_each_dialect(
    double: MailgunDouble, mailgun: Mailgun, fault: str, seconds: int | None
) -> None:
    double.script = [fault]
    delivery = hand_over(mailgun)
    assert delivery.status is DEFERRED
    assert delivery.retry_after == (timedelta(seconds=seconds) if seconds else None)


def test_an_address_mailgun_does_not_accept_is_refused_without_naming_it(
    double: MailgunDouble, mailgun: Mailgun
) -> None:
    double.script = ["400-address"]
    delivery = hand_over(mailgun)
    assert delivery.status is REFUSED
    assert delivery.detail == "to parameter is not a valid address: r***@example.org"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("401", CredentialsError, "Mailgun said 401: Forbidden"),
        ("403", CredentialsError, "is disabled"),
        ("402", ProjectError, "Payment required"),
        ("404", ProjectError, "Domain not found"),
        ("413", ProjectError, "Too Large"),
        ("400", ProjectError, "from parameter is missing"),
        ("302", ProjectError, "Mailgun said 302"),
    ],
)
def test_what_refuses_everybody_is_an_error_to_act_on(
    double: MailgunDouble, mailgun: Mailgun, fault: str, kind: type[PynewsError], words: str
) -> None:
    double.script = [fault]
    with pytest.raises(kind, match=words) as caught:
        hand_over(mailgun)
    assert caught.value.problems[0].hint
    assert double.posts == 1


def test_no_server_means_that_nothing_left_the_machine() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailgun = Mailgun(DOMAIN, KEY, f"http://127.0.0.1:{free.getsockname()[1]}")
        delivery = hand_over(mailgun)
        assert (delivery.status, delivery.detail) == (DEFERRED, "no connection")
        with pytest.raises(RetryLaterError, match="cannot be asked: no connection"):
            mailgun.find([message("reader")])


@pytest.mark.parametrize("behaviour", sorted(PLAIN))
def test_the_key_and_addresses_show_in_no_error_and_no_log(
    double: MailgunDouble, mailgun: Mailgun, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    double.script = [behaviour if behaviour != "400-address" else "echo"]
    double.events = behaviour
    said = [repr(mailgun), repr(mailgun.build([message("reader")], "k"))]
    for step in (
        lambda: mailgun.hand_over([message("reader")], key="k"),
        lambda: mailgun.find([message("reader")]),
    ):
        try:
            said.append(repr(step()))
        except PynewsError as error:
            said += [repr(error), str(error), *(str(one) for one in error.problems)]
    said += [one.getMessage() for one in caplog.records]
    everything = "\n".join(said)
    assert KEY not in everything
    assert "YXBpOmtl" not in everything
    above_debug = [one.getMessage() for one in caplog.records if one.levelno > logging.DEBUG]
    assert "reader@example.org" not in "\n".join(
        [*said[: -len(caplog.records) or None], *above_debug]
    )


@pytest.mark.parametrize("answer", ["magnificent", "list"])
def test_an_answer_that_makes_no_sense_cannot_tell(
    double: MailgunDouble, mailgun: Mailgun, answer: str
) -> None:
    double.events = answer
    assert mailgun.find([message("reader")]) == {"ref-reader": None}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("401", CredentialsError),
        ("404", ProjectError),
        ("429", RetryLaterError),
        ("reset", RetryLaterError),
    ],
)
def test_when_it_cannot_be_asked_it_says_why(
    double: MailgunDouble, mailgun: Mailgun, answer: str, kind: type[PynewsError]
) -> None:
    double.events = answer
    with pytest.raises(kind):
        mailgun.find([message("reader")])


def test_it_looks_through_every_page_but_not_for_ever(
    double: MailgunDouble, mailgun: Mailgun
) -> None:
    double.taken = [(f"ref-{n}", "reader@example.org") for n in range(3)]
    assert mailgun.find([message("reader")]) == {"ref-reader": False}
    double.taken = [(f"ref-{n}", "reader@example.org") for n in range(9)]
    assert mailgun.find([message("reader")]) == {"ref-reader": None}


def test_the_key_goes_to_no_other_server(double: MailgunDouble, mailgun: Mailgun) -> None:
    double.taken = [("ref-1", "reader@example.org")]
    double.events = "away"
    assert mailgun.find([message("reader")]) == {"ref-reader": None}


def test_a_domain_that_may_not_send_is_found_out_before_sending(
    double: MailgunDouble, mailgun: Mailgun
) -> None:
    double.state = "unverified"
    with pytest.raises(ProjectError, match="calls the domain mg\\.example\\.org unverified"):
        mailgun.check()


def test_a_wrong_key_is_found_out_before_sending(double: MailgunDouble) -> None:
    with pytest.raises(CredentialsError, match="401"):
        Mailgun(DOMAIN, "wrong", double.base).check()


@given(content=st.binary(max_size=400), status=st.sampled_from([200, 202, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    mailgun = Mailgun(DOMAIN, KEY)
    try:
        (delivery,) = mailgun.parse(HttpResponse(status, {}, content), [message("reader")])
    except PynewsError:
        assert 300 <= status < 500
    else:
        assert delivery.status is UNKNOWN


def test_the_same_message_is_the_same_request() -> None:
    mailgun = Mailgun(DOMAIN, KEY)
    first, second = (mailgun.build([message("reader")], key) for key in ("a", "b"))
    assert (first.url, first.headers, first.body) == (second.url, second.headers, second.body)
    assert first.url == "https://api.mailgun.net/v3/mg.example.org/messages.mime"


def test_requests_fit_mailguns_own_description() -> None:
    schema = validator(
        "mailgun/openapi.yaml",
        "/components/schemas/POST-v3-domain_name-messages-mime-multipart-form-data-RequestBody",
    )
    request = Mailgun(DOMAIN, KEY).build([message("reader")], "k")
    form, content = _form(dict(request.headers)["Content-Type"], request.body)
    sent = {**form, "to": [form["to"]], "message": content.decode()}
    schema.validate(sent)
    assert not schema.is_valid({**sent, "o:tracking": "perhaps"})
    assert not schema.is_valid({name: sent[name] for name in sent if name != "to"})
    size = sum(len(name) + len(value) for name, value in form.items() if name[1] == ":")
    assert size <= 16 << 10
