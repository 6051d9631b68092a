"""Mailgun, played by a server on loopback and judged by others."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import validator
from mailgun_double import DOMAIN, KEY, MailgunDouble, form_of
from mailgun_double import Mailgun as Dialect

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, Envelope, Message
from pynews.providers.mailgun import Mailgun
from pynews.providers.proof import ACCEPTED, UNKNOWN, HttpContract, message
from pynews.providers.transport import HttpResponse, Transport


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "mailgun"
    key = KEY
    settings: ClassVar = {"domain": DOMAIN}
    secrets = (KEY, "YXBpOmtl")
    waits: ClassVar = {"429": 120, "429-seconds": 30, "429-date": 90, "429-bare": None}
    refuses = ("400-address",)
    sentences: ClassVar = {
        "wrong key": "401",
        "unverified sender": "unverified",
        "suspended account": "403",
        "daily limit": "daily",
    }
    mendable: ClassVar = {
        "401": (CredentialsError, "Mailgun said 401: Forbidden"),
        "403": (ProjectError, "is disabled"),
        "402": (ProjectError, "Payment required"),
        "404": (ProjectError, "Domain not found"),
        "413": (ProjectError, "Too Large"),
        "400": (ProjectError, "from parameter is missing"),
        "302": (ProjectError, "Mailgun said 302"),
        "unverified": (ProjectError, "requires DNS"),
        "sandbox": (ProjectError, "Sandbox"),
        "activate": (ProjectError, "activate"),
        "daily": (RetryLaterError, "per day"),
    }

    @pytest.fixture
    def double(self) -> Iterator[MailgunDouble]:
        with MailgunDouble() as running:
            yield running


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


def test_our_bytes_arrive_as_they_are(double: MailgunDouble, mailgun: Mailgun) -> None:
    strange = bytes(range(256)) + b"\r\n--pynews\r\n"
    mailgun.hand_over([Message("r", Envelope("a@example.org", "b@example.org"), strange)], key="k")
    (headers,), (body,) = double.headers, double.bodies
    assert form_of(headers["Content-Type"], body)[1] == strange


def test_readers_are_not_tracked_and_see_no_ref(double: MailgunDouble, mailgun: Mailgun) -> None:
    hand_over(mailgun)
    (headers,), (body,) = double.headers, double.bodies
    assert form_of(headers["Content-Type"], body)[0] == {
        "to": "reader@example.org",
        "o:tracking": "no",
        "o:tracking-clicks": "no",
        "o:tracking-opens": "no",
        "o:suppress-headers": "X-Mailgun-Variables",
        "v:ref": "ref-reader",
    }


def test_an_accepted_message_has_mailguns_name_for_it(mailgun: Mailgun) -> None:
    delivery = hand_over(mailgun)
    assert (delivery.status, delivery.provider_id) == (ACCEPTED, "1@mg.example.org")


@pytest.mark.parametrize("fault", ["magnificent", "list", "deep"])
def test_it_is_unknown_when_nobody_can_say_that_nothing_was_taken(
    double: MailgunDouble, mailgun: Mailgun, fault: str
) -> None:
    double.script = [fault]
    assert hand_over(mailgun).status is UNKNOWN
    assert double.posts == 1
    assert mailgun.find([message("reader")]) == {"ref-reader": False}


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
    double.speaks.base = "https://elsewhere.example.org"
    assert mailgun.find([message("reader")]) == {"ref-reader": None}


def test_a_domain_that_may_not_send_is_found_out_before_sending(
    double: MailgunDouble, mailgun: Mailgun
) -> None:
    double.speaks.state = "unverified"
    with pytest.raises(ProjectError, match="calls the domain mg\\.example\\.org unverified"):
        mailgun.check()


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


def test_requests_fit_mailguns_own_description() -> None:
    schema = validator(
        "mailgun/openapi.yaml",
        "/components/schemas/POST-v3-domain_name-messages-mime-multipart-form-data-RequestBody",
    )
    request = Mailgun(DOMAIN, KEY).build([message("reader")], "k")
    form, content = form_of(dict(request.headers)["Content-Type"], request.body)
    sent = {**form, "to": [form["to"]], "message": content.decode()}
    schema.validate(sent)
    assert not schema.is_valid({**sent, "o:tracking": "perhaps"})
    assert not schema.is_valid({name: sent[name] for name in sent if name != "to"})
    size = sum(len(name) + len(value) for name, value in form.items() if name[1] == ":")
    assert size <= 16 << 10
