"""The ledger: frozen whole, counted once, and no address in it."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews.errors import PlanError, ProjectError, RetryLaterError
from pynews.model import (
    Audience,
    Delivery,
    DeliveryStatus,
    Exclusion,
    Plan,
    Reason,
    Recipient,
    named,
    subscriber_id,
)
from pynews.store import Batch, Campaign, Frozen, Ledger, Standing, Status, Tally, Verdict
from pynews.store.ledger_codec import id_bytes, ids_bytes

NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
DEFERRED, UNKNOWN = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN


def person(number: int) -> Recipient:
    email = f"reader{number}@example.net"
    return Recipient(subscriber_id(b"k", email), email, f"Zoë {number}", "", "Écoles, \x1f & Co")


def held_back(number: int, reason: Reason = Reason.SUPPRESSED) -> Exclusion:
    return Exclusion(person(number).subscriber, "r***@example.net", reason)


def plan(count: int, issue: str = "2021-11") -> Plan:
    audience = Audience("", count, "d" * 64, {})
    return Plan(issue, "issue", "e" * 64, "News", "news@example.org", "outbox", NOW, audience)


def freeze(
    ledger: Ledger, count: int = 5, batch: int = 2, exclusions: Iterable[Exclusion] = ()
) -> Campaign:
    return ledger.freeze(
        plan(count),
        form=b"the letter",
        recipients=map(person, range(count)),
        exclusions=exclusions,
        batch_size=batch,
        now=NOW,
    )


def claim(ledger: Ledger, campaign: Campaign, owner: str = "here:1") -> Batch:
    batch = ledger.claim(campaign, owner=owner, lease=LATER, now=NOW)
    assert batch
    return batch


def begin(ledger: Ledger, batch: Batch, *gone: Frozen) -> int:
    reasons = dict.fromkeys(gone, Reason.UNSUBSCRIBED)
    attempt = ledger.write_ahead(batch, reasons, lease=LATER, now=NOW)
    assert attempt
    return attempt


def settle(ledger: Ledger, batch: Batch, attempt: int, *statuses: DeliveryStatus) -> None:
    deliveries = {
        one.number: Delivery(f"ref-{one.number}", status, detail=status.value)
        for one, status in zip(batch.recipients, statuses, strict=True)
    }
    ledger.settle([Verdict(batch, attempt, deliveries)], NOW)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


def test_after_a_claim_that_may_wait_for_the_disk_the_next_commit_does_not(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "pynews.db") as ledger:
        campaign = freeze(ledger)
        lease = NOW + timedelta(minutes=10)
        assert ledger.claim(campaign, owner="here:1", lease=lease, now=NOW)
        (level,) = ledger._database.execute("PRAGMA synchronous").fetchone()  # noqa: SLF001 its setting
        assert level == 2  # FULL


class TestFreezing:
    def test_a_frozen_plan_is_what_was_approved(self, ledger: Ledger) -> None:
        campaign = freeze(ledger)
        assert campaign == Campaign(
            id=1,
            issue="2021-11",
            purpose="issue",
            plan_digest=plan(5).digest,
            edition_digest="e" * 64,
            subject="News",
            sender="news@example.org",
            provider="outbox",
            at=NOW,
            frozen_at=NOW,
            recipients=5,
        )
        assert ledger.campaign("2021-11", "issue") == campaign
        assert ledger.campaigns() == (campaign,)
        assert ledger.form(campaign) == b"the letter"
        assert ledger.campaign("2021-11", "correction-1") is None

    def test_recipients_come_back_in_their_order_with_their_values(self, ledger: Ledger) -> None:
        batch = claim(ledger, freeze(ledger, batch=10))
        assert [one.number for one in batch.recipients] == [1, 2, 3, 4, 5]
        assert batch.recipients[2] == Frozen(
            3, person(2).subscriber, "Zoë 2", "", "Écoles, \x1f & Co"
        )

    def test_there_is_no_address_in_the_file(self, ledger: Ledger) -> None:
        freeze(ledger, 50, exclusions=[held_back(99)])
        files = ledger.path.parent.iterdir()
        assert not any(b"example.net" in path.read_bytes() for path in files)

    def test_an_issue_is_frozen_once_for_each_purpose(self, ledger: Ledger) -> None:
        freeze(ledger)
        with pytest.raises(PlanError, match="was frozen before"):
            freeze(ledger)
        correction = replace(plan(0), purpose="correction-1")
        ledger.freeze(
            correction, form=b"the letter", recipients=(), exclusions=(), batch_size=5, now=NOW
        )
        assert [one.purpose for one in ledger.campaigns()] == ["issue", "correction-1"]

    def test_the_same_form_is_kept_once(self, ledger: Ledger) -> None:
        for issue in ("a", "b"):
            ledger.freeze(
                plan(0, issue),
                form=bytes(10**6),
                recipients=(),
                exclusions=(),
                batch_size=5,
                now=NOW,
            )
        with sqlite3.connect(ledger.path) as database:
            assert database.execute("SELECT count(*) FROM part").fetchone() == (1,)
        database.close()

    @pytest.mark.parametrize(
        ("recipients", "exclusions", "words"),
        [
            ([0, 1, 0], [], "twice"),
            ([0, 1, 2], [7, 7], "twice"),
            ([0, 1, 2], [1], "twice"),
            ([0, 1], [], "says 3 recipients, the list has 2"),
            ([0, 1, 2, 3], [], "says 3 recipients, the list has 4"),
        ],
    )
    def test_what_is_not_the_plan_is_refused_and_nothing_is_written(
        self, ledger: Ledger, recipients: list[int], exclusions: list[int], words: str
    ) -> None:
        with pytest.raises(PlanError, match=words):
            ledger.freeze(
                plan(3),
                form=b"",
                recipients=map(person, recipients),
                exclusions=map(held_back, exclusions),
                batch_size=2,
                now=NOW,
            )
        assert ledger.campaigns() == ()
        assert freeze(ledger, 3).id == 1

    def test_a_list_that_breaks_off_leaves_nothing_behind(self, ledger: Ledger) -> None:
        def broken() -> Iterator[Recipient]:
            yield person(1)
            message = "the list broke off"
            raise RuntimeError(message)

        with pytest.raises(RuntimeError):
            ledger.freeze(
                plan(2), form=b"", recipients=broken(), exclusions=(), batch_size=2, now=NOW
            )
        assert ledger.campaigns() == ()

    def test_an_empty_campaign_is_finished_at_once(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 0, exclusions=[held_back(9)])
        assert ledger.tally(campaign) == Tally(1, 1, 0, 0, 0, 0, 0)
        assert ledger.tally(campaign).finished

    def test_a_recipient_costs_less_than_two_hundred_bytes(self, ledger: Ledger) -> None:
        freeze(ledger, 20_000, batch=100)
        ledger.close()
        assert ledger.path.stat().st_size / 20_000 < 200

    def test_a_moment_needs_its_zone(self, ledger: Ledger) -> None:
        with pytest.raises(ValueError, match="without its zone"):
            ledger.freeze(
                plan(0),
                form=b"",
                recipients=(),
                exclusions=(),
                batch_size=1,
                now=datetime(2021, 11, 2),  # noqa: DTZ001 the fault to find
            )


class TestTheStatesOfABatch:
    def test_everybody_is_counted_once_on_the_way(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 5, batch=3, exclusions=[held_back(9)])
        tallies = [ledger.tally(campaign)]
        batch = claim(ledger, campaign)
        tallies.append(ledger.tally(campaign))
        attempt = begin(ledger, batch, batch.recipients[0])
        tallies.append(ledger.tally(campaign))
        settle(ledger, replace(batch, recipients=batch.recipients[1:]), attempt, ACCEPTED, REFUSED)
        tallies.append(ledger.tally(campaign))
        assert tallies == [
            Tally(6, 1, 0, 0, 5, 0, 0),
            Tally(6, 1, 0, 0, 5, 0, 0),
            Tally(6, 2, 0, 0, 2, 2, 0),
            Tally(6, 2, 1, 1, 2, 0, 0),
        ]

    def test_what_was_deferred_waits_and_the_others_do_not_go_again(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 4, batch=4)
        batch = claim(ledger, campaign)
        settle(ledger, batch, begin(ledger, batch), ACCEPTED, DEFERRED, REFUSED, UNKNOWN)
        assert ledger.tally(campaign) == Tally(4, 0, 1, 1, 1, 0, 1)
        again = claim(ledger, campaign)
        assert [one.number for one in again.recipients] == [2]
        assert again.tries == 1
        settle(ledger, again, begin(ledger, again), ACCEPTED)
        assert ledger.tally(campaign) == Tally(4, 0, 2, 1, 0, 0, 1)

    def test_a_wait_is_kept_to(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 1)
        batch = claim(ledger, campaign)
        deferred = {1: Delivery("ref", DEFERRED)}
        verdict = Verdict(batch, begin(ledger, batch), deferred, timedelta(minutes=2))
        ledger.settle([verdict], NOW)
        early = NOW + timedelta(seconds=119)
        assert ledger.claim(campaign, owner="here:1", lease=LATER, now=early) is None
        late = NOW + timedelta(seconds=120)
        assert ledger.claim(campaign, owner="here:1", lease=LATER, now=late)

    def test_two_senders_never_claim_the_same(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 40, batch=1)
        with Ledger.open(ledger.path) as other:
            claimed = [
                claim(one, campaign, owner).recipients[0].number
                for _ in range(20)
                for one, owner in ((ledger, "a:1"), (other, "b:1"))
            ]
            assert sorted(claimed) == list(range(1, 41))
            assert other.claim(campaign, owner="b:1", lease=LATER, now=NOW) is None

    def test_only_its_owner_may_begin_a_batch(self, ledger: Ledger) -> None:
        campaign = freeze(ledger)
        batch = claim(ledger, campaign)
        stranger = replace(batch, owner="there:1")
        assert ledger.write_ahead(stranger, {}, lease=LATER, now=NOW) is None
        ledger.release(stranger)
        assert ledger.write_ahead(batch, {}, lease=LATER, now=NOW)
        assert ledger.write_ahead(batch, {}, lease=LATER, now=NOW) is None

    def test_a_batch_given_back_waits_again(self, ledger: Ledger) -> None:
        campaign = freeze(ledger)
        ledger.release(claim(ledger, campaign))
        assert claim(ledger, campaign).recipients[0].number == 1

    def test_a_claim_that_died_waits_again_and_an_attempt_that_died_is_in_doubt(
        self, ledger: Ledger
    ) -> None:
        campaign = freeze(ledger, 6, batch=2)
        begin(ledger, claim(ledger, campaign))
        claim(ledger, campaign)
        begin(ledger, claim(ledger, campaign, "there:1"))
        assert ledger.abandon(campaign, machine="here:", now=NOW) == 2
        assert ledger.tally(campaign) == Tally(6, 0, 0, 0, 2, 2, 2)
        assert ledger.abandon(campaign, machine="here:", now=NOW) == 0
        after = LATER + timedelta(seconds=1)
        assert ledger.abandon(campaign, machine="here:", now=after) == 1
        assert ledger.tally(campaign) == Tally(6, 0, 0, 0, 2, 0, 4)

    def test_a_late_verdict_speaks_for_those_still_in_doubt_because_of_it(
        self, ledger: Ledger
    ) -> None:
        campaign = freeze(ledger, 3, batch=3)
        batch = claim(ledger, campaign)
        attempt = begin(ledger, batch)
        ledger.abandon(campaign, machine="here:", now=NOW)
        settle(ledger, batch, attempt, ACCEPTED, REFUSED, DEFERRED)
        assert ledger.tally(campaign) == Tally(3, 0, 1, 1, 0, 0, 1)

    def test_a_late_verdict_says_nothing_about_a_later_attempt(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 2, batch=2)
        batch = claim(ledger, campaign)
        first = begin(ledger, batch)
        ledger.abandon(campaign, machine="here:", now=NOW)
        (doubt,) = ledger.doubts(campaign)
        ledger.answer(campaign, doubt, {1: False, 2: False})
        second = begin(ledger, claim(ledger, campaign, "there:2"))
        assert second != first
        settle(ledger, batch, first, REFUSED, REFUSED)
        assert ledger.tally(campaign) == Tally(2, 0, 0, 0, 0, 2, 0)


class TestDoubts:
    def doubted(self, ledger: Ledger) -> Campaign:
        campaign = freeze(ledger, 4, batch=4)
        batch = claim(ledger, campaign)
        settle(ledger, batch, begin(ledger, batch), ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN)
        return campaign

    def test_those_in_doubt_are_named_with_the_times_of_their_attempt(self, ledger: Ledger) -> None:
        (doubt,) = ledger.doubts(self.doubted(ledger))
        assert [one.subscriber for one in doubt.recipients] == [
            person(number).subscriber for number in (1, 2, 3)
        ]
        assert (doubt.started, doubt.ended) == (NOW, NOW)

    def test_an_answer_settles_those_it_speaks_of(self, ledger: Ledger) -> None:
        campaign = self.doubted(ledger)
        (doubt,) = ledger.doubts(campaign)
        ledger.answer(campaign, doubt, {2: True, 3: False})
        assert ledger.tally(campaign) == Tally(4, 0, 2, 0, 1, 0, 1)
        assert [one.number for one in claim(ledger, campaign).recipients] == [3]

    def test_an_answer_counts_once(self, ledger: Ledger) -> None:
        campaign = self.doubted(ledger)
        (doubt,) = ledger.doubts(campaign)
        ledger.answer(campaign, doubt, {2: True, 3: False, 4: False})
        ledger.answer(campaign, doubt, {2: False, 3: True, 4: False})
        assert ledger.tally(campaign) == Tally(4, 0, 2, 0, 2, 0, 0)

    def test_doubts_of_a_batch_that_waits_anyway_join_it(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 3, batch=3)
        batch = claim(ledger, campaign)
        settle(ledger, batch, begin(ledger, batch), ACCEPTED, DEFERRED, UNKNOWN)
        (doubt,) = ledger.doubts(campaign)
        ledger.answer(campaign, doubt, {3: False})
        assert [one.number for one in claim(ledger, campaign).recipients] == [2, 3]


class TestWhereSomebodyStands:
    def test_each_stands_in_one_place_with_the_reason(self, ledger: Ledger) -> None:
        campaign = freeze(ledger, 5, batch=4, exclusions=[held_back(9)])
        batch = claim(ledger, campaign)
        attempt = begin(ledger, batch, batch.recipients[3])
        mine = [person(number).subscriber for number in range(5)]
        assert ledger.standing(campaign, mine[0]) == Standing(
            mine[0], Status.SENDING, 1, attempt=attempt, at=NOW
        )
        deliveries = {
            1: Delivery("r", ACCEPTED, "id-1"),
            2: Delivery("r", REFUSED, detail="no such address"),
            3: Delivery("r", UNKNOWN, detail="no answer"),
        }
        ledger.settle([Verdict(batch, attempt, deliveries)], NOW)
        assert list(ledger.standings(campaign)) == [
            Standing(mine[0], Status.ACCEPTED, 1, "id-1", "", attempt, NOW),
            Standing(mine[1], Status.REFUSED, 2, "", "no such address", attempt, NOW),
            Standing(mine[2], Status.UNKNOWN, 3, "", "no answer", attempt, NOW),
            Standing(mine[3], Status.EXCLUDED, 4, "", "unsubscribed"),
            Standing(mine[4], Status.PENDING, 5),
        ]
        kept_back = person(9).subscriber
        assert ledger.standing(campaign, kept_back) == Standing(
            kept_back, Status.EXCLUDED, detail="suppressed"
        )
        assert ledger.standing(campaign, person(77).subscriber) is None
        assert ledger.status_of(mine[4]) == ((campaign, Standing(mine[4], Status.PENDING, 5)),)
        assert ledger.status_of(person(77).subscriber) == ()

    def test_accepted_people_of_a_batch_without_exceptions_need_no_row(
        self, ledger: Ledger
    ) -> None:
        campaign = freeze(ledger, 2)
        batch = claim(ledger, campaign)
        settle(ledger, batch, begin(ledger, batch), ACCEPTED, ACCEPTED)
        assert {one.status for one in ledger.standings(campaign)} == {Status.ACCEPTED}

    @pytest.mark.parametrize("wrong", ["", "reader@example.org", "a" * 25, "A" * 26, "b" * 26])
    def test_an_id_that_is_none_is_refused(self, ledger: Ledger, wrong: str) -> None:
        with pytest.raises(ValueError, match="is no subscriber's id"):
            ledger.status_of(wrong) if freeze(ledger, 1) else None

    def test_ids_stand_as_sixteen_bytes(self) -> None:
        for number in range(100):
            name = person(number).subscriber
            assert len(id_bytes(name)) == 16
            assert named(id_bytes(name)) == name

    @pytest.mark.parametrize("count", [0, 1, 2, 500])
    def test_many_ids_stand_as_each_of_them(self, count: int) -> None:
        names = [person(number).subscriber for number in range(count)]
        assert ids_bytes(names) == [id_bytes(name) for name in names]

    @pytest.mark.parametrize(
        "wrong", [["a" * 25, "a" * 27], ["a" * 26, "b" * 26], ["a" * 26, ""], ["é" * 26]]
    )
    def test_one_that_is_no_id_is_refused_among_many(self, wrong: list[str]) -> None:
        with pytest.raises(ValueError, match="is no subscriber's id"):
            ids_bytes(wrong)


class TestTheFile:
    def test_it_survives_being_closed(self, ledger: Ledger) -> None:
        campaign = freeze(ledger)
        ledger.close()
        with Ledger.open(ledger.path) as again:
            assert again.campaigns() == (campaign,)

    def test_a_later_version_is_left_alone(self, ledger: Ledger) -> None:
        ledger.close()
        with sqlite3.connect(ledger.path) as database:
            database.execute("UPDATE store_part SET version = 99")
        database.close()
        with pytest.raises(ProjectError, match="has version 99"):
            Ledger.open(ledger.path)

    def test_a_file_that_is_no_database_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "pynews.db").write_bytes(b"something else entirely" * 100)
        with pytest.raises(ProjectError, match="not a database"):
            Ledger.open(tmp_path / "pynews.db")

    def test_a_ledger_somebody_else_writes_to_is_busy(self, ledger: Ledger) -> None:
        with sqlite3.connect(ledger.path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            ledger._database.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001 not to wait for it
            with pytest.raises(RetryLaterError, match="busy"):
                freeze(ledger)
            other.execute("ROLLBACK")
        other.close()
        assert freeze(ledger).id == 1

    def test_a_tally_that_does_not_add_up_is_a_bug_that_shows(self) -> None:
        with pytest.raises(ValueError, match="does not add up"):
            Tally(3, 0, 1, 0, 1, 0, 0)
        with pytest.raises(ValueError, match="does not add up"):
            Tally(1, 0, 2, 0, -1, 0, 0)


def test_the_digest_of_the_form_is_sha256(ledger: Ledger) -> None:
    freeze(ledger)
    with sqlite3.connect(ledger.path) as database:
        rows = database.execute("SELECT digest FROM part").fetchall()
    database.close()
    assert rows == [(hashlib.sha256(b"the letter").digest(),)]
