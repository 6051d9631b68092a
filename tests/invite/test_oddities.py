"""Files and records that disagree: each case is said and has one answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pynews import invite
from pynews.invite import OddityKind
from pynews.model import Event, Every, Recurrence

if TYPE_CHECKING:
    from tests.invite.conftest import Mailing

TODAY = date(2021, 11, 10)


def odd(
    mailing: "Mailing", *events: Event, today: date = TODAY, delivered: tuple[str, ...] = ()
) -> tuple[invite.Oddity, ...]:
    return invite.oddities(
        events, mailing.sent, today=today, zone="Europe/London", delivered=delivered
    )


def test_nothing_is_odd_about_files_that_fit_their_record(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.send(timed, day=2)
    assert odd(mailing, timed, delivered=("issue-1", "issue-2")) == ()


def test_a_file_gone_is_missed_and_its_event_can_be_cancelled(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    (found,) = odd(mailing)
    assert found.kind is OddityKind.GONE
    assert found.problem.where == "newsletters/issue-1/sent.json:1"
    assert "First community event" in found.problem.what
    assert "id: first-community-event" in found.problem.hint
    assert found.farewell is not None
    (told,) = mailing.build(found.farewell, day=2)
    assert (told.method, told.sequence) == ("CANCEL", 1)


def test_a_file_gone_after_the_event_is_not_missed(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    assert odd(mailing, today=date(2021, 11, 17)) == ()
    (issue,) = mailing.sent
    mailing.sent = (replace(issue, events=(replace(issue.events[0], last_day=""),)),)
    assert odd(mailing, today=date(2021, 11, 17)) == ()
    assert len(odd(mailing, today=date(2021, 11, 16))) == 1


def test_a_file_gone_after_it_was_cancelled_is_not_missed(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.send(replace(timed, cancelled=True), day=2)
    assert odd(mailing) == ()


def test_an_endless_series_is_always_missed(mailing: "Mailing", timed: Event):
    mailing.send(replace(timed, recurrence=Recurrence(Every.WEEK, weekday=1)), day=1)
    assert [one.kind for one in odd(mailing, today=date(2031, 1, 1))] == [OddityKind.GONE]


def test_an_id_edited_is_recognised_by_title_or_by_start(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    for edited in (
        replace(timed, id="new", when=replace(timed.when, end=None)),
        replace(timed, id="new", title="Another title"),
    ):
        (found,) = odd(mailing, edited)
        assert found.kind is OddityKind.RENAMED
        assert found.problem.where == str(timed.origin)
        assert found.problem.hint == "write id: first-community-event"


def test_another_new_event_is_no_edited_id(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    start = timed.when.start + timedelta(days=1)
    other = replace(
        timed, id="new", title="Another", when=replace(timed.when, start=start, end=None)
    )
    assert [one.kind for one in odd(mailing, other)] == [OddityKind.GONE]


def test_two_issues_sent_in_the_wrong_order_are_told_apart(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1, name="2021-11")
    old = mailing.sent[0]
    mailing.send(replace(timed, where="Leeds"), day=2, name="2021-12")
    late = replace(old, issue="late", path="newsletters/late/sent.json")
    mailing.sent = (*mailing.sent, replace(late, at=datetime(2021, 11, 3, tzinfo=UTC)))
    (found,) = odd(mailing, timed)
    assert found.kind is OddityKind.OUT_OF_ORDER
    assert found.problem.where == "newsletters/late/sent.json:1"
    assert found.problem.what == (
        "late told calendars an older version of 'First community event' than 2021-12 before it"
    )
    assert "pynews send late --correction" in found.problem.hint


def test_a_record_merged_in_twice_is_said_and_harmless(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.sent *= 2
    (found,) = odd(mailing, timed)
    assert found.kind is OddityKind.RECORDED_TWICE
    assert found.problem.hint == "delete one of the two entries"


def test_a_record_merged_from_two_branches_asks_which_one_was_sent(
    mailing: "Mailing", timed: Event
):
    mailing.send(timed, day=1)
    (issue,) = mailing.sent
    correction = replace(issue, purpose="correction-1", at=datetime(2021, 11, 2, tzinfo=UTC))
    mailing.sent = (issue, correction, replace(correction, accepted=9, edition_digest="f" * 64))
    (found,) = odd(mailing, timed)
    assert found.problem.what == ("the sending of issue-1 (correction-1) is recorded 2 times")
    assert "keep the entry of the sending that reached people" in found.problem.hint


def test_a_lost_record_is_missed_when_the_ledger_knows_better(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    (found,) = odd(mailing, timed, delivered=("issue-1", "2021-10"))
    assert found.kind is OddityKind.LOST
    assert "git checkout HEAD -- newsletters/2021-10/sent.json" in found.problem.hint
    assert found.problem.what.startswith("2021-10 was sent")


def test_an_older_version_with_the_same_words_is_not_odd(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.send(replace(timed, where="Leeds"), day=2)
    mailing.send(timed, day=3)
    first, _, third = mailing.sent
    late = replace(first, issue="late", at=datetime(2021, 11, 4, tzinfo=UTC))
    mailing.sent = (third, late)
    assert odd(mailing, timed) == ()
    assert invite.history(mailing.sent)[timed.id].sequence == 2


def test_an_event_that_is_for_some_since_is_told_until_a_record_knows_it(
    mailing: "Mailing", timed: Event
):
    mailing.send(timed, day=1)
    some = replace(timed, meant_for="board", public=False)
    (found,) = odd(mailing, some)
    assert found.kind is OddityKind.NARROWED
    assert "is for board now" in found.problem.what
    assert "pynews send issue-1 --correction" in found.problem.hint
    assert odd(mailing, some, today=TODAY + timedelta(days=60)) == ()
    assert odd(mailing, replace(some, public=True)) == ()
    mailing.send(some, day=2)
    assert odd(mailing, some) == ()
