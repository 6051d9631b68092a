"""Postmark, played by a server on loopback and judged by others."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import anymails, letters, same_mailbox, validator
from postmark_dialect import Postmark as Dialect

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Message
from pynews.providers import Provider
from pynews.providers.postmark import CAN, Postmark
from pynews.providers.proof import (
    ACCEPTED,
    CALENDAR,
    DEFERRED,
    PICTURE,
    REFUSED,
    UNKNOWN,
    ApiDouble,
    HttpContract,
    message,
)
from pynews.providers.transport import HttpResponse

POSTMARK = Postmark(Dialect.key)


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "postmark"
    key = Dialect.key
    settings: ClassVar = {}
    secrets = (Dialect.key,)
    waits: ClassVar = {"429": None, "item-429": None}
    refuses = ("inactive", "invalid-to")
    sentences: ClassVar = {
        "wrong key": "401",
        "unverified sender": "no-signature",
        "suspended account": "suspended",
        "daily limit": "credits",
    }
    mendable: ClassVar = {
        "401": (CredentialsError, "Server Token"),
        "422": (ProjectError, "Zero recipients"),
        "302": (ProjectError, "Postmark said 302"),
        "no-signature": (ProjectError, "not a Sender Signature"),
        "unconfirmed": (ProjectError, "not been confirmed"),
        "credits": (RetryLaterError, "daily limit"),
        "pending": (ProjectError, "pending approval"),
        "suspended": (ProjectError, "may not send"),
        "stream": (ProjectError, "does not exist"),
        "odd": (ProjectError, "something new"),
    }

    def test_a_stream_for_single_messages_is_found_out_before_sending(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.dialect.stream = "Transactional"  # type: ignore[attr-defined]
        with pytest.raises(ProjectError, match="calls the stream broadcast one for Transactional"):
            provider.check()

    def test_many_readers_go_in_one_call(self, double: ApiDouble, provider: Provider) -> None:
        names = [f"reader{n}" for n in range(CAN.max_batch)]
        found = provider.hand_over([message(name) for name in names], key="k")
        assert [one.provider_id for one in found] == [f"id-{n}" for n in range(CAN.max_batch)]
        assert double.posts == 1

    @pytest.mark.parametrize("answer", ["list", "no-id"])
    def test_a_yes_that_names_no_message_is_unknown(
        self, double: ApiDouble, provider: Provider, answer: str
    ) -> None:
        double.script = [answer]
        assert self.one(provider).status is UNKNOWN


def payload(*messages: Message) -> Any:
    return json.loads(POSTMARK.build(messages, "k").body)


@given(ours=letters())
@settings(deadline=None, max_examples=30)
def test_a_message_is_what_anymail_would_send(ours: Message) -> None:
    url, headers, theirs = anymails(
        "postmark",
        ours,
        metadata={"ref": ours.ref},
        track_opens=False,
        track_clicks=False,
        esp_extra={"MessageStream": "broadcast"},
    )
    (mine,) = payload(ours)
    assert url == f"{POSTMARK.base}/email"
    assert "X-Postmark-Server-Token" in headers
    assert mine["Headers"].pop() == {"Name": "X-PM-KeepID", "Value": "true"}
    for name in ("From", "ReplyTo"):
        assert same_mailbox(mine.pop(name, ""), theirs.pop(name, ""))
    assert mine == theirs


@given(ours=st.lists(letters(), min_size=1, max_size=3))
@settings(deadline=None, max_examples=20)
def test_requests_fit_postmarks_own_description(ours: Sequence[Message]) -> None:
    schema = "/components/schemas/SendEmailBatchRequest"
    validator("postmark/server.json", schema).validate(payload(*ours))


def test_the_description_would_notice_a_wrong_request() -> None:
    schema = validator("postmark/server.json", "/components/schemas/SendEmailBatchRequest")
    (wrong,) = payload(message("reader"))
    assert not schema.is_valid([{**wrong, "Headers": {"List-Id": "x"}}])


def test_a_calendar_keeps_its_method_and_a_picture_its_name() -> None:
    (mine,) = payload(message("reader", enclosures=(CALENDAR, PICTURE)))
    first, second = mine["Attachments"]
    assert first["ContentType"] == 'text/calendar; charset="utf-8"; method="PUBLISH"'
    assert "ContentID" not in first
    assert second["ContentID"] == "cid:one@news.example.org"


def sized(name: str, size: int) -> Message:
    return replace(message(name), content=b"x" * size)


HALF = ((50 << 20) // 2 - 2048) // 2  # JSON may double a message; 2048 frame it


@pytest.mark.parametrize(
    ("count", "size", "calls"),
    [(100, 100, 1), (101, 100, 2), (2, HALF, 1), (2, HALF + 1, 2), (3, 10 << 20, 2)],
)
def test_calls_keep_to_number_and_bytes(count: int, size: int, calls: int) -> None:
    messages = [sized(f"r{n}", size) for n in range(count)]
    cut = list(POSTMARK.batches(messages))
    assert len(cut) == calls
    assert [one for part in cut for one in part] == messages


def test_in_one_answer_each_reader_has_a_word_of_their_own() -> None:
    items = [
        {"ErrorCode": 0, "MessageID": "id-1"},
        {"ErrorCode": 406, "Message": "Found inactive addresses: b@example.org."},
        {"ErrorCode": 405, "Message": "no more credits"},
        {"ErrorCode": 100, "Message": ""},
    ]
    found = POSTMARK.parse(
        HttpResponse(200, {}, json.dumps(items).encode()), [message(name) for name in "abcd"]
    )
    assert [one.status for one in found] == [ACCEPTED, REFUSED, DEFERRED, DEFERRED]
    assert found[2].detail == "Postmark said 405: no more credits"


@given(content=st.binary(max_size=300), status=st.sampled_from([200, 201, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    try:
        (delivery,) = POSTMARK.parse(HttpResponse(status, {}, content), [message("reader")])
    except PynewsError:
        assert 300 <= status < 500
    else:
        assert delivery.status is UNKNOWN


def test_the_same_message_is_the_same_request() -> None:
    first, second = (POSTMARK.build([message("reader")], key) for key in ("a", "b"))
    assert (first.url, first.headers, first.body) == (second.url, second.headers, second.body)
    assert first.url == "https://api.postmarkapp.com/email/batch"
