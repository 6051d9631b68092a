"""A campaign is sent: whoever is in it gets it, once; whoever left does not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from campaigns import Desk, People, freeze, pack, subscriber
from mailgun_double import DOMAIN, KEY, MailgunDouble

from pynews.deliver import send
from pynews.errors import CredentialsError, PlanError, ProjectError, RetryLaterError
from pynews.model import (
    Delivery,
    DeliveryStatus,
    Exclusion,
    Message,
    Reason,
    Recipient,
    SubscriberStatus,
)
from pynews.providers import Capabilities, Provider
from pynews.providers.mailgun import Mailgun
from pynews.providers.outbox import Outbox
from pynews.providers.transport import Transport
from pynews.store import Campaign, Ledger, Status, Tally

PATIENT = 20.0  # seconds that a busy machine may take to answer


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, Outbox(tmp_path / "outbox"), People.of(10))


@pytest.fixture
def double() -> Iterator[MailgunDouble]:
    with MailgunDouble() as running:
        yield running


@pytest.fixture
def online(tmp_path: Path, double: MailgunDouble, request: pytest.FixtureRequest) -> Desk:
    seconds = 0.3 if "hang" in request.node.name else PATIENT
    mailgun = Mailgun(DOMAIN, KEY, double.base, Transport(connect=PATIENT, read=seconds))
    return Desk(tmp_path, mailgun, People.of(10))


def outbox(desk: Desk) -> set[str]:
    new = desk.folder / "outbox" / "new"
    return {path.name.removesuffix(".eml") for path in (new.iterdir() if new.is_dir() else ())}


def refs(numbers: Sequence[int]) -> set[str]:
    return {f"m-{subscriber(number).id}" for number in numbers}


def run(ledger: Ledger, campaign: Campaign, desk: Desk, **other: object) -> Tally:
    return list(send(ledger, campaign, desk.means(**other)))[-1]


def test_everybody_gets_their_own_message(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people)
    tally = run(ledger, campaign, desk)
    assert tally == Tally(10, 0, 10, 0, 0, 0, 0)
    assert outbox(desk) == refs(range(10))
    first = desk.folder / "outbox" / "new" / f"m-{subscriber(3).id}.eml"
    assert b"Dear Reader 3," in first.read_bytes()


def test_sending_again_hands_nothing_over(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people)
    run(ledger, campaign, desk)
    desk.steps.clear()
    assert run(ledger, campaign, desk).accepted == 10
    assert "handing over" not in desk.steps


def test_progress_is_told_batch_by_batch(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=4)
    tallies = send(ledger, campaign, desk.means())
    assert [one.accepted for one in tallies] == [0, 4, 8, 10, 10]


def test_an_attempt_is_written_down_before_anything_is_handed_over(
    ledger: Ledger, desk: Desk
) -> None:
    seen = []

    def look(step: str) -> None:
        if step == "handing over":
            with Ledger.open(ledger.path) as other:
                seen.append((other.tally(campaign).sending, len(outbox(desk))))

    campaign = freeze(ledger, desk.people, batch=5)
    run(ledger, campaign, desk, checkpoint=look)
    assert seen == [(5, 0), (5, 5)]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SubscriberStatus.UNSUBSCRIBED, Reason.UNSUBSCRIBED),
        (SubscriberStatus.SUPPRESSED, Reason.SUPPRESSED),
        (SubscriberStatus.ERASED, Reason.ERASED),
        (SubscriberStatus.PENDING, Reason.PENDING),
    ],
)
def test_whoever_left_since_the_plan_was_frozen_is_held_back_and_named(
    ledger: Ledger, desk: Desk, status: SubscriberStatus, reason: Reason
) -> None:
    campaign = freeze(ledger, desk.people)
    desk.people.become(3, status)
    assert run(ledger, campaign, desk) == Tally(10, 1, 9, 0, 0, 0, 0)
    assert outbox(desk) == refs([0, 1, 2, 4, 5, 6, 7, 8, 9])
    assert list(ledger.exclusions(campaign)) == [Exclusion(subscriber(3).id, "", reason)]


def test_whoever_is_not_on_the_list_any_more_is_held_back_as_erased(
    ledger: Ledger, desk: Desk
) -> None:
    campaign = freeze(ledger, desk.people)
    desk.people.by_id.clear()
    assert run(ledger, campaign, desk) == Tally(10, 10, 0, 0, 0, 0, 0)
    assert {one.reason for one in ledger.exclusions(campaign)} == {Reason.ERASED}
    assert outbox(desk) == set()


def test_whoever_leaves_while_it_is_being_sent_is_held_back(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=2)
    progress = send(ledger, campaign, desk.means())
    next(progress)
    next(progress)
    desk.people.become(9, SubscriberStatus.UNSUBSCRIBED)
    assert list(progress)[-1] == Tally(10, 1, 9, 0, 0, 0, 0)


def test_whoever_came_since_is_never_added(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people)
    desk.people = People.of(20)
    assert run(ledger, campaign, desk).candidates == 10
    assert outbox(desk) == refs(range(10))


def test_values_of_merge_fields_are_those_of_the_plan(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people)
    one = subscriber(3)
    desk.people.by_id[one.id] = replace(one, first_name="Renamed")
    run(ledger, campaign, desk)
    path = desk.folder / "outbox" / "new" / f"m-{one.id}.eml"
    assert b"Dear Reader 3," in path.read_bytes()


def test_another_provider_than_the_approved_one_is_refused(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, provider="mailgun")
    with pytest.raises(PlanError, match="approved to go through mailgun, not outbox"):
        run(ledger, campaign, desk)


def test_what_a_provider_refuses_for_good_is_not_tried_again(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = ["400-address"]
    assert run(ledger, campaign, online) == Tally(10, 0, 9, 1, 0, 0, 0)
    run(ledger, campaign, online)
    assert double.posts == 10
    (refused,) = (one for one in ledger.standings(campaign) if one.status is Status.REFUSED)
    assert refused.detail.endswith("address: r***@example.org")


def test_a_limit_stops_the_sending_and_is_kept_to_by_the_next_one(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun", batch=10)
    double.script = ["accept"] * 4 + ["429"] * 6
    short = timedelta(minutes=1)
    with pytest.raises(RetryLaterError, match="limit exceeded") as caught:
        run(ledger, campaign, online, patience=short)
    assert "in 120 seconds" in caught.value.problems[0].hint
    tally = ledger.tally(campaign)
    assert (tally.accepted + tally.pending, tally.unknown) == (10, 0)
    double.script = []
    with pytest.raises(RetryLaterError, match="still waiting"):
        run(ledger, campaign, online, patience=short)
    online.clock.forward(seconds=121)
    assert run(ledger, campaign, online) == Tally(10, 0, 10, 0, 0, 0, 0)
    assert double.copies == dict.fromkeys(refs(range(10)), 1)


@pytest.mark.parametrize(("fault", "kind"), [("401", CredentialsError), ("404", ProjectError)])
def test_when_the_provider_refuses_to_work_for_us_everybody_waits(
    ledger: Ledger, online: Desk, double: MailgunDouble, fault: str, kind: type[Exception]
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = [fault] * 10
    with pytest.raises(kind):
        run(ledger, campaign, online)
    assert ledger.tally(campaign).pending == 10
    double.script = []
    assert run(ledger, campaign, online).accepted == 10


@pytest.mark.parametrize("fault", ["drop", "half", "garbage", "500-accepted", "hang"])
def test_a_message_whose_answer_was_lost_is_found_at_the_provider(
    ledger: Ledger, online: Desk, double: MailgunDouble, fault: str
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = [fault] * 3
    double.events = "nothing"
    tally = run(ledger, campaign, online)
    assert tally == Tally(10, 0, 7, 0, 0, 0, 3)
    double.events = "truth"
    assert run(ledger, campaign, online) == Tally(10, 0, 10, 0, 0, 0, 0)
    assert double.copies == dict.fromkeys(refs(range(10)), 1)


def test_a_message_that_was_surely_not_taken_is_handed_over_again(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = ["reset", "500", "503"]
    assert run(ledger, campaign, online) == Tally(10, 0, 7, 0, 0, 0, 3)
    online.clock.forward(minutes=9)
    assert run(ledger, campaign, online) == Tally(10, 0, 7, 0, 0, 0, 3)
    online.clock.forward(minutes=2)
    assert run(ledger, campaign, online) == Tally(10, 0, 10, 0, 0, 0, 0)
    assert double.copies == dict.fromkeys(refs(range(10)), 1)


def test_a_no_is_not_believed_once_the_provider_has_forgotten(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = ["reset"]
    run(ledger, campaign, online)
    online.clock.forward(days=4)
    assert run(ledger, campaign, online) == Tally(10, 0, 9, 0, 0, 0, 1)
    (doubt,) = ledger.doubts(campaign)
    assert len(doubt.recipients) == 1


def test_whoever_was_erased_while_in_doubt_stays_in_doubt_and_is_not_written_to(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun", batch=1)
    double.script = ["reset"]
    run(ledger, campaign, online)
    (doubt,) = ledger.doubts(campaign)
    del online.people.by_id[doubt.recipients[0].subscriber]
    online.clock.forward(hours=1)
    assert run(ledger, campaign, online) == Tally(10, 0, 9, 0, 0, 0, 1)


def test_when_no_hand_over_has_a_clear_answer_it_stops_before_all_are_in_doubt(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    online.people = People.of(100)
    campaign = freeze(ledger, online.people, provider="mailgun", batch=100)
    double.script = ["500"] * 100
    with pytest.raises(RetryLaterError, match="in a row had no clear answer"):
        run(ledger, campaign, online)
    tally = ledger.tally(campaign)
    assert 10 <= tally.unknown < 40
    assert tally.pending == 100 - tally.unknown
    double.script = []
    online.clock.forward(hours=1)
    assert run(ledger, campaign, online) == Tally(100, 0, 100, 0, 0, 0, 0)
    assert double.copies == dict.fromkeys(refs(range(100)), 1)


def test_a_sender_that_slept_too_long_hands_nothing_over_and_takes_it_up_again(
    ledger: Ledger, desk: Desk
) -> None:
    slept = []

    def sleep(step: str) -> None:
        if step == "written ahead" and slept.count(step) < 2:
            desk.clock.forward(minutes=6 if slept else -6)
            slept.append(step)
        elif step == "handing over":
            slept.append(step)

    campaign = freeze(ledger, desk.people, batch=10)
    assert run(ledger, campaign, desk, checkpoint=sleep).accepted == 10
    assert slept == ["written ahead", "handing over"] * 2 + ["handing over"]


class Odd:
    """A provider with a fault of its own."""

    name = "outbox"
    capabilities = Capabilities(max_batch=2, batch_size=2)

    def __init__(self, answer: Sequence[Delivery] | Exception) -> None:
        self.answer = answer

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        assert key
        assert len(messages) <= 2
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        raise AssertionError(messages)

    def check(self) -> None:
        raise AssertionError


def test_a_fault_in_a_provider_leaves_its_messages_in_doubt_and_stops(
    ledger: Ledger, desk: Desk
) -> None:
    campaign = freeze(ledger, desk.people)
    odd: Provider = Odd(KeyError("oops"))
    with pytest.raises(KeyError):
        run(ledger, campaign, replace(desk, provider=odd))
    tally = ledger.tally(campaign)
    assert (tally.unknown, tally.pending) == (2, 8)
    assert "KeyError" in next(iter(ledger.standings(campaign))).detail


def test_a_message_that_the_answer_does_not_name_is_in_doubt(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people)
    silent: Provider = Odd([Delivery("another", DeliveryStatus.ACCEPTED)])
    assert run(ledger, campaign, replace(desk, provider=silent)).unknown == 10


def test_two_messages_of_one_name_are_not_sent(ledger: Ledger, desk: Desk) -> None:
    def same(recipient: Recipient) -> Message:
        return replace(pack(recipient), ref="same")

    campaign = freeze(ledger, desk.people)
    with pytest.raises(ValueError, match="same ref"):
        run(ledger, campaign, desk, pack=same)
    assert ledger.tally(campaign).pending == 10
    assert run(ledger, campaign, desk).accepted == 10


def test_a_provider_that_keeps_forgetting_is_not_asked_for_ever(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    online.people = People.of(3)
    campaign = freeze(ledger, online.people, provider="mailgun")
    double.script = ["reset"] * 100

    def hurry(step: str) -> None:
        if step == "settled":
            online.clock.forward(hours=1)

    with pytest.raises(RetryLaterError, match="3 are still waiting"):
        run(ledger, campaign, online, checkpoint=hurry)
    assert double.posts == 9


def test_stopping_to_listen_finishes_what_is_in_flight_and_leaves_the_rest(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    online.people = People.of(60)
    campaign = freeze(ledger, online.people, provider="mailgun", batch=30)
    progress = send(ledger, campaign, online.means())
    next(progress)
    next(progress)
    progress.close()
    tally = ledger.tally(campaign)
    assert tally.accepted == len(double.taken) < 60
    assert tally.pending == 60 - tally.accepted
    assert run(ledger, campaign, online).accepted == 60
    assert double.copies == dict.fromkeys(refs(range(60)), 1)


@pytest.mark.parametrize("made", ["before the first message", "in the middle"])
def test_a_copy_of_the_ledger_does_not_send_again_what_the_original_has_sent(
    ledger: Ledger, online: Desk, double: MailgunDouble, made: str
) -> None:
    online.people = People.of(60)
    campaign = freeze(ledger, online.people, provider="mailgun", batch=4)
    progress = send(ledger, campaign, online.means())
    if made == "in the middle":
        while not ledger.tally(campaign).accepted:
            next(progress)
        progress.close()
    path = ledger.path.with_name("copy.db")
    ledger.copy_to(path)
    assert run(ledger, campaign, online).accepted == 60
    with Ledger.open(path) as copy:
        before = copy.tally(campaign)
        online.clock.forward(hours=1)
        with pytest.raises(PlanError, match="it is a copy"):
            run(copy, campaign, online, owner="elsewhere:1")
        assert copy.tally(campaign) == before
    assert double.copies == dict.fromkeys(refs(range(60)), 1)


def test_a_key_that_may_not_ask_sends_all_the_same(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    double.events = "401"
    campaign = freeze(ledger, online.people, provider="mailgun", batch=4)
    assert run(ledger, campaign, online).accepted == 10
    assert double.asked == 1


def test_a_lease_of_another_machine_is_waited_for(ledger: Ledger, desk: Desk) -> None:
    campaign = freeze(ledger, desk.people, batch=10)
    now = desk.clock()
    ledger.claim(campaign, owner="elsewhere:1", lease=now + timedelta(minutes=10), now=now)
    with pytest.raises(RetryLaterError, match="10 are still waiting"):
        run(ledger, campaign, desk)
    desk.clock.forward(minutes=11)
    assert run(ledger, campaign, desk).accepted == 10
