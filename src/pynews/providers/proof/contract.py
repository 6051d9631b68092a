"""What every provider promises, tested once for all of them."""

import logging
import socket
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Envelope, Message
from pynews.providers.opening import open_provider
from pynews.providers.promise import Provider
from pynews.providers.proof.double import ACCEPTS_THEN, TAKES_NOTHING, ApiDouble, Dialect
from pynews.providers.proof.messages import message, together
from pynews.providers.transport import HttpRequest, Transport

__all__ = [
    "ACCEPTED",
    "DEFERRED",
    "REFUSED",
    "UNKNOWN",
    "HttpContract",
    "ProviderContract",
]

ENDLESS = ("hang", "drip", "flood", "no_secret")  # tests whose provider never ends its answer
PATIENT = 20.0  # seconds that a busy machine may take
ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
DEFERRED, UNKNOWN = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN
SENTENCES: Mapping[str, type[PynewsError]] = {
    "wrong key": CredentialsError,
    "unverified sender": ProjectError,
    "suspended account": ProjectError,
    "daily limit": RetryLaterError,
}
READER = "reader@example.org"
MOST_IN_DOUBT = 100


class ProviderContract:
    """Inherit it and give a fixture ``provider`` of somebody who takes what he is given."""

    def hand_over(self, provider: Provider, messages: Sequence[Message]) -> list[DeliveryStatus]:
        """Hand messages over in as many calls as it takes; return what became of each."""
        size = provider.capabilities.max_batch
        found = []
        for place in range(0, len(messages), size):
            part = messages[place : place + size]
            answers = provider.hand_over(part, key=f"key-{place}")
            assert [one.ref for one in answers] == [one.ref for one in part]
            found += [one.status for one in answers]
        return found

    def test_it_takes_each_message_and_says_so(self, provider: Provider) -> None:
        messages = [message("reader"), message("writer"), message("editor")]
        assert self.hand_over(provider, messages) == [ACCEPTED] * len(messages)

    def test_it_can_be_asked_what_it_took(self, provider: Provider) -> None:
        taken, other = message("reader"), message("writer")
        self.hand_over(provider, [taken])
        known = {taken.ref: True, other.ref: False}
        cannot_tell = dict.fromkeys(known)
        wanted = known if provider.capabilities.reconcile else cannot_tell
        assert provider.find([taken, other]) == wanted

    def test_checking_it_hands_nothing_over(self, provider: Provider) -> None:
        provider.check()
        wanted = False if provider.capabilities.reconcile else None
        assert provider.find([message("reader")]) == {"ref-reader": wanted}

    def test_its_batches_can_be_sorted_out_by_people_when_it_cannot_be_asked(
        self, provider: Provider
    ) -> None:
        can = provider.capabilities
        assert can.max_batch <= can.batch_size or can.rehearsal
        if not (can.reconcile or can.idempotency):
            assert can.batch_size <= MOST_IN_DOUBT


class HttpContract(ProviderContract):
    """For providers behind HTTP: say how the double speaks, and which words matter.

    Arguments:
        dialect: how the double speaks.
        name, key, settings: as in ``[provider]``.
        secrets: what must never show, the key and what is made of it.
        sentences: for a wrong key, an unverified sender, a suspended account and a daily
            limit, the behaviour of the double that says so.
        mendable: by behaviour, the error and words that say what to do.
        waits: by behaviour, the seconds it asks to wait; None when it does not say.
        refuses: behaviours that refuse one reader.
    """

    secrets: ClassVar[Sequence[str]]
    sentences: ClassVar[Mapping[str, str]]
    mendable: ClassVar[Mapping[str, tuple[type[PynewsError], str]]]
    waits: ClassVar[Mapping[str, float | None]]
    refuses: ClassVar[Sequence[str]]

    dialect: ClassVar[type[Dialect]]
    name: ClassVar[str]
    key: ClassVar[str]
    settings: ClassVar[Mapping[str, str]]

    @pytest.fixture
    def double(self) -> Iterator[ApiDouble]:
        """Return the provider's double, running."""
        with ApiDouble(self.dialect()) as running:
            yield running

    @pytest.fixture
    def provider(self, double: ApiDouble, request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 more than the promise: build too
        """Return the provider, talking to its double; in a hurry only where that never ends."""
        found = self.open(double.base)
        if any(word in request.node.name for word in ENDLESS):
            return found
        return replace(found, transport=Transport(connect=PATIENT, read=PATIENT))

    def open(self, base: str) -> Any:  # noqa: ANN401 more than the promise: build too
        """Open the provider as a project does, but in a hurry."""
        settings = {**self.settings, "base_url": base}
        found: Any = open_provider(
            self.name, settings=settings, secret=self.key, folder=Path("nowhere")
        )
        return replace(found, transport=Transport(connect=2, read=0.3))

    def one(self, provider: Provider, name: str = "reader") -> Delivery:
        """Hand one message over."""
        (delivery,) = provider.hand_over([message(name)], key="key-1")
        return delivery

    @pytest.mark.parametrize("fault", ACCEPTS_THEN)
    def test_without_a_clear_answer_there_is_one_copy_and_it_is_unknown(
        self, double: ApiDouble, provider: Provider, fault: str
    ) -> None:
        double.script = [fault]
        assert self.one(provider).status is UNKNOWN
        assert (double.posts, double.copies) == (1, {"ref-reader": 1})
        wanted = True if provider.capabilities.reconcile else None
        assert provider.find([message("reader")]) == {"ref-reader": wanted}

    @pytest.mark.parametrize("fault", TAKES_NOTHING)
    def test_what_may_have_gone_is_unknown_until_it_was_asked_about(
        self, double: ApiDouble, provider: Provider, fault: str
    ) -> None:
        double.script = [fault]
        assert self.one(provider).status is UNKNOWN
        assert double.posts == 1
        wanted = False if provider.capabilities.reconcile else None
        assert provider.find([message("reader")]) == {"ref-reader": wanted}

    @pytest.mark.parametrize("fault", ["drop", "500-accepted"])
    def test_nor_are_there_two_copies_for_several_readers(
        self, double: ApiDouble, provider: Provider, fault: str
    ) -> None:
        readers = together("reader", "writer", "editor")
        double.script = [fault] * len(readers)
        found = provider.hand_over(readers, key="key-1")
        assert {one.status for one in found} <= {UNKNOWN, DEFERRED}
        assert set(double.copies.values()) == {1}
        unknown = {one.ref for one in found if one.status is UNKNOWN}
        assert set(double.copies) == unknown

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_same_messages_and_key_are_the_same_request(self, count: int) -> None:
        provider = self.open("http://127.0.0.1:9")
        readers = together("reader", "writer", "editor")[:count]
        for batch in provider.batches(readers):
            first, second = (provider.build(batch, "key-1") for _ in range(2))
            assert _bytes(first) == _bytes(second)
            other = _bytes(provider.build(batch, "key-2"))
            assert (other != _bytes(first)) is bool(provider.capabilities.idempotency)

    @pytest.mark.parametrize("condition", SENTENCES)
    def test_what_an_editor_must_mend_is_said_as_a_sentence_to_act_on(
        self, double: ApiDouble, provider: Provider, condition: str
    ) -> None:
        double.script = [self.sentences[condition]]
        with pytest.raises(SENTENCES[condition]) as caught:
            self.one(provider)
        hint = caught.value.problems[0].hint
        assert len(hint.split()) > len(SENTENCES)
        others = set()
        for another in set(SENTENCES) - {condition}:
            double.script = [self.sentences[another]]
            with pytest.raises(PynewsError) as caught:
                self.one(provider)
            others.add(caught.value.problems[0].hint)
        assert hint not in others
        assert double.copies == {}

    def test_a_limit_says_how_long_to_wait(self, double: ApiDouble, provider: Provider) -> None:
        for behaviour, seconds in self.waits.items():
            double.script = [behaviour]
            delivery = self.one(provider)
            assert delivery.status is DEFERRED
            wait = delivery.retry_after
            assert (wait.total_seconds() if wait else None) == seconds
        assert double.copies == {}

    def test_what_refuses_everybody_is_an_error_to_act_on(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        for posts, (behaviour, (kind, words)) in enumerate(self.mendable.items(), 1):
            double.script = [behaviour]
            with pytest.raises(kind, match=words) as caught:
                self.one(provider)
            assert caught.value.problems[0].hint
            assert double.posts == posts

    def test_a_reader_it_refuses_is_refused_alone_and_not_named(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        for behaviour in self.refuses:
            double.script = [behaviour]
            delivery = self.one(provider)
            assert delivery.status is REFUSED
            assert delivery.detail
            assert READER not in delivery.detail

    def test_nobody_listening_means_that_nothing_was_taken(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            provider = self.open(f"http://127.0.0.1:{taken.getsockname()[1]}")
            delivery = self.one(provider)
            assert (delivery.status, delivery.detail) == (DEFERRED, "no connection")
            if provider.capabilities.reconcile:
                with pytest.raises(RetryLaterError, match="cannot be asked: no connection"):
                    provider.find([message("reader")])
            with pytest.raises(RetryLaterError, match="no connection"):
                provider.check()

    def test_a_wrong_key_is_found_out_before_sending(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.dialect.key = "another-key-of-more-than-32-characters"
        with pytest.raises(CredentialsError) as caught:
            provider.check()
        assert caught.value.problems[0].hint
        assert double.posts == 0

    def test_when_it_cannot_be_asked_it_says_to_try_later(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        if provider.capabilities.reconcile:
            double.questions = "reset"
            with pytest.raises(RetryLaterError, match="cannot be asked"):
                provider.find([message("reader")])

    def test_an_address_cannot_smuggle_in_a_second_one(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        plain = message("reader")
        crafted = Message(
            "ref-c", Envelope("a@example.org", "b@example.org, c@example.org"), b"", plain.letter
        )
        (delivery,) = provider.hand_over([crafted], key="k")
        assert (delivery.status, double.posts) == (REFUSED, 0)

    def test_no_secret_and_no_address_shows_anywhere(
        self, double: ApiDouble, provider: Provider, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        traces: list[str] = []
        said = [repr(provider), repr(provider.build([message("reader")], "k"))]  # type: ignore[attr-defined]
        for behaviour in (*double.dialect.plain, *ACCEPTS_THEN, *TAKES_NOTHING, "accept"):
            for step in ("hand_over", "find", "check"):
                double.script, double.questions = [behaviour], behaviour
                told, traced = self.said(provider, step)
                said += told
                traces += traced
        logged = [(one.levelno, one.getMessage()) for one in caplog.records]
        everything = "\n".join([*said, *traces, *(text for _, text in logged)])
        for secret in self.secrets:
            assert secret not in everything
        quiet = [text for level, text in logged if level > logging.DEBUG]
        assert READER not in "\n".join([*said, *quiet])

    def said(self, provider: Provider, step: str) -> tuple[list[str], list[str]]:
        """Return what a step says, and its traceback with the values of all variables."""
        readers = [message("reader")]
        try:
            if step == "hand_over":
                return [repr(provider.hand_over(readers, key="k"))], []
            if step == "find":
                return [repr(provider.find(readers))], []
            provider.check()
        except PynewsError as error:
            trace = traceback.TracebackException.from_exception(error, capture_locals=True)
            return [repr(error), str(error)], list(trace.format())
        return [], []


def _bytes(request: HttpRequest) -> tuple[str, str, tuple[tuple[str, str], ...], bytes]:
    """Return all that travels; a request's own words leave its secrets out."""
    return request.method, request.url, request.headers, request.body
