"""A pause: asked for with its end, and over by itself."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews.audience import recipients, survey
from pynews.model import Consent, Reason, Subscriber, SubscriberStatus, subscriber_id
from pynews.store import Subscribers

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
CONSENT = Consent("2021-05-20", "joining form", "Send me the newsletter.")
ADDRESSES = ("chair@example.org", "editor@example.org")
PEOPLE = [
    Subscriber(subscriber_id(KEY, one), one, SubscriberStatus.ACTIVE, CONSENT, groups=("members",))
    for one in ADDRESSES
]
CHAIR = PEOPLE[0].id


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A list of two, one of whom pauses for a month."""
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY, now=at(NOON)) as store:
        store.add_all(PEOPLE, dry_run=False, at=NOON)
        assert store.pause(CHAIR, NOON, until=NOON + MONTH)
    return path


def opened(path: Path, moment: datetime | None) -> Subscribers:
    return Subscribers.open(path, key=KEY, now=at(moment) if moment else None)


@pytest.mark.parametrize(
    ("moment", "addresses"),
    [
        (NOON, ADDRESSES[1:]),
        (NOON + MONTH - timedelta(seconds=1), ADDRESSES[1:]),
        (NOON + MONTH, ADDRESSES),
        (None, ADDRESSES[1:]),
    ],
)
def test_an_issue_goes_to_whose_pause_is_over_by_its_time(path, moment, addresses):
    with opened(path, moment) as store:
        found = {one.email for one in recipients(store, "members")}
        audience = survey(store, "members")
        assert found == set(addresses)
        assert audience.count == len(addresses)
        assert audience.held_back == ({Reason.PENDING: 1} if len(addresses) == 1 else {})
        assert store.totals().by_status[SubscriberStatus.ACTIVE] == len(addresses)
        assert sum(store.group_counts().values()) == len(addresses)
        assert (store.paused_until(CHAIR) is None) == (len(addresses) == 2)


def test_an_import_does_not_end_a_pause(path):
    with opened(path, NOON) as store:
        assert store.add_all(PEOPLE, dry_run=False, at=NOON).kept_away == 1
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.PENDING


def test_a_pause_can_be_asked_for_again_after_it_was_over(path):
    later = NOON + 2 * MONTH
    with opened(path, later) as store:
        assert store.pause(CHAIR, later, until=later + MONTH)
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.PENDING
        assert store.paused_until(CHAIR) == later + MONTH
        assert store.resume(CHAIR, later)
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.ACTIVE
        assert not store.resume(CHAIR, later)


@pytest.mark.parametrize("gone", ["unsubscribe", "suppress", "erase", "import"])
def test_who_leaves_while_pausing_stays_away_when_it_is_over(path, gone):
    with opened(path, NOON + 2 * MONTH) as store:
        if gone == "unsubscribe":
            store.unsubscribe(CHAIR, NOON)
        elif gone == "suppress":
            store.suppress_id(CHAIR, "complaint", NOON)
        elif gone == "erase":
            store.erase(ADDRESSES[0], NOON)
        else:
            leaving = Subscriber(CHAIR, ADDRESSES[0], SubscriberStatus.UNSUBSCRIBED, CONSENT)
            store.add_all([leaving], dry_run=False, at=NOON)
        assert [one.email for one in recipients(store, "")] == [ADDRESSES[1]]
        assert not store.pause(CHAIR, NOON, until=NOON)
        assert not store.resume(CHAIR, NOON)
        assert store.paused_until(CHAIR) is None


def test_who_asks_anew_while_pausing_is_active_at_once(path):
    with opened(path, NOON) as store:
        store.welcome(PEOPLE[0], NOON)
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.ACTIVE
        assert store.paused_until(CHAIR) is None


def test_a_pause_of_an_older_list_holds_until_it_is_ended(tmp_path: Path):
    path = tmp_path / "older.db"
    with opened(path, NOON) as store:
        store.add_all(PEOPLE, dry_run=False, at=NOON)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("DROP TABLE pause")
    database.execute("UPDATE store_part SET version = 1 WHERE name = 'subscribers'")
    database.execute("UPDATE subscriber SET status = 'pending'")
    database.execute(
        "INSERT INTO status_change VALUES (?, 1, '2026-11-01', 'pending', 'asked for a pause')",
        (CHAIR,),
    )
    database.close()
    with opened(path, NOON + 100 * MONTH) as store:
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.PENDING
        assert store.paused_until(CHAIR).year == 9999
        assert store.paused_until(PEOPLE[1].id) is None
        assert store.resume(CHAIR, NOON)
        assert not store.resume(PEOPLE[1].id, NOON)
        assert store.get(ADDRESSES[0]).status is SubscriberStatus.ACTIVE
