"""Days, times and series as texts name them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pynews.check.clocks import times_named
from pynews.check.colours import contrast, read_colour
from pynews.check.dates import days_named
from pynews.check.recurring import takes_place
from pynews.model import Event, Every, MovedDate, Origin, Recurrence, When


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("5pm", [(17, 0)]),
        ("12am to 12pm", [(0, 0), (12, 0)]),
        ("2-4pm", [(14, 0), (16, 0)]),
        ("11-1pm", [(11, 0), (13, 0)]),
        ("9.30 to 11.15 a.m.", [(9, 30), (11, 15)]),
        ("from 17:30 until midnight, or noon", [(17, 30), (0, 0), (12, 0)]),
        ("13pm, 25:10, 12:75, £3.50 and 1:30:15", []),
    ],
)
def test_times_of_day(text, clocks):
    assert [time.clock for time in times_named(text)] == clocks


def test_a_zone_behind_a_time():
    assert [time.zone for time in times_named("5pm GMT, 6pm (CET), 7pm")] == ["GMT", "CET", ""]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday 16 November 2021", [(16, 11, 2021, 1)]),
        ("Tue 16/11/2021 and 1.2.22", [(16, 11, 2021, 1), (1, 2, 2022, None)]),
        ("November 16th, 2021 (Tuesday)", [(16, 11, 2021, 1)]),
        ("Saturday 30 and Sunday 31 October", [(30, 10, None, 5), (31, 10, None, 6)]),
        ("16 to 18 November 2021", [(16, 11, 2021, None), (18, 11, 2021, None)]),
        ("nos Iau 18 Tachwedd", [(18, 11, None, 3)]),
        ("may 12 of you sit by 3 windows", []),
    ],
)
def test_days(text, days):
    found = [(one.day, one.month, one.year, one.weekday) for one in days_named(text)]
    assert found == days


def test_a_day_without_a_year_is_the_nearest_or_two_about_as_near():
    (named,) = days_named("16 November")
    assert named.near(date(2021, 11, 2)) == (date(2021, 11, 16),)
    assert named.near(date(2022, 5, 16)) == (date(2021, 11, 16), date(2022, 11, 16))
    (leap,) = days_named("29 February")
    assert leap.possible
    assert leap.near(date(2022, 11, 2)) == (date(2024, 2, 29),)


def event(recurrence: Recurrence | None, start: date = date(2026, 1, 8)) -> Event:
    return Event(
        "a", "A", When(start, None, "Europe/London"), Origin("a.md", 1), recurrence=recurrence
    )


MOVED = MovedDate(
    date(2026, 3, 12),
    When(datetime(2026, 3, 13, 12, tzinfo=ZoneInfo("Europe/London")), None, "Europe/London"),
)


@pytest.mark.parametrize(
    ("rule", "days", "not_days"),
    [
        (None, ["2026-01-08"], ["2026-01-15"]),
        (
            Recurrence(Every.WEEK, weekday=3),
            ["2026-01-08", "2026-02-05"],
            ["2026-01-09", "2026-01-01"],
        ),
        (Recurrence(Every.MONTH_DATE, day=8), ["2026-02-08"], ["2026-02-09"]),
        (Recurrence(Every.MONTH_WEEKDAY, weekday=3, ordinal=2), ["2026-02-12"], ["2026-02-19"]),
        (Recurrence(Every.MONTH_WEEKDAY, weekday=3, ordinal=-1), ["2026-02-26"], ["2026-02-19"]),
        (
            Recurrence(Every.WEEK, weekday=3, left_out=(date(2026, 3, 5),), moved=(MOVED,)),
            ["2026-03-13", "2026-03-19"],
            ["2026-03-05", "2026-03-12"],
        ),
        (Recurrence(Every.WEEK, weekday=3, until=date(2026, 2, 1)), ["2026-01-29"], ["2026-02-05"]),
    ],
)
def test_days_of_a_series(rule, days, not_days):
    assert all(takes_place(event(rule), date.fromisoformat(day)) for day in days)
    assert not any(takes_place(event(rule), date.fromisoformat(day)) for day in not_days)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("Navy", (0, 0, 128)),
        ("linear-gradient(#fff, #000)", None),
        ("var(--x)", None),
    ],
)
def test_colours(text, colour):
    assert read_colour(text) == colour


def test_black_on_white_has_the_highest_contrast():
    assert round(contrast((0, 0, 0), (255, 255, 255)), 1) == 21
    assert contrast((9, 9, 9), (9, 9, 9)) == 1
