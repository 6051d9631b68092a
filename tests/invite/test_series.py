"""The dates of a series, summer and winter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from pynews import invite
from pynews.model import Event, Every, MovedDate, Recurrence, When

if TYPE_CHECKING:
    from tests.invite.conftest import Mailing

LONDON = ZoneInfo("Europe/London")
BEGINNING = datetime(2021, 1, 1, tzinfo=UTC)


def days(event: Event, count: int, after: datetime = BEGINNING) -> list[str]:
    return [when.first_day.isoformat() for when in invite.next_dates(event, after, count)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence(Every.WEEK, 2, weekday=1), ["2021-11-16", "2021-11-30", "2021-12-14"]),
        (Recurrence(Every.MONTH_DATE, day=16), ["2021-11-16", "2021-12-16", "2022-01-16"]),
        (
            Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=3),
            ["2021-11-16", "2021-12-21", "2022-01-18"],
        ),
        (
            Recurrence(Every.WEEK, weekday=1, until=date(2021, 11, 23)),
            ["2021-11-16", "2021-11-23"],
        ),
        (Recurrence(Every.WEEK, weekday=1, count=1), ["2021-11-16"]),
    ],
)
def test_a_series_has_these_dates(timed: Event, rule: Recurrence, expected: list[str]):
    assert days(replace(timed, recurrence=rule), 3) == expected


def test_the_time_of_day_stays_when_the_clocks_change(timed: Event):
    series = replace(timed, recurrence=Recurrence(Every.WEEK, weekday=1))
    (summer,) = invite.next_dates(series, datetime(2022, 3, 28, tzinfo=UTC), 1)
    assert summer.start == datetime(2022, 3, 29, 11, tzinfo=UTC)
    assert summer.words == "Tuesday 29 March 2022, midday to 1pm BST"


def test_dates_left_out_are_gone_and_moved_ones_stand_where_they_moved(timed: Event):
    to = replace(timed.when, start=datetime(2021, 12, 8, 14, tzinfo=LONDON), end=None)
    rule = Recurrence(
        Every.WEEK,
        weekday=1,
        count=5,
        left_out=(date(2021, 11, 23),),
        moved=(MovedDate(date(2021, 11, 30), to),),
    )
    series = replace(timed, recurrence=rule)
    assert days(series, 9) == ["2021-11-16", "2021-12-07", "2021-12-08", "2021-12-14"]


def test_a_single_event_has_its_one_date_until_it_begins(timed: Event):
    assert days(timed, 5) == ["2021-11-16"]
    assert days(timed, 5, datetime(2021, 11, 16, 12, 1, tzinfo=UTC)) == []


def test_a_day_without_a_time_counts_until_it_is_over(announced: Event):
    assert days(announced, 1, datetime(2021, 11, 16, 23, tzinfo=UTC)) == ["2021-11-16"]
    assert days(announced, 1, datetime(2021, 11, 17, 0, 1, tzinfo=UTC)) == []


def test_an_endless_series_ends_before_the_calendar_does(timed: Event):
    series = replace(timed, recurrence=Recurrence(Every.MONTH_DATE, 99, day=16))
    assert days(series, 10_000)[-1] < "9999"


def test_an_override_carries_the_sequence_of_its_series(mailing: "Mailing", timed: Event):
    to = replace(timed.when, start=timed.when.start + timedelta(days=8), end=None)
    rule = Recurrence(Every.WEEK, weekday=1, moved=(MovedDate(date(2021, 11, 23), to),))
    mailing.send(timed, day=1)
    (told,) = mailing.build(replace(timed, recurrence=rule), day=2)
    series, override = Calendar.from_ical(told.ics).walk("VEVENT")
    assert series["SEQUENCE"] == override["SEQUENCE"] == 1
    assert series["UID"] == override["UID"]
    assert override["RECURRENCE-ID"].dt == datetime(2021, 11, 23, 12, tzinfo=LONDON)
    assert override["DTSTART"].dt == datetime(2021, 11, 24, 12, tzinfo=LONDON)


def test_a_cancelled_series_is_cancelled_as_a_whole(mailing: "Mailing", timed: Event):
    to = replace(timed.when, start=timed.when.start + timedelta(days=8), end=None)
    rule = Recurrence(Every.WEEK, weekday=1, moved=(MovedDate(date(2021, 11, 23), to),))
    mailing.send(replace(timed, recurrence=rule), day=1)
    (told,) = mailing.build(replace(timed, recurrence=rule, cancelled=True), day=2)
    (series,) = Calendar.from_ical(told.ics).walk("VEVENT")
    assert "RECURRENCE-ID" not in series


def test_an_exception_for_a_day_outside_the_series_does_nothing(mailing: "Mailing", timed: Event):
    to = replace(timed.when, start=timed.when.start + timedelta(days=1), end=None)
    rule = Recurrence(
        Every.WEEK,
        weekday=1,
        count=2,
        left_out=(date(2021, 11, 18),),
        moved=(MovedDate(date(2021, 11, 17), to),),
    )
    (told,) = mailing.build(replace(timed, recurrence=rule))
    (series,) = Calendar.from_ical(told.ics).walk("VEVENT")
    assert "EXDATE" not in series


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_a_series_in_utc_needs_no_time_zone(mailing: "Mailing", timed: Event, zone: str):
    rule = Recurrence(Every.WEEK, weekday=1, until=date(2022, 1, 31))
    (told,) = mailing.build(replace(timed, when=replace(timed.when, zone=zone), recurrence=rule))
    assert b"TZID" not in told.ics
    assert b"UNTIL=20220131T120000Z" in told.ics


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        (Recurrence(Every.WEEK, weekday=1), ""),
        (Recurrence(Every.WEEK, weekday=1, count=3), "2021-11-30"),
        (Recurrence(Every.WEEK, weekday=1, until=date(2022, 1, 31)), "2022-01-31"),
    ],
)
def test_the_record_knows_when_a_series_is_over(
    mailing: "Mailing", timed: Event, rule: Recurrence, last: str
):
    (told,) = mailing.build(replace(timed, recurrence=rule))
    assert told.record.last_day == last


def test_a_night_that_ends_on_the_next_day_stays_so_all_year(timed: Event):
    start = datetime(2021, 10, 26, 22, tzinfo=LONDON)
    night = When(start, datetime(2021, 10, 27, 2, tzinfo=LONDON), "Europe/London")
    series = replace(timed, when=night, recurrence=Recurrence(Every.WEEK, weekday=1))
    second = invite.next_dates(series, BEGINNING, 2)[1]
    assert second.words.endswith("10pm to 2am GMT")
    assert second.last_day == date(2021, 11, 3)


def test_whole_days_of_a_series_keep_their_number(announced: Event):
    two = When(date(2021, 11, 16), date(2021, 11, 17), "Europe/London", all_day=True)
    series = replace(announced, when=two, recurrence=Recurrence(Every.WEEK, weekday=1))
    second = invite.next_dates(series, BEGINNING, 2)[1]
    assert (second.first_day, second.last_day) == (date(2021, 11, 23), date(2021, 11, 24))


def test_a_series_of_days_with_one_date_at_a_time_names_its_zone(
    mailing: "Mailing", announced: Event
):
    noon = datetime(2021, 11, 23, 12, tzinfo=LONDON)
    moved = MovedDate(date(2021, 11, 23), When(noon, None, "Europe/London"))
    rule = Recurrence(Every.WEEK, weekday=1, moved=(moved,))
    (told,) = mailing.build(replace(announced, recurrence=rule))
    calendar = Calendar.from_ical(told.ics)
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert [part["DTSTART"].dt for part in calendar.walk("VEVENT")] == [date(2021, 11, 16), noon]


def test_a_series_whose_end_was_not_said_gets_none(timed: Event):
    when = replace(timed.when, end=None)
    series = replace(timed, when=when, recurrence=Recurrence(Every.WEEK, weekday=1))
    assert [one.end for one in invite.next_dates(series, BEGINNING, 2)] == [None, None]
