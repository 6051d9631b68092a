"""Who is in doubt at a provider that knows keys: the same key and bytes again, and nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from brevo_dialect import Brevo
from campaigns import Desk, People, freeze, subscriber
from resend_dialect import Resend

from pynews.deliver import send
from pynews.errors import PynewsError
from pynews.model import Message, Recipient, SubscriberStatus
from pynews.providers import Provider, open_provider
from pynews.providers.proof import CALENDAR, ApiDouble, Dialect, message
from pynews.providers.transport import Transport
from pynews.store import Campaign, Ledger, Tally

COUNT = 10
ACCEPTED_THEN_LOST = ("drop", "half", "garbage", "hang", "500-accepted", "503-accepted")
NEVER_TAKEN = ("reset", "500", "503")
DIALECTS: dict[str, type[Dialect]] = {"resend": Resend, "brevo": Brevo}


def opened(name: str, double: ApiDouble) -> Provider:
    settings = {"base_url": double.base}
    found: Any = open_provider(
        name, settings=settings, secret=double.dialect.key, folder=Path("nowhere")
    )
    return replace(found, transport=Transport(connect=20, read=1))  # type: ignore[no-any-return]


def plain(recipient: Recipient) -> Message:
    """Return a reader's message, which may share a call with others."""
    return message(recipient.email.partition("@")[0])


def with_calendar(recipient: Recipient) -> Message:
    """Return a reader's message that brings a file, and so goes alone."""
    return message(recipient.email.partition("@")[0], enclosures=(CALENDAR,))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


@pytest.fixture
def resend() -> Iterator[ApiDouble]:
    with ApiDouble(Resend()) as running:
        yield running


@pytest.fixture
def brevo() -> Iterator[ApiDouble]:
    with ApiDouble(Brevo()) as running:
        yield running


def desk_of(double: ApiDouble, folder: Path) -> Desk:
    name = "brevo" if isinstance(double.dialect, Brevo) else "resend"
    return Desk(folder, opened(name, double), People.of(COUNT))


def run(ledger: Ledger, campaign: Campaign, desk: Desk, **other: object) -> Tally:
    return list(send(ledger, campaign, desk.means(**other)))[-1]


def each_once(double: ApiDouble) -> bool:
    return double.copies == {f"ref-reader{number}": 1 for number in range(COUNT)}


@pytest.mark.parametrize("fault", [*ACCEPTED_THEN_LOST, *NEVER_TAKEN])
@pytest.mark.parametrize("pack", [plain, with_calendar])
@pytest.mark.parametrize("name", ["resend", "brevo"])
def test_a_lost_answer_is_settled_by_the_same_key_within_the_same_run(
    ledger: Ledger, tmp_path: Path, name: str, pack: object, fault: str
) -> None:
    with ApiDouble(DIALECTS[name]()) as double:
        desk = desk_of(double, tmp_path)
        campaign = freeze(ledger, desk.people, provider=name, batch=COUNT)
        double.script = [fault]
        assert run(ledger, campaign, desk, pack=pack) == Tally(COUNT, 0, COUNT, 0, 0, 0, 0)
        assert each_once(double)


@pytest.mark.parametrize("second", [*ACCEPTED_THEN_LOST, *NEVER_TAKEN])
def test_who_was_put_off_by_the_same_call_is_not_handed_over_twice(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble, second: str
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["accept", "drop", second]  # the rest of the call is put off, and goes later
    assert run(ledger, campaign, desk, pack=with_calendar) == Tally(COUNT, 0, COUNT, 0, 0, 0, 0)
    assert each_once(resend)


def test_a_call_that_was_taken_apart_is_repeated_in_its_parts(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["to", "accept", "drop", "to", "reset"]
    assert run(ledger, campaign, desk, pack=plain) == Tally(COUNT, 0, COUNT - 1, 1, 0, 0, 0)
    assert resend.copies == {f"ref-reader{number}": 1 for number in range(COUNT) if number != 2}


def test_when_somebody_of_the_call_left_it_is_not_repeated_and_all_are_named(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["reset"]

    def leave(step: str) -> None:
        if step == "settled":
            desk.people.become(4, SubscriberStatus.UNSUBSCRIBED)

    tally = run(ledger, campaign, desk, pack=plain, checkpoint=leave)
    assert tally == Tally(COUNT, 0, 0, 0, 0, 0, COUNT)
    assert not resend.copies
    (doubt,) = ledger.doubts(campaign)
    assert len(doubt.recipients) == COUNT


def test_with_a_call_each_only_who_left_stays_in_doubt(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["reset", "drop"]

    def leave(step: str) -> None:
        if step == "settled":
            desk.people.become(0, SubscriberStatus.UNSUBSCRIBED)

    tally = run(ledger, campaign, desk, pack=with_calendar, checkpoint=leave)
    assert tally == Tally(COUNT, 0, COUNT - 1, 0, 0, 0, 1)
    assert resend.copies == {f"ref-reader{number}": 1 for number in range(1, COUNT)}
    (doubt,) = ledger.doubts(campaign)
    assert [one.subscriber for one in doubt.recipients] == [subscriber(0).id]


def test_who_left_is_asked_about_where_the_provider_can_be_asked(
    ledger: Ledger, tmp_path: Path, brevo: ApiDouble
) -> None:
    desk = desk_of(brevo, tmp_path)
    campaign = freeze(ledger, desk.people, provider="brevo", batch=COUNT)
    brevo.script = ["drop"]

    def leave(step: str) -> None:
        if step == "settled":
            for number in range(COUNT):
                desk.people.become(number, SubscriberStatus.UNSUBSCRIBED)

    tally = run(ledger, campaign, desk, pack=plain, checkpoint=leave)
    assert (tally.unknown, tally.accepted) == (0, len(brevo.copies))
    assert set(brevo.copies.values()) == {1}


@pytest.mark.parametrize("hours", [0, 23, 25, -1])
def test_a_key_is_used_again_as_long_as_the_provider_knows_it(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble, hours: int
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["drop", "401"]  # it cannot be repeated at once
    with pytest.raises(PynewsError, match="API key"):
        run(ledger, campaign, desk, pack=plain)
    assert ledger.tally(campaign).unknown == COUNT
    desk.clock.forward(hours=hours)
    tally = run(ledger, campaign, desk, pack=plain)
    known = 0 <= hours < 24
    assert (tally.accepted, tally.unknown) == ((COUNT, 0) if known else (0, COUNT))
    assert each_once(resend)


def test_a_slow_sending_repeats_its_doubts_before_the_provider_forgets_the_keys(
    ledger: Ledger, tmp_path: Path, brevo: ApiDouble
) -> None:
    desk = desk_of(brevo, tmp_path)
    desk.provider = replace(  # type: ignore[type-var]
        desk.provider,
        capabilities=replace(desk.provider.capabilities, reconcile=False, connections=1),
    )
    campaign = freeze(ledger, desk.people, provider="brevo", batch=2)
    brevo.script = ["drop"]

    def slowly(step: str) -> None:
        if step == "settled":
            desk.clock.forward(minutes=4)  # the last batch is 16 minutes later

    tally = run(ledger, campaign, desk, pack=plain, checkpoint=slowly)
    assert tally == Tally(COUNT, 0, COUNT, 0, 0, 0, 0)
    assert each_once(brevo)


def test_another_body_under_a_known_key_stays_in_doubt_and_is_not_taken(
    ledger: Ledger, tmp_path: Path, resend: ApiDouble
) -> None:
    desk = desk_of(resend, tmp_path)
    campaign = freeze(ledger, desk.people, provider="resend", batch=COUNT)
    resend.script = ["drop", "401"]
    with pytest.raises(PynewsError):
        run(ledger, campaign, desk, pack=plain)
    tally = run(ledger, campaign, desk, pack=with_another_word)
    assert tally.unknown == COUNT
    assert each_once(resend)


def with_another_word(recipient: Recipient) -> Message:
    """Return what nothing but a fault could make of a frozen message."""
    return message(recipient.email.partition("@")[0], body="Hullo")
