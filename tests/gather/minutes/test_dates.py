"""Dates: a small grammar that rather finds no day than a wrong one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.gather.minutes.calendar import Tense
from pynews.gather.minutes.dates import find_dates, find_time

MEETING = date(2021, 10, 12)

DAYS = {
    "16th of November 2021": date(2021, 11, 16),
    "the 16 November": date(2021, 11, 16),
    "Tue 16 Nov": date(2021, 11, 16),
    "Tuesday, November 16th, 2021": date(2021, 11, 16),
    "Nov 16th (Tue)": date(2021, 11, 16),
    "November 16, 19:00": date(2021, 11, 16),
    "2021-11-16": date(2021, 11, 16),
    "2021/11/16": date(2021, 11, 16),
    "2021-Nov-16": date(2021, 11, 16),
    "16-Nov-2021": date(2021, 11, 16),
    "16.11.2021": date(2021, 11, 16),
    "16/11/21": date(2021, 11, 16),
    "16 Nov '21": date(2021, 11, 16),
    "3/4/2022": date(2022, 4, 3),
    "Tue 16/11": date(2021, 11, 16),
    "Thu Aug 12 18:00:03 2021": date(2021, 8, 12),
    "today": MEETING,
    "tomorrow": date(2021, 10, 13),
    "this Friday": date(2021, 10, 15),
    "next Tuesday": date(2021, 10, 19),
    "Thursday 14th": date(2021, 10, 14),
    "5 January": date(2022, 1, 5),
    "5 October": date(2021, 10, 5),
    "Mark and 9 May": date(2022, 5, 9),
}

RANGES = {
    "18-19 Nov": (date(2021, 11, 18), date(2021, 11, 19)),
    "21-22 November": (date(2021, 11, 21), date(2021, 11, 22)),
    "18th to 19th November 2021": (date(2021, 11, 18), date(2021, 11, 19)),
    "May 5-7, 2022": (date(2022, 5, 5), date(2022, 5, 7)),
    "from 30 December to 2 January": (date(2021, 12, 30), date(2022, 1, 2)),
    "27 April – 5 May 2022": (date(2022, 4, 27), date(2022, 5, 5)),
    "November 30 to December 2": (date(2021, 11, 30), date(2021, 12, 2)),
    "2021-11-18 to 2021-11-19": (date(2021, 11, 18), date(2021, 11, 19)),
    "Sat 20 and Sun 21 November": (date(2021, 11, 20), date(2021, 11, 21)),
}

NO_DAY = (
    "in June",
    "early next month",
    "next week",
    "Q3 2022",
    "summer 2022",
    "date TBC",
    "to be confirmed",
    "by Friday",
    "in two weeks",
    "24 hours support",
    "(18 / 40%)",
    "We agreed a newsletter",
    "Mark and Mary may come",
    "version 3.10.2",
    "passed 5/0/1",
    "31 June 2021",
    "2021-02-30",
    "45/13/2021",
    "room 12, may 5 people come",
    "monthly",
    "Thursday 31st",
)


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_day_is_read(words: str, day: date):
    (reading,) = find_dates(words, base=MEETING)
    assert (reading.day, reading.last) == (day, None)


@pytest.mark.parametrize(("words", "days"), RANGES.items())
def test_a_range_has_a_first_and_a_last_day(words: str, days: tuple[date, date]):
    (reading,) = find_dates(words, base=MEETING)
    assert (reading.day, reading.last) == days
    assert reading.conflict == ""


@pytest.mark.parametrize("words", NO_DAY)
def test_what_names_no_day_yields_none(words: str):
    assert [reading.day for reading in find_dates(words, base=MEETING) if reading.day] == []


def test_a_weekday_that_does_not_fit_is_told_with_the_other_readings():
    (reading,) = find_dates("Monday 16th November 2021", base=MEETING)
    assert reading.day == date(2021, 11, 16)
    assert reading.conflict == "16 November 2021 is a Tuesday, not a Monday"
    assert reading.alternatives == (date(2021, 11, 15), date(2020, 11, 16))


def test_a_numeric_date_whose_weekday_fits_the_other_order_says_so():
    (reading,) = find_dates("Thursday 06/09/2022", base=MEETING)
    assert reading.day == date(2022, 9, 6)
    assert reading.alternatives[0] == date(2022, 6, 9)


def test_the_last_weekday_of_a_range_is_checked_too():
    (reading,) = find_dates("20 to Monday 21 November 2021", base=MEETING)
    assert reading.conflict == "21 November 2021 is a Sunday, not a Monday"


def test_next_weekday_within_the_same_week_is_doubtful():
    (reading,) = find_dates("next Friday", base=MEETING)
    assert (reading.day, reading.alternatives) == (date(2021, 10, 15), (date(2021, 10, 22),))
    assert reading.conflict == '"next Friday" may also mean 22 October 2021'


def test_this_weekday_may_be_the_meetings_own_day():
    assert find_dates("this Tuesday", base=MEETING)[0].day == MEETING


@pytest.mark.parametrize("words", ["5 June", "tomorrow", "this Friday", "Friday 5th", "5-7 June"])
def test_without_the_meetings_day_nothing_is_counted_from_it(words: str):
    (reading,) = find_dates(words, base=None)
    assert reading.day is None
    assert reading.conflict


def test_the_order_of_numbers_is_the_publications():
    assert find_dates("3/4/2022", base=MEETING, day_first=False)[0].day == date(2022, 3, 4)
    assert find_dates("25/4/2022", base=MEETING, day_first=False)[0].day == date(2022, 4, 25)


def test_a_bare_pair_of_numbers_is_a_date_only_where_dates_are_spoken_of():
    assert find_dates("next: 1/11", base=MEETING) == ()
    assert find_dates("next: 1/11", base=MEETING, is_about_dates=True)[0].day == date(2021, 11, 1)


def test_the_year_follows_the_sentence():
    back = find_dates("on 5 November", base=MEETING, tense=Tense.BACK)
    ahead = find_dates("on 5 October", base=MEETING, tense=Tense.AHEAD)
    assert (back[0].day, ahead[0].day) == (date(2020, 11, 5), date(2022, 10, 5))


def test_a_date_that_no_year_near_has_is_left_open():
    assert find_dates("29 February", base=MEETING)[0].day is None


def test_several_dates_keep_their_order():
    words = "9 June, 14 July, 8 September"
    days = [reading.day for reading in find_dates(words, base=date(2022, 5, 1))]
    assert days == [date(2022, 6, 9), date(2022, 7, 14), date(2022, 9, 8)]


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("at 7pm", "19:00"),
        ("19:30 UTC", "19:30"),
        ("at 7.30 p.m.", "19:30"),
        ("12am", "00:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("5-8pm", "17:00"),
        ("14h00", "14:00"),
        ("version 3.10", ""),
        ("50% of 12", ""),
        ("£10.50", ""),
    ],
)
def test_a_time_of_day_is_read_as_24_hours(words: str, time: str):
    assert find_time(words) == time


def test_a_dotted_time_counts_after_a_date():
    assert find_time(", 18.30", is_after_date=True) == "18:30"


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A %d %b %Y", "%d.%m.%Y"]),
)
def test_every_written_day_is_read_back(day: date, form: str):
    (reading,) = find_dates(f"on {day.strftime(form)}", base=MEETING)
    assert reading.day == day
    assert reading.conflict == ""


@given(st.text(max_size=200))
def test_any_words_can_be_searched_for_dates(words: str):
    for reading in find_dates(words, base=MEETING):
        assert words[reading.start : reading.end].strip() == reading.words
    find_time(words)
