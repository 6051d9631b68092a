"""How an event repeats, as an editor writes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as by_weekday
from hypothesis import given
from hypothesis import strategies as st

from pynews.gather.recurrence import read_repeats
from pynews.model import Every, Recurrence, When
from pynews.model.when import DAYS

LONDON = ZoneInfo("Europe/London")
START = datetime(2021, 11, 16, 12, tzinfo=LONDON)
NOON = When(START, START + timedelta(hours=1), "Europe/London")
WHOLE_DAY = When(date(2021, 11, 16), None, "Europe/London", all_day=True)
TUESDAYS = Recurrence(Every.WEEK, weekday=1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every 2 weeks on Tuesday", Recurrence(Every.WEEK, 2, weekday=1)),
        ("Every week on Tuesday", TUESDAYS),
        ("weekly on tue.", TUESDAYS),
        ("  every   1 weeks  on TUESDAY ", TUESDAYS),
        ("monthly on day 16", Recurrence(Every.MONTH_DATE, day=16)),
        ("every month on day 16", Recurrence(Every.MONTH_DATE, day=16)),
        ("every 3 months on day 16", Recurrence(Every.MONTH_DATE, 3, day=16)),
        ("monthly on the third Tuesday", Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=3)),
        ("monthly on the 3rd Tues", Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=3)),
        (
            "every 2 weeks on Tuesday until 2022-06-30",
            Recurrence(Every.WEEK, 2, weekday=1, until=date(2022, 6, 30)),
        ),
        ("monthly on day 16, 6 times", Recurrence(Every.MONTH_DATE, day=16, count=6)),
    ],
)
def test_the_documented_forms_are_read(text: str, rule: Recurrence):
    assert read_repeats(text, (), NOON) == rule


def test_the_last_weekday_of_a_month_is_minus_one():
    last = replace(NOON, start=datetime(2021, 11, 30, 12, tzinfo=LONDON), end=None)
    rule = read_repeats("monthly on the last Tuesday", "", last)
    assert rule.ordinal == -1
    fifth = read_repeats("monthly on the fifth Tuesday", "", last)
    assert fifth.ordinal == 5


def test_dates_can_be_left_out_and_moved():
    rule = read_repeats(
        "every 2 weeks on Tuesday",
        "2021-12-28, 2021-12-14 -> 2021-12-15 14:30; 2022-01-11 → 2022-01-12\n2022-01-25->18:00",
        NOON,
    )
    assert rule.left_out == (date(2021, 12, 28),)
    assert [(moved.day.isoformat(), moved.to.words) for moved in rule.moved] == [
        ("2021-12-14", "Wednesday 15 December 2021, 2:30pm to 3:30pm GMT"),
        ("2022-01-11", "Wednesday 12 January 2022, midday to 1pm GMT"),
        ("2022-01-25", "Tuesday 25 January 2022, 6pm to 7pm GMT"),
    ]


def test_exceptions_may_come_as_a_list():
    assert read_repeats("weekly on Tuesday", ["2021-11-30", "2021-11-23"], NOON).left_out == (
        date(2021, 11, 23),
        date(2021, 11, 30),
    )


def test_an_event_without_an_end_moves_without_one():
    rule = read_repeats("weekly on Tuesday", "2021-11-23 -> 18:00", replace(NOON, end=None))
    assert rule.moved[0].to.end is None


def test_whole_days_move_to_days():
    days = replace(WHOLE_DAY, end=date(2021, 11, 17))
    rule = read_repeats("weekly on Tuesday", "2021-11-23 -> 2021-11-25", days)
    assert (rule.moved[0].to.first_day, rule.moved[0].to.last_day) == (
        date(2021, 11, 25),
        date(2021, 11, 26),
    )
    single = read_repeats("weekly on Tuesday", "2021-11-23 -> 2021-11-25", WHOLE_DAY)
    assert single.moved[0].to.end is None


@pytest.mark.parametrize(
    ("text", "except_", "what"),
    [
        ("", "", "is not a way to repeat"),
        ("daily", "", "is not a way to repeat"),
        ("every second Tuesday", "", "is not a way to repeat"),
        ("weekly on Tuesday until 2022-06-30 6 times", "", "is not a way to repeat"),
        ("weekly on Wednesday", "", "the first date, Tuesday 16 November 2021, does not fit"),
        ("monthly on day 15", "", "does not fit the rule"),
        ("monthly on the last Tuesday", "", "does not fit the rule"),
        ("monthly on the fifth Tuesday", "", "does not fit the rule"),
        ("monthly on day 32", "", "32 is no day of the month"),
        ("monthly on day 0", "", "0 is no day of the month"),
        ("monthly on the sixth Tuesday", "", '"sixth" is no place in a month'),
        ("weekly on Tursday", "", '"tursday" is no day of the week'),
        ("weekly on t", "", '"t" is no day of the week'),
        ("every 0 weeks on Tuesday", "", "0 is no number of weeks or months"),
        (f"every {'9' * 5000} weeks on Tuesday", "", "is no number of weeks or months"),
        ("weekly on Tuesday 0 times", "", "0 is no times"),
        ("weekly on Tuesday until 2021-11-15", "", "before its first date"),
        ("weekly on Tuesday until 2021-02-30", "", "is not a day of the calendar"),
        ("weekly on Tuesday until Christmas", "", "is not a date I accept"),
        ("weekly on Tuesday", "Christmas", "is not a date I accept"),
        ("weekly on Tuesday", "2021-11-17", "Wednesday 17 November 2021, which is no date"),
        ("weekly on Tuesday", "2021-11-09", "is no date of the series"),
        ("weekly on Tuesday, 2 times", "2021-11-30", "is no date of the series"),
        ("weekly on Tuesday until 2021-11-29", "2021-11-30", "is no date of the series"),
        ("weekly on Tuesday", "2021-11-23, 2021-11-23", "names 2021-11-23 twice"),
        ("weekly on Tuesday", "2021-11-23, 2021-11-23 -> 18:00", "names 2021-11-23 twice"),
        ("weekly on Tuesday", "2021-11-23 -> 25:00", "is not a time of day"),
        ("weekly on Tuesday", "2021-11-23 -> later", "is not a date I accept"),
        ("weekly on Tuesday", "2021-11-23 ->", "is not a date I accept"),
    ],
)
def test_anything_else_is_refused_with_a_hint(text: str, except_: str, what: str):
    with pytest.raises(ValueError, match=what) as caught:
        read_repeats(text, except_, NOON)
    complaint, _, hint = str(caught.value).partition("\n")
    assert complaint
    assert hint
    assert "{" not in str(caught.value)


def test_a_day_cannot_move_to_a_time():
    with pytest.raises(ValueError, match="moves to a day, not to a time\nwrite only the day"):
        read_repeats("weekly on Tuesday", "2021-11-23 -> 2021-11-24 12:00", WHOLE_DAY)


def test_a_date_so_late_that_no_year_follows_is_read_all_the_same():
    rule = read_repeats("weekly on Tuesday", "9999-12-28", NOON)
    assert rule.left_out == (date(9999, 12, 28),)
    with pytest.raises(ValueError, match="is no date of the series"):
        read_repeats("monthly on the third Tuesday", "9999-12-31", NOON)


@given(st.text())
def test_arbitrary_text_is_refused_in_words(text: str):
    with pytest.raises(ValueError, match=r"(?s).+\n.+"):
        read_repeats(text, text, NOON)


def by_dateutil(rule: Recurrence, start: datetime) -> Iterator[date]:
    if rule.every is Every.WEEK:
        options = {"freq": WEEKLY, "byweekday": by_weekday(rule.weekday)}
    elif rule.every is Every.MONTH_DATE:
        options = {"freq": MONTHLY, "bymonthday": rule.day}
    else:
        options = {"freq": MONTHLY, "byweekday": by_weekday(rule.weekday, rule.ordinal)}
    return (day.date() for day in rrule(dtstart=start, interval=rule.interval, **options))


def forms(day: date, interval: int) -> list[str]:
    """Every rule that begins on a day."""
    name, places = DAYS[day.weekday()], ["first", "second", "third", "fourth", "fifth"]
    place = places[(day.day - 1) // 7]
    last = (day + timedelta(days=7)).month != day.month
    return [
        f"every {interval} weeks on {name}",
        f"every {interval} months on day {day.day}",
        f"every {interval} months on the {place} {name}",
        *([f"every {interval} months on the last {name}"] if last else []),
    ]


@given(
    day=st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    interval=st.integers(1, 99),
    number=st.integers(0, 30),
)
def test_an_exception_is_accepted_exactly_when_calendars_have_that_date(
    day: date, interval: int, number: int
):
    when = When(day, None, "Europe/London", all_day=True)
    for form in forms(day, interval):
        rule = read_repeats(form, "", when)
        series = list(islice(by_dateutil(rule, datetime.combine(day, datetime.min.time())), 40))
        for other in series[number : number + 1]:
            assert read_repeats(form, other.isoformat(), when).left_out == (other,)
            wrong = other + timedelta(days=1)
            if wrong not in series:
                with pytest.raises(ValueError, match="which is no date of the series"):
                    read_repeats(form, wrong.isoformat(), when)
