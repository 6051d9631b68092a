"""Resend, played by a server on loopback and judged by others."""

import json
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import anymails, letters, same_mailbox, validator
from resend_dialect import Resend as Dialect

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Message
from pynews.providers import Provider
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
from pynews.providers.resend import Resend
from pynews.providers.transport import HttpResponse

RESEND = Resend(Dialect.key)


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "resend"
    key = Dialect.key
    settings: ClassVar = {}
    secrets = (Dialect.key,)
    waits: ClassVar = {"429": 1, "429-bare": None}
    refuses = ("to",)
    sentences: ClassVar = {
        "wrong key": "401",
        "unverified sender": "domain",
        "suspended account": "suspended",
        "daily limit": "daily",
    }
    mendable: ClassVar = {
        "401": (CredentialsError, "API key is invalid"),
        "302": (ProjectError, "Resend said 302"),
        "daily": (RetryLaterError, "daily email quota"),
        "monthly": (RetryLaterError, "monthly quota"),
        "domain": (ProjectError, "domain is not verified"),
        "from": (ProjectError, "`from` field"),
        "suspended": (ProjectError, "security issue"),
        "413": (ProjectError, "Too Large"),
    }

    def test_the_same_key_and_messages_are_taken_once(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        messages = [message("a"), message("b")]
        double.script = ["drop"]
        first = provider.hand_over(messages, key="k")
        assert {one.status for one in first} == {UNKNOWN}
        again = provider.hand_over(messages, key="k")
        assert [one.provider_id for one in again] == ["id-0", "id-1"]
        assert set(double.copies.values()) == {1}

    @pytest.mark.parametrize("answer", ["409", "list", "no-id"])
    def test_what_says_neither_yes_nor_no_is_unknown(
        self, double: ApiDouble, provider: Provider, answer: str
    ) -> None:
        double.script = [answer]
        assert self.one(provider).status is UNKNOWN

    def test_many_readers_go_in_one_call_and_a_wrong_address_stays_out(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        found = provider.hand_over([message(name) for name in ("a", "bad", "c")], key="k")
        assert [one.status for one in found] == [ACCEPTED, REFUSED, ACCEPTED]
        assert [one.provider_id for one in found] == ["id-0", "", "id-1"]
        assert double.posts == 1

    def test_with_a_calendar_each_reader_is_a_call_of_their_own(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        messages = [message(name, enclosures=(CALENDAR,)) for name in "abc"]
        found = provider.hand_over(messages, key="k")
        assert [one.status for one in found] == [ACCEPTED] * 3
        assert double.paths == ["/emails"] * 3
        keys = [headers["Idempotency-Key"] for headers in double.headers]
        assert keys == ["k", "k-1", "k-2"]

    def test_a_batch_refused_for_one_goes_one_by_one(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.script = ["to", "accept", "to", "accept"]
        found = provider.hand_over([message(name) for name in "abc"], key="k")
        assert [one.status for one in found] == [ACCEPTED, REFUSED, ACCEPTED]
        assert double.copies == {"ref-a": 1, "ref-c": 1}

    def test_a_limit_in_the_middle_stops_the_rest(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.script = ["accept", "daily"]
        messages = [message(name, enclosures=(CALENDAR,)) for name in "abcd"]
        found = provider.hand_over(messages, key="k")
        assert [one.status for one in found] == [ACCEPTED, DEFERRED, DEFERRED, DEFERRED]
        assert "daily email quota" in found[1].detail
        assert double.posts == 2

    def test_after_two_calls_without_a_clear_answer_the_rest_waits(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.script = ["drop", "accept", "drop", "500"]
        messages = [message(name, enclosures=(CALENDAR,)) for name in "abcdef"]
        found = provider.hand_over(messages, key="k")
        wanted = [UNKNOWN, ACCEPTED, UNKNOWN, UNKNOWN, DEFERRED, DEFERRED]
        assert [one.status for one in found] == wanted

    def test_an_unverified_domain_is_found_out_before_sending(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.dialect.state = "pending"  # type: ignore[attr-defined]
        with pytest.raises(ProjectError, match="no verified domain"):
            provider.check()

    def test_a_key_that_may_only_send_is_a_good_one(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.questions = "restricted"
        provider.check()
        assert double.posts == 0


def payload(*messages: Message) -> Any:
    return json.loads(RESEND.build(messages, "k").body)


@given(ours=letters())
@settings(deadline=None, max_examples=30)
def test_a_message_is_what_anymail_would_send(ours: Message) -> None:
    tags = [{"name": "ref", "value": ours.ref}]
    url, headers, theirs = anymails("resend", ours, bare=True, esp_extra={"tags": tags})
    for one in theirs.get("attachments", ()):  # anymail adds a charset, which may be fatal there
        one["content_type"] = one["content_type"].partition(";")[0]
    mine = payload(ours)
    assert url == f"{RESEND.base}/emails"
    assert "Authorization" in headers
    assert same_mailbox(mine.pop("from"), theirs.pop("from"))
    for my, their in zip(mine.pop("reply_to", []), theirs.pop("reply_to", []), strict=True):
        assert same_mailbox(my, their)
    assert mine == theirs


@given(ours=letters())
@settings(deadline=None, max_examples=20)
def test_requests_fit_resends_own_description(ours: Message) -> None:
    validator("resend/resend.json", "/components/schemas/SendEmailRequest").validate(payload(ours))
    batch = "/paths/~1emails~1batch/post/requestBody/content/application~1json/schema"
    validator("resend/resend.json", batch).validate(payload(ours, ours))


def test_the_description_would_notice_a_wrong_request() -> None:
    schema = validator("resend/resend.json", "/components/schemas/SendEmailRequest")
    wrong = payload(message("reader"))
    assert not schema.is_valid({**wrong, "to": ["a@example.org"] * 51})
    del wrong["subject"]
    assert not schema.is_valid(wrong)


def test_a_calendars_type_is_bare_and_a_picture_keeps_its_name() -> None:
    mine = payload(message("reader", enclosures=(CALENDAR, PICTURE)))
    first, second = mine["attachments"]
    assert (first["content_type"], first["filename"]) == ("text/calendar", "event.ics")
    assert "content_id" not in first
    assert second["content_id"] == "one@news.example.org"


@pytest.mark.parametrize(("count", "calls"), [(100, 1), (101, 2)])
def test_calls_keep_to_the_number(count: int, calls: int) -> None:
    messages = [message(f"r{n}") for n in range(count)]
    cut = list(RESEND.batches(messages))
    assert len(cut) == calls
    assert [one for part in cut for one in part] == messages


@given(content=st.binary(max_size=300), status=st.sampled_from([200, 201, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    for messages in ([message("a")], [message("a"), message("b")]):
        try:
            found = RESEND.parse(HttpResponse(status, {}, content), messages)
        except PynewsError:
            assert 300 <= status < 500
        else:
            assert {one.status for one in found or ()} == {UNKNOWN}


def test_an_error_that_is_nobodys_own_is_told_for_all_or_deferred() -> None:
    def told(*errors: dict[str, object], ids: int) -> HttpResponse:
        data = [{"id": f"id-{n}"} for n in range(ids)]
        return HttpResponse(200, {}, json.dumps({"data": data, "errors": errors}).encode())

    pair = [message("a"), message("b")]
    wrong = [{"index": n, "message": "html is odd"} for n in range(2)]
    with pytest.raises(ProjectError, match="html is odd"):
        RESEND.parse(told(*wrong, ids=0), pair)
    found = RESEND.parse(told(wrong[1], ids=1), pair)
    assert found is not None
    assert [one.status for one in found] == [ACCEPTED, DEFERRED]


def test_the_same_message_and_key_are_the_same_request() -> None:
    first, second = (RESEND.build([message("reader")], "k") for _ in range(2))
    assert (first.url, first.headers, first.body) == (second.url, second.headers, second.body)
    assert ("Idempotency-Key", "k") in first.headers
