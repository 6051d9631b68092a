"""What follows from a report, and what does not."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ADDRESS, ID, KEY, NOON, Desk, person, report
from pynews import track
from pynews.model import MAILBOX, Report, ReportKind
from pynews.store import Reports, Subscribers

SIGNED = st.booleans()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("bounced-hard", "suppressed"),
        ("complained", "suppressed"),
        ("unsubscribed", "unsubscribed"),
        ("delivered", "active"),
        ("deferred", "active"),
        ("bounced-soft", "active"),
    ],
)
def test_what_a_proven_report_does(desk: Desk, kind, status):
    desk.take(report(kind))
    assert desk.status == status


def test_an_unsigned_bounce_waits_for_a_second_one(desk: Desk):
    desk.take(report("bounced-hard", own="1", proven=False))
    desk.take(report("bounced-hard", own="1", proven=False))
    assert desk.status == "active"
    desk.take(report("bounced-hard", own="2", proven=False))
    assert desk.status == "suppressed"


def test_an_unsigned_bounce_and_a_soft_one_are_not_two(desk: Desk):
    desk.take(report("bounced-soft", own="1", proven=False))
    desk.take(report("bounced-hard", own="2", proven=False))
    assert desk.status == "active"


def test_a_mail_that_nothing_proves_needs_three_days(desk: Desk):
    for days in (3, 3, 2):
        desk.take(
            report(
                "complained", own=f"{days}-{desk.status}", days=days, provider=MAILBOX, proven=False
            )
        )
    desk.take(report("complained", own="x", days=2.1, provider=MAILBOX, proven=False))
    assert desk.status == "active"
    desk.take(report("complained", own="y", days=1, provider=MAILBOX, proven=False))
    assert desk.status == "suppressed"


def test_three_soft_days_in_a_month_are_enough_and_five_in_a_year_are_not(desk: Desk):
    for days in (200, 150, 100, 50, 25):
        desk.take(report("bounced-soft", days=days), late=None)
    assert desk.status == "active"
    desk.take(report("bounced-soft", days=24), report("bounced-soft", days=23), late=None)
    assert desk.status == "suppressed"


def test_what_happened_before_somebody_came_back_does_not_count(desk: Desk):
    desk.take(report("complained"))
    desk.people.welcome(person(), NOON + timedelta(seconds=1))
    desk.take(report("bounced-hard"), report("complained", days=1))
    assert desk.status == "active"


def test_an_old_report_that_is_posted_now_does_nothing(desk: Desk):
    assert desk.take(report("complained", days=7.01)).late == 1
    assert desk.status == "active"
    assert desk.book.of(ID) == ()


def test_reports_are_counted_by_what_became_of_them(desk: Desk):
    taken = desk.take(
        report("complained", own="1"),
        report("complained", own="1"),
        report("complained", own="2"),
        report("delivered", own="3", subscriber="a" * 26),
    )
    assert taken == track.Taken(new=2, known=1, strangers=1, suppressed=1)


def test_a_dry_run_says_it_and_does_nothing(desk: Desk):
    taken = desk.take(report("complained"), dry_run=True)
    assert (taken.new, taken.suppressed) == (1, 1)
    assert desk.status == "active"
    assert desk.book.of(ID) == ()


def test_a_crash_between_effect_and_record_loses_nothing(desk: Desk, tmp_path):
    """The record cannot be written: the effect is there, and the repetition completes it."""
    broken = sqlite3.connect(tmp_path / "pynews.db", isolation_level=None)
    broken.execute(
        "CREATE TRIGGER stop BEFORE INSERT ON report BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        desk.take(report("complained"))
    assert desk.status == "suppressed"
    broken.execute("DROP TRIGGER stop")
    broken.close()
    assert desk.take(report("complained")) == track.Taken(new=1)
    assert len(desk.book.of(ID)) == 1


KINDS = st.sampled_from(list(ReportKind))
HISTORY = st.lists(
    st.builds(
        report,
        KINDS.map(str),
        days=st.floats(0, 40),
        own=st.text("abc", max_size=3),
        proven=SIGNED,
        provider=st.sampled_from(["mailgun", MAILBOX]),
    ),
    max_size=8,
)


@given(
    earlier=HISTORY, last=HISTORY.filter(bool).map(lambda found: found[0]), since=st.integers(0, 40)
)
def test_nothing_before_a_return_ever_counts(earlier, last, since):
    """The judgement is the same as if all that came before had never been."""
    joined = NOON - timedelta(days=since)
    later = [one for one in earlier if one.at >= joined]
    full = track.judge(last, earlier, since=joined)
    assert full == track.judge(last, later, since=joined)
    if last.at < joined:
        assert full.consequence is track.Consequence.NOTHING


@given(earlier=HISTORY, order=st.randoms(use_true_random=False))
def test_the_order_of_what_came_before_does_not_matter(earlier, order):
    last = report("bounced-soft")
    shuffled = list(earlier)
    order.shuffle(shuffled)
    assert track.judge(last, earlier, since=None) == track.judge(last, shuffled, since=None)


def test_a_report_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        Report("x", "1", datetime(2026, 1, 1), ReportKind.DELIVERED, ID)  # noqa: DTZ001 - that is the point


# What is remembered


def test_reports_are_remembered_without_an_address_or_a_providers_id(desk: Desk, tmp_path):
    desk.take(replace(report("complained"), report_id=f"<{ADDRESS}>", reason="said so"))
    (found,) = desk.book.of(ID)
    assert found.reason == "said so"
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert content.count(ADDRESS.encode()) <= 2
    rows = sqlite3.connect(tmp_path / "pynews.db").execute("SELECT * FROM report").fetchall()
    assert ADDRESS not in str(rows)


def test_who_is_erased_leaves_the_number_of_reports_and_no_words(desk: Desk):
    desk.take(replace(report("complained"), reason="m***@example.org said so"))
    assert desk.book.forget(ID)
    assert not desk.book.forget(ID)
    assert [one.reason for one in desk.book.of(ID)] == [""]


def test_a_one_time_name_is_used_once_and_forgotten_after_its_time(desk: Desk):
    day = timedelta(days=1)
    assert desk.book.seen("token", "x", b"words") is False
    assert desk.book.use("token", "x", b"words", now=NOON, keep=day)
    assert not desk.book.use("token", "x", b"other", now=NOON, keep=day)
    assert desk.book.seen("token", "x", b"words") is True
    assert desk.book.seen("token", "x", b"other") is None
    assert desk.book.use("token", "y", now=NOON + 2 * day, keep=day)
    assert desk.book.seen("token", "x", b"words") is False


def test_people_are_counted_once_a_kind(desk: Desk):
    desk.take(report("bounced-soft", own="1"), report("bounced-soft", own="2"))
    desk.take(report("delivered", days=5))
    counts = desk.book.people(NOON - timedelta(days=2))
    assert counts[ReportKind.BOUNCED_SOFT] == 1
    assert counts[ReportKind.DELIVERED] == 0


def test_the_lists_health_is_told_against_the_lines_of_large_providers():
    def says(complained: int) -> str:
        return track.health(10_000, {ReportKind.COMPLAINED: complained}).says

    assert says(9).startswith("below 0.1 %")
    assert says(10).startswith("over 0.1 %")
    assert says(29).startswith("over 0.1 %")
    assert says(30).startswith("over 0.3 %")
    assert track.health(0, {}).says == "nothing was sent yet"
    state = track.health(200, {ReportKind.BOUNCED_HARD: 3})
    assert (state.bounced, state.bounce_rate, state.complaint_rate) == (3, 0.015, 0.0)


def test_who_joined_and_left_is_counted_by_month(tmp_path):
    with Subscribers.open(tmp_path / "a.db", key=KEY) as people, Reports.open(tmp_path / "a.db"):
        people.add_all([person(), person("b@example.org")], dry_run=False)
        people.unsubscribe(ID, NOON)
        people.welcome(replace(person(), consent=replace(person().consent, at="2026-11-22")), NOON)
        people.suppress("b@example.org", "complaint", NOON + timedelta(days=10))
        people.erase("b@example.org", NOON + timedelta(days=11))
        months = people.movements()
    assert {
        month: (one.joined, one.unsubscribed, one.suppressed, one.erased)
        for month, one in months.items()
    } == {
        "2021-05": (2, 0, 0, 0),
        "2026-11": (1, 1, 0, 0),
        "2026-12": (0, 0, 1, 0),
    }


def test_of_many_reports_taken_together_each_counts_beside_the_others(desk: Desk):
    twice = [
        report("bounced-hard", provider="brevo", own=own, proven=False) for own in ("a", "a", "b")
    ]
    assert desk.take(*twice) == track.Taken(new=2, known=1, suppressed=1)
    assert desk.status == "suppressed"


def test_a_flood_of_deliveries_is_written_down_in_few_steps(desk: Desk):
    flood = [report("delivered", own=str(number)) for number in range(450)]
    assert desk.take(*flood) == track.Taken(new=450)
    assert desk.take(*flood, flood[0]) == track.Taken(known=451)
    assert len(desk.book.of(ID)) == 450
