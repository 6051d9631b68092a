"""What every ledger promises, tested once for all of them; inherit it and give a ``ledger``."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from pynews.errors import PlanError
from pynews.model import (
    Audience,
    Delivery,
    DeliveryStatus,
    Exclusion,
    Plan,
    Reason,
    Recipient,
    subscriber_id,
)
from pynews.store import (
    Appointment,
    Batch,
    Campaign,
    LedgerPromise,
    ScheduleState,
    State,
    Status,
    Tally,
    Verdict,
    Waking,
)

NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
DEFERRED, UNKNOWN = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN


def reader(number: int) -> Recipient:
    email = f"reader{number}@example.org"
    return Recipient(subscriber_id(b"key", email), email, f"Reader {number}")


def freeze(ledger: LedgerPromise, count: int = 6, issue: str = "2021-11") -> Campaign:
    audience = Audience("", count, "d" * 64, {})
    plan = Plan(issue, "issue", "e" * 64, "News", "news@example.org", "smtp", NOW, audience)
    return ledger.freeze(
        plan,
        form=b"the letter",
        recipients=map(reader, range(count)),
        exclusions=[Exclusion(reader(99).subscriber, "", Reason.SUPPRESSED)],
        batch_size=4,
        now=NOW,
    )


def claim(ledger: LedgerPromise, campaign: Campaign, owner: str = "here:1") -> Batch | None:
    return ledger.claim(campaign, owner=owner, lease=LATER, now=NOW)


def begin(ledger: LedgerPromise, campaign: Campaign) -> tuple[Batch, int]:
    batch = claim(ledger, campaign)
    assert batch
    numbers = tuple(one.number for one in batch.recipients)
    calls = [part for part in (numbers[:2], numbers[2:]) if part]
    attempt = ledger.write_ahead(batch, {}, lease=LATER, now=NOW, calls=calls)
    assert attempt
    return batch, attempt


def said(batch: Batch, *statuses: DeliveryStatus) -> Mapping[int, Delivery]:
    return {
        one.number: Delivery(f"r{one.number}", status)
        for one, status in zip(batch.recipients, statuses, strict=True)
    }


class LedgerContract:
    """Inherit it and give a fixture ``ledger``, empty."""

    def test_a_plan_is_frozen_once_and_counted(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        assert ledger.tally(campaign) == Tally(7, 1, 0, 0, 6, 0, 0)
        assert ledger.form(campaign) == b"the letter"
        assert list(ledger.subscribers(campaign)) == [reader(n).subscriber for n in range(6)]
        assert ledger.frozen(campaign, [2])[2].first_name == "Reader 1"
        with pytest.raises(PlanError, match="frozen before"):
            freeze(ledger)
        assert ledger.campaign("2021-11", "issue") == campaign

    def test_what_is_written_together_is_written_whole_or_not(self, ledger: LedgerPromise) -> None:
        with pytest.raises(PlanError), ledger.together():
            assert [freeze(ledger), freeze(ledger)]
        assert ledger.campaigns() == ()

    def test_a_batch_belongs_to_one_sender(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        first, second = claim(ledger, campaign), claim(ledger, campaign, "there:2")
        assert first
        assert second
        assert claim(ledger, campaign) is None
        assert ledger.abandon(campaign, machine="here:", now=NOW) == 1
        assert ledger.write_ahead(first, {}, lease=LATER, now=NOW) is None
        assert ledger.write_ahead(second, {}, lease=LATER, now=NOW)

    def test_who_left_is_held_back_with_the_attempt(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        batch = claim(ledger, campaign)
        assert batch
        gone = {batch.recipients[1]: Reason.UNSUBSCRIBED}
        ledger.write_ahead(batch, gone, lease=LATER, now=NOW)
        assert ledger.tally(campaign) == Tally(7, 2, 0, 0, 2, 3, 0)

    def test_each_answer_counts_and_who_was_put_off_waits(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        batch, attempt = begin(ledger, campaign)
        answers = said(batch, ACCEPTED, REFUSED, DEFERRED, UNKNOWN)
        wait = timedelta(minutes=5)
        ledger.settle([Verdict(batch, attempt, answers, wait)], NOW, {"smtp": LATER})
        assert ledger.tally(campaign) == Tally(7, 1, 1, 1, 3, 0, 1)
        assert ledger.pace() == {"smtp": LATER}
        begin(ledger, campaign)
        assert ledger.next_due(campaign) == NOW + wait
        found = ledger.claim(campaign, owner="here:1", lease=LATER, now=NOW + wait)
        assert found
        assert [one.number for one in found.recipients] == [3]
        assert ledger.taken_since("smtp", NOW) == 1
        assert ledger.first_use("smtp") == NOW
        assert ledger.last_activity(campaign) == NOW

    def test_a_dead_senders_people_are_in_doubt_by_name_and_call(
        self, ledger: LedgerPromise
    ) -> None:
        campaign = freeze(ledger)
        _, attempt = begin(ledger, campaign)
        ledger.abandon(campaign, machine="here:", now=LATER)
        (doubt,) = ledger.doubts(campaign)
        assert [one.subscriber for one in doubt.recipients] == [
            reader(n).subscriber for n in range(4)
        ]
        assert (doubt.attempt, doubt.calls) == (attempt, ((1, 2), (3, 4)))
        assert (doubt.started, doubt.ended) == (NOW, LATER)
        ledger.answer(campaign, doubt, {1: True, 2: False})
        assert ledger.tally(campaign) == Tally(7, 1, 1, 0, 3, 0, 2)

    def test_a_late_answer_settles_only_doubts_of_its_own(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        batch, attempt = begin(ledger, campaign)
        ledger.abandon(campaign, machine="here:", now=NOW)
        late = said(batch, ACCEPTED, REFUSED, DEFERRED, UNKNOWN)
        for _ in range(2):
            ledger.settle([Verdict(batch, attempt, late)], LATER)
            assert ledger.tally(campaign) == Tally(7, 1, 1, 1, 2, 0, 2)

    @pytest.mark.parametrize("taken", [True, False])
    def test_a_person_settles_doubts_and_that_is_written_down(
        self, ledger: LedgerPromise, *, taken: bool
    ) -> None:
        campaign = freeze(ledger)
        begin(ledger, campaign)
        ledger.abandon(campaign, machine="here:", now=NOW)
        assert ledger.assume(campaign, taken=taken, who="an editor", now=LATER) == 4
        tally = ledger.tally(campaign)
        assert (tally.accepted, tally.pending) == ((4, 2) if taken else (0, 6))
        (decision,) = ledger.decisions(campaign)
        assert (decision.who, decision.at) == ("an editor", LATER)
        assert ledger.assume(campaign, taken=taken, who="an editor", now=LATER) == 0

    def test_a_paused_campaign_gives_no_batch(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        paused = ledger.move(campaign, State.PAUSED, who="e", why="wait", now=NOW)
        assert (paused.state, paused.why) == (State.PAUSED, "wait")
        assert claim(ledger, campaign) is None
        ledger.move(campaign, State.OPEN, who="e", why="", now=NOW)
        assert claim(ledger, campaign)
        ledger.rest(campaign, LATER)
        assert ledger.state(campaign).resting == LATER

    @pytest.mark.parametrize("to", [State.PAUSED, State.CANCELLED])
    def test_a_batch_claimed_before_a_person_stopped_it_waits_again(
        self, ledger: LedgerPromise, *, to: State
    ) -> None:
        campaign = freeze(ledger)
        batch = claim(ledger, campaign)
        assert batch
        ledger.move(campaign, to, who="e", why="", now=NOW)
        assert ledger.write_ahead(batch, {}, lease=LATER, now=NOW) is None
        assert ledger.tally(campaign).sending == 0
        if to is State.PAUSED:
            ledger.move(campaign, State.OPEN, who="e", why="", now=NOW)
            assert claim(ledger, campaign, "there:2") is not None

    def test_a_cancelled_campaign_of_which_something_went_keeps_its_name(
        self, ledger: LedgerPromise
    ) -> None:
        campaign = freeze(ledger)
        batch, attempt = begin(ledger, campaign)
        ledger.settle([Verdict(batch, attempt, said(batch, *[ACCEPTED] * 4))], NOW)
        ledger.move(campaign, State.CANCELLED, who="e", why="", now=NOW)
        with pytest.raises(PlanError):
            freeze(ledger)

    def test_an_appointment_is_kept_as_it_was_said(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        wall = datetime(2021, 10, 31, 1, 30)  # noqa: DTZ001 on the wall
        appointment = Appointment(wall, "Europe/London", 1, timedelta(minutes=30))
        ledger.schedule(campaign, appointment)
        ((_, found),) = ledger.schedules()
        assert (found.appointment, found.state) == (appointment, ScheduleState.SCHEDULED)
        assert ledger.mark(campaign, ScheduleState.MISSED)
        ((_, found),) = ledger.schedules()
        assert found.state is ScheduleState.MISSED
        assert not ledger.mark(freeze(ledger, issue="another"), ScheduleState.DONE)
        ledger.note_waking(Waking("here", "tick", NOW))
        ledger.note_waking(Waking("here", "tick", LATER))
        assert ledger.wakings() == (Waking("here", "tick", LATER),)

    def test_the_pace_of_the_last_attempts_is_known(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        assert ledger.progress(campaign) is None
        batch, attempt = begin(ledger, campaign)
        end = NOW + timedelta(seconds=2)
        ledger.settle([Verdict(batch, attempt, said(batch, *[ACCEPTED] * 4))], end)
        progress = ledger.progress(campaign)
        assert progress
        assert progress.rate == 2.0

    def test_everybody_can_be_looked_up(self, ledger: LedgerPromise) -> None:
        campaign = freeze(ledger)
        batch, attempt = begin(ledger, campaign)
        ledger.settle([Verdict(batch, attempt, said(batch, *[ACCEPTED] * 4))], NOW)
        standing = ledger.standing(campaign, reader(0).subscriber)
        assert standing
        assert (standing.status, standing.attempt, standing.at) == (Status.ACCEPTED, attempt, NOW)
        assert [one.status for one in ledger.standings(campaign)][4:] == [Status.PENDING] * 2
        ((found, _),) = ledger.status_of(reader(99).subscriber)
        assert found == campaign
        assert [one.reason for one in ledger.exclusions(campaign)] == [Reason.SUPPRESSED]
