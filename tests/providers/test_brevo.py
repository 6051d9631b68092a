"""Brevo, played by a server on loopback and judged by django-anymail."""

import json
from email.header import decode_header, make_header
from typing import Any, ClassVar

import pytest
from brevo_dialect import Brevo as Dialect
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import anymails, letters

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Message
from pynews.providers import Provider
from pynews.providers.brevo import Brevo
from pynews.providers.proof import CALENDAR, PICTURE, UNKNOWN, ApiDouble, HttpContract, message
from pynews.providers.transport import HttpResponse

BREVO = Brevo(Dialect.key)


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "brevo"
    key = Dialect.key
    settings: ClassVar = {}
    secrets = (Dialect.key,)
    waits: ClassVar = {"429": 12, "429-bare": None}
    refuses = ("to",)
    sentences: ClassVar = {
        "wrong key": "401",
        "unverified sender": "sender",
        "suspended account": "suspended",
        "daily limit": "credits",
    }
    mendable: ClassVar = {
        "401": (CredentialsError, "Key not found"),
        "302": (ProjectError, "Brevo said 302"),
        "credits": (RetryLaterError, "daily limit"),
        "sender": (ProjectError, "sender you used"),
        "suspended": (ProjectError, "not yet activated"),
        "400": (ProjectError, "htmlContent"),
        "413": (ProjectError, "Brevo said 413"),
    }

    def test_the_same_key_and_message_are_taken_once(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.script = ["drop"]
        assert self.one(provider).status is UNKNOWN
        assert self.one(provider).provider_id == "id-0@relay.example.org"
        assert double.copies == {"ref-reader": 1}

    @pytest.mark.parametrize("answer", ["409", "duplicate", "list", "no-id"])
    def test_what_says_neither_yes_nor_no_is_unknown(
        self, double: ApiDouble, provider: Provider, answer: str
    ) -> None:
        double.script = [answer]
        assert self.one(provider).status is UNKNOWN

    def test_without_a_verified_sender_nothing_is_sent(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.dialect.active = False  # type: ignore[attr-defined]
        with pytest.raises(ProjectError, match="no verified sender"):
            provider.check()


def payload(message_: Message, key: str = "k") -> Any:
    return json.loads(BREVO.build([message_], key).body)


@given(ours=letters(pictures=False))
@settings(deadline=None, max_examples=30)
def test_a_message_is_what_anymail_would_send(ours: Message) -> None:
    url, headers, theirs = anymails("brevo", ours, tags=[ours.ref])
    mine = payload(ours)
    assert url == f"{BREVO.base}/smtp/email"
    assert "api-key" in headers
    assert len(mine["headers"].pop("idempotencyKey")) == 36
    for name in ("sender", "replyTo"):
        assert _plain(mine.pop(name, {})) == _plain(theirs.pop(name, {}))
    assert mine == theirs


def _plain(mailbox: dict[str, str]) -> dict[str, str]:
    name = str(make_header(decode_header(mailbox.get("name", ""))))
    return {**mailbox, "name": " ".join(name.split())}


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_a_name_that_brevo_would_lose_is_encoded(name: str) -> None:
    from dataclasses import replace

    from pynews.model import Letter, Mailbox

    plain = message("reader")
    assert plain.letter is not None
    sheet = replace(plain.letter.sheet, sender=Mailbox(name, "news@example.org"))
    told = payload(replace(plain, letter=Letter(sheet, plain.letter.values)))["sender"]["name"]
    lossy = not name.isascii() and set(name) & set('",;:<>()[]@\\.')
    assert told.isascii() if lossy else told == name
    assert not lossy or str(make_header(decode_header(told))) == name


def test_a_calendar_keeps_its_name_and_pictures_are_left_out() -> None:
    mine = payload(message("reader", enclosures=(CALENDAR, PICTURE)))
    assert [one["name"] for one in mine["attachment"]] == ["event.ics"]
    assert "attachment" not in payload(message("reader", enclosures=(PICTURE,)))


def test_each_key_and_reader_have_a_name_of_their_own() -> None:
    names = {
        payload(message(reader), key)["headers"]["idempotencyKey"]
        for reader in ("a", "b")
        for key in ("k", "l")
    }
    assert len(names) == 4


def test_an_answer_that_makes_no_sense_cannot_tell() -> None:
    with ApiDouble(Dialect()) as double:
        double.dialect.plain = {"odd": (200, {}, '{"events": 1}')}
        double.questions = "odd"
        assert Brevo(Dialect.key, double.base).find([message("a")]) == {"ref-a": None}


@given(content=st.binary(max_size=300), status=st.sampled_from([200, 201, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    try:
        (delivery,) = BREVO.parse(HttpResponse(status, {}, content), [message("reader")])
    except PynewsError:
        assert 300 <= status < 500
    else:
        assert delivery.status is UNKNOWN


def test_the_same_message_and_key_are_the_same_request() -> None:
    first, second = (BREVO.build([message("reader")], "k") for _ in range(2))
    assert (first.url, first.headers, first.body) == (second.url, second.headers, second.body)
