"""An event's life across issues: SEQUENCE, DTSTAMP and METHOD (RFC 5546 section 3.2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar, Component

from pynews import invite
from pynews.errors import SourceError
from pynews.model import (
    Change,
    Event,
    Every,
    Invitation,
    Method,
    MovedDate,
    Publication,
    Recurrence,
    SentIssue,
    When,
)

if TYPE_CHECKING:
    from tests.invite.conftest import Mailing


def later(event: Event, **change: float) -> Event:
    """The event, so much later."""
    shift = timedelta(**change)
    return replace(
        event,
        when=replace(event.when, start=event.when.start + shift, end=event.when.end + shift),
    )


def vevent(invitation: Invitation) -> Component:
    return Calendar.from_ical(invitation.ics).walk("VEVENT")[0]


def test_an_event_is_announced_gets_its_time_moves_and_is_cancelled(
    mailing: "Mailing", announced: Event, timed: Event
):
    moved = later(timed, days=1)
    (first,) = mailing.send(announced, day=1)
    (second,) = mailing.send(timed, day=2)
    (third,) = mailing.send(moved, day=3)
    (fourth,) = mailing.send(replace(moved, cancelled=True), day=4)
    told = (first, second, third, fourth)
    assert [one.sequence for one in told] == [0, 1, 2, 3]
    assert [one.change for one in told] == ["new", "time-known", "moved", "cancelled"]
    assert [one.method for one in told] == ["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL"]
    assert [one.words for one in told] == [
        "new",
        "time known: Tuesday 16 November 2021, midday to 1pm GMT",
        "updated: Wednesday 17 November 2021, was Tuesday 16 November 2021",
        "cancelled",
    ]
    assert len({one.uid for one in told}) == 1
    assert sorted({one.stamp for one in told}) == [one.stamp for one in told]


def test_the_calendar_says_what_the_invitation_says(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    (told,) = mailing.send(replace(timed, cancelled=True), day=2)
    calendar = Calendar.from_ical(told.ics)
    event = vevent(told)
    assert calendar["METHOD"] == told.method == Method.CANCEL
    assert event["UID"] == told.uid == "first-community-event@news.example.org"
    assert event["SEQUENCE"] == told.sequence == 1
    assert event["DTSTAMP"].dt == told.stamp == datetime(2021, 11, 2, 9, tzinfo=UTC)
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "CANCELLED: First community event"
    assert "ATTENDEE" not in event


def test_a_day_without_a_time_is_tentative_and_takes_no_time(mailing: "Mailing", announced: Event):
    event = vevent(mailing.build(announced)[0])
    assert event["DTSTART"].dt == date(2021, 11, 16)
    assert event["DTEND"].dt == date(2021, 11, 17)
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert event["SUMMARY"] == "First community event (time TBC)"


def test_a_three_day_event_ends_on_the_day_after_its_last(mailing: "Mailing", announced: Event):
    days = When(date(2021, 11, 16), date(2021, 11, 18), "Europe/London", all_day=True)
    event = vevent(mailing.build(replace(announced, when=days))[0])
    assert event["DTEND"].dt == date(2021, 11, 19)
    assert event["STATUS"] == "CONFIRMED"
    assert "TRANSP" not in event


def test_an_event_whose_end_was_not_said_gets_none_invented(mailing: "Mailing", timed: Event):
    open_end = replace(timed, when=replace(timed.when, end=None))
    assert "DTEND" not in vevent(mailing.build(open_end)[0])


def test_an_issue_built_again_leaves_sequence_stamp_and_bytes_alone(
    mailing: "Mailing", timed: Event
):
    (first,) = mailing.send(timed, day=1)
    (again,) = mailing.build(timed, day=9)
    assert (again.change, again.words) == (Change.UNCHANGED, "")
    assert (again.sequence, again.stamp) == (first.sequence, first.stamp)
    assert again.ics == first.ics


def test_building_advances_nothing(mailing: "Mailing", announced: Event, timed: Event):
    mailing.send(announced, day=1)
    built = [mailing.build(timed, day=2) for _ in range(3)]
    assert built[0] == built[1] == built[2]
    assert built[0][0].sequence == 1


def test_an_issue_already_sent_comes_out_as_it_was_sent(
    mailing: "Mailing", announced: Event, timed: Event
):
    mailing.send(announced, day=1, name="2021-11")
    sent = mailing.send(timed, day=2, name="2021-12")
    mailing.send(later(timed, days=1), day=3, name="2022-01")
    mailing.sent = invite.earlier(mailing.sent, issue="2021-12")
    assert mailing.build(timed, day=2) == sent


def test_an_issue_not_sent_yet_is_compared_with_everything_sent(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1, name="2021-11")
    assert invite.earlier(mailing.sent, issue="2021-12") == mailing.sent
    assert invite.earlier(mailing.sent, issue="2021-11", purpose="correction-1") == mailing.sent


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Other words."},
        {"title": "The first community event"},
        {"organiser": "Events group"},
        {"register": "https://example.org/elsewhere"},
    ],
)
def test_other_words_keep_the_sequence_and_get_a_later_stamp(
    mailing: "Mailing", timed: Event, change: dict[str, str]
):
    mailing.send(timed, day=1)
    (told,) = mailing.build(replace(timed, **change), day=1)
    assert (told.change, told.sequence) == (Change.REWORDED, 0)
    assert told.stamp == datetime(2021, 11, 1, 9, 0, 1, tzinfo=UTC)


def test_a_correction_built_for_an_earlier_time_is_still_stamped_later(
    mailing: "Mailing", timed: Event
):
    (sent,) = mailing.send(timed, day=9)
    (told,) = mailing.build(later(timed, hours=1), day=2)
    assert told.stamp > sent.stamp


def moved_date(event: Event) -> Event:
    new = replace(event.when, start=event.when.start + timedelta(days=8), end=None)
    moved = (MovedDate(date(2021, 11, 23), new),)
    return replace(event, recurrence=Recurrence(Every.WEEK, weekday=1, moved=moved))


def on(event: Event, day: date, *, all_day: bool = False) -> Event:
    """The event on a day, without a time."""
    return replace(event, when=When(day, None, "Europe/London", all_day))


def weekly(event: Event) -> Event:
    return replace(event, recurrence=Recurrence(Every.WEEK, weekday=1))


DAY = date(2021, 11, 16)
BOTH = "Wednesday 17 November 2021, 2pm to 3pm GMT, was Tuesday 16 November 2021, midday to 1pm GMT"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda event: later(event, hours=2),
            "Tuesday 16 November 2021, 2pm to 3pm GMT, was midday to 1pm GMT",
        ),
        (lambda event: later(event, days=1, hours=2), BOTH),
        (
            lambda event: replace(event, where="Leeds"),
            "now at Leeds, was at a place to be confirmed",
        ),
        (lambda event: replace(event, join="https://example.org/j"), "details"),
        (weekly, "other dates in the series"),
        (moved_date, "other dates in the series"),
        (
            lambda event: on(event, DAY),
            "Tuesday 16 November 2021, time to be confirmed, was midday to 1pm GMT",
        ),
        (
            lambda event: on(event, DAY, all_day=True),
            "Tuesday 16 November 2021, all day, was midday to 1pm GMT",
        ),
    ],
)
def test_another_time_place_or_series_raises_the_sequence_and_is_said_in_words(
    mailing: "Mailing", timed: Event, change: Callable[[Event], Event], words: str
):
    mailing.send(timed, day=1)
    (told,) = mailing.build(change(timed), day=2)
    assert (told.change, told.sequence) == (Change.MOVED, 1)
    assert told.words == f"updated: {words}"


def test_whole_days_in_place_of_a_day_whose_time_was_open_are_a_time_found_out(
    mailing: "Mailing", announced: Event
):
    mailing.send(announced, day=1)
    (told,) = mailing.build(replace(announced, when=replace(announced.when, all_day=True)), day=2)
    assert told.change is Change.TIME_KNOWN
    assert told.words == "time known: Tuesday 16 November 2021, all day"


def test_a_day_whose_time_was_open_can_move_with_its_time(
    mailing: "Mailing", announced: Event, timed: Event
):
    mailing.send(announced, day=1)
    (told,) = mailing.build(later(timed, days=1), day=2)
    assert told.change is Change.MOVED
    assert told.words == (
        "updated: Wednesday 17 November 2021, midday to 1pm GMT,"
        " was Tuesday 16 November 2021, time to be confirmed"
    )


def test_a_new_title_is_told_with_the_old_one(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    (told,) = mailing.build(replace(timed, title="Show and tell"), day=2)
    assert told.words == "updated: new title, was First community event"


def test_an_event_called_off_can_take_place_after_all(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.send(replace(timed, cancelled=True), day=2)
    (told,) = mailing.build(timed, day=3)
    assert (told.change, told.sequence, told.method) == (Change.MOVED, 2, Method.PUBLISH)
    assert told.words == ("takes place after all: Tuesday 16 November 2021, midday to 1pm GMT")


def test_an_event_already_cancelled_is_not_cancelled_again(mailing: "Mailing", timed: Event):
    mailing.send(replace(timed, cancelled=True), day=1)
    (told,) = mailing.build(replace(timed, cancelled=True), day=2)
    assert (told.change, told.sequence, told.attached) == (Change.UNCHANGED, 0, False)
    (reworded,) = mailing.build(replace(later(timed, days=1), cancelled=True), day=2)
    assert (reworded.change, reworded.sequence) == (Change.REWORDED, 0)


def test_an_event_cancelled_before_it_was_ever_sent_says_so(mailing: "Mailing", timed: Event):
    (told,) = mailing.build(replace(timed, cancelled=True))
    assert (told.change, told.words, told.sequence) == (Change.CANCELLED, "cancelled", 0)
    assert vevent(told)["SEQUENCE"] == 0


def many(event: Event, count: int) -> tuple[Event, ...]:
    return tuple(
        replace(later(event, days=count - number), id=f"event-{number}") for number in range(count)
    )


def test_three_events_are_attached_the_earliest_first(mailing: "Mailing", timed: Event):
    told = mailing.build(*many(timed, 5))
    assert [one.event_id for one in told] == [f"event-{number}" for number in range(5)]
    assert [one.event_id for one in told if one.attached] == ["event-2", "event-3", "event-4"]


def test_changed_events_are_attached_before_unchanged_ones(mailing: "Mailing", timed: Event):
    events = many(timed, 5)
    mailing.send(*events, day=1)
    changed = (replace(events[0], cancelled=True), replace(events[1], where="Leeds"), *events[2:])
    told = mailing.build(*changed, day=2)
    assert [one.event_id for one in told if one.attached] == ["event-0", "event-1", "event-4"]
    assert not any(one.attached for one in mailing.build(*changed, day=2, attach=0))


def test_a_series_that_began_long_ago_is_attached_by_its_next_date(
    mailing: "Mailing", timed: Event
):
    old = replace(later(timed, days=-350), id="old", recurrence=Recurrence(Every.WEEK, weekday=1))
    soon = replace(later(timed, days=-14, hours=-1), id="soon")
    told = mailing.build(old, soon, day=2, attach=1)
    assert [one.event_id for one in told if one.attached] == ["soon"]


def test_two_events_of_one_name_and_day_get_two_files(mailing: "Mailing", timed: Event):
    told = mailing.build(timed, replace(timed, id="other"), replace(timed, id="third"))
    assert [one.file_name for one in told] == [
        "2021-11-16-first-community-event.ics",
        "2021-11-16-first-community-event-2.ics",
        "2021-11-16-first-community-event-3.ics",
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Café: données & Python!", "2021-11-16-cafe-donnees-python.ics"),
        ("日本", "2021-11-16-first-community-event.ics"),
        ("../../etc/passwd\r\n", "2021-11-16-etc-passwd.ics"),
        ("x" * 500, f"2021-11-16-{'x' * 60}.ics"),
    ],
)
def test_a_file_name_is_ascii_whatever_the_title(
    mailing: "Mailing", timed: Event, title: str, name: str
):
    assert mailing.build(replace(timed, title=title))[0].file_name == name


def test_an_event_fetched_from_another_calendar_keeps_its_uid(mailing: "Mailing", timed: Event):
    fetched = replace(timed, source="https://example.org/feed.ics", source_id="abc@example.org")
    assert mailing.build(fetched)[0].uid == "abc@example.org"


def test_a_uid_once_sent_stays_even_when_the_project_changes_its_id(
    mailing: "Mailing", publication: Publication, timed: Event
):
    (first,) = mailing.send(timed, day=1)
    mailing.publication = replace(publication, id="other.example.org")
    (told,) = mailing.build(timed, day=2)
    assert told.uid == first.uid


def test_two_events_with_one_id_are_refused_with_both_places(mailing: "Mailing", timed: Event):
    twin = replace(timed, origin=replace(timed.origin, path="newsletters/events/copy.md"))
    with pytest.raises(SourceError) as caught:
        mailing.build(timed, twin)
    (problem,) = caught.value.problems
    assert problem.where == "newsletters/events/copy.md:4"
    assert "newsletters/events/2021-11-16-first-community-event.md:4" in problem.what


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_a_year_no_calendar_holds_is_refused(mailing: "Mailing", announced: Event, year: int):
    odd = replace(announced, when=When(date(year, 12, 31), None, "Europe/London"))
    with pytest.raises(SourceError, match="no calendar holds"):
        mailing.build(odd)


def test_a_deleted_event_can_still_be_cancelled(mailing: "Mailing", timed: Event):
    (first,) = mailing.send(timed, day=1)
    last = invite.history(mailing.sent)[timed.id]
    goodbye = invite.farewell(last, origin=timed.origin, zone="Europe/London")
    (told,) = mailing.build(goodbye, day=2)
    assert (told.method, told.uid, told.sequence) == (Method.CANCEL, first.uid, 1)
    assert vevent(told)["DTSTART"].dt == datetime(2021, 11, 16, 12, tzinfo=UTC)
    assert vevent(told)["SUMMARY"] == "CANCELLED: First community event"


def test_the_last_sending_counts_in_whatever_order_records_are_read(
    mailing: "Mailing", announced: Event, timed: Event
):
    mailing.send(announced, day=1)
    mailing.send(timed, day=2)
    forwards, backwards = invite.history(mailing.sent), invite.history(mailing.sent[::-1])
    assert forwards == backwards
    assert forwards[timed.id].sequence == 1


def test_a_record_merged_in_twice_counts_once(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    mailing.sent *= 2
    (told,) = mailing.build(timed, day=2)
    assert told.change is Change.UNCHANGED


def out_of_order(mailing: "Mailing", old: Event, new: Event) -> tuple[SentIssue, ...]:
    """Issue A was frozen with the old event, B went out with the new one, then A went out."""
    mailing.send(old, day=1)
    frozen = mailing.build(old, day=1)
    mailing.send(new, day=2)
    late = replace(mailing.sent[0], issue="late", at=datetime(2021, 11, 3, tzinfo=UTC))
    mailing.sent = (*mailing.sent, replace(late, events=tuple(one.record for one in frozen)))
    return mailing.sent


def test_after_two_issues_sent_in_the_wrong_order_the_next_one_wins_everywhere(
    mailing: "Mailing", announced: Event, timed: Event
):
    out_of_order(mailing, announced, timed)
    (told,) = mailing.build(timed, day=4)
    assert (told.change, told.sequence) == (Change.TIME_KNOWN, 2)
    (same,) = mailing.build(announced, day=4)
    assert same.sequence == 2
    assert same.words == "updated: sent again, because earlier messages disagreed"


def test_two_branches_that_sent_different_times_are_put_right_by_the_next_issue(
    mailing: "Mailing", timed: Event
):
    mailing.send(timed, day=1)
    trunk = mailing.sent
    mailing.send(later(timed, days=1), day=2, name="here")
    here, mailing.sent = mailing.sent, trunk
    mailing.send(later(timed, days=2), day=3, name="there")
    mailing.sent = (*here, mailing.sent[-1])
    (told,) = mailing.build(later(timed, days=2), day=4)
    assert told.change is Change.UNCHANGED
    assert told.sequence == 1


def test_a_record_written_before_zones_were_kept_is_read_in_the_events_zone(
    mailing: "Mailing", timed: Event
):
    mailing.send(timed, day=1)
    (issue,) = mailing.sent
    bare = replace(issue.events[0], zone="", uid="", last_day="")
    mailing.sent = (replace(issue, events=(bare,)),)
    (told,) = mailing.build(later(timed, days=1), day=2)
    assert told.words == "updated: Wednesday 17 November 2021, was Tuesday 16 November 2021"
    assert told.uid == "first-community-event@news.example.org"


def test_an_event_of_another_calendar_never_falls_behind_it(mailing: "Mailing", timed: Event):
    fetched = replace(timed, source="https://example.org/a.ics", source_id="u@x", source_sequence=4)
    (first,) = mailing.send(fetched, day=1)
    assert (first.uid, first.sequence) == ("u@x", 4)
    (same,) = mailing.build(replace(fetched, source_sequence=9), day=2)
    assert (same.change, same.sequence) == (Change.UNCHANGED, 4)
    moved = replace(fetched, where="Leeds", source_sequence=9)
    (second,) = mailing.send(moved, day=2)
    assert second.sequence == 9
    (third,) = mailing.send(replace(moved, where="York"), day=3)
    assert third.sequence == 10
    (words,) = mailing.build(replace(moved, where="York", title="New", source_sequence=12), day=4)
    assert (words.change, words.sequence) == (Change.REWORDED, 12)
