"""Times are said as readers say them, whatever the machine's locale."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pynews.model import When, day_in_words, time_in_words

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (17, 30, "5:30pm"),
        (23, 0, "11pm"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(hour, minute, words):
    assert time_in_words(datetime(2021, 11, 16, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2021, 11, 16), None, ZONE), "Tuesday 16 November 2021, time to be confirmed"),
        (When(date(2021, 11, 16), None, ZONE, all_day=True), "Tuesday 16 November 2021"),
        (
            When(date(2021, 12, 31), date(2022, 1, 2), ZONE, all_day=True),
            "Friday 31 December 2021 to Sunday 2 January 2022",
        ),
        (
            When(date(2021, 11, 16), date(2021, 11, 18), ZONE, all_day=True),
            "Tuesday 16 November to Thursday 18 November 2021",
        ),
        (
            When(
                datetime(2021, 11, 16, 12, tzinfo=LONDON),
                datetime(2021, 11, 16, 13, tzinfo=LONDON),
                ZONE,
            ),
            "Tuesday 16 November 2021, midday to 1pm GMT",
        ),
        (
            When(datetime(2021, 6, 16, 11, tzinfo=UTC), None, ZONE),
            "Wednesday 16 June 2021, midday BST",
        ),
        (
            When(
                datetime(2021, 3, 27, 22, tzinfo=LONDON),
                datetime(2021, 3, 28, 4, tzinfo=LONDON),
                ZONE,
            ),
            "Saturday 27 March to Sunday 28 March 2021, 10pm GMT to 4am BST",
        ),
        (
            When(datetime(2021, 6, 16, 11, tzinfo=UTC), None, "America/Sao_Paulo"),
            "Wednesday 16 June 2021, 8am UTC-03:00",
        ),
    ],
)
def test_an_event_says_when_it_is(when, words):
    assert when.words == words


@pytest.mark.parametrize(
    ("start", "end", "all_day", "says"),
    [
        (datetime(2021, 1, 1), None, False, "without its zone"),  # noqa: DTZ001 - the fault under test
        (date(2021, 1, 2), date(2021, 1, 1), False, "before the start"),
        (date(2021, 1, 1), datetime(2021, 1, 1, tzinfo=UTC), False, "both have a time"),
        (datetime(2021, 1, 1, tzinfo=UTC), None, True, "days, not times"),
    ],
)
def test_what_cannot_be_is_refused(start, end, all_day, says):
    with pytest.raises(ValueError, match=says):
        When(start, end, ZONE, all_day=all_day)


def test_a_day_may_be_said_shorter():
    assert day_in_words(date(2021, 11, 16), weekday=False, year=False) == "16 November"
